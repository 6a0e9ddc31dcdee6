"""The frame of every page and the pieces that several pages share."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from dashboard import figures
from dashboard.markup import Markup, Node, address, join, link, tag
from dashboard.serving_copy import Row

NAVIGATION = (
    ("/", "Overview"),
    ("/facts", "Facts"),
    ("/companies", "Companies"),
    ("/search", "Search"),
    ("/topics", "Topics"),
    ("/checks", "Checks"),
    ("/sources", "Sources"),
)


def page(title: str, here: str, *content: Node, notice: Node = None) -> str:
    """A whole document."""
    entries = [
        tag("li", tag("a", label, href=path, aria_current="page" if path == here else None))
        for path, label in NAVIGATION
    ]
    outside = [
        tag("li", tag("a", label, href=url))
        for label, url in (
            ("Airflow", os.environ.get("NEWSLEDGER_UI_URL")),
            ("Table docs", os.environ.get("NEWSLEDGER_DOCS_URL")),
        )
        if url
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title, " · newsledger"),
        tag("link", rel="stylesheet", href="/style.css"),
        tag("link", rel="icon", href="/icon.svg", type="image/svg+xml"),
    )
    body = tag(
        "body",
        tag("a", "Skip to content", href="#content", class_="skip"),
        tag(
            "header",
            tag(
                "div",
                tag("a", "newsledger", href="/", class_="brand"),
                tag("nav", tag("ul", entries), aria_label="Pages"),
                tag("nav", tag("ul", outside), aria_label="Elsewhere", class_="outside") if outside else None,
                class_="wide",
            ),
        ),
        tag("main", notice, tag("h1", title), *content, id="content", class_="wide"),
        tag(
            "footer",
            tag(
                "p",
                "Every figure links to the sentence it was read from. "
                "Times are UTC. Read from the published copy, never from the working one.",
                class_="wide",
            ),
        ),
    )
    return "<!doctype html>\n" + tag("html", head, body, lang="en")


def chinese(text: str | None) -> Markup | None:
    """A Chinese name after an English one, marked as such for screen readers and fonts."""
    return tag("span", text, lang="zh", class_="zh") if text else None


def badge(text: str, kind: str = "plain") -> Markup:
    """A small label. Its meaning is in the text, not in the colour."""
    return tag("span", text, class_=f"badge {kind}")


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Node]], numeric: Iterable[int] = ()
) -> Markup:
    """A table whose first column heads its rows; `numeric` columns are set to the right."""
    right = set(numeric)
    body = [
        tag(
            "tr",
            [
                tag(
                    "th" if position == 0 else "td",
                    cell,
                    scope="row" if position == 0 else None,
                    class_="number" if position in right else None,
                )
                for position, cell in enumerate(cells)
            ],
        )
        for cells in rows
    ]
    columns = [
        tag("th", head, scope="col", class_="number" if position in right else None)
        for position, head in enumerate(heads)
    ]
    grid = tag(
        "table",
        tag("caption", caption, class_="unseen"),
        tag("thead", tag("tr", columns)),
        tag("tbody", body),
    )
    # a wide table scrolls in its own box, which the keyboard must reach
    return tag("div", grid, class_="scroll", role="region", aria_label=caption, tabindex=0)


def nothing(text: str) -> Markup:
    """What stands where there are no rows."""
    return tag("p", text, class_="nothing")


def marked_evidence(row: Row) -> Markup:
    """The evidence sentence with the figure marked in it: by its offset, else at its only occurrence."""
    text, figure = str(row["evidence_text"] or ""), str(row["figure_text"] or "")
    at = row.get("figure_start")
    if at is None or not figure or text[at : at + len(figure)] != figure:
        at = text.find(figure) if figure and text.count(figure) == 1 else -1
    if at < 0:
        return join(text, " (figure as written: ", tag("mark", figure), ")") if figure else join(text)
    return join(text[:at], tag("mark", figure), text[at + len(figure) :])


def subject(row: Row) -> Markup:
    """Whom the figure is about, linked if it is a company."""
    name = row.get("subject_name") or "subject not stated"
    label = join(name, " " if row.get("subject_name_zh") else None, chinese(row.get("subject_name_zh")))
    return link(label, "/company", id=row["company_id"]) if row.get("company_id") else label


def qualifiers(row: Row) -> list[str]:
    """Segment, region, counterparty and comparison, as far as stated."""
    found = [str(row[key]) for key in ("segment", "region") if row.get(key)]
    if row.get("counterparty_name"):
        found.append(f"with {row['counterparty_name']}")
    if row.get("is_change"):
        found.append("change" + (f", {row['comparison']}" if row.get("comparison") else ""))
    return found


def fact(row: Row, *, with_article: bool = True) -> Markup:
    """One fact with its evidence and marks."""
    marks = [badge(str(row["modality"]), str(row["modality"]))]
    if row["is_scale_suspect"]:
        marks.append(badge("scale suspect", "warn"))
    if row["is_demo"]:
        marks.append(badge("demo"))
    value = figures.quantity(row["value_low"], row["value_high"], row["unit"], row["bound"])
    candidate = None
    if row["is_scale_suspect"]:
        likely = row["value_candidate"]
        candidate = tag(
            "p",
            "The stated scale cannot be right",
            f": {row['flag_reason']}" if row.get("flag_reason") else None,
            ". ",
            join("Likelier: ", figures.quantity(likely, likely, row["unit"]), ".")
            if likely is not None
            else None,
            class_="reason",
        )
    source = tag(
        "p",
        link(row["article_title"], "/article", id=row["article_id"]) if with_article else None,
        " · " if with_article else None,
        join(row["source_name"], " · ", figures.moment(row["published_at"]), " · ") if with_article else None,
        f"confidence {row['confidence']:.2f} · ",
        link("where it comes from", "/why", id=row["observation_id"]),
        class_="source",
    )
    more = qualifiers(row)
    return tag(
        "article",
        tag(
            "h3",
            tag("span", subject(row), class_="subject"),
            tag("span", link(row["metric_name"], "/facts", metric=row["metric_id"]), class_="metric"),
            tag("span", value, class_="value"),
        ),
        tag("p", tag("span", figures.period(row), class_="period"), *[badge(text) for text in more], *marks),
        tag("blockquote", marked_evidence(row)),
        candidate,
        source,
        class_="fact",
        id=f"fact-{row['observation_id']}",
    )


def pager(path: str, number: int, has_next: bool, **parameters: str | None) -> Markup | None:
    """Links to the neighbouring pages."""
    if number == 1 and not has_next:
        return None
    back = tag("a", "← Newer", href=address(path, **parameters, page=number - 1), rel="prev")
    forth = tag("a", "Older →", href=address(path, **parameters, page=number + 1), rel="next")
    return tag(
        "nav",
        back if number > 1 else None,
        tag("span", f"Page {number}"),
        forth if has_next else None,
        class_="pager",
        aria_label="Pages of the list",
    )


def demo_notice(is_there: bool) -> Markup | None:
    """What stands above every page of a copy that holds the bundled demo."""
    if not is_there:
        return None
    return tag(
        "p",
        tag("strong", "Demo data."),
        " These articles come from the bundled demo site; their figures are made up.",
        class_="notice",
    )
