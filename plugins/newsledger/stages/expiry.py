"""Retention: bytes that their source does not want to keep any longer. Off unless a source's file says so."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from newsledger.failpoints import failpoint
from newsledger.progress import say
from newsledger.settings import Home
from newsledger.sources.selection import declared_sources
from newsledger.warehouse.blob_removals import expired_digests, record_removals, remove_files
from newsledger.warehouse.working_copy import open_working_copy, transaction


def retention_days(recorded: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Days by source of those that keep bytes for a time only: by the declaration at hand, else the one on
    record."""
    days = {
        source_id: (definition.get("retention") or {}).get("raw_days")
        for source_id, definition in recorded.items()
    } | {source_id: source.retention.raw_days for source_id, source in declared_sources().items()}
    return {source_id: count for source_id, count in days.items() if count is not None}


def expire_raw(home: Home, now: datetime | None = None) -> dict[str, int]:
    """Remove the bytes whose time is over, with a row of raw.blob_removals each. Articles and facts stay."""
    with open_working_copy(home, "expire raw") as connection:
        recorded = {
            str(source_id): json.loads(definition)
            for source_id, definition in connection.execute(
                "select source_id, last(definition::text order by rowid) from raw.sources group by source_id"
            ).fetchall()
        }
        days = retention_days(recorded)
        with transaction(connection):
            digests = expired_digests(home, connection, days, now or datetime.now(UTC))
            removed = record_removals(connection, digests, "retention")
            failpoint("expire_before_commit")
        failpoint("expire_after_commit")
        files = remove_files(home, connection)
    kept_for = ", ".join(f"{source_id} {count} days" for source_id, count in sorted(days.items()))
    say(
        f"expire_raw: {removed:,} byte strings removed ({kept_for}); what was read from them stays"
        if days
        else "expire_raw: no source has a retention, nothing is removed"
    )
    return {"removed": removed, "files": files}
