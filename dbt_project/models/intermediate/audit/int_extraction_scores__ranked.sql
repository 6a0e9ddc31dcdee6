with

scores as (
    select * from {{ ref('stg_raw__extraction_scores') }}
),

ranked as (
    select
        *,
        dense_rank() over (
            partition by file_name
            order by scored_at desc, scoring_id desc
        ) = 1 as is_latest
    from scores
)

select * from ranked
