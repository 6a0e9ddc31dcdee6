"""One warehouse built in two steps, as runs do it, and one built at once from the same rows."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from dbt_process import Dbt
from raw_rows import corrections, first_crawl, load, second_crawl

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


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
