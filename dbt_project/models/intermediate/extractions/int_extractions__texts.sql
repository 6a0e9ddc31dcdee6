-- An extraction stands in the ledger again when the vocabulary returns to an old state.
with

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

read_texts as (
    select
        extraction_id,
        max(reading_body) as reading_body,
        min(extracted_at) as first_extracted_at
    from extractions
    group by extraction_id
)

select * from read_texts
