with

rows_of_raw as (
    select * from {{ source('raw', 'batches') }}
),

renamed as (
    select
        batch_id,
        kind,
        source_id,
        run_key,
        sequence,
        row_counts,
        loaded_at
    from rows_of_raw
)

select * from renamed
