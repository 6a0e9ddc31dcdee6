"""The demo site: what it holds, what it refuses, and that it never ages."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from newsledger.demo_site.server import ALWAYS_BROKEN, CONTENT_DIR, DemoServer, demo_server, page_file
from newsledger.errors import FetchOutcome, ItemOutcome
from newsledger.fetch.client import Fetcher, FetchPolicy
from newsledger.fetch.records import FetchResult
from newsledger.parse.records import ParsedArticle, ParsedListing
from newsledger.settings import SOURCES_DIR
from newsledger.sources.kinds import listing_of_failed_fetch, listing_urls, parse_listing
from newsledger.sources.load import load_source

FAST = FetchPolicy(backoff_base=0.01, backoff_cap=0.02)


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with demo_server() as running:
        yield running


@pytest.fixture(autouse=True)
def _demo_url(server: DemoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_DEMO_URL", server.url)


def crawl(source_id: str) -> list[tuple[FetchResult, ParsedListing]]:
    source = load_source(SOURCES_DIR / f"{source_id}.yaml")
    crawled = []
    with Fetcher(FAST) as fetcher:
        for url in listing_urls(source):
            result = fetcher.fetch(url, source)
            if result.is_ok and result.content is not None:
                listing = parse_listing(source, url, result.content, result.content_type)
            else:
                listing = listing_of_failed_fetch(url, result.outcome, result.message)
            crawled.append((result, listing))
    return crawled


def articles(source_id: str) -> list[ParsedArticle]:
    return [item.article for _, listing in crawl(source_id) for item in listing.items if item.article]


def test_the_channel_page_lists_twenty_distinct_items_and_one_of_them_twice() -> None:
    pages = crawl("demo_channel")
    assert [listing.items_listed for _, listing in pages] == [10, 11]
    assert all(item.outcome is ItemOutcome.PARSED for _, listing in pages for item in listing.items)
    keys = Counter((each.title, each.published_raw) for each in articles("demo_channel"))
    assert len(keys) == 20
    assert [key[0] for key, count in keys.items() if count == 2] == ["宁德时代的一百八十五亿"]


def test_the_item_that_stands_on_both_pages_changes_its_body() -> None:
    first, second = (each for each in articles("demo_channel") if each.title == "宁德时代的一百八十五亿")
    assert (first.body_kind, first.body_language) == ("summary", "en")
    assert (second.body_kind, second.body_language, second.original_account) == ("excerpt", "zh", "电池前哨")
    assert "1041.86亿元" in second.body
    assert "1,041.86 billion yuan" in first.body, "the machine translation multiplies 亿 by ten"


def test_one_story_stands_under_two_times() -> None:
    texts = Counter((each.title, each.body) for each in articles("demo_channel"))
    (story,) = [text for text, count in texts.items() if count == 2]
    times = [each.published_raw for each in articles("demo_channel") if (each.title, each.body) == story]
    assert len(set(times)) == 2


def test_every_form_of_body_is_there() -> None:
    found = articles("demo_channel")
    assert {(each.body_kind, each.body_language) for each in found} == {
        ("summary", "en"), ("summary", "zh"), ("digest", "en"), ("excerpt", "zh"),
    }  # fmt: skip
    assert any(each.body.startswith("Core Insights") for each in found)
    excerpts = [each for each in found if each.body_kind == "excerpt"]
    assert all(each.is_truncated and len(each.body) <= 516 for each in excerpts)
    assert {bool(each.original_account) for each in excerpts} == {True, False}
    assert {bool(each.original_title) for each in excerpts if each.original_account} == {True, False}
    stamps = Counter(each.published_raw for each in found)
    assert max(stamps.values()) >= 3, "several articles of one push share a minute"


def test_the_feed_has_full_text_in_both_languages_and_one_lead() -> None:
    found = articles("demo_feed")
    assert Counter(each.body_kind for each in found) == {"full": 7, "lead": 1}
    assert {each.body_language for each in found} == {"zh", "en"}
    assert all(each.published_at and (each.published_raw or "").endswith("+0800") for each in found)


def test_the_page_list_has_articles_and_three_refusals() -> None:
    outcomes = [item.outcome for _, listing in crawl("demo_pages") for item in listing.items]
    assert Counter(outcomes) == {
        ItemOutcome.PARSED: 6,
        ItemOutcome.FORBIDDEN_BY_ROBOTS: 1,
        ItemOutcome.NOT_FOUND: 1,
        ItemOutcome.FETCH_FAILED: 1,
    }
    found = articles("demo_pages")
    assert all(each.author and each.published_at and len(each.body) > 300 for each in found)


def test_identity_never_holds_the_port(server: DemoServer) -> None:
    found = articles("demo_feed") + articles("demo_pages")
    assert all((each.url or "").startswith("https://demo.newsledger.example/") for each in found)
    assert len({each.url for each in found}) == len(found)


def test_the_forbidden_path_exists_and_is_never_asked_for(server: DemoServer) -> None:
    crawl("demo_pages")
    assert page_file("/drafts/unfinished.html") is not None
    assert not [path for path in server.requests if path.startswith("/drafts")]


def test_validators_save_the_body(server: DemoServer) -> None:
    source = load_source(SOURCES_DIR / "demo_feed.yaml")
    url = f"{server.url}/feed.xml"
    with Fetcher(FAST) as fetcher:
        first = fetcher.fetch(url, source)
        by_tag = fetcher.fetch(url, source, etag=first.etag)
        by_time = fetcher.fetch(url, source, last_modified=first.last_modified)
        other = fetcher.fetch(url, source, etag='"another"')
    assert first.is_ok
    assert first.etag
    assert by_tag.outcome is by_time.outcome is FetchOutcome.NOT_MODIFIED
    assert by_tag.content is None
    assert other.is_ok


def test_the_broken_page_is_broken_each_time(server: DemoServer) -> None:
    source = load_source(SOURCES_DIR / "demo_pages.yaml")
    with Fetcher(FAST) as fetcher:
        for _ in range(2):
            assert fetcher.fetch(server.url + ALWAYS_BROKEN, source).http_status == 500


@pytest.mark.parametrize(
    "target", ["/../server.py", "/%2e%2e/server.py", "/content", "/channel?page=3", "/x"]
)
def test_nothing_else_is_served(target: str) -> None:
    assert page_file(target) is None


def test_a_crawl_of_another_day_gives_the_same_rows() -> None:
    assert articles("demo_channel") == articles("demo_channel")


def test_every_page_says_what_it_is() -> None:
    for path in CONTENT_DIR.rglob("*.*ml"):
        text = path.read_text(encoding="utf-8")
        assert "synthetic" in text or "our own" in text, path.name


def test_it_runs_in_the_foreground() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "newsledger.demo_site", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        child.terminate()
    assert "http://127.0.0.1:" in line
