with

rows_of_raw as (
    select * from {{ source('raw', 'dbt_results') }}
),

renamed as (
    select
        build_id,
        unique_id,
        name,
        resource_type,
        status,
        execution_seconds,
        failures,
        message,
        started_at,
        completed_at
    from rows_of_raw
)

select * from renamed
