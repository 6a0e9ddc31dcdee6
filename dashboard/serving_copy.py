"""Questions to the newest publication: a fresh read-only connection a request, parameters always bound."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newsledger.settings import Home
from newsledger.warehouse.serving import open_serving_copy

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
QUERY_SECONDS = 20.0


class Reader:
    """One publication, open for one request."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, sql: str, **parameters: object) -> list[Row]:
        """All rows of a question, each by column name."""
        cursor = self._connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]

    def row(self, sql: str, **parameters: object) -> Row | None:
        """The first row, if there is one."""
        rows = self.rows(sql, **parameters)
        return rows[0] if rows else None


@contextmanager
def reading(home: Home, seconds: float = QUERY_SECONDS) -> Iterator[Reader]:
    """The newest publication; a question that takes longer than `seconds` is broken off.

    Raises TerminalError if nothing is published yet.
    """
    with open_serving_copy(home) as connection:
        alarm = threading.Timer(seconds, connection.interrupt)
        alarm.daemon = True
        alarm.start()
        try:
            yield Reader(connection)
        finally:
            alarm.cancel()
