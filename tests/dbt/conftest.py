"""One warehouse built in two steps, as runs do it, and one built at once from the same rows."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from raw_rows import corrections, first_crawl, load, second_crawl

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


@dataclass(frozen=True)
class Dbt:
    """dbt in a child process over one warehouse file, with its own target and logs."""

    warehouse: Path
    project: Path

    @property
    def target(self) -> Path:
        return self.warehouse.parent / "target"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", *arguments],
            cwd=self.project,
            env={
                **os.environ,
                "NEWSLEDGER_WAREHOUSE": str(self.warehouse),
                "DBT_PROFILES_DIR": str(self.project),
                "DBT_TARGET_PATH": str(self.target),
                "DBT_LOG_PATH": str(self.warehouse.parent / "logs"),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
                "DO_NOT_TRACK": "1",
                "DBT_USE_COLORS": "false",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def must_run(self, *arguments: str) -> None:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]

    def manifest(self) -> dict[str, Any]:
        return dict(json.loads((self.target / "manifest.json").read_text(encoding="utf-8")))


WITHOUT_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project as it stands now, with corrections of the hand-written facts: builds that are
    compared must be of the same files."""
    copy = tmp_path_factory.mktemp("project") / "dbt_project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("target", "logs"))
    with (copy / "seeds" / "fact_corrections.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(corrections())
    return copy


@pytest.fixture(scope="session")
def stepwise(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Dbt:
    """The first crawl built, then the second on top of it, with every test of the project."""
    dbt = Dbt(tmp_path_factory.mktemp("stepwise") / "warehouse.duckdb", project)
    load(dbt.warehouse, first_crawl())
    dbt.must_run("build", *WITHOUT_TESTS)
    load(dbt.warehouse, second_crawl())
    dbt.must_run("build")
    return dbt


@pytest.fixture(scope="session")
def at_once(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Dbt:
    """The rows of both crawls loaded from the last to the first, built once."""
    dbt = Dbt(tmp_path_factory.mktemp("at_once") / "warehouse.duckdb", project)
    load(dbt.warehouse, first_crawl(), second_crawl(), is_reversed=True)
    dbt.must_run("build", "--full-refresh", *WITHOUT_TESTS)
    return dbt


@pytest.fixture
def marts(stepwise: Dbt) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(stepwise.warehouse), read_only=True) as connection:
        connection.execute("use marts")
        yield connection
