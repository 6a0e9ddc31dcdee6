"""Runs the project's DAGs once, in order, inside Airflow, without a scheduler.

    python -m newsledger.orchestration.headless

Started by `newsledger.run` with AIRFLOW_HOME and the sources in the environment. `dag.test()` runs one
DAG's tasks one after another in this process; DAGs that its assets would trigger do not follow by
themselves, so the order is driven here. Each DAG's log is a file of its own.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from newsledger.progress import say
from newsledger.settings import DAGS_DIR, home
from newsledger.warehouse.dbt_build import die_with_parent

ORDER = ("extract_facts", "build_marts", "publish_warehouse")
"""After every `ingest_…`, in the order of their names."""

LOG_TAIL_LINES = 12


def _redirect_to(path: Path) -> None:
    """Send everything that this process prints to a log file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def _error_lines(log: Path) -> list[str]:
    """The end of a log, for whoever must find out what went wrong."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    errors = [line for line in lines if "Error" in line or "error" in line]
    return (errors or lines)[-LOG_TAIL_LINES:]


def main() -> int:
    """Run every DAG; returns 0 if every task of every DAG worked.

    A failed source fails no other source: the DAGs after it run on what has landed.
    """
    die_with_parent()
    if os.environ.get("NEWSLEDGER_PARENT_PID", str(os.getppid())) != str(os.getppid()):
        return 1  # whoever started this run, and holds its lock, is gone already
    logs = home().airflow / "logs" / os.environ["NEWSLEDGER_RUN_NAME"]
    _redirect_to(logs / "start.log")
    say("airflow: loading the DAGs")
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.state import DagRunState, TaskInstanceState

    bag = DagBag(dag_folder=str(DAGS_DIR))
    if bag.import_errors:
        for path, error in sorted(bag.import_errors.items()):
            say(f"FAILED: {path} cannot be imported:\n{error}")
        return 1
    ingest = sorted(dag_id for dag_id in bag.dags if dag_id.startswith("ingest_"))
    failed: list[str] = []
    for dag_id in (*ingest, *ORDER):
        log = logs / f"{dag_id}.log"
        _redirect_to(log)
        say(f"airflow: {dag_id}")
        started = time.monotonic()
        dag_run = bag.dags[dag_id].test()
        bad = sorted(
            f"{instance.task_id}{'' if instance.map_index < 0 else f'[{instance.map_index}]'}"
            for instance in dag_run.get_task_instances()
            if instance.state == TaskInstanceState.FAILED
        )
        for task_id in bad:
            say(f"FAILED: task {task_id} of {dag_id}; log: {log}")
        if bad:
            for line in _error_lines(log):
                say(f"    {line[:400]}")
        elif dag_run.state != DagRunState.SUCCESS:
            say(f"FAILED: {dag_id} ended as {dag_run.state}; log: {log}")
        else:
            say(f"airflow: {dag_id} done in {time.monotonic() - started:.1f} s")
        if bad or dag_run.state != DagRunState.SUCCESS:
            failed.append(dag_id)
            if dag_id in ORDER:
                break
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
