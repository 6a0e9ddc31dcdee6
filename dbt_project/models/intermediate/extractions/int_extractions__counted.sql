with

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

observations as (
    select * from {{ ref('stg_raw__observations') }}
),

mentions as (
    select * from {{ ref('stg_raw__company_mentions') }}
),

current_extractions as (
    select * from {{ ref('int_extractions__current') }}
),

observation_counts as (
    select
        extraction_id,
        count(*) as observation_count
    from observations
    group by extraction_id
),

mention_counts as (
    select
        extraction_id,
        count(*) as mention_count
    from mentions
    group by extraction_id
),

counted as (
    select
        {{ hash_key('read', [
            'extractions.extraction_id',
            'extractions.article_version_id',
            'extractions.sequence',
        ]) }} as extraction_outcome_id,
        extractions.*,
        versions.article_id,
        versions.source_id,
        coalesce(observation_counts.observation_count, 0) as observation_count,
        coalesce(mention_counts.mention_count, 0) as mention_count,
        extractions.sequence = current_extractions.sequence as is_current
    from extractions
    inner join versions on extractions.article_version_id = versions.article_version_id
    inner join current_extractions
        on extractions.article_version_id = current_extractions.article_version_id
    left join observation_counts
        on extractions.rows_extraction_id = observation_counts.extraction_id
    left join mention_counts
        on extractions.rows_extraction_id = mention_counts.extraction_id
)

select * from counted
