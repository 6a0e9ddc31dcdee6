-- Articles that hold every word of the query, best first: `select * from marts.search('宁德时代 储能')`.
-- A word of Latin letters or digits is matched whole, in any case; a run of Chinese characters must stand
-- in the title or body as it is. Ranked by BM25 (k = 1.2, b = 0.75; a place in the title counts as five
-- in the body).
create macro marts.search(query) as table
with

words as (
    select distinct unnest(
        regexp_extract_all(lower(query), '[a-z0-9]+|[\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}]+')
    ) as word
),

query_terms as (
    select distinct
        substr(word, position, case when ascii(word) > 127 then 2 else length(word) end) as term
    from (
        select
            word,
            unnest(case when ascii(word) > 127 then range(1, greatest(length(word), 2)) else [1] end)
                as position
        from words
    ) as positions
),

hits as (
    select
        held.article_id,
        held.term,
        5 * held.title_count + held.body_count as weight,
        count(*) over (partition by held.term) as article_count
    from marts.fct_article_terms as held
    where held.term in (select query_terms.term from query_terms)
),

archive as (
    select
        count(*) as article_count,
        greatest(avg(body_char_count), 1) as mean_length
    from marts.fct_articles
    where not is_deleted
),

scored as (
    select
        hits.article_id,
        sum(
            ln(1 + (archive.article_count - hits.article_count + 0.5) / (hits.article_count + 0.5))
            * hits.weight * 2.2
            / (
                hits.weight
                + 1.2 * (0.25 + 0.75 * articles.body_char_count / archive.mean_length)
            )
        ) as score
    from hits
    inner join marts.fct_articles as articles on hits.article_id = articles.article_id
    cross join archive
    group by hits.article_id
    having count(*) = (select count(*) from query_terms)
),

-- All pairs of neighbours may stand apart from each other: the word itself must be there.
exact as (
    select
        scored.article_id,
        scored.score,
        articles.article_version_id
    from scored
    inner join marts.fct_articles as articles on scored.article_id = articles.article_id
    inner join marts.fct_article_versions as versions
        on articles.article_version_id = versions.article_version_id
    where
        not exists (
            select 1
            from words
            where
                length(words.word) > 2
                and ascii(words.word) > 127
                and not contains(versions.title, words.word)
                and not contains(versions.body, words.word)
        )
)

select
    articles.article_id,
    round(exact.score, 4) as score,
    articles.title,
    articles.published_at,
    articles.source_id,
    articles.story_id,
    articles.language,
    articles.url
from exact
inner join marts.fct_articles as articles on exact.article_id = articles.article_id
order by exact.score desc, articles.published_at desc nulls last, articles.article_id asc;
