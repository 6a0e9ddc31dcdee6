"""Reading an address again: its validators are sent, and a 304 stands for what stood there before.

A page that was not modified states the versions that it stated when it was read: each of its items is
`already_known`, and its version has been seen once more.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag

from newsledger.errors import FetchOutcome, ItemOutcome
from newsledger.fetch.client import Fetcher
from newsledger.fetch.records import FetchResult
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.settings import Home
from newsledger.sources.schema import Source
from newsledger.warehouse.batches import batch_key, find_batch, new_batch_id, write_batch
from newsledger.warehouse.blobs import remove_abandoned
from newsledger.warehouse.forgotten import MESSAGE
from newsledger.warehouse.validators import known_tombstones, known_validators

KIND = "validators"


@dataclass(frozen=True)
class KnownPage:
    """An address that was read before: its validators, when it last answered well (Unix time), and the items
    that landed from it."""

    etag: str | None
    last_modified: str | None
    asked_at: float
    items: tuple[ParsedItem, ...]


KnownPages = Mapping[str, KnownPage]


def _key(source: Source, run_key: str) -> str:
    return batch_key(KIND, source.source_id, run_key, "known")


def read_known(home: Home, source: Source, run_key: str) -> dict[str, Any]:
    """Write into the run what the warehouse knows of the source's addresses. Returns their count."""
    batch = find_batch(home, KIND, _key(source, run_key))
    if batch is None:
        rows = [] if source.kind == "files" else known_validators(home, source.source_id)
        kept_out = known_tombstones(home)
        if not rows and not kept_out:
            return {"known_addresses": 0}
        batch = write_batch(
            home,
            kind=KIND,
            identifier=new_batch_id(_key(source, run_key)),
            run_key=run_key,
            source_id=source.source_id,
            written_at=time.time(),
            tables={"addresses": rows, "forgotten": [{"key_sha256": key} for key in sorted(kept_out)]},
        )
    return {"batch": batch.uri, "known_addresses": batch.row_counts["addresses"]}


def known_pages(home: Home, source: Source, run_key: str) -> KnownPages:
    """What `read_known` wrote into this run, by address; nothing where it did not run."""
    batch = find_batch(home, KIND, _key(source, run_key))
    return {row["url"]: known_page(row) for row in batch.rows("addresses")} if batch else {}


def forgotten_addresses(home: Home, source: Source, run_key: str) -> frozenset[str]:
    """Keys of what is not to be asked for, as `read_known` wrote them into this run."""
    batch = find_batch(home, KIND, _key(source, run_key))
    return frozenset(row["key_sha256"] for row in batch.rows("forgotten")) if batch else frozenset()


def forgotten_page() -> ParsedListing:
    """What stands for a page that is not asked for, because it was forgotten."""
    return ParsedListing("none", "1", 1, (ParsedItem(1, ItemOutcome.FORGOTTEN, None, MESSAGE),))


def known_page(row: Mapping[str, Any]) -> KnownPage:
    """From the row of an address."""
    items = tuple(
        ParsedItem(
            position,
            ItemOutcome.ALREADY_KNOWN,
            url=item["url"],
            title=item["title"],
            known_as=(item["article_id"], item["article_version_id"]),
        )
        for position, item in enumerate(row["items"], start=1)
    )
    return KnownPage(row["etag"], row["last_modified"], row["asked_at"], items)


def forget_known(home: Home, source: Source) -> None:
    """Remove what runs of the source were told: its batches are loaded. And what dead ones left behind."""
    folder = home.landing / KIND
    for path in sorted(folder.glob(f"{KIND}--{source.source_id}--*")):
        shutil.rmtree(path, ignore_errors=True)
    if folder.is_dir():
        remove_abandoned(folder)


def is_recent(source: Source, known: KnownPage | None, now: float) -> bool:
    """Whether the source says that so young a page is not to be asked for again yet."""
    hours = source.reread_after_hours
    return (
        known is not None
        and hours is not None
        and len(known.items) == 1
        and 0 <= now - known.asked_at < hours * 3600
    )


def fetch_again(fetcher: Fetcher, url: str, source: Source, known: KnownPage | None) -> list[FetchResult]:
    """Every attempt at an address, conditional where it is known."""
    if known is None:
        return fetcher.fetch_all_attempts(url, source)
    return fetcher.fetch_all_attempts(url, source, known.etag, known.last_modified)


def known_at(pages: KnownPages, url: str) -> KnownPage | None:
    """What is known of an address, its fragment apart."""
    return pages.get(urldefrag(url).url)


def unmodified_listing(last: FetchResult, known: KnownPage | None) -> ParsedListing | None:
    """What a 304 stands for: what the page listed when it was read. None for any other answer."""
    if last.outcome is not FetchOutcome.NOT_MODIFIED or known is None:
        return None
    return ParsedListing("not_modified", "1", len(known.items), known.items, message="not modified")
