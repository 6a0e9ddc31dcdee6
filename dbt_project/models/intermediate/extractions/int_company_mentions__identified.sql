with

mentions as (
    select * from {{ ref('stg_raw__company_mentions') }}
),

identified as (
    select
        *,
        {{ hash_key('men', [
            'article_version_id',
            'company_id',
            'field',
            'start_char',
            'end_char',
        ]) }} as mention_id
    from mentions
)

select * from identified
