{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_vanished_rows('int_article_versions__observed', '(article_version_id, batch_id)') }}",
) }}

with

versions as (
    select * from {{ ref('int_article_versions__observed') }}
    {% if is_incremental() %}
        where
            (article_version_id, batch_id) not in (
                select (held.article_version_id, held.batch_id) from {{ this }} as held
            )
    {% endif %}
),

final as (
    select
        article_version_id,
        article_id,
        source_id,
        content_sha256,
        text_sha256,
        title,
        body,
        cast(length(body) as bigint) as body_char_count,
        body_kind,
        is_truncated,
        title_language,
        body_language,
        published_at,
        published_raw,
        url,
        author,
        parser,
        parser_version,
        is_demo,
        seen_at,
        batch_id,
        {{ code_state() }} as row_state
    from versions
)

select * from final
