"""Landing: every listed item has one outcome, equal content lands once, nothing half-done is seen."""

import json
from datetime import UTC, datetime

import duckdb
import pytest

from newsledger.errors import ItemOutcome, TerminalError
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.settings import Home
from newsledger.stages import ingest, ingest_rows
from newsledger.warehouse import loading
from newsledger.warehouse.batches import batch_key, new_batch_id, pending_batches, write_batch
from tests.unit.warehouse.rows import SOURCE, article, listing


def write(home, parsed_listings, run_key="run", observed_at="2025-06-02T00:00:00+00:00"):
    """A batch of listings, as `read_listings` writes it."""
    key = batch_key("ingest", SOURCE.source_id, run_key, "listings")
    rows = ingest_rows.BatchRows(SOURCE, new_batch_id(key), observed_at)
    for number, parsed in enumerate(parsed_listings):
        ingest_rows.add_listing(rows, f"https://a.example/list/{number}", parsed, "")
    return write_batch(
        home,
        kind="ingest",
        identifier=rows.batch_id,
        run_key=run_key,
        source_id=SOURCE.source_id,
        written_at=datetime.now(UTC).timestamp(),
        tables=rows.tables(),
        facts={"observed_at": observed_at},
    )


def query(home, sql):
    with duckdb.connect(str(home.warehouse)) as connection:
        return connection.execute(sql).fetchall()


CONSERVATION = """
    select listings.listing_id, items_listed, count(outcome_id)
    from raw.listings left join raw.parse_outcomes as outcomes using (listing_id)
    group by all having items_listed != count(outcome_id)
"""


def test_equal_content_lands_once_however_often_it_is_listed(tmp_path):
    home = Home(tmp_path)
    write(home, [listing(article(1), article(2)), listing(article(2), article(3))])
    loaded = loading.load_ingest_batches(home, SOURCE)
    assert loaded["outcomes"] == {"already_known": 1, "landed": 3}
    write(home, [listing(article(1), article(2), article(3))], run_key="again")
    assert loading.load_ingest_batches(home, SOURCE)["outcomes"] == {"already_known": 3}
    assert query(home, "select count(*), count(distinct article_version_id) from raw.article_versions") == [
        (3, 3)
    ]
    assert query(home, CONSERVATION) == []


def test_a_changed_body_lands_as_a_version_of_its_article(tmp_path):
    home = Home(tmp_path)
    write(home, [listing(article(1, "摘录 ..."), article(1, "全文在此"))])
    assert loading.load_ingest_batches(home, SOURCE)["outcomes"] == {"landed": 2}
    assert query(home, "select count(distinct article_id), count(*) from raw.article_versions") == [(1, 2)]


def test_a_refused_item_has_its_code_and_its_reason(tmp_path):
    home = Home(tmp_path)
    write(home, [listing(article(1), refused=2)])
    assert loading.load_ingest_batches(home, SOURCE)["outcomes"] == {"landed": 1, "no_body": 2}
    assert query(home, "select distinct message from raw.parse_outcomes where outcome_code = 'no_body'") == [
        ("no text under the title",)
    ]
    assert query(home, CONSERVATION) == []


def test_links_of_a_run_that_died_are_interrupted_and_counted(tmp_path):
    home = Home(tmp_path)
    links = ("https://a.example/8", "https://a.example/9")
    write(home, [listing(article(1), links=links)], run_key="died")
    assert loading.load_ingest_batches(home, SOURCE)["outcomes"] == {"interrupted": 2, "landed": 1}
    assert query(home, CONSERVATION) == []


def test_a_batch_is_loaded_once_even_if_it_could_not_be_removed(tmp_path):
    home = Home(tmp_path)
    batch = write(home, [listing(article(1))])
    kept = json.loads((batch.path / "manifest.json").read_text())
    items = (batch.path / "items.jsonl").read_bytes()
    loading.load_ingest_batches(home, SOURCE)
    batch.path.mkdir()
    (batch.path / "manifest.json").write_text(json.dumps(kept))
    (batch.path / "items.jsonl").write_bytes(items)
    assert loading.load_ingest_batches(home, SOURCE)["batches"] == 0
    assert query(home, "select count(*) from raw.parse_outcomes") == [(1,)]
    assert not batch.path.exists()


def test_a_failed_load_leaves_the_warehouse_as_it_was(tmp_path, monkeypatch):
    home = Home(tmp_path)
    write(home, [listing(article(1))])

    def full_disk(*arguments):
        raise OSError("no space left on device")

    monkeypatch.setattr(loading, "record_batches", full_disk)
    with pytest.raises(OSError, match="no space"):
        loading.load_ingest_batches(home, SOURCE)
    monkeypatch.undo()
    assert query(home, "select count(*) from raw.article_versions") == [(0,)]
    assert loading.load_ingest_batches(home, SOURCE)["outcomes"] == {"landed": 1}


def test_a_half_written_batch_is_not_seen(tmp_path):
    home = Home(tmp_path)
    half = home.landing / "ingest" / ".incoming-1-x"
    half.mkdir(parents=True)
    (half / "items.jsonl").write_text('{"title": "cut off')
    assert pending_batches(home, "ingest", set(), SOURCE.source_id, 0.0) == []
    assert loading.load_ingest_batches(home, SOURCE)["batches"] == 0


def test_another_airflow_s_unfinished_batches_are_left_to_it_until_they_are_old(tmp_path, monkeypatch):
    home = Home(tmp_path)
    monkeypatch.setenv("NEWSLEDGER_RUNNER", "scheduler")
    batch = write(home, [listing(article(1))])
    monkeypatch.setenv("NEWSLEDGER_RUNNER", "headless")
    now = batch.written_at
    assert pending_batches(home, "ingest", set(), SOURCE.source_id, now + 60) == []
    assert [
        found.batch_id for found in pending_batches(home, "ingest", set(), SOURCE.source_id, now + 86400)
    ] == [batch.batch_id]


def test_a_line_of_ten_megabytes_lands(tmp_path):
    home = Home(tmp_path)
    write(home, [listing(article(1, "长" * 3_500_000))])
    assert loading.load_ingest_batches(home, SOURCE)["outcomes"] == {"landed": 1}
    assert query(home, "select length(body) from raw.article_versions") == [(3_500_000,)]


def test_a_home_of_the_demo_refuses_real_sources_and_loses_nothing(tmp_path):
    home = Home(tmp_path)
    demo = SOURCE.model_copy(update={"is_demo": True, "source_id": "demo_synthetic"})
    key = batch_key("ingest", demo.source_id, "run", "listings")
    rows = ingest_rows.BatchRows(demo, new_batch_id(key), "2025-06-02T00:00:00+00:00")
    ingest_rows.add_listing(rows, "https://a.example/list", listing(article(1)), "")
    write_batch(
        home,
        kind="ingest",
        identifier=rows.batch_id,
        run_key="run",
        source_id=demo.source_id,
        written_at=0.0,
        tables=rows.tables(),
    )
    loading.load_ingest_batches(home, demo)
    batch = write(home, [listing(article(2))])
    with pytest.raises(TerminalError, match="holds the demo"):
        loading.load_ingest_batches(home, SOURCE)
    assert batch.path.exists()
    assert query(home, "select distinct is_demo from raw.article_versions") == [(True,)]


def late_pages(home, listings, run_key, moment):
    """A batch of the pages that a listings batch links to, as `read_pages` writes it."""
    key = batch_key("ingest", SOURCE.source_id, run_key, "pages-000000")
    rows = ingest_rows.BatchRows(SOURCE, new_batch_id(key), listings.facts["observed_at"])
    for link in listings.rows("links"):
        item = ParsedItem(0, ItemOutcome.PARSED, article(int(link["url"][-1]), f"读到于{moment}"))
        ingest_rows.add_page(rows, link, ParsedListing("p", "1", 1, (item,)), "", is_known=False)
    return write_batch(
        home,
        kind="ingest",
        identifier=rows.batch_id,
        run_key=run_key,
        source_id=SOURCE.source_id,
        written_at=datetime.now(UTC).timestamp(),
        tables=rows.tables(),
    )


def test_pages_that_come_after_their_run_was_given_up_land_without_a_second_outcome(tmp_path):
    home = Home(tmp_path)
    listings = write(home, [listing(article(1), links=("https://a.example/8", "https://a.example/9"))])
    kept = [dict(row) for row in listings.rows("links")]
    loading.load_ingest_batches(home, SOURCE)
    listings.path.mkdir(parents=True)
    listings.files("links").write_text("".join(json.dumps(row) + "\n" for row in kept))
    late_pages(home, listings, "run", "后来")
    loading.load_ingest_batches(home, SOURCE)
    assert query(home, "select count(*), count(distinct outcome_id) from raw.parse_outcomes") == [(3, 3)]
    assert query(home, "select count(*) from raw.article_versions") == [(3,)]
    assert query(home, CONSERVATION) == []


def test_two_tries_of_the_same_pages_give_each_item_one_outcome(tmp_path):
    home = Home(tmp_path)
    listings = write(home, [listing(article(1), links=("https://a.example/8",))])
    late_pages(home, listings, "run", "一")
    late_pages(home, listings, "run", "二")
    loading.load_ingest_batches(home, SOURCE)
    assert query(home, "select count(*), count(distinct outcome_id) from raw.parse_outcomes") == [(2, 2)]
    assert query(home, CONSERVATION) == []


def test_what_a_dead_run_left_is_not_held_against_the_next(tmp_path):
    home = Home(tmp_path)
    write(home, [listing(links=tuple(f"https://a.example/{n}" for n in range(9)))], run_key="died")
    write(home, [listing(article(1))], run_key="next")
    loaded = loading.load_ingest_batches(home, SOURCE, "next")
    assert loaded["outcomes"] == {"landed": 1}
    assert ingest.check_failure_share(SOURCE, loaded) == {"listed": 1, "refused": 0}


def test_the_alarm_for_refusals_outlives_a_second_try_of_the_load(tmp_path):
    home = Home(tmp_path)
    write(home, [listing(article(1), refused=9)], run_key="bad")
    for _ in range(2):
        loaded = loading.load_ingest_batches(home, SOURCE, "bad")
        with pytest.raises(TerminalError, match="9 of 10 listed items were refused"):
            ingest.check_failure_share(SOURCE, loaded)


def test_a_damaged_manifest_keeps_no_other_batch_out(tmp_path):
    home = Home(tmp_path)
    damaged = write(home, [listing(article(1))], run_key="damaged")
    (damaged.path / "manifest.json").write_text("")
    write(home, [listing(article(2))], run_key="whole")
    assert loading.load_ingest_batches(home, SOURCE)["outcomes"] == {"landed": 1}
    assert (damaged.path.parent / f".damaged-{damaged.batch_id}" / "items.jsonl").exists()
