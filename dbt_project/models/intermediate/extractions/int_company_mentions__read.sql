-- Without their keys: a build makes those of the mentions that it adds.
with

mentions as (
    select * from {{ ref('stg_raw__company_mentions') }}
)

select * from mentions
