with

rows_of_raw as (
    select * from {{ source('raw', 'extraction_scores') }}
),

renamed as (
    select
        scoring_id,
        scored_at,
        file_name,
        file_sha256,
        extractor_version,
        language,
        measure,
        article_count,
        value,
        hit_count,
        spare_count,
        missed_count
    from rows_of_raw
)

select * from renamed
