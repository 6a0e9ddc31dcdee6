-- One row per metric: its series, the stories behind them, how many are told by several stories, and of
-- those the share that is disputed, in percent (null where no series has two stories):
-- `select * from marts.metric_measures()`.
create macro marts.metric_measures() as table
select
    metric_id,
    count(*) as series,
    cast(sum(story_count) as bigint) as story_voices,
    count(*) filter (where story_count > 1) as series_of_several_stories,
    count(*) filter (where is_disputed) as disputed_series,
    round(
        100.0 * count(*) filter (where is_disputed)
        / nullif(count(*) filter (where story_count > 1), 0),
        2
    ) as disputed_share
from marts.fct_metric_series
group by metric_id
order by series desc, metric_id asc;
