"""What a sentence says itself goes before what is carried over from the sentences before it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.roles import NATION
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 14, 9, tzinfo=UTC)


def _subjects(vocabulary: Vocabulary, body: str) -> dict[str, str | None]:
    observations = extract_article(Document("", body, PUBLISHED, "Asia/Shanghai"), vocabulary).observations
    return {o.figure_text: o.subject_name for o in observations}


@pytest.mark.parametrize(
    ("body", "figure", "subject"),
    [
        (
            "中粮集团的压榨厂都在等船。海关数据显示，10月进口豆粕95万吨；前十个月累计880万吨。",
            "880万吨",
            "China",
        ),
        (
            "宝钢股份三季度净利润30亿元。国家统计局数据显示，10月全国粗钢产量7200万吨；前十个月合计8.2亿吨。",
            "8.2亿吨",
            "China",
        ),
    ],
)
def test_what_an_office_counts_is_not_of_the_firm_told_of_before(
    vocabulary: Vocabulary, body: str, figure: str, subject: str
) -> None:
    assert _subjects(vocabulary, body)[figure] == subject


def test_a_figure_behind_a_semicolon_keeps_the_subject_of_the_one_before(vocabulary: Vocabulary) -> None:
    body = "宁德时代是龙头。阳光电源三季报出炉：第三季度营收228亿元，同比增长20%；归母净利润41亿元，增长57%。"
    assert _subjects(vocabulary, body) == {
        "228亿元": "Sungrow",
        "20%": "Sungrow",
        "41亿元": "Sungrow",
        "57%": "Sungrow",
    }


def test_that_bank_is_the_bank_not_the_product_told_of_last(vocabulary: Vocabulary) -> None:
    body = "招商银行前三季度净利润1100亿元。个人住房贷款余额1.4万亿元。截至9月末，该行不良贷款率0.9%。"
    assert _subjects(vocabulary, body)["0.9%"] == "China Merchants Bank"


def test_the_text_does_not_go_on_about_the_firm_compared_with(vocabulary: Vocabulary) -> None:
    body = "Intel's gross margin was 38% in the third quarter, compared with 54% at AMD. Its fabs employ 40,000 people."
    assert _subjects(vocabulary, body)["40,000 people"] == "Intel"


def test_a_stake_in_a_firm_named_by_a_pronoun_is_its_buyers(vocabulary: Vocabulary) -> None:
    body = "和铂医药与阿斯利康签了协议，后者以1亿美元拿下其9%的股份。"
    assert _subjects(vocabulary, body)["9%"] == "AstraZeneca"


def test_a_research_house_is_not_what_it_counts(vocabulary: Vocabulary) -> None:
    body = "中指研究院监测的数据里，房企前10个月发债4000亿元，同比少了10%。"
    assert "China Index Academy" not in _subjects(vocabulary, body).values()


def test_the_firm_that_it_is_told_for_is_the_subject(vocabulary: Vocabulary) -> None:
    body = "布伦特原油跌到每桶60美元；对东方航空来说，一年能省下30亿元成本。"
    assert _subjects(vocabulary, body)["30亿元"] == "China Eastern Airlines"


def test_the_nation_that_offices_count_for_is_in_the_vocabulary(vocabulary: Vocabulary) -> None:
    assert vocabulary.subjects[NATION.entity_id].subject_type == "place"
    assert vocabulary.subjects[NATION.entity_id].name_en == NATION.name
