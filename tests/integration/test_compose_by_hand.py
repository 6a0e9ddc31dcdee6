"""The services of docker-compose.yaml without an engine: their own environment, commands, order and health
checks, with only names of hosts, ports and folders put in their place."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsledger.services import health, metadata_database
from newsledger.services.addresses import free_port
from newsledger.services.pools import WAREHOUSE_POOL
from newsledger.services.processes import MARK, Service, is_alive, start, stop, tail
from newsledger.settings import PROJECT_ROOT, Home
from tests.integration.test_compose import REFERENCE, TEXT, example_values

INSTALLED = metadata_database.server_binaries({"PATH": os.environ.get("PATH", "")})
LIMIT_SECONDS = 300
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not INSTALLED, reason="no Postgres server is installed"),
]


def filled_in(ports: dict[str, int]) -> dict[str, str]:
    """What a person would write into .env."""
    values = {name: value or secrets.token_hex(24) for name, value in example_values().items()}
    values["NEWSLEDGER_FERNET_KEY"] = "A" * 43 + "="
    return values | {name: str(port) for name, port in ports.items()}


@dataclass
class ByHand:
    """The compose file's services as processes of this machine."""

    home: Home
    values: dict[str, str]
    database_port: int
    mark: str = field(default_factory=lambda: secrets.token_hex(8))
    started: list[Service] = field(default_factory=list)

    def __post_init__(self) -> None:
        document = REFERENCE.sub(lambda match: self.values[match["name"]], TEXT)
        self.services: dict[str, Any] = yaml.safe_load(document)["services"]

    @property
    def ui(self) -> str:
        return f"http://127.0.0.1:{self.values['NEWSLEDGER_UI_PORT']}"

    def local(self, text: str, port: str) -> str:
        for there, here in (
            ("@postgres:5432/", f"@127.0.0.1:{self.database_port}/"),
            ("http://api-server:8080", self.ui),
            ("http://127.0.0.1:8080", self.ui),
            ("/opt/newsledger", str(PROJECT_ROOT)),
        ):
            text = text.replace(there, here)
        if text.startswith("/data"):
            text = str(self.home.path) + text.removeprefix("/data")
        return text.replace("0.0.0.0", "127.0.0.1").replace(":8501", f":{port}").replace(":8502", f":{port}")

    def port_of(self, name: str) -> str:
        return {
            "api-server": self.values["NEWSLEDGER_UI_PORT"],
            "dashboard": self.values["NEWSLEDGER_DASHBOARD_PORT"],
            "docs": self.values["NEWSLEDGER_DOCS_PORT"],
        }.get(name, "")

    def environment(self, name: str) -> dict[str, str]:
        own = {
            k: self.local(str(v), self.port_of(name)) for k, v in self.services[name]["environment"].items()
        }
        # what the image sets
        image = {"PYTHONPATH": f"{PROJECT_ROOT / 'plugins'}:{PROJECT_ROOT}", "PATH": os.environ["PATH"]}
        user = {"NEWSLEDGER_UID": str(os.geteuid()), "NEWSLEDGER_GID": str(os.getegid())}
        return {**image, **user, "HOME": str(self.home.path), MARK: self.mark, **own}

    def command(self, name: str, words: list[str]) -> list[str]:
        published = {"8080", "8501", "8502"}
        first = [sys.executable] if words[0] == "python" else [sys.executable, "-m", words[0]]
        rest = [
            self.port_of(name) if word in published else self.local(word, self.port_of(name))
            for word in words[1:]
        ]
        return first + rest

    def launch(self, name: str) -> Service:
        log = self.home.path / "by_hand" / f"{name}.log"
        command = self.command(name, self.services[name]["command"])
        service, _ = start(name, command, self.environment(name), log)
        self.started.append(service)
        return service

    def is_healthy(self, name: str) -> bool:
        kind, *words = self.services[name]["healthcheck"]["test"]
        assert kind == "CMD"
        command = self.command(name, words)
        checked = subprocess.run(
            command, env=self.environment(name), capture_output=True, check=False, timeout=30
        )
        return checked.returncode == 0

    def wait(self, service: Service) -> None:
        deadline = time.monotonic() + LIMIT_SECONDS
        while not self.is_healthy(service.name):
            assert is_alive(service), tail(service.log, 40)
            assert time.monotonic() < deadline, tail(service.log, 40)
            time.sleep(1)


@pytest.fixture(scope="module")
def by_hand() -> Iterator[ByHand]:
    psycopg = pytest.importorskip("psycopg")
    folder = Path(tempfile.mkdtemp(prefix="newsledger-compose-"))
    folder.chmod(0o755)  # Postgres runs as somebody else if we are root
    home, server_home = Home(folder / "data"), Home(folder / "server")
    server_home.airflow.mkdir(parents=True)
    names = ("NEWSLEDGER_UI_PORT", "NEWSLEDGER_DASHBOARD_PORT", "NEWSLEDGER_DOCS_PORT")
    values = filled_in({name: free_port() for name in names})
    password = values["NEWSLEDGER_POSTGRES_PASSWORD"]
    user = metadata_database.account()
    metadata_database.make_cluster(server_home, INSTALLED[0], password, user)
    server, url = metadata_database.start_cluster(server_home, INSTALLED[0], password, {}, user)
    hand: ByHand | None = None
    try:
        metadata_database.wait_for_cluster(server_home, server)
        with psycopg.connect(url.replace("+psycopg2", ""), autocommit=True) as connection:
            connection.execute("create database airflow")
        hand = ByHand(home, values, int(url.rpartition(":")[2].partition("/")[0]))
        yield hand
    finally:
        if hand is not None:
            stop(hand.started, hand.mark, term_seconds=20)
        metadata_database.stop_cluster(server)
        shutil.rmtree(folder, ignore_errors=True)


def test_the_services_come_up_in_the_declared_order_and_their_health_checks_pass(by_hand: ByHand) -> None:
    assert not by_hand.is_healthy("api-server")
    init = subprocess.run(
        by_hand.command("init", by_hand.services["init"]["command"]),
        env=by_hand.environment("init"),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    assert init.returncode == 0, init.stdout + init.stderr
    passwords = by_hand.home.airflow / "passwords.json"
    assert passwords.stat().st_mode & 0o777 == 0o600
    assert json.loads(passwords.read_text()) == {"admin": by_hand.values["NEWSLEDGER_ADMIN_PASSWORD"]}

    by_hand.wait(by_hand.launch("api-server"))
    workers = [
        by_hand.launch(name) for name in ("scheduler", "dag-processor", "triggerer", "dashboard", "docs")
    ]
    for service in workers:
        by_hand.wait(service)

    assert health.ask(f"{by_hand.ui}/api/v2/dags").status == 401
    token = health.log_in(by_hand.ui, "admin", by_hand.values["NEWSLEDGER_ADMIN_PASSWORD"])
    assert token
    pool = health.ask(f"{by_hand.ui}/api/v2/pools/{WAREHOUSE_POOL}", token=token)
    assert pool.document()["slots"] == 1
    deadline = time.monotonic() + LIMIT_SECONDS
    while not (listed := health.ask(f"{by_hand.ui}/api/v2/dags", token=token).document()["dags"]):
        assert time.monotonic() < deadline
        time.sleep(1)
    assert all(dag["dag_id"] for dag in listed)

    # init again, as compose does it at each `up`: nothing is lost, the password may have changed
    by_hand.values["NEWSLEDGER_ADMIN_PASSWORD"] = "another long password"
    again = subprocess.run(
        by_hand.command("init", by_hand.services["init"]["command"]),
        env={**by_hand.environment("init"), "NEWSLEDGER_ADMIN_PASSWORD": "another long password"},
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    assert again.returncode == 0, again.stdout + again.stderr
    assert health.log_in(by_hand.ui, "admin", "another long password")
