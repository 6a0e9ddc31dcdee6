with

version_spans as (
    select * from {{ ref('int_articles__version_spans') }}
),

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

extraction_spans as (
    select
        article_version_id,
        extraction_id,
        rows_extraction_id,
        extractor_version,
        sequence,
        extracted_at,
        lead(extracted_at) over (
            partition by article_version_id
            order by sequence, extraction_id
        ) as replaced_at
    from extractions
),

overlapping as (
    select
        version_spans.article_id,
        version_spans.article_version_id,
        extraction_spans.extraction_id,
        extraction_spans.rows_extraction_id,
        extraction_spans.extractor_version,
        extraction_spans.sequence,
        greatest(version_spans.stood_from_at, extraction_spans.extracted_at) as held_from_at,
        least(version_spans.held_until_at, extraction_spans.replaced_at) as held_until_at,
        case
            when extraction_spans.replaced_at is null then version_spans.ended_by
            when version_spans.held_until_at is null then 'read_again'
            when extraction_spans.replaced_at < version_spans.held_until_at then 'read_again'
            else version_spans.ended_by
        end as ended_by
    from version_spans
    inner join extraction_spans
        on version_spans.article_version_id = extraction_spans.article_version_id
),

final as (
    select * from overlapping
    where
        held_until_at is null
        or held_from_at < held_until_at
)

select * from final
