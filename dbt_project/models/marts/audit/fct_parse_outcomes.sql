{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_vanished_rows('int_parse_outcomes__classified', '(outcome_id, batch_id)') }}",
) }}

with

outcomes as (
    select * from {{ ref('int_parse_outcomes__classified') }}
    {% if is_incremental() %}
        where
            (outcome_id, batch_id) not in (
                select (held.outcome_id, held.batch_id) from {{ this }} as held
            )
    {% endif %}
),

final as (
    select
        outcome_id,
        listing_id,
        fetch_id,
        source_id,
        position,
        outcome_code,
        outcome_class,
        article_id,
        article_version_id,
        url,
        title,
        message,
        observed_at,
        observed_date,
        batch_id,
        {{ code_state() }} as row_state
    from outcomes
)

select * from final
