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
        ranked.article_version_id,
        ranked.extraction_id,
        ranked.rows_extraction_id,
        ranked.extractor_version,
        ranked.extracted_at,
        coalesce(ranked.reading_body, source_rows.reading_body) as reading_body
    from ranked
    left join extractions as source_rows
        on
            ranked.rows_extraction_id = source_rows.extraction_id
            and ranked.article_version_id = source_rows.article_version_id
    where ranked.recency_rank = 1
)

select * from current_extractions
