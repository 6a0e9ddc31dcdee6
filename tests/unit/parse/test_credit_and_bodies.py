"""The repost card, the kinds of body and their citations; the body itself stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.parse.bodies import body_kind, citations, is_truncated
from newsledger.parse.credit import Credit, read_credit

MOTTO = "以下文章来源于县域笔记 ,作者南乔 县域笔记 . 记录小城里的生意和人 "


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (MOTTO + "本文来自微信公众号: 县域笔记 ,作者:南乔", ("县域笔记", "南乔", None)),
        (
            MOTTO + "本文来自微信公众号: 县域笔记 ,作者:南乔,原文标题:《小城自习 室的夜》,头图来自:AI生成",
            ("县域笔记", "南乔", "小城自习室的夜"),
        ),
        (
            MOTTO + "本文来自微信公众号: 县域笔记 ,作者:南乔,原文标题:《夜》,头图来自:电影《长夜 将尽》",
            ("县域笔记", "南乔", "夜"),
        ),
        (
            "以下文章来源于钢市 ，作者文锐 钢市 . 每日钢价 本文来自微信公众号："
            "钢市，作者：文锐，原文标题：《钢价》，头图来自：视觉库",
            ("钢市", "文锐", "钢价"),
        ),
        (
            "本文来自微信公众号：半熟财经（ID：bancaijing），作者：Lin，原文标题：《账本》，头图来自：作者",
            ("半熟财经", "Lin", "账本"),
        ),
        ("本文来自微信公众号:IC Notes ,作者:老何", ("IC Notes", "老何", None)),
        (MOTTO.split(" . ", maxsplit=1)[0] + " .", ("县域笔记", "南乔", None)),
    ],
)
def test_the_card_ends_where_the_text_begins(
    card: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    body = card + " 凌晨一点,自习室里还亮着灯。作者:别人"
    credit = read_credit(body)
    assert (credit.account, credit.author, credit.title) == expected
    assert body[credit.end_char :].strip() == "凌晨一点,自习室里还亮着灯。作者:别人"


@pytest.mark.parametrize(
    "body",
    ["凌晨一点,自习室里还亮着灯。本文来自微信公众号: 县域笔记 ,作者:南乔", "Core Viewpoint - 本文 [1].", ""],
)
def test_a_body_without_a_card_at_its_head_has_no_credit(body: str) -> None:
    assert read_credit(body) == Credit()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Core Viewpoint - It grew [1].", "summary"),
        ("Core Insights - It grew [1].", "summary"),
        ("核心观点 - 增长放缓[1]。", "summary"),
        ("**核心观点**:增长放缓[1]。", "summary"),
        ("Group 1 - It grew [1].", "digest"),
        ("Group 1: Jobs - It grew [1].", "digest"),
        ("他说第一年亏了六万,第二年刚好打平 ...", "excerpt"),
        ("他说……", "full"),
        ("Group therapy is a business.", "full"),
        ("Core viewpoints differ.", "full"),
        ("", "none"),
    ],
)
def test_the_kind_of_a_body(body: str, kind: str) -> None:
    assert body_kind(body) == kind


def test_a_summary_that_ends_in_dots_is_cut_and_still_a_summary() -> None:
    assert is_truncated("Core Viewpoint - It grew and ...")
    assert body_kind("Core Viewpoint - It grew and ...") == "summary"
    assert not is_truncated("于是他说...")


def test_citations_point_at_their_bracket_and_a_footnote_is_none() -> None:
    body = "Core Viewpoint - It grew [12][3]. In [2024]5 it fell [x]."
    marks = citations(body, "summary")
    assert [each.paragraph for each in marks] == [12, 3, 2024]
    assert all(body[each.start_char] == "[" for each in marks)
    assert citations("见脚注[1]。", "full") == ()


@given(st.text(alphabet="以下文章来源于本微信公众号作者原标题头图自:,，：《》 .\nX甲", max_size=700))
def test_no_text_breaks_the_card_and_its_end_lies_in_the_body(body: str) -> None:
    credit = read_credit(body)
    assert 0 <= credit.end_char <= len(body)
    assert credit.account is not None or credit == Credit()
