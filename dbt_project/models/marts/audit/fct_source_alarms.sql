{# -ln(0.01): that many articles expected and none seen is chance once in a hundred times. #}
{% set sure_days = 4.6 %}
{% set least_texts = 5 %}
{% set enough_texts = 10 %}
{% set lost_dates_share = 0.5 %}
{% set lost_dates_rise = 0.25 %}
{# By few texts alone only a quarter of the old length is more than chance. #}
{% set halved = 0.5 %}
{% set halved_by_few = 0.25 %}
{% set garbled_share = 0.001 %}
{% set garbled_characters = 10 %}
{% set refused_share = 0.05 %}
{% set refused_items = 3 %}

with

sources as (
    select * from {{ ref('dim_sources') }}
),

health as (
    select * from {{ ref('fct_source_health') }}
),

versions as (
    select * from {{ ref('fct_article_versions') }}
),

fetches as (
    select * from {{ ref('fct_fetch_outcomes') }}
),

outcomes as (
    select * from {{ ref('fct_parse_outcomes') }}
),

asked_days as (
    select
        health.source_id,
        health.observed_date,
        health.new_articles,
        sources.kind,
        sources.is_demo,
        sources.expected_articles_per_day,
        row_number() over asked as asked_day,
        count(*) filter (where health.new_articles > 0) over asked as days_with_news,
        max(health.observed_date) filter (where health.new_articles > 0) over asked
            as last_news_date,
        max(health.observed_date) over (partition by health.source_id) as last_asked_date,
        max(health.observed_date) over () as newest_date
    from health
    inner join sources on health.source_id = sources.source_id
    where health.attempts > 0
    window asked as (
        partition by health.source_id
        order by health.observed_date asc
        rows between unbounded preceding and current row
    )
),

silences as (
    select
        asked_days.*,
        last_news.asked_day as last_news_asked_day,
        last_news.days_with_news as days_with_news_before,
        asked_days.asked_day - coalesce(last_news.asked_day, 0) as silent_days
    from asked_days
    left join asked_days as last_news
        on
            asked_days.source_id = last_news.source_id
            and asked_days.last_news_date = last_news.observed_date
),

{# Days without news that are more than chance: by the articles declared for a day; else by the
   share of days that had any until the silence began, of seven days at least; a source that never
   had one gets three days. #}
allowed_silences as (
    select
        *,
        case
            when expected_articles_per_day > 0
                then greatest(2, ceil({{ sure_days }} / expected_articles_per_day))
            when expected_articles_per_day = 0 or kind in ('files', 'folder') then null
            when last_news_asked_day is null then 3
            when last_news_asked_day >= 7
                then greatest(
                    2,
                    ceil(
                        -{{ sure_days }}
                        / ln(1 - (days_with_news_before + 0.5) / (last_news_asked_day + 1))
                    )
                )
        end as allowed_days
    from silences
),

texts as (
    select
        source_id,
        {{ utc_date('seen_at') }} as landed_date,
        body_char_count as body_chars,
        case when published_at is null then 1.0 else 0.0 end as undated
    from versions
),

days_of_texts as (
    select
        source_id,
        landed_date,
        count(*) as day_count,
        sum(undated) as day_undated_count,
        median(body_chars) as day_chars
    from texts
    group by source_id, landed_date
),

{# Days that each day is looked at with: those before it, its week, and those before its week. #}
medians_of_texts as (
    select
        days_of_texts.source_id,
        days_of_texts.landed_date,
        median(texts.body_chars) filter (
            where texts.landed_date < days_of_texts.landed_date
            and texts.landed_date >= days_of_texts.landed_date - interval 28 day
        ) as before_day_chars,
        median(texts.body_chars) filter (
            where texts.landed_date >= days_of_texts.landed_date - interval 6 day
        ) as week_chars,
        median(texts.body_chars) filter (
            where texts.landed_date <= days_of_texts.landed_date - interval 7 day
        ) as before_week_chars
    from days_of_texts
    inner join texts
        on
            days_of_texts.source_id = texts.source_id
            and days_of_texts.landed_date >= texts.landed_date
            and days_of_texts.landed_date <= texts.landed_date + interval 34 day
    group by days_of_texts.source_id, days_of_texts.landed_date
),

{# The texts of a day and of its week, either against the four weeks before. #}
windows_of_texts as (
    select
        days_of_texts.source_id,
        days_of_texts.landed_date,
        days_of_texts.day_count,
        days_of_texts.day_undated_count / days_of_texts.day_count as day_undated,
        days_of_texts.day_chars,
        coalesce(sum(days_of_texts.day_count) over before_today, 0) as before_day_count,
        sum(days_of_texts.day_undated_count) over before_today
        / sum(days_of_texts.day_count) over before_today as before_day_undated,
        medians_of_texts.before_day_chars,
        sum(days_of_texts.day_count) over week as week_count,
        sum(days_of_texts.day_undated_count) over week
        / sum(days_of_texts.day_count) over week as week_undated,
        medians_of_texts.week_chars,
        coalesce(sum(days_of_texts.day_count) over before_week, 0) as before_week_count,
        sum(days_of_texts.day_undated_count) over before_week
        / sum(days_of_texts.day_count) over before_week as before_week_undated,
        medians_of_texts.before_week_chars
    from days_of_texts
    inner join medians_of_texts
        on
            days_of_texts.source_id = medians_of_texts.source_id
            and days_of_texts.landed_date = medians_of_texts.landed_date
    window
        before_today as (
            partition by days_of_texts.source_id
            order by days_of_texts.landed_date asc
            range between interval 28 day preceding and interval 1 day preceding
        ),
        week as (
            partition by days_of_texts.source_id
            order by days_of_texts.landed_date asc
            range between interval 6 day preceding and current row
        ),
        before_week as (
            partition by days_of_texts.source_id
            order by days_of_texts.landed_date asc
            range between interval 34 day preceding and interval 7 day preceding
        )
),

text_days as (
    select
        source_id,
        landed_date,
        case when day_count >= {{ least_texts }} then day_count else week_count end as text_count,
        case
            when day_count >= {{ least_texts }} then day_undated else week_undated
        end as undated_share,
        coalesce(
            case
                when day_count >= {{ least_texts }} then before_day_undated else before_week_undated
            end,
            0
        ) as past_undated_share,
        day_chars,
        before_day_chars * case
            when before_day_count < {{ enough_texts }} or day_count < {{ least_texts }} then null
            when day_count < {{ enough_texts }} then {{ halved_by_few }}
            else {{ halved }}
        end as day_chars_allowed,
        week_chars,
        before_week_chars * case
            when before_week_count < {{ enough_texts }} or week_count < {{ enough_texts }} then null
            else {{ halved }}
        end as week_chars_allowed
    from windows_of_texts
),

{# What was found of the last texts holds until others come. #}
text_spans as (
    select
        *,
        lead(landed_date) over (partition by source_id order by landed_date asc) as next_date
    from text_days
),

{# Bytes that are no text, by what was said or what came of them, lose characters rightly. #}
texts_fetched as (
    select
        source_id,
        requested_date,
        replacement_char_count,
        byte_count
    from fetches
    where
        outcome_class = 'fetched'
        and byte_count > 0
        and replacement_char_count is not null
        and not {{ holds_match(
            "lower(coalesce(content_type, ''))",
            'image|audio|video|font|pdf|zip|octet-stream',
        ) }}
        and not {{ holds_match('lower(url)', '[.](gz|zip|pdf|warc)$') }}
        and fetch_id not in (
            select unread.fetch_id
            from outcomes as unread
            where unread.outcome_code = 'unreadable_file' and unread.fetch_id is not null
        )
),

lost_characters as (
    select
        source_id,
        requested_date as observed_date,
        sum(replacement_char_count) as replaced_characters,
        sum(replacement_char_count) / sum(byte_count) as replaced_share
    from texts_fetched
    group by source_id, requested_date
),

undecodable_items as (
    select
        source_id,
        observed_date,
        count(*) filter (where outcome_code = 'wrong_charset') as undecodable_count,
        count(*) filter (where outcome_code = 'wrong_charset') / count(*) as undecodable_share
    from outcomes
    group by source_id, observed_date
),

silent as (
    select
        source_id,
        observed_date,
        'silent' as alarm_code,
        cast(silent_days as double) as measured_value,
        cast(allowed_days as double) as threshold_value
    from allowed_silences
    where
        not is_demo
        and new_articles = 0
        and silent_days >= allowed_days
),

undated as (
    select
        asked_days.source_id,
        asked_days.observed_date,
        'undated' as alarm_code,
        cast(text_spans.undated_share as double) as measured_value,
        cast(
            greatest(
                {{ lost_dates_share }},
                text_spans.past_undated_share + {{ lost_dates_rise }}
            ) as double
        ) as threshold_value
    from asked_days
    inner join text_spans
        on
            asked_days.source_id = text_spans.source_id
            and asked_days.observed_date >= text_spans.landed_date
            and asked_days.observed_date < coalesce(text_spans.next_date, date '9999-12-31')
    where
        asked_days.kind != 'files'
        and text_spans.text_count >= {{ least_texts }}
        and text_spans.undated_share >= {{ lost_dates_share }}
        and text_spans.undated_share >= text_spans.past_undated_share + {{ lost_dates_rise }}
),

shortened as (
    select
        asked_days.source_id,
        asked_days.observed_date,
        'shortened' as alarm_code,
        cast(
            case
                when text_spans.day_chars <= text_spans.day_chars_allowed then text_spans.day_chars
                else text_spans.week_chars
            end as double
        ) as measured_value,
        cast(
            case
                when text_spans.day_chars <= text_spans.day_chars_allowed
                    then text_spans.day_chars_allowed
                else text_spans.week_chars_allowed
            end as double
        ) as threshold_value
    from asked_days
    inner join text_spans
        on
            asked_days.source_id = text_spans.source_id
            and asked_days.observed_date >= text_spans.landed_date
            and asked_days.observed_date < coalesce(text_spans.next_date, date '9999-12-31')
    where
        asked_days.kind != 'files'
        and (
            text_spans.day_chars <= text_spans.day_chars_allowed
            or text_spans.week_chars <= text_spans.week_chars_allowed
        )
),

garbled as (
    select
        asked_days.source_id,
        asked_days.observed_date,
        'garbled' as alarm_code,
        cast(
            greatest(
                coalesce(lost_characters.replaced_share, 0),
                coalesce(undecodable_items.undecodable_share, 0)
            ) as double
        ) as measured_value,
        cast(
            case
                when
                    lost_characters.replaced_share
                    >= coalesce(undecodable_items.undecodable_share, 0)
                    then {{ garbled_share }}
                else {{ refused_share }}
            end as double
        ) as threshold_value
    from asked_days
    left join lost_characters
        on
            asked_days.source_id = lost_characters.source_id
            and asked_days.observed_date = lost_characters.observed_date
    left join undecodable_items
        on
            asked_days.source_id = undecodable_items.source_id
            and asked_days.observed_date = undecodable_items.observed_date
    where
        (
            lost_characters.replaced_share >= {{ garbled_share }}
            and lost_characters.replaced_characters >= {{ garbled_characters }}
        )
        or (
            undecodable_items.undecodable_share >= {{ refused_share }}
            and undecodable_items.undecodable_count >= {{ refused_items }}
        )
),

alarms as (
    select * from silent
    union all
    select * from undated
    union all
    select * from shortened
    union all
    select * from garbled
),

explained as (
    select
        alarms.*,
        asked_days.observed_date = asked_days.last_asked_date
        and asked_days.newest_date - asked_days.last_asked_date <= 7 as is_current,
        case alarms.alarm_code
            when 'silent'
                then
                    'no new article on ' || cast(alarms.measured_value as bigint)
                    || ' days on which it was asked; from '
                    || cast(alarms.threshold_value as bigint)
                    || ' on that is no chance'
            when 'undated'
                then
                    cast(cast(round(100 * alarms.measured_value) as bigint) as text)
                    || ' % of the latest texts have no time of publication; from '
                    || cast(cast(round(100 * alarms.threshold_value) as bigint) as text)
                    || ' % on that is too much, by its own past'
            when 'shortened'
                then
                    'the latest texts have ' || cast(alarms.measured_value as bigint)
                    || ' characters in the median; down to '
                    || cast(alarms.threshold_value as bigint)
                    || ' that is too short, by its own past'
            else
                cast(round(100 * alarms.measured_value, 2) as text)
                || ' % of what was read could not be decoded; from '
                || cast(round(100 * alarms.threshold_value, 2) as text) || ' % on that is too much'
        end as reason,
        case alarms.alarm_code
            when 'silent'
                then
                    'open its address: has it moved, does it block, was it rebuilt? '
                    || '`make source-check SOURCE=<its file>` shows what it answers now'
            when 'undated'
                then
                    'compare published_raw in marts.fct_articles with a page under raw/: '
                    || 'mend the parser, then parse again what was read since'
            when 'shortened'
                then
                    'compare a text with its page under raw/: teasers need `follow_links: true`, '
                    || 'a page that was rebuilt needs its parser mended'
            else
                'see charset in marts.fct_fetch_outcomes and a page under raw/: '
                || 'it is sent in another encoding than it declares'
        end as what_to_do
    from alarms
    inner join asked_days
        on
            alarms.source_id = asked_days.source_id
            and alarms.observed_date = asked_days.observed_date
),

final as (
    select
        {{ hash_key('alarm', ['source_id', 'observed_date', 'alarm_code']) }} as alarm_id,
        source_id,
        observed_date,
        alarm_code,
        measured_value,
        threshold_value,
        reason,
        what_to_do,
        is_current
    from explained
)

select * from final
