{{ config(materialized='view') }}

with

results as (
    select * from {{ ref('int_dbt_results__classified') }}
    where resource_type in ('test', 'unit_test')
),

final as (
    select
        {{ hash_key('dbt_test', ['build_id', 'unique_id']) }} as dbt_test_id,
        build_id,
        unique_id as node_id,
        name as test_name,
        resource_type,
        outcome,
        status,
        is_latest,
        failures as failing_row_count,
        execution_seconds,
        message,
        started_at,
        completed_at
    from results
)

select * from final
