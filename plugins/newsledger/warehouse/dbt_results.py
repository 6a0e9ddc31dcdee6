"""What each node of a dbt build came to, from `run_results.json` into the schema `raw`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

MESSAGE_CHARACTERS = 500


def _row(build_id: str, node: dict[str, Any]) -> list[Any]:
    kind, _, *name = str(node["unique_id"]).split(".")
    execution: dict[str, Any] = next(
        (step for step in node.get("timing") or () if step.get("name") == "execute"), {}
    )
    # A generic test's key ends in a hash of its arguments; a unit test's begins with its model.
    if kind == "test" and len(name) > 1:
        name = name[:-1]
    return [
        build_id,
        node["unique_id"],
        ".".join(name),
        "unit_test" if kind == "unit_test" else kind,
        node["status"],
        node.get("execution_time"),
        node.get("failures"),
        _cut(str(node.get("message") or "")),
        execution.get("started_at"),
        execution.get("completed_at"),
    ]


def _cut(message: str) -> str | None:
    text = " ".join(message.split())
    if not text:
        return None
    return text if len(text) <= MESSAGE_CHARACTERS else text[: MESSAGE_CHARACTERS - 1] + "…"


def load_results(connection: duckdb.DuckDBPyConnection, build_id: str, path: Path) -> int:
    """Append the rows of one build to raw.dbt_results; returns their number, 0 if dbt wrote no results."""
    if not path.exists():
        return 0
    nodes: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["results"]
    rows = [_row(build_id, node) for node in nodes]
    if rows:
        connection.executemany("insert into raw.dbt_results values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)
