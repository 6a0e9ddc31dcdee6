{# Rows whose characters [start, end) of the landed field are not the stated text, or whose version
   is not the latest one of an article that is not deleted. #}
{% test span_is_text(model, text_column, start_column="start_char", end_column="end_char") %}
    with

    stated as (
        select * from {{ model }}
    ),

    articles as (
        select * from {{ ref('fct_articles') }}
        where not is_deleted
    ),

    versions as (
        select * from {{ ref('fct_article_versions') }}
    ),

    landed as (
        select
            stated.*,
            articles.article_version_id as latest_version_id,
            case stated.field when 'title' then versions.title else versions.body end as landed_text
        from stated
        left join articles on stated.article_version_id = articles.article_version_id
        left join versions on stated.article_version_id = versions.article_version_id
    )

    select *
    from landed
    where
        latest_version_id is null
        or landed_text is null
        or substr(landed_text, {{ start_column }} + 1, {{ end_column }} - {{ start_column }})
        != {{ text_column }}
{% endtest %}
