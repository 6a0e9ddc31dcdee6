with

companies as (
    select * from {{ ref('companies') }}
),

company_aliases as (
    select * from {{ ref('company_aliases') }}
),

candidates as (
    select * from {{ ref('int_companies__candidates') }}
),

aliases as (
    select
        company_id,
        {{ sorted_list('alias') }} as aliases
    from company_aliases
    group by company_id
),

known as (
    select
        companies.company_id,
        companies.name_zh,
        companies.name_en,
        companies.ticker,
        companies.country_code,
        companies.sector,
        companies.parent_company_id,
        companies.status,
        companies.is_verified,
        companies.revenue_magnitude,
        companies.revenue_currency,
        companies.revenue_year,
        coalesce(aliases.aliases, {{ empty_list('text') }}) as aliases
    from companies
    left join aliases on companies.company_id = aliases.company_id
),

-- A candidate that the vocabulary has taken in under the same key is known.
proposed as (
    select
        company_id,
        name_zh,
        name_en,
        null as ticker,
        null as country_code,
        null as sector,
        null as parent_company_id,
        'candidate' as status,
        false as is_verified,
        null as revenue_magnitude,
        null as revenue_currency,
        null as revenue_year,
        surfaces as aliases
    from candidates
    where company_id not in (select known.company_id from known)
),

both_kinds as (
    select * from known
    union all
    select * from proposed
),

final as (
    select
        company_id,
        name_zh,
        name_en,
        coalesce(name_en, name_zh) as display_name,
        ticker,
        country_code,
        sector,
        parent_company_id,
        status,
        is_verified,
        revenue_magnitude,
        revenue_currency,
        revenue_year,
        aliases
    from both_kinds
)

select * from final
