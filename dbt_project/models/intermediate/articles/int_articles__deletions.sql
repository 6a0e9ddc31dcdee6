with

found_deleted as (
    select * from {{ ref('int_articles__found_deleted') }}
),

latest_deletions as (
    select
        article_id,
        max(deleted_at) as deleted_at
    from found_deleted
    group by article_id
)

select * from latest_deletions
