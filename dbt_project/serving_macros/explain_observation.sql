-- Where a number comes from, one row per piece: the figure, its sentence, its article with address and versions,
-- the rules that read it, the vocabulary entries of its metric, subject and unit that stand in its words, the
-- models that it went through, and what was published: `select * from marts.explain_observation('obs_…')`.
create macro marts.explain_observation(wanted_id) as table
with

fact as (
    select *
    from marts.fct_metric_observations
    where observation_id = wanted_id
),

article as (
    select articles.*
    from marts.fct_articles as articles
    inner join fact on articles.article_id = fact.article_id
),

texts as (
    select
        fact.metric_id,
        provenance.folded(fact.figure_text) as figure,
        provenance.folded(fact.evidence_text) as sentence,
        provenance.folded(concat_ws(chr(10), versions.title, versions.body)) as text
    from fact
    inner join marts.fct_article_versions as versions
        on fact.article_version_id = versions.article_version_id
),

-- What the number names: its unit, its metric, and whom it is about.
named as (
    select 'unit' as kind, unit as key, 1 as kind_order
    from fact
    union all
    select 'metric' as kind, metric_id as key, 2 as kind_order
    from fact
    union all
    select
        unnest(['company', 'subject']) as kind,
        unnest([company_id, subject_id]) as key,
        3 as kind_order
    from fact
    union all
    select 'company' as kind, counterparty_company_id as key, 4 as kind_order
    from fact
),

entries as (
    select
        named.kind_order,
        named.kind,
        named.key,
        terms.term,
        terms.folded_term,
        string_agg(distinct terms.seed, ', ' order by terms.seed) as seeds,
        case
            when named.kind = 'unit' then contains(any_value(texts.figure), terms.folded_term)::integer
            when contains(any_value(texts.sentence), terms.folded_term) then 2
            when
                named.kind in ('company', 'subject')
                and contains(any_value(texts.text), terms.folded_term)
                then 1
            else 0
        end as nearness
    from named
    inner join provenance.vocabulary_terms as terms
        on named.kind = terms.kind and named.key = terms.key
    cross join texts
    group by named.kind_order, named.kind, named.key, terms.term, terms.folded_term
),

-- The nearest of each thing, and of those that hold each other the longest.
matched as (
    select entries.*
    from entries
    where
        entries.nearness > 0
        and not exists (
            select 1
            from entries as longer
            where
                longer.kind = entries.kind
                and longer.key = entries.key
                and (
                    longer.nearness > entries.nearness
                    or (
                        longer.nearness = entries.nearness
                        and length(longer.folded_term) > length(entries.folded_term)
                        and contains(longer.folded_term, entries.folded_term)
                    )
                )
        )
),

pieces as (
    select 1 as part_order, 0 as place, 'figure' as part, 'as written' as name, figure_text as detail
    from fact
    union all
    select
        1, 1, 'figure', 'as read',
        concat_ws(
            ' ',
            coalesce(subject_name, '(no subject)') || ':',
            metric_id || ',',
            printf('%.15g', value_low),
            case when value_high != value_low then '– ' || printf('%.15g', value_high) end,
            unit || ',',
            bound || ',',
            modality || ',',
            coalesce(period_label, 'no period stated')
        )
    from fact
    union all
    select 1, 2, 'figure', 'doubted', concat_ws('; likelier ', flag_reason, printf('%.15g', value_candidate))
    from fact
    where flag_reason is not null
    union all
    select 2, 0, 'sentence', concat(field, ', characters ', start_char, ' to ', end_char), evidence_text
    from fact
    union all
    select 3, 0, 'article', 'title', title
    from article
    union all
    select 3, 1, 'article', 'url', coalesce(url, '(none)')
    from article
    union all
    select
        3, 2, 'article', 'source',
        concat_ws(', ', source_id, author, strftime(published_at at time zone 'UTC', '%Y-%m-%d %H:%M UTC'))
    from article
    union all
    select 3, 3, 'article', 'article_id, story_id', concat_ws(', ', article_id, story_id)
    from article
    union all
    select
        4,
        row_number() over (order by versions.seen_at, versions.article_version_id),
        'version',
        versions.article_version_id,
        concat_ws(
            ', ',
            'seen ' || strftime(versions.seen_at at time zone 'UTC', '%Y-%m-%d %H:%M UTC'),
            versions.body_kind,
            concat(versions.body_char_count, ' characters'),
            'parser ' || versions.parser || ' ' || versions.parser_version,
            case when versions.article_version_id = fact.article_version_id then 'the number is read in it' end
        )
    from marts.fct_article_versions as versions
    inner join fact on versions.article_id = fact.article_id
    union all
    select
        5,
        place,
        'rule',
        case
            when rule_count = 4 then ['number', 'metric', 'subject', 'period'][place]
            else concat('rule ', place)
        end,
        detail
    from (
        select
            generate_subscripts(string_split(rule, '; '), 1) as place,
            unnest(string_split(rule, '; ')) as detail,
            len(string_split(rule, '; ')) as rule_count
        from fact
    ) as rules
    union all
    select
        6,
        kind_order,
        'vocabulary',
        concat(kind, ' ', key),
        concat(
            term, ' (', seeds, ')',
            case when nearness = 1 and kind in ('company', 'subject') then ', elsewhere in the article' else '' end
        )
    from matched
    union all
    select 7, step, 'model', concat(layer, '.', name), file
    from provenance.lineage
    where mart = 'fct_metric_observations' and exists (select 1 from fact)
    union all
    select 8, 0, 'publication', publication_id, concat_ws(', ', 'build ' || build_id, 'code ' || code_version)
    from marts.publication
    where exists (select 1 from fact)
    union all
    select 8, 1, 'publication', 'extractor', extractor_version
    from fact
)

select
    part,
    name,
    detail
from pieces
order by part_order asc, place asc, name asc, detail asc;
