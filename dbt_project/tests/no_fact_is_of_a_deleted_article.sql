-- Facts of articles that are deleted, of a version that is not the latest, or of none that is
-- known.
with

articles as (
    select * from {{ ref('fct_articles') }}
    where not is_deleted
),

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

mentions as (
    select * from {{ ref('fct_company_mentions') }}
),

topics as (
    select * from {{ ref('fct_article_topics') }}
),

facts as (
    select
        observation_id as fact_id,
        article_version_id
    from observations
    union all
    select
        mention_id as fact_id,
        article_version_id
    from mentions
    union all
    select
        article_topic_id as fact_id,
        article_version_id
    from topics
)

select facts.*
from facts
left join articles on facts.article_version_id = articles.article_version_id
where articles.article_id is null
