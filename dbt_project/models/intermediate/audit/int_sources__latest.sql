with

sources as (
    select * from {{ ref('stg_raw__sources') }}
),

batches as (
    select * from {{ ref('stg_raw__batches') }}
),

ranked as (
    select
        sources.*,
        row_number() over (
            partition by sources.source_id
            order by batches.sequence desc, cast(sources.definition as text)
        ) as recency_rank
    from sources
    left join batches on sources.batch_id = batches.batch_id
),

latest as (
    select * from ranked
    where recency_rank = 1
)

select * from latest
