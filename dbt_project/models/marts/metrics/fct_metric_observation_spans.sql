{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_rows(relation_name='int_articles__readings') }}",
) }}

-- depends_on: {{ ref('int_observations__keys') }}
with

articles as (
    select * from {{ ref('int_articles__readings') }}
    {% if is_incremental() %}
        where article_id not in (select held.article_id from {{ this }} as held)
    {% endif %}
),

spans as (
    select spans_of_all.*
    from {{ ref('int_extractions__spans') }} as spans_of_all
    inner join articles on spans_of_all.article_id = articles.article_id
),

observations as (
    select * from {{ ref('int_observations__identified') }}
    {% if is_incremental() %}
        where {{ in_batches_of('spans') }}
    {% endif %}
),

versions as (
    select * from {{ ref('int_article_versions__observed') }}
),

held as (
    select
        observations.*,
        spans.article_id,
        spans.held_from_at,
        spans.held_until_at,
        spans.ended_by,
        spans.extractor_version,
        spans.sequence,
        {{ row_state('articles') }} as row_state,
        {{ hash_key('reading', ['observations.observation_id', 'observations.flags']
            + ['observations.confidence', 'observations.value_candidate']
            + prefixed('observations', correctable_fields())) }} as reading_id
    from articles
    inner join spans on articles.article_id = spans.article_id
    inner join observations
        on
            spans.article_version_id = observations.article_version_id
            and spans.rows_extraction_id = observations.extraction_id
),

-- A text that is read again and says the same goes on being held.
compared as (
    select
        *,
        case
            when held_from_at <= lag(held_until_at) over (
                partition by reading_id
                order by held_from_at, sequence
            ) then 0
            else 1
        end as begins_anew
    from held
),

numbered as (
    select
        *,
        sum(begins_anew) over (
            partition by reading_id
            order by held_from_at, sequence
            rows between unbounded preceding and current row
        ) as span_number
    from compared
),

ranked as (
    select
        *,
        min(held_from_at) over (partition by reading_id, span_number) as span_from_at,
        row_number() over (
            partition by reading_id, span_number
            order by held_from_at desc, sequence desc
        ) as recency_rank
    from numbered
),

final as (
    select
        {{ hash_key('span', ['ranked.reading_id', 'ranked.span_from_at']) }} as span_id,
        ranked.observation_id,
        ranked.article_id,
        ranked.article_version_id,
        versions.source_id,
        ranked.metric_id,
        ranked.subject_id,
        ranked.subject_type,
        ranked.subject_name,
        ranked.company_id,
        ranked.counterparty_company_id,
        ranked.segment,
        ranked.region,
        ranked.is_change,
        ranked.comparison,
        ranked.value_low,
        ranked.value_high,
        ranked.unit,
        ranked.bound,
        ranked.modality,
        ranked.period_start,
        ranked.period_end,
        {{ period_label('ranked.period_start', 'ranked.period_end') }} as period_label,
        {{ json_array_has('ranked.flags', 'scale_suspect') }} as is_scale_suspect,
        ranked.value_candidate,
        ranked.figure_text,
        ranked.evidence_text,
        ranked.field,
        ranked.start_char,
        ranked.end_char,
        ranked.confidence,
        versions.published_at,
        ranked.span_from_at as held_from_at,
        ranked.held_until_at,
        ranked.held_until_at is null as is_held,
        ranked.ended_by,
        versions.is_demo,
        ranked.extractor_version,
        ranked.row_state
    from ranked
    inner join versions on ranked.article_version_id = versions.article_version_id
    where ranked.recency_rank = 1
)

select * from final
