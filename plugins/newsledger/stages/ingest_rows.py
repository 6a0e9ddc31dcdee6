"""The rows of one ingest batch: attempts and their bytes, listings, links, and the outcome of each item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from newsledger.fetch.records import FetchResult
from newsledger.parse.decoding import decode
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.settings import Home
from newsledger.sources.schema import Source
from newsledger.warehouse import identity
from newsledger.warehouse.blobs import store_bytes


@dataclass
class BatchRows:
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
            "sources": [source_row(self.source, self.batch_id)],
            "fetches": self.fetches,
            "blobs": self.blobs.values(),
            "listings": self.listings,
            "links": self.links,
            "items": self.items,
        }


def source_row(source: Source, identifier: str) -> dict[str, Any]:
    """A source as its row in raw."""
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


def add_attempts(home: Home, rows: BatchRows, attempts: list[FetchResult]) -> str:
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


def add_item(
    rows: BatchRows,
    item: ParsedItem,
    *,
    listing: dict[str, str],
    listing_order: int,
    fetch_id: str | None,
    position: int,
) -> None:
    """Add the outcome of one listed item, and the version it states if it was parsed."""
    rows.items.append(item_row(rows, item, listing, listing_order, fetch_id, position))


def item_row(
    rows: BatchRows,
    item: ParsedItem,
    listing: dict[str, str],
    listing_order: int,
    fetch_id: str | None,
    position: int,
) -> dict[str, Any]:
    """The outcome of one listed item as a row, with the version that it states if it was parsed."""
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
    if item.known_as is not None:
        row["article_id"], row["article_version_id"] = item.known_as
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
            "original_url": article.original_url,
            "credit_end_char": article.credit_end_char,
            "citations": [
                {"paragraph": mark.paragraph, "start_char": mark.start_char} for mark in article.citations
            ],
            "parser": listing["parser"],
            "parser_version": listing["parser_version"],
            "is_demo": rows.source.is_demo,
            "seen_at": rows.observed_at,
        }
    return row


def add_listing(
    rows: BatchRows, url: str, parsed: ParsedListing, fetch_id: str, listing_id: str | None = None
) -> None:
    """Add a listing: what it says it lists, the items it holds, the links still to be read. It is given an id
    of its own unless it has one from the crawl that it is read from again."""
    order = len(rows.listings)
    listing = {
        "listing_id": listing_id or f"{rows.batch_id}--listing-{order}",
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
        add_item(
            rows, item, listing=listing, listing_order=order, fetch_id=fetch_id or None, position=position
        )
    fallbacks = parsed.fallbacks or (None,) * len(parsed.links)
    for position, (link, fallback) in enumerate(
        zip(parsed.links, fallbacks, strict=True), start=len(parsed.items)
    ):
        standing_in = fallback and item_row(rows, fallback, listing, order, fetch_id or None, position)
        rows.links.append(
            {
                **listing,
                "listing_order": order,
                "position": position,
                "url": link,
                "fallback": standing_in,
                "source_id": rows.source.source_id,
                "batch_id": rows.batch_id,
                "observed_at": rows.observed_at,
            }
        )


def add_page(
    rows: BatchRows, link: dict[str, Any], parsed: ParsedListing, fetch_id: str, is_known: bool
) -> None:
    """Add what a linked page became. Where it became no article, what its listing said stands in, unless the
    page itself has landed before: then its own text is the better one."""
    item = parsed.items[0]
    if item.article is None and item.known_as is None and link.get("fallback") and not is_known:
        said = f"the page: {item.outcome.value}, {item.message}; what the listing says stands in"
        rows.items.append(link["fallback"] | {"batch_id": rows.batch_id, "message": said})
        return
    listing = link | {"parser": parsed.parser, "parser_version": parsed.parser_version}
    add_item(
        rows,
        item,
        listing=listing,
        listing_order=link["listing_order"],
        fetch_id=fetch_id or None,
        position=link["position"],
    )
