"""Walking through a source's listings: addresses over HTTP, files of a folder, or a declared list."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from newsledger.errors import FetchOutcome, TerminalError
from newsledger.fetch.client import Fetcher, FetchResult
from newsledger.parse.files import parse_file
from newsledger.parse.records import ParsedListing
from newsledger.sources import kinds
from newsledger.sources.schema import LOCAL_KINDS, Source
from newsledger.stages.revisits import (
    KnownPage,
    KnownPages,
    fetch_again,
    is_recent,
    known_at,
    unmodified_listing,
)

_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".swp")

Listing = tuple[str, list[FetchResult], ParsedListing]
"""Address, the attempts to read it, and what it lists; itself, refused, if it could not be read."""


def files_of(source: Source) -> list[str]:
    """The paths to read: those that are declared; for a folder the regular files under it, by name. Hidden
    files and those whose name says that they are being written are left for the next run."""
    if source.kind == "files":
        return list(source.urls)
    found: list[str] = []
    for declared in kinds.listing_urls(source):
        folder = Path(declared).expanduser()
        if not folder.is_dir():
            found.append(declared)
            continue
        for path in sorted(folder.rglob("*")):
            is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if not is_hidden and path.suffix not in _UNFINISHED and path.is_file():
                found.append(str(path))
    return found


def printable(path: str) -> str:
    """A file's name as text: bytes that are no UTF-8 (a name in GBK, say) as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_file(path: str, source: Source, before: KnownPage | None = None) -> FetchResult:
    """A file of this machine as one attempt, so that raw keeps it like any other. In a folder, size and
    time of change are its validator: a file that has not changed is not read again."""
    started, requested_at = time.monotonic(), datetime.now(UTC)
    content, outcome, message, etag = None, FetchOutcome.OK, "", None
    try:
        state = Path(path).stat()
        if source.kind == "folder":
            etag = f"{state.st_size}-{state.st_mtime_ns}"
        if source.kind == "folder" and state.st_size > source.max_bytes:
            outcome = FetchOutcome.TOO_LARGE
            message = f"{printable(path)}: {state.st_size:,} bytes, max_bytes is {source.max_bytes:,}"
        elif before is not None and etag is not None and before.etag == etag:
            outcome, message = FetchOutcome.NOT_MODIFIED, "not modified"
        else:
            content = Path(path).read_bytes()
    except OSError as error:
        outcome = FetchOutcome.UNREADABLE_FILE
        message = f"{printable(path)}: {error.strerror}; check the path and its permissions"
    return FetchResult(
        url=f"file:{printable(path)}",
        final_url=f"file:{printable(path)}",
        requested_at=requested_at,
        elapsed_ms=round((time.monotonic() - started) * 1000),
        attempt=1,
        outcome=outcome,
        content=content,
        etag=etag,
        message=message,
    )


def crawl_listings(source: Source, fetcher: Fetcher, known: KnownPages) -> Iterator[Listing]:
    """Each listing of the source, in the order of its declaration."""
    if source.kind in LOCAL_KINDS:
        for path in files_of(source):
            before = known_at(known, f"file:{path}")
            attempt = read_file(path, source, before)
            if attempt.content is not None:
                parsed = parse_file(Path(path).name, attempt.content, source)
            else:
                parsed = unmodified_listing(attempt, before) or kinds.listing_of_failed_fetch(
                    attempt.url, attempt.outcome, attempt.message
                )
            yield attempt.url, [attempt], parsed
    elif source.kind == "page_list":
        links = tuple(kinds.listing_urls(source))
        yield (
            f"source:{source.source_id}",
            [],
            ParsedListing(parser="page_list", parser_version="1", items_listed=len(links), links=links),
        )
    else:
        waiting = deque(kinds.listing_urls(source))
        seen = set(waiting)
        first_pages = len(seen)
        while waiting:
            url = waiting.popleft()
            before = known_at(known, url)
            attempts = fetch_again(fetcher, url, source, before)
            parsed = _listing(source, url, attempts[-1], before)
            yield url, attempts, parsed
            further = [page for page in parsed.next_pages if page not in seen]
            further = further[: max(0, first_pages + kinds.further_pages(source) - len(seen))]
            seen.update(further)
            waiting.extend(further)


def day_of(attempt: FetchResult) -> date:
    """The day (UTC) on which it was asked: pages are read by the parser of their day."""
    return attempt.requested_at.astimezone(UTC).date()


def _listing(source: Source, url: str, last: FetchResult, before: KnownPage | None) -> ParsedListing:
    if last.outcome is FetchOutcome.OK and last.content is not None:
        return kinds.parse_listing(source, url, last.content, last.content_type, day_of(last))
    return unmodified_listing(last, before) or kinds.listing_of_failed_fetch(url, last.outcome, last.message)


def read_page(
    source: Source, fetcher: Fetcher, url: str, before: KnownPage | None
) -> tuple[list[FetchResult], ParsedListing]:
    """Read a linked page: the attempts (none where it is too young to be asked for again), and the listing of
    the one item that it became.

    Raises TerminalError if the parser makes anything but one item of it.
    """
    if before is not None and is_recent(source, before, time.time()):
        return [], ParsedListing("known", "1", 1, before.items)
    attempts = fetch_again(fetcher, url, source, before)
    last = attempts[-1]
    parsed = unmodified_listing(last, before)
    if parsed is None and last.outcome is FetchOutcome.OK and last.content is not None:
        parsed = kinds.parse_article_page(source, url, last.content, last.content_type, day_of(last))
    parsed = parsed or kinds.listing_of_failed_fetch(url, last.outcome, last.message)
    if len(parsed.items) != 1:
        raise TerminalError(
            f"the parser {parsed.parser} made {len(parsed.items)} items of one page",
            stage="read_pages",
            source=source.source_id,
            url=url,
            do="mend the parser: a page is one item, parsed or refused",
        )
    return attempts, parsed
