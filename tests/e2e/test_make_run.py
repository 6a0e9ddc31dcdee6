"""The whole job, through real Airflow, HTTP, DuckDB and dbt: on the demo site, twice, and twice at once."""

import re
import subprocess

import duckdb
import pytest

from newsledger.settings import Home
from tests.conftest import PROJECT_ROOT
from tests.e2e.runs import command, environment, run
from tests.integration.replay import marts_state

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

MARTS = [
    "dim_companies",
    "dim_subjects",
    "dim_metrics",
    "dim_topics",
    "dim_sources",
    "fct_articles",
    "fct_article_versions",
    "fct_company_mentions",
    "fct_metric_observations",
    "fct_metric_series",
    "fct_article_topics",
    "fct_company_links",
    "fct_source_health",
    "fct_source_alarms",
    "fct_story_links",
    "publication",
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    return home, run(home.path)


def state(home):
    return marts_state(home.serving, home.dbt_target / "target" / "manifest.json")


def rows(home, query):
    with duckdb.connect(str(home.serving), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_first_run_works_and_stays_under_three_minutes(demo):
    _, first = demo
    assert first.returncode == 0
    assert first.seconds < 180


def test_it_shows_what_it_is_doing_and_ends_with_the_summary(demo):
    home, first = demo
    for words in ("airflow: ingest_demo_channel", "extract_facts:", "build_marts:", "publish_warehouse:"):
        assert words in first.output
    summary = first.output.split("Rows of each mart:")[1]
    for mart in MARTS:
        assert re.search(rf"^  {mart} +[\d,]+$", summary, re.MULTILINE), mart
    shown = re.findall(
        r"^  [^|\n]+ \| [^|\n]+ \| [^|\n]+ \| [^|\n]+ \| [^|\n]+\n      “.+”$", summary, re.MULTILINE
    )
    assert len(shown) == 5
    assert str(home.serving) in summary


def test_the_demo_lands_as_it_was_written(demo):
    home, _ = demo
    outcomes = dict(
        rows(home, "select outcome_code, count(*) from marts.fct_parse_outcomes group by all order by all")
    )
    assert outcomes["landed"] >= 30
    assert {code: count for code, count in outcomes.items() if code != "landed"} == {
        "fetch_failed": 1,
        "forbidden_by_robots": 1,
        "not_found": 1,
    }
    channel = "source_id = 'demo_channel'"
    assert rows(
        home, f"select count(*), count(distinct story_id) from marts.fct_articles where {channel}"
    ) == [(20, 19)]
    assert rows(home, f"select count(*) from marts.fct_articles where {channel} and version_count = 2") == [
        (1,)
    ]
    assert rows(home, "select distinct is_demo from marts.fct_articles") == [(True,)]


@pytest.fixture(scope="module")
def at_once(demo):
    """Two further runs, the second started during the first: the state before and after, and each run."""
    home, first = demo
    before = state(home)
    assert first.returncode == 0 and before["fct_metric_observations"]
    again = subprocess.Popen(
        command(), cwd=PROJECT_ROOT, env=environment(home.path), stdout=subprocess.PIPE, text=True
    )
    assert "newsledger: the demo" in again.stdout.readline()
    during = run(home.path)
    again_output = again.stdout.read()
    assert again.wait() == 0, again_output
    assert during.returncode == 0
    return before, state(home), again.pid, again_output, during.output


def test_a_second_run_says_no_new_articles_and_keeps_every_row(at_once):
    before, after, _, again_output, _ = at_once
    assert "no new articles" in again_output
    assert "sources: no alarm" in again_output
    assert after == before


def test_a_second_run_during_a_first_waits_and_loses_nothing(at_once):
    before, after, again_pid, _, during_output = at_once
    assert f"waiting for pid {again_pid}" in during_output
    assert "no new articles" in during_output
    assert after == before


def test_real_sources_are_refused_in_a_home_that_holds_the_demo(demo, tmp_path):
    home, _ = demo
    source = tmp_path / "real_feed.yaml"
    source.write_text(
        "kind: rss\nname: Real feed\nurls: [http://127.0.0.1:9/feed]\ntime_zone: UTC\nallow_private: true\n"
    )
    refused = run(home.path, "--sources", str(source))
    assert refused.returncode != 0
    assert "holds the demo" in refused.output
    assert "Traceback" not in refused.output
