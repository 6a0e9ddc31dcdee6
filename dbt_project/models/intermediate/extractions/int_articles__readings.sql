-- All that an article's spans follow from, without working them out: when each of its versions was
-- seen and read, and when it was found deleted.
with

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

outcomes as (
    select * from {{ ref('stg_raw__parse_outcomes') }}
),

found_deleted as (
    select * from {{ ref('int_articles__found_deleted') }}
),

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

events as (
    select
        article_id,
        'held' as event,
        article_version_id,
        batch_id as cause,
        seen_at as happened_at
    from versions
    union all
    select
        versions.article_id,
        'seen' as event,
        outcomes.article_version_id,
        outcomes.outcome_code as cause,
        outcomes.observed_at as happened_at
    from outcomes
    inner join versions on outcomes.article_version_id = versions.article_version_id
    where outcomes.outcome_code in ('landed', 'already_known')
    union all
    select
        article_id,
        'deleted' as event,
        null as article_version_id,
        null as cause,
        deleted_at as happened_at
    from found_deleted
    union all
    select
        versions.article_id,
        'read' as event,
        extractions.article_version_id,
        extractions.rows_extraction_id as cause,
        extractions.extracted_at as happened_at
    from extractions
    inner join versions on extractions.article_version_id = versions.article_version_id
),

final as (
    select
        article_id,
        {{ group_digest(['event', 'article_version_id', 'cause', 'happened_at']) }}
            as article_state
    from events
    group by article_id
    having bool_or(event = 'read')
)

select * from final
