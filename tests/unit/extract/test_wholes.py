"""Parts that do not fit their whole are flagged; what only looks so is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Observation
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 10, 2, tzinfo=UTC)


def _flagged(vocabulary: Vocabulary, body: str, flag: str) -> list[str]:
    """The figures with a flag, as written."""
    return [one.figure_text for one in _read(vocabulary, body) if flag in one.flags]


def _read(vocabulary: Vocabulary, body: str) -> tuple[Observation, ...]:
    return extract_article(Document("", body, PUBLISHED, "Asia/Shanghai"), vocabulary).observations


@pytest.mark.parametrize(
    ("body", "figures"),
    [
        (
            "Tencent had revenue of 100 billion yuan in 2024: games 40 billion yuan, cloud 30 billion yuan and"
            " advertising 50 billion yuan.",
            ["100 billion yuan", "40 billion yuan", "30 billion yuan", "50 billion yuan"],
        ),
        (
            "BYD delivered 50,000 vehicles in October, of which 31,000 were sedans and 30,000 were vans.",
            ["50,000 vehicles", "31,000", "30,000"],
        ),
        (
            "BYD sold 50,000 vehicles in October, of which 60,000 were exported.",
            ["50,000 vehicles", "60,000"],
        ),
        (
            "小米2024年收入3000亿元。其中,手机业务收入2000亿元,汽车业务收入1500亿元。",
            ["3000亿元", "2000亿元", "1500亿元"],
        ),
        ("公司员工共1200人,其中研发人员800人、销售人员500人。", ["1200人", "800人", "500人"]),
        (
            "比亚迪和蔚来10月销量分别为3.25万辆和4.15万辆,合计6.01万辆。",
            ["3.25万辆", "4.15万辆", "6.01万辆"],
        ),
        (
            "Tencent's revenue was 100 billion yuan in 2024. Cloud revenue was 130 billion yuan in 2024.",
            ["100 billion yuan", "130 billion yuan"],
        ),
    ],
)
def test_parts_above_their_stated_total_are_flagged(
    vocabulary: Vocabulary, body: str, figures: list[str]
) -> None:
    assert _flagged(vocabulary, body, "parts_above_total") == figures


@pytest.mark.parametrize(
    "body",
    [
        # The parts are the whole, or less than it: a list need not be complete.
        "The ministry counted 613 towns at the end of 2023, including 197 ports, 299 mills and 117 mines.",
        "比亚迪2024年营收5600亿元,其中汽车业务收入4000亿元,手机业务收入1500亿元。",
        # The digits leave it open: 2.5万 and 2.5万 are 5万.
        "比亚迪10月交付5万辆,其中轿车3万辆、客车3万辆。",
        "BYD delivered more than 50,000 vehicles in October, of which 31,000 were sedans and 30,000 were vans.",
        "BYD delivered 50,000 vehicles in October, of which up to 60,000 were sedans.",
        # A list of the whole again, behind its other parts.
        "美的集团2024年营收4071亿元,国内收入2381亿元,海外收入1690亿元,其中智能家居业务收入2695亿元。",
        # Figures of another period, parts of parts, and things that do not add up by nature.
        "BYD sold 50,000 vehicles in October, including 30,000 sedans, compared with 45,000 in October 2024.",
        "Xiaomi had 1,000 stores in 2024, including 800 in China, of which 600 were franchised and 150 new.",
        "Tencent's net profit was 10 billion yuan in 2024: games earned 14 billion yuan, cloud lost 4 billion yuan.",
        "Alibaba spent 50 billion yuan in 2024, up from 20 billion yuan, including 30 billion yuan on cloud.",
    ],
)
def test_parts_that_may_be_right_are_not_flagged(vocabulary: Vocabulary, body: str) -> None:
    assert len(_read(vocabulary, body)) > 1
    assert _flagged(vocabulary, body, "parts_above_total") == []


def test_the_reason_names_the_other_figures_and_the_values_stay_as_stated(vocabulary: Vocabulary) -> None:
    body = "BYD delivered 50,000 vehicles in October, of which 31,000 were sedans and 30,000 were vans."
    whole, sedans, vans = _read(vocabulary, body)
    assert (whole.value_low, sedans.value_low, vans.value_low) == (50000, 31000, 30000)
    assert whole.value_candidate is None
    assert whole.flag_reason == (
        "the parts come to 61000 vehicle, their total to 50000; beside “31,000” (body 51), “30,000” (body 74)"
    )
    assert body[51:].startswith("31,000")
    assert body[74:].startswith("30,000")


@pytest.mark.parametrize(
    ("body", "figures"),
    [
        ("2024年,宁德时代的市场份额为60%,比亚迪为35%,国轩高科为20%。", ["60%", "35%", "20%"]),
        ("Cloud accounted for 60% of Alibaba's revenue in 2024 and games for 55%.", ["60%", "55%"]),
        # All of it, one part of it, two markets, two kinds of parts, a part and its own part.
        ("2024年,宁德时代的市场份额为45%,比亚迪为35%,国轩高科为20%。", []),
        ("2024年,宁德时代的市场份额从60%降至45%。", []),
        ("CATL's share of the market has shrunk to 45% from 65%, while BYD's has grown to 47%.", []),
        ("BYD held 40% of the car market and CATL 70% of the battery market in 2024.", []),
        ("Of Alibaba's revenue in 2024, cloud accounted for 60% and overseas markets for 55%.", []),
        ("2024年,前五家企业的市场份额合计为80%,宁德时代为45%。", []),
    ],
)
def test_shares_of_one_whole_above_it_are_flagged(
    vocabulary: Vocabulary, body: str, figures: list[str]
) -> None:
    assert len(_read(vocabulary, body)) > 1
    assert _flagged(vocabulary, body, "shares_above_whole") == figures


@pytest.mark.parametrize(
    ("body", "figures"),
    [
        ("CATL's share of the battery market reached 120% in 2024.", ["120%"]),
        ("2024年,宁德时代的市场份额为130%。", ["130%"]),
        ("The firm's stake in the lender rose to 130%.", ["130%"]),
        # Growth is no share; a coverage is a ratio; what is owed may pass a year's GDP.
        ("Revenue at Xiaomi rose 120% in 2024.", []),
        ("招商银行2024年拨备覆盖率为411.98%。", []),
        ("Household debt stood at 120% of GDP in 2024.", []),
    ],
)
def test_one_share_above_its_whole_is_flagged(vocabulary: Vocabulary, body: str, figures: list[str]) -> None:
    assert len(_read(vocabulary, body)) == 1
    assert _flagged(vocabulary, body, "share_above_whole") == figures
