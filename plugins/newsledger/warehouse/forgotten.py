"""Tombstones: what was taken out on request, known again by its hashes, and kept out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsledger.errors import ItemOutcome
from newsledger.parse.urls import canonical_url

if TYPE_CHECKING:
    import duckdb

MESSAGE = "kept out: it was forgotten on request"
ITEM_TEXTS = ("url", "title", "body", "author", "published_raw", "source_name", "external_id")


def key_of(value: str) -> str:
    """How a tombstone names an article's id, an address or a digest of its text."""
    return hashlib.sha256(value.encode()).hexdigest()


def address_key(url: str) -> str:
    """Of an address in any of its spellings."""
    return key_of(canonical_url(url))


def forgotten_keys(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Hashes of everything that is forgotten."""
    return frozenset(
        str(row[0]) for row in connection.execute("select key_sha256 from raw.forgotten").fetchall()
    )


def mark_forgotten(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Turn the items of a temporary table of incoming ones that are forgotten into outcomes that say so and
    hold no word of theirs. Returns the fetches that they were read from."""
    named = connection.execute(
        f"""
        select distinct fetch_id from {table}
        where outcome_code = 'parsed' and (
            sha256(article_id) in (select key_sha256 from raw.forgotten)
            or sha256(url) in (select key_sha256 from raw.forgotten)
            or sha256(text_sha256) in (select key_sha256 from raw.forgotten)
        )
        """  # noqa: S608
    ).fetchall()
    emptied = ", ".join(f"{name} = null" for name in ("article_id", "article_version_id", *ITEM_TEXTS))
    connection.execute(
        f"""
        update {table} set outcome_code = '{ItemOutcome.FORGOTTEN}', message = '{MESSAGE}', {emptied}
        where outcome_code = 'parsed' and (
            sha256(article_id) in (select key_sha256 from raw.forgotten)
            or sha256(url) in (select key_sha256 from raw.forgotten)
            or sha256(text_sha256) in (select key_sha256 from raw.forgotten)
        )
        """  # noqa: S608
    )
    return [str(fetch_id) for (fetch_id,) in named if fetch_id]


def remember_as_forgotten(
    connection: duckdb.DuckDBPyConnection, request_id: str, keys: Iterable[tuple[str, str]]
) -> None:
    """Write tombstones of (kind, value) that are not there yet."""
    for kind, value in sorted(set(keys)):
        connection.execute(
            "insert into raw.forgotten select $key, $kind, $request, now() "
            "where $key not in (select key_sha256 from raw.forgotten)",
            {"key": key_of(value), "kind": kind, "request": request_id},
        )
