"""The published tables as files: Parquet as they are, CSV for spreadsheets, articles as GDELT's GKG.

docs/exports.md says what the files hold.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.analyst.gkg import gkg_lines
from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.warehouse.serving import current_publication

if TYPE_CHECKING:
    import duckdb

# Cells that a spreadsheet runs begin so (OWASP, "CSV Injection"; the last four are their full-width forms).
RUN_BY_SPREADSHEETS = "^[=+\\-@\\t\\r\\n\\x{FF1D}\\x{FF0B}\\x{FF0D}\\x{FF20}]"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # else Excel reads UTF-8 as something else


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _csv_column(name: str, kind: str) -> str:
    """The column as a CSV cell: numbers, dates and booleans as they are, text made safe, lists as JSON."""
    column = _quoted(name)
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return f"to_json({column})::text as {column}"
    if kind == "VARCHAR":
        return f"regexp_replace({column}, '({RUN_BY_SPREADSHEETS})', '''\\1') as {column}"
    if kind == "JSON":
        return f"{column}::text as {column}"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({column} at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') as {column}"
    return column


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    """Columns with their types, of each published table."""
    tables: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts' "
        "and table_name in (select table_name from duckdb_tables() where schema_name = 'marts') "
        "order by table_name, column_index"
    ).fetchall():
        tables.setdefault(str(table), []).append((str(column), str(kind)))
    return tables


def _write_csv(
    connection: duckdb.DuckDBPyConnection, sql: str, path: Path, texts: Iterable[str] = ()
) -> None:
    """Text is quoted, so that an empty one is not the null that an empty cell is."""
    quoted = ", ".join(map(_quoted, texts))
    force = f", force_quote ({quoted})" if quoted else ""
    bare = path.with_suffix(".bare")
    connection.execute(f"copy ({sql}) to {_literal(bare)} (format csv, header, nullstr ''{force})")
    with bare.open("rb") as source, path.open("wb") as target:
        target.write(BYTE_ORDER_MARK)
        shutil.copyfileobj(source, target)
    bare.unlink()


def _write_tables(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[str]:
    for kind in ("parquet", "csv"):
        (folder / kind).mkdir()
    for table, columns in _tables(connection).items():
        parquet = folder / "parquet" / f"{table}.parquet"
        connection.execute(
            f"copy (from marts.{_quoted(table)}) to {_literal(parquet)} (format parquet, compression zstd)"
        )
        chosen = ", ".join(_csv_column(name, kind) for name, kind in columns)
        _write_csv(
            connection,
            f"select {chosen} from marts.{_quoted(table)}",  # noqa: S608
            folder / "csv" / f"{table}.csv",
            [name for name, kind in columns if kind in ("VARCHAR", "JSON")],
        )
        row = connection.execute(f"select count(*) from marts.{_quoted(table)}").fetchone()  # noqa: S608
        yield f"{table}: {row[0] if row else 0:,} rows"
    _write_csv(
        connection,
        "select columns.table_name, columns.column_name, columns.data_type, columns.comment as description "
        "from duckdb_columns() as columns where schema_name = 'marts' order by table_name, column_index",
        folder / "columns.csv",
    )


def export(home: Home, target: Path) -> Iterator[str]:
    """Write the newest publication to `target/<publication id>/`, whole or not at all; yields a line a file
    that is written. Raises TerminalError if nothing is published or the folder cannot be written."""
    import duckdb

    publication = current_publication(home)
    folder = target.expanduser().resolve() / publication.stem
    if folder.exists():
        yield f"{folder} is there already; nothing to do"
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".incoming-", dir=folder.parent))
    except OSError as error:
        raise TerminalError(
            f"cannot write to {target}: {error.strerror}", stage="export", do="name another folder by TO="
        ) from error
    try:
        with duckdb.connect(str(publication), read_only=True) as connection:
            connection.execute("set timezone = 'UTC'")
            yield from _write_tables(connection, scratch)
            (scratch / "gkg").mkdir()
            records = 0
            with (scratch / "gkg" / "newsledger.gkg.csv").open("w", encoding="utf-8", newline="\n") as file:
                for line in gkg_lines(connection):
                    file.write(line + "\n")
                    records += 1
            yield f"gkg: {records:,} records"
        scratch.chmod(0o777 & ~_umask())
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    yield f"exported to {folder}"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
