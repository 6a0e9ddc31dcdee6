"""Walking through a source's listings: addresses over HTTP, files of a folder, or a declared list."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from newsledger.errors import FetchOutcome
from newsledger.fetch.client import Fetcher, FetchResult
from newsledger.parse.files import parse_file
from newsledger.parse.records import ParsedListing
from newsledger.sources import kinds
from newsledger.sources.schema import Source

Listing = tuple[str, list[FetchResult], ParsedListing | None]
"""Address, the attempts to read it, and what it lists; None if it could not be read."""


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


def crawl_listings(source: Source, fetcher: Fetcher) -> Iterator[Listing]:
    """Each listing of the source, in the order of its declaration."""
    if source.kind == "files":
        for path in source.urls:
            attempt = read_file(path)
            parsed = None
            if attempt.content is not None:
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
            attempts = fetcher.fetch_all_attempts(url, source)
            last = attempts[-1]
            parsed = None
            if last.outcome is FetchOutcome.OK and last.content is not None:
                parsed = kinds.parse_listing(source, url, last.content, last.content_type)
            yield url, attempts, parsed
