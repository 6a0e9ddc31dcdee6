"""Which companies a text names, and which words only look like one."""

from __future__ import annotations

import pytest

from newsledger.extract.mentions import document_context, find_companies, find_subjects, parse_context
from newsledger.extract.reading import read_field
from newsledger.extract.terms import find_terms, term_index
from newsledger.extract.vocabulary import Vocabulary


def _named(vocabulary: Vocabulary, body: str, title: str = "") -> set[str]:
    readings = [read_field(title), read_field(body)]
    matches = [find_terms(reading.text, term_index(vocabulary)) for reading in readings]
    context = document_context(readings, matches)
    return {
        mention.company_id
        for reading, found in zip(readings, matches, strict=True)
        for mention in find_companies(reading, found, context)
    }


def _subjects(vocabulary: Vocabulary, body: str) -> list[str]:
    reading = read_field(body)
    matches = find_terms(reading.text, term_index(vocabulary))
    context = document_context([reading], [matches])
    return [subject.subject_id for subject in find_subjects(reading, matches, context)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("腾讯音乐的付费会员又多了一百万。", {"tencent_music"}),
        ("腾讯音乐是腾讯的子公司。", {"tencent_music", "tencent"}),
        ("宁德市去年出口电池八百亿元。", set()),
        ("宁德时代在宁德市再建一座工厂。", {"catl"}),
        ("迪王降价, 宁王跟进, 鹅厂旁观。", {"byd", "catl", "tencent"}),
        ("静宁的苹果期货跌停, 苹果价格一周降了三成, 果农惜售。", set()),
        ("苹果发布新手机, iPhone 的价格没有变。", {"apple"}),
        ("苹果市值重回第一。", {"apple"}),
        ("她煮了一锅小米粥。", set()),
        ("小米发布财报, 手机业务承压。", {"xiaomi"}),
        ("理想的状态是不加班。", set()),
        ("蔚来和小鹏都在涨, 理想却在跌。", {"nio", "xpeng", "li_auto"}),
        ("这是一种大众消费。", set()),
        ("大众与宝马都在中国裁员。", {"volkswagen", "bmw"}),
        ("平安夜的订单翻倍。", set()),
        ("中国平安三季度利润大增, 平安健康也扭亏。", {"ping_an", "ping_an_health"}),
        ("中国银行业净息差收窄。", set()),
        ("中国银行下调存款利率。", {"boc"}),
        ("上海航空枢纽的客流恢复。", set()),
        ("在北京东城的写字楼里。", set()),
        ("提高通行效率需要时间。", set()),
        ("人工智能的浪潮之下。", set()),
        ("天赐良机。", set()),
        ("天赐材料扩产, 天赐的电解液卖给了谁？", {"tinci_materials"}),
        ("ByteDance和Meta都在招人", {"bytedance", "meta"}),
        ("它上周在港交所上市, 又向上交所递表。", set()),
        ("小米SU7的交付和腾讯元宝的下载量都在涨。", {"xiaomi", "tencent"}),
        ("寧德時代與騰訊音樂, 還有台積電。", {"catl", "tencent_music", "tsmc"}),
        ("港交所宣布下调上市费。", {"hkex"}),
    ],
)
def test_chinese_names_are_told_from_common_words(
    vocabulary: Vocabulary, text: str, expected: set[str]
) -> None:
    assert _named(vocabulary, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Target said its target for the year is unchanged.", {"target"}),
        ("The target of the programme is 5%. Target prices rose.", set()),
        ("Shares of Gap rose as the gap between the two narrowed.", {"gap"}),
        ("The Gap Between Rich And Poor Is Growing Wider", set()),
        ("A fund protects the Amazon rainforest.", set()),
        ("A fund for the Amazon got $5 billion.", set()),
        ("Analysts expect Amazon to cut jobs.", {"amazon"}),
        ("The Nasdaq fell 2% on Tuesday.", set()),
        ("Nasdaq Inc. raised its listing fees.", {"nasdaq"}),
        ("Apple growers in the valley lost a third of the apple harvest.", set()),
        ("Apple sold fewer iPhones.", {"apple"}),
        ("The metadata of a file is not a meta question.", set()),
        ("Times Square was closed.", set()),
        ("NVIDIA, Nvidia and NVDA.US are one firm.", {"nvidia"}),
        ("Tianqi Materials supplies CATL; Tianqi's margin fell.", {"tinci_materials", "catl"}),
        ("Tianqi Lithium mines in Australia.", {"tianqi_lithium"}),
        ("Deals with Ruipulan Jun and AVIC New Energy were signed in June.", {"rept", "calb"}),
        ("Honey Snow Ice City opened a store beside Starbucks.", {"mixue", "starbucks"}),
        ("TSMC's rivals, e.g. SMIC, raised prices.", {"tsmc", "smic"}),
        ("Shares began trading on the New York Stock Exchange.", set()),
        ("CME Group raised margins.", {"cme"}),
        ("He uses WeChat on his iPhone in a Model Y.", set()),
    ],
)
def test_english_names_are_told_from_common_words(
    vocabulary: Vocabulary, text: str, expected: set[str]
) -> None:
    assert _named(vocabulary, text) == expected


def test_a_short_name_counts_where_the_title_says_the_full_one(vocabulary: Vocabulary) -> None:
    assert _named(vocabulary, "天赐却说不急。") == set()
    assert _named(vocabulary, "天赐却说不急。", title="天赐材料年报") == {"tinci_materials"}


def test_a_company_is_not_a_subject_and_a_place_is_not_a_company(vocabulary: Vocabulary) -> None:
    assert _subjects(vocabulary, "宁德时代在宁德市建厂，碳酸锂涨价，纳斯达克指数下跌") == [
        "place:ningde",
        "product:lithium_carbonate",
        "index:nasdaq_composite",
    ]
    assert "product:apple_fruit" in _subjects(vocabulary, "苹果期货大涨，苹果主产区减产")
    assert "product:apple_fruit" not in _subjects(vocabulary, "苹果的新 iPhone 很贵")


def test_a_mention_in_wrapped_and_cited_text_points_into_the_landed_text(vocabulary: Vocabulary) -> None:
    landed = "据报道[3],宁德 时代与亿纬 锂能签约[4]。"
    reading = read_field(landed)
    matches = find_terms(reading.text, term_index(vocabulary))
    found = find_companies(reading, matches, document_context([reading], [matches]))
    spans = [reading.to_landed(mention.start, mention.end) for mention in found]
    assert [landed[start:end] for start, end in spans] == ["宁德 时代", "亿纬 锂能"]


def test_the_context_of_an_alias_is_read_token_by_token() -> None:
    rule = parse_context("Old_Navy rule:capitalised -between --rainforest 服装")
    assert rule.hints == ("Old Navy", "服装")
    assert rule.neighbours == ("between",)
    assert rule.excluding == ("rainforest",)
    assert rule.rules == {"capitalised"}


def test_long_texts_of_one_name_take_linear_time(vocabulary: Vocabulary) -> None:
    text = "理想" * 20_000 + "Target " * 5_000
    assert _named(vocabulary, text) <= {"li_auto", "target"}
