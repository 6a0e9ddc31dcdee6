with

links as (
    select * from {{ ref('int_articles__story_links') }}
),

articles as (
    select * from {{ ref('int_articles__current') }}
),

final as (
    select
        {{ hash_key('storylink', [
            'links.reason',
            'links.article_id',
            'links.other_article_id',
        ]) }} as story_link_id,
        articles.story_id,
        links.article_id,
        links.other_article_id,
        links.reason,
        links.similarity,
        links.containment,
        links.shared_figure_count,
        links.shared_company_count,
        {{ hours_between('articles.published_at', 'others.published_at') }} as hours_apart,
        articles.is_demo
    from links
    inner join articles on links.article_id = articles.article_id
    inner join articles as others on links.other_article_id = others.article_id
)

select * from final
