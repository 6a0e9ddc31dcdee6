"""Dates, authors and titles: JSON-LD, meta, time elements, htmldate, in that order, and which of them it was."""

from __future__ import annotations

import json
from datetime import date

import pytest

from newsledger.parse.markup import tree_of
from newsledger.parse.metadata import PageMetadata, guessed_time, read_metadata
from newsledger.parse.page import parse_page

JSON_LD = '<script type="application/ld+json">{}</script>'.format(
    json.dumps(
        {"@type": "NewsArticle", "datePublished": "2026-01-01T08:00:00+08:00", "author": [{"name": "Ada"}]}
    )
)
BAD_JSON_LD = JSON_LD.replace("2026-01-01T08:00:00+08:00", "yesterday")
WEB_PAGE = JSON_LD.replace("NewsArticle", "WebPage")
META = '<meta property="article:published_time" content="2026-01-02T00:00:00Z">'
BAD_META = META.replace("2026-01-02T00:00:00Z", "{{date}}")
TIME = '<article><time datetime="2026-01-03T00:00:00Z">3 January</time></article>'
PLAIN_TIME = "<article><time>4 January 2026</time></article>"
ASIDE = '<header><time datetime="2020-01-01">old</time></header>'
RELATED = '<aside><article><time datetime="2020-01-01">old</time></article></aside>'
HEAD = "<p>2026年1月5日 08:00</p>"
NAMED = '<div class="post-date">2026-01-06</div>'
TEXT = "<p>{}</p>".format("The harbour was widened and the ferries are back on their old line. " * 4)


def metadata(head: str, body: str) -> PageMetadata:
    root = tree_of(f"<html><head>{head}</head><body>{body}{TEXT}</body></html>")
    assert root is not None
    return read_metadata(root, "https://a.example/1", "UTC")


@pytest.mark.parametrize(
    ("head", "body", "given_by", "day"),
    [
        (JSON_LD + META, TIME, "JSON-LD", 1),
        (BAD_JSON_LD + META, TIME, "meta", 2),
        (WEB_PAGE, "", "JSON-LD", 1),
        (META, TIME, "meta", 2),
        (BAD_META, TIME, "a time element", 3),
        ("", ASIDE + TIME, "a time element", 3),
        ("", RELATED + TIME, "a time element", 3),
        ("", PLAIN_TIME, "a time element", 4),
        ("", '<span itemprop="datePublished" content="2026-01-03"></span>' + PLAIN_TIME, "a time element", 3),
        ("", HEAD, "the text's head", 5),
    ],
)
def test_the_first_that_can_be_read_gives_the_date(head: str, body: str, given_by: str, day: int) -> None:
    published = metadata(head, body).published
    assert published.moment is not None
    assert (published.given_by, published.moment.date()) == (given_by, date(2026, 1, day))


def test_where_none_can_be_read_the_first_string_stays_as_it_is() -> None:
    published = metadata(BAD_META, "").published
    assert (published.raw, published.moment) == ("{{date}}", None)


def article(head: str, body: str, url: str = "https://a.example/1", day: date | None = None):
    page = (
        f"<html><head><title>Ferries</title>{head}</head><body><article>{body}{TEXT}</article></body></html>"
    )
    return parse_page(page.encode(), None, url, "UTC", day=day).items[0]


@pytest.mark.parametrize(
    ("body", "url", "day"),
    [(NAMED, "https://a.example/1", 6), ("", "https://a.example/2026/01/07/ferries", 7)],
)
def test_htmldate_is_asked_where_nothing_else_gives_a_date(body: str, url: str, day: int) -> None:
    item = article("", body, url)
    assert item.article is not None
    assert str(item.article.published_at) == f"2026-01-{day:02} 00:00:00+00:00"
    assert item.message == "date by htmldate"
    dated = article(META, body, url)
    assert dated.message == "date by meta"


def test_a_date_after_the_day_on_which_the_page_was_fetched_is_none_of_it() -> None:
    late = article("", NAMED, day=date(2025, 12, 31))
    assert late.article is not None
    assert late.article.published_at is None
    same_day = article("", NAMED, day=date(2026, 1, 6))
    assert same_day.article is not None
    assert same_day.article.published_at is not None


def test_the_guess_goes_by_no_clock() -> None:
    root = tree_of(f'<html><body><div class="post-date">2099-01-06</div>{TEXT}</body></html>')
    assert root is not None
    assert guessed_time(root, None, "UTC", None).raw == "2099-01-06"
    assert guessed_time(root, None, "UTC", date(2026, 1, 1)).raw is None


def test_a_page_without_any_date_says_so() -> None:
    item = article("", "")
    assert item.article is not None
    assert item.message == "no publication time on the page"


def test_a_short_page_is_no_article_because_htmldate_finds_a_date() -> None:
    page = f"<html><head><title>Home</title></head><body>{NAMED}<p>Sign in.</p></body></html>"
    assert (
        parse_page(page.encode(), None, "https://a.example/", "UTC").items[0].outcome.value
        == "not_an_article"
    )


def test_authors_and_titles_come_from_json_ld_before_meta_before_elements() -> None:
    meta = '<meta name="author" content="Ben"><meta property="og:title" content="T">'
    assert metadata(JSON_LD + meta, "<h1>H</h1>").author == "Ada"
    assert metadata(meta, "<h1>H</h1>").author == "Ben"
    assert metadata(meta, "<h1>H</h1>").title == "T"
    assert metadata("", '<h1>H</h1><a rel="author">Cleo</a>').title == "H"
    assert metadata("", '<h1>H</h1><a rel="author">Cleo</a>').author == "Cleo"


@pytest.mark.parametrize(
    ("canonical", "url", "original"),
    [
        ("https://www.a.example/7?utm_source=x", "https://www.a.example/7", None),
        ("https://b.example/7", "https://m.a.example/1?id=7", "https://b.example/7"),
        ("https://mp.weixin.qq.com/s/x", "https://m.a.example/1?id=7", "https://mp.weixin.qq.com/s/x"),
        ("https://www.a.example/", "https://m.a.example/1?id=7", None),
        ("javascript:alert(1)", "https://m.a.example/1?id=7", None),
    ],
)
def test_a_page_names_its_own_address_and_only_claims_one_of_another_site(
    canonical: str, url: str, original: str | None
) -> None:
    page = f'<html><head><title>Ferries</title><link rel="canonical" href="{canonical}"></head><body>{TEXT}</body></html>'
    item = parse_page(page.encode(), None, "https://m.a.example/1?id=7", "UTC").items[0]
    assert item.article is not None
    assert (item.article.url, item.article.original_url) == (url, original)
    assert ("says that its text is that of" in item.message) == (original is not None)
    for place in (None, "http://127.0.0.1:8080/1"):  # a saved page, a mirror of one's own: nobody else's
        own = parse_page(page.encode(), None, place, "UTC").items[0]
        assert own.article is not None
        assert own.article.original_url is None
