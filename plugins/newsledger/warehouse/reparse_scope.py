"""What a reparse is of: the listings of past crawls, each with its pages and with what became of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from newsledger.errors import TerminalError

if TYPE_CHECKING:
    import duckdb

    Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Wanted:
    """`source_id`: of one source. `first_date`, `last_date`: of the crawls (UTC), both included. `parser`:
    only what that parser has read, and what became no article. None: all."""

    source_id: str | None = None
    first_date: date | None = None
    last_date: date | None = None
    parser: str | None = None

    def as_row(self) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }


def _rows(connection: duckdb.DuckDBPyConnection, query: str, parameters: Any = None) -> Rows:
    cursor = connection.execute(query, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def refuse_unknown(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> None:
    """Raises TerminalError, with what is known, for a source or parser that raw does not hold, and for a
    window that ends before it begins."""
    if wanted.first_date and wanted.last_date and wanted.last_date < wanted.first_date:
        raise TerminalError(
            f"the window ends on {wanted.last_date}, before it begins on {wanted.first_date}", stage="reparse"
        )
    for what, value, query in (
        ("source", wanted.source_id, "select distinct source_id from raw.listings order by 1"),
        (
            "parser",
            wanted.parser,
            "select parser from raw.listings union select parser from raw.article_versions order by 1",
        ),
    ):
        known = [str(row[0]) for row in connection.execute(query).fetchall()] if value else []
        if value and value not in known:
            raise TerminalError(
                f"raw holds nothing of the {what} {value!r}",
                stage="reparse",
                do=f"known: {', '.join(known) or 'none yet'}",
            )


LISTINGS = """
    select
        listings.* exclude (observed_at),
        epoch_us(listings.observed_at) as observed_us,
        strftime(listings.observed_at, '%Y-%m-%dT%H:%M:%S.%f+00:00') as observed_at,
        batches.run_key,
        fetches.outcome_code as fetch_outcome,
        strftime(fetches.requested_at, '%Y-%m-%d') as fetched_on,
        fetches.content_sha256,
        fetches.content_type,
        fetches.message as fetch_message,
    from raw.listings as listings
    left join raw.batches as batches
        on regexp_replace(listings.listing_id, '--listing-\\d+$', '') = batches.batch_id
    left join raw.fetches as fetches on listings.fetch_id = fetches.fetch_id
    where
        ($source_id is null or listings.source_id = $source_id)
        and ($first_date is null or listings.observed_at >= $first_date::date)
        and ($last_date is null or listings.observed_at < $last_date::date + 1)
    order by listings.source_id, listings.observed_at, listings.listing_id
"""

PAGES = """
    select
        fetches.fetch_id,
        fetches.source_id,
        fetches.url,
        epoch_us(fetches.requested_at) as requested_us,
        fetches.outcome_code as fetch_outcome,
        strftime(fetches.requested_at, '%Y-%m-%d') as fetched_on,
        fetches.content_sha256,
        fetches.content_type,
        fetches.message as fetch_message,
        batches.run_key,
    from raw.fetches as fetches
    inner join raw.batches as batches on fetches.batch_id = batches.batch_id
    where
        ($source_id is null or fetches.source_id = $source_id)
        and fetches.fetch_id not in (select fetch_id from raw.listings)
    order by fetches.requested_at, fetches.fetch_id
"""

ITEMS = """
    select
        outcomes.outcome_id,
        outcomes.listing_id,
        outcomes.position,
        outcomes.fetch_id,
        outcomes.url,
        outcomes.article_version_id,
        versions.parser,
    from raw.parse_outcomes as outcomes
    left join raw.article_versions as versions
        on outcomes.article_version_id = versions.article_version_id
    where outcomes.listing_id in (select unnest($listing_ids::text[]))
    order by outcomes.listing_id, outcomes.position
"""

# The last good answer of an address before each attempt at it: what a 304 stands for.
BEFORE_ANSWERED = """
    select
        unmodified.fetch_id,
        max_by(answered.fetch_id, (answered.requested_at, answered.fetch_id)) as base_fetch_id
    from raw.fetches as unmodified
    inner join raw.fetches as answered
        on unmodified.source_id = answered.source_id
        and unmodified.url = answered.url
        and answered.outcome_code = 'ok'
        and (answered.requested_at, answered.fetch_id) < (unmodified.requested_at, unmodified.fetch_id)
    group by unmodified.fetch_id
"""

# Answers of which all became an article.
LANDED = """
    select fetch_id
    from raw.parse_outcomes
    where fetch_id is not null
    group by fetch_id
    having bool_and(article_version_id is not null)
"""

# Of a page that was too young to be asked for again: the last good answer that stated its version.
BEFORE_RECENT = """
    with single as (
        select fetch_id, any_value(article_version_id) as article_version_id, max(observed_at) as observed_at
        from raw.parse_outcomes
        where fetch_id in (select fetch_id from raw.fetches where outcome_code = 'ok')
        group by fetch_id
        having count(*) = 1
    )
    select outcomes.outcome_id, max_by(single.fetch_id, single.observed_at) as base_fetch_id
    from raw.parse_outcomes as outcomes
    inner join single
        on outcomes.article_version_id = single.article_version_id
        and single.observed_at < outcomes.observed_at
    where outcomes.fetch_id is null
    group by outcomes.outcome_id
"""


def listings_in_scope(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> Rows:
    """One row per listing, in the order of the crawls: its columns, those of its fetch, `pages` (of its crawl
    the last fetch of each address; is_known: an earlier one had landed) and `items` (what became of each
    place on it)."""
    named = wanted.as_row()
    listings = _rows(
        connection, LISTINGS, {name: named[name] for name in ("source_id", "first_date", "last_date")}
    )
    items: dict[str, Rows] = {}
    recent = dict(connection.execute(BEFORE_RECENT).fetchall())
    for item in _rows(connection, ITEMS, {"listing_ids": [row["listing_id"] for row in listings]}):
        item["base_fetch_id"] = recent.get(item["outcome_id"]) if item["fetch_id"] is None else None
        items.setdefault(item["listing_id"], []).append(item)
    earlier = dict(connection.execute(BEFORE_ANSWERED).fetchall())
    landed = {row[0] for row in connection.execute(LANDED).fetchall()}
    pages = _pages_of_crawls(connection, wanted, listings)
    for listing in listings:
        listing["base_fetch_id"] = earlier.get(listing["fetch_id"])
        listing["items"] = items.get(listing["listing_id"], [])
        crawl = pages.get(_crawl(listing), {})
        listing["pages"] = [
            page | {"base_fetch_id": base, "is_known": base in landed}
            for page in crawl.values()
            for base in (earlier.get(page["fetch_id"]),)
        ]
    return listings


def _crawl(listing: dict[str, Any]) -> tuple[str, str, int]:
    return listing["source_id"], str(listing["run_key"]), listing["observed_us"]


def _pages_of_crawls(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, listings: Rows
) -> dict[tuple[str, str, int], dict[str, dict[str, Any]]]:
    """By crawl and address the last attempt. A run that was cleared and run anew has made several crawls: a
    page is of the last one that had begun."""
    begun: dict[tuple[str, str], list[int]] = {}
    for source_id, run_key, observed in sorted({_crawl(listing) for listing in listings}):
        begun.setdefault((source_id, run_key), []).append(observed)
    crawls: dict[tuple[str, str, int], dict[str, dict[str, Any]]] = {}
    for page in _rows(connection, PAGES, {"source_id": wanted.source_id}):
        moments = begun.get((page["source_id"], page["run_key"]), [])
        at = bisect_right(moments, page["requested_us"])
        if at:
            crawl = (page["source_id"], page["run_key"], moments[at - 1])
            crawls.setdefault(crawl, {})[page["url"]] = page
    return crawls
