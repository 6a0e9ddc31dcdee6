"""A sum that Chinese title and English body give at two scales is marked in English, and only there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Observation
from newsledger.extract.vocabulary import Vocabulary


def _read(vocabulary: Vocabulary, title: str, body: str) -> tuple[Observation, ...]:
    published = datetime(2025, 11, 10, 2, tzinfo=UTC)
    return extract_article(Document(title, body, published, "Asia/Shanghai"), vocabulary).observations


@pytest.mark.parametrize(
    ("title", "body", "candidate"),
    [
        (
            "晶澳科技2024年营收701亿元",
            "JA Solar's revenue in 2024 was 701 billion yuan.",
            70.1e9,
        ),
        (
            "泡泡玛特上半年净利润45.7亿元",
            "Pop Mart's net profit was 45.7 billion yuan.",
            4.57e9,
        ),
        # A firm of which no size is known.
        (
            "江小白2024年营收30.2亿元",
            "Jiangxiaobai's revenue in 2024 was 30.2 billion yuan.",
            3.02e9,
        ),
    ],
)
def test_an_english_sum_ten_times_the_chinese_one_is_marked(
    vocabulary: Vocabulary, title: str, body: str, candidate: float
) -> None:
    chinese, english = _read(vocabulary, title, body)
    assert "scale_suspect" not in chinese.flags
    assert english.flags == ("scale_suspect",)
    assert english.value_candidate == pytest.approx(candidate)
    assert english.value_low == pytest.approx(10 * candidate)
    assert english.flag_reason is not None
    assert f"“{chinese.figure_text}” (title {chinese.start_char}), 10 times less" in english.flag_reason


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("晶澳科技2024年营收701亿元", "JA Solar's revenue in 2024 was 70.1 billion yuan."),
        # Another period, another metric, other digits, one digit that may be anything's.
        ("泡泡玛特2024年净利润34亿元", "Pop Mart's net profit was 340 million yuan in 2019."),
        ("泡泡玛特上半年净利润45.7亿元", "Pop Mart's marketing cost was 457 million yuan."),
        ("泡泡玛特上半年净利润45.7亿元", "Pop Mart's net profit was 46.9 billion yuan."),
        ("泡泡玛特上半年净利润40亿元", "Pop Mart's net profit was 400 million yuan."),
    ],
)
def test_other_sums_are_not(vocabulary: Vocabulary, title: str, body: str) -> None:
    facts = _read(vocabulary, title, body)
    assert len(facts) == 2
    assert not any("Chinese" in (fact.flag_reason or "") for fact in facts)
