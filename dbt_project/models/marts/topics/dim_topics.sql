with

topics as (
    select * from {{ ref('topics') }}
),

final as (
    select
        topic_id,
        name_en,
        name_zh,
        parent_topic_id,
        coalesce(parent_topic_id, topic_id) as top_topic_id
    from topics
)

select * from final
