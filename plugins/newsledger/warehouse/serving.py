"""Reading the serving copy. Never the working copy: one reader there shuts out the writer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsledger.errors import TerminalError
from newsledger.settings import Home

if TYPE_CHECKING:
    import duckdb


def current_publication(home: Home) -> Path:
    """The newest publication's own path. Raises TerminalError if nothing is published yet."""
    record = home.serving.with_name("current.json")
    if not record.exists():
        raise TerminalError(f"nothing is published in {home.path}", stage="read", do="run `make run` first")
    path: str = json.loads(record.read_text(encoding="utf-8"))["path"]
    return home.serving.parent / path


@contextmanager
def open_serving_copy(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The newest publication, read-only, unable to read any other file of the machine."""
    import duckdb

    connection = duckdb.connect(str(current_publication(home)), read_only=True)
    try:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_external_access = false")
        yield connection
    finally:
        connection.close()
