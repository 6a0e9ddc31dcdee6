"""Two steps must come out as one, in any order of loading: what `replayable` promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from newsledger.warehouse.checksums import checksum, checksums, marts_of

if TYPE_CHECKING:
    from dbt_process import Dbt

REPLAYABLE = (
    "company_candidates", "dim_companies", "dim_dates", "dim_metrics", "dim_sources", "dim_subjects",
    "dim_topics", "fct_article_topics", "fct_article_versions", "fct_articles", "fct_company_daily",
    "fct_company_links", "fct_company_mentions", "fct_corrections", "fct_metric_conflicts", "fct_metric_observations",
    "fct_metric_series", "fct_story_links", "fct_topic_daily",
)  # fmt: skip
AUDIT = (
    "fct_dbt_runs", "fct_dbt_tests", "fct_extraction_outcomes", "fct_extraction_scores",
    "fct_fetch_outcomes", "fct_listings", "fct_metric_observation_spans",
    "fct_parse_outcomes", "fct_source_health",
)  # fmt: skip

# Incremental, and read by marts alone.
BETWEEN = ("int_articles__figures", "int_articles__retold", "int_observations__keys")


def columns_of(manifest: dict[str, Any], model: str, *, with_volatile: bool) -> list[str]:
    columns = manifest["nodes"][f"model.newsledger.{model}"]["columns"]
    return [name for name, column in columns.items() if with_volatile or not column["meta"].get("volatile")]


def content(dbt: Dbt, model: str, columns: list[str], schema: str = "marts") -> list[tuple[Any, ...]]:
    with duckdb.connect(str(dbt.warehouse), read_only=True) as connection:
        return connection.execute(
            f"select {', '.join(columns)} from {schema}.{model} order by all"
        ).fetchall()


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


@pytest.mark.parametrize("model", BETWEEN)
def test_incremental_tables_below_the_marts_too(stepwise: Dbt, at_once: Dbt, model: str) -> None:
    expected = content(at_once, model, ["*"], "intermediate")
    assert expected
    assert content(stepwise, model, ["*"], "intermediate") == expected


def test_every_incremental_model_is_compared(stepwise: Dbt) -> None:
    incremental = {
        node["name"]
        for node in stepwise.manifest()["nodes"].values()
        if node["resource_type"] == "model" and node["config"]["materialized"] == "incremental"
    }
    assert incremental <= {*REPLAYABLE, *AUDIT, *BETWEEN}


def test_an_edit_parts_what_was_retold_and_a_late_article_takes_its_place(stepwise: Dbt) -> None:
    with duckdb.connect(str(stepwise.warehouse), read_only=True) as connection:
        links = connection.execute(
            "select article_id, other_article_id, reason from marts.fct_story_links "
            "where article_id like 'parks%' order by all"
        ).fetchall()
    assert links == [("parks_late", "parks_zh", "shared_figures")]


def test_a_rebuild_gives_every_mart_the_same_checksum_and_another_word_another_one(
    stepwise: Dbt, at_once: Dbt
) -> None:
    marts = marts_of(stepwise.target / "manifest.json")
    found = []
    for dbt in (stepwise, at_once):
        with duckdb.connect(str(dbt.warehouse), read_only=True) as connection:
            connection.execute("set timezone = 'UTC'")
            found.append(checksums(connection, marts))
            versions = next(mart for mart in marts if mart.name == "fct_article_versions")
            whole = checksum(connection, versions)
            assert whole == found[-1]["fct_article_versions"]
    assert found[0] == found[1]
    assert set(found[0]) == set(REPLAYABLE)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{stepwise.warehouse}' as built (read_only)")
        connection.execute("create schema marts")
        connection.execute("create table marts.fct_article_versions as from built.marts.fct_article_versions")
        connection.execute("set timezone = 'UTC'")
        assert checksum(connection, versions) == whole
        connection.execute("update marts.fct_article_versions set title = title || '.' where body = ''")
        assert checksum(connection, versions) == whole
        connection.execute("update marts.fct_article_versions set title = title || '.'")
        assert checksum(connection, versions) != whole


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


def test_a_late_article_that_holds_two_parts_makes_them_one_story_and_their_facts_follow(
    stepwise: Dbt,
) -> None:
    with duckdb.connect(str(stepwise.warehouse), read_only=True) as connection:
        links = connection.execute(
            "select article_id, other_article_id, reason from marts.fct_story_links "
            "where article_id like '%harbor%' order by all"
        ).fetchall()
        stories = connection.execute(
            "select distinct story_id from marts.fct_articles where article_id like '%harbor%'"
        ).fetchall()
        of_facts = connection.execute(
            "select distinct story_id from marts.fct_metric_observations where article_id = 'harbor_head'"
        ).fetchall()
    assert links == [
        ("a_harbor_whole", "harbor_head", "excerpt"),
        ("a_harbor_whole", "harbor_tail", "excerpt"),
    ]
    assert len(stories) == 1
    assert of_facts == stories
