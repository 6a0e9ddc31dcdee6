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

mentions as (
    select * from {{ ref('fct_company_mentions') }}
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

mentioned as (
    select
        mentions.company_id,
        dated.is_demo,
        dated.published_date,
        dated.article_id,
        dated.text_sha256,
        dated.story_id,
        count(*) as mention_count
    from mentions
    inner join dated on mentions.article_id = dated.article_id
    group by
        mentions.company_id,
        dated.is_demo,
        dated.published_date,
        dated.article_id,
        dated.text_sha256,
        dated.story_id
),

{{ daily_shares('mentioned', 'company_id', 'dated') }},

final as (
    select
        {{ hash_key('company_day', ['is_demo', 'company_id', 'published_date']) }}
            as company_day_id,
        company_id,
        published_date,
        article_count,
        text_count,
        story_count,
        mention_count,
        day_story_count,
        share_of_voice,
        previous_28_day_mean,
        change_to_28_day_mean,
        is_demo
    from compared
)

select * from final
