-- One row: what was published between two days (UTC, both included; null: no limit). articles, texts, stories;
-- repost_share, the articles that repeat a story, in percent; companies, those named; facts, figures stated;
-- expected_share, the facts that are forecast, meant or possible, and suspect_share, those whose scale cannot
-- be right, in percent: `select * from marts.archive_measures(null, null)`.
create macro marts.archive_measures(first_date, last_date) as table
with

dated as (
    select * from marts.articles_between(first_date, last_date)
),

published as (
    select
        count(*) as articles,
        count(distinct text_sha256) as texts,
        count(distinct story_id) as stories
    from dated
),

named as (
    select count(distinct mentions.company_id) as companies
    from marts.fct_company_mentions as mentions
    inner join dated on mentions.article_id = dated.article_id
),

stated as (
    select
        count(*) as facts,
        count(*) filter (where facts.modality != 'actual') as expected_facts,
        count(*) filter (where facts.is_scale_suspect) as suspect_facts
    from marts.fct_metric_observations as facts
    inner join dated on facts.article_id = dated.article_id
)

select
    published.articles,
    published.texts,
    published.stories,
    round(
        100.0 * (published.articles - published.stories) / nullif(published.articles, 0), 2
    ) as repost_share,
    named.companies,
    stated.facts,
    round(100.0 * stated.expected_facts / nullif(stated.facts, 0), 2) as expected_share,
    round(100.0 * stated.suspect_facts / nullif(stated.facts, 0), 2) as suspect_share
from published
cross join named
cross join stated;
