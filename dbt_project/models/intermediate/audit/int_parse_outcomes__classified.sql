with

outcomes as (
    select * from {{ ref('stg_raw__parse_outcomes') }}
),

classified as (
    select
        *,
        {{ utc_date('observed_at') }} as observed_date,
        case
            when outcome_code in ('landed', 'already_known') then outcome_code
            else 'refused'
        end as outcome_class
    from outcomes
)

select * from classified
