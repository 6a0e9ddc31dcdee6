-- One row per reading that was held at a moment, with the values that it had then, also of articles
-- that have been edited or deleted since. `ended_by` and `held_until_at` say what has become of it:
-- `select * from marts.facts_as_of(timestamptz '2026-01-15 12:00:00+00')`.
create macro marts.facts_as_of(moment) as table
select spans.*
from marts.fct_metric_observation_spans as spans
where
    spans.held_from_at <= moment
    and (spans.held_until_at is null or spans.held_until_at > moment)
order by spans.article_id asc, spans.field desc, spans.start_char asc, spans.span_id asc;
