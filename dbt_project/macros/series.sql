{# Order in which kinds of statement are believed: what happened, then what is meant, then what is
   expected, then what might be. #}
{% macro modality_rank(column) -%}
    case {{ column }} when 'actual' then 1 when 'target' then 2 when 'forecast' then 3 else 4 end
{%- endmacro %}

{# A figure itself before one that only bounds it. #}
{% macro bound_rank(column) -%}
    case {{ column }} when 'exact' then 1 when 'about' then 2 else 3 end
{%- endmacro %}

{# Whether a ratio is 10, 100, … or their inverse, to within 2 %: a scale word was misread or mistyped. #}
{% macro is_power_of_ten(ratio) -%}
    coalesce(
        {{ ratio }} > 0
        and abs(log10({{ ratio }})) > 0.9
        and abs(log10({{ ratio }}) - round(log10({{ ratio }}))) < 0.009,
        false
    )
{%- endmacro %}

{# Whether the figure at `position` of the sentence is what a change starts from: "from 53% to 56%",
   "由53%提升至56%". #}
{% macro is_left_behind(evidence, position) -%}
    {{ holds_match(
        'substr(' ~ evidence ~ ', 1, ' ~ position ~ ')',
        '(^|[^a-zA-Z])(from|From) $|[由从]$',
    ) }}
{%- endmacro %}

{# What opens each story of a digest; the parser knows a digest by it (parse/bodies.py). #}
{% macro digest_mark() -%}
    (?i)\bGroup\s+\d{1,2}\s*[-:]
{%- endmacro %}

{# Half a unit of the last digit that a figure states, in the unit of `value`: "3.62 trillion" may stand
   for anything from 3.615 to 3.625. The scale word is the quotient of value and number; a figure in
   words, or a number that is not the value (a date before it, say), is taken as exact. #}
{% macro stated_rounding(figure, value) -%}
    coalesce(
        case
            when {{ is_scale_of_ten(value, stated_number(figure)) }}
                then
                    0.5
                    * abs({{ value }} / nullif({{ stated_number(figure) }}, 0))
                    / power(10, {{ stated_decimals(figure) }})
        end,
        0
    )
{%- endmacro %}

{# The last number in figures of a text: 1265%至1270% states 1270. #}
{% macro stated_number(figure) -%}
    {{ number_of("replace(" ~ last_match(figure, '[0-9][0-9,]*(?:[.][0-9]+)?') ~ ", ',', '')") }}
{%- endmacro %}

{% macro stated_decimals(figure) -%}
    greatest(length({{ last_match(last_match(figure, '[0-9][0-9,]*(?:[.][0-9]+)?'), '[.][0-9]+$') }}) - 1, 0)
{%- endmacro %}

{# Whether `value` is `number` times a power of ten. #}
{% macro is_scale_of_ten(value, number) -%}
    coalesce(
        {{ value }} != 0
        and abs(
            log10(abs({{ value }} / nullif({{ number }}, 0)))
            - round(log10(abs({{ value }} / nullif({{ number }}, 0))))
        ) < 1e-6,
        false
    )
{%- endmacro %}

{# How far two statements lie apart beyond rounding, given the lower and upper ends of both and what
   each may be off by rounding: 0 where they can mean the same. #}
{% macro gap_beyond_rounding(a, b) -%}
    greatest(
        0,
        greatest({{ a }}.value_base_low - {{ b }}.value_base_high, {{ b }}.value_base_low - {{ a }}.value_base_high)
        - {{ a }}.value_base_rounding - {{ b }}.value_base_rounding
    )
{%- endmacro %}

{# Whether two statements in one unit agree: within what their digits leave open, or within 1 % of the
   greater one. Of ranges the nearer ends count. #}
{% macro tell_the_same(a, b) -%}
    (
        {{ a }}.base_unit = {{ b }}.base_unit
        and {{ gap_beyond_rounding(a, b) }}
        <= 0.01 * greatest(abs({{ a }}.value_base), abs({{ b }}.value_base))
    )
{%- endmacro %}

{# Whether two statements exclude each other: in one unit beyond rounding, in two currencies beyond 10 %
   in dollars at the year's rate; "over 8" does not exclude 9. #}
{% macro tell_something_else(a, b) -%}
    case
        when {{ a }}.base_unit != {{ b }}.base_unit
            then
                coalesce(
                    {{ a }}.unit_dimension = 'money'
                    and abs({{ a }}.value_usd - {{ b }}.value_usd)
                    > 0.1 * greatest(abs({{ a }}.value_usd), abs({{ b }}.value_usd)),
                    false
                )
        when {{ b }}.bound = 'over' and {{ a }}.value_base >= {{ b }}.value_base then false
        when {{ b }}.bound = 'under' and {{ a }}.value_base <= {{ b }}.value_base then false
        when {{ a }}.bound = 'over' and {{ b }}.value_base >= {{ a }}.value_base then false
        when {{ a }}.bound = 'under' and {{ b }}.value_base <= {{ a }}.value_base then false
        else not {{ tell_the_same(a, b) }}
    end
{%- endmacro %}

{# Bodies by how much they tell, 1 the most. #}
{% macro body_kind_rank(column) -%}
    case {{ column }}
        when 'full' then 1
        when 'summary' then 2
        when 'digest' then 3
        when 'excerpt' then 4
        when 'lead' then 5
        else 6
    end
{%- endmacro %}

{# Key of the series to which an observation belongs, from its own columns. #}
{% macro series_id() -%}
    {{ hash_key('series', [
        'is_demo',
        'coalesce(subject_id, subject_name)',
        'metric_id',
        'segment',
        'region',
        'counterparty_company_id',
        'is_change',
        'comparison',
        'base_unit',
        'period_start',
        'period_end',
    ]) }}
{%- endmacro %}

{# Pre-hook: series go whose observations are not those that they were made from. #}
{% macro delete_stale_series() -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where not exists (
        select 1
        from (
            select
                series_id,
                {{ group_digest(['observation_id', 'row_state']) }} as row_state
            from {{ ref('fct_metric_observations') }}
            where series_id is not null
            group by series_id
        ) as stated
        where
            stated.series_id = {{ this }}.series_id
            and stated.row_state = {{ this }}.row_state
    )
    {%- endif -%}
{%- endmacro %}

{# Key of what a figure says something of, in any unit, of the whole or a part: figures of one matter can
   contradict each other. #}
{% macro matter_id() -%}
    {{ hash_key('matter', [
        'is_demo',
        'coalesce(subject_id, subject_name)',
        'metric_id',
        'is_change',
        'comparison',
        'unit_dimension',
        'period_start',
        'period_end',
    ]) }}
{%- endmacro %}

{# Query: the matters that are told in more than one way, with the digest of all that is told of them. Most
   matters are told in one way: they need no further look. #}
{% macro matters_told_differently() -%}
    select
        matter_id,
        {{ group_digest(['observation_id', 'row_state']) }} as row_state
    from {{ ref('fct_metric_observations') }}
    where matter_id is not null
    group by matter_id
    having
        min(value_base) != max(value_base)
        or min(base_unit) != max(base_unit)
{%- endmacro %}

{# Pre-hook: conflicts go of a matter of which something else is told than when they were found. #}
{% macro delete_stale_conflicts() -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where (matter_id, row_state) not in (
        select (told.matter_id, told.row_state)
        from ({{ matters_told_differently() }}) as told
    )
    {%- endif -%}
{%- endmacro %}
