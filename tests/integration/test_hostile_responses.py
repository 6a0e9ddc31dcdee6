"""More than two hundred hostile or broken answers: each an outcome, none a crash, memory bounded, the good land."""

import contextlib
import json
import os
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest

from newsledger.errors import FetchOutcome, ItemOutcome
from tests.conftest import PROJECT_ROOT
from tests.integration.hostile_answers import GOOD_PAGE, LISTINGS, PAGES, Answer, bomb, http
from tests.integration.hostile_crawl import GOOD_EVERY
from tests.integration.replay import UNACCOUNTED

pytestmark = pytest.mark.slow

MEMORY_LIMIT_MB = 500
EXPECTED = {
    "truncated gzip": ("bad_response", "fetch_failed"),
    "gzip that is none": ("bad_response", "fetch_failed"),
    "gzip with rubbish behind": ("ok", "landed"),
    "gzip in gzip in gzip": ("bad_response", "fetch_failed"),
    "deflate": ("ok", "landed"),
    "an unknown encoding": ("bad_response", "fetch_failed"),
    "a hundred thousand attributes": ("ok", "too_deep"),
    "a bomb of one gigabyte": ("too_large", "fetch_failed"),
    "five gigabytes declared": ("too_large", "fetch_failed"),
    "endless without a length": ("too_large", "fetch_failed"),
    "endless chunks": ("too_large", "fetch_failed"),
    "slow bytes": ("timed_out", "fetch_failed"),
    "slow headers": ("timed_out", "fetch_failed"),
    "silence": ("timed_out", "fetch_failed"),
    "redirect without end": ("too_many_redirects", "fetch_failed"),
    "redirect to itself": ("too_many_redirects", "fetch_failed"),
    "redirect to the metadata address": ("address_refused", "fetch_failed"),
    "redirect to the metadata address in IPv6": ("address_refused", "fetch_failed"),
    "redirect to a file": ("scheme_refused", "fetch_failed"),
    "reset in the body": ("bad_response", "fetch_failed"),
    "status 304": ("bad_response", "fetch_failed"),
    "status 404": ("not_found", "not_found"),
    "status 410": ("gone", "deleted"),
    "status 429": ("rate_limited", "blocked"),
    "gb2312 declared, UTF-8 sent": ("ok", "landed"),
    "UTF-8 declared, GB18030 sent": ("ok", "landed"),
    "UTF-16 with a mark": ("ok", "landed"),
    "NUL bytes": ("ok", "landed"),
    "lost characters": ("ok", "wrong_charset"),
    "nested divs": ("ok", "too_deep"),
    "a title of a megabyte": ("ok", "malformed"),
    "a script in a title": ("ok", "landed"),
    "SQL in an author": ("ok", "landed"),
    "a date of year 0": ("ok", "landed"),
    "a date of year 9999": ("ok", "landed"),
    "a text in Russian": ("ok", "unsupported_language"),
    "a challenge": ("ok", "blocked"),
    "empty": ("ok", "empty_page"),
    "a PDF": ("ok", "not_an_article"),
    "an external entity": ("ok", "not_an_article"),
}
LISTED_NAMES = {
    "feeds": {"laughs", "dates of years 0 and 9999", "a title of a megabyte", "gb2312 declared wrongly", "UTF-16",
              "NUL bytes", "truncated gzip", "slow bytes", "twenty thousand items"},
    "sitemaps": {"laughs", "a bomb"},
}  # fmt: skip


def answer_of(path: str) -> Answer:
    folder, _, name = unquote(path).lstrip("/").partition("/")
    if folder == "good":
        return GOOD_PAGE.replace("示例汽车".encode(), f"示例汽车{name}".encode())
    answers = PAGES if folder == "pages" else LISTINGS.get(folder, {})
    if name.startswith("redirect without end"):
        return http("301 Moved", f"Location: /pages/redirect without end/{'x' * (len(name) % 60)}")
    return answers.get(name.rstrip("?"), http("404 Not Found"))


class Handler(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self) -> None:
        line = self.rfile.readline(100_000).split()
        while self.rfile.readline(100_000).strip():
            pass
        answer = answer_of(line[1].decode()) if len(line) > 1 else b""
        if isinstance(answer, bytes):
            answer = http("200 OK", "Content-Type: text/html", body=answer)
        with contextlib.suppress(OSError):
            answer(self.connection)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The site, crawled and loaded in processes of their own: the home, and the most memory that each took."""
    home = tmp_path_factory.mktemp("hostile")
    bomb()
    peaks = {}
    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        for step in ("read", "load"):
            done = subprocess.run(
                [sys.executable, "-m", "tests.integration.hostile_crawl", step, url],
                cwd=PROJECT_ROOT,
                env={**os.environ, "NEWSLEDGER_HOME": str(home), "NEWSLEDGER_FETCH_BACKOFF_SECONDS": "0.01"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr[-4000:]
            line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
            peaks[step] = json.loads(line.removeprefix("RESULT "))["peak_mb"]
        server.shutdown()
    return home, peaks


def query(home: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def by_name(crawled):
    """Per hostile page: what became of its fetch, and of its item."""
    home, _ = crawled
    fetched = query(
        home, "select url, outcome_code from raw.fetches where source_id = 'pages' order by fetch_id"
    )
    asked = {unquote(url).partition("/pages/")[2]: code for url, code in fetched if "/pages/" in url}
    items = query(
        home,
        """
        select fetches.url, outcomes.outcome_code
        from raw.parse_outcomes as outcomes inner join raw.fetches as fetches using (fetch_id)
        where outcomes.source_id = 'pages'
        """,
    )
    return {
        name: (asked[name], code) for url, code in items if (name := unquote(url).partition("/pages/")[2])
    }


def test_there_are_more_than_two_hundred(crawled):
    assert len(PAGES) + sum(map(len, LISTINGS.values())) > 200


def test_every_answer_is_an_outcome_and_every_listed_item_is_accounted_for(crawled, by_name):
    home, _ = crawled
    assert set(by_name) == set(PAGES)
    assert query(home, UNACCOUNTED) == []
    for folder, answers in LISTINGS.items():
        urls = query(home, f"select distinct url from raw.listings where source_id = '{folder}'")
        assert {unquote(url).partition(f"/{folder}/")[2] for (url,) in urls} >= set(answers)
    codes = {code for (code,) in query(home, "select distinct outcome_code from raw.fetches")}
    assert codes <= set(FetchOutcome)
    codes = {code for (code,) in query(home, "select distinct outcome_code from raw.parse_outcomes")}
    assert codes <= set(ItemOutcome)


def test_the_listings_that_must_be_among_them_are():
    for folder, names in LISTED_NAMES.items():
        assert names <= set(LISTINGS[folder]), folder


def test_no_entity_is_unfolded(crawled):
    home, _ = crawled
    laughing = query(home, "select count(*) from raw.article_versions where title || body like '%hahahaha%'")
    assert laughing == [(0,)]
    listed = query(home, "select source_id from raw.listings where url like '%/laughs' order by source_id")
    assert listed == [("feeds",), ("sitemaps",)]


def test_a_feed_of_twenty_thousand_items_is_read_and_landed_in_one_process_under_the_limit(tmp_path):
    item = "<item><title>Plant {0} opens</title><link>https://news.example/{0}</link><description>{1}</description></item>"
    said = "The plant makes 120,000 cars a year, and sales rose 4% to 2.1 billion yuan in the quarter. " * 3
    feed = tmp_path / "feed.xml"
    feed.write_text(f"<rss><channel>{''.join(item.format(n, said) for n in range(20_000))}</channel></rss>")
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.hostile_crawl", "feed", str(feed)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "NEWSLEDGER_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    result = json.loads(line.removeprefix("RESULT "))
    assert result["outcomes"] == {"a_feed": {"landed": 20_000}}
    assert result["peak_mb"] < MEMORY_LIMIT_MB


def test_each_gets_the_code_that_it_should(by_name):
    assert {name: by_name[name] for name in EXPECTED} == EXPECTED


def test_every_refusal_says_why(crawled):
    home, _ = crawled
    assert (
        query(
            home,
            "select url, outcome_code from raw.parse_outcomes "
            "where outcome_code not in ('landed', 'already_known') and coalesce(message, '') = ''",
        )
        == []
    )


def test_the_good_articles_beside_them_land(crawled):
    home, _ = crawled
    good = query(home, "select title from raw.article_versions where title like '示例汽车_%一月交付3.2万辆'")
    assert len(good) == (len(PAGES) + GOOD_EVERY - 1) // GOOD_EVERY
    assert query(home, "select count(*) from raw.article_versions where source_id = 'feeds'")[0][0] >= 5


def test_memory_stays_bounded(crawled):
    _, peaks = crawled
    assert set(peaks) == {"read", "load"}
    assert max(peaks.values()) < MEMORY_LIMIT_MB, peaks


def test_nothing_hostile_is_in_what_landed(crawled):
    home, _ = crawled
    assert query(home, "select max(length(title)) <= 1000 from raw.article_versions") == [(True,)]
    assert query(
        home,
        "select count(*) from raw.article_versions where body like '%root:%' or contains(title || body, chr(0)) "
        "or length(author) > 500 or length(url) > 2000 or not regexp_matches(coalesce(url, 'http://'), '^https?://')",
    ) == [(0,)]
    years = query(
        home, "select distinct year(published_at) from raw.article_versions where published_at is not null"
    )
    assert all(1990 <= year <= 2100 for (year,) in years)
    authors = query(home, "select author from raw.article_versions where author like '%drop table%'")
    assert len(authors) == 1


def test_refusals_are_of_many_kinds(by_name):
    assert len(Counter(item for _, item in by_name.values())) >= 8
