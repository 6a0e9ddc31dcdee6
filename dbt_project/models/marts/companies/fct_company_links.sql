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

passage_companies as (
    select
        is_demo,
        story_id,
        passage,
        company_id,
        min(published_at) as published_at
    from placed
    group by is_demo, story_id, passage, company_id
),

co_mentions as (
    select
        a.is_demo,
        a.company_id,
        b.company_id as other_company_id,
        'co_mention' as link_type,
        a.story_id,
        greatest(a.published_at, b.published_at) as published_at
    from passage_companies as a
    inner join passage_companies as b
        on
            a.story_id = b.story_id
            and a.is_demo = b.is_demo
            and a.passage = b.passage
            and a.company_id < b.company_id
),

counterparties as (
    select distinct
        is_demo,
        company_id,
        counterparty_company_id as other_company_id,
        'counterparty' as link_type,
        story_id,
        published_at
    from observations
    where
        company_id is not null
        and counterparty_company_id is not null
        and company_id != counterparty_company_id
),

links as (
    select * from co_mentions
    union all
    select * from counterparties
),

final as (
    select
        {{ hash_key('link', [
            'is_demo',
            'link_type',
            'company_id',
            'other_company_id',
        ]) }} as link_id,
        company_id,
        other_company_id,
        link_type,
        cast(count(distinct story_id) as bigint) as story_count,
        min({{ utc_date('published_at') }}) as first_date,
        max({{ utc_date('published_at') }}) as last_date,
        is_demo
    from links
    group by is_demo, link_type, company_id, other_company_id
)

select * from final
