"""Removing bytes: first a row that says so, then the file. Nothing that was read from them goes with them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from newsledger.settings import Home
from newsledger.warehouse.blobs import blob_path

if TYPE_CHECKING:
    import duckdb

Reason = Literal["retention", "forgotten"]
RESTING_SECONDS = 86_400.0
"""A file that a crawl has written, or found there, since then is left: its batch may not be loaded yet."""


def record_removals(connection: duckdb.DuckDBPyConnection, digests: Iterable[str], reason: Reason) -> int:
    """Take the bytes out of the index, with a row each that says why. In the caller's transaction; the files
    go after it, by `remove_files`. Returns how many there were."""
    named = {"digests": sorted(set(digests)), "reason": reason}
    connection.execute(
        """
        insert into raw.blob_removals
        select
            blobs.content_sha256,
            any_value(blobs.path),
            any_value(blobs.byte_count),
            $reason,
            list_sort(list(distinct fetches.source_id)),
            count(*),
            max(fetches.requested_at),
            now()
        from raw.blobs as blobs
        inner join raw.fetches as fetches on blobs.content_sha256 = fetches.content_sha256
        where blobs.content_sha256 in (select unnest($digests::text[]))
        group by blobs.content_sha256
        """,
        named,
    )
    removed = connection.execute(
        "delete from raw.blobs where content_sha256 in (select unnest($digests::text[]))",
        {"digests": named["digests"]},
    ).fetchone()
    return int(removed[0]) if removed else 0


def remove_files(home: Home, connection: duckdb.DuckDBPyConnection) -> int:
    """Remove the files of all bytes that are on record as removed, also those that a killed job has left.
    Returns how many there were."""
    rows = connection.execute(
        """
        select content_sha256, bool_or(reason = 'forgotten')
        from raw.blob_removals
        where content_sha256 not in (select content_sha256 from raw.blobs)
        group by content_sha256
        """
    ).fetchall()
    count = 0
    for digest, is_forgotten in rows:
        path = blob_path(home, str(digest))
        if path.exists() and (is_forgotten or not is_touched_of_late(home, str(digest))):
            path.unlink()
            count += 1
    return count


def is_touched_of_late(home: Home, digest: str) -> bool:
    """Whether a crawl has written or found these bytes of late."""
    path = blob_path(home, digest)
    if not path.exists():
        return False
    state = path.stat()
    return time.time() - max(state.st_mtime, state.st_atime) < RESTING_SECONDS


def expired_digests(
    home: Home, connection: duckdb.DuckDBPyConnection, days: dict[str, int], now: datetime
) -> list[str]:
    """Bytes of which every fetch is older than its own source keeps bytes. `days` by source; a source that is
    not in it keeps them for ever, and so does every other source that has read the same bytes."""
    limits = [(source_id, now - timedelta(days=count)) for source_id, count in sorted(days.items())]
    connection.execute("create or replace temp table limits (source_id text, kept_from timestamptz)")
    if limits:
        connection.executemany("insert into limits values (?, ?)", limits)
    rows = connection.execute(
        """
        select blobs.content_sha256
        from raw.blobs as blobs
        inner join raw.fetches as fetches on blobs.content_sha256 = fetches.content_sha256
        left join limits on fetches.source_id = limits.source_id
        group by blobs.content_sha256
        having bool_and(coalesce(fetches.requested_at < limits.kept_from, false))
        order by blobs.content_sha256
        """
    ).fetchall()
    return [str(digest) for (digest,) in rows if not is_touched_of_late(home, str(digest))]
