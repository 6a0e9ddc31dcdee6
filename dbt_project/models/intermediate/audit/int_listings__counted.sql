with

listings as (
    select * from {{ ref('stg_raw__listings') }}
),

outcomes as (
    select * from {{ ref('int_parse_outcomes__classified') }}
),

counted as (
    select
        listing_id,
        count(*) filter (where outcome_class = 'landed') as landed_count,
        count(*) filter (where outcome_class = 'already_known') as already_known_count,
        count(*) filter (where outcome_class = 'refused') as refused_count
    from outcomes
    group by listing_id
),

joined as (
    select
        listings.*,
        coalesce(counted.landed_count, 0) as landed_count,
        coalesce(counted.already_known_count, 0) as already_known_count,
        coalesce(counted.refused_count, 0) as refused_count
    from listings
    left join counted on listings.listing_id = counted.listing_id
),

checked as (
    select
        *,
        items_listed = landed_count + already_known_count + refused_count as is_conserved
    from joined
)

select * from checked
