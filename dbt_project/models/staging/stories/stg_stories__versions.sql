with

rows_of_stories as (
    select * from {{ source('stories', 'versions') }}
),

renamed as (
    select
        article_version_id,
        text_id,
        title_id,
        title_size,
        credited_title_id,
        credited_title_size
    from rows_of_stories
)

select * from renamed
