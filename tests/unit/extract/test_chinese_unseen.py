"""Classes of error that unread Chinese articles showed, each by a sentence or two of its own."""

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import Vocabulary

ITEMS = [
    (
        "a list of firms goes on with the month of the report",
        "各家车企12月1日晒出11月成绩单。零跑汽车交付7万辆，1—11月累计交付53万辆。理想汽车交付3.3万辆。",
        ["3.3万辆 | sales_volume | Li Auto | 2025-11-01..2025-11-30"],
    ),
    (
        "the period of a report is that of 报告期内",
        "安踏体育披露2025年半年度报告。报告期内，公司实现收入385亿元。",
        ["385亿元 | revenue | Anta Sports | 2025-01-01..2025-06-30"],
    ),
    (
        "the day of a report is not the day of what it tells",
        "腾讯控股11月13日晚公布三季报业绩：总收入1929亿元。",
        ["1929亿元 | revenue | Tencent | 2025-07-01..2025-09-30"],
    ),
    (
        "three months to a day are a quarter whatever the fiscal year's number",
        "阿里巴巴公布2026财年第二季度财报：截至9月30日止三个月，收入2478亿元。",
        ["2478亿元 | revenue | Alibaba | 2025-07-01..2025-09-30"],
    ),
    (
        "what the year's first months to a day count begins with the year",
        "截至10月29日，今年全国已有218家企业上市。",
        ["218家企业 | count | China | 2025-01-01..2025-10-29"],
    ),
    (
        "a compound growth is of all the years told",
        "业内预计，触觉传感器市场规模将由2024年的301亿元增至2029年的900亿元，年复合增长率为24.5%。",
        ["24.5% | growth_rate | 触觉传感器 | 2024-01-01..2029-12-31"],
    ),
    (
        "the same price at another time is a measure's too",
        "10月碳酸锂现货均价每吨8.2万元，去年同期为7.1万元。",
        ["7.1万元 | unit_price | lithium carbonate | 2024-10-01..2024-10-31"],
    ),
    (
        "the sum paid first for a licence is an amount",
        "恒瑞医药把一款新药授权给默沙东，首付款2亿美元。",
        ["2亿美元 | amount | Hengrui Pharma | .."],
    ),
    (
        "who heads an announcement is whom its later clauses are of",
        "立讯精密：拟投资35亿元建设基地。\n中国电建：新签合同总额1.3万亿元；下属公司中标光伏项目，合同金额约137亿元。",
        ["137亿元 | order_value | PowerChina | .."],
    ),
    (
        "a change is of what the level before it was of",
        "国内航空煤油9月均价每吨5600元，比上年同期便宜一成。",
        ["一成 | growth_rate | 航空煤油 | 2025-09-01..2025-09-30"],
    ),
    (
        "points above another's growth are points of growth",
        "前三季度，深圳地区生产总值2.7万亿元，同比增长5.5%，高于全国0.3个百分点。",
        ["0.3个百分点 | gdp_growth | Shenzhen | 2025-01-01..2025-09-30"],
    ),
    (
        "holidays have no dates",
        "三季度携程净收入183亿元；国庆假期平台订单量2000万单。",
        ["2000万单 | count | Trip.com Group | .."],
    ),
]


@pytest.mark.parametrize(("text", "rows"), [item[1:] for item in ITEMS], ids=[item[0] for item in ITEMS])
def test_an_unread_class_is_told(vocabulary: Vocabulary, text: str, rows: list[str]) -> None:
    day = datetime(2025, 12, 2, 2, tzinfo=UTC)
    found = extract_article(Document("", text, day, "UTC", None), vocabulary).observations
    told = [
        f"{o.figure_text} | {o.metric_id} | {o.subject_name} | {o.period_start or ''}..{o.period_end or ''}"
        for o in found
    ]
    assert [row for row in rows if row not in told] == [], told


def test_a_person_s_name_holds_no_firm(vocabulary: Vocabulary) -> None:
    day = datetime(2025, 12, 2, 2, tzinfo=UTC)
    text = "时任董事长付景林被罚750万元。"
    assert extract_article(Document("", text, day, "UTC", None), vocabulary).mentions == ()
