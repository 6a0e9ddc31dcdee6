with

observations as (
    select * from {{ ref('stg_raw__observations') }}
),

keys as (
    select * from {{ ref('int_observations__keys') }}
),

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

first_held as (
    select
        keys.observation_id,
        min(extractions.extracted_at) as first_held_at
    from keys
    inner join extractions on keys.extraction_id = extractions.extraction_id
    group by keys.observation_id
),

dated as (
    select
        observations.*,
        keys.observation_id,
        first_held.first_held_at
    from observations
    inner join keys
        on
            observations.extraction_id = keys.extraction_id
            and observations.observation_index = keys.observation_index
    left join first_held on keys.observation_id = first_held.observation_id
)

select * from dated
