"""Reading again what is kept: articles and facts from raw, with the parsers and declarations of today.

No request is made. A past crawl is gone through as it was: each listing is read from its bytes, each page
that it links to from its own, a 304 stands for the answer before it. The rows that the crawl left are
replaced, in one transaction, so that what follows from raw equals a fresh run over the same answers.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from newsledger.errors import FetchOutcome, ItemOutcome, TerminalError
from newsledger.failpoints import failpoint
from newsledger.parse.files import parse_file
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.parse.urls import canonical_url
from newsledger.progress import say
from newsledger.settings import Home
from newsledger.sources import kinds
from newsledger.sources.schema import KNOWN_KEYS, LOCAL_KINDS, Source
from newsledger.sources.selection import declared_sources
from newsledger.stages.downstream import bring_up_to_date
from newsledger.stages.ingest_rows import BatchRows, add_listing, add_page, source_row
from newsledger.warehouse.batches import (
    batch_key,
    find_batch,
    get_batch,
    new_batch_id,
    remove_batches,
    write_batch,
)
from newsledger.warehouse.blobs import read_bytes
from newsledger.warehouse.reparse_scope import Wanted, listings_in_scope, refuse_unknown
from newsledger.warehouse.reparse_store import load_reparse_batches
from newsledger.warehouse.working_copy import open_working_copy

PLAN, KIND = "reparse_plan", "reparse"
PAGES_A_CHUNK = 200


def wanted_of(given: Mapping[str, Any]) -> Wanted:
    """What a form or a command asks for: `source`, `from`, `to` (YYYY-MM-DD), `parser`; empty ones are left
    out. Raises TerminalError for a day that is none."""
    dates: dict[str, date | None] = {}
    for name in ("from", "to"):
        value = given.get(name)
        try:
            dates[name] = date.fromisoformat(str(value)) if value else None
        except ValueError:
            raise TerminalError(
                f"{name} is {value!r}, no day", stage="reparse", do="write it as YYYY-MM-DD"
            ) from None
    return Wanted(given.get("source") or None, dates["from"], dates["to"], given.get("parser") or None)


def reparse(home: Home, run_key: str, wanted: Wanted) -> dict[str, int]:
    """The whole job in this process: read again, load, then facts, marts and publication."""
    for chunk in plan_reparse(home, run_key, wanted)["chunks"]:
        reparse_chunk(home, run_key, chunk)
    counts = load_reparse(home)
    bring_up_to_date(home, run_key)
    return counts


def plan_reparse(home: Home, run_key: str, wanted: Wanted) -> dict[str, Any]:
    """Write what is to be read again, in chunks of one source each. Raises TerminalError for a source or
    parser that raw does not hold."""
    key = batch_key(PLAN, "all", run_key, "plan")
    batch = find_batch(home, PLAN, key)
    if batch is None:
        with open_working_copy(home, "plan reparse") as connection:
            refuse_unknown(connection, wanted)
            listings = listings_in_scope(connection, wanted)
            recorded = dict(
                connection.execute(
                    "select source_id, last(definition::text order by rowid) "
                    "from raw.sources group by source_id"
                ).fetchall()
            )
        batch = write_batch(
            home,
            kind=PLAN,
            identifier=new_batch_id(key),
            run_key=run_key,
            written_at=time.time(),
            tables={
                "listings": listings,
                "sources": [{"source_id": name, "definition": text} for name, text in recorded.items()],
            },
            facts={"wanted": wanted.as_row()},
        )
    failpoint("reparse_after_plan")
    chunks = list(_chunks(batch.batch_id, batch.rows("listings")))
    say(f"reparse: {batch.row_counts['listings']:,} listings of past crawls, in {len(chunks):,} chunks")
    return {"listings": batch.row_counts["listings"], "chunks": chunks}


def _chunks(batch_id: str, listings: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Places of neighbouring listings of one source, about 200 pages together."""
    first = 0
    while first < len(listings):
        source_id, last, pages = listings[first]["source_id"], first, 0
        while last < len(listings) and listings[last]["source_id"] == source_id and pages < PAGES_A_CHUNK:
            pages += 1 + len(listings[last]["items"])
            last += 1
        days = (listings[place]["observed_at"][:10] for place in (first, last - 1))
        label = f"{source_id}, crawls of {' to '.join(days)}"
        yield {"batch": batch_id, "first": first, "last": last, "label": label}
        first = last


def source_of_today(source_id: str, recorded: str | None) -> Source:
    """The declaration at hand; for a source that has none (files given by hand, say) the one on record."""
    declared = declared_sources().get(source_id)
    if declared is not None:
        return declared
    if recorded is None:
        raise TerminalError(f"nothing declares {source_id}", stage="reparse", source=source_id)
    definition = {key: value for key, value in json.loads(recorded).items() if key in KNOWN_KEYS}
    return Source.model_validate(definition)


@dataclass
class Replay:
    """The tables of one chunk, while it is read."""

    home: Home
    source: Source
    batch_id: str
    parser: str | None
    listings: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    copies: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[dict[str, Any]] = field(default_factory=list)
    pages_read: int = 0

    def bytes_of(self, read: dict[str, Any], listing_id: str) -> bytes | None:
        """The bytes that a fetch has brought; None, on record, if they are no longer kept."""
        digest = read["content_sha256"]
        if read["fetch_outcome"] != FetchOutcome.OK.value or digest is None:
            return None
        try:
            content = read_bytes(self.home, digest)
        except FileNotFoundError:
            self.gaps.append(
                {
                    "batch_id": self.batch_id,
                    "source_id": self.source.source_id,
                    "listing_id": listing_id,
                    "fetch_id": read["fetch_id"],
                    "url": read["url"],
                    "content_sha256": digest,
                }
            )
            return None
        self.pages_read += 1
        return content


def reparse_chunk(home: Home, run_key: str, chunk: dict[str, Any]) -> dict[str, Any]:
    """Read one chunk of past crawls again into a batch."""
    key = batch_key(KIND, "chunk", run_key, f"{chunk['first']:08d}")
    batch = find_batch(home, KIND, key)
    if batch is None:
        plan = get_batch(home, PLAN, chunk["batch"])
        listings = plan.rows("listings")[chunk["first"] : chunk["last"]]
        recorded = {row["source_id"]: row["definition"] for row in plan.rows("sources")}
        source = source_of_today(listings[0]["source_id"], recorded.get(listings[0]["source_id"]))
        replay = Replay(home, source, new_batch_id(key), plan.facts["wanted"]["parser"])
        for listing in listings:
            _replay(replay, listing)
        failpoint("reparse_before_batch")
        batch = write_batch(
            home,
            kind=KIND,
            identifier=replay.batch_id,
            run_key=run_key,
            source_id=source.source_id,
            written_at=time.time(),
            tables={
                "sources": [source_row(source, replay.batch_id)],
                "listings": replay.listings,
                "items": replay.items,
                "copies": replay.copies,
                "gaps": replay.gaps,
            },
            facts={"wanted": plan.facts["wanted"], "pages_read": replay.pages_read},
        )
    say(f"reparse: {chunk['label']}: {batch.facts['pages_read']:,} pages and listings read from raw")
    return {"batch": batch.uri, "counts": batch.row_counts}


def _replay(replay: Replay, listing: dict[str, Any]) -> None:
    """One listing, as its crawl read it. Its bytes read anew list its items anew; without them (they are
    gone, the parser is not the one that is wanted, or it has none of its own) each place on it stays, and
    only the pages behind the places are read."""
    if listing["fetch_outcome"] == FetchOutcome.NOT_MODIFIED.value and listing["base_fetch_id"]:
        replay.listings.append(_listing_row(replay, listing))
        replay.copies.append(_copy(replay, listing, None, listing["fetch_id"], base=listing["base_fetch_id"]))
        return
    content = None
    if replay.parser in (None, listing["parser"]):
        content = replay.bytes_of(listing, listing["listing_id"])
    if content is None:
        _replay_places(replay, listing)
        return
    if replay.source.kind in LOCAL_KINDS:
        name = Path(listing["url"].removeprefix("file:")).name
        parsed = parse_file(name, content, replay.source)
    else:
        parsed = kinds.parse_listing(
            replay.source, listing["url"], content, listing["content_type"], _day_of(listing)
        )
    rows = BatchRows(replay.source, replay.batch_id, listing["observed_at"])
    add_listing(rows, listing["url"], parsed, listing["fetch_id"], listing["listing_id"])
    replay.listings.extend(rows.listings)
    pages = {page["url"]: page for page in listing["pages"]}
    unasked = {
        canonical_url(item["url"]): item for item in listing["items"] if item["base_fetch_id"] and item["url"]
    }
    by_fetch = {
        item["fetch_id"]: item for item in listing["items"] if item["fetch_id"] != listing["fetch_id"]
    }
    for link in rows.links:
        page = pages.get(link["url"])
        if page is not None:
            _replay_page(replay, rows, link, page, by_fetch.get(page["fetch_id"]))
        elif (item := unasked.get(canonical_url(link["url"]))) is not None:
            replay.copies.append(_copy(replay, listing, link["position"], None, base=item["base_fetch_id"]))
        else:
            why = "its listing was read again; this page was never read"
            missing = ParsedItem(1, ItemOutcome.NOT_IN_RAW, None, why, link["url"])
            add_page(rows, link, ParsedListing("none", "1", 1, (missing,)), "", is_known=False)
    replay.items.extend(rows.items)


def _replay_places(replay: Replay, listing: dict[str, Any]) -> None:
    """The pages behind the places of a listing that itself stays as it was."""
    rows = BatchRows(replay.source, replay.batch_id, listing["observed_at"])
    pages = {page["fetch_id"]: page for page in listing["pages"]}
    before = len(replay.copies)
    touched = False
    for item in listing["items"]:
        page = pages.get(item["fetch_id"]) if item["fetch_id"] != listing["fetch_id"] else None
        link = {
            "listing_id": listing["listing_id"],
            "listing_order": 0,
            "position": item["position"],
            "url": page["url"] if page else item["url"],
        }
        if page is not None and replay.parser in (None, item["parser"] or replay.parser):
            touched |= _replay_page(replay, rows, link, page, item)
        elif item["base_fetch_id"]:
            touched = True
            replay.copies.append(_copy(replay, listing, item["position"], None, base=item["base_fetch_id"]))
        else:
            replay.copies.append(
                _copy(replay, listing, item["position"], item["fetch_id"], kept=item["outcome_id"])
            )
    if not touched:
        del replay.copies[before:]
        return
    replay.listings.append(_listing_row(replay, listing))
    replay.items.extend(rows.items)


def _replay_page(
    replay: Replay,
    rows: BatchRows,
    link: dict[str, Any],
    page: dict[str, Any],
    item: dict[str, Any] | None,
) -> bool:
    """A page that was read in its time. Returns whether anything follows from it anew: not where its bytes
    are gone, and its outcome stays."""
    outcome = FetchOutcome(page["fetch_outcome"])
    listing = {"listing_id": link["listing_id"], "observed_at": rows.observed_at}
    if outcome is FetchOutcome.NOT_MODIFIED and page["base_fetch_id"]:
        replay.copies.append(
            _copy(replay, listing, link["position"], page["fetch_id"], base=page["base_fetch_id"])
        )
        return True
    content = replay.bytes_of(page, link["listing_id"])
    if content is not None:
        parsed = kinds.parse_article_page(
            replay.source, page["url"], content, page["content_type"], _day_of(page)
        )
    elif outcome is FetchOutcome.OK and item is not None:
        replay.copies.append(
            _copy(replay, listing, link["position"], page["fetch_id"], kept=item["outcome_id"])
        )
        return False
    elif outcome is FetchOutcome.OK:
        gone = ParsedItem(1, ItemOutcome.NOT_IN_RAW, None, "its bytes are no longer kept", page["url"])
        parsed = ParsedListing("none", "1", 1, (gone,))
    else:
        parsed = kinds.listing_of_failed_fetch(page["url"], outcome, page["fetch_message"] or "")
    add_page(rows, link, parsed, page["fetch_id"], is_known=page["is_known"])
    return content is not None


def _day_of(read: dict[str, Any]) -> date:
    """The day (UTC) of a fetch: a page is read by the layout of its day."""
    return date.fromisoformat(read["fetched_on"])


def _listing_row(replay: Replay, listing: dict[str, Any]) -> dict[str, Any]:
    """A listing as it was, in the batch that replaces its items."""
    names = (
        "listing_id",
        "fetch_id",
        "source_id",
        "url",
        "parser",
        "parser_version",
        "items_listed",
        "message",
    )
    kept = {name: listing[name] for name in names}
    return kept | {"batch_id": replay.batch_id, "observed_at": listing["observed_at"]}


def _copy(
    replay: Replay,
    listing: dict[str, Any],
    position: int | None,
    fetch_id: str | None,
    *,
    kept: str | None = None,
    base: str | None = None,
) -> dict[str, Any]:
    """A place whose outcome is taken over: its own (`kept`), or that of an earlier answer (`base`); without a
    position all places of that answer."""
    return {
        "batch_id": replay.batch_id,
        "listing_id": listing["listing_id"],
        "source_id": replay.source.source_id,
        "position": position,
        "fetch_id": fetch_id or None,
        "observed_at": listing["observed_at"],
        "kept_outcome_id": kept,
        "base_fetch_id": base,
    }


def load_reparse(home: Home) -> dict[str, int]:
    """Replace what the crawls left by what was read anew."""
    counts = load_reparse_batches(home)
    remove_batches(home, PLAN)
    say(
        f"reparse: {counts['pages']:,} pages and listings read again; versions: {counts['new']:,} new, "
        f"{counts['changed']:,} read otherwise, {counts['gone']:,} gone; "
        f"{counts['forgotten']:,} items stay forgotten"
    )
    if counts["lacking"]:
        say(
            f"reparse: {counts['lacking']:,} lack their bytes (retention, or forgotten) and stay as they "
            "were: see raw.reparse_gaps"
        )
    return counts
