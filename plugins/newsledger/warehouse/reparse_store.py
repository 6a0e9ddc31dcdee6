"""Replacing what past crawls left by what was read of their bytes again, in one transaction."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from newsledger.failpoints import failpoint
from newsledger.settings import Home
from newsledger.warehouse.batches import Batch, pending_batches, remove_loaded
from newsledger.warehouse.extraction_store import ROW_TABLES
from newsledger.warehouse.forgotten import mark_forgotten
from newsledger.warehouse.loading import (
    append,
    append_changed_sources,
    column_types,
    loaded_batches,
    read_batch_files,
    record_batches,
)
from newsledger.warehouse.working_copy import open_working_copy, transaction

if TYPE_CHECKING:
    import duckdb

KIND = "reparse"
COPY_COLUMNS = {
    "batch_id": "VARCHAR",
    "listing_id": "VARCHAR",
    "source_id": "VARCHAR",
    "position": "BIGINT",
    "fetch_id": "VARCHAR",
    "observed_at": "TIMESTAMPTZ",
    "kept_outcome_id": "VARCHAR",
    "base_fetch_id": "VARCHAR",
}
NO_CONTENT = ("batch_id", "fetch_id", "seen_at")
"""Columns of a version that say where it was read, not what it is."""

DOCUMENT = ("title", "body", "published_at", "source_name", "credit_end_char", "source_id")
"""Columns of a version from which its facts follow."""


def load_reparse_batches(home: Home) -> dict[str, int]:
    """Load what was read again. Returns counts: batches; pages and listings read; versions that are new, are
    read otherwise, are gone; fetches that lack their bytes; items that stay forgotten."""
    counts = dict.fromkeys(("batches", "pages", "new", "changed", "gone", "lacking", "forgotten"), 0)
    with open_working_copy(home, "load reparse") as connection:
        ledger = loaded_batches(connection, KIND)
        batches = pending_batches(home, KIND, ledger, None, time.time())
        if batches:
            with transaction(connection):
                failpoint("reparse_after_begin")
                zones = _time_zones(connection)
                append_changed_sources(connection, batches)
                moved = sorted(name for name, zone in _time_zones(connection) - zones)
                counts |= _replace(connection, batches, moved)
                append(connection, batches, "reparse_gaps", "gaps")
                record_batches(connection, batches)
                _record_reparses(connection, batches)
                failpoint("reparse_before_commit")
            failpoint("reparse_after_commit")
            connection.execute("checkpoint")
        counts["batches"] = len(batches)
        counts["pages"] = sum(batch.facts["pages_read"] for batch in batches)
        counts["lacking"] = sum(batch.row_counts["gaps"] for batch in batches)
        remove_loaded(home, KIND, ledger | {batch.batch_id for batch in batches})
    return counts


def _time_zones(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Of each source the zone in which its texts mean "today"."""
    rows = connection.execute(
        "select source_id, last(time_zone order by rowid) from raw.sources group by source_id"
    ).fetchall()
    return {(str(source_id), str(zone)) for source_id, zone in rows}


def _read(
    connection: duckdb.DuckDBPyConnection,
    batches: list[Batch],
    table: str,
    columns: dict[str, str],
    name: str,
) -> None:
    """The batches' rows of a table as a temporary table; an empty one where there are none."""
    relation = read_batch_files(batches, table, columns)
    typed = ", ".join(f"null::{kind} as {column}" for column, kind in columns.items())
    names = ", ".join(columns)
    source = f"select {names} from {relation}" if relation else f"select {typed} limit 0"  # noqa: S608
    connection.execute(f"create or replace temp table {name} as {source}")


def _replace(connection: duckdb.DuckDBPyConnection, batches: list[Batch], moved: list[str]) -> dict[str, int]:
    """`moved`: sources whose time zone is another one now, so that their texts are to be extracted anew."""
    versions = column_types(connection, "article_versions")
    outcomes = column_types(connection, "parse_outcomes")
    _read(connection, batches, "listings", column_types(connection, "listings"), "read_listings")
    _read(connection, batches, "items", {**versions, **outcomes, "listing_order": "BIGINT"}, "read_items")
    _read(connection, batches, "copies", COPY_COLUMNS, "read_copies")
    # Of a listing that two batches have read again (a try that was given up) the last holds.
    connection.execute(
        """
        create or replace temp table reread as
        select listing_id, max(batch_id) as batch_id from read_listings
        where listing_id in (select listing_id from raw.listings)
        group by listing_id
        """
    )
    for table in ("read_listings", "read_items", "read_copies"):
        connection.execute(
            f"delete from {table} as given where not exists (select 1 from reread "  # noqa: S608
            "where reread.listing_id = given.listing_id and reread.batch_id = given.batch_id)"
        )
    before = connection.execute("select count(*) from read_items where outcome_code = 'forgotten'").fetchone()
    mark_forgotten(connection, "read_items")
    forgotten = connection.execute(
        "select count(*) from read_items where outcome_code = 'forgotten'"
    ).fetchone()
    connection.execute(
        "create or replace temp table left_outcomes as select * from raw.parse_outcomes "
        "where listing_id in (select listing_id from reread)"
    )
    connection.execute("delete from raw.parse_outcomes where listing_id in (select listing_id from reread)")
    connection.execute("delete from raw.listings where listing_id in (select listing_id from reread)")
    _insert_outcomes(connection, list(outcomes))
    failpoint("reparse_after_outcomes")
    changed = _replace_versions(connection, list(versions), moved)
    _name_who_landed(connection)
    _forget_readings(connection)
    return {**changed, "forgotten": int(forgotten[0]) - int(before[0]) if forgotten and before else 0}


def _insert_outcomes(connection: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    """Listings and the outcomes of their places: read anew, kept, or that of an earlier answer."""
    selected = ", ".join(
        "case outcome_code when 'parsed' then 'already_known' else outcome_code end as outcome_code"
        if name == "outcome_code"
        else name
        for name in names
    )
    connection.execute(
        f"insert into raw.parse_outcomes ({', '.join(names)}) "  # noqa: S608
        f"select {selected} from read_items"
    )
    connection.execute(
        """
        insert into raw.parse_outcomes by name
        select
            left_outcomes.* exclude (outcome_id, batch_id, position),
            read_copies.listing_id || '-' || read_copies.position as outcome_id,
            read_copies.batch_id,
            read_copies.position,
        from read_copies
        inner join left_outcomes on read_copies.kept_outcome_id = left_outcomes.outcome_id
        """
    )
    connection.execute(
        """
        insert into raw.parse_outcomes by name
        with answers as (
            select
                read_copies.batch_id,
                read_copies.listing_id,
                read_copies.source_id,
                read_copies.fetch_id,
                read_copies.observed_at,
                coalesce(
                    read_copies.position,
                    row_number() over (
                        partition by read_copies.listing_id order by base.position, base.outcome_id
                    ) - 1
                ) as position,
                case
                    when base.article_version_id is not null then 'already_known' else base.outcome_code
                end as outcome_code,
                base.article_id,
                base.article_version_id,
                base.url,
                base.title,
                case when base.article_version_id is null then base.message end as message,
            from read_copies
            inner join raw.parse_outcomes as base on read_copies.base_fetch_id = base.fetch_id
            -- One place takes one outcome over, whatever else that answer held.
            qualify read_copies.position is null or row_number() over (
                partition by read_copies.listing_id, read_copies.position
                order by base.observed_at, base.outcome_id
            ) = 1
        )
        select *, listing_id || '-' || position as outcome_id from answers
        """
    )
    connection.execute(
        """
        insert into raw.listings by name
        select
            * replace (
                case
                    when parser = 'not_modified' then (
                        select count(*) from raw.parse_outcomes as placed
                        where placed.listing_id = read_listings.listing_id
                    )
                    else items_listed
                end as items_listed
            )
        from read_listings
        """
    )


def _replace_versions(
    connection: duckdb.DuckDBPyConnection, names: list[str], moved: list[str]
) -> dict[str, int]:
    """Versions as they are read now. One that nothing states any more goes; one that an earlier crawl outside
    of the reparse has landed stays as that crawl read it. `altered` names those whose facts may differ."""
    content = [name for name in names if name not in NO_CONTENT]
    same = " and ".join(f"held.{name} is not distinct from stated.{name}" for name in content)
    same_document = " and ".join(f"held.{name} is not distinct from stated.{name}" for name in DOCUMENT)
    connection.execute(
        """
        create or replace temp table stated as
        select * from read_items
        where outcome_code = 'parsed'
            and not exists (
                select 1 from raw.parse_outcomes as elsewhere
                where elsewhere.article_version_id = read_items.article_version_id
                    and elsewhere.listing_id not in (select listing_id from reread)
                    and elsewhere.observed_at < read_items.observed_at
            )
        -- As crawls land them: listings first, then the pages that they link to.
        qualify row_number() over (
            partition by article_version_id
            order by
                observed_at,
                fetch_id is distinct from (
                    select any_value(given.fetch_id) from read_listings as given
                    where given.listing_id = read_items.listing_id
                ),
                listing_order,
                position,
                outcome_id
        ) = 1
        """
    )
    connection.execute(
        f"""
        create or replace temp table compared as
        select
            stated.article_version_id,
            held.article_version_id is null as is_new,
            coalesce({same}, false) as is_same,
            coalesce({same_document}, false) as is_same_document,
        from stated
        left join raw.article_versions as held on stated.article_version_id = held.article_version_id
        """  # noqa: S608
    )
    connection.execute(
        "delete from raw.article_versions where article_version_id in "
        "(select article_version_id from compared where not is_same)"
    )
    listed = ", ".join(names)
    connection.execute(
        f"insert into raw.article_versions ({listed}) select {listed} from stated "  # noqa: S608
        "where article_version_id in (select article_version_id from compared where not is_same) "
        "order by observed_at, listing_order, position"
    )
    connection.execute(
        """
        create or replace temp table vanished as
        select article_version_id from raw.article_versions
        where article_version_id in (select article_version_id from left_outcomes)
            and article_version_id not in (
                select article_version_id from raw.parse_outcomes where article_version_id is not null
            )
        """
    )
    connection.execute(
        "delete from raw.article_versions "
        "where article_version_id in (select article_version_id from vanished)"
    )
    connection.execute(
        """
        create or replace temp table altered as
        select article_version_id from compared where not is_same_document
        union
        select article_version_id from vanished
        union
        select article_version_id from raw.article_versions where source_id in (select unnest($moved::text[]))
        """,
        {"moved": moved},
    )
    row = connection.execute(
        """
        select
            count(*) filter (where is_new),
            count(*) filter (where not is_new and not is_same),
            (select count(*) from vanished)
        from compared
        """
    ).fetchone()
    new, changed, gone = row or (0, 0, 0)
    return {"new": int(new), "changed": int(changed), "gone": int(gone)}


def _name_who_landed(connection: duckdb.DuckDBPyConnection) -> None:
    """Of all that state a version the first has landed it. An outcome outside of the reparse that changes for
    that joins the batch, so that the tables follow."""
    connection.execute(
        """
        create or replace temp table placed as
        with touched as (
            select article_version_id from read_items where article_version_id is not null
            union
            select article_version_id from left_outcomes where article_version_id is not null
        )
        select
            outcomes.outcome_id,
            case
                when row_number() over (
                    partition by outcomes.article_version_id
                    order by outcomes.observed_at, outcomes.outcome_code != 'landed', outcomes.outcome_id
                ) = 1 then 'landed'
                else 'already_known'
            end as outcome_code,
        from raw.parse_outcomes as outcomes
        inner join touched on outcomes.article_version_id = touched.article_version_id
        """
    )
    connection.execute(
        """
        update raw.parse_outcomes as outcomes
        set
            outcome_code = placed.outcome_code,
            batch_id = case
                when outcomes.listing_id in (select listing_id from reread) then outcomes.batch_id
                else (select max(batch_id) from reread)
            end
        from placed
        where outcomes.outcome_id = placed.outcome_id and outcomes.outcome_code != placed.outcome_code
        """
    )


def _forget_readings(connection: duckdb.DuckDBPyConnection) -> None:
    """Versions that went, or whose text or date is read otherwise, are to be extracted anew."""
    for table in ("extractions", *ROW_TABLES):
        connection.execute(
            f"delete from raw.{table} where article_version_id in (select article_version_id from altered)"  # noqa: S608
        )


def _record_reparses(connection: duckdb.DuckDBPyConnection, batches: list[Batch]) -> None:
    for batch in batches:
        wanted: dict[str, Any] = batch.facts["wanted"]
        connection.execute(
            """
            insert into raw.reparses
            select
                $batch_id, $run_key, $source_id, $parser, $first_date::date, $last_date::date,
                $listings, $pages, $lacking,
                count(*) filter (where is_new),
                count(*) filter (where not is_new and not is_same),
                (
                    select count(distinct vanished.article_version_id)
                    from vanished
                    inner join left_outcomes using (article_version_id)
                    inner join reread using (listing_id)
                    where reread.batch_id = $batch_id
                ),
                now()
            from compared
            inner join stated using (article_version_id)
            where stated.batch_id = $batch_id
            """,
            {
                "batch_id": batch.batch_id,
                "run_key": batch.run_key,
                "source_id": batch.source_id,
                "parser": wanted["parser"],
                "first_date": wanted["first_date"],
                "last_date": wanted["last_date"],
                "listings": batch.row_counts["listings"],
                "pages": batch.facts["pages_read"],
                "lacking": batch.row_counts["gaps"],
            },
        )
