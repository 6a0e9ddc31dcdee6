-- One row per subject and period: a metric as reported, that is the agreed value of what happened, of the whole
-- (no segment, region or counterparty), a level and no change, each story once; reported_value in unit, and
-- observation_id, the figure it is taken from: `select * from marts.as_reported('revenue')`.
create macro marts.as_reported(wanted_metric_id) as table
select
    subject_id,
    subject_name,
    company_id,
    period_label,
    period_start,
    period_end,
    value as reported_value,
    unit,
    value_usd,
    story_count as stories,
    supporting_story_count as supporting_stories,
    is_disputed,
    is_scale_suspect,
    agreed_observation_id as observation_id
from marts.fct_metric_series
where
    metric_id = wanted_metric_id
    and modality = 'actual'
    and not is_change
    and segment is null
    and region is null
    and counterparty_company_id is null
order by subject_name asc, period_end asc, unit asc, series_id asc;
