with

versions as (
    select * from {{ ref('stg_raw__article_versions') }}
),

compared as (
    select * from {{ ref('stg_stories__versions') }}
),

joined as (
    select
        versions.article_version_id,
        versions.article_id,
        versions.is_demo,
        versions.source_id,
        versions.batch_id,
        versions.text_sha256,
        versions.url,
        versions.original_url,
        versions.source_name,
        versions.original_account,
        versions.published_at,
        versions.body_language,
        versions.body_kind,
        compared.text_id,
        compared.title_id,
        compared.title_size,
        compared.credited_title_id,
        compared.credited_title_size
    from versions
    left join compared on versions.article_version_id = compared.article_version_id
)

select * from joined
