"""Archived pages: each response of a WARC file is one item."""

from __future__ import annotations

import io
import re
from datetime import date

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from newsledger.errors import ItemOutcome
from newsledger.parse.items import refused
from newsledger.parse.page import parse_page
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.parse.times import parse_time

PARSER, VERSION = "warc", "1"

_RESPONSE = re.compile(rb"^WARC-Type:[ \t]*response[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_RECORD_HEAD = re.compile(rb"^WARC/1\.[01]\r?\n(?:[^\r\n]+\r?\n)+", re.MULTILINE)
_MAX_PAGE_BYTES = 20_000_000


def parse_warc(content: bytes, time_zone: str) -> ParsedListing:
    """The pages of an unpacked archive. `items_listed` counts the heads of records of type response."""
    listed = sum(1 for head in _RECORD_HEAD.finditer(content) if _RESPONSE.search(head[0]))
    items: list[ParsedItem] = []
    broken = ""
    try:
        for record in ArchiveIterator(io.BytesIO(content)):
            if record.rec_type == "response":
                items.append(_item(len(items) + 1, record, time_zone))
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, KeyError) as error:
        broken = f"the archive breaks off: {str(error)[:100]}"
    if not listed and not items:
        return refused(PARSER, VERSION, ItemOutcome.NOT_AN_ARTICLE, broken or "an archive without a response")
    items += [
        ParsedItem(position, ItemOutcome.MALFORMED, None, broken or "the archive breaks before this record")
        for position in range(len(items) + 1, listed + 1)
    ]
    return ParsedListing(PARSER, VERSION, max(listed, len(items)), tuple(items), message=broken)


def _item(position: int, record: ArcWarcRecord, time_zone: str) -> ParsedItem:
    url = record.rec_headers.get_header("WARC-Target-URI")
    headers = record.http_headers
    status = headers.get_statuscode() if headers else ""
    kind = (headers.get_header("Content-Type") if headers else None) or ""
    if status == "404":
        return ParsedItem(position, ItemOutcome.NOT_FOUND, None, f"archived with HTTP {status}", url)
    if status != "200":
        return ParsedItem(
            position, ItemOutcome.FETCH_FAILED, None, f"archived with HTTP {status or '?'}", url
        )
    if "html" not in kind.lower():
        return ParsedItem(
            position, ItemOutcome.NOT_AN_ARTICLE, None, f"archived as {kind[:60] or 'no type'}", url
        )
    try:
        page = record.content_stream().read(_MAX_PAGE_BYTES + 1)
    except (OSError, EOFError, ValueError) as error:
        return ParsedItem(
            position, ItemOutcome.MALFORMED, None, f"its body cannot be read: {str(error)[:80]}", url
        )
    if len(page) > _MAX_PAGE_BYTES:
        return ParsedItem(position, ItemOutcome.MALFORMED, None, "a page of more than 20 MB", url)
    item = parse_page(page, kind, url, time_zone, day=_day(record)).items[0]
    return ParsedItem(position, item.outcome, item.article, item.message, item.url or url, item.title)


def _day(record: ArcWarcRecord) -> date | None:
    """The day on which the page was archived."""
    moment = parse_time(record.rec_headers.get_header("WARC-Date"), "UTC")
    return None if moment is None else moment.date()
