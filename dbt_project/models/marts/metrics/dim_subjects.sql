with

companies as (
    select * from {{ ref('dim_companies') }}
),

subjects as (
    select * from {{ ref('subjects') }}
),

subject_aliases as (
    select * from {{ ref('subject_aliases') }}
),

aliases as (
    select
        subject_id,
        {{ sorted_list('alias') }} as aliases
    from subject_aliases
    group by subject_id
),

company_subjects as (
    select
        company_id as subject_id,
        'company' as subject_type,
        name_zh,
        name_en,
        aliases,
        company_id
    from companies
),

other_subjects as (
    select
        subjects.subject_id,
        subjects.subject_type,
        subjects.name_zh,
        subjects.name_en,
        coalesce(aliases.aliases, {{ empty_list('text') }}) as aliases,
        subjects.company_id
    from subjects
    left join aliases on subjects.subject_id = aliases.subject_id
),

final as (
    select * from company_subjects
    union all
    select * from other_subjects
)

select * from final
