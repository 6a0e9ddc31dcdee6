"""Airflow's metadata: which database is chosen, and the private Postgres for real where one is installed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsledger.errors import TerminalError
from newsledger.services import metadata_database as metadata
from newsledger.services.processes import is_alive
from newsledger.settings import Home

INSTALLED = metadata.server_binaries({"PATH": os.environ.get("PATH", "")})
needs_server = pytest.mark.skipif(not INSTALLED, reason="no Postgres server is installed")


@pytest.fixture
def home() -> Iterator[Home]:
    # not pytest's own folder, which only root may enter
    folder = Path(tempfile.mkdtemp(prefix="newsledger-pg-test-"))
    folder.chmod(0o755)
    home = Home(folder)
    home.airflow.mkdir()
    yield home
    shutil.rmtree(folder)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_a_configured_url_names_the_driver_that_airflow_has(scheme: str) -> None:
    url = metadata.configured_url({"NEWSLEDGER_AIRFLOW_DB": f" {scheme}://u:p@db:5432/x "})
    assert url == "postgresql+psycopg2://u:p@db:5432/x"
    assert metadata.configured_url({}) is None
    assert metadata.configured_url({"NEWSLEDGER_AIRFLOW_DB": ""}) is None


@pytest.mark.parametrize("url", ["mysql://u:hidden@db/x", "sqlite:////x.db", "u:hidden@db/x"])
def test_other_databases_are_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(TerminalError, match="NEWSLEDGER_AIRFLOW_DB") as refused:
        metadata.configured_url({"NEWSLEDGER_AIRFLOW_DB": url})
    assert "hidden" not in str(refused.value)


def fake_server(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.4'\n")
        (folder / name).chmod(0o755)
    return folder


def test_a_named_server_is_the_only_one_looked_at(tmp_path: Path) -> None:
    named = fake_server(tmp_path / "bin", "17")
    assert metadata.server_binaries({"NEWSLEDGER_POSTGRES_BIN": str(named)}) == [named]
    assert metadata.server_binaries({"NEWSLEDGER_POSTGRES_BIN": "none", "PATH": str(named)}) == []
    assert metadata.server_binaries({"PATH": str(named)})[0] == named
    with pytest.raises(TerminalError, match="lacks postgres or initdb"):
        metadata.server_binaries({"NEWSLEDGER_POSTGRES_BIN": str(tmp_path)})


def test_a_cluster_is_opened_by_its_own_major_version(tmp_path: Path) -> None:
    old, new = fake_server(tmp_path / "15", "15"), fake_server(tmp_path / "17", "17")
    data = tmp_path / "data"
    data.mkdir()
    assert metadata.server_for(data, [new, old]) == new
    (data / "PG_VERSION").write_text("15\n")
    assert metadata.server_for(data, [new, old]) == old
    (data / "PG_VERSION").write_text("13\n")
    with pytest.raises(TerminalError, match="made by Postgres 13; installed: 15, 17"):
        metadata.server_for(data, [new, old])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives the server to another user")
def test_a_home_that_the_server_may_not_enter_is_named(home: Home) -> None:
    user = metadata.account()
    assert user is not None
    assert metadata.why_unusable(home, user) is None
    home.path.chmod(0o700)
    assert str(home.airflow) in (metadata.why_unusable(home, user) or "")


@needs_server
def test_the_private_server_starts_stops_keeps_its_data_and_asks_for_the_password(home: Home) -> None:
    psycopg = pytest.importorskip("psycopg")
    user, binaries = metadata.account(), INSTALLED[0]
    metadata.make_cluster(home, binaries, "right", user)
    data = metadata.cluster(home)
    assert data.stat().st_mode & 0o777 == 0o700
    assert data.stat().st_uid == (user.uid if user else os.geteuid())

    service, url = metadata.start_cluster(home, binaries, "right", {}, user)
    metadata.wait_for_cluster(home, service)
    plain = url.replace("+psycopg2", "")
    with psycopg.connect(plain) as connection:
        connection.execute("create table kept as select 1 as n")
        assert connection.execute("show listen_addresses").fetchone() == ("127.0.0.1",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(plain.replace(":right@", ":wrong@"))
    assert metadata.stop_cluster(service)
    assert not is_alive(service)
    assert not metadata.stop_cluster(service)

    metadata.make_cluster(home, binaries, "right", user)
    service, url = metadata.start_cluster(home, binaries, "right", {}, user)
    metadata.wait_for_cluster(home, service)
    with psycopg.connect(url.replace("+psycopg2", "")) as connection:
        assert connection.execute("select n from kept").fetchone() == (1,)
    assert metadata.stop_cluster(service)


@needs_server
def test_a_cluster_that_was_half_made_is_made_anew(home: Home) -> None:
    partial = home.airflow / "postgres.partial"
    partial.mkdir()
    (partial / "PG_VERSION").write_text("1")
    metadata.make_cluster(home, INSTALLED[0], "x", metadata.account())
    assert not partial.exists()
    assert (metadata.cluster(home) / "global").is_dir()


@needs_server
def test_a_server_that_does_not_start_shows_its_log(home: Home) -> None:
    user = metadata.account()
    metadata.make_cluster(home, INSTALLED[0], "x", user)
    (metadata.cluster(home) / "postgresql.conf").write_text("no_such_setting = 1\n")
    service, _ = metadata.start_cluster(home, INSTALLED[0], "x", {}, user)
    with pytest.raises(TerminalError, match=r"(?s)no_such_setting.*NEWSLEDGER_POSTGRES_BIN=none"):
        metadata.wait_for_cluster(home, service)


@needs_server
@pytest.mark.parametrize("port", ["0x10", "postgres", "-1"])
def test_a_bad_postgres_port_is_refused(home: Home, port: str) -> None:
    with pytest.raises(TerminalError, match="NEWSLEDGER_POSTGRES_PORT"):
        metadata.start_cluster(home, INSTALLED[0], "x", {"NEWSLEDGER_POSTGRES_PORT": port}, None)
