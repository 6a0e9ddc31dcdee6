{{ config(materialized='view') }}

with

scores as (
    select * from {{ ref('int_extraction_scores__ranked') }}
),

final as (
    select
        {{ hash_key('score', ['scoring_id', 'language', 'measure']) }} as extraction_score_id,
        scoring_id,
        file_name,
        language,
        measure,
        value,
        article_count,
        hit_count,
        spare_count,
        missed_count,
        is_latest,
        extractor_version,
        file_sha256,
        scored_at
    from scores
)

select * from final
