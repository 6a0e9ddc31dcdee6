with

readings as (
    select * from {{ ref('int_articles__latest_reading') }}
),

deletions as (
    select * from {{ ref('int_articles__deletions') }}
),

stories as (
    select * from {{ ref('int_articles__stories') }}
),

joined as (
    select
        readings.article_id,
        readings.article_version_id,
        stories.story_id,
        readings.source_id,
        readings.text_sha256,
        readings.body_kind,
        readings.is_demo,
        readings.published_at,
        readings.batch_id,
        readings.version_count,
        readings.first_seen_at,
        readings.last_seen_at,
        coalesce(deletions.deleted_at > readings.last_seen_at, false) as is_deleted,
        readings.extraction_id,
        readings.rows_extraction_id,
        readings.extractor_version,
        readings.extracted_at,
        case
            when deletions.deleted_at > readings.last_seen_at then deletions.deleted_at
        end as deleted_at
    from readings
    inner join stories on readings.article_id = stories.article_id
    left join deletions on readings.article_id = deletions.article_id
),

stated as (
    select
        *,
        {{ hash_key('state', [
            'article_version_id',
            'batch_id',
            'story_id',
            'is_deleted',
            'extraction_id',
            'rows_extraction_id',
            'extracted_at',
        ]) }} as article_state
    from joined
)

select * from stated
