with

articles as (
    select * from {{ ref('int_articles__current') }}
),

held as (
    select * from articles
    where
        not is_deleted
        and rows_extraction_id is not null
)

select * from held
