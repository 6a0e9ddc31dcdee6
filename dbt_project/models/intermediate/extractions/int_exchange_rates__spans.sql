with

exchange_rates as (
    select * from {{ ref('exchange_rates') }}
),

spans as (
    select
        currency_code,
        year,
        usd_per_unit,
        lead(year, 1, 9999) over (
            partition by currency_code
            order by year
        ) as next_year
    from exchange_rates
)

select * from spans
