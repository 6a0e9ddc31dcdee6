with

rows_of_raw as (
    select * from {{ source('raw', 'sources') }}
),

renamed as (
    select
        source_id,
        kind,
        name,
        name_zh,
        language,
        time_zone,
        home_url,
        expected_articles_per_day,
        is_demo,
        is_enabled,
        definition,
        {{ json_boolean('definition', 'publish_body', 'true') }} as is_body_published,
        batch_id
    from rows_of_raw
)

select * from renamed
