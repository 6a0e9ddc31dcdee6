"""What has been extracted with which vocabulary, what must be read again, and loading what was read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsledger.failpoints import failpoint
from newsledger.settings import Home
from newsledger.warehouse.batches import Batch, pending_batches, remove_loaded
from newsledger.warehouse.loading import (
    column_types,
    loaded_batches,
    read_batch_files,
    record_batches,
)
from newsledger.warehouse.working_copy import open_working_copy, transaction

if TYPE_CHECKING:
    import duckdb

ROW_TABLES = ("company_mentions", "observations", "article_topics")

DOCUMENT_COLUMNS = (
    "article_version_id",
    "title",
    "body",
    "published_at",
    "source_name",
    "credit_end_char",
    "time_zone",
)


@dataclass(frozen=True)
class Pending:
    """`to_read`: versions to extract. `to_carry`: (version, extraction whose rows still hold).
    `is_recorded`: the warehouse knows this vocabulary's terms."""

    to_read: tuple[str, ...]
    to_carry: tuple[tuple[str, str], ...]
    changed_terms: int
    is_recorded: bool


def extraction_id(article_version_id: str, extractor_version: str) -> str:
    """The same for the same text, code and vocabulary."""
    return (
        "extraction_" + hashlib.sha256(f"{article_version_id}\n{extractor_version}".encode()).hexdigest()[:24]
    )


def _current_extractions(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Per version with any extraction: its last row in the ledger's order."""
    return connection.execute(
        """
        select article_version_id, rows_extraction_id, code_version, vocabulary_version
        from raw.extractions
        qualify row_number() over (partition by article_version_id order by sequence desc) = 1
        order by article_version_id
        """
    ).fetchall()


def changed_terms(
    connection: duckdb.DuckDBPyConnection, vocabulary_version: str, meanings: dict[str, str]
) -> set[str] | None:
    """Terms that are new, gone or of another meaning since that vocabulary; None if it is not on record."""
    rows = connection.execute(
        "select term, meaning_sha256 from raw.vocabulary_terms where vocabulary_version = ?",
        [vocabulary_version],
    ).fetchall()
    if not rows:
        return None
    before = {str(term): str(meaning) for term, meaning in rows}
    return {term for term in before.keys() | meanings.keys() if before.get(term) != meanings.get(term)}


def find_pending(
    connection: duckdb.DuckDBPyConnection,
    code_version: str,
    vocabulary_version: str,
    meanings: dict[str, str],
) -> Pending:
    """What this extractor has not read yet.

    A version that another code has read is read again. One that another vocabulary has read is read
    again only if its text contains a term that changed; otherwise its rows are carried over.
    """
    current = {str(row[0]): row for row in _current_extractions(connection)}
    versions = [
        str(row[0])
        for row in connection.execute(
            "select article_version_id from raw.article_versions order by 1"
        ).fetchall()
    ]
    to_read: list[str] = []
    by_vocabulary: dict[str, list[str]] = {}
    for version in versions:
        known = current.get(version)
        if known is None or known[2] != code_version:
            to_read.append(version)
        elif known[3] != vocabulary_version:
            by_vocabulary.setdefault(str(known[3]), []).append(version)
    to_carry: list[tuple[str, str]] = []
    changed_count = 0
    for old_vocabulary, candidates in sorted(by_vocabulary.items()):
        changed = changed_terms(connection, old_vocabulary, meanings)
        if changed is None:
            to_read.extend(candidates)
            continue
        changed_count += len(changed)
        touched = _containing(connection, candidates, changed)
        to_read.extend(version for version in candidates if version in touched)
        to_carry.extend(
            (version, str(current[version][1])) for version in candidates if version not in touched
        )
    recorded = connection.execute(
        "select 1 from raw.vocabulary_terms where vocabulary_version = ? limit 1", [vocabulary_version]
    ).fetchone()
    return Pending(
        tuple(sorted(to_read)), tuple(sorted(to_carry)), changed_count, is_recorded=recorded is not None
    )


def _containing(
    connection: duckdb.DuckDBPyConnection, versions: list[str], terms: Iterable[str]
) -> frozenset[str]:
    """The versions whose title or body contains one of the terms, in any case, width or line wrap."""
    from newsledger.extract.changed_terms import contains_any

    wanted = sorted(set(terms))
    if not wanted:
        return frozenset()
    test = contains_any(wanted)
    rows = connection.execute(
        "select article_version_id, title, body from raw.article_versions "
        "where article_version_id in (select unnest(?::text[]))",
        [versions],
    ).fetchall()
    return frozenset(str(version) for version, title, body in rows if test(title) or test(body))


def read_documents(connection: duckdb.DuckDBPyConnection, versions: list[str]) -> list[dict[str, Any]]:
    """The texts of versions with what the extractor must know of them, in the order of their ids."""
    rows = connection.execute(
        """
        with sources as (
            select source_id, time_zone
            from raw.sources
            qualify row_number() over (partition by source_id order by rowid desc) = 1
        )
        select
            versions.article_version_id,
            versions.title,
            versions.body,
            strftime(versions.published_at, '%Y-%m-%dT%H:%M:%S+00:00'),
            versions.source_name,
            versions.credit_end_char,
            coalesce(sources.time_zone, 'UTC'),
        from raw.article_versions as versions
        left join sources using (source_id)
        where versions.article_version_id in (select unnest(?::text[]))
        order by versions.article_version_id
        """,
        [versions],
    ).fetchall()
    return [dict(zip(DOCUMENT_COLUMNS, row, strict=True)) for row in rows]


def load_extraction_batches(home: Home) -> dict[str, Any]:
    """Load extraction batches. Returns counts of texts extracted, carried and failed, and of facts.

    A version that another batch has already extracted with the same extractor is left as it is, and so is one
    that raw no longer holds (a reparse has replaced it, or it was forgotten).
    """
    with open_working_copy(home, "load facts") as connection:
        ledger = loaded_batches(connection, "extraction")
        batches = pending_batches(home, "extraction", ledger, None, time.time())
        counts = {"batches": len(batches), "extracted": 0, "carried": 0, "failed": 0, "facts": 0}
        if batches:
            with transaction(connection):
                _append_new_terms(connection, batches)
                counts |= _load(connection, batches)
                failpoint("extraction_load_before_commit")
            failpoint("extraction_load_after_commit")
            connection.execute("checkpoint")
        remove_loaded(home, "extraction", ledger | {batch.batch_id for batch in batches})
    return counts


def _load(connection: duckdb.DuckDBPyConnection, batches: list[Batch]) -> dict[str, int]:
    columns = column_types(connection, "extractions")
    relation = read_batch_files(batches, "extractions", columns)
    record_batches(connection, sorted(batches, key=lambda batch: (batch.written_at, batch.batch_id)))
    if relation is None:
        return {}
    names = ", ".join(columns)
    selected = ", ".join("ledger.sequence" if name == "sequence" else f"incoming.{name}" for name in columns)
    connection.execute(
        f"""
        create or replace temp table fresh as
        select {selected}
        from {relation} as incoming
        inner join raw.batches as ledger on incoming.batch_id = ledger.batch_id
        where incoming.article_version_id in (select article_version_id from raw.article_versions)
            and not exists (
            select 1 from raw.extractions as known
            where known.article_version_id = incoming.article_version_id
                and known.extractor_version = incoming.extractor_version
                and known.sequence = (
                    select max(later.sequence) from raw.extractions as later
                    where later.article_version_id = incoming.article_version_id
                )
        )
        qualify row_number() over (
            partition by incoming.article_version_id, incoming.extractor_version order by ledger.sequence
        ) = 1
        """  # noqa: S608
    )
    connection.execute(f"insert into raw.extractions ({names}) select {names} from fresh")  # noqa: S608
    for table in ROW_TABLES:
        _append_rows_of_fresh(connection, batches, table)
    rows = connection.execute("select basis, count(*) from fresh group by basis").fetchall()
    facts = connection.execute(
        "select count(*) from raw.observations where batch_id in (select unnest(?::text[]))",
        [[batch.batch_id for batch in batches]],
    ).fetchone()
    return {**{str(basis): int(count) for basis, count in rows}, "facts": int(facts[0]) if facts else 0}


def _append_rows_of_fresh(connection: duckdb.DuckDBPyConnection, batches: list[Batch], table: str) -> None:
    """Rows of an extraction are appended once: not again when the vocabulary returns to an old state."""
    columns = column_types(connection, table)
    relation = read_batch_files(batches, table, columns)
    if relation:
        names = ", ".join(columns)
        connection.execute(
            f"""
            insert into raw.{table} ({names})
            select {names}
            from {relation} as incoming
            where (extraction_id, batch_id) in (select (extraction_id, batch_id) from fresh)
                and extraction_id not in (select extraction_id from raw.{table})
            """  # noqa: S608
        )


def _append_new_terms(connection: duckdb.DuckDBPyConnection, batches: list[Batch]) -> None:
    columns = column_types(connection, "vocabulary_terms")
    relation = read_batch_files(batches, "vocabulary_terms", columns)
    if relation:
        connection.execute(
            f"""
            insert into raw.vocabulary_terms
            select distinct vocabulary_version, term, meaning_sha256
            from {relation} as incoming
            where vocabulary_version not in (select vocabulary_version from raw.vocabulary_terms)
            """  # noqa: S608
        )
