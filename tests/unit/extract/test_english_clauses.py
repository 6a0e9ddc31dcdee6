"""English sentences of classes that unseen reports had and the rules had not: what the clause makes of a figure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Observation
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 20, 14, tzinfo=UTC)


def _marked(vocabulary: Vocabulary, text: str, title: str = "") -> Observation:
    """The fact whose figure stands in brackets."""
    start, end = text.index("["), text.index("]") - 1
    body = text.replace("[", "").replace("]", "")
    facts = extract_article(Document(title, body, PUBLISHED, "UTC"), vocabulary).observations
    return next(f for f in facts if f.field == "body" and f.start_char < end and start < f.end_char)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Pfizer clinched a [$10 billion] deal for a rival.", "deal_value"),
        ("Pfizer would owe a termination fee of [$190 million].", "amount"),
        ("Nissan went [$5.3 billion] into the red.", "net_loss"),
        ("A jury ordered Pfizer to pay [$966 million].", "fine"),
        ("General Motors took a [$1.6 billion] charge on electric cars.", "cost"),
        ("The tariffs will cost Nissan [$2 billion].", "cost"),
        ("Huawei poured [179.7 billion yuan] into research and development.", "rnd_expense"),
        ("The bid is backed by [$54 billion] of debt from JPMorgan.", "funding"),
        ("Nissan earned [$567 million] before interest and tax.", "operating_profit"),
        ("Samsung ranked first with [19%], followed by Apple with 18%.", "market_share"),
        ("Elliott has built a [5%] position in BP.", "stake"),
        ("Tesla accounted for [41%] of U.S. electric car sales.", "market_share"),
        ("Transsion sells [80%] of its phones in Africa.", "share"),
        ("PayPal's app is used by [90 million] people daily.", "dau"),
        ("There were [189,000] homes on the market in Canada.", "inventory"),
        ("China brought [12 GW] of new capacity online.", "power_capacity_added"),
        ("The Nikkei 225 topped [50,000] for the first time.", "index_level"),
        ("The European Commission ordered Google to pay [2.95 billion euros].", "fine"),
        ("Rivian may cut its [39.5%] policy rate.", "interest_rate"),
    ],
)
def test_the_clause_gives_the_metric(vocabulary: Vocabulary, text: str, metric: str) -> None:
    assert _marked(vocabulary, text).metric_id == metric


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Last quarter, Pfizer's revenue was [$16.7 billion].", "2025-07-01", "2025-09-30"),
        (
            "Toyota expects to earn [2.9 trillion yen] in the year ending next March.",
            "2025-04-01",
            "2026-03-31",
        ),
        ("Starbucks aims to have [55,000] stores by the end of the decade.", "None", "2029-12-31"),
        ("Starbucks had [40,000] stores at year-end 2024.", "2024-12-31", "2024-12-31"),
        ("BYD sold [514,809] cars in December.", "2024-12-01", "2024-12-31"),
        ("From December 1, the tariff in Brazil will be [15%].", "2025-12-01", "None"),
        ("Oil fell [4%] in the previous session.", "2025-11-19", "2025-11-19"),
        (
            "Gap's sales dropped [2.7%] in the three months ended November 1.",
            "2025-08-01",
            "2025-11-01",
        ),
        (
            "China's output rose 6.5% in September, against 5.2% in August, while its retail sales grew [3%].",
            "2025-09-01",
            "2025-09-30",
        ),
        ("Pfizer earned $4 billion last year and employs [88,000 people].", "None", "None"),
    ],
)
def test_the_times_of_the_clause_are_read(vocabulary: Vocabulary, text: str, start: str, end: str) -> None:
    fact = _marked(vocabulary, text)
    assert (str(fact.period_start), str(fact.period_end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The blaze at Novelis hurt Ford Motor. It will cost the carmaker [$2 billion].", "Ford"),
        ("Novo Nordisk fell. So did Eli Lilly. The Danish company has cut [9,000 jobs].", "Novo Nordisk"),
        ("Hapag-Lloyd had a loss. A box to Rotterdam costs [$1,344].", "box"),
        (
            "Maersk earned $3 billion. The market for obesity drugs could be worth [$150 billion].",
            "obesity drugs",
        ),
        ("Ford had sales of $5 billion. In Japan its market share was [12.7%].", "Ford"),
        ("Under its new agreement Microsoft holds [27%] of OpenAI.", "Microsoft"),
    ],
)
def test_whom_a_figure_is_about(vocabulary: Vocabulary, text: str, subject: str) -> None:
    assert subject in str(_marked(vocabulary, text).subject_name)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Pfizer is shrinking: some [500 positions] there will go.", "forecast"),
        ("Pfizer's revenue was ahead of the [$281 million] that analysts had expected.", "forecast"),
        ("Pfizer put in [$1.3 billion] and will own the firm.", "actual"),
        ("Bose is weighing price increases of [8%].", "hypothetical"),
    ],
)
def test_the_mood_of_the_clause(vocabulary: Vocabulary, text: str, modality: str) -> None:
    assert _marked(vocabulary, text).modality == modality


def test_a_range_that_was_expected_before_is_one_range(vocabulary: Vocabulary) -> None:
    text = "Pfizer sees sales of about $86 billion, up from [$84.5 billion to $85.5 billion] previously."
    fact = _marked(vocabulary, text)
    assert (fact.value_low, fact.value_high) == (84.5e9, 85.5e9)


def test_a_figure_in_millions_takes_no_percent_from_the_next(vocabulary: Vocabulary) -> None:
    text = "Pfizer's customers numbered [112.3 million], 40.6% more than a year earlier."
    assert _marked(vocabulary, text).unit != "percent"
