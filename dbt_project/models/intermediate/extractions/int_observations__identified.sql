with

observations as (
    select * from {{ ref('stg_raw__observations') }}
),

keys as (
    select * from {{ ref('int_observations__keys') }}
),

identified as (
    select
        observations.*,
        keys.observation_id
    from observations
    inner join keys
        on
            observations.extraction_id = keys.extraction_id
            and observations.observation_index = keys.observation_index
)

select * from identified
