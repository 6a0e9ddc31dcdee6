"""A source file is validated on load; what is wrong with it is said with what is known."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from newsledger.errors import FetchOutcome, ItemOutcome, TerminalError
from newsledger.settings import SOURCES_DIR
from newsledger.sources.commands import list_sources
from newsledger.sources.kinds import (
    listing_of_failed_fetch,
    listing_urls,
    parse_article_page,
    parse_listing,
)
from newsledger.sources.load import load_source, load_sources
from newsledger.sources.schema import KNOWN_KEYS, PageParser, Source
from newsledger.sources.selection import declared_sources, sources_at_work
from tests.conftest import PROJECT_ROOT

GOOD = """
kind: rss
name: A feed
urls: [https://example.org/feed.xml]
time_zone: Asia/Shanghai
"""


def write(folder: Path, text: str, name: str = "a_feed.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_takes_its_id_from_the_file_s_name(tmp_path: Path) -> None:
    source = load_source(write(tmp_path, GOOD))
    assert (source.source_id, source.kind, source.enabled, source.is_demo) == ("a_feed", "rss", True, False)


def test_an_unknown_key_is_refused_with_the_list_of_known_ones(tmp_path: Path) -> None:
    with pytest.raises(TerminalError) as refusal:
        load_source(write(tmp_path, GOOD + "crawl_delay: 3\n"))
    message = str(refusal.value)
    assert "a_feed.yaml: unknown key 'crawl_delay'" in message
    assert all(key in message for key in KNOWN_KEYS)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("time_zone: Asia/Peking", "no IANA time zone"),
        ("kind: podcast", "kind"),
        ("schedule: every now and then", "neither a cron line"),
        ("schedule: '* * * *'", "neither a cron line"),
        ("schedule: '61 * * * *'", "the minute is '61', which is not within 0 to 59"),
        ("schedule: '0 */0 * * *'", "the hour is '*/0'"),
        ("schedule: '0 MON * * *'", "the hour is 'MON'; names are of months"),
        ("urls: ['https://ann:secret@example.org/']", "a password in it would stand in tables"),
        ('user_agent_contact: "x\\nHost: y"', "must be one line of ASCII"),
        ("max_pages: 1\nmax_pages: 2", "'max_pages' stands twice"),
        ("expect: {a: 1, a: 2}", "'a' stands twice"),
        ("crawl_delay_seconds: -1", "crawl_delay_seconds"),
        ("max_failure_share: 1.5", "max_failure_share"),
        ("urls: []", "needs urls"),
        ("urls: [ftp://example.org/]", "must begin with"),
        ("urls: [/etc/passwd]", "must begin with"),
        ("source_id: another", "the file's name says 'a_feed'"),
        ("name: ''", "name"),
        ("max_pages: many", "max_pages"),
        ("parser: best", "'auto', 'article_page', 'wechat_article', 'huxiu'"),
        ("parser: article_page", "belongs to a source that reads article pages"),
        ("retention: {raw_day: 3}", "unknown 'raw_day'; known: raw_days"),
        ("retention: 30", "must be a mapping of raw_days"),
        ("retention: {raw_days: 0}", "retention.raw_days"),
        ("publish_body: perhaps", "publish_body"),
    ],
)
def test_a_wrong_value_is_refused_with_its_key(tmp_path: Path, line: str, says: str) -> None:
    key = line.partition(":")[0]
    kept = "\n".join(each for each in GOOD.splitlines() if not each.startswith(f"{key}:"))
    with pytest.raises(TerminalError) as refusal:
        load_source(write(tmp_path, f"{kept}\n{line}\n"))
    assert says in str(refusal.value)
    assert "a_feed.yaml" in str(refusal.value)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just text", "a: [", "\x00"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(TerminalError):
        load_source(write(tmp_path, text))


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("kind: json_list", "paths belong to"),
        ("kind: json_list\npaths: {items: ., titel: x, url: u}", "unknown 'titel'; known: items, title"),
        ("kind: json_list\npaths: {items: ., url: u}", "needs a path of title or body"),
        ("kind: json_list\npaths: {items: ., title: t}", "needs a path of url or id"),
        ("kind: rss\npaths: {items: ., title: t, url: u}", "paths belong to"),
        ("kind: sitemap\nlink_pattern: '('", "no regular expression"),
        ("kind: rss\nurl_template: https://example.org/", "needs {id}"),
        ("kind: rss\nmethod: put", "method"),
        ("kind: rss\nreread_after_hours: -1", "reread_after_hours"),
    ],
)
def test_a_key_of_a_kind_is_checked_with_what_it_may_be(tmp_path: Path, lines: str, says: str) -> None:
    with pytest.raises(TerminalError) as refusal:
        load_source(write(tmp_path, GOOD.replace("kind: rss", lines)))
    assert says in str(refusal.value)


def test_without_a_word_bytes_stay_for_ever_and_bodies_are_published(tmp_path: Path) -> None:
    source = load_source(write(tmp_path, GOOD))
    assert (source.parser, source.retention.raw_days, source.publish_body) == ("auto", None, True)


def test_the_parsers_that_a_source_may_name_are_those_that_there_are() -> None:
    from newsledger.parse import huxiu, page, site_parsers, wechat

    own = (page.AUTO, page.PARSER, wechat.PARSER, huxiu.PARSER, *site_parsers.known_parsers())
    assert sorted(get_args(PageParser)) == sorted(own)


def test_the_declared_parser_reads_a_page_whatever_the_page_looks_like() -> None:
    page = (PROJECT_ROOT / "tests" / "fixtures" / "pages" / "wechat_deleted.html").read_bytes()
    base = {
        "source_id": "x",
        "kind": "page_list",
        "name": "x",
        "time_zone": "UTC",
        "urls": ["https://x.example/"],
    }
    read = {
        parser: parse_article_page(
            Source.model_validate(base | {"parser": parser}), "https://x.example/", page, None
        )
        for parser in ("auto", "wechat_article", "article_page")
    }
    assert {name: listing.parser for name, listing in read.items()} == {
        "auto": "wechat_article",
        "wechat_article": "wechat_article",
        "article_page": "article_page",
    }
    assert read["article_page"].items[0].outcome is not ItemOutcome.DELETED


def test_the_declared_sites_are_shipped_and_say_what_is_not_verified() -> None:
    shipped = {source.source_id for source in load_sources(SOURCES_DIR)}
    sites = {
        "huxiu_feed", "huxiu_list", "huxiu_channel", "kr36_feed", "ithome_feed", "tmtpost_feed", "yicai_latest",
        "wallstreetcn_lives", "techcrunch_feed", "techcrunch_posts", "prnewswire_feed", "sec_8k", "wechat_pages",
    }  # fmt: skip
    assert sites <= shipped
    for site in sites:
        text = (SOURCES_DIR / f"{site}.yaml").read_text(encoding="utf-8").replace("\n# ", " ")
        assert "NOT verified" in text, site


@pytest.mark.parametrize("name", ["A_feed.yaml", "1feed.yaml", "a-feed.yaml"])
def test_a_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TerminalError, match="source_id"):
        load_source(write(tmp_path, GOOD, name))


@pytest.mark.parametrize("schedule", ["@hourly", "17 * * * *", "*/15 8-20 * * MON-FRI", "0 0,12 1 */2 *"])
def test_presets_and_cron_lines_are_schedules(tmp_path: Path, schedule: str) -> None:
    assert load_source(write(tmp_path, GOOD + f"schedule: '{schedule}'\n")).schedule == schedule


def test_a_directory_is_loaded_sorted_and_other_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "z.yaml")
    write(tmp_path, GOOD, "b.yml")
    write(tmp_path, "notes", "README.md")
    assert [source.source_id for source in load_sources(tmp_path)] == ["b", "z"]


def test_one_broken_file_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "My feed.yaml").write_text(GOOD + "colour: red\n", encoding="utf-8")
    (tmp_path / "a_feed.yml").write_text(GOOD, encoding="utf-8")
    monkeypatch.delenv("NEWSLEDGER_INPUT", raising=False)
    monkeypatch.setenv("NEWSLEDGER_SOURCES", str(tmp_path))
    at_work, broken = sources_at_work()
    assert [source.source_id for source in at_work] == ["a_feed"] == list(declared_sources())
    assert [each.dag_name for each in broken] == ["my_feed", "a_feed_yml"]
    assert "unknown key 'colour'" in str(broken[0].refusal)
    listed = list_sources(tmp_path)
    assert "a_feed" in listed
    assert "broken: My feed.yaml: unknown key 'colour'" in listed


def test_two_files_of_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "a.yaml")
    write(tmp_path, GOOD, "a.yml")
    with pytest.raises(TerminalError, match="two files declare a"):
        load_sources(tmp_path)


def test_a_path_without_sources_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere", write(tmp_path, GOOD, "a.txt")):
        with pytest.raises(TerminalError):
            load_sources(path)


def test_the_shipped_sources_are_the_demo_and_disabled_real_ones() -> None:
    sources = load_sources(SOURCES_DIR)
    assert {source.source_id for source in sources if source.is_demo} == {
        "demo_channel",
        "demo_feed",
        "demo_pages",
    }
    assert all(source.enabled == source.is_demo for source in sources)
    assert all(source.allow_private == source.is_demo for source in sources)
    assert all(source.terms_note for source in sources)


def test_urls_are_expanded_from_the_environment_and_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = load_source(SOURCES_DIR / "demo_channel.yaml")
    monkeypatch.setenv("NEWSLEDGER_DEMO_URL", "http://127.0.0.1:8765/")
    assert listing_urls(channel) == [
        "http://127.0.0.1:8765/channel?page=1",
        "http://127.0.0.1:8765/channel?page=2",
    ]
    monkeypatch.delenv("NEWSLEDGER_DEMO_URL")
    with pytest.raises(TerminalError, match="NEWSLEDGER_DEMO_URL is not set"):
        listing_urls(channel)


def test_each_kind_has_its_parser() -> None:
    pages = PROJECT_ROOT / "tests" / "fixtures" / "pages"
    base = {"name": "x", "time_zone": "UTC", "urls": ["https://example.org/"]}
    cases = {
        "channel_page": ("channel_synthetic.html", "channel_page"),
        "rss": ("feed_rss_full.xml", "feed"),
        "page_list": ("page_jsonld.html", "article_page"),
        "files": ("articles.jsonl", "json_lines"),
    }
    for kind, (name, parser) in cases.items():
        source = Source.model_validate(base | {"source_id": "x", "kind": kind})
        listing = parse_listing(source, "https://example.org/", (pages / name).read_bytes(), None)
        assert listing.parser == parser
        assert listing.items_listed == len(listing.items) > 0
    page = parse_article_page(
        source, "https://example.org/", (pages / "wechat_deleted.html").read_bytes(), None
    )
    assert page.items[0].outcome is ItemOutcome.DELETED


@pytest.mark.parametrize(
    ("fetched", "refused"),
    [
        (FetchOutcome.FORBIDDEN_BY_ROBOTS, ItemOutcome.FORBIDDEN_BY_ROBOTS),
        (FetchOutcome.NOT_FOUND, ItemOutcome.NOT_FOUND),
        (FetchOutcome.GONE, ItemOutcome.DELETED),
        (FetchOutcome.SERVER_ERROR, ItemOutcome.FETCH_FAILED),
        (FetchOutcome.ADDRESS_REFUSED, ItemOutcome.FETCH_FAILED),
    ],
)
def test_an_address_that_is_not_read_is_one_refused_item(fetched: FetchOutcome, refused: ItemOutcome) -> None:
    listing = listing_of_failed_fetch("http://x/", fetched, "why")
    assert (listing.items_listed, [item.outcome for item in listing.items]) == (1, [refused])
    assert listing.items[0].message == "why"


def test_loading_sources_imports_no_parser_and_no_http() -> None:
    """Every generated DAG loads them: lxml, trafilatura, feedparser and requests stay out."""
    code = (
        "import sys; import newsledger.sources.kinds; from newsledger.sources.load import load_sources;"
        "load_sources(); heavy = ('lxml', 'trafilatura', 'feedparser', 'requests', 'py3langid');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
