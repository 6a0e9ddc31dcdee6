"""The table macros of the serving copy, over the marts of the hand-written rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from conftest import Dbt


@pytest.fixture(scope="module")
def serving(
    stepwise: Dbt, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("serving") / "warehouse.duckdb"
    shutil.copy(stepwise.warehouse, path)
    with duckdb.connect(str(path)) as connection:
        for file in sorted((project / "serving_macros").glob("*.sql")):
            connection.execute(file.read_text(encoding="utf-8"))
        yield connection


def found(serving: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    rows = serving.execute("select article_id from marts.search(?)", [query]).fetchall()
    return [str(row[0]) for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("宁德时代", {"catl_report"}),
        ("动力电池", {"catl_report"}),
        ("电池", {"catl_report"}),
        ("宁德时代 475gwh", {"catl_report"}),
        ("时代宁德", set()),  # its neighbours 时代 and 宁德 are there, the word is not
        ("昨晚业绩", set()),  # not even all neighbours
        ("TINCI materials", {"tinci", "tinci_other"}),
        ("tinci catl", {"tinci_other"}),
        ("tin", set()),
        ("deliveries", set()),  # of a deleted article
        ("3600", set()),  # of an earlier version
        ("3620亿元", {"catl_report"}),
        ("宁德时代，年报！", {"catl_report"}),
        ("' or 1=1 --", set()),
        ("", set()),
        ("，", set()),
    ],
)
def test_search_finds_what_holds_every_word(
    serving: duckdb.DuckDBPyConnection, query: str, expected: set[str]
) -> None:
    assert set(found(serving, query)) == expected


def test_an_article_that_has_it_in_the_title_and_says_it_more_often_comes_first(
    serving: duckdb.DuckDBPyConnection,
) -> None:
    ranked = found(serving, "catl")
    assert set(ranked) == {"wire", "repost", "demo_wire", "forecast", "tinci_other"}
    assert ranked[-1] == "tinci_other"
    scores = serving.execute("select score from marts.search('catl')").fetchall()
    assert scores == sorted(scores, reverse=True)


def test_every_macro_says_what_it_is_and_bears_the_name_of_its_file(project: Path) -> None:
    files = sorted((project / "serving_macros").glob("*.sql"))
    assert files
    for file in files:
        head, _, rest = file.read_text(encoding="utf-8").partition("create macro marts.")
        assert head.startswith("-- ")
        assert rest.startswith(f"{file.stem}(")
