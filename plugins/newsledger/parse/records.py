"""What parsers return. Pure data, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from newsledger.errors import ItemOutcome

BodyKind = Literal["full", "excerpt", "summary", "digest", "lead", "none"]
"""full: the article's own text. excerpt: its first characters. summary: written about it (`Core
Viewpoint`, `核心观点`). digest: several stories in one item (`Group 1 - …` without a viewpoint).
lead: a feed's teaser."""


@dataclass(frozen=True)
class Citation:
    """A mark such as `[4]` in the body: which paragraph of the original it cites, where it stands.

    `start_char` counts code points from 0 into the landed body and points at the `[`.
    """

    paragraph: int
    start_char: int


@dataclass(frozen=True)
class ParsedArticle:
    """One article as its page states it; text verbatim, before any cleaning for extraction.

    `published_raw` is the string on the page; `published_at` is UTC or None where it cannot be read.
    `credit_end_char` is where a repost card at the head of the body ends (0: there is none): what
    stands before it is lineage and credit, kept in the body, apart from the text that is read.
    """

    title: str
    body: str
    body_kind: BodyKind
    url: str | None = None
    external_id: str | None = None
    source_name: str | None = None
    author: str | None = None
    published_raw: str | None = None
    published_at: datetime | None = None
    title_language: str | None = None
    body_language: str | None = None
    is_truncated: bool = False
    original_account: str | None = None
    original_author: str | None = None
    original_title: str | None = None
    original_url: str | None = None
    credit_end_char: int = 0
    citations: tuple[Citation, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ParsedItem:
    """One listed item and what became of it: an article, or a refusal with a code and a clear line.

    `known_as` is (article_id, article_version_id) of an item whose page was not modified since it landed.
    """

    position: int
    outcome: ItemOutcome
    article: ParsedArticle | None = None
    message: str = ""
    url: str | None = None
    title: str | None = None
    known_as: tuple[str, str] | None = None


@dataclass(frozen=True)
class ParsedListing:
    """A page that lists items (a single article page lists one).

    `items_listed` is counted from the page's structure, apart from the making of `items`, so that
    the conservation law (listed = landed + already known + refused) can fail.
    `links` are article addresses that the page lists and that must still be fetched, in page order;
    `fallbacks`, one a link where there are any, what stands for a link that became no article.
    `next_pages` are further listings.
    """

    parser: str
    parser_version: str
    items_listed: int
    items: tuple[ParsedItem, ...] = ()
    links: tuple[str, ...] = ()
    fallbacks: tuple[ParsedItem | None, ...] = ()
    next_pages: tuple[str, ...] = ()
    message: str = ""
