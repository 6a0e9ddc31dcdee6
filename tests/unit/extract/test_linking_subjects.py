"""Subject, period and mood of each figure, over clauses and sentences."""

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
    ("body", "facts"),
    [
        (
            "Nvidia said revenue rose 62% to $57 billion in the three months to October.",
            ["nvidia 2025-08-01 2025-10-31 actual", "nvidia 2025-08-01 2025-10-31 actual"],
        ),
        (
            "For the current quarter, Nvidia forecasts sales of about $65 billion.",
            ["nvidia 2025-10-01 2025-12-31 forecast"],
        ),
        ("Tesla aims to build 20 million vehicles a year by 2030.", ["tesla - 2030-12-31 target"]),
        ("Ford could lose up to $2 billion if tariffs stay.", ["ford - - hypothetical"]),
        (
            "In 2024 Toyota sold 10.8 million vehicles, while Volkswagen sold 9 million.",
            ["toyota 2024-01-01 2024-12-31 actual", "volkswagen 2024-01-01 2024-12-31 actual"],
        ),
        (
            "Samsung's operating profit more than doubled to 12.1 trillion won in the September quarter from 9.2 trillion won a year earlier.",
            [
                "samsung_electronics 2025-07-01 2025-09-30 actual",
                "samsung_electronics 2025-07-01 2025-09-30 actual",
                "samsung_electronics 2024-07-01 2024-09-30 actual",
            ],
        ),
        (
            "Amazon cut 14,000 jobs in October. The company employs 1.5 million people.",
            ["amazon 2025-10-01 2025-10-31 actual", "amazon - - actual"],
        ),
        ("Goldman Sachs expects China to grow 5% in 2025.", ["place:china 2025-01-01 2025-12-31 forecast"]),
        (
            "Morgan Stanley estimates that Apple will ship 90 million iPhones this half.",
            ["apple 2025-07-01 2025-12-31 forecast"],
        ),
        ("Microsoft owns 27% of OpenAI.", ["microsoft - - actual"]),
        (
            "Siemens sold a 2% stake in Siemens Energy for 1.3 billion euros.",
            ["siemens - - actual", "siemens - - actual"],
        ),
        (
            "Alibaba and JD.com spent 30 billion yuan and 15 billion yuan respectively on subsidies last quarter.",
            ["alibaba 2025-07-01 2025-09-30 actual", "jd 2025-07-01 2025-09-30 actual"],
        ),
        (
            "Unlike Ford, GM raised its full-year profit forecast to $12.5 billion.",
            ["gm 2025-01-01 2025-12-31 forecast"],
        ),
        (
            "As of June 30, Evergrande had liabilities of 2.4 trillion yuan.",
            ["evergrande 2025-06-30 2025-06-30 actual"],
        ),
        (
            "Since 2020 ByteDance has invested more than 100 billion yuan in chips.",
            ["bytedance 2020-01-01 - actual"],
        ),
        ("Revenue at Siemens grew 6% in fiscal 2025.", ["siemens 2025-01-01 2025-12-31 actual"]),
        ("BMW's sales in China fell 11%; in Europe they rose 8%.", ["bmw - - actual", "bmw - - actual"]),
        ("Intel's shares have gained 90% this year.", ["intel 2025-01-01 2025-12-31 actual"]),
        ("Japan's economy shrank 0.4% in the third quarter.", ["place:japan 2025-07-01 2025-09-30 actual"]),
        (
            "The price of gold passed $4,000 an ounce in October.",
            ["product:gold 2025-10-01 2025-10-31 actual"],
        ),
        ("Oracle plans to raise $38 billion in debt next year.", ["oracle 2026-01-01 2026-12-31 target"]),
        (
            "Between January and October, Xpeng delivered 355,209 cars, up 190% year on year.",
            ["xpeng 2025-01-01 2025-10-31 actual", "xpeng 2025-01-01 2025-10-31 actual"],
        ),
        (
            "Netflix reported a profit of $2.5 billion for the quarter ended September.",
            ["netflix 2025-07-01 2025-09-30 actual"],
        ),
        (
            "Adidas lifted its guidance: it now expects an operating profit of 2 billion euros in 2025, up from 1.3 billion euros in 2024.",
            ["adidas 2025-01-01 2025-12-31 forecast", "adidas 2024-01-01 2024-12-31 forecast"],
        ),
        (
            "宁德时代前三季度营收2830.7亿元，同比增长9.28%；归母净利润490.3亿元，同比增长36.2%。",
            [
                "catl 2025-01-01 2025-09-30 actual",
                "catl 2025-01-01 2025-09-30 actual",
                "catl 2025-01-01 2025-09-30 actual",
                "catl 2025-01-01 2025-09-30 actual",
            ],
        ),
        ("截至2025年9月底，拼多多现金储备4238亿元。", ["pdd 2025-09-30 2025-09-30 actual"]),
        ("公司预计四季度营收250亿元至260亿元。", ["- 2025-10-01 2025-12-31 forecast"]),
        ("小米计划到2027年开出2万家门店。", ["xiaomi - 2027-12-31 target"]),
        (
            "比亚迪与特斯拉去年分别售出427万辆和179万辆汽车。",
            ["byd 2024-01-01 2024-12-31 actual", "tesla 2024-01-01 2024-12-31 actual"],
        ),
        (
            "腾讯三季度营收1929亿元。其中，游戏收入595亿元。",
            ["tencent 2025-07-01 2025-09-30 actual", "tencent 2025-07-01 2025-09-30 actual"],
        ),
        ("去年同期，该公司亏损3亿元。", ["- 2024-01-01 2024-12-31 actual"]),
        (
            "10月，零跑交付7.03万辆，蔚来交付4.04万辆。",
            ["leapmotor 2025-10-01 2025-10-31 actual", "nio 2025-10-01 2025-10-31 actual"],
        ),
        ("若关税落地，苹果成本或增加9亿美元。", ["apple - - hypothetical"]),
        ("美的集团持有库卡95%的股权。", ["midea - - actual"]),
        ("自2021年以来，恒大已裁员逾万人。", ["evergrande 2021-01-01 - actual"]),
        (
            "华为今年上半年研发投入969.5亿元，占收入的22.7%。",
            ["huawei 2025-01-01 2025-06-30 actual", "huawei 2025-01-01 2025-06-30 actual"],
        ),
        (
            "深圳前三季度GDP为2.79万亿元，增长5.5%，广州为2.33万亿元，增长4.1%。",
            [
                "place:shenzhen 2025-01-01 2025-09-30 actual",
                "place:shenzhen 2025-01-01 2025-09-30 actual",
                "place:guangzhou 2025-01-01 2025-09-30 actual",
                "place:guangzhou 2025-01-01 2025-09-30 actual",
            ],
        ),
        ("2026年，台积电资本开支有望达到500亿美元。", ["tsmc 2026-01-01 2026-12-31 forecast"]),
        ("今年10月全国CPI同比上涨0.2%。", ["place:china 2025-10-01 2025-10-31 actual"]),
        (
            "吉利汽车2024年营收2402亿元，2025年目标销量271万辆。",
            ["geely 2024-01-01 2024-12-31 actual", "geely 2025-01-01 2025-12-31 target"],
        ),
    ],
)
def test_a_sentence_gives_whom_when_and_how_sure(vocabulary: Vocabulary, body: str, facts: list[str]) -> None:
    found = [
        f"{f.subject_id or '-'} {f.period_start or '-'} {f.period_end or '-'} {f.modality}"
        for f in _facts(vocabulary, body)
    ]
    assert found == facts


@pytest.mark.parametrize(
    ("body", "periods"),
    [
        (
            "Sales at Nike rose 3% in October, after a 2% gain in September.",
            ["2025-10-01 2025-10-31", "2025-09-01 2025-09-30"],
        ),
        ("Nike's shares have fallen 20% since the start of the year.", ["2025-01-01 -"]),
        ("Nike has opened 40 stores so far this year.", ["2025-01-01 2025-12-31"]),
        ("Over the past 12 months Nike cut 3,000 jobs.", ["- -"]),
        ("In the 12 months to September Nike earned $3.2 billion in net profit.", ["2024-10-01 2025-09-30"]),
        ("Nike expects revenue to fall 5% in the quarter ending in November.", ["2025-09-01 2025-11-30"]),
        ("Nike booked revenue of $11.7 billion in its first fiscal quarter.", ["2025-01-01 2025-03-31"]),
        ("Nike will cut costs by $2 billion over three years.", ["- -"]),
        (
            "Revenue rose 8% to $4.1 billion in the second quarter from $3.8 billion a year earlier.",
            ["2025-04-01 2025-06-30", "2025-04-01 2025-06-30", "2024-04-01 2024-06-30"],
        ),
        (
            "In 2023, when rates were high, Nike sold 2 million pairs; in 2024 it sold 3 million pairs.",
            ["2023-01-01 2023-12-31", "2024-01-01 2024-12-31"],
        ),
        (
            "Nike, which made a loss of $1 billion in 2022, earned a profit of $2 billion in 2023.",
            ["2022-01-01 2022-12-31", "2023-01-01 2023-12-31"],
        ),
        (
            "Output fell to 3 million tonnes in May 2025 from 3.4 million tonnes in May 2024.",
            ["2025-05-01 2025-05-31", "2024-05-01 2024-05-31"],
        ),
        ("Nike's net profit in the nine months through September was $2 billion.", ["2025-01-01 2025-09-30"]),
        ("The company had 1,200 stores at year-end.", ["2025-12-31 2025-12-31"]),
        ("The deal, announced on October 20, values Nike at $90 billion.", ["2025-10-20 2025-10-20"]),
        (
            "Nike's revenue will reach $60 billion in 2027, up from $46 billion last year.",
            ["2027-01-01 2027-12-31", "2024-01-01 2024-12-31"],
        ),
        ("On Nov 3, Nike said it would cut 2,000 jobs.", ["2025-11-03 2025-11-03"]),
        ("Nike's first-quarter revenue in 2026 is seen at $12 billion.", ["2026-01-01 2026-03-31"]),
        ("Nike raised its 2026 revenue forecast to $50 billion.", ["2026-01-01 2026-12-31"]),
        ("By late 2026, capacity should reach 40 GWh.", ["- 2026-12-31"]),
        ("By mid-2026 it wants 300 stores.", ["- 2026-06-30"]),
        (
            "10月31日晚，比亚迪公告，前三季度净利润233亿元，同比下降7.55%。",
            ["2025-01-01 2025-09-30", "2025-01-01 2025-09-30"],
        ),
        (
            "比亚迪今年前10个月销量370万辆，去年全年为427万辆。",
            ["2025-01-01 2025-10-31", "2024-01-01 2024-12-31"],
        ),
        (
            "2025年第三季度，比亚迪营收1950亿元，环比下降3%；2024年同期为2011亿元。",
            ["2025-07-01 2025-09-30", "2025-07-01 2025-09-30", "2024-07-01 2024-09-30"],
        ),
        ("截至11月7日收盘，比亚迪市值9000亿元。", ["2025-11-07 2025-11-07"]),
        (
            "比亚迪9月销量39.6万辆，较8月的37.4万辆有所回升。",
            ["2025-09-01 2025-09-30", "2025-08-01 2025-08-31"],
        ),
        (
            "2021年至2024年，比亚迪营收从2161亿元增至7771亿元。",
            ["2021-01-01 2024-12-31", "2021-01-01 2024-12-31"],
        ),
        (
            "比亚迪预计2025年全年销量460万辆，2026年力争550万辆。",
            ["2025-01-01 2025-12-31", "2026-01-01 2026-12-31"],
        ),
        ("过去三年，比亚迪研发投入超1500亿元。", ["- -"]),
        ("今年以来，比亚迪股价累计上涨15%。", ["2025-01-01 -"]),
        ("近一个月，比亚迪股价下跌10%。", ["- -"]),
        ("上半年末，比亚迪总资产8463亿元。", ["2025-06-30 2025-06-30"]),
        ("2025财年，阿里巴巴营收9963亿元。", ["2025-01-01 2025-12-31"]),
        ("截至9月30日止三个月，阿里巴巴营收2478亿元。", ["2025-07-01 2025-09-30"]),
        ("十一假期，全国出游8.88亿人次。", ["- -"]),
        ("今年三季度末，公司员工96.8万人。", ["2025-09-30 2025-09-30"]),
    ],
)
def test_a_sentence_gives_each_figure_its_period(
    vocabulary: Vocabulary, body: str, periods: list[str]
) -> None:
    found = [f"{f.period_start or '-'} {f.period_end or '-'}" for f in _facts(vocabulary, body)]
    assert found == periods


@pytest.mark.parametrize(
    ("body", "subjects"),
    [
        ("Volvo Cars, controlled by Geely, sold 60,000 cars in October.", ["volvo_cars"]),
        ("Shares in Alibaba rose 4% after it said cloud revenue had grown 26%.", ["alibaba", "alibaba"]),
        ("Ping An said premium income reached 550 billion yuan.", ["ping_an"]),
        ("With sales of 4.3 million vehicles, BYD passed Tesla in 2024.", ["byd"]),
        ("BYD outsold Tesla by 600,000 vehicles last year.", ["byd"]),
        ("Google will pay Anthropic $3 billion for a further stake.", ["alphabet"]),
        ("Sony's music arm earned 90 billion yen, while its film unit lost 5 billion yen.", ["sony", "sony"]),
        ("Revenue at LVMH's fashion division fell 2% to 8.5 billion euros.", ["lvmh", "lvmh"]),
        (
            "Analysts had expected Meta to report revenue of $49 billion; the actual figure was $51 billion.",
            ["meta", "meta"],
        ),
        ("Temasek and GIC bought 3% and 2% of Ant Group.", ["temasek", "gic"]),
        ("Rivals such as Nio and Xpeng sold 40,000 and 42,000 cars.", ["nio", "xpeng"]),
        ("Compared with Amazon's 38% share, Microsoft holds 25% of the market.", ["amazon", "microsoft"]),
        (
            "Under the deal, Nvidia will invest $5 billion in Intel, taking a stake of about 4%.",
            ["nvidia", "nvidia"],
        ),
        (
            "Unilever is spinning off its ice-cream business, which has sales of 7.9 billion euros.",
            ["unilever"],
        ),
        ("In Germany, Tesla sold just 750 cars in October, down 54%.", ["tesla", "tesla"]),
        (
            "India's economy, the world's fastest growing, expanded 7.8% in the second quarter.",
            ["place:india"],
        ),
        ("比亚迪的对手吉利10月卖出30.7万辆车。", ["geely"]),
        ("受苹果拖累，立讯精密股价下跌6%。", ["luxshare"]),
        ("继特斯拉之后，小鹏也宣布裁员500人。", ["xpeng"]),
        ("据IDC统计，华为三季度出货1040万部，位居第一。", ["huawei"]),
        ("与去年相比，京东的外卖业务亏损扩大到150亿元。", ["jd"]),
        ("阿里旗下的饿了么日订单突破4000万单。", ["ele_me"]),
        ("小米集团总裁卢伟冰说，公司明年研发投入将超过400亿元。", ["xiaomi"]),
    ],
)
def test_asides_rivals_and_sources_do_not_take_the_subject(
    vocabulary: Vocabulary, body: str, subjects: list[str]
) -> None:
    assert [fact.subject_id for fact in _facts(vocabulary, body)] == subjects
