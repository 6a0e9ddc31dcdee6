with

fetches as (
    select * from {{ ref('stg_raw__fetches') }}
),

classified as (
    select
        *,
        {{ utc_date('requested_at') }} as requested_date,
        case
            when outcome_code = 'ok' then 'fetched'
            when outcome_code = 'not_modified' then 'not_modified'
            when outcome_code in ('not_found', 'gone') then 'gone'
            when
                outcome_code in (
                    'forbidden_by_robots',
                    'refused',
                    'rate_limited',
                    'address_refused',
                    'scheme_refused'
                )
                then 'blocked'
            else 'error'
        end as outcome_class
    from fetches
)

select * from classified
