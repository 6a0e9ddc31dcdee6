"""Subjects that are there to be chosen: described indices, statistics of countries, names met again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 14, 9, tzinfo=UTC)


def _subjects(vocabulary: Vocabulary, body: str, title: str = "") -> dict[str, str | None]:
    found = extract_article(Document(title, body, PUBLISHED, "Asia/Shanghai"), vocabulary)
    return {o.figure_text: o.subject_name for o in found.observations}


@pytest.mark.parametrize(
    ("body", "figure", "subject"),
    [
        (
            "The Swiss economy slowed. The purchasing managers' index dropped to 47.9 in October.",
            "47.9",
            "purchasing managers' index",
        ),
        (
            "Traders sold early. The Hang Seng Property Index fell 3.2% on Tuesday.",
            "3.2%",
            "Hang Seng Property Index",
        ),
        ("Traders sold early. The Hang Seng Index fell 3.2% on Tuesday.", "3.2%", "Hang Seng Index"),
        (
            "Rents climb across America. In Boise house prices have risen 7% since spring.",
            "7%",
            "Boise",
        ),
        (
            "Bonds were calm. The euro gained 0.2%, and yields on two-year gilts slipped 5 basis points.",
            "5 basis points",
            "gilts",
        ),
        ("Grain was weak. Chicago wheat lost 1.8% to $5.21 a bushel.", "1.8%", "wheat"),
        (
            "Only one in five smokes. About 14% of American adults use such pouches, a survey found.",
            "14%",
            "adults",
        ),
    ],
)
def test_things_without_a_key_of_their_own_are_subjects(
    vocabulary: Vocabulary, body: str, figure: str, subject: str
) -> None:
    assert _subjects(vocabulary, body)[figure] == subject


@pytest.mark.parametrize(
    ("body", "figure", "subject"),
    [
        (
            "China's economy is soft. The yuan weakened 0.4% against the dollar. Household loans shrank by 85 billion "
            "yuan in October.",
            "85 billion yuan",
            "China",
        ),
        (
            "周大福前三季度营收410亿元。中国2024年全年结婚的人少了，2025年上半年结婚登记350万对。",
            "350万对",
            "China",
        ),
        ("周大福前三季度营收410亿元。上半年结婚登记350万对。", "350万对", "China"),
        ("周大福前三季度营收410亿元。上半年净增门店350家。", "350家", "Chow Tai Fook"),
    ],
)
def test_what_only_a_country_counts_is_not_of_the_firm_told_of_before(
    vocabulary: Vocabulary, body: str, figure: str, subject: str
) -> None:
    assert _subjects(vocabulary, body)[figure] == subject


def test_it_behind_the_carmaker_is_the_carmaker(vocabulary: Vocabulary) -> None:
    body = (
        "Ford trimmed its plans. Ford's chief blamed a supplier. A strike at Novelis has hurt the carmaker, and it "
        "will cut 1,300 jobs."
    )
    assert _subjects(vocabulary, body, "Ford trims its plans")["1,300 jobs"] == "Ford Motor"


def test_the_central_bank_is_its_country_s(vocabulary: Vocabulary) -> None:
    body = "Norway's economy slowed. DNB Bank was gloomy. The central bank kept its policy rate at 4.25%."
    assert _subjects(vocabulary, body, "Norway slows")["4.25%"] == "Norway"


def test_a_capital_budget_is_no_capital_city(vocabulary: Vocabulary) -> None:
    body = "Equinor is at home in Norway. The firm trimmed its capital budget by 6% in October."
    assert _subjects(vocabulary, body)["6%"] == "Equinor"


def test_an_unknown_firm_in_latin_letters_is_met_again_inside_chinese_text(vocabulary: Vocabulary) -> None:
    body = "京东宣布收购德国零售商NORDMARKT。NORDMARKT旗下门店900家，员工4万人。"
    assert _subjects(vocabulary, body) == {"900家": "NORDMARKT", "4万人": "NORDMARKT"}


def test_lines_of_a_firm_in_a_list_are_of_the_firm(vocabulary: Vocabulary) -> None:
    body = "宇树科技要上市。其四足机器人、人形机器人收入占比分别为62%和33%。"
    assert set(_subjects(vocabulary, body).values()) == {"Unitree"}


def test_where_a_place_ranks_in_the_country_the_figure_behind_is_of_the_place(vocabulary: Vocabulary) -> None:
    body = "广东去年出生人口110万人，连续多年全国最多，常住人口1.27亿。"
    assert _subjects(vocabulary, body)["1.27亿"] == "Guangdong"


def test_costs_of_a_purchase_left_out_are_not_of_the_firm_bought(vocabulary: Vocabulary) -> None:
    body = "Lowe's did well in the quarter. Excluding costs tied to the purchase of Novelis, profit was $3.10 a share."
    assert _subjects(vocabulary, body, "Lowe's does well")["$3.10 a share"] == "Lowe's"
