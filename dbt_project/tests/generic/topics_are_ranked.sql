{# Articles whose ranks are not 1, 2, … without a gap, or that have more than four topics. #}
{% test topics_are_ranked(model) %}
    select article_id
    from {{ model }}
    group by article_id
    having
        min(rank) != 1
        or max(rank) != count(*)
        or count(distinct rank) != count(*)
        or count(*) > 4
{% endtest %}
