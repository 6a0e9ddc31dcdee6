"""`python -m newsledger.services up` and `down` for real: Airflow, its metadata, the sites, nothing left."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from newsledger.services import health, metadata_database, register
from newsledger.services.addresses import PORT_VARIABLES, free_port
from newsledger.services.pools import WAREHOUSE_POOL
from newsledger.services.processes import MARK, is_alive
from newsledger.settings import DAGS_DIR, PROJECT_ROOT, Home

UP_SECONDS = 540


@dataclass(frozen=True)
class Running:
    home: Home
    environment: dict[str, str]
    output: str
    password: str

    def url(self, service: str) -> str:
        return f"http://127.0.0.1:{self.environment[PORT_VARIABLES[service]]}"

    def call(self, command: str) -> subprocess.CompletedProcess[str]:
        return call(command, self.environment)


def call(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "newsledger.services", command],
        env=environment,
        capture_output=True,
        text=True,
        timeout=UP_SECONDS + 60,
        check=False,
    )


def marked(mark: str) -> list[str]:
    """Command lines of live processes that bear the mark of an `up`."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and process.environ().get(MARK) == mark:
                found.append(f"{process.pid} {' '.join(process.cmdline())}")
        except (psutil.Error, OSError):
            continue
    return found


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    # Not pytest's own folder: only root may enter it, and Postgres runs as somebody else then.
    folder = Path(tempfile.mkdtemp(prefix="newsledger-up-"))
    folder.chmod(0o755)
    yield Home(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def environment(home: Home) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "NEWSLEDGER", "PYTEST"))}
    ports = {variable: str(free_port()) for variable in PORT_VARIABLES.values()}
    return {
        **inherited,
        **ports,
        "NEWSLEDGER_HOME": str(home.path),
        "NEWSLEDGER_UP_SECONDS": str(UP_SECONDS),
        "PYTHONPATH": str(PROJECT_ROOT / "plugins"),
    }


@pytest.fixture(scope="module")
def running(home: Home, environment: dict[str, str]) -> Iterator[Running]:
    if not any(DAGS_DIR.glob("*.py")):
        pytest.skip("the project has no DAGs yet")
    done = call("up", environment)
    try:
        assert done.returncode == 0, done.stdout + done.stderr
        shown = re.search(r"log in as +admin / (\S+)", done.stdout)
        assert shown, done.stdout
        yield Running(home, environment, done.stdout, shown[1])
    finally:
        call("down", environment)


@pytest.mark.slow
def test_up_prints_every_address_and_each_answers(running: Running) -> None:
    for service in PORT_VARIABLES:
        assert f"{running.url(service)}/" in running.output
        assert 0 < health.ask(f"{running.url(service)}/").status < 500
    assert "Nothing is published yet" in health.ask(f"{running.url('dashboard')}/").body
    docs = health.ask(f"{running.url('docs')}/").body
    assert "fct_metric_observations" in docs or "could not be made now" in running.output


@pytest.mark.slow
def test_every_part_of_airflow_is_healthy(running: Running) -> None:
    found = health.airflow_components(running.url("ui"))
    assert found == dict.fromkeys(health.COMPONENTS, "healthy")
    status = running.call("status")
    assert status.returncode == 0, status.stdout
    assert "scheduler      healthy" in status.stdout


@pytest.mark.slow
def test_the_rest_api_opens_to_the_printed_password_only(running: Running) -> None:
    base = running.url("ui")
    assert health.ask(f"{base}/api/v2/dags").status == 401
    assert health.log_in(base, "admin", "wrong") is None
    token = health.log_in(base, "admin", running.password)
    assert token
    answer = health.ask(f"{base}/api/v2/dags?limit=100", token=token)
    assert answer.status == 200
    names = {dag["dag_id"] for dag in answer.document()["dags"]}
    assert {"extract_facts", "build_marts", "publish_warehouse"} <= names
    assert health.ask(f"{base}/api/v2/importErrors", token=token).document()["total_entries"] == 0
    pool = health.ask(f"{base}/api/v2/pools/{WAREHOUSE_POOL}", token=token)
    assert pool.document()["slots"] == 1


@pytest.mark.slow
def test_secrets_lie_in_files_of_their_owner_and_on_no_command_line(running: Running) -> None:
    recorded = register.read(running.home)
    assert recorded is not None
    for name in ("passwords.json", "credentials.json", "services.json"):
        assert (running.home.airflow / name).stat().st_mode & 0o777 == 0o600, name
    secrets = [
        running.password,
        *json.loads((running.home.airflow / "credentials.json").read_text()).values(),
    ]
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        assert not any(secret in line for secret in secrets)
    for log in (running.home.airflow / "logs" / "services").iterdir():
        assert running.password not in log.read_text(errors="replace"), log.name


@pytest.mark.slow
def test_everything_listens_on_loopback_alone(running: Running) -> None:
    recorded = register.read(running.home)
    assert recorded is not None
    listening = set()
    for service in recorded.services:
        family = [psutil.Process(service.pid), *psutil.Process(service.pid).children(recursive=True)]
        for process in family:
            listening |= {
                found.laddr.ip for found in process.net_connections("inet") if found.status == "LISTEN"
            }
    assert listening == {"127.0.0.1"}


@pytest.mark.slow
def test_metadata_is_in_postgres_where_a_server_is_installed(running: Running) -> None:
    recorded = register.read(running.home)
    assert recorded is not None
    installed = metadata_database.server_binaries(running.environment)
    assert recorded.metadata == ("postgres" if installed else "sqlite")
    assert ("Backfills are off" in running.output) == (not installed)


@pytest.mark.slow
def test_a_second_up_starts_nothing_and_shows_no_password(running: Running) -> None:
    before = register.read(running.home)
    again = running.call("up")
    assert again.returncode == 0
    assert "already up" in again.stdout
    assert running.url("ui") in again.stdout
    assert running.password not in again.stdout
    assert register.read(running.home) == before


@pytest.mark.slow
def test_another_home_cannot_take_the_same_ports(running: Running, tmp_path: Path) -> None:
    refused = call("up", {**running.environment, "NEWSLEDGER_HOME": str(tmp_path / "other")})
    assert refused.returncode == 1
    assert "in use by another process" in refused.stderr
    for variable in PORT_VARIABLES.values():
        assert f"{running.environment[variable]} ({variable})" in refused.stderr
    assert not register.register_path(Home(tmp_path / "other")).exists()


@pytest.mark.slow
def test_down_leaves_no_process_and_may_be_repeated(running: Running) -> None:
    recorded = register.read(running.home)
    assert recorded is not None
    assert marked(recorded.mark)
    done = running.call("down")
    assert done.returncode == 0, done.stdout + done.stderr
    assert marked(recorded.mark) == []
    assert [service.name for service in recorded.services if is_alive(service)] == []
    for service in PORT_VARIABLES:
        assert health.ask(f"{running.url(service)}/").status == 0
    assert register.read(running.home) is None
    assert running.call("down").returncode == 0
    assert running.call("status").returncode == 3
