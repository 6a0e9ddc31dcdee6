"""What the vocabulary does not hold is still what a figure is about: new firms, named things, common nouns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Observation
from newsledger.extract.vocabulary import Vocabulary


def _read(vocabulary: Vocabulary, body: str) -> list[Observation]:
    document = Document("", body, datetime(2025, 11, 12, tzinfo=UTC), "UTC", "wire")
    return list(extract_article(document, vocabulary).observations)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "OSLO - The salmon farmer's lender Vestrand Bank posted a net profit of 40 million kroner. The lender's "
            "margin was 2.1%.",
            ["Vestrand Bank", "Vestrand Bank"],
        ),
        (
            "Orrin Coast Airlines cut fares. The Dublin carrier flew 3 million people.",
            ["Orrin Coast Airlines"],
        ),
        (
            "Marrow Vale Foods reported sales growth of 3%. The grocer runs 71 shops.",
            ["Marrow Vale Foods"] * 2,
        ),
        ("Skelvin Pharma fell 30%. Skelvin has $90 million in cash.", ["Skelvin Pharma"] * 2),
        ("Rival Tarrock Airlines carried 2 million people.", ["Tarrock Airlines"]),
        ("Landlord Ottery Estates owes HK$3 billion in debt.", ["Ottery Estates"]),
    ],
)
def test_an_unknown_firm_is_taken_up_by_its_trade_or_short_name(
    vocabulary: Vocabulary, body: str, expected: list[str]
) -> None:
    assert [row.subject_name for row in _read(vocabulary, body)] == expected


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ("The Ostrava Freight Index climbed 4%.", "Ostrava Freight Index", "index"),
        ("Panamax vessels earned $14,000 a day.", "Panamax vessels", "none"),
        ('The cartoon "Tin Harbour" has taken 90 million yuan.', "Tin Harbour", "product"),
        ("Kenya's Lake Amboro Railway carried 4 million tons.", "Lake Amboro Railway", "none"),
        ("Smelters in the north charge $7 a ton.", "Smelters", "group"),
    ],
)
def test_a_name_of_the_text_is_a_subject_without_a_key(
    vocabulary: Vocabulary, body: str, name: str, kind: str
) -> None:
    row = _read(vocabulary, body)[0]
    assert (row.subject_name, row.subject_type) == (
        name,
        kind,
    ) or row.company_id == "candidate:lake_amboro_railway"
    assert row.subject_id is None or row.subject_id.startswith("candidate:")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Tencent holds stakes. The studio, in which Tencent holds 19%, is busy.", ["Tencent"]),
        ("Qualcomm is big. SMIC, its foundry, makes 35% of the chips.", ["SMIC"]),
        ("Tesla sold 20,000 cars, more than BYD's 18,000.", ["Tesla", "BYD"]),
        ("Soybeans rose 1%. Corn slid 0.7%.", ["soybeans", "corn"]),
        ("Sichuan grows fast. Exports of the province fell 3%.", ["Sichuan"]),
    ],
)
def test_the_nearest_clause_owns_the_figure(vocabulary: Vocabulary, body: str, expected: list[str]) -> None:
    known = {"Tencent Holdings": "Tencent", "BYD Company": "BYD"}
    assert [known.get(r.subject_name or "", r.subject_name) for r in _read(vocabulary, body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The bank's loan losses came to 85 million kroner.", ["cost"]),
        ("Apple raised its forecast to $90 billion.", ["amount"]),
        ("Apple will spend $5 billion on buying back its own stock.", ["buyback"]),
        ("The share of adults in work edged up to 62.4%.", ["share"]),
        ("The museum received 3 million visitors.", ["count"]),
        ("Apple added 900 staff, more than the 500 staff expected.", ["count", "count"]),
    ],
)
def test_a_word_near_by_does_not_lend_its_metric(
    vocabulary: Vocabulary, body: str, expected: list[str]
) -> None:
    assert [row.metric_id for row in _read(vocabulary, body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Delorme Ferries lost 7 million euros on turnover of 132 million euros.", ["net_loss", "revenue"]),
        ("Delorme Ferries has 900 sailors.", ["employees"]),
        ("Blackstone will have 61% of the votes.", ["stake"]),
        ("The data centres consumed 4.8 billion kWh of power.", ["electricity_demand"]),
        ("In Guizhou, debt equals 131% of annual output.", ["debt_ratio"]),
        ("Apple set aside $60 million for the case.", ["cost"]),
        ("CATL supplies 38% of the world's car batteries.", ["market_share"]),
        ("BMW ordered cells worth 3 billion euros.", ["order_value"]),
        ("Porcelain worth 90 million yuan left the kilns.", ["amount"]),
        (
            "Nike's sales in America slumped 9% to $812 million while those in China rose 4% to $240 million.",
            ["revenue_growth", "revenue", "revenue_growth", "revenue"],
        ),
        (
            "Apple's sales rose 12% to $34 billion as more adults bought phones.",
            ["revenue_growth", "revenue"],
        ),
        ("Nearly 1.6 million restaurants closed in the first half.", ["count"]),
    ],
)
def test_the_verb_or_its_twin_decides(vocabulary: Vocabulary, body: str, expected: list[str]) -> None:
    assert [row.metric_id for row in _read(vocabulary, body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The tea chain Miravel Tea shut 12 outlets.", "Miravel Tea"),
        ("Analysts at Jefferies had expected that Apple earned $2 billion.", "Apple"),
        ("Apple thrives. House prices in Wexhaven are 19% lower.", "Wexhaven"),
        ("Nike trades at 28 times and Adidas at 21 times earnings.", "Nike"),
    ],
)
def test_a_name_in_apposition_or_in_a_place_is_heard(
    vocabulary: Vocabulary, body: str, expected: str
) -> None:
    assert _read(vocabulary, body)[0].subject_name == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("北岭茶饮公布三季报, 前三季度营收21.4亿元。公司门店增至4120家。", ["北岭茶饮", "北岭茶饮"]),
        ("青海湖运价指数周二收报2104点。", ["青海湖运价指数"]),
        ("Haneul Cosmetics, whose creams sell well, earned 3 billion won.", ["Haneul Cosmetics"]),
    ],
)
def test_a_trade_in_a_name_does_not_hide_it(vocabulary: Vocabulary, body: str, expected: list[str]) -> None:
    assert [row.subject_name for row in _read(vocabulary, body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Apple spent 1.1 billion dollars on research.", ["rnd_expense"]),
        ("Korea exported cosmetics worth $8.5 billion.", ["trade_value"]),
        ("The subway carried 4.6 million riders.", ["count"]),
        (
            "Nike's operating profit was 96 million dollars, a margin of 25%.",
            ["operating_profit", "operating_margin"],
        ),
        ("Huawei is expected to make 1.6 million dies in 2026.", ["production"]),
        ("ByteDance has set aside 160 billion yuan for capital spending.", ["capex"]),
    ],
)
def test_what_is_done_with_a_figure_names_its_metric(
    vocabulary: Vocabulary, body: str, expected: list[str]
) -> None:
    assert [row.metric_id for row in _read(vocabulary, body)] == expected


def test_a_dateline_is_not_what_a_report_is_about(vocabulary: Vocabulary) -> None:
    rows = _read(vocabulary, "TOKYO, Nov 11 - Kansei Railway won a 124 million yen contract.")
    assert [(row.subject_name, row.metric_id) for row in rows] == [("Kansei Railway", "order_value")]
