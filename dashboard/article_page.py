"""One article: its text with everything marked that was read from it."""

from __future__ import annotations

from dashboard import figures, layout, questions
from dashboard.layout import badge, demo_notice, nothing, page
from dashboard.markup import Markup, Node, join, link, outward, tag
from dashboard.query import NotFound, Query
from dashboard.serving_copy import Reader, Row


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
    landed = row.get("body")
    body = str(landed or "")
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
            tag("p", marked_text(body, [s for s in spans if s["field"] == "body"]), class_="body")
            if landed is not None
            else nothing(
                f"Its source keeps the text back ({row['body_char_count']:,} characters). "
                "The facts below quote the sentences that they stand in."
            ),
            class_="text",
            lang=str(language) if language else None,
        ),
        tag("h2", f"Facts ({len(stated)})"),
        [layout.fact(found, with_article=False) for found in stated] or nothing("No fact was read from it."),
        notice=demo_notice(questions.has_demo(reader)),
    )
