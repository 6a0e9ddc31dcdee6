{# Query: what was known at a moment (an expression of type timestamptz): each reading that was held
   then, with the values of that day, also of articles that have been edited or deleted since. The
   table macro `marts.facts_as_of` of the serving copy is the same. #}
{% macro facts_as_of(moment) -%}
    select *
    from {{ ref('fct_metric_observation_spans') }}
    where
        held_from_at <= {{ moment }}
        and (held_until_at is null or held_until_at > {{ moment }})
{%- endmacro %}
