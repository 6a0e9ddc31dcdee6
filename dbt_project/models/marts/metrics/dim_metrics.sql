with

metrics as (
    select * from {{ ref('metrics') }}
),

final as (
    select
        metric_id,
        name_en,
        name_zh,
        metric_group
    from metrics
)

select * from final
