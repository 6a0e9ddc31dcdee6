"""Parsers of single sites: each layout's synthetic page gives its row, by the parser of its day."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest

from newsledger.errors import ItemOutcome
from newsledger.parse.page import parse_page
from newsledger.parse.records import ParsedListing
from newsledger.parse.site_parsers import known_parsers, site_parser
from newsledger.settings import SOURCES_DIR
from newsledger.sources.kinds import parse_article_page
from newsledger.sources.load import load_source
from tests.conftest import PROJECT_ROOT
from tests.unit.parse.test_saved_pages import row

SITES = PROJECT_ROOT / "tests" / "fixtures" / "sites"
NAMES = sorted(path.stem for path in SITES.glob("*.html"))
ZONES = {"prnewswire_release": "America/New_York", "techcrunch_article": "UTC"}


def saved(name: str) -> tuple[bytes, str, date]:
    """A page, its address and the day on which it was fetched."""
    content = (SITES / f"{name}.html").read_bytes()
    found = re.search(r"<!-- Synthetic\. (\S+) fetched (\S+) -->", content.decode())
    assert found, name
    return content, found[1], date.fromisoformat(found[2])


def read(name: str, *, day: date | None = None, content: bytes | None = None) -> ParsedListing:
    page, url, fetched = saved(name)
    zone = ZONES.get(name.split("--", maxsplit=1)[0], "Asia/Shanghai")
    return parse_page(content or page, None, url, zone, day=day or fetched)


@pytest.mark.parametrize("name", NAMES)
def test_a_site_s_page_gives_its_expected_row(name: str) -> None:
    listing = read(name)
    expected = json.loads((SITES / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert {
        "parser": listing.parser,
        "parser_version": listing.parser_version,
        "item": row(listing.items[0]),
    } == expected


def test_every_layout_has_a_page_and_every_page_a_layout() -> None:
    layouts = {
        f"{name}--{each.version}" for name, parser in known_parsers().items() for each in parser.layouts
    }
    assert layouts == set(NAMES)


def test_layouts_of_a_site_follow_one_another_without_a_gap() -> None:
    for parser in known_parsers().values():
        layouts = parser.layouts
        assert layouts[-1].valid_until is None, parser.name
        for before, after in pairwise(layouts):
            assert before.valid_until is not None, parser.name
            assert after.valid_from is not None, parser.name
            assert (after.valid_from - before.valid_until).days == 1, parser.name


def test_a_page_is_read_by_the_layout_of_the_day_on_which_it_was_fetched() -> None:
    both = (
        b'<html><head><meta name="date" content="2024-05-01"></head><body><h1>t</h1><div class="article-content">'
        b"<p>The old container holds this sentence of the text.</p></div>"
        b'<div class="entry-content"><p>The new container holds another sentence of it.</p></div></body></html>'
    )
    old = read("techcrunch_article--1", content=both, day=date(2024, 5, 8))
    new = read("techcrunch_article--1", content=both, day=date(2024, 5, 9))
    assert (old.parser_version, new.parser_version) == ("1", "2")
    assert old.items[0].article is not None
    assert new.items[0].article is not None
    assert old.items[0].article.body.startswith("The old container")
    assert new.items[0].article.body.startswith("The new container")


def test_an_old_page_of_an_unknown_day_is_read_by_the_layout_that_finds_a_text() -> None:
    content, url, _ = saved("techcrunch_article--1")
    assert parse_page(content, None, url, "UTC").parser_version == "1"


def test_a_page_that_no_layout_knows_is_read_like_any_page_and_says_so() -> None:
    content, url, day = saved("ithome_article--1")
    rebuilt = content.replace(b'id="paragraph"', b'id="rebuilt"').replace(
        b'<div class="fl content">', b'<article class="x">'
    )
    listing = parse_page(rebuilt, None, url, "Asia/Shanghai", day=day)
    assert listing.parser == "article_page"
    assert listing.items[0].outcome is ItemOutcome.PARSED
    assert "ithome_article found no text" in listing.items[0].message


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.huxiu.com/article/1.html", "huxiu_article"),
        ("https://m.huxiu.com/article/1.html", "huxiu_article"),
        ("https://www.huxiu.com/moment/1.html", None),
        ("https://nothuxiu.com/article/1.html", None),
        ("https://huxiu.com.example/article/1.html", None),
        ("https://www.prnewswire.com/news-releases/x-1.html", "prnewswire_release"),
        ("http://[broken/article/1", None),
        (None, None),
    ],
)
def test_a_site_is_told_by_host_and_path(url: str | None, name: str | None) -> None:
    found = site_parser(url)
    assert (found and found.name) == name


def test_a_shipped_source_reads_its_pages_by_its_site_s_parser() -> None:
    content, url, day = saved("prnewswire_release--1")
    source = load_source(SOURCES_DIR / "prnewswire_feed.yaml")
    listing = parse_article_page(source, url, content, "text/html; charset=utf-8", day)
    assert listing.parser == "prnewswire_release"
    assert (
        str(listing.items[0].article and listing.items[0].article.published_at) == "2026-03-05 13:00:00+00:00"
    )


def test_a_parser_that_is_named_reads_pages_of_another_address() -> None:
    content, _, day = saved("ithome_article--1")
    listing = parse_page(
        content, None, "https://mirror.example/1", "Asia/Shanghai", day=day, parser="ithome_article"
    )
    assert listing.parser == "ithome_article"


def test_the_names_are_told_without_a_parser_of_markup() -> None:
    code = (
        "import sys; from newsledger.parse.site_parsers import known_parsers; print(len(known_parsers()), "
        "[name for name in ('lxml', 'trafilatura', 'requests') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{len(known_parsers())} []"


def write_expected_rows() -> None:  # pragma: no cover
    """Writes the rows for reading: `python -m tests.unit.parse.test_site_parsers`."""
    for name in NAMES:
        listing = read(name)
        text = json.dumps(
            {
                "parser": listing.parser,
                "parser_version": listing.parser_version,
                "item": row(listing.items[0]),
            },
            ensure_ascii=False,
            indent=1,
        )
        (SITES / f"{name}.expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_expected_rows()
