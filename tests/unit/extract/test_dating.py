"""Each figure gets the period of the statement that it stands in, and no other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 14, 9, tzinfo=UTC)  # a Friday


def _dated(vocabulary: Vocabulary, body: str) -> dict[str, str]:
    """The figures of a text as written, each with its period: "start..end", "" where none is stated."""
    extraction = extract_article(Document("", body, PUBLISHED, "Asia/Shanghai"), vocabulary)
    return {
        o.figure_text: f"{o.period_start or ''}..{o.period_end or ''}"
        if o.period_start or o.period_end
        else ""
        for o in extraction.observations
    }


NINE_MONTHS, QUARTER, HALF = "2025-01-01..2025-09-30", "2025-07-01..2025-09-30", "2025-01-01..2025-06-30"


@pytest.mark.parametrize(
    ("body", "figure", "period"),
    [
        # 同期 goes back to the reporting period, past a quarter that was only drilled down into.
        (
            "比亚迪前三季度营收5700亿元。单看第三季度，净利润78亿元。小米集团同期营收3400亿元。",
            "3400亿元",
            NINE_MONTHS,
        ),
        ("比亚迪上半年营收3700亿元，计划年内再招2000人。吉利汽车同期营收1500亿元。", "1500亿元", HALF),
        ("小米股价今年以来涨了60%，而比亚迪同期跌了5%。", "5%", "2025-01-01.."),
        # 期末 is the last day of the reporting period.
        ("小米集团上半年净利润210亿元，期末现金360亿元。", "360亿元", "2025-06-30..2025-06-30"),
        # A day told in one sentence is the day of the close in the next.
        ("11月12日，A股缩量震荡。截至收盘，上证指数跌0.4%。", "0.4%", "2025-11-12..2025-11-12"),
        ("京东物流9月10日和11日两天，配送量达到900万件。", "900万件", "2025-09-10..2025-09-11"),
        # What a figure is held against is not its period.
        ("今年前三季度，小米研发投入235亿元，超过2024年全年。", "235亿元", NINE_MONTHS),
        ("与2024年相比，小米前三季度收入增长了32%。", "32%", NINE_MONTHS),
        ("腾讯10月末有员工11万人，较9月末增加0.4%。", "0.4%", "2025-10-31..2025-10-31"),
        # Another statement begins behind a semicolon; prices and dividends do not take over a flow's period.
        ("小米前三季度营收3400亿元；一辆小米汽车要用40个传感器。", "40个", ""),
        ("比亚迪去年营收7771亿元，秦PLUS的起售价是7.98万元。", "7.98万元", ""),
        ("海外业务上半年增长四成，小米手机全球累计销量突破10亿台。", "10亿台", ""),
        ("三年前房贷利率在5%以上，如今3%还有人嫌贵。", "3%", ""),
        ("比亚迪到今年年底的目标是卖出460万辆汽车。", "460万辆", "..2025-12-31"),
        ("到了今年上半年，小米营收冲到2270亿元。", "2270亿元", HALF),
        ("富途控股第三季度营收64亿港元。季末总资产达2000亿港元。", "2000亿港元", "2025-09-30..2025-09-30"),
        ("小米股价自8月高点以来跌了三成。", "三成", "2025-08-01.."),
        ("小米三季度毛利率22.9%，创2021年以来新高，净利润113亿元。", "113亿元", QUARTER),
        ("比亚迪第三季度毛利率17.6%，低于去年同期的21.9%。", "21.9%", "2024-07-01..2024-09-30"),
        ("比亚迪今年毛利率17.6%，低于去年的19.4%。", "19.4%", "2024-01-01..2024-12-31"),
        ("阿里巴巴二季度营收2400亿元。其中，阿里云收入390亿元。", "390亿元", "2025-04-01..2025-06-30"),
        ("“十四五”期间，中国研发投入增长了30%。", "30%", "2021-01-01..2025-12-31"),
    ],
)
def test_a_chinese_figure_is_dated_by_its_own_statement(
    vocabulary: Vocabulary, body: str, figure: str, period: str
) -> None:
    assert _dated(vocabulary, body)[figure] == period


@pytest.mark.parametrize(
    ("body", "figure", "period"),
    [
        # A weekday dates what is quoted on it, not what is said on it.
        ("Tesla shares fell 4% on Thursday.", "4%", "2025-11-13..2025-11-13"),
        ("Tesla said on Thursday that it had 120,000 employees.", "120,000 employees", ""),
        ("Norway kept its policy rate at 4.0% on Friday.", "4.0%", "2025-11-14..2025-11-14"),
        # A time inside an aside stays there.
        (
            "Intel, which told investors of a loss this quarter, has said it will cut 900 jobs.",
            "900 jobs",
            "",
        ),
        ("Tesla's gross margin, at 17% in the third quarter, remains below the 20% of 2023.", "17%", QUARTER),
        # Another verb of what is to come begins another statement.
        (
            "Walmart plans to spend $4 billion on shops next year, and to cut 1,300 corporate jobs.",
            "1,300",
            "",
        ),
        (
            "Intel will cut its workforce from about 9,000 to 7,000 people by the end of 2027.",
            "9,000",
            "",
        ),
        (
            "Intel will cut its workforce from about 9,000 to 7,000 people by the end of 2027.",
            "7,000 people",
            "..2027-12-31",
        ),
        # "the end of the period", "the same nine months" go back to the reporting period.
        (
            "Intel's revenue rose 3% in the third quarter. It had cash of $30 billion at the end of the period.",
            "$30 billion",
            "2025-09-30..2025-09-30",
        ),
        (
            "Tesla's revenue fell 3% in the first nine months of 2025. Its net profit fell 40% over the same "
            "nine months.",
            "40%",
            NINE_MONTHS,
        ),
        (
            "Mistral AI, founded in 2023, employs 350 people and aims for revenue of $2 billion.",
            "$2 billion",
            "",
        ),
        ("Inflation was 3.1% in September, well above the target of 2%.", "2%", ""),
        # What a period is held against is older than what the text goes on about.
        (
            "China's GDP grew 4.8% in the third quarter, slower than the 5.2% of the second quarter. "
            "Quarter on quarter GDP grew 1.1%.",
            "1.1%",
            QUARTER,
        ),
        ("Founded in 1999, Alibaba employs 124,000 people.", "124,000 people", ""),
        # A plan is not what the text goes on about; nor is the time that nothing was higher.
        (
            "Xiaomi delivered 90,000 cars in the third quarter and plans to deliver 400,000 next year. "
            "Its revenue rose 22%.",
            "22%",
            QUARTER,
        ),
        (
            "Inflation in Britain was 3.6% in October, the highest since 2023, while wages grew 4.6%.",
            "4.6%",
            "2025-10-01..2025-10-31",
        ),
        ("The exchange will raise the margin for copper to 10% from November 20.", "10%", "2025-11-20.."),
    ],
)
def test_an_english_figure_is_dated_by_its_own_statement(
    vocabulary: Vocabulary, body: str, figure: str, period: str
) -> None:
    assert _dated(vocabulary, body)[figure] == period
