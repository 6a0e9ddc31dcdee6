"""One function a page: rows in, document out. Those of companies and articles have rooms of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from typing import TypeAlias

from dashboard import article_page, company_pages, figures, layout, questions, search_page
from dashboard.layout import badge, chinese, demo_notice, nothing, page, table
from dashboard.markup import Markup, Node, join, link, tag
from dashboard.query import BadRequest, NotFound, Query
from dashboard.serving_copy import Reader, Row

MODALITIES = ("actual", "target", "forecast", "hypothetical")


Page: TypeAlias = Callable[[Reader, Query], str]


def _first_sentence(description: str) -> str:
    return re.split(r"(?<=\.)\s", description.replace("`", "").strip(), maxsplit=1)[0]


def overview(reader: Reader, query: Query) -> str:
    """What is published, and the newest facts."""
    published = questions.publication(reader)
    numbers = questions.headline(reader)
    tiles = [
        tag("div", tag("dt", label), tag("dd", link(figures.number(numbers[key]), path)))
        for label, key, path in (
            ("Articles", "articles", "/sources"),
            ("Stories", "stories", "/topics"),
            ("Companies named", "companies", "/companies"),
            ("Facts", "facts", "/facts"),
            ("Disputed values", "disputed", "/checks"),
        )
    ]
    tiles += [
        tag("div", tag("dt", label), tag("dd", tag("a", figures.share(numbers[key]), href=path)))
        for label, key, path in (
            ("Repost share", "repost_share", "/topics"),
            ("Expected share", "expected_share", "/facts?modality=forecast"),
            ("Suspect share", "suspect_share", "/checks"),
        )
    ]
    alarms = [row for row in questions.source_alarms(reader) if row["is_current"]]
    alarmed = tag(
        "p",
        tag("strong", "One alarm" if len(alarms) == 1 else f"{len(alarms):,} alarms"),
        f": {', '.join(sorted({str(row['source_name']) for row in alarms}))}. ",
        link("What is wrong, and what to do", "/sources"),
        class_="reason",
    )
    latest = questions.latest_facts(reader, size=6)
    stamp = tag(
        "p",
        "Published ",
        tag("strong", figures.moment(published.get("published_at"))),
        join(" by run ", tag("code", published["run_key"])) if published.get("run_key") else None,
        f", code version {published['code_version']}" if published.get("code_version") else None,
        ".",
        class_="lead",
    )
    counts = [
        (
            tag("code", row["table_name"]),
            figures.number(row["rows"]),
            str(row["description"]).split("\n\n")[0],
        )
        for row in questions.table_counts(reader)
    ]
    return page(
        "Overview",
        "/",
        stamp,
        alarmed if alarms else None,
        tag("dl", tiles, class_="tiles"),
        tag("h2", "Latest facts"),
        [layout.fact(row) for row in latest] or nothing("No facts yet."),
        tag("p", link("All facts", "/facts")) if latest else None,
        tag("h2", "Published tables"),
        table("Published tables", ["Table", "Rows", "What a row is"], counts, numeric={1}),
        notice=demo_notice(questions.has_demo(reader)),
    )


def facts(reader: Reader, query: Query) -> str:
    """All facts, filtered."""
    metric, modality, number = query.text("metric"), query.text("modality"), query.page()
    if modality and modality not in MODALITIES:
        raise BadRequest(f"modality must be one of {', '.join(MODALITIES)}")
    rows = questions.facts(reader, metric=metric or None, modality=modality or None, page=number)
    choices = [
        tag(
            "option",
            f"{row['name_en'] or row['metric_id']} ({row['facts']})",
            value=row["metric_id"],
            selected=row["metric_id"] == metric,
        )
        for row in questions.metrics_in_use(reader)
    ]
    moods = [tag("option", mood, value=mood, selected=mood == modality) for mood in MODALITIES]
    form = tag(
        "form",
        tag("label", "Metric ", tag("select", tag("option", "all", value=""), choices, name="metric")),
        tag("label", "Statement ", tag("select", tag("option", "all", value=""), moods, name="modality")),
        tag("button", "Show", type="submit"),
        method="get",
        action="/facts",
        class_="filter",
    )
    shown = rows[: questions.PAGE_SIZE]
    return page(
        "Facts",
        "/facts",
        form,
        tag("h2", "Newest first"),
        [layout.fact(row) for row in shown] or nothing("No fact fits."),
        layout.pager("/facts", number, len(rows) > len(shown), metric=metric, modality=modality),
        notice=demo_notice(questions.has_demo(reader)),
    )


def topics(reader: Reader, query: Query) -> str:
    """Topics by group, with their articles counted."""
    rows = questions.topics(reader)
    most = max((row["share_of_voice"] for row in rows), default=0) or 1
    sections: list[Node] = []
    for group, members in groupby(rows, lambda row: row["group_name"]):
        grid = table(
            f"Topics of {group}",
            ["Topic", "Stories", "As main topic", "Articles", "Last article", "Share of voice"],
            [
                (
                    join(link(row["name_en"], "/topic", id=row["topic_id"]), " ", chinese(row["name_zh"])),
                    figures.number(row["stories"]),
                    figures.number(row["main_stories"]),
                    figures.number(row["articles"]),
                    figures.moment(row["last_published_at"]),
                    tag(
                        "span",
                        tag(
                            "meter",
                            min=0,
                            max=most,
                            value=row["share_of_voice"],
                            aria_label=f"Share of voice of {row['name_en']}",
                        ),
                        " ",
                        figures.share(row["share_of_voice"]),
                        class_="share",
                    ),
                )
                for row in members
            ],
            numeric={1, 2, 3},
        )
        sections.append(tag("section", tag("h2", group), grid))
    return page(
        "Topics",
        "/topics",
        sections or nothing("No article has a topic yet."),
        notice=demo_notice(questions.has_demo(reader)),
    )


def topic(reader: Reader, query: Query) -> str:
    """The articles of one topic."""
    topic_id, number = query.needed("id"), query.page()
    row = questions.topic(reader, topic_id)
    if row is None:
        raise NotFound(f"There is no topic {topic_id}.")
    found = questions.topic_articles(reader, topic_id, number)
    shown = found[: questions.PAGE_SIZE]
    grid = table(
        "Articles",
        ["Article", "Source", "Published", "Rank of the topic"],
        [
            (
                link(article["title"], "/article", id=article["article_id"]),
                article["source_name"],
                figures.moment(article["published_at"]),
                "main topic" if article["rank"] == 1 else str(article["rank"]),
            )
            for article in shown
        ],
    )
    return page(
        str(row["name_en"] or topic_id),
        "/topics",
        tag("p", chinese(row["name_zh"]), class_="lead"),
        grid if shown else nothing("No article."),
        layout.pager("/topic", number, len(found) > len(shown), id=topic_id),
        notice=demo_notice(questions.has_demo(reader)),
    )


def checks(reader: Reader, query: Query) -> str:
    """What a reader should not take at face value."""
    number = query.page()
    series = [
        (
            join(layout.subject({**row, "subject_name": row["subject_label"]})),
            join(row["metric_name"], *[join(" ", badge(text)) for text in layout.qualifiers(row)]),
            figures.period(row),
            figures.quantity(row["value_low"], row["value_high"], row["unit"], row["bound"]),
            figures.quantity(row["lowest_value"], row["highest_value"], row["unit"]),
            row["story_count"],
            join(
                [
                    join(" " if position else None, link(f"[{position + 1}]", "/article", id=article))
                    for position, article in enumerate(row["article_ids"][:8])
                ]
            ),
        )
        for row in questions.disputed(reader)
    ]
    suspects = questions.facts(reader, suspect=True, page=number)
    shown = suspects[: questions.PAGE_SIZE]
    return page(
        "Checks",
        "/checks",
        tag("h2", "Disputed values"),
        tag(
            "p", "Stories state values for the same subject, metric and period that differ by more than 1 %."
        ),
        table(
            "Disputed values",
            ["Subject", "Metric", "Period", "Agreed value", "Stated from, to", "Stories", "Articles"],
            series,
            numeric={3, 4, 5},
        )
        if series
        else nothing("No value is disputed."),
        tag("h2", "Scale suspects"),
        tag(
            "p",
            "The stated scale cannot be right, for instance 亿 turned into billion. "
            "The stated value is kept; a likelier one stands beside it.",
        ),
        [layout.fact(row) for row in shown] or nothing("No figure is suspect."),
        layout.pager("/checks", number, len(suspects) > len(shown)),
        notice=demo_notice(questions.has_demo(reader)),
    )


def _alarms(rows: list[Row], caption: str) -> Markup:
    """Alarms as a table."""
    return table(
        caption,
        ["Source", "Alarm", "What was found", "What to do", "Since", "Last seen"],
        [
            (
                tag("a", row["source_name"], href=f"#{row['source_id']}"),
                badge(row["alarm_code"], "warn" if row["is_current"] else "plain"),
                row["reason"],
                row["what_to_do"],
                *(tag("span", figures.day(row[key]), class_="day") for key in ("first_date", "last_date")),
            )
            for row in rows
        ],
    )


def sources(reader: Reader, query: Query) -> str:
    """What is wrong with sources, and how reading each went, day by day."""
    alarms = questions.source_alarms(reader)
    current = [row for row in alarms if row["is_current"]]
    earlier = [row for row in alarms if not row["is_current"]]
    sections: list[Node] = []
    heads = [
        "Day",
        "Attempts",
        "Fetched",
        "Not modified",
        "Blocked",
        "Gone",
        "Errors",
        "Parsed",
        "New",
        "Age",
    ]
    for _, days in groupby(questions.source_health(reader), lambda row: row["source_id"]):
        rows = list(days)
        last = rows[0]
        failed = last["blocked"] + last["errors"]
        state = badge(f"{failed} of {last['attempts']} failed", "warn") if failed else badge("well", "actual")
        grid = table(
            f"Health of {last['source_name']}",
            heads,
            [
                (
                    figures.day(row["observed_date"]),
                    *[
                        figures.number(row[key])
                        for key in (
                            "attempts",
                            "fetched",
                            "not_modified",
                            "blocked",
                            "gone",
                            "errors",
                            "parsed",
                            "new_articles",
                        )
                    ],
                    figures.hours(row.get("freshness")),
                )
                for row in rows
            ],
            numeric=range(1, 10),
        )
        codes = [str(row["alarm_code"]) for row in current if row["source_id"] == last["source_id"]]
        marks = [state] if failed or not codes else []
        marks += [badge(code, "warn") for code in codes]
        head = tag("h2", last["source_name"], [join(" ", mark) for mark in marks], id=last["source_id"])
        answered = f" · {figures.share(last['success_share'])} of all attempts answered"
        sections.append(tag("section", head, tag("p", tag("code", last["source_id"]), answered), grid))
    return page(
        "Sources",
        "/sources",
        tag("h2", "Alarms"),
        _alarms(current, "Alarms of now") if current else nothing("No source has an alarm."),
        tag("details", tag("summary", f"Earlier alarms ({len(earlier)})"), _alarms(earlier, "Earlier alarms"))
        if earlier
        else None,
        tag("p", "Age is the time from the newest article’s publication to the day’s last attempt."),
        sections or nothing("No source has been read yet."),
        notice=demo_notice(questions.has_demo(reader)),
    )


def unpublished(home: str) -> str:
    """What stands on every page before the first publication."""
    return page(
        "Nothing is published yet",
        "",
        tag("p", f"There is no published warehouse in {home}.", class_="lead"),
        tag("p", "Run ", tag("code", "make run"), ", or let the DAGs run in Airflow up to ",
            tag("code", "publish_warehouse"), ". Then load this page again."),
    )  # fmt: skip


def outdated() -> str:
    """What stands where a page asks for what the published copy does not have."""
    return page(
        "Published by another version",
        "",
        tag(
            "p",
            "The published copy lacks something that this page shows: another version of newsledger made it.",
            class_="lead",
        ),
        tag("p", "Run ", tag("code", "make run"), ", or let ", tag("code", "publish_warehouse"),
            " run once, and load this page again."),
    )  # fmt: skip


def failure(title: str, text: str) -> str:
    """A page for a request that cannot be answered."""
    return page(title, "", tag("p", text, class_="lead"), tag("p", link("To the overview", "/")))


PAGES: dict[str, Page] = {
    "/": overview,
    "/facts": facts,
    "/companies": company_pages.companies,
    "/company": company_pages.company,
    "/search": search_page.search,
    "/why": search_page.why,
    "/topics": topics,
    "/topic": topic,
    "/checks": checks,
    "/sources": sources,
    "/article": article_page.article,
}
