"""A DAG file is parsed again and again: beyond Airflow's own import it must cost little."""

import json
import subprocess
import sys

from tests.conftest import PROJECT_ROOT

LIMIT_SECONDS = 2.0

MEASURE = """
import importlib.util, json, sys, time
import airflow.sdk
from airflow.sdk import DAG, Asset, ExceptionRetryPolicy, dag, get_current_context, task
from airflow.dag_processing.dagbag import DagBag
before = set(sys.modules)
started = time.perf_counter()
spec = importlib.util.spec_from_file_location("dag_file", sys.argv[1])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
seconds = time.perf_counter() - started
print("RESULT", json.dumps({"seconds": seconds, "modules": sorted(set(sys.modules) - before)}))
"""
HEAVY = ("duckdb", "lxml", "trafilatura", "feedparser", "requests", "dbt", "ahocorasick_rs", "py3langid")


def test_dag_files_import_in_under_two_seconds_and_load_nothing_heavy(airflow_environment):
    for file in sorted((PROJECT_ROOT / "dags").glob("*.py")):
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(file)],
            env=airflow_environment,
            capture_output=True,
            text=True,
            check=True,
        )
        line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
        result = json.loads(line.removeprefix("RESULT "))
        assert result["seconds"] < LIMIT_SECONDS, file.name
        loaded = [name for name in HEAVY if name in result["modules"]]
        assert loaded == [], f"{file.name} imports {loaded} when it is parsed"
