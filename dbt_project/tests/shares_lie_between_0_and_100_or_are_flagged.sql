-- Shares of a whole, in percent, that no whole can have and that no check has marked.

with

observations as (
    select * from {{ ref('fct_metric_observations') }}
)

select
    observation_id,
    metric_id,
    value_low,
    value_high,
    evidence_text
from observations
where
    metric_id in (
        'automation_rate',
        'gdp_share',
        'market_share',
        'penetration_rate',
        'population_share',
        'presold_share',
        'revenue_share',
        'share',
        'stake'
    )
    -- Ratios go by the generic key, debts are told as parts of GDP, a person may have two phones.
    and (value_low < 0 or metric_id not in ('gdp_share', 'penetration_rate', 'share'))
    and unit = 'percent'
    and not is_change
    and not is_corrected
    and not is_scale_suspect
    and not {{ json_array_has('flags', 'share_above_whole') }}
    and (value_low < 0 or value_high > 100)
