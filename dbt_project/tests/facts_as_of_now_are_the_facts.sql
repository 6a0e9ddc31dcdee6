-- What the spans say is held now, without what corrections reject, is what fct_metric_observations
-- holds: rows that are in one of the two only.
with

held as (
    {{ facts_as_of("timestamptz '9999-01-01 00:00:00+00'") }}
),

corrections as (
    select * from {{ ref('fct_corrections') }}
    where
        is_applied
        and is_rejected
),

observations as (
    select * from {{ ref('fct_metric_observations') }}
)

select
    held.observation_id as held_id,
    observations.observation_id
from held
full outer join observations on held.observation_id = observations.observation_id
left join corrections on held.observation_id = corrections.observation_id
where
    (observations.observation_id is null and corrections.observation_id is null)
    or held.observation_id is null
