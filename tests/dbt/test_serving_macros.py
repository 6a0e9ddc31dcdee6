"""The table macros of the serving copy, over the marts of the hand-written rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from newsledger.warehouse import search_index
from newsledger.warehouse.publishing import create_macros

if TYPE_CHECKING:
    from dbt_process import Dbt


@pytest.fixture(scope="module")
def serving(
    stepwise: Dbt, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("serving") / "warehouse.duckdb"
    shutil.copy(stepwise.warehouse, path)
    with duckdb.connect(str(path)) as connection:
        search_index.build_search_index(connection)
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
        create_macros(connection, [*(name for (name,) in tables), *search_index.TABLES])
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


def test_measures_of_companies_and_topics_are_those_of_the_days_between(
    serving: duckdb.DuckDBPyConnection,
) -> None:
    span = "(date '2025-03-01', date '2025-03-01')"
    companies = serving.execute(
        f"select company_id, articles, texts, stories, mentions from marts.company_measures{span}"
    ).fetchall()
    # tinci_other has no date, the article about Tesla is deleted. The demo tells the text of another story.
    assert companies == [
        ("catl", 5, 3, 4, 5),
        ("byd", 3, 1, 2, 3),
        ("candidate:orchid_robotics", 1, 1, 1, 1),
        ("tinci_materials", 1, 1, 1, 1),
    ]
    shares = dict(
        serving.execute(f"select company_id, share_of_voice from marts.company_measures{span}").fetchall()
    )
    row = serving.execute(
        "select count(distinct story_id) from marts.fct_articles where not is_deleted "
        "and published_at >= '2025-03-01 00:00:00+00' and published_at < '2025-03-02 00:00:00+00'"
    ).fetchone()
    assert row is not None
    assert shares["catl"] == pytest.approx(100 * 4 / row[0], abs=1e-3)
    topics = serving.execute(
        f"select topic_id, articles, stories, main_stories from marts.topic_measures{span} order by all"
    ).fetchall()
    expected = serving.execute(
        "select topic_id, count(*), count(distinct story_id), count(distinct story_id) filter (where is_main) "
        "from marts.fct_article_topics where published_at is not null group by all order by all"
    ).fetchall()
    assert topics == expected != []


def test_no_day_no_measures(serving: duckdb.DuckDBPyConnection) -> None:
    for name in ("company_measures", "topic_measures"):
        found = serving.execute(f"from marts.{name}(date '2001-01-01', date '2001-12-31')").fetchall()
        assert found == []


def test_the_disputed_share_is_of_the_series_that_several_stories_tell(
    serving: duckdb.DuckDBPyConnection,
) -> None:
    measured = serving.execute(
        "select series, series_of_several_stories, disputed_series, disputed_share "
        "from marts.metric_measures() where metric_id = 'revenue'"
    ).fetchall()
    flags = serving.execute(
        "select story_count, is_disputed from marts.fct_metric_series where metric_id = 'revenue'"
    ).fetchall()
    several = [is_disputed for story_count, is_disputed in flags if story_count > 1]
    assert measured == [(len(flags), len(several), sum(several), 100 * sum(several) / len(several))]


def test_facts_as_of_tell_what_was_known_on_a_date(serving: duckdb.DuckDBPyConnection) -> None:
    def known(moment: str, article: str) -> list[str]:
        rows = serving.execute(
            f"select figure_text from marts.facts_as_of(timestamptz '{moment}') where article_id = ?",
            [article],
        ).fetchall()
        return [str(row[0]) for row in rows]

    assert known("2025-03-02 12:00:00+00", "catl_report") == ["3600亿元", "475GWh"]
    assert known("2025-03-09 12:00:00+00", "catl_report") == ["3620亿元", "475GWh"]
    assert known("2025-03-02 12:00:00+00", "deleted") == ["1.79 million vehicles"]
    assert known("2025-03-09 12:00:00+00", "deleted") == known("2025-03-01 12:00:00+00", "deleted") == []
