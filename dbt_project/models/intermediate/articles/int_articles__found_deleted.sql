-- A deleted page states no article, only an address: the item's own, or the one it was read from.
-- It is matched with every address that an article ever had: its canonical one, and those that its
-- page was asked for or answered from, where that page held nothing else.
with

outcomes as (
    select * from {{ ref('stg_raw__parse_outcomes') }}
),

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

fetches as (
    select * from {{ ref('stg_raw__fetches') }}
),

single_item_fetches as (
    select fetch_id
    from outcomes
    where fetch_id is not null
    group by fetch_id
    having count(*) = 1
),

page_addresses as (
    select
        fetches.fetch_id,
        fetches.url as address
    from fetches
    inner join single_item_fetches on fetches.fetch_id = single_item_fetches.fetch_id
    union
    select
        fetches.fetch_id,
        fetches.final_url as address
    from fetches
    inner join single_item_fetches on fetches.fetch_id = single_item_fetches.fetch_id
    where fetches.final_url is not null
),

article_addresses as (
    select
        article_id,
        url as address
    from versions
    where url is not null
    union
    select
        outcomes.article_id,
        page_addresses.address
    from outcomes
    inner join page_addresses on outcomes.fetch_id = page_addresses.fetch_id
    where
        outcomes.outcome_code in ('landed', 'already_known')
        and outcomes.article_id is not null
),

deleted_pages as (
    select
        fetch_id,
        article_id,
        url,
        observed_at
    from outcomes
    where outcome_code = 'deleted'
),

deleted_addresses as (
    select
        url as address,
        observed_at
    from deleted_pages
    where url is not null
    union
    select
        page_addresses.address,
        deleted_pages.observed_at
    from deleted_pages
    inner join page_addresses on deleted_pages.fetch_id = page_addresses.fetch_id
),

deletions as (
    select
        article_id,
        observed_at
    from deleted_pages
    where article_id is not null
    union all
    select
        article_addresses.article_id,
        deleted_addresses.observed_at
    from deleted_addresses
    inner join article_addresses on deleted_addresses.address = article_addresses.address
),

findings as (
    select distinct
        article_id,
        observed_at as deleted_at
    from deletions
)

select * from findings
