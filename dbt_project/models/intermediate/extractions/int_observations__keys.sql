{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_vanished_rows('stg_raw__observations', 'concat(extraction_id, batch_id)') }}",
) }}

with

observations as (
    select * from {{ ref('stg_raw__observations') }}
    {% if is_incremental() %}
        where extraction_id not in (select held.extraction_id from {{ this }} as held)
    {% endif %}
),

numbered as (
    select
        extraction_id,
        observation_index,
        batch_id,
        article_version_id,
        field,
        start_char,
        end_char,
        row_number() over (
            partition by extraction_id, article_version_id, field, start_char, end_char
            order by observation_index
        ) as index_among_equals
    from observations
),

identified as (
    select
        extraction_id,
        observation_index,
        batch_id,
        {{ hash_key('obs', [
            'article_version_id',
            'field',
            'start_char',
            'end_char',
            'index_among_equals',
        ]) }} as observation_id,
        {{ code_state() }} as row_state
    from numbered
)

select * from identified
