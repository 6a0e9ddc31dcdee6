-- Articles that tell the same text are one story, so are those that a link ties, and so are those
-- that a third one ties together: connected components. The recursion runs over texts, not over
-- articles, so that a text with a thousand reposts costs one row, and over those that are tied to
-- another: most are not.
with recursive

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

links as (
    select * from {{ ref('int_articles__story_links') }}
    where reason != 'same_text'
),

article_texts as (
    select distinct
        article_id,
        concat(cast(is_demo as text), ':', text_sha256) as text_key
    from versions
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

keyed as (
    select
        article_id,
        {{ hash_key('story', ['smallest_article_id']) }} as story_id
    from stories
)

select * from keyed
