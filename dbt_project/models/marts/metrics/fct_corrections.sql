with

given_corrections as (
    select * from {{ ref('fact_corrections') }}
),

readings as (
    select * from {{ ref('fct_metric_observation_spans') }}
    where
        is_held
        and (
            observation_id in (select given_corrections.observation_id from given_corrections)
            or article_id in (select given_corrections.article_id from given_corrections)
        )
),

matched as (
    {{ matched_corrections('readings', 'given_corrections') }}
),

counted as (
    select
        correction_id,
        max(match_count) as match_count
    from matched
    group by correction_id
),

chosen as (
    select * from matched
    where match_count = 1
),

final as (
    select
        corrections.correction_id,
        case
            when counted.match_count is null then 'matches_nothing'
            when counted.match_count > 1 then 'matches_several'
            when chosen.correction_rank > 1 then 'superseded'
            when corrections.is_rejected then 'rejected'
            else 'corrected'
        end as outcome,
        coalesce(counted.match_count = 1 and chosen.correction_rank = 1, false) as is_applied,
        coalesce(counted.match_count, 0) as match_count,
        coalesce(corrections.is_rejected, false) as is_rejected,
        coalesce(corrections.observation_id, chosen.observation_id) as observation_id,
        coalesce(corrections.article_id, readings.article_id) as article_id,
        readings.figure_text,
        readings.evidence_text,
        {{ values_as_read() }} as values_as_read,
        {{ json_object_where(corrected_entries()) }} as corrected_values,
        corrections.reason,
        corrections.author,
        corrections.corrected_on
    from given_corrections as corrections
    left join counted on corrections.correction_id = counted.correction_id
    left join chosen on corrections.correction_id = chosen.correction_id
    left join readings on chosen.observation_id = readings.observation_id
)

select * from final
