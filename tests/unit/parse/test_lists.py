"""Lists that are described by paths, Huxiu's JSON, sitemaps and archives, on synthetic answers."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsledger.errors import ItemOutcome
from newsledger.parse.files import parse_file
from newsledger.parse.huxiu import parse_huxiu_detail, parse_huxiu_list
from newsledger.parse.json_list import parse_json_list, title_of, value_at
from newsledger.parse.records import ParsedListing
from newsledger.parse.sitemap import parse_sitemap
from newsledger.parse.wechat_album import parse_wechat_album
from newsledger.settings import SOURCES_DIR
from newsledger.sources.kinds import parse_listing
from newsledger.sources.load import load_source
from newsledger.sources.schema import Source
from tests.conftest import PROJECT_ROOT

LISTS = PROJECT_ROOT / "tests" / "fixtures" / "lists"
PAGE = (
    b"<html><head><title>Example opens a plant</title>"
    b'<meta property="article:published_time" content="2026-01-20T09:00:00Z"></head>'
    b"<body><article><h1>Example opens a plant</h1><p>Example said its plant in Leipzig will make 120,000 cars a"
    b" year, up from 90,000, and that it had spent 1.1 billion euros on it.</p></article></body></html>"
)


def shipped(source_id: str, name: str, url: str) -> ParsedListing:
    """A synthetic answer read by the shipped declaration of its site."""
    source = load_source(SOURCES_DIR / f"{source_id}.yaml")
    return parse_listing(source, url, (LISTS / name).read_bytes(), "application/json")


def rows(listing: ParsedListing) -> list[tuple[Any, ...]]:
    found = []
    for item in listing.items:
        article = item.article
        found.append(
            (item.outcome.value,)
            if article is None
            else (article.title, article.body, article.body_kind, article.url, str(article.published_at))
        )
    return found


def test_yicai_s_items_are_read_on_their_pages_with_the_note_to_stand_in() -> None:
    listing = shipped("yicai_latest", "yicai.json", "https://www.yicai.com/api/ajax/getlatest?page=1")
    assert listing.items_listed == 3
    assert rows(listing) == [("empty_page",), ("malformed",)]
    assert listing.links == ("https://www.yicai.com/news/9000001.html",)
    standing_in = listing.fallbacks[0]
    assert standing_in is not None and standing_in.article is not None
    assert (standing_in.article.body_kind, standing_in.article.author) == ("lead", "示例记者")
    assert str(standing_in.article.published_at) == "2026-01-20 01:15:00+00:00"


def test_wallstreetcn_s_flashes_are_whole_and_get_a_title() -> None:
    listing = shipped("wallstreetcn_lives", "wallstreetcn.json", "https://api-one.wallstcn.com/lives")
    assert listing.items_listed == 3
    first, second, third = rows(listing)
    assert first[0] == "示例锂业：拟投资30亿元扩建产线"
    assert first[2:] == ("full", "https://wallstreetcn.com/livenews/3100001", "2026-01-20 01:15:00+00:00")
    assert second[0] == "美股开盘"
    assert second[3:] == ("https://wallstreetcn.com/livenews/3100002", "2026-01-20 14:30:00+00:00")
    assert third == ("empty_page",)


def test_a_wordpress_list_holds_the_text_without_its_scripts() -> None:
    listing = shipped("techcrunch_posts", "wordpress.json", "https://blog.example/wp-json/wp/v2/posts")
    assert rows(listing) == [
        (
            "Example Chips ’s sales rise",
            "Example Chips sold 1.2 million units.\nMargins rose to 41%.",
            "full",
            "https://blog.example/2026/01/20/chips/",
            "2026-01-20 09:00:00+00:00",
        )
    ]


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", ItemOutcome.EMPTY_PAGE),
        (b"<html>verify</html>", ItemOutcome.BLOCKED),
        (b'{"code": 60301, "data": null}', ItemOutcome.UNAVAILABLE),
        (b'{"code": 20000, "data": {"items": {"a": 1}}}', ItemOutcome.MALFORMED),
        (b'{"code": 20000', ItemOutcome.MALFORMED),
        (b"[" * 100_000, ItemOutcome.MALFORMED),
    ],
)
def test_an_answer_that_holds_no_list_is_one_refusal(content: bytes, outcome: ItemOutcome) -> None:
    source = load_source(SOURCES_DIR / "wallstreetcn_lives.yaml")
    listing = parse_json_list(content, "application/json", "https://a.example/", source)
    assert [item.outcome for item in listing.items] == [outcome]
    assert listing.items_listed == 1
    assert listing.items[0].message


def test_paths_go_through_objects_lists_and_alternatives() -> None:
    data = {"a": {"b": [{"c": ""}, {"c": "second"}]}, "d": "last"}
    assert value_at(data, "a.b.1.c") == "second"
    assert value_at(data, "a.b.0.c|a.x|d") == "last"
    assert value_at(data, ".") is data
    assert value_at(data, "a.b.7.c") is None
    assert value_at(data, None) is None


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("【甲公司停产】甲公司公告停产。", "甲公司停产"),
        ("乙公司上调指引。此前为10亿元。", "乙公司上调指引。"),
        ("Profit rose 4.5% in May. Sales fell.", "Profit rose 4.5% in May."),
        ("字" * 300, "字" * 80),
    ],
)
def test_a_flash_without_a_title_is_named_by_its_beginning(body: str, title: str) -> None:
    assert title_of(body) == title


def test_huxiu_s_list_gives_full_texts_videos_and_links_to_details() -> None:
    base = "https://api-web-article.huxiu.com/web"
    listing = shipped("huxiu_list", "huxiu_list.json", f"{base}/channel/articleListV1?platform=www")
    assert listing.items_listed == 5 == len(listing.items) + len(listing.links)
    assert listing.links == tuple(
        f"https://api-web-article.huxiu.com/web/article/detail?platform=www&aid={aid}"
        for aid in (8000001, 8000004)
    )
    full = next(item.article for item in listing.items if item.article and item.article.body_kind == "full")
    assert full.body == "去年交付41.2万辆，同比增长23%。\n毛利率为18.5%。"
    assert full.url == "https://www.huxiu.com/article/8000003.html"
    assert str(full.published_at) == "2026-01-20 01:25:00+00:00"
    video = next(item.article for item in listing.items if item.article and "视频" in item.article.title)
    assert (video.body_kind, video.body) == ("lead", "跟拍一条产线的一天。")
    assert [item.outcome for item in listing.items if item.article is None] == [ItemOutcome.MALFORMED]


def test_huxiu_s_detail_is_the_article_of_the_list_s_item() -> None:
    content = (LISTS / "huxiu_detail.json").read_bytes()
    detail = parse_huxiu_detail(
        content, "application/json", "https://a.example/detail?aid=1", "Asia/Shanghai"
    )
    article = detail.items[0].article
    assert article is not None
    assert (article.body_kind, article.url) == ("full", "https://www.huxiu.com/article/8000001.html")
    assert article.author == "示例作者"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"success": False, "message": "文章不存在"}, ItemOutcome.UNAVAILABLE),
        ({"success": True, "data": {"aid": 1, "title": "t", "summary": "只有一句。"}}, ItemOutcome.NO_BODY),
        ({"success": True, "data": None}, ItemOutcome.MALFORMED),
        ({}, ItemOutcome.UNAVAILABLE),
    ],
)
def test_a_detail_without_a_text_is_refused(answer: dict[str, Any], outcome: ItemOutcome) -> None:
    content = json.dumps(answer).encode()
    detail = parse_huxiu_detail(content, None, "https://a.example/detail?aid=1", "Asia/Shanghai")
    assert [item.outcome for item in detail.items] == [outcome]


@pytest.mark.parametrize("data", ['{"datalist": []}', "{}", "[]", '{"dataList": []}', "null"])
def test_an_empty_list_of_huxiu_lists_nothing(data: str) -> None:
    content = f'{{"success": true, "data": {data}}}'.encode()
    listing = parse_huxiu_list(content, None, "https://a.example/", "UTC")
    assert (listing.items_listed, listing.items, listing.message) == (0, (), "the list is empty")


def test_a_huxiu_list_goes_on_by_its_last_id_until_there_is_none() -> None:
    url = "https://a.example/web/channel/articleListV1?platform=www&channel_id=0"

    def next_pages(data: str, asked: str = url) -> tuple[str, ...]:
        content = f'{{"success": true, "data": {data}}}'.encode()
        return parse_huxiu_list(content, None, asked, "UTC").next_pages

    one = '{"datalist": [{"aid": 1, "title": "t", "summary": "s"}], "last_id": %s}'
    assert next_pages(one % "17") == (f"{url}&last_id=17",)
    assert next_pages(one % '"17"', f"{url}&last_id=30") == (f"{url}&last_id=17",)
    assert next_pages(one % "17", f"{url}&last_id=17") == ()
    assert next_pages(one % "0") == next_pages(one % "null") == ()
    assert next_pages('{"datalist": [], "last_id": 17}') == ()


ALBUM = "https://mp.weixin.qq.com/mp/appmsgalbum?action=getalbum&__biz=MBBBBBBBBB%3D%3D&album_id=1&f=json"
ALBUM_LINKS = (
    "https://mp.weixin.qq.com/s?__biz=MBBBBBBBBB==&mid=2000000003&idx=1&sn=aaaa",
    "https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAAA",
)


@pytest.mark.parametrize("name", ["wechat_album.json", "wechat_album.html"])
def test_an_album_lists_its_articles_as_json_and_as_a_page(name: str) -> None:
    listing = shipped("wechat_album", name, ALBUM)
    assert listing.links == ALBUM_LINKS
    assert listing.items_listed == 3
    assert [(item.position, item.outcome) for item in listing.items] == [(3, ItemOutcome.MALFORMED)]
    following = f"{ALBUM}&begin_msgid=2000000001&begin_itemidx=1"
    assert listing.next_pages == ((following,) if name.endswith("json") else ())


def test_an_album_of_one_article_has_it_in_place_of_a_list_and_ends() -> None:
    answer = json.loads((LISTS / "wechat_album.json").read_bytes())
    answer["getalbum_resp"] |= {
        "article_list": answer["getalbum_resp"]["article_list"][0],
        "continue_flag": "0",
    }
    listing = parse_wechat_album(json.dumps(answer).encode(), None, ALBUM)
    assert (listing.links, listing.next_pages, listing.items_listed) == (ALBUM_LINKS[:1], (), 1)


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", ItemOutcome.MALFORMED),
        (b"{", ItemOutcome.MALFORMED),
        (b'{"base_resp": {"ret": -1}}', ItemOutcome.BLOCKED),
        (b'{"base_resp": {"ret": 200003}}', ItemOutcome.UNAVAILABLE),
        (b'{"base_resp": {"ret": 0}}', ItemOutcome.MALFORMED),
        (
            "<div class='weui-msg'><h2 class='weui-msg__title'>当前环境异常</h2></div>".encode(),
            ItemOutcome.BLOCKED,
        ),
        (b"<html><body><p>Hello</p></body></html>", ItemOutcome.NOT_AN_ARTICLE),
    ],
)
def test_an_answer_that_is_no_album_is_one_refusal(content: bytes, outcome: ItemOutcome) -> None:
    listing = parse_wechat_album(content, "text/html; charset=utf-8", ALBUM)
    assert [item.outcome for item in listing.items] == [outcome]
    assert (listing.items_listed, listing.links) == (1, ())
    assert listing.items[0].message


def test_an_empty_album_lists_nothing() -> None:
    content = b'{"base_resp": {"ret": 0}, "getalbum_resp": {"continue_flag": "0"}}'
    listing = parse_wechat_album(content, None, ALBUM)
    assert (listing.items_listed, listing.items, listing.message) == (0, (), "the album lists nothing")


def test_a_sitemap_gives_its_articles_newest_first_once_each() -> None:
    content = (LISTS / "sitemap.xml").read_bytes()
    for each in (content, gzip.compress(content)):
        listing = parse_sitemap(each, "https://news.example/sitemap.xml", r"/articles/\d+", 200)
        assert listing.links == tuple(f"https://news.example/articles/{n}.html" for n in (3, 2, 1))
        assert listing.items_listed == 3
    assert parse_sitemap(content, "https://news.example/", r"/articles/", 1).links == (
        "https://news.example/articles/3.html",
    )


def test_an_index_lists_its_sitemaps_newest_first() -> None:
    listing = parse_sitemap((LISTS / "sitemap_index.xml").read_bytes(), "https://news.example/")
    assert listing.next_pages == tuple(f"https://news.example/sitemap-{year}.xml" for year in (2026, 2025))
    assert listing.items_listed == 0


@pytest.mark.parametrize("content", [b"", b"\x1f\x8bbroken", b"<html></html>", b"no xml", b"\x00"])
def test_what_is_no_sitemap_is_one_refusal(content: bytes) -> None:
    listing = parse_sitemap(content, "https://news.example/")
    assert (listing.items_listed, len(listing.items), listing.links) == (1, 1, ())


def archive(*answers: tuple[str, str, bytes], packed: bool = False) -> bytes:
    """A WARC file with one response each: status line, type, body."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    for number, (status, kind, body) in enumerate(answers):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        url = f"https://news.example/{number}"
        writer.write_record(
            writer.create_warc_record(url, "request", payload=io.BytesIO(b"GET / HTTP/1.1\r\n\r\n"))
        )
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
        )
    return file.getvalue()


FOLDER = Source(source_id="saved", kind="folder", name="Saved", urls=["/none"], time_zone="UTC")


@pytest.mark.parametrize("packed", [False, True])
def test_each_response_of_an_archive_is_an_item(packed: bool) -> None:
    content = archive(
        ("200 OK", "text/html; charset=utf-8", PAGE),
        ("404 Not Found", "text/html", b"gone"),
        ("200 OK", "image/png", b"\x89PNG"),
        ("503 Busy", "text/html", b"busy"),
        packed=packed,
    )
    listing = parse_file("pages.warc", content, FOLDER)
    assert listing.items_listed == 4
    assert [item.outcome.value for item in listing.items] == [
        "parsed",
        "not_found",
        "not_an_article",
        "fetch_failed",
    ]
    article = listing.items[0].article
    assert article is not None
    assert (article.title, article.url) == ("Example opens a plant", "https://news.example/0")


def test_an_archive_that_breaks_off_keeps_what_stands_before() -> None:
    whole = archive(*[("200 OK", "text/html", PAGE)] * 3)
    cut = whole[: whole.rindex(b"Content-Type: text/html") + 5]
    listing = parse_file("cut.warc", cut, FOLDER)
    outcomes = [item.outcome.value for item in listing.items]
    assert outcomes[:2] == ["parsed", "parsed"]
    assert listing.items_listed == len(outcomes) == 3
    assert outcomes[2] != "parsed"


def test_a_feed_of_leads_becomes_links_with_the_leads_to_stand_in() -> None:
    feed = (
        b"<rss><channel><title>Example</title>"
        b"<item><title>Short one</title><link>https://news.example/1</link><description>A teaser of sales.</description></item>"
        b"<item><title>Nothing but a title</title><link>https://news.example/2</link></item>"
        b"</channel></rss>"
    )
    source = Source(
        source_id="leads",
        kind="rss",
        name="x",
        urls=["https://news.example/f"],
        time_zone="UTC",
        follow_links=True,
    )
    listing = parse_listing(source, "https://news.example/f", feed, None)
    assert listing.links == ("https://news.example/1", "https://news.example/2")
    assert [each is not None for each in listing.fallbacks] == [True, False]
    assert listing.items_listed == 2
    plain = parse_listing(
        source.model_copy(update={"follow_links": False}), "https://news.example/f", feed, None
    )
    assert plain.links == ()
    assert len(plain.items) == 2


FULL_TEXT = "".join(
    f"&lt;p&gt;港口公布，第{n}个泊位已经完工，年吞吐能力增加四百万吨，比去年多两成。&lt;/p&gt;"
    for n in range(1, 20)
)
SHIPPED_FEEDS = {
    "huxiu_feed": ("Tue, 20 Jan 2026 08:15:00 +0800", "https://www.huxiu.com/article/8000001.html?f=rss"),
    "kr36_feed": ("2026-01-20 08:15:00  +0800", "https://36kr.com/p/3000000000000001?f=rss"),
    "ithome_feed": ("Tue, 20 Jan 2026 00:15:00 GMT", "https://www.ithome.com/0/990/001.htm"),
    "tmtpost_feed": ("Tue, 20 Jan 2026 08:15:00 +0800", "https://www.tmtpost.com/7800001.html"),
    "techcrunch_feed": ("Tue, 20 Jan 2026 00:15:00 +0000", "https://techcrunch.com/2026/01/20/example/"),
    "prnewswire_feed": (
        "Mon, 19 Jan 2026 19:15:00 -0500",
        "https://www.prnewswire.com/news-releases/x-1.html",
    ),
}
"""Dates as each site writes them (those of 钛媒体 and PR Newswire are taken for RFC 822), all of one moment."""


@pytest.mark.parametrize("source_id", SHIPPED_FEEDS)
def test_a_shipped_feed_gives_its_texts_and_follows_its_leads(source_id: str) -> None:
    date, link = SHIPPED_FEEDS[source_id]
    item = "<item><title>港口扩建</title><link>{}</link><pubDate>{}</pubDate><description>{}</description></item>"
    feed = "<rss><channel><title>合成社</title>{}{}</channel></rss>".format(
        item.format(link, date, FULL_TEXT),
        item.format(f"{link.partition('?')[0]}?lead=1", date, "只有一句。"),
    )
    source = load_source(SOURCES_DIR / f"{source_id}.yaml")
    listing = parse_listing(source, source.urls[0], feed.encode(), "application/rss+xml")
    assert listing.items_listed == 2
    full = listing.items[0].article
    assert full is not None
    assert (full.body_kind, str(full.published_at)) == ("full", "2026-01-20 00:15:00+00:00")
    assert full.url == link.partition("?")[0].replace("//36kr.com", "//www.36kr.com")
    if source.follow_links:
        assert listing.links == (f"{full.url}?lead=1",)
    else:
        lead = listing.items[1].article
        assert lead is not None
        assert lead.body_kind == "lead"
