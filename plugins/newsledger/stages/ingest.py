"""Scraping one source: listings, then the pages that they link to; each task writes one batch.

Every attempt, every listed item and every byte is kept. A record's failure is an outcome row; an
exception here means that the machine or the declaration is broken.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from newsledger.errors import FetchOutcome, ItemOutcome, TerminalError
from newsledger.failpoints import failpoint
from newsledger.fetch.client import Fetcher, FetchResult
from newsledger.parse.decoding import decode
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.progress import say
from newsledger.settings import Home
from newsledger.sources import kinds
from newsledger.sources.schema import Source
from newsledger.stages.crawl import crawl_listings
from newsledger.warehouse import identity
from newsledger.warehouse.batches import (
    Batch,
    batch_key,
    find_batch,
    get_batch,
    new_batch_id,
    write_batch,
)
from newsledger.warehouse.blobs import store_bytes
from newsledger.warehouse.loading import load_ingest_batches

PAGES_A_CHUNK = 20

_REFUSAL_OF_FETCH = {
    FetchOutcome.FORBIDDEN_BY_ROBOTS: ItemOutcome.FORBIDDEN_BY_ROBOTS,
    FetchOutcome.ROBOTS_UNREACHABLE: ItemOutcome.FORBIDDEN_BY_ROBOTS,
    FetchOutcome.NOT_FOUND: ItemOutcome.NOT_FOUND,
    FetchOutcome.GONE: ItemOutcome.DELETED,
    FetchOutcome.UNREADABLE_FILE: ItemOutcome.UNREADABLE_FILE,
}


@dataclass
class _Rows:
    """The tables of one batch, while a task fills them."""

    source: Source
    batch_id: str
    observed_at: str
    fetches: list[dict[str, Any]] = field(default_factory=list)
    blobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    listings: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)

    def tables(self) -> dict[str, Iterable[dict[str, Any]]]:
        return {
            "sources": [_source_row(self.source, self.batch_id)],
            "fetches": self.fetches,
            "blobs": self.blobs.values(),
            "listings": self.listings,
            "links": self.links,
            "items": self.items,
        }


def _source_row(source: Source, identifier: str) -> dict[str, Any]:
    return {
        "source_id": source.source_id,
        "kind": source.kind,
        "name": source.name,
        "name_zh": source.name_zh,
        "language": source.language,
        "time_zone": source.time_zone,
        "home_url": source.urls[0] if source.urls else None,
        "expected_articles_per_day": source.expected_articles_per_day,
        "is_demo": source.is_demo,
        "is_enabled": source.enabled,
        "definition": source.model_dump(mode="json"),
        "batch_id": identifier,
    }


def _add_attempts(home: Home, rows: _Rows, attempts: list[FetchResult]) -> str:
    """Record the attempts of one address, keep their bytes; returns the last attempt's id."""
    fetch_id = ""
    for attempt in attempts:
        fetch_id = f"{rows.batch_id}--{len(rows.fetches):05d}"
        digest, charset, replacements = None, None, None
        if attempt.content is not None:
            decoded = decode(attempt.content, attempt.content_type)
            charset, replacements = decoded.charset, decoded.replacement_chars
            blob = store_bytes(home, attempt.content)
            digest = blob.content_sha256
            rows.blobs.setdefault(
                digest,
                {
                    "content_sha256": digest,
                    "path": blob.path,
                    "byte_count": blob.byte_count,
                    "first_batch_id": rows.batch_id,
                },
            )
        rows.fetches.append(
            {
                "fetch_id": fetch_id,
                "batch_id": rows.batch_id,
                "source_id": rows.source.source_id,
                "url": attempt.url,
                "final_url": attempt.final_url,
                "requested_at": attempt.requested_at.astimezone(UTC).isoformat(),
                "elapsed_ms": attempt.elapsed_ms,
                "attempt": attempt.attempt,
                "outcome_code": attempt.outcome.value,
                "http_status": attempt.http_status,
                "content_sha256": digest,
                "byte_count": None if attempt.content is None else len(attempt.content),
                "content_type": attempt.content_type,
                "charset": charset,
                "replacement_char_count": replacements,
                "etag": attempt.etag,
                "last_modified": attempt.last_modified,
                "headers": dict(attempt.headers),
                "message": attempt.message or None,
            }
        )
    return fetch_id


def _add_item(
    rows: _Rows,
    item: ParsedItem,
    *,
    listing: dict[str, str],
    listing_order: int,
    fetch_id: str | None,
    position: int,
) -> None:
    """Add the outcome of one listed item, and the version it states if it was parsed."""
    row: dict[str, Any] = {
        "outcome_id": f"{listing['listing_id']}-{position}",
        "batch_id": rows.batch_id,
        "listing_id": listing["listing_id"],
        "listing_order": listing_order,
        "fetch_id": fetch_id,
        "source_id": rows.source.source_id,
        "position": position,
        "outcome_code": item.outcome.value,
        "url": item.url,
        "title": item.title,
        "message": item.message or None,
        "observed_at": rows.observed_at,
    }
    article = item.article
    if article is not None:
        article_id = identity.article_id(rows.source.source_id, article)
        content = identity.content_sha256(article)
        row |= {
            "article_id": article_id,
            "article_version_id": identity.article_version_id(article_id, content),
            "content_sha256": content,
            "text_sha256": identity.text_sha256(article),
            "external_id": article.external_id,
            "url": article.url,
            "title": article.title,
            "body": article.body,
            "source_name": article.source_name or rows.source.name,
            "author": article.author,
            "published_raw": article.published_raw,
            "published_at": None
            if article.published_at is None
            else article.published_at.astimezone(UTC).isoformat(),
            "title_language": article.title_language,
            "body_language": article.body_language,
            "body_kind": article.body_kind,
            "is_truncated": article.is_truncated,
            "original_account": article.original_account,
            "original_author": article.original_author,
            "original_title": article.original_title,
            "credit_end_char": article.credit_end_char,
            "citations": [
                {"paragraph": mark.paragraph, "start_char": mark.start_char} for mark in article.citations
            ],
            "parser": listing["parser"],
            "parser_version": listing["parser_version"],
            "is_demo": rows.source.is_demo,
            "seen_at": rows.observed_at,
        }
    rows.items.append(row)


def _add_listing(rows: _Rows, url: str, parsed: ParsedListing, fetch_id: str) -> None:
    """Add a listing: what it says it lists, the items it holds, the links still to be read."""
    order = len(rows.listings)
    listing = {
        "listing_id": f"{rows.batch_id}--listing-{order}",
        "parser": parsed.parser,
        "parser_version": parsed.parser_version,
    }
    rows.listings.append(
        {
            **listing,
            "batch_id": rows.batch_id,
            "fetch_id": fetch_id,
            "source_id": rows.source.source_id,
            "url": url,
            "items_listed": parsed.items_listed,
            "message": parsed.message or None,
            "observed_at": rows.observed_at,
        }
    )
    for position, item in enumerate(parsed.items):
        _add_item(
            rows, item, listing=listing, listing_order=order, fetch_id=fetch_id or None, position=position
        )
    for position, link in enumerate(parsed.links, start=len(parsed.items)):
        rows.links.append(
            {
                **listing,
                "listing_order": order,
                "position": position,
                "url": link,
                "source_id": rows.source.source_id,
                "batch_id": rows.batch_id,
                "observed_at": rows.observed_at,
            }
        )


def _failed_listing(last: FetchResult) -> ParsedListing:
    """A listing that could not be read lists one thing, itself, and that is refused."""
    outcome = _REFUSAL_OF_FETCH.get(last.outcome, ItemOutcome.FETCH_FAILED)
    item = ParsedItem(position=0, outcome=outcome, message=last.message, url=last.url)
    return ParsedListing(
        parser="none", parser_version="1", items_listed=1, items=(item,), message=last.message
    )


def read_listings(home: Home, source: Source, run_key: str) -> dict[str, Any]:
    """Read the pages that list the source's articles. Returns the batch, counts, and the chunks of
    linked pages that `read_pages` is to take."""
    key = batch_key("ingest", source.source_id, run_key, "listings")
    batch = find_batch(home, "ingest", key)
    if batch is None:
        identifier = new_batch_id(key)
        rows = _Rows(source, identifier, datetime.now(UTC).isoformat())
        with Fetcher() as fetcher:
            for url, attempts, parsed in crawl_listings(source, fetcher):
                fetch_id = _add_attempts(home, rows, attempts)
                _add_listing(rows, url, parsed or _failed_listing(attempts[-1]), fetch_id)
        failpoint("listings_after_fetch")
        batch = write_batch(
            home,
            kind="ingest",
            identifier=identifier,
            run_key=run_key,
            source_id=source.source_id,
            written_at=time.time(),
            tables=rows.tables(),
            facts={"observed_at": rows.observed_at},
        )
    say(
        f"{source.source_id}: read {_plural(batch.row_counts['listings'], 'listing')}, "
        f"{_plural(batch.row_counts['items'], 'item')} on them, "
        f"{_plural(batch.row_counts['links'], 'page')} to read"
    )
    return {
        "batch": batch.uri,
        "counts": batch.row_counts,
        "chunks": _chunks(batch),
    }


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _chunks(batch: Batch) -> list[dict[str, Any]]:
    count = batch.row_counts["links"]
    return [
        {
            "batch": batch.batch_id,
            "first": first,
            "label": f"pages {first + 1} to {min(first + PAGES_A_CHUNK, count)}",
        }
        for first in range(0, count, PAGES_A_CHUNK)
    ]


def read_pages(home: Home, source: Source, run_key: str, chunk: dict[str, Any]) -> dict[str, Any]:
    """Read one chunk of the pages that the listings link to. Returns the batch and its counts."""
    key = batch_key("ingest", source.source_id, run_key, f"pages-{chunk['first']:06d}")
    batch = find_batch(home, "ingest", key)
    if batch is None:
        identifier = new_batch_id(key)
        listings_batch = get_batch(home, "ingest", chunk["batch"])
        links = listings_batch.rows("links")[chunk["first"] : chunk["first"] + PAGES_A_CHUNK]
        rows = _Rows(source, identifier, listings_batch.facts["observed_at"])
        with Fetcher() as fetcher:
            for link in links:
                attempts = fetcher.fetch_all_attempts(link["url"], source)
                fetch_id = _add_attempts(home, rows, attempts)
                for item in _page_items(source, link["url"], attempts[-1]):
                    _add_item(
                        rows,
                        item,
                        listing=link,
                        listing_order=link["listing_order"],
                        fetch_id=fetch_id,
                        position=link["position"],
                    )
        failpoint("articles_after_fetch")
        batch = write_batch(
            home,
            kind="ingest",
            identifier=identifier,
            run_key=run_key,
            source_id=source.source_id,
            written_at=time.time(),
            tables=rows.tables(),
        )
    say(f"{source.source_id}: read {chunk['label']}")
    return {"batch": batch.uri, "counts": batch.row_counts}


def _page_items(source: Source, url: str, last: FetchResult) -> tuple[ParsedItem, ...]:
    """The one item that a linked page became."""
    if last.outcome is not FetchOutcome.OK or last.content is None:
        return _failed_listing(last).items
    parsed = kinds.parse_article_page(source, url, last.content, last.content_type)
    if len(parsed.items) != 1:
        raise TerminalError(
            f"the parser {parsed.parser} made {len(parsed.items)} items of one page",
            stage="read_pages",
            source=source.source_id,
            url=url,
            do="mend the parser: a page is one item, parsed or refused",
        )
    return parsed.items


def check_failure_share(source: Source, loaded: dict[str, Any]) -> dict[str, Any]:
    """Fail if too many of the listed items were refused. What was good has landed all the same.

    Raises TerminalError with the outcomes when the share passes the source's `max_failure_share`.
    """
    outcomes: dict[str, int] = loaded["outcomes"]
    listed = sum(outcomes.values())
    refused = listed - outcomes.get("landed", 0) - outcomes.get("already_known", 0)
    share = refused / listed if listed else 0.0
    if share > source.max_failure_share:
        raise TerminalError(
            f"{refused} of {listed} listed items were refused: {json.dumps(outcomes)}",
            stage="check_failure_share",
            source=source.source_id,
            do="see marts.fct_parse_outcomes for each item's reason; "
            "raise max_failure_share in the source's file if this share is normal",
        )
    return {"listed": listed, "refused": refused}


def load_batches(home: Home, source: Source) -> dict[str, Any]:
    """Load what the source's tasks have written. Returns counts of batches, fetches and outcomes."""
    loaded = load_ingest_batches(home, source)
    outcomes = loaded["outcomes"]
    landed, known = outcomes.get("landed", 0), outcomes.get("already_known", 0)
    refused = {code: count for code, count in outcomes.items() if code not in ("landed", "already_known")}
    reasons = ", ".join(f"{count} {code}" for code, count in refused.items())
    say(
        f"{source.source_id}: {landed:,} new article versions, {known:,} already known, "
        f"{sum(refused.values()):,} refused{f' ({reasons})' if reasons else ''}"
    )
    return loaded
