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

-- An extraction stands in the ledger again when the vocabulary returns to an old state.
read_texts as (
    select
        extraction_id,
        max(reading_body) as reading_body
    from extractions
    group by extraction_id
),

current_extractions as (
    select
        ranked.article_version_id,
        ranked.extraction_id,
        ranked.rows_extraction_id,
        ranked.extractor_version,
        ranked.basis,
        ranked.message,
        ranked.sequence,
        ranked.extracted_at,
        coalesce(ranked.reading_body, read_texts.reading_body) as reading_body
    from ranked
    left join read_texts on ranked.rows_extraction_id = read_texts.extraction_id
    where ranked.recency_rank = 1
)

select * from current_extractions
