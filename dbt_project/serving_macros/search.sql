-- Articles that hold every word of the query in title or body, the best 1,000 of them, best first:
-- `select * from marts.search('宁德时代 储能')`; `hits := 50` asks for fewer or more. A word of letters or digits
-- is matched whole, in any case, width and accent; a run of Chinese characters must stand there as it is,
-- simplified or traditional. An article whose text is not published is found by its title. Ranked by BM25
-- (k = 1.2, b = 0.75; a place in the title counts as five in the body).
create macro marts.search(query, hits := 1000) as table
with

words as (
    select
        word,
        row_number() over () as word_no,
        search.pairs(word) as pairs
    from (select distinct unnest(search.words(query)) as word) as cut
),

-- What a word is made of: a Chinese one of pairs of neighbours, any other of itself.
parts as (
    select
        word_no,
        cast(unnest(pairs) as integer) as term_no,
        cast(generate_subscripts(pairs, 1) - 1 as integer) as part_no,
        len(pairs) as part_count
    from words
    union all
    select
        words.word_no,
        terms.term_no,
        0 as part_no,
        1 as part_count
    from words
    inner join search.terms as terms on words.word = terms.term
),

standing as (
    select
        parts.word_no,
        parts.part_no,
        parts.part_count,
        places.article_no,
        places.place - parts.part_no as place
    from search.places as places
    inner join parts on places.term_no = parts.term_no
),

-- The part of each word that stands in the fewest places: only there the others are looked for.
rarest as (
    select
        word_no,
        arg_min(part_no, place_count) as part_no
    from (
        select
            word_no,
            part_no,
            count(*) as place_count
        from standing
        where part_count > 1
        group by word_no, part_no
    ) as part_places
    group by word_no
),

anchors as (
    select
        standing.word_no,
        standing.article_no,
        standing.place
    from standing
    inner join rarest on standing.word_no = rarest.word_no and standing.part_no = rarest.part_no
),

-- A word stands where all its parts stand one behind the other. Places before 0 are the title's.
whole as (
    select
        word_no,
        article_no,
        case when place < 0 then 5 else 1 end as weight
    from standing
    where part_count = 1
    union all
    select
        standing.word_no,
        standing.article_no,
        case when standing.place < 0 then 5 else 1 end as weight
    from standing
    inner join anchors
        on
            standing.article_no = anchors.article_no
            and standing.place = anchors.place
            and standing.word_no = anchors.word_no
    group by standing.word_no, standing.article_no, standing.place, standing.part_count
    having count(*) = standing.part_count
),

weighted as (
    select
        word_no,
        article_no,
        cast(sum(weight) as double) as weight
    from whole
    group by word_no, article_no
),

rarity as (
    select
        weighted.word_no,
        ln(1 + (totals.article_count - count(*) + 0.5) / (count(*) + 0.5))::double as idf
    from weighted
    cross join search.totals as totals
    group by weighted.word_no, totals.article_count
),

found as (
    select
        weighted.article_no,
        sum(
            rarity.idf * weighted.weight * 2.2::double
            / (
                weighted.weight
                + 1.2::double
                * (0.25::double + 0.75::double * numbered.char_count / totals.mean_char_count)
            )
        ) as score
    from weighted
    inner join rarity on weighted.word_no = rarity.word_no
    inner join search.articles as numbered on weighted.article_no = numbered.article_no
    cross join search.totals as totals
    group by weighted.article_no
    having count(*) = (select count(*) from words)
    order by score desc, weighted.article_no asc
    limit hits
)

select
    articles.article_id,
    round(found.score, 4) as score,
    articles.title,
    articles.published_at,
    articles.source_id,
    articles.story_id,
    articles.language,
    articles.url
from found
inner join search.articles as numbered on found.article_no = numbered.article_no
inner join marts.fct_articles as articles on numbered.article_id = articles.article_id
order by score desc, articles.published_at desc nulls last, articles.article_id asc;
