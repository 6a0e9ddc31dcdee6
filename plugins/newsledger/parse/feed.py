"""RSS and Atom in all their dialects, by feedparser: full text where the feed has it, else a lead."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urljoin

import feedparser

from newsledger.errors import ItemOutcome
from newsledger.parse.decoding import decode
from newsledger.parse.items import article_item, refused
from newsledger.parse.markup import TooDeepError, text_of, without
from newsledger.parse.records import BodyKind, ParsedItem, ParsedListing

PARSER, VERSION = "feed", "1"

_LISTED = re.compile(r"<(?:\w+:)?(?:item|entry)(?:\s[^>]*)?>")
_NOT_MARKUP = re.compile(r"<!--|<!\[CDATA\[")
_NOT_MARKUP_ENDS = {"<!--": "-->", "<![cdata[": r"\]\]>"}
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|RDF)[\s>]", re.IGNORECASE)
_PROLOGUE_CHARS = 100_000
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_TITLE_TAG = re.compile(r"</?(?:a|b|br|em|font|i|p|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_VIDEO = "video_article"  # Huxiu's <type>: such an entry holds a lead, whatever its element is called
_LEAD_MAX_CHARS = 400


def parse_feed(content: bytes, content_type: str | None, time_zone: str) -> ParsedListing:
    """The entries of a feed. A document type with its entities is dropped before parsing."""
    decoded = decode(content, content_type)
    text = _XML_DECLARATION.sub("", decoded.text.lstrip("\ufeff \t\r\n"))
    text = _DOCTYPE.sub("", text[:_PROLOGUE_CHARS], count=1) + text[_PROLOGUE_CHARS:]
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    if not text.strip():
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the answer is empty")
    if not _ROOT.search(text[:_PROLOGUE_CHARS]):
        # feedparser would still look for entries in it, in a time that grows with the square of its size.
        return refused(
            PARSER, VERSION, ItemOutcome.NOT_AN_ARTICLE, f"no feed; it begins {' '.join(text[:60].split())!r}"
        )
    listed = len(_LISTED.findall(without(text, _NOT_MARKUP, _NOT_MARKUP_ENDS)))
    feed = feedparser.parse(text.encode("utf-8", "replace"), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        if listed:
            return refused(PARSER, VERSION, ItemOutcome.MALFORMED, f"{listed} entries could not be read")
        return ParsedListing(PARSER, VERSION, 0, (), message="the feed lists nothing")
    publisher, home = _folded(feed.feed.get("title")), _folded(feed.feed.get("link"))
    items = tuple(
        _item(position, entry, publisher, home, time_zone)
        for position, entry in enumerate(feed.entries, start=1)
    )
    if len(items) < listed:
        # The XML breaks off: what stands behind the break is listed and lost, and says so.
        items += tuple(
            ParsedItem(position, ItemOutcome.MALFORMED, None, "the feed's XML breaks before or in this entry")
            for position in range(len(items) + 1, listed + 1)
        )
    return ParsedListing(PARSER, VERSION, max(listed, len(items)), items)


def _item(position: int, entry: Any, publisher: str | None, home: str | None, time_zone: str) -> ParsedItem:
    link = _link(entry, home)
    try:
        body, kind = _body(entry)
        title = _folded(_TITLE_TAG.sub("", html.unescape(entry.get("title") or "")))
    except TooDeepError as error:
        return ParsedItem(position, ItemOutcome.TOO_DEEP, None, str(error), link)
    authors = [each.get("name") for each in entry.get("authors") or () if each.get("name")]
    return article_item(
        position,
        title=title,
        body=body,
        default_kind=kind,
        url=link,
        external_id=_external_id(entry),
        source_name=publisher,
        author=", ".join(authors) or _folded(entry.get("author")),
        published_raw=_folded(entry.get("published") or entry.get("updated") or entry.get("created")),
        time_zone=time_zone,
    )


def _body(entry: Any) -> tuple[str, BodyKind]:
    contents = [text_of(each.get("value") or "") for each in entry.get("content") or ()]
    full = max(contents, key=len, default="")
    summary = text_of(entry.get("summary") or "")
    if full and len(full) >= len(summary):
        return full, "lead" if entry.get("type") == _VIDEO else "full"
    # A description that is long, or that has paragraphs, is the text itself.
    if len(summary) > _LEAD_MAX_CHARS and "\n" in summary:
        return summary, "full"
    return summary, "lead"


def _link(entry: Any, home: str | None) -> str | None:
    """The entry's address; one without a host is meant from the feed's home."""
    link = entry.get("link")
    if not isinstance(link, str):
        return None
    try:
        link = urljoin(home or "", link.strip())
    except ValueError:
        return None
    return link if link.startswith(("http://", "https://")) else None


def _external_id(entry: Any) -> str | None:
    """A guid that is no address is the identity; an address is left to the URL rules."""
    identifier = entry.get("id")
    if not isinstance(identifier, str) or identifier.startswith(("http://", "https://")):
        return None
    return identifier


def _folded(text: Any) -> str | None:
    return (" ".join(text.split()) or None) if isinstance(text, str) else None
