-- Facts whose flags are not those that the documentation explains, or doubted without a reason.

with

observations as (
    select * from {{ ref('fct_metric_observations') }}
)

select
    observation_id,
    flags,
    flag_reason
from observations
where
    not list_has_all(
        [
            'approximate_translation',
            'parts_above_total',
            'scale_suspect',
            'share_above_whole',
            'shares_above_whole',
            'tense_conflict',
            'venue_conflict'
        ],
        cast(flags as varchar[])
    )
    or (
        flag_reason is null
        and not list_has_all(['approximate_translation'], cast(flags as varchar[]))
    )
