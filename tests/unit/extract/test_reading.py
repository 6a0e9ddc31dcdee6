"""The reading leaves out what is no text and keeps the way back to the landed text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsledger.extract.reading import read_field

TEXTS = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from(list(" []0123456789京万亿％，。\n-GroupCore:"))),
    max_size=300,
)


def test_citation_marks_are_dropped_with_the_space_before_them() -> None:
    reading = read_field("Sales rose 3% [4][18]. Costs fell [7].")
    assert reading.text == "Sales rose 3%. Costs fell."
    assert reading.cuts == (13, 25)


def test_a_wrap_space_inside_chinese_is_dropped_but_not_after_a_sentence() -> None:
    assert read_field("把价格推向新的高 度。 第二天").text == "把价格推向新的高度。 第二天"
    assert read_field("排在25位 以内,共 30万辆").text == "排在25位以内,共30万辆"
    assert read_field("价码高达6.7万 亿日元").text == "价码高达6.7万亿日元"


def test_a_space_between_chinese_and_english_stays() -> None:
    assert read_field("产品 Copilot 上线").text == "产品 Copilot 上线"


def test_full_width_and_traditional_characters_fold_one_to_one() -> None:
    reading = read_field("營收３.５億，佔１２％")
    assert reading.text == "营收3.5亿，占12%"
    assert list(reading.offsets) == list(range(len(reading.text) + 1))


def test_the_repost_card_is_not_read_and_offsets_still_count_from_the_landed_start() -> None:
    landed = "以下文章来源于某号 ,作者某人 正文从这里开始,营收3亿元。"
    reading = read_field(landed, skip_until=landed.index("正文"))
    at = reading.text.index("3亿元")
    start, end = reading.to_landed(at, at + 3)
    assert reading.text.startswith("正文")
    assert landed[start:end] == "3亿元"


def test_section_marks_are_structure() -> None:
    reading = read_field("Core Viewpoint - Calm. Group 12: JD.com in 2025 - Sales grew. Group 3 - More.")
    marks = [reading.text[start:end] for start, end in reading.structure]
    assert marks == ["Core Viewpoint -", "Group 12: JD.com in 2025 -", "Group 3 -"]
    assert reading.is_structure(reading.text.index("12"))
    assert not reading.is_structure(reading.text.index("Sales"))


def test_chinese_section_marks_are_structure() -> None:
    reading = read_field("核心观点 - 营收增长3%。")
    assert [reading.text[start:end] for start, end in reading.structure] == ["核心观点 -"]


def test_a_figure_that_a_wrap_has_split_maps_back_to_its_whole_span() -> None:
    landed = "达到一万 五千颗。"
    reading = read_field(landed)
    at = reading.text.index("一万五千颗")
    start, end = reading.to_landed(at, at + 5)
    assert landed[start:end] == "一万 五千颗"


@given(TEXTS, st.integers(min_value=0, max_value=400))
def test_every_character_maps_back_to_one_that_it_was_made_of(landed: str, skip: int) -> None:
    reading = read_field(landed, min(skip, len(landed)))
    assert len(reading.offsets) == len(reading.text) + 1
    assert all(a < b for a, b in zip(reading.offsets, reading.offsets[1:], strict=False))
    for i, character in enumerate(reading.text):
        start, end = reading.to_landed(i, i + 1)
        assert end == start + 1
        original = landed[start]
        assert original == character or read_field(original).text == character
