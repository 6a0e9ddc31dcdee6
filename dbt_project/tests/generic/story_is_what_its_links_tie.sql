{# Links between two stories, and stories with too few links to tie their articles together. #}
{% test story_is_what_its_links_tie(model) %}
    with

    articles as (
        select
            article_id,
            story_id
        from {{ ref('fct_articles') }}
    ),

    torn as (
        select links.story_id
        from {{ model }} as links
        inner join articles as a on links.article_id = a.article_id
        inner join articles as b on links.other_article_id = b.article_id
        where a.story_id != links.story_id or b.story_id != links.story_id
    ),

    story_sizes as (
        select
            story_id,
            count(*) as article_count
        from articles
        group by story_id
    ),

    linked as (
        select
            story_id,
            count(distinct (article_id, other_article_id)) as pair_count
        from {{ model }}
        group by story_id
    ),

    loose as (
        select story_sizes.story_id
        from story_sizes
        left join linked on story_sizes.story_id = linked.story_id
        where story_sizes.article_count > 1 + coalesce(linked.pair_count, 0)
    )

    select story_id from torn
    union all
    select story_id from loose
{% endtest %}
