"""Companies: the list with its search, and the page of one."""

from __future__ import annotations

from itertools import groupby

from dashboard import figures, layout, questions
from dashboard.chart import sparkline
from dashboard.layout import badge, chinese, demo_notice, nothing, page, table
from dashboard.markup import Markup, Node, join, link, tag
from dashboard.query import NotFound, Query
from dashboard.serving_copy import Reader, Row


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
        ["Company", "Ticker", "Country", "Sector", "Stories", "Articles", "Facts", "Share of voice"],
        [
            (
                link(_names(row), "/company", id=row["company_id"]),
                row["ticker"] or "–",
                row["country_code"] or "–",
                row["sector"] or "–",
                figures.number(row["stories"]),
                figures.number(row["articles"]),
                figures.number(row["facts"]),
                figures.share(row["share_of_voice"]),
            )
            for row in shown
        ],
        numeric={4, 5, 6, 7},
    )
    empty = nothing(f"No company is known as “{wanted}”." if wanted else "No company is named yet.")
    return page(
        "Companies",
        "/companies",
        form,
        grid if shown else empty,
        layout.pager("/companies", number, len(rows) > len(shown), q=wanted),
        notice=demo_notice(questions.has_demo(reader)),
    )


def _line_key(row: Row) -> tuple[object, ...]:
    keys = ("metric_id", "segment", "region", "counterparty_name", "is_change", "comparison", "unit")
    return tuple(row[key] for key in keys)


def _metric(row: Row) -> Markup:
    return join(
        link(row["metric_name"], "/facts", metric=row["metric_id"]),
        " ",
        chinese(row["metric_name_zh"]),
        *[join(" ", badge(text)) for text in layout.qualifiers(row)],
    )


SERIES_HEADS = ("Period", "Agreed value", "Statement", "Stories", "Articles", "Notes")


def _series_cells(row: Row) -> tuple[Node, ...]:
    notes = [
        badge(text, "warn")
        for key, text in (("is_disputed", "disputed"), ("is_scale_suspect", "scale suspect"))
        if row[key]
    ]
    return (
        figures.period(row),
        figures.quantity(row["value_low"], row["value_high"], row["unit"], row["bound"]),
        row["modality"],
        row["story_count"],
        row["article_count"],
        notes or "–",
    )


def _series(rows: list[Row]) -> list[Node]:
    """Lines of several periods with a chart each; below them one table of what has one period only."""
    lines = [list(line) for _, line in groupby(rows, _line_key)]
    sections: list[Node] = []
    for line in (line for line in lines if len(line) > 1):
        name = str(line[0]["metric_name"])
        actual = [
            float(row["value"]) for row in line if row["modality"] == "actual" and row["value"] is not None
        ]
        grid = table(f"{name} by period", SERIES_HEADS, map(_series_cells, line), numeric={1, 3, 4})
        sections.append(
            tag("section", tag("h3", _metric(line[0])), sparkline(actual, name), grid, class_="series")
        )
    singles = [(_metric(line[0]), *_series_cells(line[0])) for line in lines if len(line) == 1]
    if singles:
        grid = table("Single periods", ("Metric", *SERIES_HEADS), singles, numeric={2, 4, 5})
        sections.append(tag("section", tag("h3", "Single periods"), grid, class_="series"))
    return sections


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
    lines = _series(questions.company_series(reader, company_id))
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
        notice=demo_notice(questions.has_demo(reader)),
    )
