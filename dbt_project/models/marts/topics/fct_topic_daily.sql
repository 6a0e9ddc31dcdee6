with

articles as (
    select * from {{ ref('fct_articles') }}
    where
        not is_deleted
        and published_at is not null
),

topics as (
    select * from {{ ref('fct_article_topics') }}
),

dated as (
    select
        article_id,
        story_id,
        text_sha256,
        {{ utc_date('published_at') }} as published_date,
        is_demo
    from articles
),

assigned as (
    select
        topics.topic_id,
        dated.is_demo,
        dated.published_date,
        dated.article_id,
        dated.text_sha256,
        dated.story_id,
        cast(topics.is_main as integer) as mention_count
    from topics
    inner join dated on topics.article_id = dated.article_id
),

{{ daily_shares('assigned', 'topic_id', 'dated') }},

final as (
    select
        {{ hash_key('topic_day', ['is_demo', 'topic_id', 'published_date']) }} as topic_day_id,
        topic_id,
        published_date,
        article_count,
        text_count,
        story_count,
        mention_count as main_article_count,
        day_story_count,
        share_of_voice,
        previous_28_day_mean,
        change_to_28_day_mean,
        is_demo
    from compared
)

select * from final
