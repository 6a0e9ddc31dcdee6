with

articles as (
    select * from {{ ref('fct_articles') }}
    where
        not is_deleted
        and published_at is not null
),

versions as (
    select * from {{ ref('fct_article_versions') }}
),

topics as (
    select * from {{ ref('fct_article_topics') }}
),

dated as (
    select
        articles.article_id,
        articles.story_id,
        versions.text_sha256,
        {{ utc_date('articles.published_at') }} as published_date,
        articles.is_demo
    from articles
    inner join versions on articles.article_version_id = versions.article_version_id
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
