with

rows_of_raw as (
    select * from {{ source('raw', 'article_topics') }}
),

renamed as (
    select
        extraction_id,
        article_version_id,
        topic_id,
        rank,
        score,
        evidence,
        batch_id
    from rows_of_raw
)

select * from renamed
