with

results as (
    select * from {{ ref('stg_raw__dbt_results') }}
),

classified as (
    select
        *,
        case
            when status in ('success', 'pass') then 'passed'
            when status = 'warn' then 'warned'
            when status in ('error', 'fail', 'runtime error') then 'failed'
            else 'skipped'
        end as outcome,
        row_number() over (
            partition by unique_id
            order by build_id desc
        ) = 1 as is_latest
    from results
)

select * from classified
