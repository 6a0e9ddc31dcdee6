with

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

dated as (
    select
        observation_id,
        article_id,
        story_id,
        published_at,
        value_base_low,
        value_base_high,
        value_base,
        base_unit,
        currency_code,
        unit_dimension,
        metric_id,
        subject_id,
        subject_type,
        subject_name,
        company_id,
        counterparty_company_id,
        segment,
        region,
        is_change,
        comparison,
        period_start,
        period_end,
        period_label,
        modality,
        bound,
        is_scale_suspect,
        is_demo,
        {{ modality_rank('modality') }} as modality_rank,
        {{ bound_rank('bound') }} as bound_rank,
        {{ hash_key('series', [
            'is_demo',
            'coalesce(subject_id, subject_name)',
            'metric_id',
            'segment',
            'region',
            'counterparty_company_id',
            'is_change',
            'comparison',
            'base_unit',
            'period_start',
            'period_end',
        ]) }} as series_id
    from observations
    where
        coalesce(subject_id, subject_name) is not null
        and coalesce(period_start, period_end) is not null
),

-- A story counts once: what its articles say is one statement, the most believable one.
story_ranked as (
    select
        *,
        row_number() over (
            partition by series_id, story_id
            order by
                modality_rank asc,
                is_scale_suspect asc,
                bound_rank asc,
                published_at desc nulls last,
                value_base asc,
                observation_id asc
        ) as rank_in_story
    from dated
),

statements as (
    select * from story_ranked
    where rank_in_story = 1
),

supported as (
    select
        a.series_id,
        a.story_id,
        count(*) as supporting_story_count,
        max(b.published_at) as last_supported_at
    from statements as a
    inner join statements as b
        on
            a.series_id = b.series_id
            and a.modality_rank = b.modality_rank
            and a.is_scale_suspect = b.is_scale_suspect
            and {{ agree('a.value_base', 'b.value_base') }}
    group by a.series_id, a.story_id
),

agreement_ranked as (
    select
        statements.*,
        supported.supporting_story_count,
        row_number() over (
            partition by statements.series_id
            order by
                statements.modality_rank asc,
                statements.is_scale_suspect asc,
                statements.bound_rank asc,
                supported.supporting_story_count desc,
                supported.last_supported_at desc nulls last,
                statements.published_at desc nulls last,
                statements.value_base asc,
                statements.observation_id asc
        ) as agreement_rank
    from statements
    inner join supported
        on
            statements.series_id = supported.series_id
            and statements.story_id = supported.story_id
),

agreed as (
    select * from agreement_ranked
    where agreement_rank = 1
),

-- Only figures of the agreed one's kind can contradict it: a forecast does not dispute a result,
-- nor does "over 8" dispute 9.
comparable as (
    select
        statements.series_id,
        min(statements.value_base) as lowest_value,
        max(statements.value_base) as highest_value
    from statements
    inner join agreed on statements.series_id = agreed.series_id
    where
        statements.modality_rank = agreed.modality_rank
        and statements.is_scale_suspect = agreed.is_scale_suspect
        and statements.bound_rank <= 2
    group by statements.series_id
),

counted as (
    select
        series_id,
        cast(count(*) as bigint) as observation_count,
        cast(count(distinct article_id) as bigint) as article_count,
        cast(count(distinct story_id) as bigint) as story_count,
        cast(count(distinct value_base) as bigint) as value_count,
        {{ sorted_list('article_id') }} as article_ids,
        {{ sorted_list('story_id') }} as story_ids,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at
    from dated
    group by series_id
),

final as (
    select
        agreed.series_id,
        agreed.metric_id,
        agreed.subject_id,
        agreed.subject_type,
        agreed.subject_name,
        agreed.company_id,
        agreed.counterparty_company_id,
        agreed.segment,
        agreed.region,
        agreed.is_change,
        agreed.comparison,
        agreed.period_start,
        agreed.period_end,
        agreed.period_label,
        agreed.value_base as value,
        agreed.value_base_low as value_low,
        agreed.value_base_high as value_high,
        agreed.base_unit as unit,
        agreed.currency_code,
        agreed.unit_dimension,
        agreed.bound,
        agreed.modality,
        agreed.is_scale_suspect,
        agreed.observation_id as agreed_observation_id,
        cast(agreed.supporting_story_count as bigint) as supporting_story_count,
        counted.story_count,
        counted.article_count,
        counted.observation_count,
        counted.value_count,
        coalesce(
            not {{ agree('comparable.lowest_value', 'comparable.highest_value') }}, false
        ) as is_disputed,
        comparable.lowest_value,
        comparable.highest_value,
        counted.story_ids,
        counted.article_ids,
        counted.first_published_at,
        counted.last_published_at,
        agreed.is_demo
    from agreed
    inner join counted on agreed.series_id = counted.series_id
    left join comparable on agreed.series_id = comparable.series_id
)

select * from final
