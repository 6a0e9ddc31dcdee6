with

rows_of_raw as (
    select * from {{ source('raw', 'fetches') }}
),

renamed as (
    select
        fetch_id,
        batch_id,
        source_id,
        url,
        final_url,
        requested_at,
        elapsed_ms,
        attempt,
        outcome_code,
        http_status,
        content_sha256,
        byte_count,
        content_type,
        charset,
        replacement_char_count,
        etag,
        last_modified,
        headers,
        message
    from rows_of_raw
)

select * from renamed
