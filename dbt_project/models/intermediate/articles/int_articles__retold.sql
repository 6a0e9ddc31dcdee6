-- The same article in two languages, or told and summed up: no words are shared, so it is known
-- by its title, its figures, the companies it names, and its time. Digests tell several stories and
-- are left out.
-- Incremental: whether two articles tell the same depends on these two alone. An article that has
-- been compared with all others has a row with itself, in the state in which it was compared; a
-- build compares only those that have none.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ delete_stale_pairs() }}",
) }}

with

latest_readings as (
    select
        *,
        {{ row_state('latest_readings') }} as row_state
    from {{ ref('int_articles__latest_reading') }} as latest_readings
    where
        latest_readings.published_at is not null
        and latest_readings.body_language is not null
        and latest_readings.body_kind != 'digest'
),

all_figures as (
    select * from {{ ref('int_articles__figures') }}
),

mentions as (
    select * from {{ ref('stg_raw__company_mentions') }}
),

articles as (
    select
        *,
        {% if is_incremental() %}
            article_id not in (
                select compared.article_id from {{ this }} as compared
                where compared.reason = 'compared'
            )
        {% else %}
            true
        {% endif %} as is_new
    from latest_readings
),

new_articles as (
    select * from articles
    where is_new
),

-- Each pair once: a new article with an old one, or two new ones in the order of their keys.
figures as (
    select
        all_figures.*,
        new_articles.article_id is not null as is_new
    from all_figures
    left join new_articles on all_figures.article_id = new_articles.article_id
),

titled_alike as (
    select
        least(a.article_id, b.article_id) as article_id,
        greatest(a.article_id, b.article_id) as other_article_id,
        'shared_title' as reason
    from new_articles as a
    inner join articles as b
        on
            a.title_id = b.title_id
            and a.is_demo = b.is_demo
            and (not b.is_new or a.article_id < b.article_id)
    where
        a.title_size >= 16
        and (
            a.body_language != b.body_language
            or (a.body_kind = 'summary') != (b.body_kind = 'summary')
        )
        and abs({{ hours_between('a.published_at', 'b.published_at') }}) <= 72
),

stating_alike as (
    select
        least(a.article_id, b.article_id) as article_id,
        greatest(a.article_id, b.article_id) as other_article_id,
        'shared_figures' as reason
    from figures as a
    inner join figures as b
        on
            a.figure = b.figure
            and a.base_unit = b.base_unit
            and a.is_demo = b.is_demo
            and (not b.is_new or a.article_id < b.article_id)
            and a.body_language != b.body_language
    where
        a.is_new
        and abs({{ hours_between('a.published_at', 'b.published_at') }}) <= 48
    group by a.article_id, b.article_id
    having count(*) >= 3
),

pairs as (
    select * from titled_alike
    union
    select * from stating_alike
),

paired_figures as (
    select
        article_id,
        base_unit,
        figure
    from all_figures
    where
        article_id in (
            select pairs.article_id from pairs
            union all
            select pairs.other_article_id from pairs
        )
),

paired_companies as (
    select distinct
        articles.article_id,
        mentions.company_id
    from articles
    inner join mentions on articles.rows_extraction_id = mentions.extraction_id
    where
        mentions.company_id not like 'candidate:%'
        and articles.article_id in (
            select pairs.article_id from pairs
            union all
            select pairs.other_article_id from pairs
        )
),

figure_counts as (
    select
        article_id,
        count(*) as figure_count
    from paired_figures
    group by article_id
),

company_counts as (
    select
        article_id,
        count(*) as company_count
    from paired_companies
    group by article_id
),

shared_figures as (
    select
        pairs.article_id,
        pairs.other_article_id,
        pairs.reason,
        count(*) as shared_figure_count
    from pairs
    inner join paired_figures as a on pairs.article_id = a.article_id
    inner join paired_figures as b
        on
            pairs.other_article_id = b.article_id
            and a.figure = b.figure
            and a.base_unit = b.base_unit
    group by pairs.article_id, pairs.other_article_id, pairs.reason
),

shared_companies as (
    select
        pairs.article_id,
        pairs.other_article_id,
        pairs.reason,
        count(*) as shared_company_count
    from pairs
    inner join paired_companies as a on pairs.article_id = a.article_id
    inner join paired_companies as b
        on
            pairs.other_article_id = b.article_id
            and a.company_id = b.company_id
    group by pairs.article_id, pairs.other_article_id, pairs.reason
),

counted as (
    select
        pairs.article_id,
        pairs.other_article_id,
        pairs.reason,
        coalesce(shared_figures.shared_figure_count, 0) as shared_figure_count,
        coalesce(shared_companies.shared_company_count, 0) as shared_company_count,
        least(
            coalesce(a_figures.figure_count, 0), coalesce(b_figures.figure_count, 0)
        ) as least_figure_count,
        least(
            coalesce(a_figures.figure_count, 0) + coalesce(a_companies.company_count, 0),
            coalesce(b_figures.figure_count, 0) + coalesce(b_companies.company_count, 0)
        ) as least_told_count
    from pairs
    left join shared_figures
        on
            pairs.article_id = shared_figures.article_id
            and pairs.other_article_id = shared_figures.other_article_id
            and pairs.reason = shared_figures.reason
    left join shared_companies
        on
            pairs.article_id = shared_companies.article_id
            and pairs.other_article_id = shared_companies.other_article_id
            and pairs.reason = shared_companies.reason
    left join figure_counts as a_figures on pairs.article_id = a_figures.article_id
    left join figure_counts as b_figures on pairs.other_article_id = b_figures.article_id
    left join company_counts as a_companies on pairs.article_id = a_companies.article_id
    left join company_counts as b_companies on pairs.other_article_id = b_companies.article_id
),

-- Under one title: something in common, unless one of them tells nothing. Without: at least three
-- figures, most of what the one with fewer states, and two companies.
believed as (
    select
        article_id,
        other_article_id,
        reason,
        shared_figure_count,
        shared_company_count
    from counted
    where
        case reason
            when 'shared_title'
                then shared_figure_count + shared_company_count > 0 or least_told_count = 0
            else
                shared_figure_count >= 3
                and shared_company_count >= 2
                and shared_figure_count >= 0.6 * least_figure_count
        end
),

compared as (
    select
        believed.article_id,
        believed.other_article_id,
        believed.reason,
        believed.shared_figure_count,
        believed.shared_company_count,
        a.row_state,
        b.row_state as other_row_state
    from believed
    inner join articles as a on believed.article_id = a.article_id
    inner join articles as b on believed.other_article_id = b.article_id
    union all
    select
        article_id,
        article_id as other_article_id,
        'compared' as reason,
        null as shared_figure_count,
        null as shared_company_count,
        row_state,
        row_state as other_row_state
    from new_articles
)

select * from compared
