with

fetches as (
    select * from {{ ref('fct_fetch_outcomes') }}
),

outcomes as (
    select * from {{ ref('fct_parse_outcomes') }}
),

articles as (
    select * from {{ ref('fct_articles') }}
),

fetch_days as (
    select
        source_id,
        requested_date as observed_date,
        count(*) as attempts,
        count(*) filter (where outcome_class = 'fetched') as fetched,
        count(*) filter (where outcome_class = 'not_modified') as not_modified,
        count(*) filter (where outcome_class = 'blocked') as blocked,
        count(*) filter (where outcome_class = 'gone') as gone,
        count(*) filter (where outcome_class = 'error') as errors,
        max(requested_at) as last_attempt_at
    from fetches
    group by source_id, requested_date
),

outcome_days as (
    select
        source_id,
        observed_date,
        count(*) filter (where outcome_class in ('landed', 'already_known')) as parsed,
        count(*) filter (where outcome_class = 'refused') as refused,
        max(observed_at) as last_observed_at
    from outcomes
    group by source_id, observed_date
),

article_days as (
    select
        source_id,
        {{ utc_date('first_seen_at') }} as observed_date,
        count(*) as new_articles,
        count(distinct text_sha256) as new_texts,
        count(distinct story_id) as new_stories
    from articles
    group by source_id, {{ utc_date('first_seen_at') }}
),

days as (
    select
        source_id,
        observed_date
    from fetch_days
    union
    select
        source_id,
        observed_date
    from outcome_days
    union
    select
        source_id,
        observed_date
    from article_days
),

latest_articles as (
    select
        days.source_id,
        days.observed_date,
        max(articles.published_at) as latest_published_at
    from days
    inner join articles
        on
            days.source_id = articles.source_id
            and {{ utc_date('articles.first_seen_at') }} <= days.observed_date
    group by days.source_id, days.observed_date
),

final as (
    select
        days.source_id,
        days.observed_date,
        coalesce(fetch_days.attempts, 0) as attempts,
        coalesce(fetch_days.fetched, 0) as fetched,
        coalesce(fetch_days.not_modified, 0) as not_modified,
        coalesce(fetch_days.blocked, 0) as blocked,
        coalesce(fetch_days.gone, 0) as gone,
        coalesce(fetch_days.errors, 0) as errors,
        coalesce(outcome_days.parsed, 0) as parsed,
        coalesce(outcome_days.refused, 0) as refused,
        coalesce(article_days.new_articles, 0) as new_articles,
        coalesce(article_days.new_texts, 0) as new_texts,
        coalesce(article_days.new_stories, 0) as new_stories,
        latest_articles.latest_published_at,
        greatest(fetch_days.last_attempt_at, outcome_days.last_observed_at) as last_attempt_at,
        {{ hours_between(
            'latest_articles.latest_published_at',
            'greatest(fetch_days.last_attempt_at, outcome_days.last_observed_at)',
        ) }} as freshness
    from days
    left join fetch_days
        on
            days.source_id = fetch_days.source_id
            and days.observed_date = fetch_days.observed_date
    left join outcome_days
        on
            days.source_id = outcome_days.source_id
            and days.observed_date = outcome_days.observed_date
    left join article_days
        on
            days.source_id = article_days.source_id
            and days.observed_date = article_days.observed_date
    left join latest_articles
        on
            days.source_id = latest_articles.source_id
            and days.observed_date = latest_articles.observed_date
)

select * from final
