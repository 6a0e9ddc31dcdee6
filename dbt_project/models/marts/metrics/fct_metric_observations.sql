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
),

units as (
    select * from {{ ref('int_units__stated') }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates__spans') }}
),

joined as (
    select
        observations.*,
        articles.article_id,
        articles.story_id,
        articles.source_id,
        articles.published_at,
        articles.is_demo,
        articles.extractor_version,
        articles.extraction_id as current_extraction_id,
        articles.extracted_at as last_held_at,
        units.unit_dimension,
        units.base_unit,
        units.factor_to_base,
        (observations.value_low + observations.value_high)
        / 2
        * units.factor_to_base as value_base,
        {{ rate_year(
            'observations.period_start', 'observations.period_end', 'articles.published_at'
        ) }} as rate_year,
        {{ row_state('articles', conversions_digest()) }} as row_state
    from articles
    inner join observations
        on
            articles.article_version_id = observations.article_version_id
            and articles.rows_extraction_id = observations.extraction_id
    inner join units on observations.unit = units.unit
),

converted as (
    select
        joined.*,
        case
            when joined.unit_dimension != 'money' then null
            when joined.base_unit = 'USD' then joined.value_base
            else joined.value_base * exchange_rates.usd_per_unit
        end as value_usd,
        exchange_rates.year as usd_rate_year
    from joined
    left join exchange_rates
        on
            joined.unit_dimension = 'money'
            and joined.base_unit = exchange_rates.currency_code
            and joined.rate_year >= exchange_rates.year
            and joined.rate_year < exchange_rates.next_year
),

final as (
    select
        observation_id,
        article_id,
        article_version_id,
        story_id,
        source_id,
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
        value_usd,
        usd_rate_year,
        bound,
        modality,
        period_start,
        period_end,
        {{ period_label('period_start', 'period_end') }} as period_label,
        flags,
        {{ json_array_has('flags', 'scale_suspect') }} as is_scale_suspect,
        value_candidate,
        flag_reason,
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
    from converted
)

select * from final
