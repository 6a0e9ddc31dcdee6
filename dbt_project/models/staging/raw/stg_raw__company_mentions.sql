with

rows_of_raw as (
    select * from {{ source('raw', 'company_mentions') }}
),

renamed as (
    select
        extraction_id,
        article_version_id,
        mention_index,
        company_id,
        surface,
        field,
        start_char,
        end_char,
        rule,
        batch_id
    from rows_of_raw
)

select * from renamed
