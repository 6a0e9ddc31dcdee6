with

articles as (
    select * from {{ ref('int_articles__held') }}
),

mentions as (
    select * from {{ ref('int_company_mentions__read') }}
),

candidate_mentions as (
    select
        mentions.company_id,
        mentions.surface,
        articles.story_id
    from articles
    inner join mentions
        on
            articles.article_version_id = mentions.article_version_id
            and articles.rows_extraction_id = mentions.extraction_id
    where mentions.company_id like 'candidate:%'
),

surfaces as (
    select
        company_id,
        surface,
        count(distinct story_id) as story_count,
        count(*) as mention_count
    from candidate_mentions
    group by company_id, surface
),

ranked as (
    select
        *,
        row_number() over (
            partition by company_id
            order by story_count desc, mention_count desc, length(surface) asc, surface asc
        ) as surface_rank
    from surfaces
),

final as (
    select
        company_id,
        min(surface) filter (
            where surface_rank = 1 and {{ has_chinese('surface') }}
        ) as name_zh,
        min(surface) filter (
            where surface_rank = 1 and not {{ has_chinese('surface') }}
        ) as name_en,
        {{ sorted_list('surface') }} as surfaces
    from ranked
    group by company_id
)

select * from final
