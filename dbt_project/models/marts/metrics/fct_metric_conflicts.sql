with

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

stated as (
    select
        observations.*,
        metrics.metric_group = 'generic' as is_generic_metric,
        observations.segment is not null
        or observations.region is not null
        or observations.counterparty_company_id is not null as is_part,
        {{ hash_key('part', [
            'observations.segment',
            'observations.region',
            'observations.counterparty_company_id',
        ]) }} as part_id,
        {{ modality_rank('observations.modality') }} as modality_rank,
        {{ bound_rank('observations.bound') }} as bound_rank,
        {{ is_left_behind(
            'observations.evidence_text',
            'observations.start_char - observations.evidence_start_char',
        ) }} as is_left_behind,
        {{ hash_key('matter', [
            'observations.is_demo',
            'coalesce(observations.subject_id, observations.subject_name)',
            'observations.metric_id',
            'observations.is_change',
            'observations.comparison',
            'observations.period_start',
            'observations.period_end',
        ]) }} as matter_id
    from observations
    inner join metrics on observations.metric_id = metrics.metric_id
    where
        coalesce(observations.subject_id, observations.subject_name) is not null
        and coalesce(observations.period_start, observations.period_end) is not null
),

-- However many articles repeat a statement, it is one voice: its surest reading.
voices_ranked as (
    select
        *,
        row_number() over (
            partition by
                matter_id,
                segment,
                region,
                counterparty_company_id,
                base_unit,
                modality,
                bound,
                value_base
            order by confidence desc, published_at asc nulls last, observation_id asc
        ) as voice_rank,
        count(*) over (
            partition by matter_id, base_unit, modality, value_base
        ) as statement_count
    from stated
),

-- The first of a matter is what the others are held against: the whole before a part, then as
-- fct_metric_series chooses.
ranked as (
    select
        *,
        row_number() over (
            partition by matter_id
            order by
                is_part asc,
                modality_rank asc,
                is_scale_suspect asc,
                bound_rank asc,
                statement_count desc,
                is_left_behind asc,
                confidence desc,
                published_at desc nulls last,
                start_char asc,
                observation_id asc
        ) as matter_rank
    from voices_ranked
    where voice_rank = 1
),

paired as (
    select
        a.observation_id,
        b.observation_id as other_observation_id,
        a.matter_id,
        a.metric_id,
        a.subject_id,
        a.subject_type,
        a.subject_name,
        a.company_id,
        a.is_change,
        a.comparison,
        a.period_start,
        a.period_end,
        a.period_label,
        a.value_base as value,
        a.base_unit as unit,
        a.modality,
        a.evidence_text,
        a.article_id,
        a.story_id,
        b.value_base as other_value,
        b.base_unit as other_unit,
        b.modality as other_modality,
        b.evidence_text as other_evidence_text,
        b.article_id as other_article_id,
        b.story_id as other_story_id,
        b.segment as other_segment,
        b.region as other_region,
        b.counterparty_company_id as other_counterparty_company_id,
        a.is_demo,
        a.base_unit != b.base_unit as is_other_unit,
        a.is_generic_metric,
        a.is_scale_suspect or b.is_scale_suspect as is_either_suspect,
        a.part_id != b.part_id as is_other_part,
        a.bound in ('over', 'under') or b.bound in ('over', 'under') as is_either_bound,
        abs(date_diff('day', a.published_at, b.published_at)) as days_apart,
        abs(b.value_base) / nullif(abs(a.value_base), 0) as value_ratio
    from ranked as a
    inner join ranked as b
        on
            a.matter_id = b.matter_id
            and a.matter_rank = 1
            and b.matter_rank > 1
    where
        -- One unit, beyond rounding; or two currencies, beyond what a yearly mean rate can tell.
        case
            when a.base_unit = b.base_unit
                then not {{ agree('a.value_base', 'b.value_base') }}
            when a.unit_dimension = 'money' and b.unit_dimension = 'money'
                then coalesce(not {{ agree('a.value_usd', 'b.value_usd', 0.1) }}, false)
            else false
        end
        -- "Over 8" does not contradict 9.
        and not (
            a.base_unit = b.base_unit
            and (
                (b.bound = 'over' and a.value_base >= b.value_base)
                or (b.bound = 'under' and a.value_base <= b.value_base)
                or (a.bound = 'over' and b.value_base >= a.value_base)
                or (a.bound = 'under' and b.value_base <= a.value_base)
            )
        )
),

explained as (
    select
        *,
        case
            when is_either_suspect then 'scale'
            when
                not is_other_unit
                and not is_other_part
                and unit not in ('percent', 'pp')
                and {{ is_power_of_ten('value_ratio') }} then 'scale'
            when is_other_unit then 'unit'
            when is_other_part then 'other_part'
            when modality != other_modality and 'actual' in (modality, other_modality)
                then 'forecast_against_actual'
            when modality != other_modality then 'other_modality'
            when is_generic_metric then 'generic_metric'
            when is_either_bound then 'bound'
            when story_id = other_story_id then 'one_story'
            when days_apart >= 30 then 'restatement'
            else 'unexplained'
        end as likely_reason
    from paired
),

final as (
    select
        {{ hash_key('conflict', ['observation_id', 'other_observation_id']) }} as conflict_id,
        metric_id,
        subject_id,
        subject_type,
        subject_name,
        company_id,
        is_change,
        comparison,
        period_start,
        period_end,
        period_label,
        likely_reason,
        value,
        unit,
        modality,
        evidence_text,
        observation_id,
        article_id,
        story_id,
        other_value,
        other_unit,
        other_modality,
        other_segment,
        other_region,
        other_counterparty_company_id,
        other_evidence_text,
        other_observation_id,
        other_article_id,
        other_story_id,
        value_ratio,
        is_demo
    from explained
)

select * from final
