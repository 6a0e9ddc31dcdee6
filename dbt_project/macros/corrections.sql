{# Fields of an observation that a correction can change, in the order of the seed. #}
{% macro correctable_fields() -%}
    {{ return([
        'metric_id', 'subject_id', 'value_low', 'value_high', 'unit', 'is_change', 'comparison',
        'segment', 'region', 'counterparty_company_id', 'modality', 'bound', 'period_start',
        'period_end',
    ]) }}
{%- endmacro %}

{# What holds of a field: nothing where the correction clears it, its value where it states one, else
   what was read. #}
{% macro corrected(field, correction='corrections', read='readings') -%}
    case
        when {{ is_cleared(field, correction) }} then null
        else coalesce({{ correction }}.{{ field }}, {{ read }}.{{ field }})
    end
{%- endmacro %}

{# Whether a correction empties a field. #}
{% macro is_cleared(field, correction='corrections') -%}
    coalesce(' ' || {{ correction }}.cleared_fields || ' ' like '% {{ field }} %', false)
{%- endmacro %}

{# JSON object: every field that a correction touches, with the value that was read. #}
{% macro values_as_read(correction='corrections', read='readings') -%}
    {%- set entries = [] -%}
    {%- for field in correctable_fields() -%}
        {%- do entries.append([
            field,
            read ~ '.' ~ field,
            correction ~ '.' ~ field ~ ' is not null or ' ~ is_cleared(field, correction),
        ]) -%}
    {%- endfor -%}
    {{ json_object_where(entries) }}
{%- endmacro %}

{# Query: the pairs `correction_id, observation_id` of a relation of readings (observation_id,
   article_id, field, start_char, figure_text), with `match_count`, the readings that the correction
   fits, and `correction_rank`, 1 for the last word on a reading. A correction that fits several
   readings holds for none of them: it must say which. #}
{% macro matched_corrections(readings, corrections) -%}
    select
        pairs.*,
        count(*) over (partition by pairs.correction_id) as match_count,
        row_number() over (
            partition by pairs.observation_id
            order by pairs.corrected_on desc, pairs.correction_id desc
        ) as correction_rank
    from (
        select
            given.correction_id,
            given.corrected_on,
            found.observation_id
        from {{ corrections }} as given
        inner join {{ readings }} as found on given.observation_id = found.observation_id
        union
        select
            given.correction_id,
            given.corrected_on,
            found.observation_id
        from {{ corrections }} as given
        inner join {{ readings }} as found
            on
                given.article_id = found.article_id
                and given.figure_text = found.figure_text
                and coalesce(given.field, found.field) = found.field
                and coalesce(given.start_char, found.start_char) = found.start_char
        where given.observation_id is null
    ) as pairs
{%- endmacro %}

{# The names with a relation's name before them. #}
{% macro prefixed(relation, names) -%}
    {%- set found = [] -%}
    {%- for name in names -%}
        {%- do found.append(relation ~ '.' ~ name) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{# Entries of json_object_where: every field that a correction touches, with what holds instead. #}
{% macro corrected_entries(correction='corrections') -%}
    {%- set entries = [] -%}
    {%- for field in correctable_fields() -%}
        {%- do entries.append([
            field,
            correction ~ '.' ~ field,
            correction ~ '.' ~ field ~ ' is not null or ' ~ is_cleared(field, correction),
        ]) -%}
    {%- endfor -%}
    {{ return(entries) }}
{%- endmacro %}
