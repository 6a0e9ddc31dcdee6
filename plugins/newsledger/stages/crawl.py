"""Walking through a source's listings: addresses over HTTP, files of a folder, or a declared list."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from newsledger.errors import FetchOutcome, TerminalError
from newsledger.fetch.client import Fetcher, FetchResult
from newsledger.parse.files import parse_file
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.sources import kinds
from newsledger.sources.schema import Source
from newsledger.stages.revisits import KnownPage, KnownPages, fetch_again, known_at, unmodified_listing

Listing = tuple[str, list[FetchResult], ParsedListing]
"""Address, the attempts to read it, and what it lists; itself, refused, if it could not be read."""


def read_file(path: str) -> FetchResult:
    """A file of this machine as one attempt, so that raw keeps it like any other."""
    started, requested_at = time.monotonic(), datetime.now(UTC)
    content, outcome, message = None, FetchOutcome.OK, ""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        outcome = FetchOutcome.UNREADABLE_FILE
        message = f"{path}: {error.strerror}; check the path and its permissions"
    return FetchResult(
        url=f"file:{path}",
        final_url=f"file:{path}",
        requested_at=requested_at,
        elapsed_ms=round((time.monotonic() - started) * 1000),
        attempt=1,
        outcome=outcome,
        http_status=None,
        content=content,
        content_type=None,
        etag=None,
        last_modified=None,
        headers={},
        message=message,
    )


def crawl_listings(source: Source, fetcher: Fetcher, known: KnownPages) -> Iterator[Listing]:
    """Each listing of the source, in the order of its declaration."""
    if source.kind == "files":
        for path in source.urls:
            attempt = read_file(path)
            if attempt.content is None:
                parsed = kinds.listing_of_failed_fetch(attempt.url, attempt.outcome, attempt.message)
            else:
                parsed = parse_file(Path(path).name, attempt.content, source)
            yield attempt.url, [attempt], parsed
    elif source.kind == "page_list":
        links = tuple(kinds.listing_urls(source))
        yield (
            f"source:{source.source_id}",
            [],
            ParsedListing(parser="page_list", parser_version="1", items_listed=len(links), links=links),
        )
    else:
        for url in kinds.listing_urls(source):
            before = known_at(known, url)
            attempts = fetch_again(fetcher, url, source, before)
            yield url, attempts, _listing(source, url, attempts[-1], before)


def _listing(source: Source, url: str, last: FetchResult, before: KnownPage | None) -> ParsedListing:
    if last.outcome is FetchOutcome.OK and last.content is not None:
        return kinds.parse_listing(source, url, last.content, last.content_type)
    return unmodified_listing(last, before) or kinds.listing_of_failed_fetch(url, last.outcome, last.message)


def read_page(
    source: Source, fetcher: Fetcher, url: str, before: KnownPage | None
) -> tuple[list[FetchResult], ParsedItem]:
    """Read a linked page: the attempts, and the one item that it became.

    Raises TerminalError if the parser makes anything but one item of it.
    """
    attempts = fetch_again(fetcher, url, source, before)
    last = attempts[-1]
    parsed = unmodified_listing(last, before)
    if parsed is None and last.outcome is FetchOutcome.OK and last.content is not None:
        parsed = kinds.parse_article_page(source, url, last.content, last.content_type)
    parsed = parsed or kinds.listing_of_failed_fetch(url, last.outcome, last.message)
    if len(parsed.items) != 1:
        raise TerminalError(
            f"the parser {parsed.parser} made {len(parsed.items)} items of one page",
            stage="read_pages",
            source=source.source_id,
            url=url,
            do="mend the parser: a page is one item, parsed or refused",
        )
    return attempts, parsed.items[0]
