-- Articles that tell the same text are one story, so are those that a link ties, and so are those
-- that a third one ties together: connected components. The recursion runs over texts, not over
-- articles, so that a text with a thousand reposts costs one row. Most articles have no link: each
-- is a story.
with recursive

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

links as (
    select * from {{ ref('int_articles__story_links') }}
),

linked_articles as (
    select article_id from links
    union
    select other_article_id as article_id from links
),

article_texts as (
    select distinct
        article_id,
        concat(cast(is_demo as text), ':', text_sha256) as text_key
    from versions
    where article_id in (select linked_articles.article_id from linked_articles)
),

texts as (
    select
        text_key,
        min(article_id) as smallest_article_id
    from article_texts
    group by text_key
),

first_texts as (
    select
        article_id,
        min(text_key) as text_key
    from article_texts
    group by article_id
),

linked_texts as (
    select
        a.text_key,
        b.text_key as tied_text_key
    from links
    inner join first_texts as a on links.article_id = a.article_id
    inner join first_texts as b on links.other_article_id = b.article_id
    where links.reason != 'same_text'
),

ties as (
    select
        a.text_key,
        b.text_key as tied_text_key
    from article_texts as a
    inner join article_texts as b
        on
            a.article_id = b.article_id
            and a.text_key != b.text_key
    union
    select
        text_key,
        tied_text_key
    from linked_texts
    union
    select
        tied_text_key as text_key,
        text_key as tied_text_key
    from linked_texts
),

reachable as (
    select
        text_key,
        tied_text_key
    from ties
    union
    select
        reachable.text_key,
        ties.tied_text_key
    from reachable
    inner join ties on reachable.tied_text_key = ties.text_key
),

tied_stories as (
    select
        reachable.text_key,
        min(texts.smallest_article_id) as smallest_article_id
    from reachable
    inner join texts on reachable.tied_text_key = texts.text_key
    group by reachable.text_key
),

text_stories as (
    select
        texts.text_key,
        least(
            texts.smallest_article_id,
            coalesce(tied_stories.smallest_article_id, texts.smallest_article_id)
        ) as smallest_article_id
    from texts
    left join tied_stories on texts.text_key = tied_stories.text_key
),

stories as (
    select
        article_texts.article_id,
        min(text_stories.smallest_article_id) as smallest_article_id
    from article_texts
    inner join text_stories on article_texts.text_key = text_stories.text_key
    group by article_texts.article_id
),

articles as (
    select distinct article_id from versions
),

keyed as (
    select
        articles.article_id,
        {{ hash_key('story', [
            'coalesce(stories.smallest_article_id, articles.article_id)',
        ]) }} as story_id
    from articles
    left join stories on articles.article_id = stories.article_id
)

select * from keyed
