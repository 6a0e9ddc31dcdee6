"""No page, whatever is in it, breaks a parser: each has an outcome, and in good time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsledger.errors import ItemOutcome
from newsledger.parse.channel import parse_channel_page
from newsledger.parse.feed import parse_feed
from newsledger.parse.files import parse_file
from newsledger.parse.page import parse_page
from newsledger.parse.records import ParsedListing
from newsledger.parse.wechat import parse_wechat, script_data
from newsledger.sources.schema import Source

FILES = Source(source_id="input_files", kind="files", name="Files", time_zone="UTC")
PARSERS: dict[str, Callable[[bytes], ParsedListing]] = {
    "file": lambda content: parse_file("a file", content, FILES),
    "page": lambda content: parse_page(content, None, "https://example.com/a", "UTC"),
    "feed": lambda content: parse_feed(content, "text/xml; charset=gb2312", "UTC"),
    "channel": lambda content: parse_channel_page(content, None, "UTC"),
}
LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1)) * 10) for n in range(1, 12))
HOSTILE = {
    "nested": b"<html><body>" + b"<div>" * 100_000 + b"x",
    "nested with false ends": b"<html><body>" + b"<div></x>" * 100_000,
    "tags without end": b"<html>" + b"<a" * 100_000,
    "scripts without end": b"<html>" + b"<script" * 100_000,
    "comments without end": b'<?xml version="1.0"?><rss>' + b"<!--" * 100_000,
    "comments before nothing": b"<!-- -->" * 3_000 + b"<other/>",
    "a hundred thousand paragraphs": b"<html><body><h1>t</h1>" + b"<p>x" * 100_000,
    "laughs": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">'
    + LAUGHS
    + b"]><rss><channel><item><title>&a1;</title><description>&a11; x</description></item></channel></rss>",
    "an external entity": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<rss><channel><item><title>t</title><description>a &x; b</description></item></channel></rss>",
    "nested JSON": b'{"a":' + b"[" * 100_000,
    "a line of ten megabytes that is no JSON": b'{"title":"t","body":"' + b"a" * 10_000_000,
    "script object of quotes": b'<html><div id="js_article"></div><script>window.cgiDataNew = {'
    + b"a:'" * 100_000,
    "NUL bytes": b"<html>\x00<body>\x00<p>text\x00</p></body></html>",
    "an offset of a hundred hours": b'<html><head><meta name="date" content="2026-01-20T09:00:00+99:99">'
    b"</head><body><article><h1>t</h1><p>" + b"The harbour is long. " * 20 + b"</p></article></body></html>",
    "lone surrogates": b'{"id":"1","title":"t\\ud800","body":"b\\udfff and some more text"}',
}


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_has_an_outcome_in_good_time(name: str, parser: str) -> None:
    began = time.process_time()  # A busy machine is no defect of a parser.
    listing = PARSERS[parser](HOSTILE[name])
    assert time.process_time() - began < 10
    assert listing.items_listed == len(listing.items)
    for item in listing.items:
        if item.article is not None:
            (item.article.title + item.article.body).encode("utf-8")


def test_no_file_of_this_machine_is_read_through_an_entity() -> None:
    listing = PARSERS["feed"](HOSTILE["an external entity"])
    assert "root:" not in str(listing)


def test_a_deep_page_is_refused_as_too_deep() -> None:
    assert PARSERS["page"](HOSTILE["nested"]).items[0].outcome is ItemOutcome.TOO_DEEP


def test_a_ten_megabyte_body_beside_a_broken_line_is_an_outcome_and_a_long_article_lands() -> None:
    def line(number: int, sentences: int) -> bytes:
        body = b"The harbour is long. " * sentences
        return b'{"id":"%d","title":"A long one","body":"%s"}' % (number, body)

    content = b"\n".join([b'{"id": oops}', line(1, 500_000), line(2, 20_000)])
    listing = parse_file("x.jsonl", content, FILES)
    assert [item.outcome for item in listing.items] == [
        ItemOutcome.MALFORMED,
        ItemOutcome.TOO_LONG,
        ItemOutcome.PARSED,
    ]
    assert "line 1" in listing.items[0].message
    assert "10,500,000 characters" in listing.items[1].message
    article = listing.items[2].article
    assert article is not None
    assert len(article.body) >= 419_999


MARKS = [
    b"<rss><channel><item>",
    b"<title>",
    b"</title>",
    b"<html><body><p>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"\n",
    "测试频道· 2026-01-01 10:00\n".encode(),
    b'{"title":"t","body":"b"}\n',
    b"&lt;",
    b"&#0;",
    b"\x00",
    b"\xff\xfe",
    b"window.cgiDataNew = {a: 'b', ",
    b'<div id="js_article">',
    b"Core Viewpoint - ",
    b"[1]",
    b" ...",
    b"<?xml ?>",
    b'<script type="application/ld+json">{"@type":"Article","author":',
    b"</script>",
    b'<meta charset="big5">',
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.one_of(st.sampled_from(MARKS), st.binary(max_size=20)), max_size=12).map(b"".join),
    )
)
def test_arbitrary_bytes_never_break_a_parser(content: bytes) -> None:
    for parse in PARSERS.values():
        listing = parse(content)
        assert listing.items_listed >= len(listing.items) or listing.message
        assert all(isinstance(item.outcome, ItemOutcome) for item in listing.items)
        assert all(
            (item.article is not None) == (item.outcome is ItemOutcome.PARSED) for item in listing.items
        )


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_arbitrary_script_objects_never_break_wechat(text: str) -> None:
    page = f'<div id="js_article"></div><script>window.cgiDataNew = {{ title: {text} }}</script>'
    assert all(isinstance(value, str) for value in script_data(page).values())
    assert parse_wechat(page, None).items_listed == 1
