"""A file is told by its content, and a bad one is an outcome with a clear line."""

from __future__ import annotations

import gzip
import json

import pytest

from newsledger.errors import ItemOutcome
from newsledger.parse.files import parse_file
from newsledger.sources.schema import Source
from tests.conftest import SHARED

FILES = Source(source_id="input_files", kind="files", name="Files", time_zone="UTC")
ROW = {
    "id": "1",
    "source": "社",
    "published_at": "2026-01-02T03:04:05Z",
    "title": "港口",
    "body": "港口吞吐量增长3%。",
}


def only(content: bytes) -> tuple[ItemOutcome, str]:
    listing = parse_file("the-file", content, FILES)
    assert listing.items_listed == len(listing.items) == 1
    return listing.items[0].outcome, listing.items[0].message


@pytest.mark.parametrize(
    ("content", "outcome", "says"),
    [
        (b"", ItemOutcome.EMPTY_PAGE, "the-file: the file is empty"),
        (b" \n\t\r\n", ItemOutcome.EMPTY_PAGE, "the-file: the file is empty"),
        (b"%PDF-1.7 ...", ItemOutcome.UNREADABLE_FILE, "binary"),
        (bytes(range(256)) * 20, ItemOutcome.UNREADABLE_FILE, "binary"),
        (b"Just some lines\nof text.", ItemOutcome.NOT_AN_ARTICLE, "the-file: text without"),
        ("同社は売上高が前年より増えたと発表した。\n".encode(), ItemOutcome.UNSUPPORTED_LANGUAGE, "Japanese"),
        (
            "<html><body><p>同社は売上高が増えた。</p></body></html>".encode(),
            ItemOutcome.UNSUPPORTED_LANGUAGE,
            "Japanese",
        ),
        ("虎嗅APP\nSearch documents\n".encode(), ItemOutcome.EMPTY_PAGE, "without an item"),
        (b"<html><body></body></html>", ItemOutcome.EMPTY_PAGE, "no text"),
        (
            "好天气".encode() + b"\xff\xfe\xf5" * 40 + b" plain words",
            ItemOutcome.WRONG_CHARSET,
            "could not be decoded",
        ),
    ],
)
def test_a_bad_file_is_one_outcome_with_a_clear_line(content: bytes, outcome: ItemOutcome, says: str) -> None:
    found, message = only(content)
    assert found is outcome
    assert says in message


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_json_lines_are_read_in_any_charset(charset: str) -> None:
    text = json.dumps(ROW, ensure_ascii=False) + "\n" + json.dumps(ROW | {"id": "2"}, ensure_ascii=False)
    listing = parse_file("a.jsonl", text.encode(charset), FILES)
    assert [item.article and item.article.body for item in listing.items] == [ROW["body"]] * 2


def test_a_json_array_is_read_like_its_lines() -> None:
    listing = parse_file("a.json", json.dumps([ROW, 3, ROW | {"id": 2}], indent=1).encode(), FILES)
    assert [item.outcome for item in listing.items] == [
        ItemOutcome.PARSED,
        ItemOutcome.MALFORMED,
        ItemOutcome.PARSED,
    ]
    assert listing.items[2].article is not None
    assert listing.items[2].article.external_id == "2"


def test_json_lines_that_begin_with_a_broken_one_are_still_json_lines() -> None:
    listing = parse_file("a.jsonl", b"oops\n" + json.dumps(ROW).encode(), FILES)
    assert [item.outcome for item in listing.items] == [ItemOutcome.MALFORMED, ItemOutcome.PARSED]


@pytest.mark.parametrize(
    "wrong", [{"id": True}, {"id": [1]}, {"published_at": {}}, {"body": 3}, {"title": ["x"]}, {"source": 1}]
)
def test_a_field_of_the_wrong_type_is_malformed(wrong: dict[str, object]) -> None:
    outcome, message = only(json.dumps(ROW | wrong).encode())
    assert outcome is ItemOutcome.MALFORMED
    assert next(iter(wrong)) in message


def test_the_body_of_a_json_line_is_verbatim() -> None:
    """Offsets of facts count in the text as it was given, blanks at its ends included."""
    body = (
        "以下文章来源于钢市 ,作者文锐 钢市 . 每日 本文来自微信公众号: 钢市 ,作者:文锐 月租4 500元\n\n[3]  ..."
    )
    listing = parse_file("a.jsonl", json.dumps(ROW | {"body": body, "title": " 港口 "}).encode(), FILES)
    article = listing.items[0].article
    assert article is not None
    assert (article.title, article.body) == (" 港口 ", body)
    assert body[article.credit_end_char :].strip().startswith("月租")


def test_a_packed_file_is_unpacked_first() -> None:
    packed = gzip.compress(json.dumps(ROW).encode())
    assert parse_file("a.jsonl.gz", packed, FILES) == parse_file("a.jsonl", json.dumps(ROW).encode(), FILES)
    for broken in (packed[:-12], b"\x1f\x8b" + b"x" * 100):
        assert only(broken)[0] is ItemOutcome.UNREADABLE_FILE


def test_a_verification_page_of_any_site_is_blocked() -> None:
    page = "<html><head><title>请稍候</title></head><body><p>正在检查浏览器</p><script>acw_sc__v2=1</script></body></html>"
    assert only(page.encode())[0] is ItemOutcome.BLOCKED


def test_a_page_that_nothing_marks_as_an_article_is_none() -> None:
    page = "<html><head><title>404</title></head><body><h1>找不到页面</h1><p>您访问的页面不存在。</p></body></html>"
    assert only(page.encode())[0] is ItemOutcome.NOT_AN_ARTICLE


def test_a_channel_page_with_broken_bytes_loses_only_the_broken_item() -> None:
    good = "港口扩建\n测试频道· 2026-01-01 10:00\n港口吞吐量增长3%,泊位利用率八成。\n".encode()
    bad = "机场停工\n测试频道· 2026-01-01 09:00\n旅客".encode() + b"\xff\xfe\xf5\xff" * 10 + b"\n"
    listing = parse_file("a.txt", bad + good, FILES)
    assert [item.outcome for item in listing.items] == [ItemOutcome.WRONG_CHARSET, ItemOutcome.PARSED]


def test_an_id_is_kept_as_it_is() -> None:
    for identifier in (" a b ", "x" * 3000, "标识"):
        article = parse_file("a.jsonl", json.dumps(ROW | {"id": identifier}).encode(), FILES).items[0].article
        assert article is not None
        assert article.external_id == identifier


def test_a_lost_character_or_two_does_not_refuse_an_article() -> None:
    for lost, outcome in ((2, ItemOutcome.PARSED), (3, ItemOutcome.WRONG_CHARSET)):
        row = ROW | {"body": "港口吞吐量增长" + "\ufffd" * lost}
        assert parse_file("a.jsonl", json.dumps(row).encode(), FILES).items[0].outcome is outcome


def test_an_article_page_with_a_byline_like_an_item_line_is_an_article() -> None:
    page = """<html><head><meta property="og:type" content="article"><title>港口扩建</title></head>
    <body><article><h1>港口扩建</h1><p>合成社· 2026-01-02 10:00</p>
    <p>港口计划投资3.2亿元扩建两个泊位，工期一年半。</p>
    <p>建成后年吞吐能力将增加四百万吨，比现在多两成，港务局在公告中说。</p></article></body></html>"""
    listing = parse_file("a.html", page.encode(), FILES)
    assert (listing.parser, listing.items[0].outcome) == ("article_page", ItemOutcome.PARSED)
    assert parse_file("a.html", page.replace("og:type", "x").encode(), FILES).parser == "channel_page"


WECHAT = SHARED / "wechat"


@pytest.mark.skipif(not WECHAT.exists(), reason="the saved WeChat pages are not on this machine")
def test_saved_wechat_pages_are_told_by_their_kind() -> None:
    expected = {
        "deleted": ItemOutcome.DELETED,
        "violation": ItemOutcome.DELETED,
        "unavailable": ItemOutcome.UNAVAILABLE,
    }
    pages = sorted(WECHAT.glob("*.html.gz"))
    assert pages
    for path in pages:
        item = parse_file(path.name, gzip.decompress(path.read_bytes()), FILES).items[0]
        assert item.outcome is expected.get(path.name.split("-")[0], ItemOutcome.PARSED), path.name
        if item.article is not None:
            assert item.article.source_name, path.name
            assert item.article.published_at is not None, path.name
            assert len(item.article.body) > 200, path.name
            assert (item.article.original_account is not None) == path.name.startswith("repost"), path.name
