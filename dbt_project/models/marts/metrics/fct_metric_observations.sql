{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_rows(conversions_digest()) }}",
) }}

with

articles as (
    select * from {{ ref('int_articles__held') }}
    {% if is_incremental() %}
        where article_id not in (select held.article_id from {{ this }} as held)
    {% endif %}
),

observations as (
    select * from {{ ref('int_observations__identified') }}
    {% if is_incremental() %}
        where {{ in_batches_of('articles') }}
    {% endif %}
),

keys as (
    select * from {{ ref('int_observations__keys') }}
),

extractions as (
    select * from {{ ref('int_extractions__texts') }}
),

given_corrections as (
    select * from {{ ref('fact_corrections') }}
),

subjects as (
    select * from {{ ref('dim_subjects') }}
),

units as (
    select * from {{ ref('int_units__stated') }}
),

exchange_rates as (
    select * from {{ ref('exchange_rates') }}
),

readings as (
    select
        observations.*,
        articles.article_id,
        articles.story_id,
        articles.text_sha256,
        articles.body_kind,
        articles.source_id,
        articles.published_at,
        articles.is_demo,
        articles.extractor_version,
        articles.extraction_id as current_extraction_id,
        articles.extracted_at as last_held_at,
        {{ row_state('articles', conversions_digest()) }} as row_state
    from articles
    inner join observations
        on
            articles.article_version_id = observations.article_version_id
            and articles.rows_extraction_id = observations.extraction_id
),

-- Another extraction may have stated it before the one that holds.
first_held as (
    select
        keys.observation_id,
        min(extractions.first_extracted_at) as first_held_at
    from keys
    inner join extractions on keys.extraction_id = extractions.extraction_id
    where keys.observation_id in (select readings.observation_id from readings)
    group by keys.observation_id
),

matched as (
    {{ matched_corrections('readings', 'given_corrections') }}
),

corrections as (
    select
        matched.observation_id,
        {{ all_but('given_corrections', ['observation_id']) }}
    from matched
    inner join given_corrections on matched.correction_id = given_corrections.correction_id
    where
        matched.match_count = 1
        and matched.correction_rank = 1
),

corrected as (
    select
        {{ all_but('readings', correctable_fields()) }},
        {% for field in correctable_fields() %}
            {{ corrected(field) }} as {{ field }},
        {% endfor %}
        corrections.correction_id,
        corrections.reason as correction_reason,
        corrections.author as correction_author,
        corrections.corrected_on,
        {{ values_as_read() }} as values_as_read,
        corrections.subject_id is not null or {{ is_cleared('subject_id') }} as is_other_subject,
        corrections.unit is not null as is_other_unit,
        corrections.unit is not null or corrections.value_low is not null as is_other_value
    from readings
    left join corrections on readings.observation_id = corrections.observation_id
    where not coalesce(corrections.is_rejected, false)
),

converted as (
    select
        {{ all_but(
            'corrected', ['subject_type', 'subject_name', 'company_id', 'currency_code']
        ) }},
        case
            when not corrected.is_other_subject then corrected.subject_type
            else coalesce(subjects.subject_type, 'none')
        end as subject_type,
        case
            when not corrected.is_other_subject then corrected.subject_name
            else coalesce(subjects.name_en, subjects.name_zh)
        end as subject_name,
        case
            when not corrected.is_other_subject then corrected.company_id
            else subjects.company_id
        end as company_id,
        case
            when not corrected.is_other_unit then corrected.currency_code
            else units.currency_code
        end as currency_code,
        units.unit_dimension,
        units.base_unit,
        units.factor_to_base,
        (corrected.value_low + corrected.value_high) / 2 * units.factor_to_base as value_base,
        {{ rate_year(
            'corrected.period_start', 'corrected.period_end', 'corrected.published_at'
        ) }} as rate_year
    from corrected
    inner join units on corrected.unit = units.unit
    left join subjects on corrected.subject_id = subjects.subject_id
),

-- Never a silent conversion: the rate and its year stand beside; no rate, no dollars.
rated as (
    select
        converted.*,
        case
            when converted.unit_dimension != 'money' then null
            when converted.base_unit = 'USD' then 1
            else exchange_rates.usd_per_unit
        end as usd_rate,
        exchange_rates.year as usd_rate_year,
        first_held.first_held_at
    from converted
    left join first_held on converted.observation_id = first_held.observation_id
    left join exchange_rates
        on
            converted.unit_dimension = 'money'
            and converted.base_unit = exchange_rates.currency_code
            and converted.rate_year = exchange_rates.year
),

stated as (
    select
        observation_id,
        article_id,
        article_version_id,
        story_id,
        text_sha256,
        source_id,
        body_kind,
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
        value_low,
        value_high,
        unit,
        currency_code,
        unit_dimension,
        base_unit,
        value_low * factor_to_base as value_base_low,
        value_high * factor_to_base as value_base_high,
        value_base,
        {{ stated_rounding('figure_text', 'value_high') }} * factor_to_base as value_base_rounding,
        value_base * usd_rate as value_usd,
        cast(usd_rate as double) as usd_rate,
        usd_rate_year,
        bound,
        modality,
        period_start,
        period_end,
        {{ period_label('period_start', 'period_end') }} as period_label,
        flags,
        {{ json_array_has('flags', 'scale_suspect') }} and not is_other_value as is_scale_suspect,
        value_candidate,
        flag_reason,
        correction_id is not null as is_corrected,
        correction_id,
        correction_reason,
        correction_author,
        corrected_on,
        values_as_read,
        figure_text,
        evidence_text,
        field,
        start_char,
        end_char,
        evidence_start_char,
        evidence_end_char,
        observation_index,
        confidence,
        rule,
        published_at,
        is_demo,
        extractor_version,
        first_held_at,
        last_held_at,
        current_extraction_id as extraction_id,
        row_state
    from rated
),

-- Figures of a known subject and period belong to a series, and to a matter.
keyed as (
    select
        *,
        coalesce(subject_id, subject_name) is not null
        and coalesce(period_start, period_end) is not null as is_placed
    from stated
),

final as (
    select
        {{ all_but('keyed', ['is_placed', 'row_state']) }},
        case when keyed.is_placed then {{ series_id() }} end as series_id,
        case when keyed.is_placed then {{ matter_id() }} end as matter_id,
        keyed.row_state
    from keyed
)

select * from final
