"""Publishing under readers: none fails, none sees half a state, a long-lived one can see the new copy."""

import json
import multiprocessing
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.warehouse.publishing import PUBLICATIONS_KEPT, publish
from newsledger.warehouse.serving import current_publication, open_serving_copy
from newsledger.warehouse.working_copy import open_working_copy

READERS = 10
PUBLICATIONS = 5
ROWS = 20_000


def build(home: Home, generation: int, status: str = "success") -> None:
    """Marts whose every row names its generation, and the build that made them."""
    with open_working_copy(home, "build") as connection:
        connection.execute("create schema if not exists marts")
        for table in ("fct_listings", "dim_dates"):
            connection.execute(f"drop table if exists marts.{table}")
            connection.execute(
                f"create table marts.{table} as select range as row_id, {generation} as generation, "
                f"'正文 ' || range as body from range({ROWS})"
            )
            connection.execute(f"comment on table marts.{table} is 'One row per row, it''s synthetic'")
            connection.execute(f"comment on column marts.{table}.generation is 'Which build, e.g. 3'")
        connection.execute(
            "insert into raw.builds values (?, 'run', 1, ?, 'sha', 2, 0, '[]', ?)",
            [f"build_{generation}", status, datetime.now(UTC)],
        )


def read_in_a_loop(path: str, stop, failures, seen) -> None:
    """What an analyst's process does: open the published path, ask, close."""
    while not stop.is_set():
        try:
            with duckdb.connect(path, read_only=True) as connection:
                states = connection.execute(
                    "select generation, count(*) from marts.fct_listings group by all union all "
                    "select generation, count(*) from marts.dim_dates group by all"
                ).fetchall()
            if len(states) != 2 or states[0] != states[1] or states[0][1] != ROWS:
                failures.put(f"half a state: {states}")
            seen.put(states[0][0])
        except Exception as error:
            failures.put(f"{type(error).__name__}: {error}")


def test_ten_readers_go_through_five_publications_without_error_or_half_state(tmp_path):
    home = Home(tmp_path)
    build(home, 0)
    publish(home, "run")
    context = multiprocessing.get_context("spawn")
    stop, failures, seen = context.Event(), context.Queue(), context.Queue()
    readers = [
        context.Process(target=read_in_a_loop, args=(str(home.serving), stop, failures, seen))
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    generations = {seen.get(timeout=60)}
    for generation in range(1, PUBLICATIONS + 1):
        build(home, generation)
        assert publish(home, "run").is_new
        deadline = time.monotonic() + 60
        while generation not in generations and time.monotonic() < deadline:
            generations.add(seen.get(timeout=60))
    stop.set()
    while any(reader.is_alive() for reader in readers):
        while not seen.empty():
            generations.add(seen.get())
        time.sleep(0.05)
    found = []
    while not failures.empty():
        found.append(failures.get())
    assert found == []
    assert generations == set(range(PUBLICATIONS + 1))
    assert all(reader.exitcode == 0 for reader in readers)


def test_a_long_lived_reader_keeps_its_copy_and_finds_the_new_one_by_its_own_path(tmp_path):
    home = Home(tmp_path)
    build(home, 1)
    publish(home, "run")
    with open_serving_copy(home) as old:
        build(home, 2)
        publish(home, "run")
        assert old.execute("select distinct generation from marts.fct_listings").fetchall() == [(1,)]
        with open_serving_copy(home) as new:
            assert new.execute("select distinct generation from marts.fct_listings").fetchall() == [(2,)]


def test_comments_and_provenance_are_published(tmp_path):
    home = Home(tmp_path)
    build(home, 1)
    publication = publish(home, "run/7")
    with open_serving_copy(home) as connection:
        assert connection.execute(
            "select comment from duckdb_tables() where table_name = 'fct_listings'"
        ).fetchall() == [("One row per row, it's synthetic",)]
        assert connection.execute(
            "select comment from duckdb_columns() where table_name = 'fct_listings' "
            "and column_name = 'generation'"
        ).fetchall() == [("Which build, e.g. 3",)]
        row = connection.execute(
            "select publication_id, run_key, build_id, row_counts from marts.publication"
        ).fetchall()
    assert [(*row[0][:3], json.loads(row[0][3]))] == [
        (
            publication.publication_id,
            "run/7",
            "build_1",
            {"fct_listings": ROWS, "dim_dates": ROWS},
        )
    ]
    with duckdb.connect(str(home.serving), read_only=True) as connection:
        schemas = connection.execute("select distinct schema_name from duckdb_tables()").fetchall()
    assert schemas == [("marts",)]


def test_a_mart_that_the_last_build_does_not_know_stays_behind(tmp_path):
    home = Home(tmp_path)
    build(home, 1)
    target = home.dbt_target / "target"
    target.mkdir(parents=True)
    (target / "manifest.json").write_text(
        json.dumps(
            {
                "nodes": {
                    "model.newsledger.fct_listings": {
                        "resource_type": "model",
                        "schema": "marts",
                        "alias": "fct_listings",
                    }
                }
            }
        )
    )
    publish(home, "run")
    with duckdb.connect(str(home.serving), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
        counted = connection.execute("select row_counts from marts.publication").fetchall()
    assert tables == [("fct_listings",), ("publication",)]
    assert json.loads(counted[0][0]) == {"fct_listings": ROWS}


def test_a_failed_build_leaves_the_old_serving_copy(tmp_path):
    home = Home(tmp_path)
    build(home, 1)
    before = publish(home, "run").path
    build(home, 2, status="failed")
    with pytest.raises(TerminalError, match="the old serving copy stays"):
        publish(home, "run")
    assert current_publication(home) == before
    with open_serving_copy(home) as connection:
        assert connection.execute("select distinct generation from marts.fct_listings").fetchall() == [(1,)]


def test_publishing_twice_publishes_once_and_old_publications_go(tmp_path):
    home = Home(tmp_path)
    for generation in range(PUBLICATIONS_KEPT + 2):
        build(home, generation)
        assert publish(home, "run").is_new
        assert not publish(home, "run").is_new
    kept = sorted(home.publications.iterdir())
    assert len(kept) == PUBLICATIONS_KEPT
    assert kept[-1].samefile(home.serving)
    assert current_publication(home) == kept[-1]


def test_the_serving_connection_reads_no_other_file(tmp_path):
    home = Home(tmp_path)
    build(home, 1)
    publish(home, "run")
    secret = Path(tmp_path / "secret.csv")
    secret.write_text("a\n1\n")
    with open_serving_copy(home) as connection, pytest.raises(duckdb.Error):
        connection.execute(f"select * from read_csv('{secret}')")


def record(home, build_id, status, finished_at):
    with open_working_copy(home, "build") as connection:
        connection.execute(
            "insert into raw.builds values (?, 'run', 1, ?, 'sha', 2, 0, '[]', ?)",
            [build_id, status, finished_at],
        )


def test_a_build_that_was_killed_leaves_marts_that_are_not_published(tmp_path):
    home = Home(tmp_path)
    build(home, 1)
    record(home, "build_2", "running", datetime.now(UTC))
    with pytest.raises(TerminalError, match="did not succeed"):
        publish(home, "run")
    assert not home.serving.exists()


def test_the_ledger_s_order_counts_whatever_the_clock_says(tmp_path):
    home = Home(tmp_path)
    build(home, 1)
    publish(home, "run")
    build(home, 2)
    with open_working_copy(home, "the clock goes back") as connection:
        connection.execute(
            "update raw.builds set finished_at = finished_at - interval 1 day where build_id = 'build_2'"
        )
        connection.execute("update raw.publications set published_at = published_at + interval 1 day")
    for stale in ("publication_99990101T000000000000", "publication_99990102T000000000000"):
        (home.publications / f"{stale}.duckdb").write_bytes(b"")
    assert publish(home, "run").is_new
    with open_serving_copy(home) as connection:
        assert connection.execute("select distinct generation from marts.fct_listings").fetchall() == [(2,)]
    record(home, "build_3", "failed", datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(TerminalError, match="did not succeed"):
        publish(home, "run")
