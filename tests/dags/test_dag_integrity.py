"""What every DAG of the project must be: importable, documented, tagged, chained, deterministic."""

import json
import runpy
import subprocess
import sys

import pytest

from newsledger.errors import TerminalError, TransientError
from newsledger.orchestration.conventions import RETRY_POLICY, TAGS, WAREHOUSE_POOL
from newsledger.settings import SOURCES_DIR
from newsledger.sources.load import load_sources
from tests.conftest import PROJECT_ROOT

CHAIN = ("extract_facts", "build_marts", "publish_warehouse")
UPKEEP = ("reparse_articles", "expire_raw")
OPENS_THE_WORKING_COPY = {
    "read_known",
    "load_batches",
    "plan_extraction",
    "load_facts",
    "run_dbt_build",
    "publish",
    "plan_reparse",
    "load_reparse",
    "remove_expired",
}


def test_every_dag_file_is_imported_without_error(dag_bag):
    assert dag_bag.import_errors == {}


def test_each_enabled_source_has_a_dag_of_its_own(dag_bag):
    enabled = {f"ingest_{source.source_id}" for source in load_sources(SOURCES_DIR) if source.enabled}
    assert enabled
    assert {dag_id for dag_id in dag_bag.dags if dag_id.startswith("ingest_")} == enabled
    assert set(dag_bag.dags) == enabled | set(CHAIN) | set(UPKEEP)


def test_a_broken_source_file_is_a_dag_that_fails_and_says_why_beside_the_others(
    dag_bag, tmp_path, monkeypatch
):
    feed = "kind: rss\nname: A feed\ntime_zone: UTC\nurls: [https://example.org/]\n"
    (tmp_path / "good.yaml").write_text(feed, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(feed + "colour: red\n", encoding="utf-8")
    monkeypatch.setenv("NEWSLEDGER_SOURCES", str(tmp_path))
    made = runpy.run_path(str(PROJECT_ROOT / "dags" / "ingest_articles.py"))
    assert made["ingest_good"].dag_id == "ingest_good"
    (task,) = made["ingest_bad"].tasks
    with pytest.raises(TerminalError, match="unknown key 'colour'"):
        task.python_callable()


def test_a_dag_s_file_bears_its_name(dag_bag):
    for dag_id, dag in dag_bag.dags.items():
        name = "ingest_articles" if dag_id.startswith("ingest_") else dag_id
        assert dag.fileloc.endswith(f"/dags/{name}.py")


def test_each_dag_says_what_to_do_when_it_fails(dag_bag):
    for dag_id, dag in dag_bag.dags.items():
        assert "**When it fails.**" in dag.doc_md, dag_id
        assert "**Grain.**" in dag.doc_md, dag_id


def test_tags_come_from_the_closed_list(dag_bag):
    for dag_id, dag in dag_bag.dags.items():
        assert set(dag.tags) <= TAGS and "newsledger" in dag.tags, dag_id


def test_one_run_at_a_time_and_no_catching_up(dag_bag):
    for dag_id, dag in dag_bag.dags.items():
        assert dag.max_active_runs == 1 and dag.catchup is False, dag_id


def test_retries_follow_the_error_taxonomy(dag_bag):
    for dag in dag_bag.dags.values():
        for task in dag.tasks:
            assert task.retries == 3 and task.retry_policy is RETRY_POLICY, task.task_id
    transient = RETRY_POLICY.evaluate(TransientError("busy"), 1, 3)
    terminal = RETRY_POLICY.evaluate(TerminalError("wrong"), 1, 3)
    assert (transient.action.name, terminal.action.name) == ("RETRY", "FAIL")


def test_whoever_opens_the_working_copy_queues_in_its_pool(dag_bag):
    for dag in dag_bag.dags.values():
        for task in dag.tasks:
            assert (task.pool == WAREHOUSE_POOL) == (task.task_id in OPENS_THE_WORKING_COPY), task.task_id


def test_mapped_tasks_have_readable_names(dag_bag):
    mapped = [
        task
        for dag in dag_bag.dags.values()
        for task in dag.tasks
        if type(task).__name__.endswith("MappedOperator")
    ]
    assert mapped
    assert all(task.map_index_template for task in mapped)


def test_assets_chain_the_dags(dag_bag):
    def triggers(dag):
        return {asset.uri for asset in dag.timetable.asset_condition.objects}

    def outlets(dag_id):
        return {asset.uri for task in dag_bag.dags[dag_id].tasks for asset in task.outlets}

    for dag_id in dag_bag.dags:
        if dag_id.startswith("ingest_") or dag_id == "reparse_articles":
            assert outlets(dag_id) == triggers(dag_bag.dags["extract_facts"])
    assert outlets("extract_facts") == triggers(dag_bag.dags["build_marts"])
    assert outlets("build_marts") == triggers(dag_bag.dags["publish_warehouse"])


def test_a_reparse_is_started_by_hand_with_a_form_whose_fields_may_stay_empty(dag_bag):
    dag = dag_bag.dags["reparse_articles"]
    assert not dag.timetable.can_be_scheduled
    assert list(dag.params) == ["source", "from", "to", "parser"]
    assert dict(dag.params.validate()) == dict.fromkeys(dag.params)
    assert "demo_feed" in dag.params.get_param("source").schema["examples"]
    assert {dag.params.get_param(name).schema["format"] for name in ("from", "to")} == {"date"}


SERIALIZE = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization
bag = DagBag(dag_folder=sys.argv[1])
print("DAGS", json.dumps({name: DagSerialization.to_dict(dag) for name, dag in sorted(bag.dags.items())}, sort_keys=True))
"""


def test_parsing_twice_gives_the_same_dags(airflow_environment):
    def parse(seed):
        done = subprocess.run(
            [sys.executable, "-c", SERIALIZE, str(PROJECT_ROOT / "dags")],
            env={**airflow_environment, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        line = next(line for line in done.stdout.splitlines() if line.startswith("DAGS "))
        return json.loads(line.removeprefix("DAGS "))

    first, second = parse("1"), parse("2")
    assert len(first) >= 4
    assert first == second
