{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_rows() }}",
) }}

with

articles as (
    select * from {{ ref('int_articles__held') }}
    {% if is_incremental() %}
        where article_id not in (select held.article_id from {{ this }} as held)
    {% endif %}
),

mentions as (
    select * from {{ ref('int_company_mentions__read') }}
),

final as (
    select
        {{ hash_key('men', [
            'mentions.article_version_id',
            'mentions.company_id',
            'mentions.field',
            'mentions.start_char',
            'mentions.end_char',
        ]) }} as mention_id,
        articles.article_id,
        articles.article_version_id,
        articles.story_id,
        articles.text_sha256,
        articles.source_id,
        mentions.company_id,
        mentions.surface,
        mentions.field,
        mentions.start_char,
        mentions.end_char,
        mentions.rule,
        articles.published_at,
        articles.is_demo,
        articles.extractor_version,
        articles.extraction_id,
        {{ row_state('articles') }} as row_state
    from articles
    inner join mentions
        on
            articles.article_version_id = mentions.article_version_id
            and articles.rows_extraction_id = mentions.extraction_id
)

select * from final
