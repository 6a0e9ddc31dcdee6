-- Levels of metrics that are sums of money, stated in another unit: linking chose a wrong metric.
{{ config(severity='warn') }}

with

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
)

select
    observations.observation_id,
    observations.metric_id,
    observations.unit,
    observations.evidence_text
from observations
inner join metrics on observations.metric_id = metrics.metric_id
where
    metrics.value_kind = 'money'
    and observations.unit_dimension != 'money'
    and not observations.is_change
