"""A time of the sentence that is of something else dates no figure; what a text goes on about, it does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 14, 9, tzinfo=UTC)  # a Friday
QUARTER, HALF, OCTOBER = "2025-07-01..2025-09-30", "2025-01-01..2025-06-30", "2025-10-01..2025-10-31"


def _dated(vocabulary: Vocabulary, body: str) -> dict[str, str]:
    """The figures of a text as written, each with its period: "start..end", "" where none is stated."""
    observations = extract_article(Document("", body, PUBLISHED, "UTC"), vocabulary).observations
    return {
        o.figure_text: f"{o.period_start or ''}..{o.period_end or ''}"
        if o.period_start or o.period_end
        else ""
        for o in observations
    }


@pytest.mark.parametrize(
    ("body", "figure", "period"),
    [
        # A closed aside keeps its time.
        ("Siemens, which closed a takeover in July, guides for earnings of $7 a share.", "$7 a share", ""),
        ("The debt of Evergrande, restructured this year, still amounts to $20 billion.", "$20 billion", ""),
        (
            "Siemens, founded in 1847, earned 3.2 billion euros in the third quarter.",
            "3.2 billion euros",
            QUARTER,
        ),
        # An aside that ends the sentence has no figure behind it; a plain time before a comma holds.
        (
            "In the third quarter Siemens, which makes trains, earned 3.2 billion euros.",
            "3.2 billion euros",
            QUARTER,
        ),
        # When it was done that somebody answers for.
        (
            "Regulators fined Siemens 30 million euros for fixing prices between 2012 and 2019.",
            "30 million euros",
            "",
        ),
        ("Regulators fined Siemens 30 million euros in October.", "30 million euros", OCTOBER),
        # What there is now, behind what a time that is over was told of.
        (
            "Emaar sold homes for 60 billion dirhams in the third quarter, and its backlog has swelled to "
            "150 billion dirhams.",
            "150 billion dirhams",
            "",
        ),
        ("Ford earned $2 billion in the third quarter and has $33 billion in cash.", "$33 billion", ""),
        (
            "Ford earned $2 billion in the third quarter and raised revenue by 9%.",
            "9%",
            QUARTER,
        ),
        # What is expected goes on about the year told of.
        (
            "The lender expects net profit of 10 billion euros in 2025 and plans to distribute 9 billion euros.",
            "9 billion euros",
            "2025-01-01..2025-12-31",
        ),
        # Where a measure moved from.
        (
            "The average price of a robot has fallen from 600,000 yuan in 2023 to about 300,000 yuan.",
            "300,000 yuan",
            "",
        ),
        # Shares move in a day.
        ("Ford's shares, up 14% this year, rose 6% in late trading.", "6%", ""),
        # 2026 to 40 billion is no span of years.
        (
            "Siemens lifted its forecast for revenue in 2026 to 40 billion euros.",
            "40 billion euros",
            "2026-01-01..2026-12-31",
        ),
        ("Ford's shares are up 14% this year.", "14%", "2025-01-01..2025-12-31"),
        ("Ford reported a larger loss for the third quarter, and its shares slipped 3%.", "3%", ""),
        ("Ford cut its forecast on Friday, and its shares slipped 3%.", "3%", "2025-11-14..2025-11-14"),
    ],
)
def test_an_english_time_that_is_of_something_else_dates_no_figure(
    vocabulary: Vocabulary, body: str, figure: str, period: str
) -> None:
    assert _dated(vocabulary, body)[figure] == period


@pytest.mark.parametrize(
    ("body", "figure", "period"),
    [
        ("一台小米空调卖2499元，新工厂明年二季度投产。", "2499元", ""),
        (
            "公募基金9月底净值36万亿元，比6月底多出2万亿元；其中货币基金14万亿元。",
            "14万亿元",
            "2025-09-30..2025-09-30",
        ),
        ("小米三季度毛利率22.9%，和二季度相比提升0.4个百分点。", "0.4个百分点", QUARTER),
        # 比亚迪 compares with nothing.
        ("传统车企里，比亚迪10月销量44万辆。", "44万辆", OCTOBER),
    ],
)
def test_a_chinese_time_that_is_of_something_else_dates_no_figure(
    vocabulary: Vocabulary, body: str, figure: str, period: str
) -> None:
    assert _dated(vocabulary, body)[figure] == period


@pytest.mark.parametrize(
    ("body", "figure", "period"),
    [
        # With the figure before it in the sentence, unless it stands or moved from there.
        (
            "Siemens earned $2 billion in the third quarter. Revenue rose 9% to $50 billion.",
            "$50 billion",
            QUARTER,
        ),
        (
            "Lufthansa earned 1.2 billion euros in the third quarter. Revenue rose 2.6%, and it carried 29 million "
            "passengers.",
            "29 million passengers",
            QUARTER,
        ),
        (
            "Siemens earned 2 billion euros in the third quarter. Orders rose 8%, and the backlog reached "
            "138 billion euros.",
            "138 billion euros",
            "",
        ),
        # What is forecast is not of the report, nor is a level of a balance sheet.
        (
            "Siemens earned 2 billion euros in the third quarter. Revenue rose 8%, and the gross margin is "
            "expected to reach 40%.",
            "40%",
            "",
        ),
        (
            "Siemens earned 2 billion euros in the third quarter. Sales rose 8%, and inventories climbed to "
            "9 billion euros.",
            "9 billion euros",
            "",
        ),
        # The parts of what was told; the mean of a price.
        (
            "Dubai recorded 19,000 property sales worth 59 billion dirhams in October. Off-plan deals made up "
            "72% of the total.",
            "72%",
            OCTOBER,
        ),
        (
            "Home sales in Canada rose 0.9% in October. In Toronto the average price was C$1.05 million.",
            "C$1.05 million",
            OCTOBER,
        ),
        (
            "Siemens earned 2 billion euros in the third quarter. The founder says that he throws away "
            "97% of it.",
            "97%",
            "",
        ),
        # Not to what is told in the present, nor over two sentences to a level.
        (
            "Siemens earned 2 billion euros in the third quarter. Online orders account for 27% of its "
            "revenue.",
            "27%",
            "",
        ),
        # The results that a sentence names without their figures, beside another figure.
        (
            "Siemens posted a larger third-quarter profit and lifted its forecast for revenue next year to 40 billion "
            "euros. Operating profit came to 1.1 billion euros.",
            "1.1 billion euros",
            QUARTER,
        ),
        # A Chinese sentence that names no time but what it compares with.
        (
            "国泰航空上半年收入543亿港元。香港快运亏损5亿港元，去年同期蚀7300万港元。",
            "5亿港元",
            HALF,
        ),
        ("比亚迪10月销量44万辆。吉利汽车销量30万辆，同比增长24%，毛利率17%。", "24%", OCTOBER),
    ],
)
def test_a_text_goes_on_about_the_period_that_it_told_of(
    vocabulary: Vocabulary, body: str, figure: str, period: str
) -> None:
    assert _dated(vocabulary, body)[figure] == period
