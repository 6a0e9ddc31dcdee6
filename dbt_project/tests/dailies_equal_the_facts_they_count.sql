-- Days of a company or topic whose articles or mentions are not those of the facts, or that are
-- missing.
with

company_days as (
    select * from {{ ref('fct_company_daily') }}
),

topic_days as (
    select * from {{ ref('fct_topic_daily') }}
),

mentions as (
    select * from {{ ref('fct_company_mentions') }}
),

topics as (
    select * from {{ ref('fct_article_topics') }}
),

told as (
    select
        company_id as counted_id,
        published_date,
        is_demo,
        article_count,
        text_count,
        story_count,
        mention_count
    from company_days
    union all
    select
        topic_id as counted_id,
        published_date,
        is_demo,
        article_count,
        text_count,
        story_count,
        main_article_count as mention_count
    from topic_days
),

counted as (
    select
        company_id as counted_id,
        {{ utc_date('published_at') }} as published_date,
        is_demo,
        count(distinct article_id) as article_count,
        count(distinct text_sha256) as text_count,
        count(distinct story_id) as story_count,
        count(*) as mention_count
    from mentions
    where published_at is not null
    group by company_id, {{ utc_date('published_at') }}, is_demo
    union all
    select
        topic_id as counted_id,
        {{ utc_date('published_at') }} as published_date,
        is_demo,
        count(distinct article_id) as article_count,
        count(distinct text_sha256) as text_count,
        count(distinct story_id) as story_count,
        count(*) filter (where is_main) as mention_count
    from topics
    where published_at is not null
    group by topic_id, {{ utc_date('published_at') }}, is_demo
)

select
    told.counted_id as told_id,
    counted.counted_id,
    told.published_date,
    told.mention_count as told_mention_count,
    counted.mention_count
from told
full outer join counted
    on
        told.counted_id = counted.counted_id
        and told.published_date = counted.published_date
        and told.is_demo = counted.is_demo
        and told.article_count = counted.article_count
        and told.text_count = counted.text_count
        and told.story_count = counted.story_count
        and told.mention_count = counted.mention_count
where
    told.counted_id is null
    or counted.counted_id is null
