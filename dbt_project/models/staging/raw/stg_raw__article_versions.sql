with

rows_of_raw as (
    select * from {{ source('raw', 'article_versions') }}
),

renamed as (
    select
        article_version_id,
        article_id,
        source_id,
        content_sha256,
        text_sha256,
        external_id,
        url,
        title,
        body,
        source_name,
        author,
        published_raw,
        published_at,
        title_language,
        body_language,
        body_kind,
        is_truncated,
        original_account,
        original_author,
        original_title,
        original_url,
        credit_end_char,
        citations,
        parser,
        parser_version,
        is_demo,
        batch_id,
        fetch_id,
        seen_at
    from rows_of_raw
)

select * from renamed
