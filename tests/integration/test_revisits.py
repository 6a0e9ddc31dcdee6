"""A second crawl of an unchanged site: validators out, 304 back, no body, the same tables."""

import os
import signal
import subprocess
import sys

import duckdb
import pytest

from newsledger import settings
from newsledger.demo_site.server import demo_server
from newsledger.settings import SOURCES_DIR, Home
from newsledger.sources.load import load_source
from newsledger.sources.schema import Source
from newsledger.stages import ingest, revisits
from tests.conftest import PROJECT_ROOT
from tests.integration.replay import UNACCOUNTED, marts_state, raw_state

pytestmark = pytest.mark.slow


def crawl(home: Home, source: Source, run_key: str) -> dict[str, int]:
    """One run of a source; returns its outcomes."""
    revisits.read_known(home, source, run_key)
    listings = ingest.read_listings(home, source, run_key)
    for chunk in listings["chunks"]:
        ingest.read_pages(home, source, run_key, chunk)
    return ingest.load_batches(home, source, run_key)["outcomes"]


def query(home: Home, sql: str) -> list[tuple]:
    with duckdb.connect(str(home.warehouse)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def server(monkeypatch):
    with demo_server() as running:
        monkeypatch.setenv("NEWSLEDGER_DEMO_URL", running.url)
        monkeypatch.setenv("NEWSLEDGER_FETCH_BACKOFF_SECONDS", "0.01")
        yield running


@pytest.fixture
def home():
    return settings.home()


def test_pages_that_have_not_changed_cost_no_body_and_are_seen_again(server, home):
    source = load_source(SOURCES_DIR / "demo_pages.yaml")
    first = crawl(home, source, "first")
    server.bodies.clear()
    second = crawl(home, source, "second")
    refused = {"fetch_failed": 1, "forbidden_by_robots": 1, "not_found": 1}
    assert first == {"landed": 6, **refused}
    assert second == {"already_known": 6, **refused}
    assert set(server.bodies) == {"/robots.txt"}
    assert query(
        home,
        "select count(*), count(byte_count), count(content_sha256) from raw.fetches "
        "where outcome_code = 'not_modified'",
    ) == [(6, 0, 0)]
    assert query(
        home,
        "select distinct count(distinct observed_at) from raw.parse_outcomes "
        "where article_version_id is not null group by article_version_id",
    ) == [(2,)]
    assert query(home, UNACCOUNTED) == []
    assert list(home.landing.rglob("*.jsonl")) == []


def test_a_listing_that_has_not_changed_still_lists_what_it_listed(server, home):
    source = load_source(SOURCES_DIR / "demo_channel.yaml")
    first = crawl(home, source, "first")
    server.bodies.clear()
    second, third = crawl(home, source, "second"), crawl(home, source, "third")
    assert first == {"landed": 21}
    assert second == third == {"already_known": 21}
    assert set(server.bodies) == {"/robots.txt"}
    assert query(home, UNACCOUNTED) == []


def test_an_address_with_a_refused_item_is_read_in_full_again(server, home):
    source = load_source(SOURCES_DIR / "demo_channel.yaml")
    crawl(home, source, "first")
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(
            "update raw.parse_outcomes set outcome_code = 'no_body' where position = 3 "
            "and listing_id like '%listing-0'"
        )
    server.bodies.clear()
    crawl(home, source, "second")
    assert set(server.bodies) == {"/robots.txt", "/channel?page=1"}


def test_a_run_killed_while_it_was_told_leaves_nothing_behind(server, home):
    source = load_source(SOURCES_DIR / "demo_feed.yaml")
    crawl(home, source, "first")
    killed = subprocess.run(
        [sys.executable, "-m", "tests.integration.pipeline", "land"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "NEWSLEDGER_FAILPOINT": "batch_before_files:2"},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert list((home.landing / revisits.KIND).glob(".incoming-*"))
    crawl(home, source, "second")
    assert list(home.path.rglob(".incoming-*")) == []
    assert list(home.landing.rglob("*.jsonl")) == []


def test_a_run_that_was_told_nothing_asks_for_everything(server, home):
    source = load_source(SOURCES_DIR / "demo_feed.yaml")
    crawl(home, source, "first")
    server.bodies.clear()
    ingest.read_listings(home, source, "second")
    assert "/feed.xml" in server.bodies


def test_the_marts_are_those_of_full_answers(server, tmp_path):
    home = Home(tmp_path / "conditional")

    def pipeline(*steps: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "tests.integration.pipeline", *steps],
            cwd=PROJECT_ROOT,
            env={**os.environ, "NEWSLEDGER_HOME": str(home.path)},
            capture_output=True,
            check=True,
        )

    manifest = home.dbt_target / "target" / "manifest.json"
    pipeline("land", "build")
    raw, marts = raw_state(home.warehouse), marts_state(home.warehouse, manifest)
    assert marts["fct_articles"]
    server.bodies.clear()
    pipeline("land", "build")
    assert set(server.bodies) == {"/robots.txt"}
    assert raw_state(home.warehouse) == raw
    assert marts_state(home.warehouse, manifest) == marts
