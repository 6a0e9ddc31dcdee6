"""The main job: `make run`. Sets the environment, drives Airflow in a child process, shows a summary."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from newsledger.errors import TerminalError
from newsledger.settings import DAGS_DIR, PROJECT_ROOT, TELEMETRY_OFF, Home, home
from newsledger.sources.selection import DEMO, sources_at_work
from newsledger.summary import print_summary
from newsledger.warehouse.loading import last_sequence, outcomes_since, refuse_mixed_home
from newsledger.warehouse.locks import run_lock
from newsledger.warehouse.working_copy import open_working_copy

RUN_WAIT_SECONDS = 3600.0


def airflow_environment(home_: Home, run_name: str) -> dict[str, str]:
    """What Airflow is told for a headless run: its folders, a database of its own, no telemetry."""
    airflow_home = home_.airflow / "headless"
    return {
        **os.environ,
        **TELEMETRY_OFF,
        "NEWSLEDGER_HOME": str(home_.path),
        "NEWSLEDGER_RUNNER": "headless",
        "NEWSLEDGER_RUN_NAME": run_name,
        "NEWSLEDGER_PARENT_PID": str(os.getpid()),
        "PYTHONPATH": os.pathsep.join(
            [str(PROJECT_ROOT / "plugins"), *filter(None, [os.environ.get("PYTHONPATH")])]
        ),
        "AIRFLOW_HOME": str(airflow_home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS_DIR),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__FERNET_KEY": "",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(airflow_home / "passwords.json"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{quote(str(airflow_home / 'airflow.db'))}",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_urlsafe(32),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home_.airflow / "logs" / run_name / "tasks"),
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
    }


def migrate_metadata(environment: Mapping[str, str], log: Path) -> None:
    """Make Airflow's metadata database, once a version. What a killed migration left is made anew: the
    database of headless runs holds nothing that the warehouse does not."""
    from importlib.metadata import version

    airflow_home = Path(environment["AIRFLOW_HOME"])
    marker = airflow_home / f".migrated-{version('apache-airflow')}"
    if marker.exists():
        return
    shutil.rmtree(airflow_home, ignore_errors=True)
    airflow_home.mkdir(parents=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        done = subprocess.run(
            [sys.executable, "-m", "airflow", "db", "migrate"],
            env=dict(environment),
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise TerminalError("Airflow's metadata database could not be made", stage="run", do=f"see {log}")
    marker.touch()


def _choose_sources(inputs: Sequence[str], sources: str | None, environment: dict[str, str]) -> bool:
    """Put the run's sources into the environment. Returns whether they are the demo.

    Without a choice they are the bundled demo's, whatever else is enabled: a first run reaches no
    other machine.
    """
    for name in ("NEWSLEDGER_INPUT", "NEWSLEDGER_SOURCES"):
        environment.pop(name, None)
        os.environ.pop(name, None)
    if inputs:
        environment["NEWSLEDGER_INPUT"] = json.dumps([str(Path(path).resolve()) for path in inputs])
        return False
    chosen = str(Path(sources).resolve()) if sources else DEMO
    environment["NEWSLEDGER_SOURCES"] = os.environ["NEWSLEDGER_SOURCES"] = chosen
    active, broken = sources_at_work()
    if not active and broken:
        raise broken[0].refusal
    if not active:
        raise TerminalError(
            f"{chosen} holds no enabled source", stage="run", do="see docs/adding_a_source.md"
        )
    demos = {source.is_demo for source in active}
    if len(demos) > 1:
        raise TerminalError(f"{chosen} mixes demo and real sources", stage="run", do="separate them")
    return True in demos


def _drive(environment: dict[str, str]) -> int:
    """Run the DAGs in a child process, showing its lines of progress as they come."""
    read_end, write_end = os.pipe()
    environment["NEWSLEDGER_PROGRESS_FD"] = str(write_end)
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "newsledger.orchestration.headless"],
        env=environment,
        stdin=subprocess.DEVNULL,
        pass_fds=(write_end,),
    ) as child:
        os.close(write_end)
        with os.fdopen(read_end, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                print(f"[{time.monotonic() - started:6.1f} s] {line.rstrip()}", flush=True)
        return child.wait()


def run(inputs: Sequence[str] = (), sources: str | None = None) -> int:
    """Scrape, parse, land, extract, model, publish. Returns 0 only if every task worked."""
    if inputs and sources:
        raise TerminalError("INPUT and SOURCES are given", stage="run", do="give one of them")
    home_ = home()
    home_.path.mkdir(parents=True, exist_ok=True)
    run_name = f"run-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}"
    logs = home_.airflow / "logs" / run_name
    started = time.monotonic()
    with ExitStack() as stack:
        stack.enter_context(run_lock(home_, f"make run, pid {os.getpid()}", RUN_WAIT_SECONDS))
        environment = airflow_environment(home_, run_name)
        is_demo = _choose_sources(inputs, sources, environment)
        if not inputs and home_.warehouse.exists():
            with open_working_copy(home_, "check the home") as connection:
                refuse_mixed_home(connection, home_, is_demo)
        print(f"newsledger: {'files' if inputs else 'the demo' if is_demo else sources} into {home_.path}")
        if is_demo:
            from newsledger.demo_site.server import serve_demo

            environment["NEWSLEDGER_DEMO_URL"] = stack.enter_context(serve_demo())
            print(f"serving the demo site on {environment['NEWSLEDGER_DEMO_URL']}", flush=True)
        print("airflow: preparing its metadata database", flush=True)
        migrate_metadata(environment, logs / "migrate.log")
        loaded_before = last_sequence(home_)
        status = _drive(environment)
        if status:
            print(
                f"\nnewsledger: FAILED (exit status {status}); the tasks that failed are named above, "
                f"the logs are in {logs}",
                file=sys.stderr,
            )
            return status if status > 0 else 1
        print_summary(home_, time.monotonic() - started, outcomes_since(home_, loaded_before))
    return 0
