{# Short label of a period given by its first and last day, both inclusive; either may be null.
   2024 · 2024H1 · 2024Q3 · 2024Q1-Q3 · 2024-05 · 2024-05-31 (an instant) · FY2024 (twelve months that
   are no calendar year and end in 2024) · 2022–2025 (whole years) · by 2030 · since 2018 ·
   2024-01-05..2024-02-10 (any other). #}
{% macro period_label(start, end) -%}
    case
        when {{ start }} is null and {{ end }} is null then null
        when {{ start }} is null and {{ date_text(end, '%m-%d') }} = '12-31'
            then 'by ' || {{ date_text(end, '%Y') }}
        when {{ start }} is null then 'by ' || {{ date_text(end, '%Y-%m-%d') }}
        when {{ end }} is null and {{ date_text(start, '%m-%d') }} = '01-01'
            then 'since ' || {{ date_text(start, '%Y') }}
        when {{ end }} is null then 'since ' || {{ date_text(start, '%Y-%m-%d') }}
        when {{ start }} = {{ end }} then {{ date_text(start, '%Y-%m-%d') }}
        when
            {{ date_text(start, '%m-%d') }} = '01-01'
            and {{ date_text(end, '%m-%d') }} = '12-31'
            and year({{ start }}) = year({{ end }})
            then {{ date_text(start, '%Y') }}
        when
            {{ date_text(start, '%m-%d') }} = '01-01'
            and {{ date_text(end, '%m-%d') }} = '12-31'
            then {{ date_text(start, '%Y') }} || '–' || {{ date_text(end, '%Y') }}
        when day({{ start }}) = 1 and {{ end }} = {{ months_later(start, 6) }} and month({{ start }}) in (1, 7)
            then {{ date_text(start, '%Y') }} || 'H' || cast((month({{ start }}) + 5) // 6 as text)
        when
            day({{ start }}) = 1
            and {{ end }} = {{ months_later(start, 3) }}
            and month({{ start }}) in (1, 4, 7, 10)
            then {{ date_text(start, '%Y') }} || 'Q' || cast((month({{ start }}) + 2) // 3 as text)
        when {{ date_text(start, '%m-%d') }} = '01-01' and {{ end }} = {{ months_later(start, 9) }}
            then {{ date_text(start, '%Y') }} || 'Q1-Q3'
        when day({{ start }}) = 1 and {{ end }} = {{ months_later(start, 1) }}
            then {{ date_text(start, '%Y-%m') }}
        when day({{ start }}) = 1 and {{ end }} = {{ months_later(start, 12) }}
            then 'FY' || {{ date_text(end, '%Y') }}
        else {{ date_text(start, '%Y-%m-%d') }} || '..' || {{ date_text(end, '%Y-%m-%d') }}
    end
{%- endmacro %}

{# Last day of the span of whole months that begins on `start`. #}
{% macro months_later(start, months) -%}
    cast({{ start }} + interval {{ months }} month - interval 1 day as date)
{%- endmacro %}

{# Year whose mean exchange rate applies: that of the period's end, but not later than the year of
   publication, from which a forecast is looked at; without a period the year of publication. #}
{% macro rate_year(start, end, published_at) -%}
    least(
        year(coalesce({{ end }}, {{ start }}, {{ utc_date(published_at) }})),
        year({{ utc_date(published_at) }})
    )
{%- endmacro %}
