"""The metric of each figure, over the ways in which business news words it, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Observation
from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR

PUBLISHED = datetime(2025, 11, 10, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(SEEDS_DIR)


def _facts(vocabulary: Vocabulary, body: str) -> tuple[Observation, ...]:
    return extract_article(Document("", body, PUBLISHED, "Asia/Shanghai"), vocabulary).observations


@pytest.mark.parametrize(
    ("body", "metrics"),
    [
        ("Meta will lay off about 3,600 people, or 5% of its workforce.", "layoffs share"),
        ("Intel is cutting 15,000 jobs to save $10 billion.", "layoffs amount"),
        ("Microsoft let go of 9,000 staff in July.", "layoffs"),
        ("Volkswagen said it would shed 35,000 positions by 2030.", "layoffs"),
        ("Salesforce dismissed 4,000 support workers.", "layoffs"),
        ("Apple was fined €500 million by the European Commission.", "fine"),
        ("Regulators hit Alibaba with a penalty of 18.2 billion yuan.", "fine"),
        ("Google must pay $425 million in damages.", "fine"),
        ("CATL raised HK$35.7 billion in its Hong Kong listing.", "ipo_proceeds"),
        ("Klarna priced its IPO at $40 a share, raising $1.37 billion.", "share_price ipo_proceeds"),
        (
            "Anthropic closed a $13 billion Series F round at a valuation of $183 billion.",
            "funding valuation",
        ),
        ("Mistral has secured €1.7 billion from ASML.", "funding"),
        ("SpaceX is worth $400 billion after the share sale.", "market_cap"),
        ("The startup was valued at 12 billion yuan in its latest round.", "valuation"),
        ("Nvidia became the first company worth $4 trillion.", "market_cap"),
        ("Its market value has passed $3 trillion.", "market_cap"),
        ("Adnoc agreed to buy Covestro for €14.7 billion.", "deal_value"),
        ("Google bought Wiz in a deal worth $32 billion.", "deal_value"),
        ("The takeover values Skechers at $9.4 billion.", "deal_value"),
        ("Mars completed its $36 billion acquisition of Kellanova.", "deal_value"),
        ("Shares of Tesla fell 4% on Tuesday.", "share_price_change"),
        ("Oracle's stock jumped 36% in a day.", "share_price_change"),
        ("Alibaba closed up 5.2% in Hong Kong.", "share_price_change"),
        ("Nvidia slipped 2.1% after the report.", "share_price_change"),
        ("The Hang Seng Index gained 1.8% to 26,500 points.", "index_change index_level"),
        ("The S&P 500 ended down 0.7%.", "index_change"),
        ("China's economy grew 5.2% in the second quarter.", "gdp_growth"),
        ("The IMF expects India to expand 6.4% this year.", "gdp_growth"),
        ("Germany's GDP shrank 0.3% in the three months to June.", "gdp_growth"),
        ("Japan's consumer prices rose 2.9% in September from a year earlier.", "inflation_rate"),
        ("The jobless rate climbed to 4.3%.", "unemployment_rate"),
        (
            "The Federal Reserve cut rates by 25 basis points to a range of 4% to 4.25%.",
            "interest_rate interest_rate",
        ),
        ("The one-year loan prime rate stayed at 3.0%.", "interest_rate"),
        ("China's exports rose 8.3% in September to $328.6 billion.", "growth_rate trade_value"),
        (
            "Deliveries fell 13% to 384,122 vehicles in the second quarter.",
            "sales_volume_growth sales_volume",
        ),
        (
            "XPeng delivered 41,581 cars in September, up 95% from a year ago.",
            "sales_volume sales_volume_growth",
        ),
        ("Apple shipped 58.6 million iPhones in the quarter.", "shipments"),
        ("BYD's plant in Brazil can build 150,000 cars a year.", "capacity"),
        ("Production of crude steel fell 2.9% to 746 million tonnes.", "production_growth production"),
        ("Utilisation at the fab rose to 92%.", "capacity_utilization"),
        ("Amazon plans to spend $100 billion on capital expenditure this year.", "capex"),
        ("Microsoft's capex hit $34.9 billion.", "capex"),
        ("R&D spending reached 96.9 billion yuan, or 22.4% of revenue.", "rnd_expense rnd_ratio"),
        ("It holds $97 billion in cash.", "cash"),
        ("Total debt stood at $12.3 billion.", "total_debt"),
        ("The company will repurchase up to $70 billion of its shares.", "buyback"),
        ("SoftBank will invest $40 billion in OpenAI.", "investment"),
        ("TSMC has pledged $165 billion for its Arizona plants.", "investment"),
        ("Haidilao operates 1,355 restaurants.", "store_count"),
        ("Starbucks has 7,758 stores in China.", "store_count"),
        ("Foxconn employs 900,000 people.", "employees"),
        ("WeChat has 1.4 billion monthly active users.", "mau"),
        ("Netflix had 301 million subscribers.", "subscribers"),
        ("Pinduoduo's gross merchandise value topped 5 trillion yuan.", "gmv"),
        ("The order backlog was $455 billion.", "order_value"),
        ("Huawei took 18% of the market.", "market_share"),
        ("The average selling price was $912.", "unit_price"),
        ("The iPhone 17 starts at 5,999 yuan.", "unit_price"),
        ("Marketing expenses rose 35% to 8.9 billion yuan.", "growth_rate cost"),
        ("Engineers there earn an average of $180,000 a year.", "salary"),
        ("Net interest margin narrowed to 1.43%.", "net_interest_margin"),
        ("Operating income rose 8% to $37.7 billion.", "growth_rate operating_profit"),
        ("Adjusted EBITDA was $2.1 billion.", "ebitda"),
        ("Free cash flow fell to $0.8 billion.", "operating_cash_flow"),
        (
            "Revenue climbed 16% to 192.9 billion yuan and net profit rose 17%.",
            "revenue_growth revenue net_profit_growth",
        ),
        ("Games brought in 59.2 billion yuan, 31% of total revenue.", "revenue revenue_share"),
        ("The unit lost $1.6 billion.", "net_loss"),
        ("Solar installations reached 240 GW.", "power_capacity_added"),
        ("The population fell by 1.39 million to 1.408 billion.", "count population"),
        ("China Mobile holds a 20% stake in the venture.", "stake"),
        ("The World Bank raised its forecast for China's growth to 4.8% from 4.5%.", "gdp_growth gdp_growth"),
        ("Beijing has set a growth target of around 5% for this year.", "gdp_growth"),
        ("GDP expanded 1.2% quarter on quarter.", "gdp_growth"),
        ("Economists expect China's growth of 4.7% in 2026.", "gdp_growth"),
        ("Retail sales in China rose 3% in October.", "growth_rate"),
        ("China's fixed-asset investment fell 1.7% in the first ten months.", "growth_rate"),
        ("Industrial output rose 4.9% from a year earlier.", "production_growth"),
        ("New home prices in China fell 2.4% year on year.", "growth_rate"),
        ("China's budget deficit will be 4% of GDP.", "gdp_share"),
        ("Exports grew 5.5% while imports fell 1.2%.", "growth_rate growth_rate"),
        ("China's trade surplus passed $1 trillion.", "trade_value"),
        ("Goldman Sachs lifted its forecast for China's GDP growth in 2026 to 4.8%.", "gdp_growth"),
        ("The economy of Vietnam grew 8.2% in the third quarter.", "gdp_growth"),
        ("The euro zone's economy is expected to grow 1.3%.", "gdp_growth"),
        (
            "China's economy expanded 5.2% in the first three quarters, beating the official goal of about 5%.",
            "gdp_growth gdp_growth",
        ),
        ("The European Union fined X €120 million for breaching its rules.", "fine"),
        ("Apple and Meta were ordered to pay €500 million and €200 million.", "fine fine"),
        ("The Commission imposed fines of €500 million and €200 million on Apple and Meta.", "fine fine"),
        ("Pfizer raised its bid to $86.25 a share.", "deal_price"),
        (
            "Shares of Kenvue jumped 12% while Kimberly-Clark lost 14%.",
            "share_price_change share_price_change",
        ),
        ("Kimberly-Clark will buy Kenvue for $48.7 billion including debt.", "deal_value"),
        ("The companies expect savings of $1.9 billion.", "amount"),
        ("Buyers get a 46% stake.", "stake"),
        ("The deal values the firm at $21 billion.", "valuation"),
        ("Adjusted earnings rose to $1.95 a share.", "eps"),
        ("It earned $2.05 per share on revenue of $10.5 billion.", "eps revenue"),
        ("The shares have lost a third of their value this year.", "share_price_change"),
        ("Kraft's stock trades at $26.", "share_price"),
        ("Sales of the Model Y fell 22% to 31,000 cars.", "sales_volume_growth sales_volume"),
        ("Registrations of Teslas in Sweden dropped 89%.", "sales_volume_growth"),
        ("Sales rose 6% to 2.3 million vehicles.", "sales_volume_growth sales_volume"),
        ("The plant will employ 2,000 workers.", "employees"),
        ("UPS will close 73 buildings and cut 20,000 jobs.", "count layoffs"),
        ("The fund manages $1.2 trillion of assets.", "total_assets"),
        ("Investors pulled $3 billion from the fund.", "amount"),
        ("Bitcoin fell below $100,000.", "unit_price"),
        ("Brent crude rose 1.3% to $64.2 a barrel.", "growth_rate unit_price"),
        ("The dollar rose to 155 yen.", "unit_price"),
        ("Anthropic expects revenue of $26 billion in 2026.", "revenue"),
        ("OpenAI's annualised revenue has reached $20 billion.", "revenue"),
        ("Its users pay $20 a month.", "unit_price"),
        ("It has 800 million weekly users.", "users"),
        ("The model has 1 trillion parameters.", "count"),
        ("He sold 40,000 shares for $6 million.", "count deal_value"),
        ("Microsoft will build a data centre for $7 billion.", "investment"),
        ("Meta borrowed $30 billion in bonds.", "funding"),
        ("Alphabet sold bonds worth $25 billion.", "funding"),
        ("The loan carries a rate of 7.2%.", "interest_rate"),
        ("Renault's operating margin slipped to 6.0% from 8.1%.", "operating_margin operating_margin"),
        ("Same-store sales rose 1%.", "revenue_growth"),
    ],
)
def test_an_english_wording_gives_its_metrics(vocabulary: Vocabulary, body: str, metrics: str) -> None:
    assert " ".join(fact.metric_id for fact in _facts(vocabulary, body)) == metrics


@pytest.mark.parametrize(
    ("body", "metrics"),
    [
        ("字节跳动计划裁员约2000人。", "layoffs"),
        ("理想汽车裁掉了5600人，占员工总数的18%。", "layoffs share"),
        ("市场监管总局对美团处以34.42亿元罚款。", "fine"),
        ("证监会对恒大地产罚款41.75亿元。", "fine"),
        ("蚂蚁集团被罚没71.23亿元。", "fine"),
        ("摩尔线程科创板上市，募资80亿元。", "ipo_proceeds"),
        ("奇瑞汽车港股IPO募集资金净额88.8亿港元。", "ipo_proceeds"),
        ("宇树科技完成近7亿元C轮融资，投后估值超120亿元。", "funding valuation"),
        ("月之暗面获得5亿美元新一轮融资，估值达43亿美元。", "funding valuation"),
        ("寒武纪总市值突破6000亿元。", "market_cap"),
        ("京东以22亿欧元收购德国零售商Ceconomy。", "deal_value"),
        ("海尔以18亿美元的价格买下汽车之家43%的股份。", "deal_value stake"),
        ("阿里巴巴以131亿元出售高鑫零售。", "deal_value"),
        ("小米集团收跌3.4%，报45.2港元。", "share_price_change share_price"),
        ("中芯国际A股大涨8%。", "share_price_change"),
        ("贵州茅台股价年内下跌6%。", "share_price_change"),
        ("沪指涨0.5%，收于3880点。", "index_change index_level"),
        ("创业板指跌2.3%。", "index_change"),
        ("一季度国内生产总值318758亿元，同比增长5.4%。", "gdp gdp_growth"),
        ("广东上半年GDP增长4.2%。", "gdp_growth"),
        ("9月CPI同比下降0.3%。", "inflation_rate"),
        ("青年失业率升至18.9%。", "unemployment_rate"),
        ("5年期以上LPR维持在3.5%。", "interest_rate"),
        ("前三季度我国货物贸易进出口总值33.61万亿元，同比增长4%。", "trade_value growth_rate"),
        ("零跑汽车10月交付7.03万辆，同比增长84%。", "sales_volume sales_volume_growth"),
        ("比亚迪前三季度销量326万辆，同比增长18.6%。", "sales_volume sales_volume_growth"),
        ("华为手机出货量1040万台，市场份额16%。", "shipments market_share"),
        ("工厂年产能15万辆。", "capacity"),
        ("宝钢股份粗钢产量5000万吨，下降3%。", "production production_growth"),
        ("产能利用率仅有74.6%。", "capacity_utilization"),
        ("腾讯资本开支130亿元，同比下降24%。", "capex growth_rate"),
        ("华为研发投入1797亿元，占全年收入的20.8%。", "rnd_expense rnd_ratio"),
        ("账上现金2000亿元。", "cash"),
        ("负债总额2.4万亿元，资产负债率84%。", "total_debt debt_ratio"),
        ("每股收益2.35元。", "eps"),
        ("公司拟每股派息0.82港元。", "dividend"),
        ("拟派发现金红利300亿元。", "dividend"),
        ("腾讯斥资5.5亿港元回购100万股。", "buyback count"),
        ("比亚迪将在土耳其投资10亿美元建厂。", "investment"),
        ("项目总投资120亿元。", "investment"),
        ("蜜雪冰城门店突破4.6万家。", "store_count"),
        ("名创优品净新增门店169家。", "count"),
        ("盒马关闭了十家门店。", "count"),
        ("公司员工总数达到9.5万人。", "employees"),
        ("DeepSeek日活跃用户达3000万。", "dau"),
        ("小红书月活用户超3亿。", "mau"),
        ("支付宝用户突破10亿。", "users"),
        ("抖音电商GMV约3.5万亿元。", "gmv"),
        ("公司新签合同额2.9万亿元。", "order_value"),
        ("在手订单超1000亿元。", "order_value"),
        ("新能源车渗透率达到51.6%。", "penetration_rate"),
        ("黄金价格突破每盎司4000美元。", "unit_price"),
        ("SU7起售价21.59万元。", "unit_price"),
        ("销售费用102亿元，同比增长53%。", "cost growth_rate"),
        ("骑手平均月薪8000元。", "salary"),
        ("平台抽成20%。", "commission"),
        ("招商银行净息差1.87%，同比下降12个基点。", "net_interest_margin net_interest_margin"),
        ("毛利率同比提升2.1个百分点至25.4%。", "gross_margin gross_margin"),
        ("公司实现营业收入486亿元，同比增长22%；归母净利润亏损12亿元。", "revenue revenue_growth net_loss"),
        ("海外收入占比达45%。", "revenue_share"),
        ("亏损收窄至3.2亿元。", "net_loss"),
        ("全社会用电量10.3万亿千瓦时。", "electricity_demand"),
        ("新增光伏装机212GW。", "power_capacity_added"),
        ("全国60岁及以上人口占22%。", "population_share"),
        ("人均可支配收入32509元。", "income"),
        ("国庆假期旅游收入8090亿元。", "expenditure"),
        ("腾讯持股比例降至5%。", "stake"),
        ("软银出售了英伟达全部股份，套现58亿美元。", "deal_value"),
        ("全年GDP增长5.0%，四季度增长4.5%。", "gdp_growth gdp_growth"),
        ("经济增速放缓至4.8%。", "gdp_growth"),
        ("公司拟以自有资金不超过10亿元回购股份，回购价不超过50元/股。", "buyback share_price"),
        ("两市成交额达2.1万亿元。", "amount"),
        ("北向资金净买入120亿元。", "amount"),
        ("现货黄金涨1.2%，报4100美元/盎司。", "growth_rate unit_price"),
        ("碳酸锂主力合约涨停，涨幅9%。", "growth_rate"),
        ("公司一季度生产汽车30万辆，销售28万辆。", "production sales_volume"),
        ("旺季单日客流超20万人次。", "count"),
        ("全市新房成交面积下降12%。", "sales_volume_growth"),
        ("财政赤字率4%。", "share"),
        ("美联储降息25个基点。", "interest_rate"),
    ],
)
def test_a_chinese_wording_gives_its_metrics(vocabulary: Vocabulary, body: str, metrics: str) -> None:
    assert " ".join(fact.metric_id for fact in _facts(vocabulary, body)) == metrics


@pytest.mark.parametrize(
    ("body", "figure", "metric"),
    [
        (
            "Tesla's revenue rose 13.5% to $25.2 billion in the third quarter and net profit 198.9% to $2.1 "
            "billion.",
            "198.9%",
            "net_profit_growth",
        ),
        ("泡泡玛特第三季度美洲市场增速最快,达到1265%至1270%。", "1265%至1270%", "growth_rate"),
    ],
)
def test_a_growth_whose_verb_stands_elsewhere_is_no_share_above_its_whole(
    vocabulary: Vocabulary, body: str, figure: str, metric: str
) -> None:
    fact = next(fact for fact in _facts(vocabulary, body) if fact.figure_text == figure)
    assert (fact.metric_id, fact.is_change, fact.flags) == (metric, True, ())
