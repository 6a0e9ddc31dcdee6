with

companies as (
    select * from {{ ref('companies') }}
),

company_aliases as (
    select * from {{ ref('company_aliases') }}
),

aliases as (
    select
        company_id,
        {{ sorted_list('alias') }} as aliases
    from company_aliases
    group by company_id
),

final as (
    select
        companies.company_id,
        companies.name_zh,
        companies.name_en,
        coalesce(companies.name_en, companies.name_zh) as display_name,
        companies.ticker,
        companies.country_code,
        companies.sector,
        companies.parent_company_id,
        companies.status,
        companies.is_verified,
        companies.revenue_magnitude,
        companies.revenue_currency,
        companies.revenue_year,
        coalesce(aliases.aliases, []) as aliases
    from companies
    left join aliases on companies.company_id = aliases.company_id
)

select * from final
