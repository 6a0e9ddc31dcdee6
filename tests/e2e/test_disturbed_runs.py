"""A whole Airflow run that is killed, and sources that fail: nothing is lost, and it says what happened."""

import re
import time

import pytest

from newsledger.settings import Home
from tests.e2e.runs import run, run_and_kill_at
from tests.integration.replay import marts_state, raw_state

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def state(home):
    return marts_state(home.serving, home.dbt_target / "target" / "manifest.json")


def test_an_airflow_killed_at_three_moments_and_run_again_leaves_an_undisturbed_warehouse(demo, tmp_path):
    home = Home(tmp_path / "killed")
    for words in ("demo_pages: read 1 listing", "extract_facts: texts", "build_marts: marts."):
        assert words in run_and_kill_at(home.path, words)
    time.sleep(1)
    assert run(home.path).returncode == 0
    assert state(home) == state(demo)
    assert raw_state(home.warehouse) == raw_state(demo.warehouse)


def test_a_source_that_fails_names_the_task_and_its_log_and_stops_no_other(tmp_path):
    for name, port in (("broken_feed", 9), ("other_feed", 9)):
        (tmp_path / f"{name}.yaml").write_text(
            f"kind: rss\nname: {name}\nurls: [http://127.0.0.1:{port}/feed]\ntime_zone: UTC\n"
            "allow_private: true\nmax_attempts: 1\n"
        )
    failed = run(tmp_path / "home", "--sources", str(tmp_path))
    assert failed.returncode != 0
    for dag_id in ("ingest_broken_feed", "ingest_other_feed"):
        assert f"FAILED: task check_failures of {dag_id}; log: " in failed.output
    assert "publish_warehouse: published" in failed.output
    log = re.search(r"log: (\S+)", failed.output)[1]
    assert (tmp_path / "home").joinpath(log).exists()
