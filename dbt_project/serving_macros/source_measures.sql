-- One row per source looked at between two days (UTC, both included; null: no limit): attempts, new_articles,
-- success_share, the attempts that were answered with a page or with nothing new, in percent:
-- `select * from marts.source_measures(null, null)`.
create macro marts.source_measures(first_date, last_date) as table
select
    source_id,
    cast(sum(attempts) as bigint) as attempts,
    cast(sum(new_articles) as bigint) as new_articles,
    round(100.0 * sum(fetched + not_modified) / nullif(sum(attempts), 0), 2) as success_share
from marts.fct_source_health
where
    observed_date >= coalesce(cast(first_date as date), observed_date)
    and observed_date <= coalesce(cast(last_date as date), observed_date)
group by source_id
order by source_id;
