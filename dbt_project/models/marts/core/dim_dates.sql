with

articles as (
    select * from {{ ref('fct_articles') }}
),

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

-- Whole years around all that the facts speak of; the odd mistyped year shall not make a century.
stated as (
    select {{ utc_date('published_at') }} as stated_date
    from articles
    where published_at is not null
    union all
    select period_start as stated_date
    from observations
    where period_start is not null
    union all
    select period_end as stated_date
    from observations
    where period_end is not null
),

bounds as (
    select
        cast(least(min(stated_date), date '2020-01-01') as date) as earliest,
        cast(greatest(max(stated_date), date '2030-12-31') as date) as latest
    from stated
    where stated_date between date '1950-01-01' and date '2100-12-31'
),

years as (
    select
        cast(date_trunc('year', coalesce(earliest, date '2020-01-01')) as date) as first_date,
        cast(
            date_trunc('year', coalesce(latest, date '2030-12-31'))
            + interval 1 year - interval 1 day as date
        ) as last_date
    from bounds
),

dates as (
    {{ date_series('years', 'first_date', 'last_date') }}
),

final as (
    select
        date_day,
        cast(year(date_day) as integer) as year_number,
        cast(quarter(date_day) as integer) as quarter_number,
        cast(month(date_day) as integer) as month_number,
        cast(isodow(date_day) as integer) as weekday_number,
        cast(isoyear(date_day) as integer) as iso_year_number,
        cast(weekofyear(date_day) as integer) as iso_week_number,
        isodow(date_day) > 5 as is_weekend,
        cast(date_trunc('week', date_day) as date) as week_start_date,
        cast(date_trunc('month', date_day) as date) as month_start_date,
        cast(date_trunc('quarter', date_day) as date) as quarter_start_date,
        {{ date_text('date_day', '%Y') }} as year_label,
        {{ date_text('date_day', '%Y') }}
        || 'H'
        || case when month(date_day) <= 6 then '1' else '2' end as half_label,
        {{ date_text('date_day', '%Y') }}
        || 'Q'
        || cast(quarter(date_day) as text) as quarter_label,
        {{ date_text('date_day', '%Y-%m') }} as month_label
    from dates
)

select * from final
