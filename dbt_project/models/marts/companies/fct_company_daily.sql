with

articles as (
    select * from {{ ref('fct_articles') }}
    where
        not is_deleted
        and published_at is not null
),

mentions as (
    select * from {{ ref('fct_company_mentions') }}
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
