with

versions as (
    select * from {{ ref('int_article_versions__observed') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by article_id
            order by
                last_observed_at desc,
                body_kind_rank asc,
                length(body) desc,
                content_sha256 asc
        ) as recency_rank,
        count(*) over (partition by article_id) as version_count,
        min(first_observed_at) over (partition by article_id) as first_seen_at,
        max(last_observed_at) over (partition by article_id) as last_seen_at
    from versions
),

latest as (
    select
        article_id,
        article_version_id,
        version_count,
        first_seen_at,
        last_seen_at
    from ranked
    where recency_rank = 1
)

select * from latest
