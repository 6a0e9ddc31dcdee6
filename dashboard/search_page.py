"""Articles by their words, and where a number comes from: the pages over the macros `search` and
`explain_observation`."""

from __future__ import annotations

from itertools import groupby

from dashboard import figures, questions
from dashboard.layout import demo_notice, nothing, page, table
from dashboard.markup import Node, join, link, outward, tag
from dashboard.query import NotFound, Query
from dashboard.serving_copy import Reader
from newsledger.analyst.why import HEADINGS


def search(reader: Reader, query: Query) -> str:
    """Articles that hold every word, best first."""
    wanted = query.text("q")
    found = questions.search(reader, wanted) if wanted else []
    form = tag(
        "form",
        tag("label", "Words ", tag("input", type="search", name="q", value=wanted, maxlength=200)),
        tag("button", "Search", type="submit"),
        method="get",
        action="/search",
        class_="filter",
        role="search",
    )
    grid = table(
        "Articles found",
        ["Article", "Source", "Published", "Facts", "Score"],
        [
            (
                link(row["title"], "/article", id=row["article_id"]),
                row["source_name"],
                figures.moment(row["published_at"]),
                figures.number(row["facts"]),
                f"{row['score']:.2f}",
            )
            for row in found
        ],
        numeric={3, 4},
    )
    hint = tag(
        "p",
        "Every word must be there, Chinese as it stands; case, width and traditional characters make no "
        f"difference. The best {questions.HITS} are shown.",
        class_="lead",
    )
    empty = nothing(f"No article holds “{wanted}”.") if wanted else None
    return page(
        "Search", "/search", form, grid if found else hint, None if found else empty,
        notice=demo_notice(questions.has_demo(reader)),
    )  # fmt: skip


def why(reader: Reader, query: Query) -> str:
    """Where one number comes from, piece by piece."""
    observation_id = query.needed("id")
    pieces = questions.explanation(reader, observation_id)
    if not pieces:
        raise NotFound(f"There is no fact {observation_id}.")
    sections: list[Node] = []
    for part, members in groupby(pieces, key=lambda piece: str(piece["part"])):
        rows: list[Node] = [
            tag(
                "div",
                tag("dt", row["name"]),
                tag("dd", outward(row["detail"], row["detail"]) if row["name"] == "url" else row["detail"]),
            )
            for row in members
        ]
        sections.append(tag("section", tag("h2", HEADINGS.get(part, part)), tag("dl", rows, class_="pieces")))
    article_id = questions.article_of(reader, observation_id)
    return page(
        "Where this number comes from",
        "",
        tag(
            "p",
            tag("code", observation_id),
            join(" · ", link("its place in the article", "/article", id=article_id)) if article_id else None,
            class_="lead",
        ),
        sections,
        notice=demo_notice(questions.has_demo(reader)),
    )
