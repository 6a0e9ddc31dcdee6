-- One row per article that is not deleted and was published between two days (UTC, both included; null: no limit,
-- which lets in articles whose date is unknown), with its story and its text: what the measures of a span
-- count. `select * from marts.articles_between(date '2026-01-01', date '2026-01-31')`.
create macro marts.articles_between(first_date, last_date) as table
select
    article_id,
    story_id,
    text_sha256,
    published_at
from marts.fct_articles
where
    not is_deleted
    and coalesce(
        cast((published_at at time zone 'UTC') as date) >= cast(first_date as date),
        cast(first_date as date) is null
    )
    and coalesce(
        cast((published_at at time zone 'UTC') as date) <= cast(last_date as date),
        cast(last_date as date) is null
    );
