{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_conflicts() }}",
) }}

with

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

metrics as (
    select * from {{ ref('dim_metrics') }}
),

-- A matter without a conflict has no row and is looked at each time: they are few.
matters as (
    select * from ({{ matters_told_differently() }}) as told
    {% if is_incremental() %}
        where matter_id not in (select held.matter_id from {{ this }} as held)
    {% endif %}
),

-- What can contradict another figure: of a metric that names a quantity, of a known subject and
-- period, and neither mere possibility nor what a change starts from.
stated as (
    select
        {{ all_but('observations', ['row_state']) }},
        matters.row_state,
        metrics.value_kind in ('money', 'number', 'physical', 'number physical')
        and not observations.is_change as is_sum_of_parts,
        observations.segment is not null
        or observations.region is not null
        or observations.counterparty_company_id is not null as is_part,
        {{ hash_key('part', [
            'observations.segment',
            'observations.region',
            'observations.counterparty_company_id',
        ]) }} as part_id,
        {{ modality_rank('observations.modality') }} as modality_rank,
        {{ bound_rank('observations.bound') }} as bound_rank
    from observations
    inner join matters on observations.matter_id = matters.matter_id
    inner join metrics on observations.metric_id = metrics.metric_id
    where
        metrics.metric_group != 'generic'
        and observations.modality != 'hypothetical'
        and not {{ is_left_behind(
            'observations.evidence_text',
            'observations.start_char - observations.evidence_start_char',
        ) }}
),

told as (
    select
        *,
        {{ hash_key('statement', ['part_id', 'base_unit', 'modality', 'bound', 'value_base']) }}
            as statement_id
    from stated
),

statements as (
    select
        matter_id,
        statement_id,
        cast(count(distinct story_id) as bigint) as story_count,
        max({{ utc_date('published_at') }}) as last_date
    from told
    group by matter_id, statement_id
),

-- A statement is one voice, however many articles repeat it: its surest reading.
voices_ranked as (
    select
        told.*,
        statements.story_count,
        statements.last_date,
        row_number() over (
            partition by told.matter_id, told.statement_id
            order by told.confidence desc, told.published_at asc nulls last, told.observation_id asc
        ) as voice_rank
    from told
    inner join statements
        on
            told.matter_id = statements.matter_id
            and told.statement_id = statements.statement_id
),

voices as (
    select * from voices_ranked
    where voice_rank = 1
),

-- The first of a matter and part is what the others are held against, chosen as by
-- fct_metric_series.
ranked as (
    select
        *,
        row_number() over (
            partition by matter_id, part_id
            order by
                modality_rank asc,
                is_scale_suspect asc,
                bound_rank asc,
                last_date desc nulls last,
                story_count desc,
                confidence desc,
                start_char asc,
                observation_id asc
        ) as matter_rank
    from voices
),

agreed as (
    select * from ranked
    where matter_rank = 1
),

-- A story that tells the agreed figure too does not contradict it by what else it tells.
supporting_stories as (
    select distinct
        told.matter_id,
        told.part_id,
        told.story_id
    from told
    inner join agreed
        on
            told.matter_id = agreed.matter_id
            and told.part_id = agreed.part_id
    where {{ tell_the_same('told', 'agreed') }}
),

contradicting as (
    select
        told.matter_id,
        told.statement_id,
        cast(count(distinct told.story_id) as bigint) as story_count
    from told
    left join supporting_stories
        on
            told.matter_id = supporting_stories.matter_id
            and told.part_id = supporting_stories.part_id
            and told.story_id = supporting_stories.story_id
    where supporting_stories.story_id is null
    group by told.matter_id, told.statement_id
),

part_figures as (
    select distinct
        matter_id,
        base_unit,
        value_base,
        value_base_low,
        value_base_high,
        value_base_rounding
    from stated
    where is_part
),

-- One part or the whole, told differently by different stories.
told_differently as (
    select
        agreed.observation_id,
        others.observation_id as other_observation_id,
        contradicting.story_count as other_story_count,
        false as is_part_above_whole
    from agreed
    inner join ranked as others
        on
            agreed.matter_id = others.matter_id
            and agreed.part_id = others.part_id
            and others.matter_rank > 1
    inner join contradicting
        on
            others.matter_id = contradicting.matter_id
            and others.statement_id = contradicting.statement_id
    where
        (agreed.modality = others.modality or agreed.modality = 'actual')
        and {{ tell_something_else('agreed', 'others') }}
),

-- A part that is greater than the whole: one of them is of something else.
above_the_whole as (
    select
        whole.observation_id,
        parts.observation_id as other_observation_id,
        parts.story_count as other_story_count,
        true as is_part_above_whole
    from agreed as whole
    inner join agreed as parts
        on
            whole.matter_id = parts.matter_id
            and not whole.is_part
            and parts.is_part
            and whole.base_unit = parts.base_unit
    where
        whole.is_sum_of_parts
        and whole.modality = 'actual'
        and parts.modality = 'actual'
        and whole.bound != 'over'
        and parts.bound != 'under'
        and whole.value_base > 0
        and parts.value_base > whole.value_base
        and not {{ tell_the_same('whole', 'parts') }}
),

-- What is said of the whole here and of a part elsewhere.
figures_of_parts as (
    select distinct ranked.observation_id
    from ranked
    inner join part_figures
        on
            ranked.matter_id = part_figures.matter_id
            and ranked.base_unit = part_figures.base_unit
    where
        not ranked.is_part
        and {{ tell_the_same('part_figures', 'ranked') }}
),

pairs as (
    select * from told_differently
    union all
    select * from above_the_whole
),

paired as (
    select
        a.*,
        b.observation_id as other_observation_id,
        b.value_base as other_value,
        b.base_unit as other_unit,
        b.modality as other_modality,
        b.evidence_text as other_evidence_text,
        b.article_id as other_article_id,
        b.story_id as other_story_id,
        b.segment as other_segment,
        b.region as other_region,
        b.counterparty_company_id as other_counterparty_company_id,
        pairs.other_story_count,
        pairs.is_part_above_whole,
        a.is_scale_suspect or b.is_scale_suspect as is_either_suspect,
        a.bound in ('over', 'under') or b.bound in ('over', 'under') as is_either_bound,
        abs({{ days_between('a.published_at', 'b.published_at') }}) as days_apart,
        abs(b.value_base) / nullif(abs(a.value_base), 0) as value_ratio,
        figures_of_parts.observation_id is not null as is_figure_of_a_part
    from pairs
    inner join ranked as a on pairs.observation_id = a.observation_id
    inner join ranked as b on pairs.other_observation_id = b.observation_id
    left join figures_of_parts on b.observation_id = figures_of_parts.observation_id
),

explained as (
    select
        *,
        case
            when is_either_suspect then 'scale'
            when
                base_unit = other_unit
                and unit_dimension != 'ratio'
                and {{ is_power_of_ten('value_ratio') }} then 'scale'
            when is_part_above_whole then 'other_segment'
            when base_unit != other_unit then 'unit'
            when modality != other_modality then 'forecast_against_actual'
            when is_figure_of_a_part then 'other_segment'
            when is_either_bound then 'bound'
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
        segment,
        region,
        counterparty_company_id,
        is_change,
        comparison,
        period_start,
        period_end,
        period_label,
        likely_reason,
        value_base as value,
        base_unit as unit,
        modality,
        evidence_text,
        observation_id,
        article_id,
        story_id,
        story_count,
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
        other_story_count,
        value_ratio,
        is_demo,
        matter_id,
        row_state
    from explained
)

select * from final
