"""A file the user gives: what it is told by its content, and what it holds.

Channel page (text or HTML), saved article page (WeChat's or any), RSS or Atom, archive (WARC), JSON Lines of
articles (fields id, source, published_at, lang, title, body; others ignored).
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from dataclasses import replace
from typing import Any

from newsledger.errors import ItemOutcome
from newsledger.parse import channel
from newsledger.parse.decoding import Decoded, decode
from newsledger.parse.feed import parse_feed
from newsledger.parse.items import MAX_REPLACEMENT_SHARE, article_item, refused
from newsledger.parse.languages import SUPPORTED, language_name, language_of
from newsledger.parse.markup import TooDeepError, tree_of
from newsledger.parse.page import parse_page_text
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.parse.warc import parse_warc
from newsledger.parse.wechat import is_wechat
from newsledger.sources.schema import Source

PARSER, VERSION = "file", "1"
JSON_PARSER, JSON_VERSION = "json_lines", "1"

_MAX_UNPACKED_BYTES = 200_000_000
_BINARY = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"BZh",
    b"\x7fELF",
    b"SQLite format 3",
)
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_FEED = re.compile(
    r"\A\s*+(?:(?:(?><!--.*?-->)|(?><\?.*?\?>)|(?><!DOCTYPE\s+(?!html)[^>\[]*+(?:\[[^\]]*+\]\s*+)?>))\s*+)*+"
    r"<(?:\w+:)?(?:rss|feed|RDF)\b",
    re.DOTALL,
)
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|article|section|p|h1|span|table|meta)\b", re.IGNORECASE
)


def parse_file(name: str, content: bytes, source: Source) -> ParsedListing:
    """What a file holds. Never raises for what is in it: each item, or the file, has its outcome, and a
    refusal says which file it is."""
    listing = _parse(name, content, source)
    return replace(
        listing,
        items=tuple(
            replace(item, message=f"{name}: {item.message}") if item.article is None else item
            for item in listing.items
        ),
    )


def _parse(name: str, content: bytes, source: Source) -> ParsedListing:
    if content.startswith(b"\x1f\x8b"):
        try:
            content = _unpacked(content)
        except (EOFError, OSError, zlib.error, ValueError) as error:
            return refused(PARSER, VERSION, ItemOutcome.UNREADABLE_FILE, f"gzip: {_short(error)}")
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the file is empty")
    if content.startswith(b"WARC/1."):
        return parse_warc(content, source.time_zone)
    if _is_binary(content):
        return refused(
            PARSER,
            VERSION,
            ItemOutcome.UNREADABLE_FILE,
            "binary, not a page, a feed or JSON Lines",
        )
    if _is_json(content):
        return parse_json_lines(content, source.time_zone)
    decoded = decode(content)
    text = decoded.text
    if _FEED.match(text[:20_000]):
        return parse_feed(content, None, source.time_zone)
    if _MARKUP.search(text[:50_000]):
        return _parse_markup(text, source.time_zone)
    if channel.looks_like_channel(text):
        return channel.parse_channel_text(text, source.time_zone)
    return refused(PARSER, VERSION, *_why_nothing(text, decoded))


def _why_nothing(text: str, decoded: Decoded) -> tuple[ItemOutcome, str]:
    """What is the matter with a text in which no article could be found."""
    if decoded.replacement_share > MAX_REPLACEMENT_SHARE:
        lost = f"{decoded.replacement_chars} characters could not be decoded as {decoded.charset}"
        return ItemOutcome.WRONG_CHARSET, lost
    language = language_of(text)
    if language is not None and language not in SUPPORTED:
        named = language_name(language)
        return (
            ItemOutcome.UNSUPPORTED_LANGUAGE,
            f"the text is {named} ({language}); Chinese and English are read",
        )
    if channel.is_chrome_alone(text):
        return ItemOutcome.EMPTY_PAGE, "a channel page without an item"
    return (
        ItemOutcome.NOT_AN_ARTICLE,
        "text without an item line such as `虎嗅APP· 2026-01-21 10:01`, no HTML, no JSON Lines",
    )


def parse_json_lines(content: bytes, time_zone: str) -> ParsedListing:
    """Articles as JSON Lines, or as one JSON array. `items_listed` counts the lines that hold anything."""
    text = decode(content).text.lstrip("\ufeff")
    if text.lstrip().startswith("["):
        try:
            rows = json.loads(text)
        except (ValueError, RecursionError) as error:
            return refused(
                JSON_PARSER, JSON_VERSION, ItemOutcome.MALFORMED, f"no valid JSON: {_short(error)}"
            )
        items = tuple(
            _row(number, row, f"entry {number}", time_zone) for number, row in enumerate(rows, start=1)
        )
        return ParsedListing(JSON_PARSER, JSON_VERSION, len(rows), items)
    lines = text.split("\n")
    items = tuple(
        _line(position, number, line, time_zone)
        for position, (number, line) in enumerate(
            ((number, line) for number, line in enumerate(lines, start=1) if line.strip()), start=1
        )
    )
    return ParsedListing(JSON_PARSER, JSON_VERSION, sum(1 for line in lines if line.strip()), items)


def _line(position: int, number: int, line: str, time_zone: str) -> ParsedItem:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return ParsedItem(position, ItemOutcome.MALFORMED, None, f"line {number} is no JSON: {_short(error)}")
    return _row(position, row, f"line {number}", time_zone)


def _row(position: int, row: Any, place: str, time_zone: str) -> ParsedItem:
    if not isinstance(row, dict):
        return ParsedItem(position, ItemOutcome.MALFORMED, None, f"{place} is no JSON object")
    wrong = [
        key for key in ("title", "body", "source", "lang") if not isinstance(row.get(key, ""), str | None)
    ]
    if wrong:
        return ParsedItem(position, ItemOutcome.MALFORMED, None, f"{place}: {', '.join(wrong)} must be text")
    identifier = row.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int | None):
        return ParsedItem(position, ItemOutcome.MALFORMED, None, f"{place}: id must be text or a number")
    published = row.get("published_at")
    if isinstance(published, bool) or not isinstance(published, str | int | float | None):
        return ParsedItem(
            position, ItemOutcome.MALFORMED, None, f"{place}: published_at must be text or a number"
        )
    url = row.get("url")
    return article_item(
        position,
        title=row.get("title"),
        body=row.get("body"),
        external_id=None if identifier in (None, "") else str(identifier),
        source_name=row.get("source"),
        author=row["author"] if isinstance(row.get("author"), str) else None,
        url=url if isinstance(url, str) and url.startswith(("http://", "https://")) else None,
        published_raw=None if published is None else str(published),
        time_zone=time_zone,
        place=place,
    )


def _parse_markup(text: str, time_zone: str) -> ParsedListing:
    if is_wechat(text, None):
        return parse_page_text(text, None, time_zone)
    try:
        root = tree_of(text)
    except TooDeepError as error:
        return refused(PARSER, VERSION, ItemOutcome.TOO_DEEP, str(error))
    if root is not None and channel.is_channel_page(root):
        return channel.parse_channel_html(text, time_zone)
    return parse_page_text(text, None, time_zone)


def _is_json(content: bytes) -> bool:
    """Whether the first line that holds anything begins as JSON, or a later one among the first does."""
    head = content[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = decode(content[:200_000]).text.lstrip().encode("utf-8", "replace")
    if head.startswith((b"{", b"[{", b"[\n", b"[ ", b"[\r")):
        return True
    return any(re.match(rb'\{\s*"[^"]+"\s*:', line.lstrip()) for line in head.split(b"\n")[:50])


def _is_binary(content: bytes) -> bool:
    if content.startswith(_BINARY):
        return True
    if content.startswith(_BOMS):
        return False
    sample = content[:65_536]
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in sample)
    return controls > 0.02 * len(sample)


def _unpacked(content: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
        unpacked = packed.read(_MAX_UNPACKED_BYTES + 1)
    if len(unpacked) > _MAX_UNPACKED_BYTES:
        raise ValueError(f"more than {_MAX_UNPACKED_BYTES:,} bytes")
    return unpacked


def _short(error: BaseException) -> str:
    return str(error)[:120]
