with

latest_versions as (
    select * from {{ ref('int_articles__latest_version') }}
),

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

deletions as (
    select * from {{ ref('int_articles__deletions') }}
),

stories as (
    select * from {{ ref('int_articles__stories') }}
),

extractions as (
    select * from {{ ref('int_extractions__current') }}
),

joined as (
    select
        latest_versions.article_id,
        latest_versions.article_version_id,
        stories.story_id,
        versions.source_id,
        versions.text_sha256,
        versions.body_kind,
        versions.is_demo,
        versions.published_at,
        versions.batch_id,
        latest_versions.version_count,
        latest_versions.first_seen_at,
        latest_versions.last_seen_at,
        coalesce(deletions.deleted_at > latest_versions.last_seen_at, false) as is_deleted,
        extractions.extraction_id,
        extractions.rows_extraction_id,
        extractions.extractor_version,
        extractions.extracted_at,
        case
            when deletions.deleted_at > latest_versions.last_seen_at then deletions.deleted_at
        end as deleted_at
    from latest_versions
    inner join versions on latest_versions.article_version_id = versions.article_version_id
    inner join stories on latest_versions.article_id = stories.article_id
    left join deletions on latest_versions.article_id = deletions.article_id
    left join extractions on latest_versions.article_version_id = extractions.article_version_id
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
