"""What `marts.explain_observation` needs to say where a number comes from: the schema `provenance` of the
serving copy, written while publishing.

`lineage` has, for each mart, every model, seed and raw table that it is made from, by dbt's manifest of the
build; `vocabulary_terms` the names and terms by which the extractor knows things, of the seeds as built.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newsledger.warehouse.search_terms import FOLDED, create_fold_macro

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

TABLES = ("provenance.lineage", "provenance.vocabulary_terms")

# Seed, what its terms name, the key, the columns that hold terms.
_TERM_COLUMNS = (
    ("companies", "company", "company_id", "name_zh"),
    ("companies", "company", "company_id", "name_en"),
    ("company_aliases", "company", "company_id", "alias"),
    ("subjects", "subject", "subject_id", "name_zh"),
    ("subjects", "subject", "subject_id", "name_en"),
    ("subject_aliases", "subject", "subject_id", "alias"),
    ("metric_terms", "metric", "metric_id", "term"),
    ("unit_terms", "unit", "unit", "term"),
)


def _columns(rows: list[tuple[Any, ...]], names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """Rows as columns of text that DuckDB reads at once."""
    return {name: np.array([row[place] for row in rows], dtype=str) for place, name in enumerate(names)}


def lineage(manifest: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Mart, step (longest way from a raw table or seed), layer, name, file, what it is: from the manifest."""
    nodes: dict[str, dict[str, Any]] = {**manifest["nodes"], **manifest["sources"]}
    kinds = {"model", "seed", "source"}

    def parents(node_id: str) -> list[str]:
        named = nodes[node_id].get("depends_on", {}).get("nodes", [])
        return [parent for parent in named if parent in nodes and nodes[parent]["resource_type"] in kinds]

    @cache
    def step(node_id: str) -> int:
        return max((step(parent) + 1 for parent in parents(node_id)), default=0)

    @cache
    def ancestors(node_id: str) -> frozenset[str]:
        return frozenset({node_id}).union(*(ancestors(parent) for parent in parents(node_id)))

    rows: list[tuple[Any, ...]] = []
    for node_id, node in nodes.items():
        if node["resource_type"] == "model" and node["schema"] == "marts":
            for ancestor in ancestors(node_id):
                found = nodes[ancestor]
                rows.append(
                    (
                        str(node["name"]),
                        step(ancestor),
                        str(found["schema"]),
                        str(found["name"]),
                        str(found["original_file_path"]),
                        " ".join(str(found.get("description", "")).split()),
                    )
                )
    return sorted(rows)


def write_provenance(connection: duckdb.DuckDBPyConnection, working: str, manifest: Path) -> bool:
    """Write the schema into the database in use; `working` is the database with the seeds. Returns whether it
    could: a working copy without seeds or manifest has none."""
    seeds = {
        str(name)
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = ? and schema_name = 'seeds'",
            [working],
        ).fetchall()
    }
    if not manifest.exists() or not {name for name, *_ in _TERM_COLUMNS} <= seeds:
        return False
    connection.execute("create schema provenance")
    create_fold_macro(connection, "provenance")
    steps = _columns(  # noqa: F841  # read by name
        lineage(json.loads(manifest.read_text(encoding="utf-8"))),
        ("mart", "step", "layer", "name", "file", "description"),
    )
    connection.execute(
        "create table provenance.lineage as select * replace (step::integer as step) from steps"
    )
    quoted = '"' + working.replace('"', '""') + '"'
    terms = " union ".join(
        f"select '{kind}' as kind, {key} as key, {column} as term, '{seed}.csv' as seed "  # noqa: S608
        f"from {quoted}.seeds.{seed} where {column} is not null"
        for seed, kind, key, column in _TERM_COLUMNS
    )
    # A growth or a share is named by the words of what grows or is shared.
    derived = " union ".join(
        f"select 'metric' as kind, metrics.{column} as key, terms.term, terms.seed "  # noqa: S608
        f"from terms inner join {quoted}.seeds.metrics as metrics on terms.key = metrics.metric_id "
        f"where terms.kind = 'metric' and metrics.{column} is not null"
        for column in ("growth_metric_id", "share_metric_id")
    )
    found = connection.execute(
        f"with terms as ({terms}) select * from terms union {derived} order by kind, key, term, seed"  # noqa: S608
    ).fetchall()
    known = _columns(  # noqa: F841  # read by name
        [(*row, str(row[2]).translate(FOLDED)) for row in found],
        ("kind", "key", "term", "seed", "folded_term"),
    )
    connection.execute("create table provenance.vocabulary_terms as from known")
    connection.execute(
        "comment on table provenance.lineage is 'One row per mart and model, seed or raw table that it is "
        "made from; step is the longest way from a raw table or seed.'"
    )
    connection.execute(
        "comment on table provenance.vocabulary_terms is 'One row per thing that the vocabulary knows, "
        "term that names it, and seed file with that term.'"
    )
    return True
