"""Wordings that lie close together and mean another metric, another mood or another year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Observation
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 20, 2, tzinfo=UTC)


def _marked(vocabulary: Vocabulary, text: str) -> Observation:
    """The fact whose figure stands in brackets."""
    start, end = text.index("["), text.index("]") - 1
    body = text.replace("[", "").replace("]", "")
    facts = extract_article(Document("", body, PUBLISHED, "UTC"), vocabulary).observations
    return next(f for f in facts if f.start_char < end and start < f.end_char)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Quellmark Holdings sold shares at $20 per share and raised [$430 million].", "ipo_proceeds"),
        (
            "Quellmark Holdings raised [$430 million] in a round led by Sequoia.",
            "funding",
        ),
        ("Quellmark Holdings went public on Monday and raised [$430 million].", "ipo_proceeds"),
        ("Quellmark Holdings had a profit of [$8.40 per share] and kept its dividend.", "eps"),
        ("Quellmark Holdings kept its dividend of [$1.20 per share].", "dividend"),
        ("The average cost of financing at Quellmark Holdings was [2.8%].", "interest_rate"),
        ("中国移动宣布每股派[2.75港元]。", "dividend"),
        ("快递巨头UPS今年已砍去[4.8万个]岗位。", "layoffs"),
    ],
)
def test_what_is_measured(vocabulary: Vocabulary, text: str, metric: str) -> None:
    assert _marked(vocabulary, text).metric_id == metric


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Quellmark Holdings has no plan to list and collected [$500 million] from investors.", "actual"),
        ("Quellmark Holdings plans to collect [$500 million] from investors.", "target"),
        ("Quellmark Holdings aims to open ten shops, and its sales last year were [$7 million].", "actual"),
    ],
)
def test_what_is_over_is_no_aim(vocabulary: Vocabulary, text: str, modality: str) -> None:
    assert _marked(vocabulary, text).modality == modality


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Quellmark Holdings expects an increase of prices by another [25%] in February.", "2026-02-01"),
        ("Quellmark Holdings, which expects better times, sold [25 vehicles] in February.", "2025-02-01"),
    ],
)
def test_what_is_expected_of_a_month_is_expected_of_the_next(
    vocabulary: Vocabulary, text: str, start: str
) -> None:
    assert str(_marked(vocabulary, text).period_start) == start
