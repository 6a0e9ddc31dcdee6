"""Feeds as they are: legacy encodings, broken ends, relative links, no feed at all."""

from __future__ import annotations

import pytest

from newsledger.errors import ItemOutcome
from newsledger.parse.feed import parse_feed
from newsledger.parse.records import ParsedListing

ITEM = (
    "<item><title>港口{n}</title><link>/a/{n}?f=rss</link><pubDate>2026-02-03 07:00:00  +0800</pubDate>"
    "<description>港口吞吐量增长{n}%。</description></item>"
)


def feed(*items: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    head = "<rss version='2.0'><channel><title>合成社</title><link>https://example.org/</link>"
    return declaration + head + "".join(items) + "</channel></rss>"


def parse(text: str, charset: str = "utf-8", content_type: str | None = None) -> ParsedListing:
    return parse_feed(text.encode(charset), content_type, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("gb18030", "gb2312"), ("gb18030", "GBK"), ("utf-8", "gb2312"), ("utf-16", "utf-16")],
)
def test_a_feed_in_another_encoding_is_read(charset: str, declared: str) -> None:
    text = feed(ITEM.format(n=1), declaration=f'<?xml version="1.0" encoding="{declared}"?>')
    (item,) = parse(text, charset).items
    assert item.article is not None
    assert (item.article.title, item.article.body) == ("港口1", "港口吞吐量增长1%。")


def test_a_relative_link_is_meant_from_the_feed_s_home_and_loses_its_mark() -> None:
    (item,) = parse(feed(ITEM.format(n=1))).items
    assert item.article is not None
    assert item.article.url == "https://example.org/a/1"


def test_entries_behind_a_break_are_listed_and_refused_or_read() -> None:
    text = feed(*(ITEM.format(n=n) for n in range(4)))
    for cut in range(text.index("<item>"), len(text), 7):
        listing = parse(text[:cut])
        assert listing.items_listed == text[:cut].count("<item>")
        assert len(listing.items) == listing.items_listed


def test_markup_that_only_speaks_of_items_is_not_counted() -> None:
    text = feed("<!-- <item> -->", ITEM.format(n=1).replace("港口吞吐量", "<![CDATA[标签<item>]]>港口吞吐量"))
    assert parse(text).items_listed == 1


def test_an_empty_feed_lists_nothing_and_says_so() -> None:
    listing = parse(feed())
    assert (listing.items_listed, listing.items, listing.message) == (0, (), "the feed lists nothing")


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", ItemOutcome.EMPTY_PAGE),
        (b"<html><body>Just a moment</body></html>", ItemOutcome.NOT_AN_ARTICLE),
        (b'{"success": false}', ItemOutcome.NOT_AN_ARTICLE),
    ],
)
def test_what_is_no_feed_is_refused(content: bytes, outcome: ItemOutcome) -> None:
    (item,) = parse_feed(content, None, "UTC").items
    assert item.outcome is outcome


def test_a_video_entry_holds_a_lead() -> None:
    encoded = (
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>一句话。</content:encoded>"
    )
    plain = ITEM.format(n=1).replace(
        "</item>", encoded.replace("一句话", "港口吞吐量增长了,一句话") + "</item>"
    )
    video = plain.replace("<title>", "<type>video_article</type><title>")
    kinds = [item.article.body_kind for item in parse(feed(plain, video)).items if item.article]
    assert kinds == ["full", "lead"]
