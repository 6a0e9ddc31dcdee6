{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_rows(sightings_state(), 'int_articles__current') }}",
) }}

with

articles as (
    select * from {{ ref('int_articles__current') }}
    {% if is_incremental() %}
        where article_id not in (select held.article_id from {{ this }} as held)
    {% endif %}
),

versions as (
    select * from {{ ref('int_article_versions__observed') }}
),

extractions as (
    select * from {{ ref('int_extractions__current') }}
),

withheld as (
    select * from {{ ref('int_articles__withheld') }}
),

read_texts as (
    select * from {{ ref('int_extractions__texts') }}
    {% if is_incremental() %}
        where extraction_id in (select articles.rows_extraction_id from articles)
    {% endif %}
),

final as (
    select
        articles.article_id,
        articles.article_version_id,
        articles.story_id,
        articles.text_sha256,
        articles.source_id,
        versions.external_id,
        versions.url,
        versions.title,
        versions.source_name,
        versions.author,
        versions.original_account,
        versions.original_author,
        versions.original_title,
        versions.original_url,
        versions.published_at,
        versions.published_raw,
        versions.title_language,
        versions.body_language,
        coalesce(versions.body_language, versions.title_language) as language,
        versions.body_kind,
        versions.is_truncated,
        cast(length(versions.body) as bigint) as body_char_count,
        versions.credit_end_char,
        versions.citations,
        cast(coalesce({{ json_array_size('versions.citations') }}, 0) as bigint) as citation_count,
        read_texts.reading_body,
        extractions.extractor_version,
        extractions.basis as extraction_basis,
        withheld.article_id is null as is_body_published,
        articles.is_deleted,
        articles.deleted_at,
        articles.version_count,
        articles.is_demo,
        articles.first_seen_at,
        articles.last_seen_at,
        articles.extraction_id,
        {{ row_state('articles', sightings_state()) }} as row_state
    from articles
    inner join versions on articles.article_version_id = versions.article_version_id
    left join extractions on articles.article_version_id = extractions.article_version_id
    left join withheld on articles.article_id = withheld.article_id
    left join read_texts on articles.rows_extraction_id = read_texts.extraction_id
)

select * from final
