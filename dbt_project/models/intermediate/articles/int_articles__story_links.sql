-- Why articles are one story. A text that many articles tell is linked as a star, around the
-- smallest of them; so are the reposts of one address.
with

versions as (
    select * from {{ ref('int_article_versions__texts') }}
),

ties as (
    select * from {{ ref('stg_stories__ties') }}
),

retold as (
    select * from {{ ref('int_articles__retold') }}
    where reason != 'compared'
),

texts as (
    select
        is_demo,
        text_sha256,
        min(article_id) as article_id
    from versions
    group by is_demo, text_sha256
),

same_texts as (
    select distinct
        texts.article_id,
        versions.article_id as other_article_id
    from versions
    inner join texts
        on
            versions.is_demo = texts.is_demo
            and versions.text_sha256 = texts.text_sha256
),

compared_texts as (
    select
        text_id,
        min(article_id) as article_id
    from versions
    where text_id is not null
    group by text_id
),

worded_alike as (
    select
        a.article_id,
        b.article_id as other_article_id,
        ties.is_excerpt,
        ties.similarity,
        ties.containment
    from ties
    inner join compared_texts as a on ties.text_id = a.text_id
    inner join compared_texts as b on ties.other_text_id = b.text_id
),

-- WeChat's signature may differ from link to link.
addresses as (
    select distinct
        article_id,
        is_demo,
        title_id,
        split_part(url, '&sn=', 1) as address
    from versions
    where url is not null
),

-- WeChat knows whose article a repost is; any other page can claim what it likes, and is believed
-- only under one title.
reprints as (
    select distinct
        article_id,
        is_demo,
        split_part(original_url, '&sn=', 1) as address,
        if(url not like 'https://mp.weixin.qq.com/%', title_id, null) as claimed_title_id
    from versions
    where original_url is not null
),

first_reprints as (
    select
        is_demo,
        address,
        claimed_title_id,
        min(article_id) as article_id
    from reprints
    group by is_demo, address, claimed_title_id
),

reprinted as (
    select
        reprints.article_id,
        addresses.article_id as other_article_id
    from reprints
    inner join addresses
        on
            reprints.is_demo = addresses.is_demo
            and reprints.address = addresses.address
            and coalesce(reprints.claimed_title_id = addresses.title_id, true)
    union
    select
        first_reprints.article_id,
        reprints.article_id as other_article_id
    from reprints
    inner join first_reprints
        on
            reprints.is_demo = first_reprints.is_demo
            and reprints.address = first_reprints.address
            and reprints.claimed_title_id is not distinct from first_reprints.claimed_title_id
),

-- A title of fewer than six Chinese characters or twelve letters is a column's.
credited as (
    select distinct
        article_id,
        is_demo,
        original_account,
        credited_title_id,
        published_at
    from versions
    where
        original_account is not null
        and published_at is not null
        and credited_title_size >= 12
),

credited_originals as (
    select
        credited.article_id,
        versions.article_id as other_article_id
    from credited
    inner join versions
        on
            credited.original_account = versions.source_name
            and credited.credited_title_id = versions.title_id
            and credited.is_demo = versions.is_demo
    where
        versions.original_account is null
        and abs({{ hours_between('credited.published_at', 'versions.published_at') }}) <= 336
),

reposts_in_order as (
    select
        article_id,
        published_at,
        lag(article_id) over (
            partition by is_demo, original_account, credited_title_id
            order by published_at asc, article_id asc
        ) as other_article_id,
        lag(published_at) over (
            partition by is_demo, original_account, credited_title_id
            order by published_at asc, article_id asc
        ) as other_published_at
    from credited
),

credited_alike as (
    select
        article_id,
        other_article_id
    from reposts_in_order
    where
        other_article_id is not null
        and {{ hours_between('other_published_at', 'published_at') }} <= 336
),

carded as (
    select * from credited_originals
    union
    select * from credited_alike
),

links as (
    select
        article_id,
        other_article_id,
        'same_text' as reason,
        1.0 as similarity,
        1.0 as containment,
        cast(null as bigint) as shared_figure_count,
        cast(null as bigint) as shared_company_count
    from same_texts
    union all
    select
        article_id,
        other_article_id,
        case when is_excerpt then 'excerpt' else 'near_duplicate' end as reason,
        similarity,
        containment,
        null as shared_figure_count,
        null as shared_company_count
    from worded_alike
    union all
    select
        article_id,
        other_article_id,
        'reprint_url' as reason,
        null as similarity,
        null as containment,
        null as shared_figure_count,
        null as shared_company_count
    from reprinted
    union all
    select
        article_id,
        other_article_id,
        'repost_card' as reason,
        null as similarity,
        null as containment,
        null as shared_figure_count,
        null as shared_company_count
    from carded
    union all
    select
        article_id,
        other_article_id,
        reason,
        null as similarity,
        null as containment,
        shared_figure_count,
        shared_company_count
    from retold
),

linked as (
    select
        least(article_id, other_article_id) as article_id,
        greatest(article_id, other_article_id) as other_article_id,
        reason,
        cast(max(similarity) as double) as similarity,
        cast(max(containment) as double) as containment,
        cast(max(shared_figure_count) as bigint) as shared_figure_count,
        cast(max(shared_company_count) as bigint) as shared_company_count
    from links
    where article_id != other_article_id
    group by
        least(article_id, other_article_id),
        greatest(article_id, other_article_id),
        reason
)

select * from linked
