with

companies as (
    select * from {{ ref('dim_companies') }}
    where status = 'candidate'
),

mentions as (
    select * from {{ ref('fct_company_mentions') }}
),

versions as (
    select * from {{ ref('fct_article_versions') }}
),

observations as (
    select * from {{ ref('fct_metric_observations') }}
),

candidate_mentions as (
    select mentions.*
    from mentions
    inner join companies on mentions.company_id = companies.company_id
),

-- One voice a story, the earliest: the sentence in which it first names the candidate.
story_voices as (
    select
        *,
        row_number() over (
            partition by company_id, story_id
            order by
                field = 'title' asc,
                published_at asc nulls last,
                start_char asc,
                mention_id asc
        ) as rank_in_story
    from candidate_mentions
),

ranked_voices as (
    select
        *,
        row_number() over (
            partition by company_id
            order by published_at desc nulls last, mention_id asc
        ) as evidence_rank
    from story_voices
    where rank_in_story = 1
),

sentences as (
    select
        ranked_voices.company_id,
        ranked_voices.evidence_rank,
        {{ sentence_around(
            "case ranked_voices.field when 'title' then versions.title else versions.body end",
            'ranked_voices.start_char',
            'ranked_voices.end_char',
        ) }} as evidence_text
    from ranked_voices
    inner join versions on ranked_voices.article_version_id = versions.article_version_id
    where ranked_voices.evidence_rank <= 3
),

evidence as (
    select
        company_id,
        {{ ordered_list('evidence_text', 'evidence_rank') }} as evidence_texts
    from sentences
    group by company_id
),

counted as (
    select
        company_id,
        {{ sorted_list('surface') }} as surfaces,
        {{ sorted_list('rule') }} as rules,
        cast(count(*) as bigint) as mention_count,
        cast(count(distinct article_id) as bigint) as article_count,
        cast(count(distinct text_sha256) as bigint) as text_count,
        cast(count(distinct story_id) as bigint) as story_count,
        min({{ utc_date('published_at') }}) as first_date,
        max({{ utc_date('published_at') }}) as last_date,
        bool_or(is_demo) as is_demo
    from candidate_mentions
    group by company_id
),

figures as (
    select
        company_id,
        cast(count(*) as bigint) as observation_count
    from observations
    group by company_id
),

final as (
    select
        companies.company_id,
        companies.display_name,
        companies.name_zh,
        companies.name_en,
        counted.surfaces,
        counted.rules,
        counted.story_count,
        counted.text_count,
        counted.article_count,
        counted.mention_count,
        coalesce(figures.observation_count, 0) as observation_count,
        counted.first_date,
        counted.last_date,
        evidence.evidence_texts,
        counted.is_demo
    from companies
    inner join counted on companies.company_id = counted.company_id
    inner join evidence on companies.company_id = evidence.company_id
    left join figures on companies.company_id = figures.company_id
)

select * from final
