with

listings as (
    select * from {{ ref('int_listings__counted') }}
),

final as (
    select
        listing_id,
        source_id,
        url,
        parser,
        parser_version,
        items_listed as listed_count,
        landed_count,
        already_known_count,
        refused_count,
        is_conserved,
        message,
        observed_at,
        fetch_id,
        batch_id
    from listings
)

select * from final
