-- A source that keeps its texts back keeps back every article that it has read, whoever else read
-- it.
with

sources as (
    select * from {{ ref('int_sources__latest') }}
    where not is_body_published
),

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

outcomes as (
    select * from {{ ref('stg_raw__parse_outcomes') }}
),

sightings as (
    select
        article_id,
        source_id
    from versions
    union
    select
        article_id,
        source_id
    from outcomes
    where article_id is not null
),

withheld as (
    select distinct sightings.article_id
    from sightings
    inner join sources on sightings.source_id = sources.source_id
)

select * from withheld
