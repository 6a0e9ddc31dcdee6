-- Every unit that observations or corrections use, with its base. A rate such as `CNY/MWh` is
-- converted in both parts.
with

observations as (
    select * from {{ ref('stg_raw__observations') }}
),

corrections as (
    select * from {{ ref('fact_corrections') }}
),

units as (
    select * from {{ ref('units') }}
),

used as (
    select unit from observations
    union
    select unit from corrections
    where unit is not null
),

stated as (
    select
        unit,
        split_part(unit, '/', 1) as upper_unit,
        nullif(split_part(unit, '/', 2), '') as lower_unit
    from used
),

converted as (
    select
        stated.unit,
        case
            when whole_units.unit is not null then whole_units.dimension
            when stated.lower_unit is not null then 'rate'
            else 'count'
        end as unit_dimension,
        case
            when stated.lower_unit is null then coalesce(upper_units.base_unit, stated.upper_unit)
            else
                coalesce(upper_units.base_unit, stated.upper_unit)
                || '/'
                || coalesce(lower_units.base_unit, stated.lower_unit)
        end as base_unit,
        coalesce(upper_units.factor_to_base, 1)
        / coalesce(lower_units.factor_to_base, 1) as factor_to_base,
        upper_units.currency_code
    from stated
    left join units as whole_units on stated.unit = whole_units.unit
    left join units as upper_units on stated.upper_unit = upper_units.unit
    left join units as lower_units on stated.lower_unit = lower_units.unit
)

select * from converted
