with

mentions as (
    select * from {{ ref('fct_company_mentions') }}
),

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

articles as (
    select * from {{ ref('fct_articles') }}
),

versions as (
    select * from {{ ref('fct_article_versions') }}
),

-- A digest tells several unrelated stories, each under a mark "Group 2 -": only what stands under
-- one mark belongs together there, and its title to none of them. Else a story is one passage.
digests as (
    select
        articles.article_version_id,
        versions.body
    from articles
    inner join versions on articles.article_version_id = versions.article_version_id
    where articles.body_kind = 'digest'
),

placed as (
    select
        mentions.is_demo,
        mentions.story_id,
        mentions.text_sha256,
        mentions.article_id,
        mentions.company_id,
        mentions.published_at,
        case
            when digests.article_version_id is null then 0
            else {{ matches_before('digests.body', 'mentions.start_char', digest_mark()) }}
        end as passage
    from mentions
    left join digests on mentions.article_version_id = digests.article_version_id
    where
        digests.article_version_id is null
        or mentions.field != 'title'
),

article_companies as (
    select
        is_demo,
        story_id,
        passage,
        article_id,
        text_sha256,
        company_id,
        min(published_at) as published_at
    from placed
    group by is_demo, story_id, passage, article_id, text_sha256, company_id
),

passage_companies as (
    select
        is_demo,
        story_id,
        passage,
        company_id,
        min(published_at) as published_at
    from article_companies
    group by is_demo, story_id, passage, company_id
),

-- Both firms of a pair may stand in different articles of the story: a repost may be cut. Such a
-- story counts, from the day on which it has named both; its articles are those that name both.
story_pairs as (
    select
        a.is_demo,
        a.company_id,
        b.company_id as other_company_id,
        'co_mention' as link_type,
        a.story_id,
        null as article_id,
        null as text_sha256,
        greatest(a.published_at, b.published_at) as published_at,
        null as observation_id
    from passage_companies as a
    inner join passage_companies as b
        on
            a.story_id = b.story_id
            and a.is_demo = b.is_demo
            and a.passage = b.passage
            and a.company_id < b.company_id
),

article_pairs as (
    select
        a.is_demo,
        a.company_id,
        b.company_id as other_company_id,
        'co_mention' as link_type,
        a.story_id,
        a.article_id,
        a.text_sha256,
        null as published_at,
        null as observation_id
    from article_companies as a
    inner join article_companies as b
        on
            a.article_id = b.article_id
            and a.passage = b.passage
            and a.company_id < b.company_id
),

co_mentions as (
    select * from story_pairs
    union all
    select * from article_pairs
),

stated as (
    select
        is_demo,
        company_id,
        counterparty_company_id as other_company_id,
        {{ link_type('metric_id') }} as link_type,
        story_id,
        article_id,
        text_sha256,
        published_at,
        observation_id
    from observations
    where
        company_id is not null
        and counterparty_company_id is not null
        and company_id != counterparty_company_id
),

-- Whose customer I am, that is my supplier.
mirrored as (
    select
        is_demo,
        other_company_id as company_id,
        company_id as other_company_id,
        'supplier' as link_type,
        story_id,
        article_id,
        text_sha256,
        published_at,
        observation_id
    from stated
    where link_type = 'customer'
),

links as (
    select * from co_mentions
    union all
    select * from stated
    union all
    select * from mirrored
),

latest as (
    select
        is_demo,
        link_type,
        company_id,
        other_company_id,
        observation_id,
        row_number() over (
            partition by is_demo, link_type, company_id, other_company_id
            order by published_at desc nulls last, observation_id asc
        ) as recency_rank
    from links
    where observation_id is not null
),

counted as (
    select
        is_demo,
        link_type,
        company_id,
        other_company_id,
        cast(count(distinct article_id) as bigint) as article_count,
        cast(count(distinct text_sha256) as bigint) as text_count,
        cast(count(distinct story_id) as bigint) as story_count,
        min({{ utc_date('published_at') }}) as first_date,
        max({{ utc_date('published_at') }}) as last_date
    from links
    group by is_demo, link_type, company_id, other_company_id
),

final as (
    select
        {{ hash_key('link', [
            'counted.is_demo',
            'counted.link_type',
            'counted.company_id',
            'counted.other_company_id',
        ]) }} as link_id,
        counted.company_id,
        counted.other_company_id,
        counted.link_type,
        counted.article_count,
        counted.text_count,
        counted.story_count,
        counted.first_date,
        counted.last_date,
        latest.observation_id as latest_observation_id,
        counted.is_demo
    from counted
    left join latest
        on
            counted.is_demo = latest.is_demo
            and counted.link_type = latest.link_type
            and counted.company_id = latest.company_id
            and counted.other_company_id = latest.other_company_id
            and latest.recency_rank = 1
)

select * from final
