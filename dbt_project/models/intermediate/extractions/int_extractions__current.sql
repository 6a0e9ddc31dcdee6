with

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by article_version_id
            order by sequence desc, extraction_id desc
        ) as recency_rank
    from extractions
),

current_extractions as (
    select
        article_version_id,
        extraction_id,
        rows_extraction_id,
        extractor_version,
        basis,
        message,
        sequence,
        extracted_at
    from ranked
    where recency_rank = 1
)

select * from current_extractions
