{# CTEs `compared` and those before it: one row per key and day on which it occurs, from `occurrences`
   (one row per key, article) and `dated` (one row per article).

   - A story counts on each day on which one of its articles is published, once a day.
   - share_of_voice: of all stories of the day, in percent.
   - previous_28_day_mean: stories a day over the 28 days before, days without any counted as zero; null
     while the archive holds fewer than 28 days before. change_to_28_day_mean: stories of the day above it. #}
{% macro daily_shares(occurrences, key, dated) -%}
days as (
    select
        is_demo,
        published_date,
        count(distinct story_id) as day_story_count
    from {{ dated }}
    group by is_demo, published_date
),

archives as (
    select
        is_demo,
        min(published_date) as archive_start_date
    from {{ dated }}
    group by is_demo
),

counted as (
    select
        {{ key }},
        is_demo,
        published_date,
        cast(count(distinct article_id) as bigint) as article_count,
        cast(count(distinct text_sha256) as bigint) as text_count,
        cast(count(distinct story_id) as bigint) as story_count,
        cast(sum(mention_count) as bigint) as mention_count
    from {{ occurrences }}
    group by {{ key }}, is_demo, published_date
),

averaged as (
    select
        *,
        coalesce(sum(story_count) over (
            partition by is_demo, {{ key }}
            order by published_date asc
            range between interval 28 day preceding and interval 1 day preceding
        ), 0) / 28.0 as mean_before
    from counted
),

compared as (
    select
        averaged.{{ key }},
        averaged.is_demo,
        averaged.published_date,
        averaged.article_count,
        averaged.text_count,
        averaged.story_count,
        averaged.mention_count,
        cast(days.day_story_count as bigint) as day_story_count,
        round(100.0 * averaged.story_count / days.day_story_count, 4) as share_of_voice,
        case
            when averaged.published_date >= archives.archive_start_date + interval 28 day
                then cast(round(averaged.mean_before, 6) as double)
        end as previous_28_day_mean,
        case
            when averaged.published_date >= archives.archive_start_date + interval 28 day
                then cast(round(averaged.story_count - averaged.mean_before, 6) as double)
        end as change_to_28_day_mean
    from averaged
    inner join days
        on
            averaged.is_demo = days.is_demo
            and averaged.published_date = days.published_date
    inner join archives on averaged.is_demo = archives.is_demo
)
{%- endmacro %}
