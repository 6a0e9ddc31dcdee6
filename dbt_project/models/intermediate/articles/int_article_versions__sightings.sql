with

versions as (
    select * from {{ ref('int_article_versions__observed') }}
),

outcomes as (
    select * from {{ ref('stg_raw__parse_outcomes') }}
),

sightings as (
    select
        article_version_id,
        observed_at
    from outcomes
    where
        outcome_code in ('landed', 'already_known')
        and article_version_id is not null
    union
    select
        article_version_id,
        first_observed_at as observed_at
    from versions
),

ranked as (
    select
        versions.article_id,
        sightings.article_version_id,
        sightings.observed_at,
        row_number() over (
            partition by versions.article_id, sightings.observed_at
            order by
                versions.body_kind_rank asc,
                length(versions.body) desc,
                versions.content_sha256 asc
        ) as moment_rank
    from sightings
    inner join versions on sightings.article_version_id = versions.article_version_id
),

final as (
    select
        article_id,
        article_version_id,
        observed_at
    from ranked
    where moment_rank = 1
)

select * from final
