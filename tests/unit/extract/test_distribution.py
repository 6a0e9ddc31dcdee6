"""A figure that is said of two is a fact of each; a joint figure is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import Vocabulary


def _told(vocabulary: Vocabulary, body: str, figure: str) -> set[str | None]:
    """Of whom a figure is told."""
    found = extract_article(Document("", body, datetime(2025, 11, 10, 2, tzinfo=UTC)), vocabulary)
    facts = [fact for fact in found.observations if figure in fact.figure_text]
    assert all(body[fact.start_char : fact.end_char] == fact.figure_text for fact in facts)
    assert len({fact.value_low for fact in facts}) == 1
    return {fact.subject_id for fact in facts}


@pytest.mark.parametrize(
    ("body", "figure", "subjects"),
    [
        ("比亚迪和吉利汽车10月销量双双增长12%。", "12%", {"byd", "geely"}),
        (
            "2025年前三季度杭州GDP达1.6万亿,宁波达1.3万亿,双双同比增长5.2%。",
            "5.2%",
            {"place:hangzhou", "place:ningbo"},
        ),
        (
            "苏州、无锡和常州去年GDP增速均为5.5%。",
            "5.5%",
            {"place:suzhou", "place:wuxi", "place:changzhou"},
        ),
        ("In October both Nio and XPeng raised deliveries by 12%.", "12%", {"nio", "xpeng"}),
        ("Toyota and Panasonic both hold 50% of the venture.", "50%", {"toyota", "panasonic"}),
    ],
)
def test_a_figure_of_both_is_a_fact_of_each(
    vocabulary: Vocabulary, body: str, figure: str, subjects: set[str | None]
) -> None:
    assert _told(vocabulary, body, figure) == subjects


@pytest.mark.parametrize(
    ("body", "figure"),
    [
        ("Nio and XPeng together delivered 80,000 vehicles in October.", "80,000"),
        ("比亚迪和吉利汽车合计卖出60万辆,双双创新高。", "60万辆"),
        ("Nio and XPeng, which both build cars, rose 3% and 9% respectively.", "3%"),
        ("Nio and XPeng both build cars there, and the former moved 12% of its output.", "12%"),
        ("碳酸锂均价为每吨7万元,比亚迪和宁德时代都在买。", "7万元"),
    ],
)
def test_a_joint_figure_or_one_of_its_own_is_one_fact(vocabulary: Vocabulary, body: str, figure: str) -> None:
    assert len(_told(vocabulary, body, figure)) == 1
