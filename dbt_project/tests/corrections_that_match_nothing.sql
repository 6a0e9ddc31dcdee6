-- Corrections that hold for no reading: the article was edited, or several figures fit.
{{ config(severity='warn') }}

with

corrections as (
    select * from {{ ref('fct_corrections') }}
)

select
    correction_id,
    outcome,
    match_count,
    reason,
    author
from corrections
where outcome in ('matches_nothing', 'matches_several')
