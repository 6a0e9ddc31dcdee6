"""The traps of machine-written business news, one by one, on sentences of our own.

The numbers are those of the cross-cutting checklist that the extractor was built against.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Extraction, Observation
from newsledger.extract.vocabulary import Vocabulary

PUBLISHED = datetime(2025, 11, 10, 2, tzinfo=UTC)
Value = tuple[str, float, float, str]


def _read(vocabulary: Vocabulary, body: str, title: str = "") -> Extraction:
    return extract_article(Document(title, body, PUBLISHED, "Asia/Shanghai"), vocabulary)


def _facts(vocabulary: Vocabulary, body: str) -> tuple[Observation, ...]:
    return _read(vocabulary, body).observations


def _values(vocabulary: Vocabulary, body: str) -> list[Value]:
    return [(f.metric_id, f.value_low, f.value_high, f.unit) for f in _facts(vocabulary, body)]


def _companies(vocabulary: Vocabulary, body: str) -> set[str]:
    return {mention.company_id for mention in _read(vocabulary, body).mentions}


def test_01_a_chinese_sum_without_a_currency_is_yuan_where_money_is_counted(vocabulary: Vocabulary) -> None:
    assert _values(vocabulary, "2024年杭州GDP达2.19万亿。") == [("gdp", 2.19e12, 2.19e12, "CNY")]
    assert _values(vocabulary, "招聘启事写着月薪3-5k。") == [("salary", 3000, 5000, "CNY")]
    assert _values(vocabulary, "Tesla shares closed at $230.") == [("share_price", 230, 230, "USD/share")]


def test_02_a_sum_ten_times_too_large_is_flagged_and_kept(vocabulary: Vocabulary) -> None:
    fact = _facts(vocabulary, "JD.com's revenue in the third quarter of 2025 was 2,991 billion yuan.")[0]
    assert fact.value_low == 2.991e12
    assert "scale_suspect" in fact.flags
    assert fact.value_candidate == pytest.approx(2.991e11)
    assert fact.flag_reason is not None


def test_02_a_large_sum_of_a_country_or_a_right_one_of_a_firm_is_not_flagged(vocabulary: Vocabulary) -> None:
    body = (
        "China's retail sales came to 48 trillion yuan in 2024. BYD's revenue was 777 billion yuan in 2024."
    )
    assert [fact.flags for fact in _facts(vocabulary, body)] == [(), ()]
    # A young firm may lose several times what it takes.
    body = "Moore Threads had a net loss of 1.5 billion yuan in 2024."
    assert [fact.flags for fact in _facts(vocabulary, body)] == [()]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("公司营收3.2万亿元。", 3.2e12),
        ("公司营收45亿元。", 45e8),
        ("公司营收三千万元。", 3e7),
        ("公司营收两百万元。", 2e6),
        ("Its revenue was 1.2 trillion yuan.", 1.2e12),
    ],
)
def test_03_scale_words_are_multiplied_out(vocabulary: Vocabulary, body: str, value: float) -> None:
    assert [fact.value_low for fact in _facts(vocabulary, body)] == [value]


def test_04_a_range_is_one_figure_and_a_movement_is_two(vocabulary: Vocabulary) -> None:
    assert _values(vocabulary, "Sales grew between 3% and 4%.") == [("revenue_growth", 3, 4, "percent")]
    moved = _facts(vocabulary, "The gross margin of BYD fell from 22% in 2023 to 19% in 2024.")
    assert [(f.value_low, f.period_end) for f in moved] == [
        (22, date(2023, 12, 31)),
        (19, date(2024, 12, 31)),
    ]
    assert not any(fact.is_change for fact in moved)


@pytest.mark.parametrize(
    ("body", "bound"),
    [
        ("BYD employs about 900,000 people.", "about"),
        ("BYD employs nearly 900,000 people.", "about"),
        ("BYD employs more than 900,000 people.", "over"),
        ("BYD employs at least 900,000 people.", "over"),
        ("BYD employs up to 900,000 people.", "under"),
        ("比亚迪员工超90万人。", "over"),
        ("比亚迪员工近90万人。", "about"),
        ("比亚迪员工不足90万人。", "under"),
        ("比亚迪员工90万人以上。", "over"),
        ("比亚迪员工90万人。", "exact"),
    ],
)
def test_05_a_bound_word_sets_the_bound(vocabulary: Vocabulary, body: str, bound: str) -> None:
    assert [fact.bound for fact in _facts(vocabulary, body)] == [bound]


def test_06_higher_than_another_is_no_growth_over_time(vocabulary: Vocabulary) -> None:
    fact = _facts(vocabulary, "The energy cost of a server in Japan is 60% higher than in Canada.")[0]
    assert (fact.metric_id, fact.subject_id) == ("energy_cost", "place:japan")


def test_07_points_are_not_percent(vocabulary: Vocabulary) -> None:
    assert _values(vocabulary, "招商银行净息差下降12个基点。") == [("net_interest_margin", -12, -12, "bp")]
    assert _values(vocabulary, "BYD's gross margin rose 1.5 percentage points to 20%.") == [
        ("gross_margin", 1.5, 1.5, "pp"),
        ("gross_margin", 20, 20, "percent"),
    ]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("XPeng's revenue doubled in 2024.", ("revenue_growth", 2, 2, "ratio")),
        ("BYD expects a tripling of production.", ("production_growth", 3, 3, "ratio")),
        ("Nio's net profit halved.", ("net_profit_growth", 0.5, 0.5, "ratio")),
        ("小鹏汽车净利润翻番。", ("net_profit_growth", 2, 2, "ratio")),
    ],
)
def test_08_multiples_in_words_are_ratios(vocabulary: Vocabulary, body: str, value: Value) -> None:
    assert _values(vocabulary, body) == [value]


def test_09_respectively_gives_each_its_own(vocabulary: Vocabulary) -> None:
    facts = _facts(vocabulary, "In October Nio and XPeng delivered 40,397 and 42,013 vehicles respectively.")
    assert [(f.subject_id, f.value_low) for f in facts] == [("nio", 40397), ("xpeng", 42013)]
    assert {f.period_end for f in facts} == {date(2025, 10, 31)}


def test_19_an_explicit_date_is_nearer_than_the_time_of_the_story(vocabulary: Vocabulary) -> None:
    body = "In April 2024 the shop was sold; a year and a half ago its rent was 3,000 yuan a month."
    assert [f.period_end for f in _facts(vocabulary, body)] == [date(2024, 4, 30)]


def test_10_year_metric_and_unit_are_understood_where_left_out(vocabulary: Vocabulary) -> None:
    facts = _facts(vocabulary, "2024年重庆GDP达3.22万亿,成都达2.35万亿。")
    assert [(f.subject_id, f.metric_id, f.value_low, f.period_end) for f in facts] == [
        ("place:chongqing", "gdp", 3.22e12, date(2024, 12, 31)),
        ("place:chengdu", "gdp", 2.35e12, date(2024, 12, 31)),
    ]


def test_11_a_subject_may_stand_beside_or_behind_its_number(vocabulary: Vocabulary) -> None:
    stakes = _facts(vocabulary, "The venture is owned jointly, with Toyota holding 60% and Panasonic 40%.")
    assert [(f.subject_id, f.value_low) for f in stakes] == [("toyota", 60), ("panasonic", 40)]
    prices = _facts(
        vocabulary, "Electricity is cheap there (0.09 USD per kWh in Canada vs. 0.31 USD in Japan)."
    )
    assert [(f.subject_id, f.unit) for f in prices] == [
        ("place:canada", "USD/kWh"),
        ("place:japan", "USD/kWh"),
    ]


def test_12_pronouns_and_the_company_point_back(vocabulary: Vocabulary) -> None:
    body = "Xiaomi opened a plant. The company earned revenue of 91 billion yuan; this rose to 95 billion yuan in 2024."
    assert [(f.subject_id, f.metric_id) for f in _facts(vocabulary, body)] == [("xiaomi", "revenue")] * 2
    body = "Thailand will add 2 GW of solar capacity, while Vietnam will add 3 GW of the same."
    same = _facts(vocabulary, body)
    assert [(f.subject_id, f.metric_id) for f in same] == [
        ("place:thailand", "power_capacity_added"),
        ("place:vietnam", "power_capacity_added"),
    ]
    body = "Sony Group sold its audio unit to Hisense, which earned revenue of 200 billion yuan in 2024."
    assert [f.subject_id for f in _facts(vocabulary, body)] == ["hisense"]


def test_13_a_norm_is_not_the_companys_figure(vocabulary: Vocabulary) -> None:
    body = "BYD did well, with a gross margin of 15% considered acceptable in the manufacturing sector."
    fact = _facts(vocabulary, body)[0]
    assert fact.subject_id != "byd"
    assert fact.modality == "hypothetical"


def test_14_a_total_and_its_parts_are_rows_of_their_own(vocabulary: Vocabulary) -> None:
    body = "CATL signed contracts for 90,000 tons of lithium, including 50,000 tons from SQM."
    assert [fact.value_low for fact in _facts(vocabulary, body)] == [90000, 50000]


def test_15_since_is_a_period_without_an_end(vocabulary: Vocabulary) -> None:
    fact = _facts(vocabulary, "Huawei has invested more than 900 billion yuan in research since 2019.")[0]
    assert (fact.period_start, fact.period_end, fact.bound) == (date(2019, 1, 1), None, "over")


def test_16_a_forecast_of_the_past_is_flagged(vocabulary: Vocabulary) -> None:
    fact = _facts(vocabulary, "BYD's revenue is projected to reach 800 billion yuan in 2024.")[0]
    assert fact.modality == "forecast"
    assert "tense_conflict" in fact.flags


def test_17_by_a_year_is_a_deadline(vocabulary: Vocabulary) -> None:
    fact = _facts(vocabulary, "BYD plans to open 500 stores by 2028.")[0]
    assert (fact.period_start, fact.period_end, fact.modality) == (None, date(2028, 12, 31), "target")


def test_18_the_end_of_a_year_is_its_last_day(vocabulary: Vocabulary) -> None:
    fact = _facts(vocabulary, "As of the end of 2023, BYD employed 703,500 people.")[0]
    assert (fact.period_start, fact.period_end) == (date(2023, 12, 31), date(2023, 12, 31))


def test_19_relative_times_count_from_the_day_of_publication(vocabulary: Vocabulary) -> None:
    facts = _facts(vocabulary, "比亚迪去年营收7771亿元。比亚迪上季度营收1950亿元。")
    assert [f.period_end for f in facts] == [date(2024, 12, 31), date(2025, 9, 30)]


def test_20_a_price_per_measure_keeps_its_measure(vocabulary: Vocabulary) -> None:
    assert _values(vocabulary, "碳酸锂价格跌到每吨6万元。") == [("unit_price", 60000, 60000, "CNY/t")]


def test_21_index_points_belong_to_the_index(vocabulary: Vocabulary) -> None:
    fact = _facts(vocabulary, "The KOSPI closed at 4,100 points on Friday.")[0]
    assert (fact.metric_id, fact.subject_type, fact.unit) == ("index_level", "index", "point")


@pytest.mark.parametrize(
    "body",
    [
        "西安是第三座万亿城市的邻居,位列第二。",
        "The second-largest pillar ranks first.",
        "He uses an iPhone 17, a Model 3 and GPT-5 over 5G.",
        "Group 3: The rest - Nothing of note [12][13].",
        "Call 400-820-8820 for the H100.",
        "二三线城市一起努力,一步一步来。",
    ],
)
def test_22_23_24_ranks_labels_and_marks_are_no_facts(vocabulary: Vocabulary, body: str) -> None:
    assert _facts(vocabulary, body) == ()


def test_25_names_that_look_like_months_or_units_are_neither(vocabulary: Vocabulary) -> None:
    body = "Tencent may hire Jun and March; a recent cent is not a bit."
    assert _facts(vocabulary, body) == ()


def test_26_ascii_punctuation_and_wraps_inside_chinese_do_not_matter(vocabulary: Vocabulary) -> None:
    body = "宁德时代前三季度营 收2830.7亿元,同比增 长9.28%;净利润490 亿元。"
    assert [(f.metric_id, f.value_low) for f in _facts(vocabulary, body)] == [
        ("revenue", 283070000000.0),
        ("revenue_growth", 9.28),
        ("net_profit", 49e9),
    ]


def test_27_the_same_text_gives_the_same_rows(vocabulary: Vocabulary) -> None:
    body = "BYD sold 4 million vehicles in 2024. 腾讯营收100亿元。"
    assert _read(vocabulary, body) == _read(vocabulary, body)


def test_28_names_that_collide_are_told_apart(vocabulary: Vocabulary) -> None:
    assert _companies(vocabulary, "天齐锂业三季度净利润0.95亿元。") == {"tianqi_lithium"}
    assert _companies(vocabulary, "腾讯音乐三季度营收84.6亿元。") == {"tencent_music"}
    assert _companies(vocabulary, "中创新航和中航沈飞都发了年报。") == {"calb", "avic_shenfei"}
    assert _companies(vocabulary, "TCL中环与TCL电子、TCL科技同日公告。") == {
        "tcl_zhonghuan",
        "tcl_electronics",
        "tcl_tech",
    }
    facts = _facts(vocabulary, "The Nasdaq fell 2% on Tuesday.")
    assert [(f.subject_type, f.metric_id) for f in facts] == [("index", "index_change")]


def test_29_nicknames_and_garbled_names_are_known_and_flagged(vocabulary: Vocabulary) -> None:
    assert _companies(vocabulary, "鹅厂和宁王都涨了。") == {"tencent", "catl"}
    fact = _facts(vocabulary, "Honey Snow Ice City earned revenue of 14.9 billion yuan.")[0]
    assert "approximate_translation" in fact.flags


def test_30_a_former_employer_or_a_comparison_is_no_subject(vocabulary: Vocabulary) -> None:
    body = "Unlike Tesla, BYD raised its gross margin to 20%."
    assert [f.subject_id for f in _facts(vocabulary, body)] == ["byd"]
    found = _read(vocabulary, "一位腾讯离职的员工说,他拿到了两千元分成。")
    assert {m.company_id for m in found.mentions} == {"tencent"}
    assert all(f.subject_id != "tencent" for f in found.observations)


@pytest.mark.parametrize(
    "body",
    [
        "The singer says that machines still make second-rate music.",
        "他说,歌里有火、有水,也有人间。",
        "The talk of the town is hope, and hope is free.",
    ],
)
def test_31_a_text_without_business_facts_gives_none(vocabulary: Vocabulary, body: str) -> None:
    found = _read(vocabulary, body)
    assert (found.mentions, found.observations) == ((), ())


def test_32_what_the_text_says_wrongly_is_kept_as_stated_and_flagged(vocabulary: Vocabulary) -> None:
    body = "The Zhengzhou Commodity Exchange raises the price limit of copper futures to 9%."
    fact = _facts(vocabulary, body)[0]
    assert (fact.metric_id, fact.value_low, fact.unit) == ("price_limit", 9, "percent")
    assert (fact.flags, fact.flag_reason) == (("venue_conflict",), "copper is listed at shfe, not at czce")
    body = "上期所将铜期货保证金比例调整为10%,郑商所将甲醇期货涨跌停板幅度调整为8%。"
    assert [fact.flags for fact in _facts(vocabulary, body)] == [(), ()]
