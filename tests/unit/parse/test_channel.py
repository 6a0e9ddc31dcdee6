"""The grammar of the channel page, from text and from HTML."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.errors import ItemOutcome
from newsledger.parse.channel import parse_channel_html, parse_channel_page, parse_channel_text
from newsledger.parse.files import parse_file
from newsledger.sources.schema import Source
from tests.conftest import SHARED

SEED = SHARED / "seed" / "huxiu_channel.txt"
FILES = Source(source_id="input_files", kind="files", name="Files", time_zone="UTC")


@pytest.mark.skipif(not SEED.exists(), reason="the seed page is not on this machine")
def test_the_seed_page_gives_its_ten_articles_exactly() -> None:
    listing = parse_file(SEED.name, SEED.read_bytes(), FILES)
    gold = [json.loads(line) for line in (SHARED / "gold" / "seed.jsonl").read_text("utf-8").splitlines()]
    articles = [item.article for item in listing.items]
    assert listing.items_listed == len(articles) == len(gold) == 10
    for article, row in zip(articles, gold, strict=True):
        assert article is not None
        assert (article.title, article.body, article.source_name) == (row["title"], row["body"], "虎嗅APP")
        assert article.published_at is not None
        assert article.published_at.isoformat() == row["published_at"]
        assert article.published_raw == f"{article.published_at:%Y-%m-%d %H:%M}"
        assert (article.title_language, article.body_language) == ("zh", row["lang"])
    kinds = [article.body_kind for article in articles if article]
    assert kinds == ["summary", "excerpt", "summary", "summary", "summary", "excerpt", "digest", "digest",
                     "excerpt", "summary"]  # fmt: skip
    assert [article.is_truncated for article in articles if article] == [kind == "excerpt" for kind in kinds]
    reposts = [(a.original_account, a.original_author) for a in articles if a and a.original_account]
    assert reposts == [("国民经略", "凯风"), ("深圳微时光", "山干"), ("深圳微时光", "山干")]
    assert sum(len(article.citations) for article in articles if article) == 143


ENTRY = "{title}\n{source}· {stamp}\n{body}"


def page(*entries: tuple[str, str, str]) -> str:
    rows = [ENTRY.format(title=t, source="测试频道", stamp=s, body=b) for t, s, b in entries]
    return "\n".join(["测试频道", "Search documents", *rows])


def test_a_body_of_several_lines_keeps_them() -> None:
    listing = parse_channel_text(
        page(("甲", "2026-01-01 10:00", "第一行\n第二行"), ("乙", "2026-01-01 09:00", "另一条")), "UTC"
    )
    bodies = [item.article.body for item in listing.items if item.article]
    assert bodies == ["第一行\n第二行", "另一条"]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = page(("甲", "2026-01-01 10:00", "正文"), ("乙", "2026-01-01 09:00", "另一条"))
    assert parse_channel_text("\ufeff" + text.replace("\n", "\r\n") + "\r\n", "UTC") == parse_channel_text(
        text, "UTC"
    )


def test_an_item_whose_title_is_missing_is_refused_and_its_neighbours_are_read() -> None:
    untitled = "测试频道· 2026-01-01 09:30\n没有标题的正文。"
    text = page(
        ("甲", "2026-01-01 10:00", f"Core Viewpoint - It grew [1].\n{untitled}"),
        ("丙", "2026-01-01 09:00", "另一条"),
    )
    listing = parse_channel_text(text, "UTC")
    assert listing.items_listed == 3
    assert [item.outcome for item in listing.items] == [
        ItemOutcome.PARSED, ItemOutcome.NO_TITLE, ItemOutcome.PARSED,
    ]  # fmt: skip


def test_an_impossible_time_is_landed_without_one_and_says_so() -> None:
    item = parse_channel_text(page(("甲", "2026-02-30 10:00", "正文")), "UTC").items[0]
    assert item.article is not None
    assert item.article.published_at is None
    assert item.article.published_raw == "2026-02-30 10:00"
    assert "cannot be read" in item.message


def test_a_page_of_chrome_alone_lists_nothing() -> None:
    listing = parse_channel_page("<html><body><div>测试频道</div></body></html>".encode(), None, "UTC")
    assert (listing.items_listed, listing.items) == (0, ())
    assert listing.message


def test_a_source_that_sits_in_a_zone_is_read_in_it() -> None:
    item = parse_channel_text(page(("甲", "2026-01-01 07:00", "正文")), "Asia/Shanghai").items[0]
    assert item.article is not None
    assert item.article.published_at is not None
    assert item.article.published_at.isoformat() == "2025-12-31T23:00:00+00:00"


LINES = st.text(alphabet="abc甲乙丙 ,。-·&<>[]1", min_size=1, max_size=30).map(str.strip).filter(bool)


@settings(max_examples=60)
@given(st.lists(st.tuples(LINES, LINES), min_size=1, max_size=5))
def test_text_and_html_of_one_page_give_one_result(entries: list[tuple[str, str]]) -> None:
    text = page(*((f"标题{title}", "2026-01-01 10:00", f"正文{body}") for title, body in entries))
    markup = "".join(
        f"<div><h3>{html.escape(f'标题{t}')}</h3><p><span>测试频道</span><span>· 2026-01-01 10:00</span></p>"
        f"<section>{html.escape(f'正文{b}')}</section></div>"
        for t, b in entries
    )
    from_text = parse_channel_text(text, "UTC")
    from_html = parse_channel_html(f"<html><body><header>测试频道</header>{markup}</body></html>", "UTC")
    assert from_html.items_listed == from_text.items_listed == len(entries)
    folded = [(i.outcome, i.article and " ".join(i.article.body.split())) for i in from_text.items]
    assert [(i.outcome, i.article and i.article.body) for i in from_html.items] == folded
