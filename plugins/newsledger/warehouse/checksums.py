"""A checksum of each mart, the same in whatever order its rows were written: rebuilding from raw with the
same vocabulary must give the same one. Volatile columns (clock readings, ids of runs) are left out.

A checksum is `rows:sum`, the number of rows and the sum, in hexadecimal, of the lower halves of the MD5 of
each row as JSON. Equal rows that stand twice count twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.warehouse.serving import open_serving_copy
from newsledger.warehouse.working_copy import open_working_copy

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Mart:
    """`columns`: those that a rebuild must give again. `is_replayable`: whether its rows must be, too."""

    name: str
    columns: tuple[str, ...]
    is_replayable: bool


@dataclass(frozen=True)
class Checksum:
    """Of one mart of the working copy, beside that of the publication, if that holds the mart."""

    mart: Mart
    now: str
    published: str | None


def manifest_of(home: Home) -> Path:
    """dbt's manifest of the home's last build."""
    return home.dbt_target / "target" / "manifest.json"


def marts_of(manifest: Path) -> tuple[Mart, ...]:
    """The marts that dbt's manifest declares, by name; none if there is no manifest."""
    if not manifest.exists():
        return ()
    nodes: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    return tuple(
        Mart(
            str(node["alias"]),
            tuple(
                name
                for name, column in node.get("columns", {}).items()
                if not (column.get("meta") or column.get("config", {}).get("meta", {})).get("volatile")
            ),
            "replayable" in node.get("tags", ()),
        )
        for node in sorted(nodes.values(), key=lambda node: str(node.get("alias")))
        if node["resource_type"] == "model" and node["schema"] == "marts"
    )


def checksum(connection: duckdb.DuckDBPyConnection, mart: Mart) -> str:
    """Of the mart in the schema `marts` of the database in use."""
    columns = ", ".join(f'"{column}"' for column in mart.columns)
    row = connection.execute(
        f"""
        select count(*), coalesce(sum(cast(md5_number_lower(cast(to_json(stated) as text)) as hugeint)), 0)
        from (select {columns} from marts."{mart.name}") as stated
        """  # noqa: S608
    ).fetchone()
    return f"{row[0]}:{row[1]:x}" if row else "0:0"


def checksums(connection: duckdb.DuckDBPyConnection, marts: tuple[Mart, ...]) -> dict[str, str]:
    """Of each replayable mart. The session's time zone must be UTC."""
    return {mart.name: checksum(connection, mart) for mart in marts if mart.is_replayable}


def compare_with_publication(home: Home) -> list[Checksum]:
    """Checksums of the working copy's replayable marts beside those of the publication.

    Raises TerminalError if nothing is built.
    """
    marts = marts_of(manifest_of(home))
    if not marts or not home.warehouse.exists():
        raise TerminalError("nothing is built", stage="checksum", do="run `make run`")
    with open_working_copy(home, "checksum the marts") as connection:
        now = checksums(connection, marts)
    published: dict[str, str] = {}
    if home.serving.exists():
        with open_serving_copy(home) as connection:
            row = connection.execute("select checksums from marts.publication").fetchone()
        published = json.loads(row[0]) if row and row[0] else {}
    return [Checksum(mart, now[mart.name], published.get(mart.name)) for mart in marts if mart.is_replayable]


def table(found: list[Checksum]) -> str:
    """The comparison as lines of text, one a mart."""
    width = max(len(entry.mart.name) for entry in found)
    said = {True: "as published", False: "differs from the publication"}
    return "\n".join(
        f"{entry.mart.name:<{width}}  {entry.now:<28}  "
        + ("not published" if entry.published is None else said[entry.published == entry.now])
        for entry in found
    )
