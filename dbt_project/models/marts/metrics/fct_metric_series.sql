{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_series() }}",
) }}

with

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

keyed as (
    select * from observations
    where series_id is not null
),

dated as (
    select
        series_id,
        observation_id,
        article_id,
        story_id,
        text_sha256,
        published_at,
        value_base_low,
        value_base_high,
        value_base,
        value_base_rounding,
        value_usd,
        usd_rate,
        usd_rate_year,
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
        {{ body_kind_rank('body_kind') }} as source_rank,
        {{ is_left_behind('evidence_text', 'start_char - evidence_start_char') }} as is_left_behind,
        row_state
    from keyed
    {% if is_incremental() %}
        where series_id not in (select held.series_id from {{ this }} as held)
    {% endif %}
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
        max({{ utc_date('dated.published_at') }}) as last_supported_date
    from voices
    inner join dated
        on
            voices.series_id = dated.series_id
            and voices.modality_rank = dated.modality_rank
            and voices.is_scale_suspect = dated.is_scale_suspect
            and {{ tell_the_same('voices', 'dated') }}
    group by voices.series_id, voices.story_id
),

agreement_ranked as (
    select
        voices.*,
        supported.supporting_story_count,
        supported.last_supported_date,
        row_number() over (
            partition by voices.series_id
            order by
                voices.modality_rank asc,
                voices.is_scale_suspect asc,
                voices.bound_rank asc,
                supported.last_supported_date desc nulls last,
                supported.supporting_story_count desc,
                voices.source_rank asc,
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
        bool_or({{ tell_the_same('dated', 'agreed') }}) as is_supporting,
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

-- Every other value, once, by the first of the rule's steps at which it lost.
others as (
    select
        story_ranked.series_id,
        story_ranked.observation_id,
        story_ranked.value_base,
        story_ranked.modality,
        story_ranked.rank_in_story,
        agreement_ranked.agreement_rank,
        case
            when story_ranked.modality_rank > agreed.modality_rank then story_ranked.modality
            when story_ranked.is_scale_suspect and not agreed.is_scale_suspect then 'scale_suspect'
            when story_ranked.bound_rank > agreed.bound_rank then 'bound'
            when story_ranked.story_id = agreed.story_id then 'same_story'
            when story_ranked.rank_in_story > 1 then 'not_its_storys_voice'
            when
                agreement_ranked.last_supported_date is null
                or agreement_ranked.last_supported_date < agreed.last_supported_date then 'older'
            when agreement_ranked.supporting_story_count < agreed.supporting_story_count
                then 'fewer_stories'
            when agreement_ranked.source_rank > agreed.source_rank then 'weaker_source'
            else 'less_sure'
        end as reason
    from story_ranked
    inner join agreed on story_ranked.series_id = agreed.series_id
    left join agreement_ranked
        on
            story_ranked.series_id = agreement_ranked.series_id
            and story_ranked.observation_id = agreement_ranked.observation_id
    where not {{ tell_the_same('story_ranked', 'agreed') }}
),

others_ranked as (
    select
        *,
        row_number() over (
            partition by series_id, value_base, modality
            order by agreement_rank asc nulls last, rank_in_story asc, observation_id asc
        ) as statement_rank
    from others
),

others_placed as (
    select
        *,
        row_number() over (
            partition by series_id
            order by agreement_rank asc nulls last, value_base asc, observation_id asc
        ) as position
    from others_ranked
    where statement_rank = 1
),

passed_over as (
    select
        series_id,
        {{ ordered_list('value_base', 'position') }} as passed_over_values,
        {{ ordered_list('reason', 'position') }} as passed_over_reasons,
        {{ ordered_list('observation_id', 'position') }} as passed_over_observation_ids
    from others_placed
    group by series_id
),

counted as (
    select
        series_id,
        cast(count(*) as bigint) as observation_count,
        cast(count(distinct article_id) as bigint) as article_count,
        cast(count(distinct text_sha256) as bigint) as text_count,
        cast(count(distinct story_id) as bigint) as story_count,
        cast(count(distinct value_base) as bigint) as value_count,
        {{ sorted_list('article_id') }} as article_ids,
        {{ sorted_list('story_id') }} as story_ids,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at,
        {{ group_digest(['observation_id', 'row_state']) }} as row_state
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
        agreed.usd_rate,
        agreed.usd_rate_year,
        agreed.currency_code,
        agreed.unit_dimension,
        agreed.bound,
        agreed.modality,
        agreed.is_scale_suspect,
        agreed.observation_id as agreed_observation_id,
        cast(agreed.supporting_story_count as bigint) as supporting_story_count,
        counted.story_count,
        counted.text_count,
        counted.article_count,
        counted.observation_count,
        counted.value_count,
        coalesce(compared.disputing_story_count, 0) as disputing_story_count,
        coalesce(compared.disputing_story_count > 0, false) as is_disputed,
        coalesce(compared.is_ambiguous, false) as is_ambiguous,
        compared.lowest_value,
        compared.highest_value,
        coalesce(passed_over.passed_over_values, {{ empty_list('double') }}) as passed_over_values,
        coalesce(passed_over.passed_over_reasons, {{ empty_list('text') }}) as passed_over_reasons,
        coalesce(passed_over.passed_over_observation_ids, {{ empty_list('text') }})
            as passed_over_observation_ids,
        counted.story_ids,
        counted.article_ids,
        counted.first_published_at,
        counted.last_published_at,
        agreed.is_demo,
        counted.row_state
    from agreed
    inner join counted on agreed.series_id = counted.series_id
    left join compared on agreed.series_id = compared.series_id
    left join passed_over on agreed.series_id = passed_over.series_id
)

select * from final
