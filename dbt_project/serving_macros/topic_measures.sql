-- One row per topic written about between two days (UTC, both included; null: no limit): articles, texts, stories, the
-- stories of which it is the main topic, and share_of_voice, its stories in percent of all stories of
-- the span: `select * from marts.topic_measures(date '2026-01-01', date '2026-01-31')`.
create macro marts.topic_measures(first_date, last_date) as table
with

dated as (
    select * from marts.articles_between(first_date, last_date)
)

select
    topics.topic_id,
    count(distinct dated.article_id) as articles,
    count(distinct dated.text_sha256) as texts,
    count(distinct dated.story_id) as stories,
    count(distinct dated.story_id) filter (where topics.is_main) as main_stories,
    round(
        100.0 * count(distinct dated.story_id)
        / (select count(distinct all_dated.story_id) from dated as all_dated),
        4
    ) as share_of_voice
from marts.fct_article_topics as topics
inner join dated on topics.article_id = dated.article_id
group by topics.topic_id
order by stories desc, articles desc, topics.topic_id asc;
