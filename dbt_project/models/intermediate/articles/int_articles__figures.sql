-- Figures of three significant digits and more: smaller ones meet by chance. Incremental: an
-- article's figures change with its latest version or with the extraction that holds.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_rows(relation_name='int_articles__latest_reading') }}",
) }}

with

articles as (
    select * from {{ ref('int_articles__latest_reading') }}
    where
        published_at is not null
        and body_language is not null
        and body_kind != 'digest'
    {% if is_incremental() %}
            and article_id not in (select held.article_id from {{ this }} as held)
        {% endif %}
),

observations as (
    select * from {{ ref('stg_raw__observations') }}
),

units as (
    select * from {{ ref('int_units__stated') }}
),

figures as (
    select distinct
        articles.article_id,
        articles.is_demo,
        articles.published_at,
        articles.body_language,
        units.base_unit,
        round(observations.value_low * units.factor_to_base, 4) as figure,
        {{ row_state('articles') }} as row_state
    from articles
    inner join observations on articles.rows_extraction_id = observations.extraction_id
    inner join units on observations.unit = units.unit
    where {{ significant_digits('observations.figure_text') }} >= 3
)

select * from figures
