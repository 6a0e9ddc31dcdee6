with

rows_of_stories as (
    select * from {{ source('stories', 'ties') }}
),

renamed as (
    select
        text_id,
        other_text_id,
        is_excerpt,
        similarity,
        containment
    from rows_of_stories
)

select * from renamed
