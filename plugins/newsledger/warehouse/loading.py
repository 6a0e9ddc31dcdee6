"""Loading batches: all of them in one transaction, with their ledger rows, under the writer lock."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import ItemOutcome, TerminalError
from newsledger.failpoints import failpoint
from newsledger.settings import Home
from newsledger.sources.schema import Source
from newsledger.warehouse.batches import Batch, pending_batches, remove_loaded
from newsledger.warehouse.blob_removals import record_removals, remove_files
from newsledger.warehouse.blobs import remove_abandoned
from newsledger.warehouse.forgotten import mark_forgotten
from newsledger.warehouse.working_copy import open_working_copy, transaction

if TYPE_CHECKING:
    import duckdb

LINE_BYTES_LEAST = 16 * 1024 * 1024
"""DuckDB sets aside two buffers of the longest line that it must expect."""


def column_types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Name and type of the columns of a table of `raw`, in order."""
    rows = connection.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = 'raw' and table_name = ? order by column_index",
        [table],
    ).fetchall()
    return {str(name): str(kind) for name, kind in rows}


def read_batch_files(batches: list[Batch], table: str, columns: dict[str, str]) -> str | None:
    """A SQL relation over the batches' files of a table; None if no batch has rows of it."""
    paths = [str(batch.files(table)) for batch in batches if batch.row_counts.get(table)]
    if not paths:
        return None
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    typed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    longest = max(LINE_BYTES_LEAST, *(Path(path).stat().st_size for path in paths))
    return (
        f"read_json([{listed}], format = 'newline_delimited', columns = {{{typed}}}, "
        f"maximum_object_size = {longest})"
    )


def append(
    connection: duckdb.DuckDBPyConnection, batches: list[Batch], table: str, file: str | None = None
) -> None:
    """Append the batches' rows of a table that needs no decision."""
    columns = column_types(connection, table)
    relation = read_batch_files(batches, file or table, columns)
    if relation:
        names = ", ".join(columns)
        connection.execute(f"insert into raw.{table} ({names}) select {names} from {relation}")  # noqa: S608


def loaded_batches(connection: duckdb.DuckDBPyConnection, kind: str) -> set[str]:
    """Ids in the ledger."""
    rows = connection.execute("select batch_id from raw.batches where kind = ?", [kind]).fetchall()
    return {str(row[0]) for row in rows}


def record_batches(
    connection: duckdb.DuckDBPyConnection, batches: list[Batch], counts: dict[str, Any] | None = None
) -> int:
    """Write the ledger rows, in the transaction that loads the batches. Returns the last sequence."""
    row = connection.execute("select coalesce(max(sequence), 0) from raw.batches").fetchone()
    sequence = int(row[0]) if row else 0
    now = datetime.now(UTC)
    for batch in batches:
        sequence += 1
        connection.execute(
            "insert into raw.batches values (?, ?, ?, ?, ?, ?, ?)",
            [
                batch.batch_id,
                batch.kind,
                batch.source_id,
                batch.run_key,
                sequence,
                json.dumps({**batch.row_counts, **(counts or {})}),
                now,
            ],
        )
    return sequence


def _load_versions(connection: duckdb.DuckDBPyConnection, batches: list[Batch]) -> list[str]:
    """Append the versions that are new, and give every listed item its outcome.

    Of equal versions the first in the order of batch, listing and position is the one that lands. An item
    that has its outcome already (another try of the same pages, or pages that came after their run was
    given up) gets no second one; a version that it states lands all the same. Returns the fetches in whose
    bytes a forgotten article stands.
    """
    versions = column_types(connection, "article_versions")
    outcomes = column_types(connection, "parse_outcomes")
    columns = {**versions, **outcomes, "listing_order": "BIGINT"}
    relation = read_batch_files(batches, "items", columns)
    if relation is None:
        connection.execute("create or replace temp table incoming as select null::text as listing_id limit 0")
        return []
    names = ", ".join(columns)
    connection.execute(f"create or replace temp table incoming as select {names} from {relation}")  # noqa: S608
    told = mark_forgotten(connection, "incoming")
    connection.execute(
        """
        create or replace temp table decided as
        select
            incoming.rowid as incoming_row,
            incoming.outcome_id,
            incoming.observed_at,
            incoming.batch_id,
            case
                when outcome_code != 'parsed' then outcome_code
                when known.article_version_id is null and row_number() over (
                    partition by incoming.article_version_id, outcome_code
                    order by observed_at, incoming.batch_id, listing_order, position, outcome_id
                ) = 1 then 'landed'
                else 'already_known'
            end as decided_code,
        from incoming
        left join (select distinct article_version_id from raw.article_versions) as known
            on incoming.article_version_id = known.article_version_id
        """
    )
    version_names = ", ".join(versions)
    of_incoming = ", ".join(f"incoming.{name}" for name in versions)
    connection.execute(
        f"insert into raw.article_versions ({version_names}) "  # noqa: S608
        f"select {of_incoming} from incoming inner join decided on incoming.rowid = decided.incoming_row "
        "where decided.decided_code = 'landed' "
        "order by incoming.observed_at, incoming.batch_id, incoming.listing_order, incoming.position"
    )
    failpoint("load_after_versions")
    outcome_names = ", ".join(outcomes)
    selected = ", ".join(
        "decided.decided_code" if name == "outcome_code" else f"incoming.{name}" for name in outcomes
    )
    connection.execute(
        f"""
        insert into raw.parse_outcomes ({outcome_names})
        select {selected}
        from incoming
        inner join (
            select incoming_row, decided_code
            from decided
            where outcome_id not in (select outcome_id from raw.parse_outcomes)
            qualify row_number() over (
                partition by outcome_id order by decided_code != 'landed', observed_at, batch_id
            ) = 1
        ) as decided on incoming.rowid = decided.incoming_row
        """  # noqa: S608
    )
    return told


def _remove_bytes_of(connection: duckdb.DuckDBPyConnection, fetch_ids: list[str]) -> None:
    """Bytes in which a forgotten article stands are not kept, whatever else they hold."""
    rows = connection.execute(
        "select distinct content_sha256 from raw.fetches "
        "where fetch_id in (select unnest(?::text[])) and content_sha256 is not null",
        [fetch_ids],
    ).fetchall()
    record_removals(connection, [str(digest) for (digest,) in rows], "forgotten")


def _close_interrupted(connection: duckdb.DuckDBPyConnection, batches: list[Batch]) -> None:
    """A link that was listed by a run that died before reading it gets an outcome of its own."""
    relation = read_batch_files(
        batches,
        "links",
        {
            "listing_id": "VARCHAR",
            "position": "BIGINT",
            "url": "VARCHAR",
            "source_id": "VARCHAR",
            "batch_id": "VARCHAR",
            "observed_at": "TIMESTAMPTZ",
        },
    )
    if relation is None:
        return
    connection.execute(
        f"""
        insert into raw.parse_outcomes (
            outcome_id, batch_id, listing_id, source_id, position, outcome_code, url, message, observed_at
        )
        select
            links.listing_id || '-' || links.position,
            links.batch_id,
            links.listing_id,
            links.source_id,
            links.position,
            '{ItemOutcome.INTERRUPTED}',
            links.url,
            'the run ended before this page was read; the next run reads it',
            links.observed_at
        from {relation} as links
        left join raw.parse_outcomes as outcomes
            on links.listing_id = outcomes.listing_id and links.position = outcomes.position
        where outcomes.listing_id is null
        """  # noqa: S608
    )


def _append_new_blobs(connection: duckdb.DuckDBPyConnection, batches: list[Batch]) -> None:
    columns = column_types(connection, "blobs")
    relation = read_batch_files(batches, "blobs", columns)
    if relation:
        connection.execute(
            f"""
            insert into raw.blobs
            select content_sha256, min(path), min(byte_count), min(first_batch_id)
            from {relation} as incoming
            where content_sha256 not in (select content_sha256 from raw.blobs)
            group by content_sha256
            """  # noqa: S608
        )


def refuse_mixed_home(connection: duckdb.DuckDBPyConnection, home: Home, is_demo: bool) -> None:
    """A home holds the demo or real sources, never both. Files given by hand may lie beside either: they
    are a source of their own, and no aggregate counts demo and real rows together.

    Raises TerminalError.
    """
    held = connection.execute("select distinct is_demo from raw.sources where kind != 'files'").fetchall()
    if (not is_demo,) in held:
        what, wanted = ("real sources", "the demo") if is_demo else ("the demo", "real sources")
        raise TerminalError(
            f"{home.path} holds {what}; {wanted} must not be mixed with them",
            stage="land",
            do="choose another home: NEWSLEDGER_HOME=… make run",
        )


def append_changed_sources(connection: duckdb.DuckDBPyConnection, batches: list[Batch]) -> None:
    """Append the definitions that differ from the last one on record of their source."""
    columns = column_types(connection, "sources")
    relation = read_batch_files(batches, "sources", columns)
    if relation:
        connection.execute(
            f"""
            insert into raw.sources
            select distinct on (source_id) *
            from {relation} as incoming
            where not exists (
                select 1
                from (select * from raw.sources qualify
                    row_number() over (partition by source_id order by rowid desc) = 1) as known
                where known.source_id = incoming.source_id
                    and known.definition::text = incoming.definition::text
            )
            order by source_id, batch_id desc
            """  # noqa: S608
        )


def _count_outcomes(connection: duckdb.DuckDBPyConnection, batch_ids: Iterable[str]) -> dict[str, int]:
    rows = connection.execute(
        "select outcome_code, count(*) from raw.parse_outcomes where batch_id in "
        "(select unnest(?::text[])) group by all order by all",
        [sorted(batch_ids)],
    ).fetchall()
    return {str(code): int(count) for code, count in rows}


def load_ingest_batches(home: Home, source: Source, run_key: str | None = None) -> dict[str, Any]:
    """Load what the source's tasks have written, this run's and what a dead run left behind.

    Returns counts: batches and fetches loaded now; items by outcome of everything that this run has
    written, loaded now or by an earlier try (without a run_key: of what is loaded now). Raises
    TerminalError for a demo source in a home of real ones, and the other way round.
    """
    source_id = source.source_id
    with open_working_copy(home, f"load {source_id}") as connection:
        if source.kind != "files":
            refuse_mixed_home(connection, home, source.is_demo)
        ledger = loaded_batches(connection, "ingest")
        batches = pending_batches(home, "ingest", ledger, source_id, time.time())
        if batches:
            with transaction(connection):
                failpoint("load_after_begin")
                append_changed_sources(connection, batches)
                append(connection, batches, "fetches")
                _append_new_blobs(connection, batches)
                append(connection, batches, "listings")
                told = _load_versions(connection, batches)
                _remove_bytes_of(connection, told)
                _close_interrupted(connection, batches)
                record_batches(connection, batches)
                failpoint("load_before_commit")
            failpoint("load_after_commit")
            if told:
                remove_files(home, connection)
            connection.execute("checkpoint")
        own = connection.execute(
            "select batch_id from raw.batches where run_key = ? and source_id = ?", [run_key, source_id]
        ).fetchall()
        counted = [row[0] for row in own] if run_key else [batch.batch_id for batch in batches]
        outcomes = _count_outcomes(connection, counted)
        remove_loaded(home, "ingest", ledger | {batch.batch_id for batch in batches})
        if home.raw.is_dir():
            remove_abandoned(home.raw)
    failpoint("load_after_cleanup")
    return {
        "batches": len(batches),
        "fetches": sum(batch.row_counts.get("fetches", 0) for batch in batches),
        "listed": sum(outcomes.values()),
        "outcomes": outcomes,
    }


def last_sequence(home: Home) -> int:
    """Of the last batch that is loaded; 0 if there is none."""
    with open_working_copy(home, "read the ledger") as connection:
        row = connection.execute("select coalesce(max(sequence), 0) from raw.batches").fetchone()
    return int(row[0]) if row else 0


def outcomes_since(home: Home, sequence: int) -> dict[str, int]:
    """Listed items by outcome, of all batches loaded after that one."""
    with open_working_copy(home, "read the ledger") as connection:
        rows = connection.execute(
            "select batch_id from raw.batches where kind = 'ingest' and sequence > ?", [sequence]
        ).fetchall()
        return _count_outcomes(connection, [str(row[0]) for row in rows])
