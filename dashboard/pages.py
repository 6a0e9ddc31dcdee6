"""One function a page: rows in, document out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from dashboard import figures, layout, questions
from dashboard.chart import sparkline
from dashboard.layout import badge, chinese, nothing, page, table
from dashboard.markup import Markup, Node, join, link, outward, tag
from dashboard.serving_copy import Reader, Row

MODALITIES = ("actual", "target", "forecast", "hypothetical")
MAX_PAGE = 10_000


class BadRequest(Exception):
    """The query of the URL makes no sense; says why."""


class NotFound(Exception):
    """There is no such page or row; says what was looked for."""


@dataclass(frozen=True)
class Query:
    """The parameters of a request, each given once at most."""

    values: dict[str, str]

    def text(self, name: str, longest: int = 200) -> str:
        """A parameter, stripped; empty if it is absent."""
        value = self.values.get(name, "").strip()
        if len(value) > longest:
            raise BadRequest(f"{name} is longer than {longest} characters")
        return value

    def needed(self, name: str) -> str:
        """A parameter that must be there."""
        value = self.text(name)
        if not value:
            raise BadRequest(f"the parameter {name} is missing")
        return value

    def page(self) -> int:
        """The number of the page, from 1."""
        value = self.text("page") or "1"
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MAX_PAGE):
            raise BadRequest(f"page must be a number from 1 to {MAX_PAGE}")
        return int(value)


Page: TypeAlias = Callable[[Reader, Query], str]


def _demo_notice(reader: Reader) -> Markup | None:
    if not questions.has_demo(reader):
        return None
    return tag(
        "p",
        tag("strong", "Demo data."),
        " These articles come from the bundled demo site; their figures are made up.",
        class_="notice",
    )


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
            ("Scale suspects", "suspect", "/checks"),
        )
    ]
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
        tag("dl", tiles, class_="tiles"),
        tag("h2", "Latest facts"),
        [layout.fact(row) for row in latest] or nothing("No facts yet."),
        tag("p", link("All facts", "/facts")) if latest else None,
        tag("h2", "Published tables"),
        table("Published tables", ["Table", "Rows", "What a row is"], counts, numeric={1}),
        notice=_demo_notice(reader),
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
        notice=_demo_notice(reader),
    )


def _names(row: Row) -> Markup:
    first = row.get("name_en") or row.get("name_zh") or row["company_id"]
    second = row.get("name_zh") if row.get("name_en") else None
    return join(first, " " if second else None, chinese(second))


def companies(reader: Reader, query: Query) -> str:
    """Companies, and a search by any of their names."""
    wanted, number = query.text("q"), query.page()
    rows = questions.companies(reader, wanted, number)
    shown = rows[: questions.PAGE_SIZE]
    form = tag(
        "form",
        tag("label", "Name or ticker ", tag("input", type="search", name="q", value=wanted, maxlength=200)),
        tag("button", "Search", type="submit"),
        method="get",
        action="/companies",
        class_="filter",
        role="search",
    )
    grid = table(
        "Companies",
        ["Company", "Ticker", "Country", "Sector", "Articles", "Stories", "Facts"],
        [
            (
                link(_names(row), "/company", id=row["company_id"]),
                row["ticker"] or "–",
                row["country_code"] or "–",
                row["sector"] or "–",
                figures.number(row["articles"]),
                figures.number(row["stories"]),
                figures.number(row["facts"]),
            )
            for row in shown
        ],
        numeric={4, 5, 6},
    )
    empty = nothing(f"No company is known as “{wanted}”." if wanted else "No company is named yet.")
    return page(
        "Companies",
        "/companies",
        form,
        grid if shown else empty,
        layout.pager("/companies", number, len(rows) > len(shown), q=wanted),
        notice=_demo_notice(reader),
    )


def _line_key(row: Row) -> tuple[object, ...]:
    keys = ("metric_id", "segment", "region", "counterparty_name", "is_change", "comparison", "unit")
    return tuple(row[key] for key in keys)


def _series_line(rows: list[Row]) -> Markup:
    first = rows[0]
    head = tag(
        "h3",
        link(first["metric_name"], "/facts", metric=first["metric_id"]),
        " ",
        chinese(first["metric_name_zh"]),
        *[join(" ", badge(text)) for text in layout.qualifiers(first)],
    )
    actual = [float(row["value"]) for row in rows if row["modality"] == "actual" and row["value"] is not None]
    grid = table(
        f"{first['metric_name']} by period",
        ["Period", "Agreed value", "Statement", "Stories", "Articles", ""],
        [
            (
                figures.period(row),
                figures.quantity(row["value_low"], row["value_high"], row["unit"], row["bound"]),
                row["modality"],
                row["story_count"],
                row["article_count"],
                join(
                    badge("disputed", "warn") if row["is_disputed"] else None,
                    badge("scale suspect", "warn") if row["is_scale_suspect"] else None,
                ),
            )
            for row in rows
        ],
        numeric={1, 3, 4},
    )
    return tag("section", head, sparkline(actual, str(first["metric_name"])), grid, class_="series")


def company(reader: Reader, query: Query) -> str:
    """One company: its series, facts, mentions and neighbours."""
    company_id = query.needed("id")
    row = questions.company(reader, company_id)
    if row is None:
        raise NotFound(f"There is no company {company_id}.")
    number = query.page()
    stated = questions.facts(reader, company=company_id, page=number)
    shown = stated[: questions.PAGE_SIZE]
    details = [
        ("Chinese name", chinese(row["name_zh"])),
        ("Ticker", row["ticker"]),
        ("Country", row["country_code"]),
        ("Sector", row["sector"]),
        ("Status", row["status"]),
        (
            "Parent",
            link(row["parent_name"] or row["parent_company_id"], "/company", id=row["parent_company_id"])
            if row["parent_company_id"]
            else None,
        ),
        ("Also known as", ", ".join(row["aliases"] or [])),
    ]
    lines = [
        _series_line(list(rows))
        for _, rows in groupby(questions.company_series(reader, company_id), _line_key)
    ]
    mentions = [
        (
            link(found["title"], "/article", id=found["article_id"]),
            found["source_name"],
            figures.moment(found["published_at"]),
            found["mentions"],
            ", ".join(found["surfaces"]),
        )
        for found in questions.company_mentions(reader, company_id)
    ]
    neighbours = [
        (
            link(found["name"], "/company", id=found["company_id"]),
            ", ".join(kind.replace("_", " ") for kind in found["link_types"]),
            found["stories"],
            figures.day(found["last_date"]),
        )
        for found in questions.company_links(reader, company_id)
    ]
    return page(
        str(row["name_en"] or row["name_zh"] or company_id),
        "/companies",
        tag(
            "dl",
            [tag("div", tag("dt", key), tag("dd", value)) for key, value in details if value],
            class_="facts",
        ),
        tag("h2", "Series"),
        lines or nothing("No figure with a period yet."),
        tag("h2", "Facts", id="facts"),
        [layout.fact(found) for found in shown] or nothing("No fact yet."),
        layout.pager("/company", number, len(stated) > len(shown), id=company_id),
        tag("h2", "Mentions"),
        table("Mentions", ["Article", "Source", "Published", "Times", "Named as"], mentions, numeric={3})
        if mentions
        else nothing("No article names it yet."),
        tag("h2", "In the same stories"),
        table("Companies in the same stories", ["Company", "How", "Stories", "Last"], neighbours, numeric={2})
        if neighbours
        else nothing("No other company."),
        notice=_demo_notice(reader),
    )


def topics(reader: Reader, query: Query) -> str:
    """Topics by group, with their articles counted."""
    rows = questions.topics(reader)
    most = max((row["articles"] for row in rows), default=0) or 1
    sections: list[Node] = []
    for group, members in groupby(rows, lambda row: row["group_name"]):
        used = [row for row in members if row["articles"]]
        if not used:
            continue
        grid = table(
            f"Topics of {group}",
            ["Topic", "Articles", "As main topic", "Last article", "Share"],
            [
                (
                    join(link(row["name_en"], "/topic", id=row["topic_id"]), " ", chinese(row["name_zh"])),
                    figures.number(row["articles"]),
                    figures.number(row["main_articles"]),
                    figures.moment(row["last_published_at"]),
                    tag("meter", row["articles"], min=0, max=most, value=row["articles"]),
                )
                for row in used
            ],
            numeric={1, 2},
        )
        sections.append(tag("section", tag("h2", group), grid))
    return page(
        "Topics",
        "/topics",
        sections or nothing("No article has a topic yet."),
        notice=_demo_notice(reader),
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
        notice=_demo_notice(reader),
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
        notice=_demo_notice(reader),
    )


def sources(reader: Reader, query: Query) -> str:
    """How reading each source went, day by day."""
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
                    figures.hours(row.get("freshness_hours")),
                )
                for row in rows
            ],
            numeric=range(1, 10),
        )
        head = tag("h2", last["source_name"], " ", state)
        sections.append(tag("section", head, tag("p", tag("code", last["source_id"])), grid))
    return page(
        "Sources",
        "/sources",
        tag("p", "Age is the time from the newest article’s publication to the day’s last attempt."),
        sections or nothing("No source has been read yet."),
        notice=_demo_notice(reader),
    )


def marked_text(text: str, spans: list[Row]) -> Markup:
    """A text with its figures and company names marked; of spans that overlap the first is kept."""
    parts: list[Node] = []
    done = 0
    for span in spans:
        start, end = int(span["start_char"]), int(span["end_char"])
        if start < done or not start < end <= len(text):
            continue
        parts.append(text[done:start])
        if span["kind"] == "fact":
            target = f"#fact-{span['id']}"
            parts.append(tag("mark", tag("a", text[start:end], href=target)))
        else:
            parts.append(link(text[start:end], "/company", id=str(span["id"])))
        done = end
    parts.append(text[done:])
    return join(parts)


def article(reader: Reader, query: Query) -> str:
    """One article as landed, its figures and companies marked, with the facts read from it."""
    article_id = query.needed("id")
    row = questions.article(reader, article_id)
    if row is None:
        raise NotFound(f"There is no article {article_id}.")
    spans = questions.article_spans(reader, article_id)
    stated = questions.facts(reader, article=article_id, size=200)[:200]
    language = row.get("body_language") or row.get("language")
    body = str(row.get("body") or "")
    labels: list[Node] = [badge(str(row["body_kind"]).replace("_", " "))]
    labels += [
        badge(text, "warn")
        for key, text in (("is_truncated", "truncated"), ("is_deleted", "deleted"))
        if row[key]
    ]
    origin = row["original_account"] or row["original_title"]
    return page(
        str(row["title"]),
        "",
        tag(
            "p",
            join(row["source_label"], " · ", figures.moment(row["published_at"]), " · "),
            join(row["author"], " · ") if row["author"] else None,
            outward(row["url"], row["url"]) if row["url"] else "no address",
            class_="lead",
        ),
        tag("p", labels, f" {row['version_count']} version(s)"),
        tag("p", f"Reposted from {row['original_account'] or '?'}: {row['original_title'] or ''}")
        if origin
        else None,
        tag(
            "p",
            "Topics: ",
            [
                join(", " if position else None, link(topic["name_en"], "/topic", id=topic["topic_id"]))
                for position, topic in enumerate(questions.article_topics(reader, article_id))
            ]
            or "none",
        ),
        tag("h2", "Text as landed"),
        tag(
            "div",
            tag(
                "p",
                marked_text(str(row["title"]), [s for s in spans if s["field"] == "title"]),
                class_="title",
            ),
            tag("p", marked_text(body, [s for s in spans if s["field"] == "body"]), class_="body"),
            class_="text",
            lang=str(language) if language else None,
        ),
        tag("h2", f"Facts ({len(stated)})"),
        [layout.fact(found, with_article=False) for found in stated] or nothing("No fact was read from it."),
        notice=_demo_notice(reader),
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


def failure(title: str, text: str) -> str:
    """A page for a request that cannot be answered."""
    return page(title, "", tag("p", text, class_="lead"), tag("p", link("To the overview", "/")))


PAGES: dict[str, Page] = {
    "/": overview,
    "/facts": facts,
    "/companies": companies,
    "/company": company,
    "/topics": topics,
    "/topic": topic,
    "/checks": checks,
    "/sources": sources,
    "/article": article,
}
