with

rows_of_raw as (
    select * from {{ source('raw', 'listings') }}
),

renamed as (
    select
        listing_id,
        batch_id,
        fetch_id,
        source_id,
        url,
        parser,
        parser_version,
        items_listed,
        message,
        observed_at
    from rows_of_raw
)

select * from renamed
