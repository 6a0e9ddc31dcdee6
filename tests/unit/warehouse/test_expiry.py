"""Retention removes bytes whose time is over and that nobody else needs, never what was read from them."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from newsledger.errors import FetchOutcome
from newsledger.fetch.records import FetchResult
from newsledger.settings import Home
from newsledger.sources.schema import Source
from newsledger.stages import expiry, ingest_rows
from newsledger.warehouse import loading
from newsledger.warehouse.batches import batch_key, new_batch_id, write_batch
from newsledger.warehouse.blobs import blob_path, store_bytes
from tests.integration.failpoints_by_stage import EXPIRING
from tests.unit.warehouse.rows import article, listing
from tests.unit.warehouse.test_loading import query

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)
OLD, YOUNG = NOW - timedelta(days=40), NOW - timedelta(days=20)


def source_of(name, days=None):
    retention = {} if days is None else {"retention": {"raw_days": days}}
    return Source(
        source_id=name,
        kind="page_list",
        name=name,
        urls=["https://a.example/1"],
        time_zone="UTC",
        **retention,
    )


@pytest.fixture
def declared(monkeypatch):
    sources = {}
    monkeypatch.setattr(expiry, "declared_sources", lambda: sources)
    return sources


def fetch(home: Home, source: Source, content: bytes, at: datetime, number: int) -> str:
    """A page that a source has read, its file as old as that; returns the digest of its bytes."""
    run_key = f"{source.source_id}-{number}"
    rows = ingest_rows.BatchRows(
        source, new_batch_id(batch_key("ingest", source.source_id, run_key, "listings")), at.isoformat()
    )
    url = f"https://a.example/{number}"
    attempt = FetchResult(url=url, requested_at=at, attempt=1, outcome=FetchOutcome.OK, content=content)
    ingest_rows.add_listing(
        rows, url, listing(article(number)), ingest_rows.add_attempts(home, rows, [attempt])
    )
    write_batch(
        home, kind="ingest", identifier=rows.batch_id, run_key=run_key, source_id=source.source_id,
        written_at=at.timestamp(), tables=rows.tables(),
    )  # fmt: skip
    loading.load_ingest_batches(home, source, run_key)
    digest = str(rows.fetches[-1]["content_sha256"])
    os.utime(blob_path(home, digest), (at.timestamp(), at.timestamp()))
    return digest


def test_without_a_retention_bytes_stay_for_ever(tmp_path, declared):
    home, source = Home(tmp_path), source_of("patient")
    digest = fetch(home, source, b"page", datetime(1990, 1, 1, tzinfo=UTC), 1)
    assert expiry.expire_raw(home, NOW) == {"removed": 0, "files": 0}
    assert blob_path(home, digest).exists()


def test_bytes_whose_time_is_over_go_and_articles_stay(tmp_path, declared):
    home, source = Home(tmp_path), source_of("hasty", days=30)
    old, young = fetch(home, source, b"old page", OLD, 1), fetch(home, source, b"young page", YOUNG, 2)
    versions, fetches = query(home, "from raw.article_versions"), query(home, "from raw.fetches")
    assert expiry.expire_raw(home, NOW) == {"removed": 1, "files": 1}
    assert (blob_path(home, old).exists(), blob_path(home, young).exists()) == (False, True)
    assert query(home, "select content_sha256 from raw.blobs") == [(young,)]
    assert query(
        home,
        "select content_sha256, byte_count, reason, source_ids, fetch_count, last_fetched_at "
        "from raw.blob_removals",
    ) == [(old, 8, "retention", ["hasty"], 1, OLD)]
    assert query(home, "from raw.article_versions") == versions
    assert query(home, "from raw.fetches") == fetches
    assert expiry.expire_raw(home, NOW) == {"removed": 0, "files": 0}


def test_bytes_that_another_source_has_read_stay(tmp_path, declared):
    home = Home(tmp_path)
    hasty, patient = source_of("hasty", days=30), source_of("patient")
    digest = fetch(home, hasty, b"shared", OLD, 1)
    fetch(home, patient, b"shared", OLD, 2)
    assert expiry.expire_raw(home, NOW)["removed"] == 0
    declared["patient"] = source_of("patient", days=30)
    assert expiry.expire_raw(home, NOW)["removed"] == 1
    assert not blob_path(home, digest).exists()


def test_bytes_that_were_read_again_of_late_stay(tmp_path, declared):
    home, source = Home(tmp_path), source_of("hasty", days=30)
    fetch(home, source, b"page", OLD, 1)
    digest = fetch(home, source, b"page", YOUNG, 2)
    assert expiry.expire_raw(home, NOW)["removed"] == 0
    assert blob_path(home, digest).exists()


def test_the_declaration_at_hand_counts_before_the_one_on_record(tmp_path, declared):
    home = Home(tmp_path)
    fetch(home, source_of("changed", days=30), b"page", OLD, 1)
    declared["changed"] = source_of("changed")
    assert expiry.expire_raw(home, NOW)["removed"] == 0


def test_bytes_that_a_crawl_has_just_found_there_wait_for_its_batch(tmp_path, declared):
    home, source = Home(tmp_path), source_of("hasty", days=30)
    digest = fetch(home, source, b"page", OLD, 1)
    store_bytes(home, b"page")
    assert expiry.expire_raw(home, NOW)["removed"] == 0
    assert blob_path(home, digest).exists()


def test_bytes_that_come_again_are_kept_again(tmp_path, declared):
    home, source = Home(tmp_path), source_of("hasty", days=30)
    fetch(home, source, b"page", OLD, 1)
    expiry.expire_raw(home, NOW)
    digest = fetch(home, source, b"page", NOW, 2)
    assert expiry.expire_raw(home, NOW) == {"removed": 0, "files": 0}
    assert blob_path(home, digest).exists()
    assert query(home, "select count(*) from raw.blobs") == [(1,)]


@pytest.mark.parametrize("failpoint", EXPIRING)
def test_a_removal_that_is_killed_is_carried_through_by_the_next(tmp_path, declared, failpoint):
    home, source = Home(tmp_path / "home"), source_of("hasty", days=30)
    digest = fetch(home, source, b"page", OLD, 1)
    killed = subprocess.run(
        [sys.executable, "-m", "newsledger.cli", "expire"],
        env={**os.environ, "NEWSLEDGER_HOME": str(home.path), "NEWSLEDGER_FAILPOINT": failpoint},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    expiry.expire_raw(home, NOW)
    assert not blob_path(home, digest).exists()
    assert query(home, "select count(*) from raw.blob_removals") == [(1,)]
