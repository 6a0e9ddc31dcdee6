"""Taking an article out of the working copy, for good: its rows, its bytes, and the blocks that held them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.errors import ItemOutcome
from newsledger.failpoints import failpoint
from newsledger.parse.urls import canonical_url
from newsledger.settings import Home
from newsledger.warehouse.batches import sync_folder
from newsledger.warehouse.blob_removals import record_removals
from newsledger.warehouse.blobs import incoming_prefix, remove_abandoned
from newsledger.warehouse.extraction_store import ROW_TABLES
from newsledger.warehouse.forgotten import ITEM_TEXTS, MESSAGE, remember_as_forgotten
from newsledger.warehouse.retellings import find_retellings
from newsledger.warehouse.working_copy import SCHEMA_SQL

if TYPE_CHECKING:
    import duckdb

BLANK = "(forgotten)"


@dataclass(frozen=True)
class Doomed:
    """What a request is about: the articles, every article that tells exactly the same text, their versions,
    the digests of their texts, and every address that they had."""

    article_ids: frozenset[str]
    version_ids: frozenset[str]
    texts: frozenset[str]
    addresses: frozenset[str]
    titles: tuple[str, ...] = ()

    def keys(self) -> list[tuple[str, str]]:
        """What is to be known again, for the tombstones."""
        return [
            *(("article_id", value) for value in self.article_ids),
            *(("text", value) for value in self.texts),
            *(("address", value) for value in self.addresses),
        ]


def _column(connection: duckdb.DuckDBPyConnection, query: str, values: object = None) -> frozenset[str]:
    rows = connection.execute(query, None if values is None else {"values": values}).fetchall()
    return frozenset(str(row[0]) for row in rows if row[0] is not None)


def find_doomed(
    connection: duckdb.DuckDBPyConnection,
    url: str | None = None,
    article_id: str | None = None,
    *,
    with_story: bool = False,
) -> Doomed:
    """What raw holds of an address, in any of its spellings, or of an article's id; `with_story`: and every
    article of its story."""
    ids = frozenset({article_id}) if article_id else frozenset()
    if url:
        wanted = canonical_url(url)
        addresses = [
            each
            for each in _column(
                connection,
                "select url from raw.fetches union select final_url from raw.fetches "
                "union select url from raw.parse_outcomes union select url from raw.article_versions",
            )
            if canonical_url(each) == wanted
        ]
        ids |= _column(
            connection,
            """
            select article_id from raw.article_versions where url in (select unnest($values::text[]))
            union
            select article_id from raw.parse_outcomes where url in (select unnest($values::text[]))
            union
            select any_value(outcomes.article_id)
            from raw.parse_outcomes as outcomes
            inner join raw.fetches as fetches on outcomes.fetch_id = fetches.fetch_id
            where fetches.url in (select unnest($values::text[]))
                or fetches.final_url in (select unnest($values::text[]))
            group by outcomes.fetch_id
            having count(*) = 1
            """,
            addresses,
        )
    ids |= _of_same_text(connection, ids)
    if with_story:
        ids |= {each.article_id for each in find_retellings(connection, ids)}
        ids |= _of_same_text(connection, ids)
    connection.execute(
        "create or replace temp table doomed as select unnest($ids::text[]) as article_id",
        {"ids": sorted(ids)},
    )
    connection.execute(
        """
        create or replace temp table own_fetches as
        select fetch_id
        from raw.parse_outcomes
        where fetch_id in (
            select fetch_id from raw.parse_outcomes where article_id in (select article_id from doomed)
        )
        group by fetch_id
        having bool_and(coalesce(article_id in (select article_id from doomed), false))
        """
    )
    versions = connection.execute(
        "select article_version_id, text_sha256, url, title from raw.article_versions "
        "where article_id in (select article_id from doomed) order by article_id, article_version_id"
    ).fetchall()
    asked = _column(
        connection,
        """
        select url from raw.fetches where fetch_id in (select fetch_id from own_fetches)
        union
        select final_url from raw.fetches where fetch_id in (select fetch_id from own_fetches)
        """,
    )
    listed = _column(
        connection,
        "select url from raw.parse_outcomes where article_id in (select article_id from doomed)",
    )
    addresses_held = {*asked, *listed, *(row[2] for row in versions if row[2]), *([url] if url else [])}
    return Doomed(
        article_ids=ids,
        version_ids=frozenset(str(row[0]) for row in versions),
        texts=frozenset(str(row[1]) for row in versions),
        addresses=frozenset(
            canonical_url(str(each)) for each in addresses_held if not str(each).startswith("file:")
        ),
        titles=tuple(dict.fromkeys(str(row[3]) for row in versions)),
    )


def _of_same_text(connection: duckdb.DuckDBPyConnection, ids: frozenset[str]) -> frozenset[str]:
    return _column(
        connection,
        "select article_id from raw.article_versions where text_sha256 in (select text_sha256 "
        "from raw.article_versions where article_id in (select unnest($values::text[])))",
        sorted(ids),
    )


def forget(
    connection: duckdb.DuckDBPyConnection, doomed: Doomed, request_id: str, keep_shared: bool
) -> dict[str, int]:
    """Take it out of raw and leave tombstones, in the caller's transaction, after `find_doomed` on the same
    connection. The outcomes of its items stay, as `forgotten`, so that every listed item has one.

    Bytes go wherever the text stands in them, also those of a listing that others stand on; with
    `keep_shared` those stay. Returns counts.
    """
    addresses = sorted(doomed.addresses)
    connection.execute(
        """
        create or replace temp table told as
        select distinct fetches.fetch_id, fetches.content_sha256
        from raw.fetches as fetches
        where fetches.fetch_id in (
            select fetch_id from raw.parse_outcomes where article_id in (select article_id from doomed)
        )
        """
    )
    connection.execute(
        """
        insert into own_fetches
        select fetch_id from raw.fetches
        where (url in (select unnest($addresses::text[])) or final_url in (select unnest($addresses::text[])))
            and fetch_id not in (select fetch_id from own_fetches)
            and fetch_id not in (select fetch_id from told)
        """,
        {"addresses": addresses},
    )
    digests = _column(
        connection,
        """
        select content_sha256 from raw.fetches where fetch_id in (select fetch_id from own_fetches)
        union
        select content_sha256 from told where not $values
        """,
        keep_shared,
    )
    if keep_shared:
        digests -= _column(
            connection,
            "select content_sha256 from raw.fetches where fetch_id not in (select fetch_id from own_fetches)",
        )
    shared = connection.execute(
        """
        select count(distinct outcomes.article_id)
        from raw.parse_outcomes as outcomes
        inner join raw.fetches as fetches on outcomes.fetch_id = fetches.fetch_id
        where fetches.content_sha256 in (select unnest($digests::text[]))
            and outcomes.article_id not in (select article_id from doomed)
        """,
        {"digests": sorted(digests)},
    ).fetchone()
    removed = record_removals(connection, digests, "forgotten")
    emptied = ", ".join(f"{name} = null" for name in ("article_version_id", "article_id", "url", "title"))
    outcomes = connection.execute(
        f"""
        update raw.parse_outcomes
        set outcome_code = '{ItemOutcome.FORGOTTEN}', message = '{MESSAGE}', batch_id = $request, {emptied}
        where article_id in (select article_id from doomed)
        """,  # noqa: S608
        {"request": request_id},
    ).fetchone()
    connection.execute(
        "update raw.parse_outcomes set url = null, title = null, message = null, batch_id = $request "
        "where outcome_code != 'forgotten' and (url in (select unnest($addresses::text[])) "
        "or fetch_id in (select fetch_id from own_fetches))",
        {"request": request_id, "addresses": addresses},
    )
    connection.execute(
        f"update raw.listings set url = '{BLANK}', message = null "  # noqa: S608
        "where fetch_id in (select fetch_id from own_fetches)"
    )
    connection.execute(
        f"""
        update raw.fetches
        set url = '{BLANK}', final_url = null, headers = null, message = null, etag = null,
            last_modified = null
        where fetch_id in (select fetch_id from own_fetches)
        """  # noqa: S608
    )
    held = sorted(doomed.version_ids)
    for table in ("article_versions", "extractions", *ROW_TABLES):
        connection.execute(
            f"delete from raw.{table} where article_version_id in (select unnest($held::text[]))",  # noqa: S608
            {"held": held},
        )
    remember_as_forgotten(connection, request_id, doomed.keys())
    counts = {
        "articles": len(doomed.article_ids),
        "versions": len(held),
        "items": int(outcomes[0]) if outcomes else 0,
        "blobs": removed,
        "bereft": int(shared[0]) if shared else 0,
    }
    connection.execute(
        """
        insert into raw.batches
        select $request, 'forget', null, $request, coalesce(max(sequence), 0) + 1, $counts, $now
        from raw.batches
        """,
        {"request": request_id, "counts": json.dumps(counts), "now": datetime.now(UTC)},
    )
    return counts


def rewrite_working_copy(home: Home) -> None:
    """Write raw into a new file and put it in the place of the old one, whose free blocks still hold what was
    deleted. The marts stay behind: the next build makes them. The caller holds the writer lock and has no
    connection open."""
    import duckdb

    remove_abandoned(home.path)
    temporary = home.path / f"{incoming_prefix(os.getpid())}warehouse.duckdb"
    with duckdb.connect(str(temporary)) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(SCHEMA_SQL.read_text(encoding="utf-8"))
        literal = str(home.warehouse).replace("'", "''")
        connection.execute(f"attach '{literal}' as old (read_only)")
        tables = connection.execute(
            "select table_name from duckdb_tables() "
            "where database_name = 'old' and schema_name = 'raw' order by table_name"
        ).fetchall()
        for (table,) in tables:
            connection.execute(
                f"insert into raw.{table} by name select * from old.raw.{table} order by rowid"  # noqa: S608
            )
        connection.execute("detach old")
        connection.execute("checkpoint")
    _sync(temporary)
    failpoint("forget_before_replace")
    temporary.replace(home.warehouse)
    home.warehouse.with_name(f"{home.warehouse.name}.wal").unlink(missing_ok=True)
    sync_folder(home.path)
    failpoint("forget_after_replace")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def scrub_landing(home: Home, doomed: Doomed) -> int:
    """Take it out of batches that are not loaded yet. Returns how many files were rewritten."""
    count = 0
    if not home.landing.is_dir():
        return 0
    for path in sorted(home.landing.rglob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [_scrubbed(path.stem, json.loads(line), doomed) if line.strip() else None for line in lines]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows if row is not None)
        if text != "".join(json.dumps(json.loads(line), ensure_ascii=False) + "\n" for line in lines if line):
            temporary = path.with_name(f"{incoming_prefix(os.getpid())}{path.name}")
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(path)
            count += 1
    return count


def _scrubbed(table: str, row: dict[str, object], doomed: Doomed) -> dict[str, object] | None:
    """A row of a batch without what is forgotten; None where nothing of it may stay."""
    for name in ("fallback", "items"):
        if name in row:
            row[name] = _scrubbed_parts(row[name], doomed)
    if not _is_doomed(row, doomed):
        return row
    if table == "items":
        emptied = dict.fromkeys(("article_id", "article_version_id", *ITEM_TEXTS))
        return row | emptied | {"outcome_code": ItemOutcome.FORGOTTEN.value, "message": MESSAGE}
    if table == "documents":
        return row | {"title": "", "body": ""}
    return row if table in ("links", "listings", "fetches", "copies", "gaps") else None


def _scrubbed_parts(part: object, doomed: Doomed) -> object:
    """What a row holds of other items: those of a known page, or the item that stands in for a link."""
    if isinstance(part, list):
        return [each for each in part if not (isinstance(each, dict) and _is_doomed(each, doomed))]
    return None if isinstance(part, dict) and _is_doomed(part, doomed) else part


def _is_doomed(row: dict[str, object], doomed: Doomed) -> bool:
    return (
        row.get("article_id") in doomed.article_ids
        or row.get("article_version_id") in doomed.version_ids
        or row.get("text_sha256") in doomed.texts
        or (isinstance(row.get("url"), str) and canonical_url(str(row["url"])) in doomed.addresses)
    )
