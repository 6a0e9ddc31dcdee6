"""Two steps must come out as one, in any order of loading: what `replayable` promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

if TYPE_CHECKING:
    from conftest import Dbt

REPLAYABLE = (
    "company_candidates", "dim_companies", "dim_dates", "dim_metrics", "dim_sources", "dim_subjects",
    "dim_topics", "fct_article_topics", "fct_article_versions", "fct_articles", "fct_company_daily",
    "fct_company_links", "fct_company_mentions", "fct_metric_conflicts", "fct_metric_observations",
    "fct_metric_series", "fct_topic_daily",
)  # fmt: skip
AUDIT = (
    "fct_extraction_outcomes", "fct_fetch_outcomes", "fct_listings", "fct_parse_outcomes",
    "fct_source_health",
)  # fmt: skip


def columns_of(manifest: dict[str, Any], model: str, *, with_volatile: bool) -> list[str]:
    columns = manifest["nodes"][f"model.newsledger.{model}"]["columns"]
    return [name for name, column in columns.items() if with_volatile or not column["meta"].get("volatile")]


def content(dbt: Dbt, model: str, columns: list[str]) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(dbt.warehouse), read_only=True) as connection:
        return connection.execute(f"select {', '.join(columns)} from marts.{model} order by all").fetchall()


@pytest.mark.parametrize("model", REPLAYABLE)
def test_two_builds_equal_one_of_all_rows_in_reverse(stepwise: Dbt, at_once: Dbt, model: str) -> None:
    columns = columns_of(stepwise.manifest(), model, with_volatile=False)
    expected = content(at_once, model, columns)
    assert expected
    assert content(stepwise, model, columns) == expected


@pytest.mark.parametrize("model", AUDIT)
def test_audit_tables_too(stepwise: Dbt, at_once: Dbt, model: str) -> None:
    columns = columns_of(stepwise.manifest(), model, with_volatile=True)
    expected = content(at_once, model, columns)
    assert expected
    assert content(stepwise, model, columns) == expected


def test_the_tag_names_exactly_the_models_that_are_compared(stepwise: Dbt) -> None:
    tagged = {
        node["name"]
        for node in stepwise.manifest()["nodes"].values()
        if node["resource_type"] == "model" and "replayable" in node["tags"]
    }
    assert tagged == set(REPLAYABLE)


def test_no_replayable_model_reads_the_clock(stepwise: Dbt) -> None:
    nodes = stepwise.manifest()["nodes"]
    pending = [f"model.newsledger.{model}" for model in REPLAYABLE]
    seen: set[str] = set()
    while pending:
        key = pending.pop()
        if key in seen or not key.startswith("model."):
            continue
        seen.add(key)
        pending += nodes[key]["depends_on"]["nodes"]
        code = str(nodes[key]["raw_code"]).lower()
        for clock in (
            "now()",
            "current_timestamp",
            "current_date",
            "today()",
            "run_started_at",
            "invocation_id",
        ):
            assert clock not in code, f"{key} reads {clock}"
    assert len(seen) > len(REPLAYABLE)
