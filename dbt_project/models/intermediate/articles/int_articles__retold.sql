-- The same article in two languages, or told and summed up: no words are shared, so it is known
-- by its title, its figures, the companies it names, and its time. Digests tell several stories and
-- are left out.
with

latest_versions as (
    select * from {{ ref('int_articles__latest_version') }}
),

versions as (
    select * from {{ ref('int_article_versions__texts') }}
),

extractions as (
    select * from {{ ref('int_extractions__current') }}
),

observations as (
    select * from {{ ref('stg_raw__observations') }}
),

mentions as (
    select * from {{ ref('stg_raw__company_mentions') }}
),

units as (
    select * from {{ ref('int_units__stated') }}
),

articles as (
    select
        versions.article_id,
        versions.is_demo,
        versions.title_id,
        versions.title_size,
        versions.published_at,
        versions.body_language,
        versions.body_kind,
        extractions.rows_extraction_id
    from latest_versions
    inner join versions on latest_versions.article_version_id = versions.article_version_id
    left join extractions on versions.article_version_id = extractions.article_version_id
    where
        versions.published_at is not null
        and versions.body_language is not null
        and versions.body_kind != 'digest'
),

-- Figures of three significant digits and more: smaller ones meet by chance.
figures as (
    select distinct
        articles.article_id,
        articles.is_demo,
        articles.published_at,
        articles.body_language,
        units.base_unit,
        round(observations.value_low * units.factor_to_base, 4) as figure
    from articles
    inner join observations on articles.rows_extraction_id = observations.extraction_id
    inner join units on observations.unit = units.unit
    where
        length(trim(regexp_replace(observations.figure_text, '[^0-9]', '', 'g'), '0')) >= 3
),

companies as (
    select distinct
        articles.article_id,
        mentions.company_id
    from articles
    inner join mentions on articles.rows_extraction_id = mentions.extraction_id
    where mentions.company_id not like 'candidate:%'
),

figure_counts as (
    select
        article_id,
        count(*) as figure_count
    from figures
    group by article_id
),

company_counts as (
    select
        article_id,
        count(*) as company_count
    from companies
    group by article_id
),

titled_alike as (
    select
        a.article_id,
        b.article_id as other_article_id,
        'shared_title' as reason
    from articles as a
    inner join articles as b
        on
            a.title_id = b.title_id
            and a.is_demo = b.is_demo
            and a.article_id < b.article_id
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
        a.article_id,
        b.article_id as other_article_id,
        'shared_figures' as reason
    from figures as a
    inner join figures as b
        on
            a.figure = b.figure
            and a.base_unit = b.base_unit
            and a.is_demo = b.is_demo
            and a.article_id < b.article_id
            and a.body_language != b.body_language
    where abs({{ hours_between('a.published_at', 'b.published_at') }}) <= 48
    group by a.article_id, b.article_id
    having count(*) >= 3
),

pairs as (
    select * from titled_alike
    union
    select * from stating_alike
),

shared_figures as (
    select
        pairs.article_id,
        pairs.other_article_id,
        pairs.reason,
        count(*) as shared_figure_count
    from pairs
    inner join figures as a on pairs.article_id = a.article_id
    inner join figures as b
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
    inner join companies as a on pairs.article_id = a.article_id
    inner join companies as b
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
)

select * from believed
