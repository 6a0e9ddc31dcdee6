"""When two texts are one story: all that the shorter one says stands in the longer one."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.stories.likeness import compare_texts
from newsledger.stories.plain_text import StoryText, plain_text, plain_texts, story_text

TITLE = "云栖重工拿下北方港口订单"
SENTENCES = (
    "云栖重工周三宣布,将为北方港口制造11台岸桥,合同金额为14.85亿元,这是公司自2019年以来接到的最大一笔订单。",
    "首台设备预计在明年春天交付,最后一台则要等到2028年,其间港口方面每季度派人驻厂验收。",
    "公司位于启东的船厂现有焊工640名,另外还在招聘75人,宿舍已经提前租好。",
    "钢材是在去年以每吨3712元的价格锁定的,财务负责人称这是她职业生涯里运气最好的一次采购。",
    "来自上海的竞争对手报价更低,却无法承诺在36小时之内送达备件,因此在最后一轮出局。",
    "港口保留再买四台同型设备的选择权,行权期限为两年,价格随钢价浮动。",
)  # fmt: skip
BODY = "\n".join(SENTENCES)
ENGLISH = (
    "Harbor Lifts will build eleven ship-to-shore cranes for the port of Gdynia, a contract of 148.5 million euros that was "
    "signed on Friday after two years of bidding. The yard in Klaipeda has 640 welders and is looking for another 75. Rivals "
    "had offered a lower price, but could not promise spare parts within 36 hours."
)


def text(body: str, title: str = TITLE) -> StoryText:
    return story_text(title, body, 0, False)


def told_alike(one: str, other: str, title: str = TITLE, other_title: str = TITLE) -> bool:
    return compare_texts(text(one, title), text(other, other_title)) is not None


def test_figures_are_whole_characters_and_marks_are_nothing() -> None:
    assert plain_text("营收1,299.5万元[3]。").figures == ("1299.5",)
    assert plain_text("３６０ 亿元") == plain_text("360亿元")
    assert plain_text("3.6亿").text != plain_text("36亿").text
    assert plain_text("Net loss: $4.5m").text == plain_text("net LOSS $4.5 M").text
    assert len(plain_text("2024年").text) == 2


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_has_as_many_symbols_as_figures(landed: str) -> None:
    plain = plain_text(landed)
    assert sum(letter >= "\U000f0000" for letter in plain.text) == len(plain.figures)
    assert plain_text(f" {landed}\n。") == plain


@given(st.lists(st.text(st.sampled_from("a1２,.，[]３ﬁ㎡é\u0301각\u1100\u1161…①ß\0中 ")), max_size=5))
@settings(max_examples=100, deadline=None)
def test_texts_are_made_plain_together_as_alone_and_by_unicodes_own_tables(landed: list[str]) -> None:
    together = plain_texts(landed)
    assert together == [plain_text(text) for text in landed]
    for text, plain in zip(landed, together, strict=True):
        folded = re.sub(r"\[\d{1,3}\]", "", unicodedata.normalize("NFKC", text)).casefold()
        letters = [letter for letter in folded if letter.isalnum() and not "0" <= letter <= "9"]
        assert [letter for letter in plain.text if letter < "\U000f0000"] == letters


def test_the_repost_card_and_the_demo_are_told_apart() -> None:
    card = "以下文章来源于车记 ,作者阿木 "
    assert story_text(TITLE, card + BODY, len(card), False) == text(BODY)
    assert story_text(TITLE, BODY, 0, True).text_id != text(BODY).text_id


@given(st.permutations(SENTENCES))
@settings(max_examples=30, deadline=None)
def test_another_order_of_sentences_is_the_same_story(order: list[str]) -> None:
    assert told_alike("".join(order), BODY)


@given(st.sets(st.integers(0, 5), min_size=3))
@settings(max_examples=30, deadline=None)
def test_any_half_of_the_sentences_is_the_same_story_under_its_title(kept: set[int]) -> None:
    assert told_alike("".join(SENTENCES[place] for place in sorted(kept)), BODY)


@pytest.mark.parametrize(
    "edited",
    [
        BODY.replace(",", ",").replace("。", "!"),
        BODY.replace(",", " "),
        BODY[:180] + " ...",
        "(本报讯)" + BODY,
        BODY + "\n更多内容请关注我们的公众号,点亮在看,分享给更多的朋友。",
        "3月8日消息," + BODY,
    ],
)
def test_marks_ends_and_an_accounts_own_lines_are_no_difference(edited: str) -> None:
    assert told_alike(edited, BODY)
    assert told_alike(BODY, edited)


@pytest.mark.parametrize(
    "other",
    [
        BODY.replace("14.85亿", "15.85亿"),
        BODY.replace("云栖重工", "海岳机械"),
        BODY.replace("640名", "460名"),
    ],
)
def test_another_figure_or_name_in_the_same_sentences_is_another_story(other: str) -> None:
    assert not told_alike(other, BODY)
    assert not told_alike(other, BODY, other_title="另一个标题的文章")


def test_the_same_holds_in_english() -> None:
    sentences = ENGLISH.split(". ")
    random.Random(3).shuffle(sentences)
    title = "Harbor Lifts wins an order"
    assert told_alike(". ".join(sentences), ENGLISH, title, title)
    assert not told_alike(ENGLISH.replace("Harbor Lifts", "Baltic Hoist"), ENGLISH, title, title)
    assert not told_alike(ENGLISH.replace("148.5", "184.5"), ENGLISH, title, title)


def test_a_flash_is_not_the_round_up_that_tells_it_among_others() -> None:
    others = [
        f"{number}、某公司{number}公告\n某公司{number}公告称拟回购股份,金额为{number * 1111}万元。"
        for number in (2, 3, 4)
    ]
    briefing = "\n".join([f"1、{TITLE}\n{SENTENCES[0]}{SENTENCES[1]}", *others])
    flash = SENTENCES[0] + SENTENCES[1]
    assert not told_alike(flash, briefing, TITLE, "早间快讯")
    assert told_alike(flash, BODY, TITLE, TITLE)


def test_an_article_that_quotes_another_one_in_full_is_not_that_article() -> None:
    quoting = (
        "".join(
            f"第{letter}家供应商的负责人谈到了自己对航运周期的看法,他们大多谨慎。"
            for letter in "甲乙丙丁戊己庚辛壬癸子丑"
        )
        + BODY
    )
    assert not told_alike(BODY, quoting, TITLE, "航运周期走到哪里了")


def test_a_formula_without_names_or_figures_is_no_story() -> None:
    formula = "双方将在产品开发、供应链以及海外市场等方面开展深度合作,优势互补,实现共赢。协议有效期三年,不涉及具体金额。"
    whole = f"海岳机械与云栖重工签署战略合作协议。{formula}海岳机械表示,此次合作对本年度业绩不构成重大影响。"
    assert not told_alike(formula, whole, "北辰股份发布公告", "海岳机械发布公告")


@given(st.permutations(SENTENCES), st.integers(1, 6))
@settings(max_examples=30, deadline=None)
def test_it_does_not_matter_which_of_the_two_comes_first(order: list[str], size: int) -> None:
    one, other = text("".join(order[:size])), text(BODY)
    assert compare_texts(one, other) == compare_texts(other, one)


def test_a_short_excerpt_under_its_title_may_bear_an_accounts_own_lines() -> None:
    excerpt = "".join(SENTENCES[:2])
    own = "这几天有不少船东来问这件事,所以我们把它放在今天的头条,看完可以留言。"
    assert told_alike(own + excerpt, BODY)
    assert not told_alike(own + excerpt, BODY, other_title="钢价与船厂的一年")
    assert not told_alike(own * 2 + SENTENCES[0], BODY)
