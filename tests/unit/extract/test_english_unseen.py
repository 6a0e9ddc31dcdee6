"""Wordings of English news as classes: whose a figure is, which metric, which time; the figure in brackets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Observation
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 20, 2, tzinfo=UTC)


def _marked(vocabulary: Vocabulary, text: str, title: str = "") -> Observation:
    """The fact whose figure stands in brackets."""
    start, end = text.index("["), text.index("]") - 1
    body = text.replace("[", "").replace("]", "")
    facts = extract_article(Document(title, body, PUBLISHED, "UTC"), vocabulary).observations
    return next(f for f in facts if f.field == "body" and f.start_char < end and start < f.end_char)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Quellmark Holdings' subsidiary Varo Motors had revenue of [$3 billion].", "Varo Motors"),
        ("Quellmark Holdings makes pumps. Its rival Varo Motors employs [3,000 people].", "Varo Motors"),
        ("German carmaker Varo Motors employs [3,000 people].", "Varo Motors"),
        ("Varo Motors, Germany's second-largest carmaker, employs [3,000 people].", "Varo Motors"),
        (
            "Quellmark Holdings makes pumps. The Toledo, Ohio-based manufacturer employs [3,000 people].",
            "Quellmark Holdings",
        ),
        ("Varo Motors was bought by Quellmark Holdings for [$3 billion].", "Quellmark Holdings"),
        ("Varo Motors is [30%] owned by Quellmark Holdings.", "Quellmark Holdings"),
        (
            "Quellmark Holdings earned $3 million, compared with [$5 million] at Varo Motors.",
            "Varo Motors",
        ),
        ("Quellmark Holdings earned $3 million, more than Varo Motors' [$5 million].", "Varo Motors"),
        (
            "Quellmark Holdings has a market share of 30%, ahead of Varo Motors at [20%].",
            "Varo Motors",
        ),
        ("Comparable sales at Walmart's U.S. stores increased [4.5%].", "Walmart"),
        ("Exports to the United States from Vietnam fell [9%].", "Vietnam"),
        ("Goldman Sachs expects copper to average [$12,000 a ton].", "copper"),
        ("The pound slipped [0.2%] on the day.", "pound"),
    ],
)
def test_a_figure_goes_to_whom_it_is_about(vocabulary: Vocabulary, text: str, subject: str) -> None:
    assert _marked(vocabulary, text).subject_name == subject


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Quellmark Holdings was profitable, earning $84 million, or [$1.12 per diluted share].", "eps"),
        ("Shares in Quellmark Holdings closed [1.3%] higher.", "share_price_change"),
        ("Quellmark Holdings has taken in [$214 million] from backers to date.", "funding"),
        ("Quellmark Holdings can discharge [160 MW] from its batteries.", "capacity"),
        ("Quellmark Holdings accounted for [9%] of all new cars sold.", "market_share"),
        ("Quellmark Holdings takes a [15%] cut of each sale.", "commission"),
        ("Quellmark Holdings serves [6.2 million households].", "users"),
        ("Some [1,350 people] work for Quellmark Holdings.", "employees"),
        ("The value added of China's industrial firms grew [6.6%].", "production_growth"),
        ("Jiangsu's industrial value added rose [6.6%].", "production_growth"),
        ("Growth in Vietnam accelerated to [8.2%].", "gdp_growth"),
        ("Quellmark Holdings won an order from Delta worth about [$310 million].", "order_value"),
        ("Quellmark Holdings filled [87.4%] of its seats.", "capacity_utilization"),
        ("Comparable sales at its stores rose [4.5%], Quellmark Holdings said.", "revenue_growth"),
        ("Quellmark Holdings paid 1.9 billion francs ([$2.3 billion]) for Varo Motors.", "deal_value"),
    ],
)
def test_a_wording_gives_its_metric(vocabulary: Vocabulary, text: str, metric: str) -> None:
    assert _marked(vocabulary, text).metric_id == metric


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (
            "Quellmark Holdings reported a third-quarter profit of $41 million on Thursday, against a loss of"
            " [$17 million] a year earlier.",
            "2024-07-01 2024-09-30",
        ),
        (
            "Quellmark Holdings announced its results for the three months ended September 30. Net income was"
            " [$96 million].",
            "2025-07-01 2025-09-30",
        ),
        (
            "Net income at Quellmark Holdings was $71.9 million, or $0.95 per share, in the third quarter,"
            " compared with [$66 million], or $0.90 per share, a year earlier.",
            "2024-07-01 2024-09-30",
        ),
        ("Quellmark Holdings bought Varo Motors for [$2.3 billion] last December.", "2024-12-01 2024-12-31"),
        ("Quellmark Holdings ended June with [$141 million] in cash.", "2025-06-30 2025-06-30"),
        (
            "Inflation in Turkey slowed to 32.9% in October. Economists had forecast [33%].",
            "2025-10-01 2025-10-31",
        ),
        (
            "Capital spending at Quellmark Holdings for 2025 is now put at [$24 billion].",
            "2025-01-01 2025-12-31",
        ),
    ],
)
def test_a_figure_has_its_time(vocabulary: Vocabulary, text: str, period: str) -> None:
    fact = _marked(vocabulary, text)
    assert f"{fact.period_start} {fact.period_end}" == period


def test_an_unknown_firm_has_one_id_under_its_long_and_short_name(vocabulary: Vocabulary) -> None:
    body = "Helvora Therapeutics, a developer of vaccines, lost $83 million. Helvora has 38 employees."
    found = extract_article(Document("Rival soars as Helvora stalls", body, PUBLISHED, "UTC"), vocabulary)
    assert {m.company_id for m in found.mentions} == {"candidate:helvora_therapeutics"}
    assert {m.field for m in found.mentions} == {"title", "body"}


@pytest.mark.parametrize(
    "body",
    [
        "Sales slipped, said Mira Castellan, an analyst at the firm.",
        "The report was written by the Office for National Statistics.",
        "Advertising, a small but lucrative line, expanded by 53%.",
    ],
)
def test_a_person_an_office_and_a_trade_are_no_firms(vocabulary: Vocabulary, body: str) -> None:
    assert extract_article(Document("", body, PUBLISHED, "UTC"), vocabulary).mentions == ()


def test_deposits_of_a_text_about_one_bank_are_the_banks(vocabulary: Vocabulary) -> None:
    body = "Harlan Bancorp earned $84 million, Harlan Bancorp said. Deposits grew [8%]."
    assert _marked(vocabulary, body, "Harlan Bancorp earns more").subject_name == "Harlan Bancorp"


def test_a_headline_of_a_deal_makes_the_deal_the_topic(vocabulary: Vocabulary) -> None:
    body = "Merck agreed to acquire Helvora Therapeutics, a developer of flu drugs, for $9 billion in cash."
    found = extract_article(Document("Merck to buy Helvora in cash deal", body, PUBLISHED, "UTC"), vocabulary)
    assert found.topics[0].topic_id == "mergers_funding"
