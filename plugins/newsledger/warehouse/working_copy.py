"""Opening the working copy: always under the writer lock, always with the schema `raw` in place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.warehouse.locks import writer_lock

if TYPE_CHECKING:
    import duckdb

SCHEMA_SQL = Path(__file__).with_name("schema.sql")


@contextmanager
def connect_working_copy(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The working copy for a caller that holds the writer lock already."""
    import duckdb

    try:
        connection = duckdb.connect(str(home.warehouse))
    except duckdb.Error as error:
        raise TerminalError(
            f"{home.warehouse} cannot be opened: {error}",
            stage="open the working copy",
            do="if it is no DuckDB file of this project, move it away or use another NEWSLEDGER_HOME",
        ) from error
    try:
        connection.execute("set timezone = 'UTC'")
        connection.execute(SCHEMA_SQL.read_text(encoding="utf-8"))
        yield connection
    finally:
        connection.close()


@contextmanager
def open_working_copy(home: Home, what: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The working copy, for one job named `what`; closed and unlocked at the end."""
    with writer_lock(home, what), connect_working_copy(home) as connection:
        yield connection


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing."""
    connection.execute("begin transaction")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
