with

outcomes as (
    select * from {{ ref('stg_raw__parse_outcomes') }}
),

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

deleted_pages as (
    select
        article_id,
        url,
        observed_at
    from outcomes
    where outcome_code = 'deleted'
),

article_urls as (
    select distinct
        article_id,
        url
    from versions
    where url is not null
),

deletions as (
    select
        article_id,
        observed_at
    from deleted_pages
    where article_id is not null
    union all
    select
        article_urls.article_id,
        deleted_pages.observed_at
    from deleted_pages
    inner join article_urls on deleted_pages.url = article_urls.url
),

latest_deletions as (
    select
        article_id,
        max(observed_at) as deleted_at
    from deletions
    group by article_id
)

select * from latest_deletions
