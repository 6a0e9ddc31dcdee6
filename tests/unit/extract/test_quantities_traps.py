"""The traps of figures in business news, one test a trap, on own sentences."""

from __future__ import annotations

from tests.unit.extract.stated import read, stated

from newsledger.extract.quantities import QuantityContext


def test_trap_1_implied_currency_needs_something_that_is_money() -> None:
    assert stated("去年全省GDP为3.1万亿,增长6%。") == ["3100000000000 CNY", "6 percent up"]
    assert stated("兼职底薪只有4-5k。") == ["4000..5000 CNY"]
    assert stated("全市常住人口达1200万。") == ["12000000 people"]
    assert stated("这里海拔三千。") == []


def test_trap_1_the_currency_of_implied_sums_can_be_the_documents() -> None:
    assert stated("公司市值为3万亿。", QuantityContext(currency="JPY")) == ["3000000000000 JPY"]


def test_trap_2_a_stated_scale_is_kept_as_stated() -> None:
    assert stated("Revenue reached 95 billion yuan.") == ["95000000000 CNY"]


def test_trap_3_scales_of_both_languages() -> None:
    assert stated("8千万元、5百万元、3万亿元、6亿元。") == [
        "80000000 CNY",
        "5000000 CNY",
        "3000000000000 CNY",
        "600000000 CNY",
    ]
    assert stated("It owes 3 trillion yen, 2bn euros and 40 thousand pounds.") == [
        "3000000000000 JPY",
        "2000000000 EUR",
        "40000 GBP",
    ]


def test_trap_4_range_movement_and_cross_section_are_three_things() -> None:
    assert stated("Growth of 2% to 4% is likely.") == ["2..4 percent up"]
    assert stated("The share went from 31% in 2021 to 24% in 2023.") == ["31 percent", "24 percent"]
    assert stated("Rates drop from nearly 98% in one shop to below 20% in another.") == [
        "98 percent about",
        "20 percent under",
    ]
    assert stated("Margins were 12% and 9% respectively.") == ["12 percent", "9 percent"]


def test_trap_5_bound_words_stand_on_both_sides() -> None:
    over = ["超30%", "逾30%", "超过30%", "高于30%", "30%以上", "至少30%", "突破30%"]
    under = ["不足30%", "不到30%", "低于30%", "30%以内", "30%以下", "不超过30%", "最多30%"]
    about = ["近30%", "约30%", "大约30%", "30%左右", "接近30%", "将近30%"]
    assert {tuple(stated(f"占比{word}。")) for word in over} == {("30 percent over",)}
    assert {tuple(stated(f"占比{word}。")) for word in under} == {("30 percent under",)}
    assert {tuple(stated(f"占比{word}。")) for word in about} == {("30 percent about",)}
    english = {
        "over": ["over 30%", "above 30%", "at least 30%", "more than 30%", "exceeding 30%", "30% or more"],
        "under": [
            "below 30%",
            "up to 30%",
            "less than 30%",
            "no more than 30%",
            "just under 30%",
            "at most 30%",
        ],
        "about": ["nearly 30%", "about 30%", "around 30%", "roughly 30%", "approximately 30%", "some 30%"],
    }
    for bound, phrases in english.items():
        assert {tuple(stated(f"It holds {phrase} of the firm.")) for phrase in phrases} == {
            (f"30 percent {bound}",)
        }


def test_trap_5_a_verb_that_ends_in_over_or_up_is_no_bound() -> None:
    assert stated("It handed over 1,200 cars and shipments edged up to 43 million units.") == [
        "1200 vehicle",
        "43000000 unit",
    ]


def test_trap_6_a_comparison_keeps_its_stated_percentage_and_says_up() -> None:
    assert stated("Costs could be 90% higher than abroad.") == ["90 percent up"]


def test_trap_7_percentage_points_are_not_percent() -> None:
    assert stated("The ratio fell 1.5 percentage points, or 3%.") == ["1.5 pp down", "3 percent"]
    assert stated("占比提高了1.5个百分点。") == ["1.5 pp up"]


def test_trap_8_multiples_in_words() -> None:
    assert stated("A sixfold rise, a tripling of costs, twice the pay, 2.5 times the norm.") == [
        "6 ratio up",
        "3 ratio",
        "2 ratio",
        "2.5 ratio",
    ]
    assert stated("利润翻番,成本减半,订单增长三倍,是去年的1.3倍。") == [
        "2 ratio",
        "0.5 ratio",
        "3 ratio up",
        "1.3 ratio",
    ]


def test_trap_10_a_shared_unit_is_taken_over() -> None:
    assert stated("The sites made 120,000, 90,000 and 50,000 tonnes.") == ["120000 t", "90000 t", "50000 t"]
    assert stated("On May 3, the three plants had 5, 12 and 34 GWh.") == ["5 GWh", "12 GWh", "34 GWh"]
    assert stated("两地分别投了3、5亿元,又投了2亿和4亿美元。") == [
        "300000000 CNY",
        "500000000 CNY",
        "200000000 USD",
        "400000000 USD",
    ]
    assert stated("1、12亿元的融资完成。") == ["1200000000 CNY"]
    assert stated("The units made 3, 4 and 5 billion yuan.") == [
        "3000000000 CNY",
        "4000000000 CNY",
        "5000000000 CNY",
    ]
    assert stated("It earned $5 billion, up from 4.2 billion, with 3,000 stores.") == [
        "5000000000 USD",
        "4200000000 USD",
        "3000 store",
    ]
    assert stated("It sold 36,700 cars, its rival 70,300.") == ["36700 vehicle", "70300 vehicle"]
    assert stated("Power costs 0.3 yuan per kWh in the west against 0.6 yuan in the east.") == [
        "0.3 CNY/kWh",
        "0.6 CNY/kWh",
    ]


def test_trap_20_prices_by_the_unit() -> None:
    assert stated("The bid is $18.50 per share; copper trades at $9,800 a tonne.") == [
        "18.5 USD/share",
        "9800 USD/t",
    ]
    assert stated("每股作价12.5港元,煤价每吨780元,电价0.4元/千瓦时。") == [
        "12.5 HKD/share",
        "780 CNY/t",
        "0.4 CNY/kWh",
    ]


def test_trap_21_index_points() -> None:
    assert stated("The volatility index (VIX) climbs above 25.") == ["25 point over"]
    assert stated("恒生指数报24100点,12点开会。") == ["24100 point"]


def test_trap_22_ranks_and_ordinals_are_no_figures() -> None:
    assert stated("It is the third largest, No. 5 in 2024 and second-rate.") == []
    assert stated("第二大股东,第三产业,排名第15位,前十名。") == []


def test_trap_24_citation_and_section_marks_are_no_figures() -> None:
    assert stated("Group 14: Top Ten - Sales grew 3% [4][18]. Group 15 - Calm [22].") == ["3 percent up"]


def test_trap_25_words_that_contain_units_or_months_are_no_figures() -> None:
    assert stated("Tencent may march on; Ruipulan Jun may too; a recent Bit of luck.") == []
    assert stated("两者都有分寸,一分钱没花,半斤八两,万一出错。") == []


def test_trap_26_ascii_commas_in_chinese_and_wraps_do_not_join_figures() -> None:
    assert stated("GDP北京达5.2万亿,上海5.6万亿元,深圳3.8万亿元。") == [
        "5200000000000 CNY",
        "5600000000000 CNY",
        "3800000000000 CNY",
    ]
    assert stated("产能从5 万吨增至8万 吨。") == ["50000 t", "80000 t"]


def test_a_year_is_no_figure_but_a_sum_of_the_same_digits_is() -> None:
    assert stated("In 2025 it earned 2,025 yuan and 2025 yuan.") == ["2025 CNY", "2025 CNY"]
    assert stated("2024年售出2024辆。") == ["2024 vehicle"]


def test_rule_and_style_say_how_a_figure_was_read() -> None:
    matches = read("三成股权作价12亿元,利润翻番。")[1]
    assert [(match.style, match.rule) for match in matches] == [
        ("chinese", "tenths"),
        ("arabic", "arabic"),
        ("chinese", "multiple"),
    ]
