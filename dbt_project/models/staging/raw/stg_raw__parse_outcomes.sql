with

rows_of_raw as (
    select * from {{ source('raw', 'parse_outcomes') }}
),

renamed as (
    select
        outcome_id,
        batch_id,
        listing_id,
        fetch_id,
        source_id,
        position,
        outcome_code,
        article_id,
        article_version_id,
        url,
        title,
        message,
        observed_at
    from rows_of_raw
)

select * from renamed
