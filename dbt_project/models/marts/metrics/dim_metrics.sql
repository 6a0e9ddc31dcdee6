with

metrics as (
    select * from {{ ref('metrics') }}
),

final as (
    select
        metric_id,
        name_en,
        name_zh,
        metric_group,
        value_kind,
        basis,
        growth_metric_id,
        share_metric_id,
        description
    from metrics
)

select * from final
