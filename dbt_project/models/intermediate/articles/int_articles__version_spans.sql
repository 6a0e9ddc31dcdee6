-- What stood at an article's address from when until when: a version, or nothing (found deleted).
-- The facts of a version stay known until the next one has been read, which is a moment later.
with

sightings as (
    select * from {{ ref('int_article_versions__sightings') }}
),

found_deleted as (
    select * from {{ ref('int_articles__found_deleted') }}
),

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

first_readings as (
    select
        article_version_id,
        min(extracted_at) as first_read_at
    from extractions
    group by article_version_id
),

-- Found deleted at the moment at which it was seen too: it is there.
moments as (
    select
        article_id,
        article_version_id,
        observed_at
    from sightings
    union all
    select
        found_deleted.article_id,
        null as article_version_id,
        found_deleted.deleted_at as observed_at
    from found_deleted
    left join sightings
        on
            found_deleted.article_id = sightings.article_id
            and found_deleted.deleted_at = sightings.observed_at
    where sightings.article_id is null
),

followed as (
    select
        *,
        row_number() over (partition by article_id order by observed_at) as moment_number,
        lag(article_version_id) over (partition by article_id order by observed_at)
            as version_id_before
    from moments
),

compared as (
    select
        *,
        moment_number = 1
        or coalesce(article_version_id, '') != coalesce(version_id_before, '') as is_another
    from followed
),

spans as (
    select
        article_id,
        article_version_id,
        observed_at as stood_from_at,
        lead(observed_at) over (partition by article_id order by observed_at) as stood_until_at,
        lead(observed_at, 2) over (partition by article_id order by observed_at) as next_until_at,
        lead(article_version_id) over (partition by article_id order by observed_at)
            as next_version_id
    from compared
    where is_another
),

final as (
    select
        spans.article_id,
        spans.article_version_id,
        spans.stood_from_at,
        spans.stood_until_at,
        case
            when spans.next_version_id is null then spans.stood_until_at
            else least(
                greatest(
                    spans.stood_until_at,
                    coalesce(first_readings.first_read_at, spans.stood_until_at)
                ),
                coalesce(spans.next_until_at, timestamptz '9999-12-31 00:00:00+00')
            )
        end as held_until_at,
        case
            when spans.stood_until_at is null then null
            when spans.next_version_id is null then 'deleted'
            else 'edited'
        end as ended_by
    from spans
    left join first_readings on spans.next_version_id = first_readings.article_version_id
)

select * from final
