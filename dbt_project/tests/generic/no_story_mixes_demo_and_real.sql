{# Stories that hold articles of the demo and real ones. #}
{% test no_story_mixes_demo_and_real(model) %}
    select story_id
    from {{ model }}
    group by story_id
    having count(distinct is_demo) > 1
{% endtest %}
