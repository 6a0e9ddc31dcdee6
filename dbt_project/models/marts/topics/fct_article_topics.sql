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

topics as (
    select * from {{ ref('int_article_topics__identified') }}
),

final as (
    select
        topics.article_topic_id,
        articles.article_id,
        articles.article_version_id,
        articles.story_id,
        articles.text_sha256,
        topics.topic_id,
        topics.rank,
        topics.score,
        topics.rank = 1 as is_main,
        topics.evidence,
        articles.published_at,
        articles.is_demo,
        articles.extractor_version,
        articles.extraction_id,
        {{ row_state('articles') }} as row_state
    from articles
    inner join topics
        on
            articles.article_version_id = topics.article_version_id
            and articles.rows_extraction_id = topics.extraction_id
)

select * from final
