"""What the quantity finder must read, line by line: values, units, bounds, directions, ranges, rates."""

from __future__ import annotations

import pytest
from tests.unit.extract.stated import read, stated

from newsledger.extract.quantities import QuantityContext

ENGLISH = [
    ("It flew 12 jets in May and will add between 6 and 8 next year.", ["12 unit", "6..8 unit"]),
    ("The fleet may grow to 20 by the end of 2026.", ["20 count"]),
    ("The Danish firm owes 24 billion to 27 billion crowns.", ["24000000000..27000000000 DKK"]),
    ("Profit per ton of steel rose to 446 yuan.", ["446 CNY/t"]),
    ("Its shares ended Wednesday at $261.20.", ["261.2 USD/share"]),
    ("Headcount shrank from about 8,000 to 6,000.", ["8000 people about", "6000 people"]),
    ("It runs 90 stores, of which 41 are leased.", ["90 store", "41 store"]),
    (
        "They made 3.68 billion, 3.53 billion and 1.87 billion yuan.",
        ["3680000000 CNY", "3530000000 CNY", "1870000000 CNY"],
    ),
    ("It lost half a percent.", ["0.5 percent down"]),
    ("It cut the price by 10,000 yuan to 159,800 yuan.", ["10000 CNY down", "159800 CNY"]),
    (
        "Deposits grew by 1.6 trillion yuan, loans by just 220 billion.",
        ["1600000000000 CNY up", "220000000000 CNY"],
    ),
    ("A margin of 45%, plus or minus 50 basis points.", ["45 percent", "50 bp"]),
    ("It runs 8,000-odd cafes.", ["8000 store about"]),
    ("GDP grew 5.2%, 0.2 points faster than before.", ["5.2 percent up", "0.2 pp up"]),
    ("The state cut defence spending 7.2%.", ["7.2 percent down"]),
    ("Services made $28.8bn (+15%).", ["28800000000 USD", "15 percent up"]),
    ("It cut by a quarter of a percentage point, then by half a point.", ["0.25 pp down", "0.5 pp"]),
    ("Some 300 to 400 widgets and between 3 and 5 mills.", ["300..400 count about", "3..5 count"]),
    ("Its quarter-point rise came late.", ["0.25 pp up"]),
    ("Revenue rose 12% to $4.5 billion.", ["12 percent up", "4500000000 USD"]),
    ("Net income fell by 8% to 320 million euros.", ["8 percent down", "320000000 EUR"]),
    ("It sees sales of $3.5 billion to $4 billion.", ["3500000000..4000000000 USD"]),
    ("It sees sales of $40-42 billion this year.", ["40000000000..42000000000 USD"]),
    ("The firm is worth between $10 billion and $12 billion.", ["10000000000..12000000000 USD"]),
    ("Growth will be between 18% and 20%.", ["18..20 percent"]),
    ("Demand may shrink 10-15% in May.", ["10..15 percent down"]),
    ("Rates went to 5.25%-5.5%.", ["5.25..5.5 percent"]),
    ("Margins fell from 39.5% in 2022 to 18.5% in 2024.", ["39.5 percent", "18.5 percent"]),
    ("Output rose from 60 GWh to 100 GWh.", ["60 GWh", "100 GWh"]),
    ("Prices range from $20 to $50 per unit.", ["20..50 USD/unit"]),
    ("The rate was cut by 25 basis points.", ["25 bp down"]),
    ("Unemployment rose 0.2 percentage points to 4.3 percent.", ["0.2 pp up", "4.3 percent"]),
    ("The plant makes 500,000 tonnes a year.", ["500000 t"]),
    ("Oil rose $1.20 to $67.50 a barrel.", ["1.2 USD up", "67.5 USD/bbl"]),
    ("Gold hit $3,500 an ounce.", ["3500 USD/oz"]),
    ("Chips rent for about $2.30 an hour, down from $9 an hour.", ["2.3 USD/h about", "9 USD/h"]),
    ("Power costs 0.07 USD per kWh here vs. 0.11 USD there.", ["0.07 USD/kWh", "0.11 USD/kWh"]),
    ("It offers 62 cents per share.", ["0.62 USD/share"]),
    ("EPS of $1.25 beat estimates of $1.20.", ["1.25 USD/share", "1.2 USD/share"]),
    ("Holders get $3.50 in cash for each of their shares.", ["3.5 USD/share"]),
    ("The A-share offer is HK$30.75 per share.", ["30.75 HKD/share"]),
    ("Claims reach HK$350 billion.", ["350000000000 HKD"]),
    ("The order is worth DKK 8 billion.", ["8000000000 DKK"]),
    ("Samsung spends 20 trillion won.", ["20000000000000 KRW"]),
    ("A 9.9-yuan coffee sells well.", ["9.9 CNY"]),
    ("The fund raised $1.2bn and spent $25M.", ["1200000000 USD", "25000000 USD"]),
    ("It has more than 12,000 employees in over 40 countries.", ["12000 people over", "40 count over"]),
    ("They sold 4.6 million vehicles, up from 417,000.", ["4600000 vehicle", "417000 vehicle"]),
    (
        "Brazil, Mexico and the UK took 113,000, 92,000 and 51,000 vehicles respectively.",
        ["113000 vehicle", "92000 vehicle", "51000 vehicle"],
    ),
    ("There are 397 county-level cities and 1,299 counties.", ["397 count", "1299 count"]),
    ("The chain runs 29,214 stores.", ["29214 store"]),
    ("Clusters of more than 200,000 GPUs are planned.", ["200000 unit over"]),
    ("It sold 10.36 million Switch 2 consoles.", ["10360000 unit"]),
    ("It cut nearly 9,000 jobs, or up to 15% of its staff.", ["9000 people about", "15 percent under"]),
    ("An eight-fold gap, a tenfold rise.", ["8 ratio", "10 ratio up"]),
    ("Sales tripled and profits more than quadrupled.", ["3 ratio", "4 ratio over"]),
    ("The price has halved; orders are set to double.", ["0.5 ratio", "2 ratio"]),
    ("A doubling of output, a tripling of costs.", ["2 ratio", "3 ratio"]),
    ("It earns three times the margin and trades at 2.5x sales.", ["3 ratio", "2.5 ratio"]),
    ("It grew almost three times as fast.", ["3 ratio about up"]),
    ("That is twice the figure of last year.", ["2 ratio"]),
    ("Two-thirds of buyers and a quarter of sellers agree.", ["66.66666667 percent", "25 percent"]),
    ("More than half of which came from Asia.", ["50 percent over"]),
    ("Costs are 140% higher, prices 4.7% lower.", ["140 percent up", "4.7 percent down"]),
    ("Shares are about 25% below their peak.", ["25 percent about down"]),
    ("The yield stands at minus 0.5%.", ["0.5 percent down"]),
    ("Growth slowed to -3.2% in May.", ["3.2 percent down"]),
    ("Growth is seen flat to up 2%.", ["0..2 percent up"]),
    ("Rivals cut prices by as much as 30% or more.", ["30 percent over down"]),
    ("The VIX rises above 20.", ["20 point over"]),
    ("The Kospi closed above 4,000 points.", ["4000 point over"]),
    ("Reverse repos of one trillion yuan.", ["1000000000000 CNY"]),
    ("It hired one hundred and twenty engineers.", ["120 people"]),
    ("The forest lost 5,796 square kilometres of cover.", ["5796 km2"]),
    ("The frame weighs 69 grams and is 34 inches wide.", ["69 g", "34 in"]),
]
CHINESE = [
    ("吨钢毛利在380元至420元之间,单瓦净利0.1元。", ["380..420 CNY/t", "0.1 CNY/W"]),
    ("拟每10股派发现金红利3.3元。", ["0.33 CNY/share"]),
    ("同比降幅扩大到4.4%,仍低三成以上。", ["4.4 percent down", "30 percent over down"]),
    ("占比不过百分之五,低于平均近两个百分点。", ["5 percent under", "2 pp about down"]),
    ("月薪1万2,营收新台币9899亿元,观影人次1.87亿。", ["12000 CNY", "989900000000 TWD", "187000000 people"]),
    ("毛利率同比降1.2pct,净利同比-35.6%,营收+8.2%。", ["1.2 pp down", "35.6 percent down", "8.2 percent up"]),
    ("预计营收80-85亿元,同比+5%~+11%。", ["8000000000..8500000000 CNY", "5..11 percent up"]),
    ("起售价十一万九千八,楼面价每平6.1万。", ["119800 CNY", "61000 CNY/m2"]),
    ("增速比上月末低0.3个百分点,募资不超60亿元。", ["0.3 pp down", "6000000000 CNY under"]),
    ("上调半个百分点,换了30块屏幕。", ["0.5 pp up", "30 unit"]),
    ("营收同比增长12.3%至45.6亿元。", ["12.3 percent up", "4560000000 CNY"]),
    ("去年GDP达5.67万亿,邻市达5.2万亿。", ["5670000000000 CNY", "5200000000000 CNY"]),
    ("投资10亿至12亿元建厂。", ["1000000000..1200000000 CNY"]),
    ("每家店要投八百万到一千两百万元。", ["8000000..12000000 CNY"]),
    ("营收增幅在10%到12%之间。", ["10..12 percent up"]),
    ("月薪1.5万元到3万元。", ["15000..30000 CNY"]),
    ("月薪从1.2万元喊到了1.8万元。", ["12000 CNY", "18000 CNY"]),
    ("目标从30万辆提高到三十五万辆。", ["300000 vehicle", "350000 vehicle"]),
    ("毛利率提升2.3个百分点至35.1%。", ["2.3 pp up", "35.1 percent"]),
    ("央行下调利率25个基点。", ["25 bp down"]),
    ("全年卖出一百二十三万辆,增长近两成。", ["1230000 vehicle", "20 percent about up"]),
    ("净利润少了三成多,毛利率超过四成。", ["30 percent over down", "40 percent over"]),
    ("它贵了一成半,他持有四成三的股权。", ["15 percent up", "43 percent"]),
    ("三分之一的人同意,百分之十二点五反对。", ["33.33333333 percent", "12.5 percent"]),
    ("半数企业亏损。", ["50 percent"]),
    ("房价翻了一番,股价腰斩,订单翻两番,产量翻倍。", ["2 ratio", "0.5 ratio", "4 ratio", "2 ratio"]),
    ("营收增长了13倍多,股价涨了两倍。", ["13 ratio over up", "2 ratio up"]),
    ("数十亿元的债务,十几亿元的亏空。", ["1000000000 CNY about", "1000000000 CNY over"]),
    ("一年卖掉一亿多吨。", ["100000000 t over"]),
    ("关掉一千六百多家店,新开两三百家店。", ["1600 store over", "200..300 store"]),
    ("日均亏一亿七千万元。", ["170000000 CNY"]),
    ("发行价每股263港元,市值约三千亿港元。", ["263 HKD/share", "300000000000 HKD about"]),
    ("每公斤的报价也要五万元上下。", ["50000 CNY/kg about"]),
    ("价格跌到3.5万元/吨,金价报每盎司3000美元。", ["35000 CNY/t", "3000 USD/oz"]),
    ("每千瓦时电价为0.45元。", ["0.45 CNY/kWh"]),
    ("规划产能是34GWh,功率6.6吉瓦,发电9亿千瓦时。", ["34 GWh", "6.6 GW", "900000000 kWh"]),
    ("占地一万平方米,高66.1米。", ["10000 m2", "66.1 m"]),
    ("付费用户1.257亿,粉丝超过三千万。", ["125700000 people", "30000000 people over"]),
    ("手里有三亿月活用户。", ["300000000 people"]),
    ("回购不超过两万亿日元的股票。", ["2000000000000 JPY under"]),
    ("裁员不足一百人,约占员工总数的百分之八。", ["100 people under", "8 percent about"]),
    ("上证指数站上四千点,报4012.5点。", ["4000 point over", "4012.5 point"]),
    ("花了八百多块,风扇卖9块9。", ["800 CNY over", "9.9 CNY"]),
    ("去年亏掉了一个亿。", ["100000000 CNY"]),
    ("出栏4035万头,投了两百多份简历。", ["40350000 count", "200 unit over"]),
    ("客座率接近95%,退货率不到10%。", ["95 percent about", "10 percent under"]),
    ("至少要烧掉一百亿元,落下7000元出头。", ["10000000000 CNY over", "7000 CNY over"]),
    ("入住率六成以上,房价四百元以下。", ["60 percent over", "400 CNY under"]),
    ("卖了1.2万部手机、3万台电脑。", ["12000 unit", "30000 unit"]),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_figures_are_read_with_unit_bound_and_direction(text: str, expected: list[str]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_chinese_figures_are_read_with_unit_bound_and_direction(text: str, expected: list[str]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 and on March 5, 2025, at 3:30 pm, the board met.",
        "Group 3: Outlook - The firm is calm [4][18].",
        "The H100, the GPT-5 and the Model 3 need 5G, says No. 2 of the B2B arm.",
        "It was the third time in two years, not the first 3 days.",
        "Call +1 415-555-0123 or 400-820-8888 for more.",
        "In the first half of 2025 and in the last quarter it held still.",
        "The double-digit boom of the iPhone 17 is second-rate.",
        "It died a death of a thousand cuts.",
        "It happened between 6 and 8 on Monday, between 2019 and 2021.",
        "Windows 11 and the Fortune 500 are names.",
        "It ships twice a week and won three times in May.",
        "Tencent has one plan, one team and one idea.",
        "第一次面试后,他一直一个人在一起共享的办公室里,一聊就是一个多小时。",
        "2025年3月15日上午9点30分,第三季度的二三线城市。",
        "1、公司换帅。 2、股东开会。",
        "拨打12345或138-0000-2714咨询,H20和5G都在。",
        "公司成立于1998年,三星和万科都来了,亿纬没有。",
        "C轮融资后,一度传出分手的消息。",
        "每一寸惊喜,三成为王,千里之外。",
        "换句话说,市场愿意用几百倍的耐心等它。",
        "2024款车型在第38号展台。",
        "等了2个半小时和3个多小时,过了1个半月。",
        "世界500强、985高校、4S店、12306和双11。",
    ],
)
def test_dates_names_idioms_and_codes_are_no_quantities(text: str) -> None:
    assert stated(text) == []


def test_a_bare_yen_sign_follows_the_nearest_country() -> None:
    assert stated("Nintendo sells the console for ¥49,980 at home.") == ["49980 JPY"]
    assert stated("The Shenzhen firm sells its robot for ¥39,900.") == ["39900 CNY"]
    assert stated("It sells for ¥500.", QuantityContext(places=((3, "JP"),))) == ["500 JPY"]


def test_a_bare_dollar_follows_the_article() -> None:
    assert stated("All sums are in Hong Kong dollars. Profit was $3 billion.") == ["3000000000 HKD"]
    assert stated("Claims of HK$9 billion met assets of $2 million.") == ["9000000000 HKD", "2000000 USD"]


def test_an_implied_currency_is_marked() -> None:
    (match,) = read("全市GDP达5.2万亿。")[1]
    assert (match.unit, match.implied_currency, match.low) == ("CNY", True, 5.2e12)
    assert stated("全长5.2万。") == []


def test_the_counted_noun_is_kept() -> None:
    (match,) = read("It employs 150,000 full-time riders now.")[1]
    assert match.counter == "full-time riders"
    (match,) = read("召回11411辆。")[1]
    assert match.counter == "辆"


def test_levels_and_changes_are_told_apart() -> None:
    change, level = read("Margin climbed 3.3 percentage points to 95.8%.")[1]
    assert (change.is_change, change.direction) == (True, "up")
    assert (level.is_change, level.role) == (False, "to")
    drop, rest = read("净利润下降8.9%,降至14.1亿元。")[1]
    assert (drop.is_change, drop.direction) == (True, "down")
    assert not rest.is_change


def test_both_ends_of_a_movement_carry_their_role() -> None:
    first, second = read("It rose from $8 billion to $9 billion.")[1]
    assert (first.role, second.role) == ("from", "to")


def test_money_that_a_verb_takes_as_its_object_is_no_change() -> None:
    (lost,) = read("The division lost $4.5 billion.")[1]
    assert not lost.is_change


def test_a_list_shares_the_direction_of_its_first_figure() -> None:
    first, second = read("The banks reported revenue declines of 0.5% and 9.8%.")[1]
    assert first.direction == second.direction == "down"
    assert first.is_change and second.is_change


def test_full_width_and_traditional_text_reads_like_its_twin() -> None:
    assert (
        stated("營收達３０億元，增長１２％。")
        == stated("营收达30亿元，增长12%。")
        == ["3000000000 CNY", "12 percent up"]
    )
