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

versions as (
    select * from {{ ref('int_article_versions__observed') }}
),

texts as (
    select
        articles.article_id,
        'title' as field,
        versions.title as text
    from articles
    inner join versions on articles.article_version_id = versions.article_version_id
    union all
    select
        articles.article_id,
        'body' as field,
        versions.body as text
    from articles
    inner join versions on articles.article_version_id = versions.article_version_id
),

terms as (
    {{ text_terms('texts') }}
),

counted as (
    select
        article_id,
        term,
        cast(count(*) filter (where field = 'title') as integer) as title_count,
        cast(count(*) filter (where field = 'body') as integer) as body_count
    from terms
    group by article_id, term
),

final as (
    select
        counted.article_id,
        counted.term,
        counted.title_count,
        counted.body_count,
        {{ row_state('articles') }} as row_state
    from counted
    inner join articles on counted.article_id = articles.article_id
)

select * from final
