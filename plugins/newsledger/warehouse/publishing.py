"""Publishing: a new file with the marts, checked, then renamed into place.

Readers never see half a state: an open handle keeps the old file whole. Every publication has a path of
its own as well, because a process with an old connection that reopens a replaced path reads old rows.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger import __version__
from newsledger.errors import TerminalError
from newsledger.failpoints import failpoint
from newsledger.settings import DBT_DIR, Home
from newsledger.warehouse.checksums import checksums, manifest_of, marts_of
from newsledger.warehouse.working_copy import open_working_copy

if TYPE_CHECKING:
    import duckdb

SCHEMA_VERSION = 1
PUBLICATIONS_KEPT = 3
MACROS_DIR = DBT_DIR / "serving_macros"
# Texts of an article that a source keeps back: null in the serving copy. The search index is made of what
# is published.
WITHHELD_TEXTS = {"fct_articles": ("reading_body",), "fct_article_versions": ("body",)}
_TABLE_NAMED = re.compile(r"\b(?:marts|search|provenance)\.\w+(?!\w|\s*\()")
_MACRO_CALLED = re.compile(r"\bmarts\.(\w+)\s*\(")


@dataclass(frozen=True)
class Publication:
    """`path` is the publication's own, in `serving/publications/`."""

    publication_id: str
    path: Path
    published_at: str
    is_new: bool


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def marts_of_the_last_build(home: Home) -> frozenset[str] | None:
    """Names of the marts that the project of the last build makes, by dbt's manifest; None without one."""
    manifest = manifest_of(home)
    return frozenset(mart.name for mart in marts_of(manifest)) if manifest.exists() else None


def _copy_marts(
    connection: duckdb.DuckDBPyConnection, working: str, built: frozenset[str] | None
) -> dict[str, int]:
    """Copy the tables and views of the database `working` to the one in use, as tables with their comments.
    What is not in `built` stays behind: no build renews it any more.

    Returns row counts.
    """
    connection.execute("create schema marts")
    tables = connection.execute(
        """
        select table_name, comment from duckdb_tables()
        where database_name = $working and schema_name = 'marts'
        union all
        select view_name, comment from duckdb_views()
        where database_name = $working and schema_name = 'marts' and not internal
        order by 1
        """,
        {"working": working},
    ).fetchall()
    tables = [(table, comment) for table, comment in tables if built is None or table in built]
    if not tables:
        raise TerminalError(
            "the working copy holds no marts", stage="publish_warehouse", do="run build_marts"
        )
    has_withheld = _read_withheld(connection, working)
    counts: dict[str, int] = {}
    for position, (table, comment) in enumerate(tables):
        name = f"marts.{_quoted(table)}"
        rows = _published_rows(table, f"{_quoted(working)}.{name}", has_withheld)
        connection.execute(f"create table {name} as {rows}")
        if position == len(tables) // 2:
            failpoint("publish_during_copy")
        if comment:
            connection.execute(f"comment on table {name} is {_literal(comment)}")
        row = connection.execute(f"select count(*) from {name}").fetchone()  # noqa: S608
        counts[table] = int(row[0]) if row else 0
    columns = connection.execute(
        """
        select table_name, column_name, comment from duckdb_columns()
        where database_name = $working and schema_name = 'marts' and comment is not null
        order by table_name, column_index
        """,
        {"working": working},
    ).fetchall()
    for table, column, comment in columns:
        if table not in counts:
            continue
        connection.execute(
            f"comment on column marts.{_quoted(table)}.{_quoted(column)} is {_literal(comment)}"
        )
    return counts


def _read_withheld(connection: duckdb.DuckDBPyConnection, working: str) -> bool:
    """Read the articles whose text a source keeps back into a temporary table; whether there are any."""
    is_known = connection.execute(
        "select count(*) from duckdb_columns() where database_name = $working and schema_name = 'marts' "
        "and table_name = 'fct_articles' and column_name = 'is_body_published'",
        {"working": working},
    ).fetchone()
    if not is_known or not is_known[0]:
        kept_back = connection.execute(
            f"select source_id from {_quoted(working)}.raw.sources "  # noqa: S608
            "where json_extract_string(definition, '$.publish_body') = 'false' limit 1"
        ).fetchone()
        if kept_back:
            raise TerminalError(
                f"{kept_back[0]} keeps its texts back, and the marts do not say which articles those are",
                stage="publish_warehouse",
                do="run build_marts",
            )
        return False
    connection.execute(
        "create or replace temp table withheld as select article_id "  # noqa: S608
        f"from {_quoted(working)}.marts.fct_articles where not is_body_published"
    )
    row = connection.execute("select count(*) from withheld").fetchone()
    return bool(row and row[0])


def _published_rows(table: str, name: str, has_withheld: bool) -> str:
    """The query of a mart's rows as they are published, without the texts that are kept back."""
    texts = WITHHELD_TEXTS.get(table)
    if texts is None or not has_withheld:
        return f"from {name}"
    is_withheld = "article_id in (select withheld.article_id from temp.withheld)"
    replaced = ", ".join(f"case when not {is_withheld} then {text} end as {text}" for text in texts)
    return f"select * replace ({replaced}) from {name}"  # noqa: S608


def create_macros(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Create the table macros over tables that are there, each after those that it calls, with the comment at
    the head of its file."""
    heads, bodies = {}, {}
    for path in sorted(MACROS_DIR.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        heads[path.stem] = sql.partition("create macro")[0]
        bodies[path.stem] = sql.removeprefix(heads[path.stem])
    called = {name: set(_MACRO_CALLED.findall(body)) - {name} for name, body in bodies.items()}
    held = set(tables)
    there = {name for name, body in bodies.items() if set(_TABLE_NAMED.findall(body)) <= held}
    while lacking := {name for name in there if not called[name] <= there}:
        there -= lacking
    for name in TopologicalSorter({name: sorted(called[name]) for name in sorted(there)}).static_order():
        connection.execute(bodies[name])
        comment = " ".join(line.removeprefix("--").strip() for line in heads[name].splitlines())
        connection.execute(f"comment on macro table marts.{_quoted(name)} is {_literal(comment)}")


def _write_publication(connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> None:
    connection.execute(
        """
        create table marts.publication (
            publication_id text, published_at timestamptz, run_key text, build_id text,
            code_version text, schema_version integer, row_counts json, checksums json
        )
        """
    )
    connection.execute(
        "insert into marts.publication values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            row["publication_id"],
            row["published_at"],
            row["run_key"],
            row["build_id"],
            __version__,
            SCHEMA_VERSION,
            json.dumps(row["row_counts"]),
            json.dumps(row["checksums"]),
        ],
    )
    connection.execute(
        "comment on table marts.publication is "
        "'One row: when this file was published, by which run and build, with which code and schema version, "
        "how many rows each mart has, and the checksum of each that a rebuild gives again.'"
    )


def publish(home: Home, run_key: str) -> Publication:
    """Publish the last build, unless it failed or is out already.

    Raises TerminalError if the last build failed: the old serving copy stays.
    """
    with open_working_copy(home, "publish") as connection:
        build = connection.execute(
            "select build_id, status from raw.builds order by rowid desc limit 1"
        ).fetchone()
        if build is None or build[1] != "success":
            raise TerminalError(
                "the last build did not succeed; the old serving copy stays" if build else "nothing is built",
                stage="publish_warehouse",
                do="see the log of build_marts, mend what failed, run it again",
            )
        build_id = str(build[0])
        published = connection.execute(
            "select publication_id, published_at::text, path from raw.publications where build_id = ? "
            "order by rowid desc limit 1",
            [build_id],
        ).fetchone()
        if published and home.serving.exists() and (home.path / published[2]).exists():
            _remove_old(home, connection, home.path / published[2])
            return Publication(str(published[0]), home.path / published[2], str(published[1]), is_new=False)
        return _publish_build(home, connection, run_key, build_id)


def _publish_build(
    home: Home, working: duckdb.DuckDBPyConnection, run_key: str, build_id: str
) -> Publication:
    """Publish under the lock that the build was looked at with, so that it is that build's marts."""
    from newsledger.warehouse import provenance, search_index

    now = datetime.now(UTC)
    publication_id = f"publication_{now:%Y%m%dT%H%M%S%f}"
    target = home.publications / f"{publication_id}.duckdb"
    home.publications.mkdir(parents=True, exist_ok=True)
    for stale in home.publications.glob(".incoming-*"):
        stale.unlink()
    temporary = home.publications / f".incoming-{publication_id}.duckdb"
    working.execute("checkpoint")
    database = working.execute("select current_database()").fetchone()
    if database is None:
        raise TerminalError("the working copy is not attached", stage="publish_warehouse")
    previous = None if _outdated(working) else home.serving
    working.execute(f"attach {_literal(str(temporary))} as serving")
    working.execute("use serving")
    counts = _copy_marts(working, str(database[0]), marts_of_the_last_build(home))
    tables = [f"marts.{table}" for table in counts]
    if set(search_index.READS) <= set(tables):
        search_index.build_search_index(working, previous)
        tables += search_index.TABLES
    if provenance.write_provenance(working, str(database[0]), manifest_of(home)):
        tables += provenance.TABLES
    _write_publication(
        working,
        {
            "publication_id": publication_id,
            "published_at": now,
            "run_key": run_key,
            "build_id": build_id,
            "row_counts": counts,
            "checksums": checksums(
                working, tuple(mart for mart in marts_of(manifest_of(home)) if mart.name in counts)
            ),
        },
    )
    create_macros(working, [*tables, "marts.publication"])
    working.execute("checkpoint serving")
    working.execute(f"use {_quoted(str(database[0]))}")
    working.execute("detach serving")
    _check(temporary, counts)
    _sync(temporary)
    failpoint("publish_before_rename")
    temporary.rename(target)
    _replace_link(target, home.serving)
    _write_current(home, publication_id, target, now)
    failpoint("publish_after_rename")
    working.execute(
        "insert into raw.publications values (?, ?, ?, ?)",
        [publication_id, build_id, now, str(target.relative_to(home.path))],
    )
    working.execute("checkpoint")
    failpoint("publish_after_record")
    _remove_old(home, working, target)
    return Publication(publication_id, target, now.isoformat(), is_new=True)


def _outdated(working: duckdb.DuckDBPyConnection) -> list[str]:
    """Paths of publications of builds before something was taken out: an article that was forgotten, or the
    texts of a source that keeps them back now. They go with the next publication, and none takes over what
    their search index knows."""
    rows = working.execute(
        """
        with taken_out as (
            select max(sequence) as sequence
            from raw.batches
            where kind = 'forget' or batch_id in (
                select batch_id from raw.sources
                where json_extract_string(definition, '$.publish_body') = 'false'
            )
        )
        select publications.path
        from raw.publications as publications
        inner join raw.builds as builds on publications.build_id = builds.build_id
        cross join taken_out
        where builds.input_sequence < taken_out.sequence
        """
    ).fetchall()
    return [str(path) for (path,) in rows]


def _remove_old(home: Home, working: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Keep the last publications by the ledger's order, whatever the clock said, but none that holds what was
    taken out since; never remove the one that is current."""
    rows = working.execute("select path from raw.publications order by rowid desc").fetchall()
    outdated = set(_outdated(working))
    kept = {target, *[home.path / path for (path,) in rows[:PUBLICATIONS_KEPT] if path not in outdated]}
    for path in sorted(home.publications.glob("publication_*.duckdb")):
        if path not in kept:
            path.unlink()


def _check(path: Path, counts: dict[str, int]) -> None:
    """Read the new file as a reader will; raises TerminalError if it does not hold what was copied."""
    import duckdb

    with duckdb.connect(str(path), read_only=True) as reader:
        for table, count in counts.items():
            row = reader.execute(f"select count(*) from marts.{_quoted(table)}").fetchone()  # noqa: S608
            if row is None or row[0] != count:
                raise TerminalError(
                    f"the new serving copy holds {row} rows of {table}, not {count}",
                    stage="publish_warehouse",
                    do="check the disk; the old serving copy stays",
                )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace_link(target: Path, name: Path) -> None:
    """Make `name` another name of `target`, at once for every reader."""
    temporary = name.with_name(f".incoming-{name.name}")
    temporary.unlink(missing_ok=True)
    try:
        temporary.hardlink_to(target)
    except OSError:  # a file system without hard links
        shutil.copyfile(target, temporary)
        _sync(temporary)
    temporary.replace(name)
    _sync(name.parent)


def _write_current(home: Home, publication_id: str, target: Path, now: datetime) -> None:
    record = {
        "publication_id": publication_id,
        "path": str(target.relative_to(home.serving.parent)),
        "published_at": now.isoformat(),
    }
    temporary = home.serving.with_name(".incoming-current.json")
    temporary.write_text(json.dumps(record), encoding="utf-8")
    temporary.replace(home.serving.with_name("current.json"))
