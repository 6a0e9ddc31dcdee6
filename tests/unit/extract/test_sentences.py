"""Sentences end where they end, and know their language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.extract.reading import read_field
from newsledger.extract.sentences import language_of, split_clauses, split_sentences


def cut(text: str) -> list[str]:
    reading = read_field(text)
    return [reading.text[sentence.start : sentence.end] for sentence in split_sentences(reading)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Netflix will pay Warner Bros. Discovery holders in cash.",
        "The U.S. market fell, as did J.P. Morgan.",
        "It pays $27.75 per share vs. $26.10 before.",
        "Gap Inc. and Target Corp. reported on Nov. 20 that sales rose.",
        "The No. 1 maker, led by Mr. Smith, is calm.",
        "Demand rose approx. 5% at Foo Ltd. in May.",
        "Sales were approx. $3.5 million in the U.K. last year.",
        "他说:“价格是3.5元。”",
        "The firm's e.g. plan and i.e. budget stand.",
    ],
)
def test_abbreviations_and_decimals_do_not_cut_a_sentence(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose [5][6]. - It fell [7].", ["It rose.", "It fell."]),
        ("It rose by 3% [2] - Rivals fell [3]", ["It rose by 3%", "Rivals fell"]),
        ("Sales rose in the U.S. The firm is glad.", ["Sales rose in the U.S.", "The firm is glad."]),
        ("He works at Apple Inc. It is large.", ["He works at Apple Inc.", "It is large."]),
        ("They said no. The end.", ["They said no.", "The end."]),
        ("营收增长。利润下降！为什么？没人知道", ["营收增长。", "利润下降！", "为什么？", "没人知道"]),
        ('他说"好了。"大家走了。', ['他说"好了。"', "大家走了。"]),
        ('走了。"真的吗"他问。', ["走了。", '"真的吗"他问。']),
        ("一段\n二段", ["一段", "二段"]),
        ("Group 1: JD.com - Sales rose. Group 2 - They fell.", ["Sales rose.", "They fell."]),
        ("What now? Nothing!", ["What now?", "Nothing!"]),
        ("A hyphen - like this - is none.", ["A hyphen - like this - is none."]),
    ],
)
def test_sentences_are_cut_at_stops_bullets_and_section_marks(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_language_is_told_by_the_sentence() -> None:
    reading = read_field("核心不在芯片。 The US added 51 GW. Meta与Vistra、Oklo签约,到2035年供电。")
    assert [sentence.language for sentence in split_sentences(reading)] == ["zh", "en", "zh"]


def test_a_name_in_the_other_script_does_not_change_the_language() -> None:
    assert language_of("BYD (比亚迪) sold more cars than ever before in May") == "en"
    assert language_of("苹果iPhone 17 Pro Max开卖") == "zh"


def test_clauses_are_cut_at_commas_but_not_inside_a_number() -> None:
    text = "Sales of 1,299 units rose, while costs fell; nobody cared"
    (sentence,) = split_sentences(read_field(text))
    clauses = [text[start:end].strip() for start, end in split_clauses(text, sentence)]
    assert clauses == ["Sales of 1,299 units rose", "while costs fell", "nobody cared"]


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from(list('。！？.!? -\n”"[]12aA'))), max_size=200)
)
def test_sentences_are_in_order_disjoint_trimmed_and_lose_nothing_but_marks(text: str) -> None:
    reading = read_field(text)
    sentences = split_sentences(reading)
    at = 0
    for sentence in sentences:
        assert at <= sentence.start < sentence.end <= len(reading.text)
        piece = reading.text[sentence.start : sentence.end]
        assert piece == piece.strip()
        at = sentence.end
