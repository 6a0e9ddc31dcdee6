"""Which metric, subject, period and counterparty a figure gets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Observation
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 10, 2, tzinfo=UTC)


def _facts(vocabulary: Vocabulary, body: str) -> tuple[Observation, ...]:
    return extract_article(Document("", body, PUBLISHED, "Asia/Shanghai"), vocabulary).observations


@pytest.mark.parametrize(
    ("body", "metrics"),
    [
        (
            "Revenue climbed 16% to 19 billion yuan and net profit rose 17%.",
            "revenue_growth revenue net_profit_growth",
        ),
        ("公司营业收入486亿元，同比增长22%；净亏损12亿元。", "revenue revenue_growth net_loss"),
        ("R&D spending reached 9 billion yuan, or 22% of revenue.", "rnd_expense rnd_ratio"),
        ("Games brought in 59 billion yuan, 31% of total revenue.", "revenue revenue_share"),
        ("毛利率同比提升2.1个百分点至25.4%。", "gross_margin gross_margin"),
        ("The bank's net interest margin narrowed to 1.43%.", "net_interest_margin"),
        ("Deliveries fell 13% to 384,122 vehicles.", "sales_volume_growth sales_volume"),
        ("工厂年产能15万辆。", "capacity"),
        ("产能利用率仅有74.6%。", "capacity_utilization"),
        ("Meta will lay off about 3,600 people.", "layoffs"),
        ("Foxconn employs 900,000 people.", "employees"),
        ("Regulators hit Alibaba with a penalty of 18 billion yuan.", "fine"),
        ("The start-up raised $300 million in a Series B round.", "funding"),
        ("摩尔线程科创板上市，募资80亿元。", "ipo_proceeds"),
        ("京东以22亿欧元收购德国零售商。", "deal_value"),
        ("海尔持有汽车之家43%的股份。", "stake"),
        ("Nvidia slipped 2.1% after the report.", "share_price_change"),
        ("沪指涨0.5%。", "index_change"),
        ("The one-year loan prime rate stayed at 3.0%.", "interest_rate"),
        ("9月CPI同比下降0.3%。", "inflation_rate"),
        ("The company will repurchase up to $70 billion of its shares.", "buyback"),
        ("SU7起售价21.59万元。", "unit_price"),
        ("Marketing expenses rose 35% to 8.9 billion yuan.", "growth_rate cost"),
        ("微信有13亿月活跃用户。", "mau"),
        ("Huawei took 18% of the market.", "market_share"),
        ("门店突破4.6万家。", "store_count"),
        ("盒马关闭了12家门店。", "count"),
    ],
)
def test_the_metric_is_the_nearest_that_fits_the_unit(
    vocabulary: Vocabulary, body: str, metrics: str
) -> None:
    assert [fact.metric_id for fact in _facts(vocabulary, body)] == metrics.split()


@pytest.mark.parametrize(
    ("body", "subjects"),
    [
        ("Microsoft owns 27% of OpenAI.", ["microsoft"]),
        (
            "In 2024 Toyota sold 10.8 million vehicles, while Volkswagen sold 9 million.",
            ["toyota", "volkswagen"],
        ),
        ("Amazon cut jobs. The company employs 1.5 million people.", ["amazon"]),
        ("Unlike Ford, BYD raised its revenue by 12%.", ["byd"]),
        ("小米三季度营收1131亿元。其净利润为113亿元。", ["xiaomi", "xiaomi"]),
        ("腾讯持有京东17%的股权。", ["tencent"]),
        ("According to Omdia, Samsung shipped 60 million phones.", ["samsung_electronics"]),
    ],
)
def test_the_subject_is_whom_the_clause_is_about(
    vocabulary: Vocabulary, body: str, subjects: list[str]
) -> None:
    assert [fact.subject_id for fact in _facts(vocabulary, body)] == subjects


def test_the_other_party_of_a_contract_is_kept(vocabulary: Vocabulary) -> None:
    fact = _facts(vocabulary, "Tesla signed a contract with Samsung Electronics for 90,000 tons of steel.")[0]
    assert fact.subject_id == "tesla"
    assert fact.counterparty_company_id == "samsung_electronics"


@pytest.mark.parametrize(
    ("body", "periods"),
    [
        ("Margins fell from 25% in 2023 to 21% in 2024.", ["2023-12-31", "2024-12-31"]),
        (
            "Boeing delivered 53 aircraft in October, against 14 aircraft a year earlier.",
            ["2025-10-31", "2024-10-31"],
        ),
        (
            "BYD earned revenue of 9 billion yuan and profit of 1 billion yuan in 2024.",
            ["2024-12-31", "2024-12-31"],
        ),
        ("10月，零跑交付7万辆，蔚来交付4万辆。", ["2025-10-31", "2025-10-31"]),
        ("腾讯三季度营收1929亿元。其中，游戏收入595亿元。", ["2025-09-30", "2025-09-30"]),
    ],
)
def test_a_period_holds_for_its_figure_and_the_list_it_stands_in(
    vocabulary: Vocabulary, body: str, periods: list[str]
) -> None:
    assert [str(fact.period_end) for fact in _facts(vocabulary, body)] == periods


def test_a_level_does_not_take_over_the_period_of_another_firms_flow(vocabulary: Vocabulary) -> None:
    body = "Tesla sold 1.6 million vehicles in 2024; Foxconn employs 1.5 million people."
    facts = _facts(vocabulary, body)
    assert [fact.period_end is None for fact in facts] == [False, True]


def test_a_sure_fact_has_more_confidence_than_a_guess(vocabulary: Vocabulary) -> None:
    sure = _facts(vocabulary, "BYD's revenue was 195 billion yuan in the third quarter of 2025.")[0]
    guess = _facts(vocabulary, "Somebody there mentioned some 40 million yuan.")[0]
    assert sure.confidence > guess.confidence


@pytest.mark.parametrize(
    ("body", "segments"),
    [
        ("Tencent's domestic game revenue rose 15% to 43 billion yuan.", ["domestic game", "domestic game"]),
        ("NetEase earned 23 billion yuan from games in 2024.", ["games"]),
        ("阿里巴巴云业务营收334亿元。", ["云业务"]),
        ("小米海外收入占比45%。", ["海外"]),
        ("BYD's revenue was 777 billion yuan in 2024.", [None]),
        ("腾讯音乐总收入84亿元。", [None]),
    ],
)
def test_a_part_of_the_firm_is_kept_apart_from_the_whole(
    vocabulary: Vocabulary, body: str, segments: list[str | None]
) -> None:
    assert [fact.segment for fact in _facts(vocabulary, body)] == segments
