"""What the warehouse knows of addresses that were read before: their validators, and what stood there."""

from __future__ import annotations

from typing import Any

from newsledger.settings import Home
from newsledger.warehouse.forgotten import forgotten_keys
from newsledger.warehouse.working_copy import open_working_copy


def known_tombstones(home: Home) -> frozenset[str]:
    """Keys of everything that is forgotten."""
    if not home.warehouse.exists():
        return frozenset()
    with open_working_copy(home, "read what is forgotten") as connection:
        return forgotten_keys(connection)


def known_validators(home: Home, source_id: str) -> list[dict[str, Any]]:
    """One row per address of the source from whose last good fetch every item landed or was known already:
    url, its validators etag and last_modified, asked_at (Unix time of the last good answer, a 304 too), and
    items (article_id, article_version_id, url, title) in their order.

    An address with a refused or interrupted item is not among them: it is read in full again, so that a
    mended parser gets its chance. `items` are those on the page itself; of a page that only links to
    others there are none.
    """
    if not home.warehouse.exists():
        return []
    with open_working_copy(home, f"read what is known of {source_id}") as connection:
        rows = connection.execute(
            """
            with fetched as (
                select fetch_id, url, etag, last_modified
                from raw.fetches
                where source_id = $source_id and outcome_code = 'ok'
                qualify row_number() over (partition by url order by requested_at desc, fetch_id desc) = 1
            ),
            asked as (
                select url, max(requested_at) as asked_at
                from raw.fetches
                where source_id = $source_id and outcome_code in ('ok', 'not_modified')
                group by url
            ),
            candidates as (
                select fetched.*, asked.asked_at from fetched inner join asked on fetched.url = asked.url
            ),
            stated as (
                select outcomes.*, true as is_on_the_page
                from candidates
                inner join raw.parse_outcomes as outcomes on candidates.fetch_id = outcomes.fetch_id
                union all by name
                select candidates.fetch_id, outcomes.* exclude (fetch_id), false as is_on_the_page
                from candidates
                inner join raw.listings as listings on candidates.fetch_id = listings.fetch_id
                inner join raw.parse_outcomes as outcomes on listings.listing_id = outcomes.listing_id
                where outcomes.fetch_id is distinct from candidates.fetch_id
            )
            select
                candidates.url,
                any_value(candidates.etag),
                any_value(candidates.last_modified),
                epoch(any_value(candidates.asked_at)),
                list(
                    {
                        'article_id': article_id,
                        'article_version_id': article_version_id,
                        'url': stated.url,
                        'title': stated.title
                    }
                    order by stated.position
                ) filter (where is_on_the_page)
            from candidates
            inner join stated on candidates.fetch_id = stated.fetch_id
            group by candidates.fetch_id, candidates.url
            having bool_and(
                outcome_code in ('landed', 'already_known') and article_version_id is not null
            )
            order by candidates.url
            """,
            {"source_id": source_id},
        ).fetchall()
    return [
        {"url": url, "etag": etag, "last_modified": last_modified, "asked_at": asked_at, "items": items or []}
        for url, etag, last_modified, asked_at, items in rows
    ]
