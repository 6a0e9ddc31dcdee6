"""From what a page states to one item: language by field, kind of body, credit, citations, refusals."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsledger.errors import ItemOutcome
from newsledger.parse.bodies import body_kind, citations, is_truncated
from newsledger.parse.credit import read_credit
from newsledger.parse.decoding import REPLACEMENT
from newsledger.parse.languages import SUPPORTED, language_name, language_of
from newsledger.parse.records import BodyKind, ParsedArticle, ParsedItem, ParsedListing
from newsledger.parse.times import parse_time
from newsledger.parse.urls import canonical_url

MAX_REPLACEMENT_SHARE = 0.01
_MAX_TITLE_CHARS = 1000
_MAX_FIELD_CHARS = 500
MAX_BODY_CHARS = 500_000
"""No news article is so long: a whole book has as many. What is longer is a dump; its bytes are kept."""


def article_item(
    position: int,
    *,
    title: str | None,
    body: str | None,
    time_zone: str,
    published_raw: str | None,
    default_kind: BodyKind = "full",
    url: str | None = None,
    external_id: str | None = None,
    source_name: str | None = None,
    author: str | None = None,
    extra: dict[str, Any] | None = None,
    original: tuple[str | None, str | None, str | None] | None = None,
    original_url: str | None = None,
    published_at: datetime | None = None,
    message: str = "",
    place: str = "",
) -> ParsedItem:
    """One parsed item, or its refusal with a code of the closed list and a line that says why.

    Title and body are verbatim but for what no text can hold: lone surrogates become U+FFFD.
    `place` (a line of a file, say) stands before the reason of a refusal.
    `published_at` is given where the page states the moment itself, beside the string it shows.
    `original` is (account, author, title) where the page itself names them; else the card is read.
    """
    title, body = _whole(title or ""), _whole(body or "")
    shown = title.strip()[:_MAX_TITLE_CHARS]
    published_raw = _field(published_raw)

    def refuse(outcome: ItemOutcome, why: str) -> ParsedItem:
        return ParsedItem(position, outcome, None, f"{place}: {why}" if place else why, url, shown or None)

    has_body = bool(body.strip())
    if not shown and not has_body:
        return refuse(ItemOutcome.EMPTY_PAGE, "neither title nor body")
    if len(body) > MAX_BODY_CHARS:
        return refuse(
            ItemOutcome.TOO_LONG,
            f"a body of {len(body):,} characters; at most {MAX_BODY_CHARS:,} are read as one article",
        )
    lost = body.count(REPLACEMENT)
    if lost > max(2, MAX_REPLACEMENT_SHARE * len(body)) or title.count(REPLACEMENT) > max(
        1, 0.1 * len(title)
    ):
        return refuse(
            ItemOutcome.WRONG_CHARSET,
            f"{lost} characters of the body could not be decoded ({lost / max(1, len(body)):.1%})",
        )
    body_language = language_of(body)
    if body_language is not None and body_language not in SUPPORTED:
        return refuse(
            ItemOutcome.UNSUPPORTED_LANGUAGE,
            f"the body is {language_name(body_language)} ({body_language}); Chinese and English are read",
        )
    if not shown:
        return refuse(ItemOutcome.NO_TITLE, f"no title over a body of {len(body):,} characters")
    if len(title) > _MAX_TITLE_CHARS:
        return refuse(ItemOutcome.MALFORMED, f"a title of {len(title)} characters")
    if not has_body:
        return refuse(ItemOutcome.NO_BODY, f"no body under the title {shown[:60]!r}")
    title_language = language_of(title)
    kind = body_kind(body, default_kind)
    credit = read_credit(body)
    account, writer, original_title = original or (credit.account, credit.author, credit.title)
    published_at = published_at or parse_time(published_raw, time_zone)
    notes = [message] if message else []
    if not published_raw:
        notes.append("no publication time on the page")
    elif published_at is None:
        notes.append(f"publication time {published_raw[:40]!r} cannot be read")
    article = ParsedArticle(
        title=title,
        body=body,
        body_kind=kind,
        url=_field(canonical_url(url) if url else None, 2000),
        external_id=_whole(external_id) if external_id else None,
        source_name=_field(source_name),
        author=_field(author),
        published_raw=published_raw,
        published_at=published_at,
        title_language=title_language,
        body_language=body_language,
        is_truncated=is_truncated(body),
        original_account=_field(account),
        original_author=_field(writer),
        original_title=_field(original_title),
        original_url=_field(canonical_url(original_url) if original_url else None, 2000),
        credit_end_char=credit.end_char,
        citations=citations(body, kind),
        extra=extra or {},
    )
    return ParsedItem(position, ItemOutcome.PARSED, article, "; ".join(notes), article.url, shown)


def one_item(parser: str, version: str, item: ParsedItem) -> ParsedListing:
    """The listing of a page that is itself one item."""
    return ParsedListing(parser, version, 1, (replace(item, position=1),), message=item.message)


def refused(
    parser: str,
    version: str,
    outcome: ItemOutcome,
    message: str,
    *,
    url: str | None = None,
    title: str | None = None,
) -> ParsedListing:
    """The listing of a page that as a whole became no article."""
    return one_item(parser, version, ParsedItem(1, outcome, None, message, url, title))


_SURROGATE = re.compile("[\ud800-\udfff]")


def _whole(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub(REPLACEMENT, text)


def _field(text: str | None, limit: int = _MAX_FIELD_CHARS) -> str | None:
    return (_whole(text).strip()[:limit] or None) if text else None
