with

rows_of_raw as (
    select * from {{ source('raw', 'extractions') }}
),

renamed as (
    select
        extraction_id,
        rows_extraction_id,
        article_version_id,
        code_version,
        vocabulary_version,
        extractor_version,
        basis,
        reading_body,
        message,
        batch_id,
        sequence,
        extracted_at
    from rows_of_raw
)

select * from renamed
