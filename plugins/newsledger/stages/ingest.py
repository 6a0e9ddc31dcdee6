"""Scraping one source: listings, then the pages that they link to; each task writes one batch.

Every attempt, every listed item and every byte is kept. A record's failure is an outcome row; an
exception here means that the machine or the declaration is broken.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

from newsledger.errors import TerminalError
from newsledger.failpoints import failpoint
from newsledger.fetch.client import Fetcher
from newsledger.progress import say
from newsledger.settings import Home
from newsledger.sources.schema import Source
from newsledger.stages.crawl import crawl_listings, read_page
from newsledger.stages.ingest_rows import BatchRows, add_attempts, add_listing, add_page
from newsledger.stages.revisits import (
    forget_known,
    forgotten_addresses,
    forgotten_page,
    known_at,
    known_pages,
)
from newsledger.warehouse.batches import (
    Batch,
    batch_key,
    find_batch,
    get_batch,
    new_batch_id,
    write_batch,
)
from newsledger.warehouse.forgotten import address_key
from newsledger.warehouse.loading import load_ingest_batches

PAGES_A_CHUNK = 20


def read_listings(home: Home, source: Source, run_key: str) -> dict[str, Any]:
    """Read the pages that list the source's articles. Returns the batch, counts, and the chunks of
    linked pages that `read_pages` is to take."""
    key = batch_key("ingest", source.source_id, run_key, "listings")
    batch = find_batch(home, "ingest", key)
    if batch is None:
        identifier = new_batch_id(key)
        rows = BatchRows(source, identifier, datetime.now(UTC).isoformat())
        known = known_pages(home, source, run_key)
        with Fetcher() as fetcher:
            for url, attempts, parsed in crawl_listings(source, fetcher, known):
                fetch_id = add_attempts(home, rows, attempts)
                add_listing(rows, url, parsed, fetch_id)
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
        rows = BatchRows(source, identifier, listings_batch.facts["observed_at"])
        known = known_pages(home, source, run_key)
        kept_out = forgotten_addresses(home, source, run_key)
        with Fetcher() as fetcher:
            for link in links:
                before = known_at(known, link["url"])
                is_kept_out = address_key(link["url"]) in kept_out
                attempts, parsed = (
                    ([], forgotten_page()) if is_kept_out else read_page(source, fetcher, link["url"], before)
                )
                fetch_id = add_attempts(home, rows, attempts)
                add_page(rows, link, parsed, fetch_id, is_known=before is not None)
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


def check_failure_share(source: Source, loaded: dict[str, Any]) -> dict[str, Any]:
    """Fail if too many of the listed items were refused. What was good has landed all the same.

    Raises TerminalError with the outcomes when the share passes the source's `max_failure_share`.
    """
    outcomes: dict[str, int] = loaded["outcomes"]
    listed = sum(outcomes.values())
    refused = listed - sum(outcomes.get(code, 0) for code in ("landed", "already_known", "forgotten"))
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


def load_batches(home: Home, source: Source, run_key: str) -> dict[str, Any]:
    """Load what the source's tasks have written. Returns counts of batches, fetches and outcomes."""
    loaded = load_ingest_batches(home, source, run_key)
    forget_known(home, source)
    outcomes = loaded["outcomes"]
    landed, known = outcomes.get("landed", 0), outcomes.get("already_known", 0)
    refused = {code: count for code, count in outcomes.items() if code not in ("landed", "already_known")}
    reasons = ", ".join(f"{count} {code}" for code, count in refused.items())
    say(
        f"{source.source_id}: {landed:,} new article versions, {known:,} already known, "
        f"{sum(refused.values()):,} refused{f' ({reasons})' if reasons else ''}"
    )
    return loaded
