{# What is spelt differently from engine to engine. DuckDB's spelling is the default; another engine
   adds `<adapter>__<name>`. #}

{# Text key of a prefix and the columns that identify a row: equal values, equal key. #}
{% macro hash_key(prefix, columns) -%}
    {{ return(adapter.dispatch('hash_key')(prefix, columns)) }}
{%- endmacro %}

{% macro default__hash_key(prefix, columns) -%}
    '{{ prefix }}_' || substr(md5(
        {%- for column in columns %}
        coalesce(cast({{ column }} as text), '') {{- " || '|' ||" if not loop.last }}
        {%- endfor %}
    ), 1, 20)
{%- endmacro %}

{# Digest of a whole table's rows, whatever their order. #}
{% macro rows_digest(columns) -%}
    {{ return(adapter.dispatch('rows_digest')(columns)) }}
{%- endmacro %}

{% macro default__rows_digest(columns) -%}
    md5(coalesce(string_agg(
        {%- for column in columns %}
        coalesce(cast({{ column }} as text), '') {{- " || '|' ||" if not loop.last }}
        {%- endfor %}
        , ';'
        order by {{ columns | join(', ') }}
    ), ''))
{%- endmacro %}

{# Distinct values of a group as a sorted list. #}
{% macro sorted_list(column) -%}
    {{ return(adapter.dispatch('sorted_list')(column)) }}
{%- endmacro %}

{% macro default__sorted_list(column) -%}
    coalesce(list_sort(list(distinct {{ column }}) filter (where {{ column }} is not null)), [])
{%- endmacro %}

{# Whether a JSON array of strings holds a value. #}
{% macro json_array_has(column, value) -%}
    {{ return(adapter.dispatch('json_array_has')(column, value)) }}
{%- endmacro %}

{% macro default__json_array_has(column, value) -%}
    coalesce(json_contains({{ column }}, '"{{ value }}"'), false)
{%- endmacro %}

{# The boolean that a JSON object holds under a key; `default` where it has no such key. #}
{% macro json_boolean(column, key, default) -%}
    {{ return(adapter.dispatch('json_boolean')(column, key, default)) }}
{%- endmacro %}

{% macro default__json_boolean(column, key, default) -%}
    coalesce(cast(json_extract_string({{ column }}, '$.{{ key }}') as boolean), {{ default }})
{%- endmacro %}

{# The UTC date of an instant, whatever the session's time zone. #}
{% macro utc_date(column) -%}
    {{ return(adapter.dispatch('utc_date')(column)) }}
{%- endmacro %}

{% macro default__utc_date(column) -%}
    cast(({{ column }} at time zone 'UTC') as date)
{%- endmacro %}

{# Hours from one instant to a later one, as a decimal number. #}
{% macro hours_between(start, end) -%}
    {{ return(adapter.dispatch('hours_between')(start, end)) }}
{%- endmacro %}

{% macro default__hours_between(start, end) -%}
    round((epoch({{ end }}) - epoch({{ start }})) / 3600.0, 2)
{%- endmacro %}

{# Whether a text holds a Chinese character. #}
{% macro has_chinese(column) -%}
    {{ return(adapter.dispatch('has_chinese')(column)) }}
{%- endmacro %}

{% macro default__has_chinese(column) -%}
    regexp_matches({{ column }}, '[\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}]')
{%- endmacro %}

{# Values of a group as a list in the order of another column. #}
{% macro ordered_list(column, position) -%}
    {{ return(adapter.dispatch('ordered_list')(column, position)) }}
{%- endmacro %}

{% macro default__ordered_list(column, position) -%}
    list({{ column }} order by {{ position }})
{%- endmacro %}

{# The sentence in which the characters [start, end) stand, at most 160 characters to either side. A
   point ends it only before a blank. #}
{% macro sentence_around(text, start, end) -%}
    {{ return(adapter.dispatch('sentence_around')(text, start, end)) }}
{%- endmacro %}

{% macro default__sentence_around(text, start, end) -%}
    trim(
        regexp_extract(
            substr({{ text }}, greatest({{ start }} - 160, 0) + 1, least({{ start }}, 160)),
            '([^。！？!?\n.]|\.[^ \n])*$'
        )
        || substr({{ text }}, {{ start }} + 1, {{ end }} - {{ start }})
        || regexp_extract(
            substr({{ text }}, {{ end }} + 1, 160),
            '^([^。！？!?\n.]|\.[^ \n])*[。！？!?.]?'
        )
    )
{%- endmacro %}

{# How often a pattern occurs in the first `position` characters of a text. #}
{% macro matches_before(text, position, pattern) -%}
    {{ return(adapter.dispatch('matches_before')(text, position, pattern)) }}
{%- endmacro %}

{% macro default__matches_before(text, position, pattern) -%}
    len(regexp_extract_all(substr({{ text }}, 1, {{ position }}), '{{ pattern }}'))
{%- endmacro %}

{# Query: one row `date_day` for each day between two columns of a relation of one row, both included. #}
{% macro date_series(relation, first_date, last_date) -%}
    {{ return(adapter.dispatch('date_series')(relation, first_date, last_date)) }}
{%- endmacro %}

{% macro default__date_series(relation, first_date, last_date) -%}
    select cast(unnest(generate_series({{ first_date }}, {{ last_date }}, interval 1 day)) as date) as date_day
    from {{ relation }}
{%- endmacro %}
