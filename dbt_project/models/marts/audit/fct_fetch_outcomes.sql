{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_vanished_rows('int_fetches__classified', 'fetch_id') }}",
) }}

with

fetches as (
    select * from {{ ref('int_fetches__classified') }}
    {% if is_incremental() %}
        where fetch_id not in (select held.fetch_id from {{ this }} as held)
    {% endif %}
),

final as (
    select
        fetch_id,
        source_id,
        url,
        final_url,
        requested_at,
        requested_date,
        attempt,
        outcome_code,
        outcome_class,
        http_status,
        elapsed_ms,
        byte_count,
        content_type,
        charset,
        replacement_char_count,
        content_sha256,
        message,
        batch_id,
        {{ code_state() }} as row_state
    from fetches
)

select * from final
