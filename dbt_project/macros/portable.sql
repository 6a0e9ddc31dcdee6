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

{# Digest of a group's rows, whatever their order: cheap where there are many groups. Rows that stand twice
   count twice. #}
{% macro group_digest(columns) -%}
    {{ return(adapter.dispatch('group_digest')(columns)) }}
{%- endmacro %}

{% macro default__group_digest(columns) -%}
    cast(sum(hash({{ columns | join(', ') }})) as text)
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

{# JSON object of the entries `[name, expression, condition]` whose condition holds, null values included;
   null if none does. #}
{% macro json_object_where(entries) -%}
    {{ return(adapter.dispatch('json_object_where')(entries)) }}
{%- endmacro %}

{% macro default__json_object_where(entries) -%}
    cast(
        '{' || nullif(concat_ws(
            ', '
            {%- for name, expression, condition in entries %},
            case
                when {{ condition }}
                    then '"{{ name }}": ' || coalesce(cast(to_json({{ expression }}) as text), 'null')
            end
            {%- endfor %}
        ), '') || '}' as json
    )
{%- endmacro %}

{# The last part of a text that a pattern fits, '' without one. #}
{% macro last_match(text, pattern) -%}
    {{ return(adapter.dispatch('last_match')(text, pattern)) }}
{%- endmacro %}

{% macro default__last_match(text, pattern) -%}
    coalesce(regexp_extract_all({{ text }}, '{{ pattern }}')[-1], '')
{%- endmacro %}

{# All columns of a relation but some. #}
{% macro all_but(relation, columns) -%}
    {{ return(adapter.dispatch('all_but')(relation, columns)) }}
{%- endmacro %}

{% macro default__all_but(relation, columns) -%}
    {{ relation }}.* exclude ({{ columns | join(', ') }})
{%- endmacro %}

{# Whole days from one instant to a later one, by the calendar of UTC. #}
{% macro days_between(start, end) -%}
    {{ return(adapter.dispatch('days_between')(start, end)) }}
{%- endmacro %}

{% macro default__days_between(start, end) -%}
    date_diff('day', {{ utc_date(start) }}, {{ utc_date(end) }})
{%- endmacro %}

{# A list of a type without an entry. #}
{% macro empty_list(type) -%}
    {{ return(adapter.dispatch('empty_list')(type)) }}
{%- endmacro %}

{% macro default__empty_list(type) -%}
    cast([] as {{ type }}[])
{%- endmacro %}

{# A date as text, in the directives of strftime: %Y, %m, %d. #}
{% macro date_text(column, form) -%}
    {{ return(adapter.dispatch('date_text')(column, form)) }}
{%- endmacro %}

{% macro default__date_text(column, form) -%}
    strftime({{ column }}, '{{ form }}')
{%- endmacro %}

{# Whether a text holds a place that a pattern fits. #}
{% macro holds_match(text, pattern) -%}
    {{ return(adapter.dispatch('holds_match')(text, pattern)) }}
{%- endmacro %}

{% macro default__holds_match(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{# A text as a decimal number; null where it is none. #}
{% macro number_of(text) -%}
    {{ return(adapter.dispatch('number_of')(text)) }}
{%- endmacro %}

{% macro default__number_of(text) -%}
    try_cast({{ text }} as double)
{%- endmacro %}

{# Entries of a JSON array; null without one. #}
{% macro json_array_size(column) -%}
    {{ return(adapter.dispatch('json_array_size')(column)) }}
{%- endmacro %}

{% macro default__json_array_size(column) -%}
    json_array_length({{ column }})
{%- endmacro %}

{# Digits of a text from the first to the last one that is not 0. #}
{% macro significant_digits(text) -%}
    {{ return(adapter.dispatch('significant_digits')(text)) }}
{%- endmacro %}

{% macro default__significant_digits(text) -%}
    length(trim(regexp_replace({{ text }}, '[^0-9]', '', 'g'), '0'))
{%- endmacro %}
