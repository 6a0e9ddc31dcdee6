with

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

outcomes as (
    select * from {{ ref('stg_raw__parse_outcomes') }}
),

sightings as (
    select
        article_version_id,
        min(observed_at) as first_observed_at,
        max(observed_at) as last_observed_at
    from outcomes
    where
        outcome_code in ('landed', 'already_known')
        and article_version_id is not null
    group by article_version_id
),

observed as (
    select
        versions.*,
        coalesce(sightings.first_observed_at, versions.seen_at) as first_observed_at,
        coalesce(sightings.last_observed_at, versions.seen_at) as last_observed_at,
        {{ body_kind_rank('versions.body_kind') }} as body_kind_rank
    from versions
    left join sightings on versions.article_version_id = sightings.article_version_id
)

select * from observed
