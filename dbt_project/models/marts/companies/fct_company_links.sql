with

mentions as (
    select * from {{ ref('fct_company_mentions') }}
),

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

story_companies as (
    select distinct
        is_demo,
        story_id,
        article_id,
        company_id,
        published_at
    from mentions
),

story_dates as (
    select
        is_demo,
        story_id,
        company_id,
        min(published_at) as published_at
    from story_companies
    group by is_demo, story_id, company_id
),

co_mentions as (
    select
        a.is_demo,
        a.company_id,
        b.company_id as other_company_id,
        'co_mention' as link_type,
        a.story_id,
        greatest(a.published_at, b.published_at) as published_at
    from story_dates as a
    inner join story_dates as b
        on
            a.story_id = b.story_id
            and a.is_demo = b.is_demo
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
