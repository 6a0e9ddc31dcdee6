with

spans as (
    select * from {{ ref('int_extractions__spans') }}
),

final as (
    select
        article_id,
        {{ rows_digest([
            'article_version_id',
            'rows_extraction_id',
            'held_from_at',
            'held_until_at',
        ]) }}
            as article_state
    from spans
    group by article_id
)

select * from final
