{{ config(materialized='view') }}

with

results as (
    select * from {{ ref('int_dbt_results__classified') }}
    where resource_type in ('model', 'seed', 'snapshot', 'operation')
),

final as (
    select
        {{ hash_key('dbt_run', ['build_id', 'unique_id']) }} as dbt_run_id,
        build_id,
        unique_id as node_id,
        name as node_name,
        resource_type,
        outcome,
        status,
        is_latest,
        execution_seconds,
        message,
        started_at,
        completed_at
    from results
)

select * from final
