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
        value_usd,
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
        confidence,
        field,
        start_char,
        observation_index,
        is_demo,
        {{ modality_rank('modality') }} as modality_rank,
        {{ bound_rank('bound') }} as bound_rank,
        {{ is_left_behind('evidence_text', 'start_char - evidence_start_char') }} as is_left_behind,
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

-- A story counts once: its voice is its most believable statement, and of several the one that was
-- read most surely (of "from 53% to 56%" the second), then the first of the body. A title rounds.
story_ranked as (
    select
        *,
        row_number() over (
            partition by series_id, story_id
            order by
                modality_rank asc,
                is_scale_suspect asc,
                bound_rank asc,
                is_left_behind asc,
                confidence desc,
                published_at desc nulls last,
                field = 'title' asc,
                start_char asc,
                observation_index asc,
                observation_id asc
        ) as rank_in_story
    from dated
),

voices as (
    select * from story_ranked
    where rank_in_story = 1
),

supported as (
    select
        voices.series_id,
        voices.story_id,
        count(distinct dated.story_id) as supporting_story_count,
        max(dated.published_at) as last_supported_at
    from voices
    inner join dated
        on
            voices.series_id = dated.series_id
            and voices.modality_rank = dated.modality_rank
            and voices.is_scale_suspect = dated.is_scale_suspect
            and {{ agree('voices.value_base', 'dated.value_base') }}
    group by voices.series_id, voices.story_id
),

agreement_ranked as (
    select
        voices.*,
        supported.supporting_story_count,
        row_number() over (
            partition by voices.series_id
            order by
                voices.modality_rank asc,
                voices.is_scale_suspect asc,
                voices.bound_rank asc,
                supported.supporting_story_count desc,
                supported.last_supported_at desc nulls last,
                voices.confidence desc,
                voices.published_at desc nulls last,
                voices.field = 'title' asc,
                voices.start_char asc,
                voices.value_base asc,
                voices.observation_id asc
        ) as agreement_rank
    from voices
    inner join supported
        on
            voices.series_id = supported.series_id
            and voices.story_id = supported.story_id
),

agreed as (
    select * from agreement_ranked
    where agreement_rank = 1
),

-- Only figures of the agreed one's kind can contradict it: a forecast does not dispute a result,
-- nor does "over 8" dispute 9.
comparable as (
    select
        dated.series_id,
        dated.story_id,
        min(dated.value_base) as lowest_value,
        max(dated.value_base) as highest_value,
        count(distinct dated.value_base) as value_count,
        bool_or({{ agree('dated.value_base', 'agreed.value_base') }}) as is_supporting,
        dated.story_id = agreed.story_id as is_agreed_story
    from dated
    inner join agreed on dated.series_id = agreed.series_id
    where
        dated.modality_rank = agreed.modality_rank
        and dated.is_scale_suspect = agreed.is_scale_suspect
        and dated.bound_rank <= 2
    group by dated.series_id, dated.story_id, dated.story_id = agreed.story_id
),

compared as (
    select
        series_id,
        min(lowest_value) as lowest_value,
        max(highest_value) as highest_value,
        cast(count(*) filter (where not is_supporting) as bigint) as disputing_story_count,
        bool_or(is_agreed_story and value_count > 1) as is_ambiguous
    from comparable
    group by series_id
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
        agreed.value_usd,
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
        coalesce(compared.disputing_story_count, 0) as disputing_story_count,
        coalesce(compared.disputing_story_count > 0, false) as is_disputed,
        coalesce(compared.is_ambiguous, false) as is_ambiguous,
        compared.lowest_value,
        compared.highest_value,
        counted.story_ids,
        counted.article_ids,
        counted.first_published_at,
        counted.last_published_at,
        agreed.is_demo
    from agreed
    inner join counted on agreed.series_id = counted.series_id
    left join compared on agreed.series_id = compared.series_id
)

select * from final
