"""What must come out equal, row by row, from a run, a rerun after a kill and a rebuild."""

import json
from pathlib import Path

import duckdb

RAW = {
    "versions": """
        select * exclude (batch_id, fetch_id, seen_at) from raw.article_versions order by all
    """,
    "latest": """
        select article_version_id, max(outcomes.observed_at) = max(max(outcomes.observed_at)) over (
            partition by article_id
        )
        from raw.parse_outcomes as outcomes
        where article_version_id is not null
        group by article_id, article_version_id
        order by all
    """,
    "refused": """
        select distinct source_id, outcome_code, message is not null
        from raw.parse_outcomes
        where outcome_code not in ('landed', 'already_known', 'interrupted')
        order by all
    """,
    "facts": """
        with current as (
            select article_version_id, rows_extraction_id, extractor_version
            from raw.extractions
            qualify row_number() over (partition by article_version_id order by sequence desc) = 1
        )
        select facts.* exclude (extraction_id, batch_id), extractor_version
        from raw.observations as facts
        inner join current on facts.extraction_id = current.rows_extraction_id
        order by all
    """,
    "mentions": """
        with current as (
            select article_version_id, rows_extraction_id
            from raw.extractions
            qualify row_number() over (partition by article_version_id order by sequence desc) = 1
        )
        select mentions.* exclude (extraction_id, batch_id)
        from raw.company_mentions as mentions
        inner join current on mentions.extraction_id = current.rows_extraction_id
        order by all
    """,
}

UNACCOUNTED = """
    select listings.listing_id
    from raw.listings left join raw.parse_outcomes as outcomes using (listing_id)
    group by listings.listing_id, items_listed
    having items_listed != count(outcome_id)
"""


def raw_state(database: Path) -> dict[str, list[tuple]]:
    """What raw holds, without the moments and the runs; every listed item must be accounted for."""
    with duckdb.connect(str(database)) as connection:
        assert connection.execute(UNACCOUNTED).fetchall() == []
        doubled = connection.execute(
            "select article_version_id from raw.article_versions group by all having count(*) > 1"
        ).fetchall()
        assert doubled == []
        return {name: connection.execute(query).fetchall() for name, query in RAW.items()}


def replayable_models(manifest: Path) -> dict[str, list[str]]:
    """The marts tagged replayable and, of each, the columns that are not volatile."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    return {
        node["name"]: [
            column["name"]
            for column in node["columns"].values()
            if not (column.get("meta") or column.get("config", {}).get("meta", {})).get("volatile")
        ]
        for node in nodes
        if node["resource_type"] == "model" and "replayable" in node["tags"] and node["schema"] == "marts"
    }


def marts_state(database: Path, manifest: Path) -> dict[str, list[tuple]]:
    """The rows of every replayable mart."""
    models = replayable_models(manifest)
    with duckdb.connect(str(database), read_only=True) as connection:
        return {
            model: connection.execute(
                f"select {', '.join(columns)} from marts.{model} order by all"
            ).fetchall()
            for model, columns in sorted(models.items())
        }
