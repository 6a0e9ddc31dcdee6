"""A value is the one that is written, to its last digit."""

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tencent's revenue reached 1,041.86 billion yuan in 2025.", 1_041_860_000_000),
        ("格力电器去年净利润4.35亿元。", 435_000_000),
        ("美的集团全年营收4071.5亿元。", 407_150_000_000),
        ("Gree booked a net profit of 64.6 billion yuan.", 64_600_000_000),
    ],
)
def test_a_scaled_figure_has_no_noise(vocabulary, text, value):
    facts = extract_article(Document("", text), vocabulary).observations
    assert [fact.value_low for fact in facts] == [value]
