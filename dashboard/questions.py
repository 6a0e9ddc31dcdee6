"""Every question that the pages ask, in SQL over the schema `marts` of the serving copy."""

from __future__ import annotations

from dashboard.serving_copy import Reader, Row

PAGE_SIZE = 25
HITS = 50

# One fact with everything that a page shows of it.
FACTS = """
    select
        observations.observation_id,
        observations.article_id,
        observations.metric_id,
        coalesce(metrics.name_en, observations.metric_id) as metric_name,
        metrics.name_zh as metric_name_zh,
        observations.company_id,
        coalesce(subjects.name_en, subjects.name_zh, observations.subject_name) as subject_name,
        case when subjects.name_en is not null then subjects.name_zh end as subject_name_zh,
        observations.subject_type,
        observations.counterparty_company_id,
        coalesce(others.name_en, others.name_zh) as counterparty_name,
        observations.segment,
        observations.region,
        observations.is_change,
        observations.comparison,
        observations.value_low,
        observations.value_high,
        observations.unit,
        observations.bound,
        observations.modality,
        observations.period_start,
        observations.period_end,
        observations.period_label,
        observations.is_scale_suspect,
        observations.value_candidate,
        observations.flag_reason,
        observations.figure_text,
        observations.evidence_text,
        observations.start_char - observations.evidence_start_char as figure_start,
        observations.confidence,
        observations.is_demo,
        articles.title as article_title,
        articles.published_at,
        coalesce(sources.name_en, articles.source_id) as source_name
    from marts.fct_metric_observations as observations
    inner join marts.fct_articles as articles on observations.article_id = articles.article_id
    left join marts.dim_metrics as metrics on observations.metric_id = metrics.metric_id
    left join marts.dim_subjects as subjects on observations.subject_id = subjects.subject_id
    left join marts.dim_companies as others
        on observations.counterparty_company_id = others.company_id
    left join marts.dim_sources as sources on articles.source_id = sources.source_id
"""
NEWEST = """
    order by
        articles.published_at desc nulls last,
        observations.article_id asc,
        observations.field desc,
        observations.start_char asc,
        observations.observation_id asc
    limit $limit offset $offset
"""


def publication(reader: Reader) -> Row:
    """When the copy in use was published, by which run and code."""
    return reader.row("select * from marts.publication limit 1") or {}


def has_demo(reader: Reader) -> bool:
    """Whether the copy holds the bundled demo."""
    found = reader.row("select count(*) as n from marts.fct_articles where is_demo")
    return bool(found and found["n"])


def table_counts(reader: Reader) -> list[Row]:
    """Rows of each published table, and what the table's description says a row is."""
    tables = reader.rows(
        """
        select table_name, coalesce(comment, '') as description
        from duckdb_tables()
        where schema_name = 'marts' and table_name <> 'publication'
        order by table_name
        """
    )
    for table in tables:
        name = '"' + str(table["table_name"]).replace('"', '""') + '"'  # from the catalog, not the request
        counted = reader.row(f"select count(*) as n from marts.{name}")  # noqa: S608
        table["rows"] = counted["n"] if counted else 0
    return tables


def headline(reader: Reader) -> Row:
    """The numbers of the overview, as docs/measures.md defines them."""
    return (
        reader.row(
            """
            select
                measured.articles, measured.stories, measured.repost_share, measured.companies,
                measured.facts, measured.expected_share, measured.suspect_share,
                (select sum(disputed_series) from marts.metric_measures()) as disputed
            from marts.archive_measures(null, null) as measured
            """
        )
        or {}
    )


def facts(
    reader: Reader,
    *,
    company: str | None = None,
    metric: str | None = None,
    modality: str | None = None,
    article: str | None = None,
    suspect: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> list[Row]:
    """Facts, newest article first; one row more than `size` if there is a next page."""
    where = """
        where ($company is null or observations.company_id = $company
               or observations.counterparty_company_id = $company)
          and ($metric is null or observations.metric_id = $metric)
          and ($modality is null or observations.modality = $modality)
          and ($article is null or observations.article_id = $article)
          and (not $suspect or observations.is_scale_suspect)
    """
    return reader.rows(
        FACTS + where + NEWEST,
        company=company,
        metric=metric,
        modality=modality,
        article=article,
        suspect=suspect,
        limit=size + 1,
        offset=(page - 1) * size,
    )


def latest_facts(reader: Reader, size: int, per_story: int = 2) -> list[Row]:
    """The newest facts, the surest of each story, so that one long article does not fill the list."""
    return reader.rows(
        FACTS
        + """
        qualify row_number() over (
            partition by observations.story_id
            order by observations.confidence desc, observations.observation_id
        ) <= $per_story
        """
        + NEWEST,
        per_story=per_story,
        limit=size,
        offset=0,
    )


def metrics_in_use(reader: Reader) -> list[Row]:
    """Metrics that have facts, for the filter."""
    return reader.rows(
        """
        select observations.metric_id, any_value(metrics.name_en) as name_en, count(*) as facts
        from marts.fct_metric_observations as observations
        left join marts.dim_metrics as metrics on observations.metric_id = metrics.metric_id
        group by observations.metric_id
        order by name_en, observations.metric_id
        """
    )


def companies(reader: Reader, query: str, page: int) -> list[Row]:
    """Companies that are mentioned, most articles first; by any of their names if `query` is given."""
    return reader.rows(
        """
        select
            companies.company_id, companies.name_en, companies.name_zh, companies.ticker,
            companies.country_code, companies.sector, companies.status,
            coalesce(measured.articles, 0) as articles,
            coalesce(measured.stories, 0) as stories,
            coalesce(measured.facts, 0) as facts,
            coalesce(measured.share_of_voice, 0) as share_of_voice
        from marts.dim_companies as companies
        left join marts.company_measures(null, null) as measured
            on companies.company_id = measured.company_id
        where case
            when $query = '' then measured.articles > 0
            else contains(
                lower(concat_ws(
                    chr(10), companies.company_id, companies.name_en, companies.name_zh, companies.ticker,
                    array_to_string(companies.aliases, chr(10))
                )),
                lower($query)
            )
        end
        order by articles desc, facts desc, companies.company_id
        limit $limit offset $offset
        """,
        query=query,
        limit=PAGE_SIZE + 1,
        offset=(page - 1) * PAGE_SIZE,
    )


def company(reader: Reader, company_id: str) -> Row | None:
    """One company with the name of its parent."""
    return reader.row(
        """
        select companies.*, coalesce(parents.name_en, parents.name_zh) as parent_name
        from marts.dim_companies as companies
        left join marts.dim_companies as parents on companies.parent_company_id = parents.company_id
        where companies.company_id = $company_id
        """,
        company_id=company_id,
    )


def company_mentions(reader: Reader, company_id: str) -> list[Row]:
    """Articles that name the company, newest first, with the names as written."""
    return reader.rows(
        """
        select
            articles.article_id,
            any_value(articles.title) as title,
            any_value(articles.published_at) as published_at,
            any_value(coalesce(sources.name_en, articles.source_id)) as source_name,
            count(*) as mentions,
            list_sort(list(distinct mentions.surface)) as surfaces
        from marts.fct_company_mentions as mentions
        inner join marts.fct_articles as articles on mentions.article_id = articles.article_id
        left join marts.dim_sources as sources on articles.source_id = sources.source_id
        where mentions.company_id = $company_id
        group by articles.article_id
        order by published_at desc nulls last, articles.article_id
        limit 50
        """,
        company_id=company_id,
    )


def company_links(reader: Reader, company_id: str) -> list[Row]:
    """Companies named in the same stories."""
    return reader.rows(
        """
        with linked as (
            select other_company_id as company_id, link_type, story_count, last_date
            from marts.fct_company_links where company_id = $company_id
            union all
            select company_id, link_type, story_count, last_date
            from marts.fct_company_links where other_company_id = $company_id
        )
        select
            linked.company_id,
            any_value(coalesce(companies.name_en, companies.name_zh, linked.company_id)) as name,
            list_sort(list(distinct linked.link_type)) as link_types,
            max(linked.story_count) as stories,
            max(linked.last_date) as last_date
        from linked
        left join marts.dim_companies as companies on linked.company_id = companies.company_id
        group by linked.company_id
        order by stories desc, last_date desc nulls last, linked.company_id
        limit 20
        """,
        company_id=company_id,
    )


SERIES = """
    select
        series.*,
        coalesce(metrics.name_en, series.metric_id) as metric_name,
        metrics.name_zh as metric_name_zh,
        coalesce(subjects.name_en, subjects.name_zh, series.subject_name) as subject_label,
        coalesce(others.name_en, others.name_zh) as counterparty_name
    from marts.fct_metric_series as series
    left join marts.dim_metrics as metrics on series.metric_id = metrics.metric_id
    left join marts.dim_subjects as subjects on series.subject_id = subjects.subject_id
    left join marts.dim_companies as others on series.counterparty_company_id = others.company_id
"""


def company_series(reader: Reader, company_id: str) -> list[Row]:
    """The agreed values of a company, those of one line together, by period."""
    return reader.rows(
        SERIES
        + """
        where series.company_id = $company_id
        order by
            metric_name, series.segment nulls first, series.region nulls first, counterparty_name nulls first,
            series.is_change, series.comparison nulls first, series.unit,
            coalesce(series.period_end, series.period_start), series.series_id
        limit 400
        """,
        company_id=company_id,
    )


def disputed(reader: Reader) -> list[Row]:
    """Series whose stories contradict each other, newest first."""
    return reader.rows(
        SERIES
        + """
        where series.is_disputed
        order by series.last_published_at desc nulls last, series.series_id
        limit 100
        """
    )


def topics(reader: Reader) -> list[Row]:
    """Topics in use, each under its parent."""
    return reader.rows(
        """
        select
            topics.topic_id, topics.name_en, topics.name_zh, topics.parent_topic_id,
            coalesce(parents.name_en, topics.name_en) as group_name,
            measured.articles, measured.stories, measured.main_stories, measured.share_of_voice,
            latest.last_published_at
        from marts.topic_measures(null, null) as measured
        inner join marts.dim_topics as topics on measured.topic_id = topics.topic_id
        left join marts.dim_topics as parents on topics.parent_topic_id = parents.topic_id
        left join (
            select topic_id, max(published_at) as last_published_at
            from marts.fct_article_topics
            group by topic_id
        ) as latest on topics.topic_id = latest.topic_id
        order by group_name, measured.stories desc, topics.topic_id
        """
    )


def topic(reader: Reader, topic_id: str) -> Row | None:
    """One topic."""
    return reader.row("select * from marts.dim_topics where topic_id = $topic_id", topic_id=topic_id)


def topic_articles(reader: Reader, topic_id: str, page: int) -> list[Row]:
    """Articles of a topic: those whose main topic it is first."""
    return reader.rows(
        """
        select
            articles.article_id, articles.title, articles.published_at, assigned.rank,
            coalesce(sources.name_en, articles.source_id) as source_name
        from marts.fct_article_topics as assigned
        inner join marts.fct_articles as articles on assigned.article_id = articles.article_id
        left join marts.dim_sources as sources on articles.source_id = sources.source_id
        where assigned.topic_id = $topic_id
        order by assigned.rank, articles.published_at desc nulls last, articles.article_id
        limit $limit offset $offset
        """,
        topic_id=topic_id,
        limit=PAGE_SIZE + 1,
        offset=(page - 1) * PAGE_SIZE,
    )


def source_health(reader: Reader) -> list[Row]:
    """The last fourteen days on which each source was looked at."""
    return reader.rows(
        """
        select
            health.*,
            coalesce(sources.name_en, health.source_id) as source_name,
            sources.kind,
            sources.is_enabled,
            measured.success_share
        from marts.fct_source_health as health
        left join marts.source_measures(null, null) as measured on health.source_id = measured.source_id
        left join marts.dim_sources as sources on health.source_id = sources.source_id
        qualify row_number() over (
            partition by health.source_id order by health.observed_date desc
        ) <= 14
        order by source_name, health.source_id, health.observed_date desc
        """
    )


def source_alarms(reader: Reader) -> list[Row]:
    """Alarms of sources, one row for days in a row; those of now first."""
    return reader.rows(
        """
        with days as (
            select
                source_id,
                observed_date,
                row_number() over (partition by source_id order by observed_date) as place
            from marts.fct_source_health
        ),
        runs as (
            select
                alarms.*,
                days.place - row_number() over (
                    partition by alarms.source_id, alarms.alarm_code order by alarms.observed_date
                ) as run
            from marts.fct_source_alarms as alarms
            left join days
                on alarms.source_id = days.source_id and alarms.observed_date = days.observed_date
        )
        select
            runs.source_id,
            any_value(coalesce(sources.name_en, runs.source_id)) as source_name,
            runs.alarm_code,
            min(runs.observed_date) as first_date,
            max(runs.observed_date) as last_date,
            max_by(runs.reason, runs.observed_date) as reason,
            max_by(runs.what_to_do, runs.observed_date) as what_to_do,
            bool_or(runs.is_current) as is_current
        from runs
        left join marts.dim_sources as sources on runs.source_id = sources.source_id
        group by runs.source_id, runs.alarm_code, runs.run
        order by is_current desc, last_date desc, source_name, runs.alarm_code
        limit 100
        """
    )


def search(reader: Reader, query: str) -> list[Row]:
    """Articles that hold every word, best first, with the facts read from each."""
    return reader.rows(
        """
        with found as (select * from marts.search($query, hits := $hits))
        select
            found.article_id, found.score, found.title, found.published_at,
            coalesce(sources.name_en, found.source_id) as source_name,
            count(observations.observation_id) as facts
        from found
        left join marts.dim_sources as sources on found.source_id = sources.source_id
        left join marts.fct_metric_observations as observations
            on found.article_id = observations.article_id
        group by all
        order by found.score desc, found.published_at desc nulls last, found.article_id
        """,
        query=query,
        hits=HITS,
    )


def explanation(reader: Reader, observation_id: str) -> list[Row]:
    """Where a number comes from, piece by piece."""
    return reader.rows(
        "select part, name, detail from marts.explain_observation($observation_id)",
        observation_id=observation_id,
    )


def article_of(reader: Reader, observation_id: str) -> str | None:
    """The article that states a figure."""
    row = reader.row(
        "select article_id from marts.fct_metric_observations where observation_id = $observation_id",
        observation_id=observation_id,
    )
    return str(row["article_id"]) if row else None


def article(reader: Reader, article_id: str) -> Row | None:
    """One article with the text of its latest version."""
    return reader.row(
        """
        select
            articles.*, versions.body,
            coalesce(sources.name_en, articles.source_id) as source_label
        from marts.fct_articles as articles
        left join marts.fct_article_versions as versions
            on articles.article_version_id = versions.article_version_id
        left join marts.dim_sources as sources on articles.source_id = sources.source_id
        where articles.article_id = $article_id
        """,
        article_id=article_id,
    )


def article_spans(reader: Reader, article_id: str) -> list[Row]:
    """Where the text of an article states a figure or names a company, by field and offset."""
    return reader.rows(
        """
        select 'fact' as kind, observation_id as id, field, start_char, end_char
        from marts.fct_metric_observations where article_id = $article_id
        union all
        select 'company' as kind, company_id as id, field, start_char, end_char
        from marts.fct_company_mentions where article_id = $article_id
        order by field, start_char, kind desc, end_char desc, id
        """,
        article_id=article_id,
    )


def article_topics(reader: Reader, article_id: str) -> list[Row]:
    """The topics of an article, main first."""
    return reader.rows(
        """
        select assigned.topic_id, assigned.rank, coalesce(topics.name_en, assigned.topic_id) as name_en
        from marts.fct_article_topics as assigned
        left join marts.dim_topics as topics on assigned.topic_id = topics.topic_id
        where assigned.article_id = $article_id
        order by assigned.rank, assigned.topic_id
        """,
        article_id=article_id,
    )
