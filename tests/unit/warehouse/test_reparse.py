"""A reparse reads past crawls from their bytes: what it leaves is what a fresh run would, and only there."""

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from newsledger.errors import FetchOutcome, TerminalError
from newsledger.extract.vocabulary import load_vocabulary
from newsledger.fetch.records import FetchResult
from newsledger.parse import files
from newsledger.settings import SEEDS_DIR, Home
from newsledger.sources.schema import Source
from newsledger.stages import extraction, ingest_rows, reparse
from newsledger.stages.crawl import parse_file
from newsledger.stages.revisits import known_page, unmodified_listing
from newsledger.warehouse import loading
from newsledger.warehouse.batches import batch_key, new_batch_id, write_batch
from newsledger.warehouse.reparse_scope import Wanted
from tests.conftest import PROJECT_ROOT
from tests.integration.failpoints_by_stage import REPARSING
from tests.unit.warehouse.test_loading import CONSERVATION, query

TEXTS = {
    "port": "上海港2024年吞吐量为5150.6万标准箱，同比增长4.8%。",
    "mine": "紫金矿业2024年净利润320.5亿元，同比增长51.8%。",
    "milk": "伊利股份2024年营收1157.8亿元。",
}
FIRST, SECOND = datetime(2025, 6, 1, 8, tzinfo=UTC), datetime(2025, 6, 3, 8, tzinfo=UTC)


def source_of(name: str = "own_lines", **keys) -> Source:
    return Source(source_id=name, kind="files", name=name, urls=["x"], time_zone="Asia/Shanghai", **keys)


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    """The sources at hand, which a test may change; and no network at all."""
    sources = {"own_lines": source_of(), "other_lines": source_of("other_lines")}
    monkeypatch.setattr(reparse, "declared_sources", lambda: sources)

    def refused(*_arguments, **_keywords):
        raise AssertionError("a reparse asked the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    return sources


@pytest.fixture(autouse=True)
def _read_once(monkeypatch):
    """The seeds do not change here: they are read once."""
    monkeypatch.setattr(extraction, "vocabulary_of", lambda _home: _vocabulary())


@cache
def _vocabulary():
    return load_vocabulary(SEEDS_DIR)


def lines(*names: str) -> bytes:
    rows = [
        {"id": name, "title": f"{name} 公告", "body": TEXTS[name], "published_at": "2025-05-31 09:00"}
        for name in names
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def crawl(home: Home, content: bytes | None, at: datetime, name: str = "own_lines", base=None) -> None:
    """A crawl of one listing, its bytes as given; without bytes a 304 for what `base` listed."""
    source = source_of(name)
    key = batch_key("ingest", name, f"run-{at:%d}-{name}", "listings")
    rows = ingest_rows.BatchRows(source, new_batch_id(key), at.isoformat())
    attempt = FetchResult(
        url="file:/data/lines.jsonl",
        requested_at=at,
        attempt=1,
        outcome=FetchOutcome.NOT_MODIFIED if content is None else FetchOutcome.OK,
        content=content,
        headers={"X-Kept": "yes"},
    )
    parsed = (
        unmodified_listing(attempt, base) if content is None else parse_file("lines.jsonl", content, source)
    )
    ingest_rows.add_listing(rows, attempt.url, parsed, ingest_rows.add_attempts(home, rows, [attempt]))
    write_batch(
        home,
        kind="ingest",
        identifier=rows.batch_id,
        run_key=f"run-{at:%d}-{name}",
        source_id=name,
        written_at=at.timestamp(),
        tables=rows.tables(),
        facts={"observed_at": rows.observed_at},
    )
    loading.load_ingest_batches(home, source)


def extract(home: Home, run_key: str) -> int:
    planned = extraction.plan_extraction(home, run_key)
    for chunk in planned["chunks"]:
        extraction.extract_chunk(home, run_key, chunk)
    extraction.load_facts(home)
    return planned["texts"]


def read_again(home: Home, run_key: str, wanted: Wanted | None = None) -> dict[str, int]:
    for chunk in reparse.plan_reparse(home, run_key, wanted or Wanted())["chunks"]:
        reparse.reparse_chunk(home, run_key, chunk)
    return reparse.load_reparse(home)


ARTICLES = """
    select article_id, title, body, published_at, parser_version
    from raw.article_versions order by all
"""
FACTS = """
    select article_version_id, metric_id, value_low, period_start, figure_text from raw.observations order by all
"""


def mended(monkeypatch, version="2"):
    """A parser of another day: it takes the mark 公告 off a title, and refuses what it does not name."""
    row = files._row

    def mend(position, line, place, time_zone):
        return row(position, line | {"title": line["title"].removesuffix(" 公告") + "快讯"}, place, time_zone)

    monkeypatch.setattr(files, "_row", mend)
    monkeypatch.setattr(files, "JSON_VERSION", version)


def test_a_mended_parser_s_reparse_equals_a_fresh_run_with_it(tmp_path, monkeypatch):
    home, fresh = Home(tmp_path / "home"), Home(tmp_path / "fresh")
    crawl(home, lines("port", "mine"), FIRST)
    crawl(home, lines("mine", "milk"), SECOND)
    extract(home, "one")
    mended(monkeypatch)
    counts = read_again(home, "again")
    assert (counts["new"], counts["gone"], counts["pages"]) == (3, 3, 2)
    assert extract(home, "two") == 3
    crawl(fresh, lines("port", "mine"), FIRST)
    crawl(fresh, lines("mine", "milk"), SECOND)
    extract(fresh, "one")
    for rows in (
        ARTICLES,
        FACTS,
        "select outcome_code, count(*) from raw.parse_outcomes group by 1 order by 1",
    ):
        assert query(home, rows) == query(fresh, rows) != []
    assert {row[4] for row in query(home, ARTICLES)} == {"2"}
    assert query(home, CONSERVATION) == []


def test_a_reparse_with_the_same_parser_changes_nothing_and_reads_no_text_again(tmp_path):
    home = Home(tmp_path)
    crawl(home, lines("port", "mine"), FIRST)
    extract(home, "one")
    rows = "select * from raw.article_versions order by 1"
    before = query(home, rows), query(home, FACTS)
    counts = read_again(home, "again")
    assert (counts["new"], counts["changed"], counts["gone"]) == (0, 0, 0)
    assert (query(home, rows), query(home, FACTS)) == before
    assert extract(home, "two") == 0
    assert query(home, "select page_count, lacking_count from raw.reparses") == [(1, 0)]
    assert list(home.landing.rglob("*.jsonl")) == []


def test_a_date_that_is_read_otherwise_dates_the_facts_anew(tmp_path, declared):
    home = Home(tmp_path)
    crawl(home, lines("port"), FIRST)
    extract(home, "one")
    declared["own_lines"] = source_of().model_copy(update={"time_zone": "America/New_York"})
    counts = read_again(home, "again")
    assert (counts["new"], counts["changed"], counts["gone"]) == (0, 1, 0)
    assert query(home, "select published_at::text from raw.article_versions") == [("2025-05-31 13:00:00+00",)]
    assert extract(home, "two") == 1
    assert len(query(home, FACTS)) == len(set(query(home, FACTS)))


def test_only_the_days_that_are_asked_for_are_read(tmp_path, monkeypatch):
    home = Home(tmp_path)
    crawl(home, lines("port"), FIRST)
    crawl(home, lines("milk"), SECOND)
    mended(monkeypatch)
    day = SECOND.date()
    read_again(home, "again", Wanted(first_date=day, last_date=day))
    titles = {row[1] for row in query(home, ARTICLES)}
    assert titles == {"port 公告", "milk快讯"}
    read_again(home, "before", Wanted(last_date=day - timedelta(days=1)))
    assert {row[1] for row in query(home, ARTICLES)} == {"port快讯", "milk快讯"}


def test_only_the_source_and_the_parser_that_are_asked_for_are_read(tmp_path, monkeypatch):
    home = Home(tmp_path)
    crawl(home, lines("port"), FIRST)
    crawl(home, lines("milk"), FIRST, "other_lines")
    mended(monkeypatch)
    read_again(home, "again", Wanted(source_id="other_lines"))
    assert {row[1] for row in query(home, ARTICLES)} == {"port 公告", "milk快讯"}
    assert query(home, "select distinct source_id from raw.reparses") == [("other_lines",)]
    read_again(home, "by parser", Wanted(parser="json_lines"))
    assert {row[1] for row in query(home, ARTICLES)} == {"port快讯", "milk快讯"}


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (Wanted(source_id="nobody"), "known: own_lines"),
        (Wanted(parser="best"), "known: json_lines"),
        (Wanted(first_date=date(2025, 6, 2), last_date=date(2025, 6, 1)), "before it begins"),
    ],
)
def test_what_raw_does_not_know_is_refused_with_what_it_knows(tmp_path, wanted, says):
    home = Home(tmp_path)
    crawl(home, lines("port"), FIRST)
    with pytest.raises(TerminalError, match=says):
        reparse.plan_reparse(home, "again", wanted)


def test_a_day_that_is_none_is_refused():
    assert reparse.wanted_of({"from": "2025-06-01", "to": "", "source": ""}) == Wanted(
        first_date=date(2025, 6, 1)
    )
    with pytest.raises(TerminalError, match="YYYY-MM-DD"):
        reparse.wanted_of({"from": "June"})


def test_what_lacks_its_bytes_stays_and_is_named(tmp_path, monkeypatch):
    home = Home(tmp_path)
    crawl(home, lines("port"), FIRST)
    crawl(home, lines("milk"), SECOND)
    lost = query(home, "select content_sha256 from raw.fetches order by requested_at limit 1")[0][0]
    (home.raw / lost[:2] / f"{lost}.gz").unlink()
    mended(monkeypatch)
    counts = read_again(home, "again")
    assert (counts["pages"], counts["lacking"]) == (1, 1)
    assert {row[1] for row in query(home, ARTICLES)} == {"port 公告", "milk快讯"}
    assert query(home, "select content_sha256, url from raw.reparse_gaps") == [
        (lost, "file:/data/lines.jsonl")
    ]
    assert query(home, CONSERVATION) == []


def test_a_304_states_what_its_page_is_read_as_now(tmp_path, monkeypatch):
    home = Home(tmp_path)
    crawl(home, lines("port", "milk"), FIRST)
    items = query(home, "select article_id, article_version_id from raw.parse_outcomes order by position")
    known = [{"article_id": a, "article_version_id": v, "url": None, "title": None} for a, v in items]
    base = known_page({"etag": '"1"', "last_modified": None, "asked_at": 0.0, "items": known})
    crawl(home, None, SECOND, base=base)
    mended(monkeypatch)
    read_again(home, "again")
    stated = query(
        home,
        "select outcome_code, article_version_id in (select article_version_id from raw.article_versions) "
        "from raw.parse_outcomes order by observed_at, position",
    )
    assert stated == [("landed", True)] * 2 + [("already_known", True)] * 2
    assert query(home, CONSERVATION) == []


def test_a_version_that_an_earlier_crawl_of_another_source_has_landed_stays_as_that_one_read_it(
    tmp_path, monkeypatch
):
    home = Home(tmp_path)
    row = {
        "title": "t",
        "body": TEXTS["port"],
        "url": "https://a.example/1",
        "published_at": "2025-05-31 09:00",
    }
    content = (json.dumps(row, ensure_ascii=False) + "\n").encode()
    crawl(home, content, FIRST, "other_lines")
    crawl(home, content, SECOND)
    monkeypatch.setattr(files, "JSON_VERSION", "2")
    read_again(home, "again", Wanted(source_id="own_lines"))
    landed = query(home, "select source_id, parser_version from raw.article_versions order by 1")
    assert [row for row in landed if row[0] == "other_lines"] == [("other_lines", "1")]
    assert query(home, "select count(*) from raw.parse_outcomes where outcome_code = 'landed'") == [
        (len(landed),)
    ]


@pytest.mark.parametrize("failpoint", REPARSING)
def test_a_reparse_that_is_killed_and_run_again_leaves_what_an_undisturbed_one_does(
    tmp_path, monkeypatch, failpoint
):
    home, fresh = Home(tmp_path / "home"), Home(tmp_path / "fresh")
    with monkeypatch.context() as old:
        mended(old, version="0")
        crawl(home, lines("port", "mine"), FIRST)
        crawl(home, lines("milk"), FIRST, "other_lines")
    crawl(fresh, lines("port", "mine"), FIRST)
    crawl(fresh, lines("milk"), FIRST, "other_lines")
    killed = subprocess.run(
        [sys.executable, "-m", "tests.integration.pipeline", "reparse"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "NEWSLEDGER_HOME": str(home.path), "NEWSLEDGER_FAILPOINT": failpoint},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    read_again(home, "again")
    for rows in (ARTICLES, "select outcome_code, count(*) from raw.parse_outcomes group by 1"):
        assert query(home, rows) == query(fresh, rows) != []
    assert query(home, CONSERVATION) == []
    assert list(home.path.rglob(".incoming-*")) == []
    assert list(home.landing.rglob("*.jsonl")) == []


def test_headers_and_bytes_are_those_of_the_crawl(tmp_path, monkeypatch):
    home = Home(tmp_path)
    crawl(home, lines("port"), FIRST)
    fetches, blobs = query(home, "from raw.fetches"), query(home, "from raw.blobs")
    mended(monkeypatch)
    read_again(home, "again")
    assert (query(home, "from raw.fetches"), query(home, "from raw.blobs")) == (fetches, blobs)
    assert query(home, "select headers ->> 'X-Kept' from raw.fetches") == [("yes",)]
