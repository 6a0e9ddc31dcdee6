with

observations as (
    select * from {{ ref('stg_raw__observations') }}
),

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

extraction_times as (
    select
        extraction_id,
        min(extracted_at) as extracted_at
    from extractions
    group by extraction_id
),

numbered as (
    select
        *,
        row_number() over (
            partition by extraction_id, article_version_id, field, start_char, end_char
            order by observation_index
        ) as index_among_equals
    from observations
),

identified as (
    select
        *,
        {{ hash_key('obs', [
            'article_version_id',
            'field',
            'start_char',
            'end_char',
            'index_among_equals',
        ]) }} as observation_id
    from numbered
),

dated as (
    select
        identified.*,
        min(extraction_times.extracted_at) over (
            partition by identified.observation_id
        ) as first_held_at
    from identified
    left join extraction_times on identified.extraction_id = extraction_times.extraction_id
)

select * from dated
