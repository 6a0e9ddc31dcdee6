with

topics as (
    select * from {{ ref('stg_raw__article_topics') }}
),

identified as (
    select
        *,
        {{ hash_key('top', ['article_version_id', 'topic_id']) }} as article_topic_id
    from topics
)

select * from identified
