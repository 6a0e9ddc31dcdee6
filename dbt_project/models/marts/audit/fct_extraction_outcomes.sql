with

extractions as (
    select * from {{ ref('int_extractions__counted') }}
),

final as (
    select
        extraction_outcome_id,
        article_id,
        article_version_id,
        source_id,
        basis,
        is_current,
        mention_count,
        observation_count,
        code_version,
        vocabulary_version,
        extractor_version,
        message,
        sequence,
        extracted_at,
        extraction_id,
        rows_extraction_id,
        batch_id
    from extractions
)

select * from final
