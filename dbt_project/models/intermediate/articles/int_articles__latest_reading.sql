with

latest_versions as (
    select * from {{ ref('int_articles__latest_version') }}
),

versions as (
    select * from {{ ref('int_article_versions__texts') }}
),

extractions as (
    select * from {{ ref('int_extractions__current') }}
),

joined as (
    select
        versions.article_id,
        versions.article_version_id,
        versions.is_demo,
        versions.source_id,
        versions.text_sha256,
        versions.batch_id,
        versions.title_id,
        versions.title_size,
        versions.published_at,
        versions.body_language,
        versions.body_kind,
        latest_versions.version_count,
        latest_versions.first_seen_at,
        latest_versions.last_seen_at,
        extractions.extraction_id,
        extractions.rows_extraction_id,
        extractions.extractor_version,
        extractions.extracted_at
    from latest_versions
    inner join versions on latest_versions.article_version_id = versions.article_version_id
    left join extractions on versions.article_version_id = extractions.article_version_id
),

stated as (
    select
        *,
        {{ hash_key('reading', [
            'article_version_id',
            'is_demo',
            'title_id',
            'title_size',
            'published_at',
            'body_language',
            'body_kind',
            'rows_extraction_id',
        ]) }} as article_state
    from joined
)

select * from stated
