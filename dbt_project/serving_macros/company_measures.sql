-- One row per company named between two days (UTC, both included; null: no limit): articles, texts, stories,
-- mentions, facts, and share_of_voice, its stories in percent of all stories of the span. A story of several
-- days counts once: `select * from marts.company_measures(date '2026-01-01', date '2026-01-31')`.
create macro marts.company_measures(first_date, last_date) as table
with

dated as (
    select * from marts.articles_between(first_date, last_date)
),

stated as (
    select
        facts.company_id,
        count(*) as facts
    from marts.fct_metric_observations as facts
    inner join dated on facts.article_id = dated.article_id
    where facts.company_id is not null
    group by facts.company_id
)

select
    mentions.company_id,
    count(distinct dated.article_id) as articles,
    count(distinct dated.text_sha256) as texts,
    count(distinct dated.story_id) as stories,
    count(*) as mentions,
    coalesce(any_value(stated.facts), 0) as facts,
    round(
        100.0 * count(distinct dated.story_id)
        / (select count(distinct all_dated.story_id) from dated as all_dated),
        4
    ) as share_of_voice
from marts.fct_company_mentions as mentions
inner join dated on mentions.article_id = dated.article_id
left join stated on mentions.company_id = stated.company_id
group by mentions.company_id
order by stories desc, articles desc, mentions.company_id asc;
