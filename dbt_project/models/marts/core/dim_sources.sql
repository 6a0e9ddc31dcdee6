with

sources as (
    select * from {{ ref('int_sources__latest') }}
),

final as (
    select
        source_id,
        name as name_en,
        name_zh,
        kind,
        language,
        time_zone,
        home_url,
        expected_articles_per_day,
        is_body_published,
        is_enabled,
        is_demo
    from sources
)

select * from final
