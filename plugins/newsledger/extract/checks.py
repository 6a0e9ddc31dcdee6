"""What cannot be right: flags on facts, never a changed value.

scale_suspect: a flow of money far above what the firm can have. Machine-written English summaries of
Chinese articles render 亿 (1e8) as "billion" (1e9), so the likelier value is a tenth. The yardstick is the
firm's yearly revenue in the vocabulary; a part of a year has that part of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from newsledger.extract.frozen import record
from newsledger.extract.records import Modality

# How large a figure of a metric may be against a year's revenue before it is suspect. Revenue itself grows;
# profits are seldom above a third of it.
CEILINGS: Mapping[str, float] = {
    "revenue": 4.0,
    "gross_profit": 2.0,
    "operating_profit": 0.95,
    "net_profit": 0.95,
    "net_loss": 1.6,
    "ebitda": 1.5,
    "rnd_expense": 1.2,
    "capex": 2.5,
    "cost": 3.0,
    "operating_cash_flow": 1.6,
    "gmv": 60.0,
    "order_value": 20.0,
    "cash": 6.0,
    "total_assets": 60.0,
}
# A profit above this part of revenue is out of reach in trades of thin margins; elsewhere a profit may come
# near to revenue (distillers, lenders and chip designers keep half of it).
PROFIT_PARTS: Mapping[str, float] = {"retail": 0.12, "logistics": 0.25, "automotive": 0.16}
_PROFITS = frozenset({"net_profit", "operating_profit"})
# Where the firm's revenue in the sentence is out of scale, its profits need less to be so.
SIBLING_PART = 0.22
SIBLING_REVENUE = 2.0
# Young firms lose and spend many times their revenue, and outgrow it within a year: below this yearly revenue
# (yuan) a figure must be further out of reach.
SMALL_REVENUE = 3e9
SMALL_FACTOR = 8.0
SMALL_REVENUE_FACTOR = 2.5

# Units of a currency per US dollar, rough: only magnitudes are compared.
PER_USD: Mapping[str, float] = {
    "USD": 1.0,
    "CNY": 7.2,
    "HKD": 7.8,
    "EUR": 0.9,
    "GBP": 0.78,
    "JPY": 150.0,
    "KRW": 1380.0,
    "TWD": 32.0,
    "SGD": 1.35,
    "INR": 85.0,
    "CHF": 0.88,
    "DKK": 6.8,
    "SEK": 10.5,
    "AUD": 1.5,
    "CAD": 1.38,
    "NOK": 10.8,
    "BRL": 5.5,
    "THB": 35.0,
    "VND": 25000.0,
    "IDR": 16000.0,
    "MYR": 4.5,
    "RUB": 90.0,
    "SAR": 3.75,
    "MXN": 18.0,
}


@record
class ScaleVerdict:
    candidate: float
    reason: str


def check_scale(
    metric_id: str,
    value: float,
    currency: str | None,
    figure_text: str,
    yearly_revenue: float | None,
    revenue_currency: str,
    start: date | None,
    end: date | None,
    *,
    sector: str = "",
    has_suspect_sibling: bool = False,
) -> ScaleVerdict | None:
    """The likelier value and why, where the stated one is out of the firm's reach."""
    ceiling = CEILINGS.get(metric_id)
    if ceiling is None or yearly_revenue is None or currency is None or "billion" not in figure_text:
        return None
    if currency != "CNY":
        return None
    if currency not in PER_USD or revenue_currency not in PER_USD:
        return None
    yearly = yearly_revenue / PER_USD[revenue_currency] * PER_USD[currency]
    part = 1.0
    if start is not None and end is not None and end > start:
        part = min(1.0, max(0.08, ((end - start).days + 1) / 365.0))
    ratio = abs(value) / (yearly * part)
    if metric_id in _PROFITS:
        ceiling = PROFIT_PARTS.get(sector, ceiling)
    if has_suspect_sibling:
        ceiling = min(ceiling, SIBLING_PART if metric_id != "revenue" else SIBLING_REVENUE)
    if yearly < SMALL_REVENUE:
        ceiling *= SMALL_REVENUE_FACTOR if metric_id == "revenue" else SMALL_FACTOR
    if ratio <= ceiling:
        return None
    return ScaleVerdict(
        value / 10.0, f"exceeds_company_scale: {ratio:.1f} times the firm's yearly revenue, pro rata"
    )


def check_tense(modality: Modality, end: date | None, published: date | None) -> bool:
    """Forecast wording over a period that was over when the text appeared."""
    return modality == "forecast" and end is not None and published is not None and end < published


# Parts of a whole. A penetration may pass 100 percent where one person has two of a thing, and what is owed
# or traded may pass a year's GDP.
SHARES = frozenset(
    {
        "stake",
        "market_share",
        "revenue_share",
        "gdp_share",
        "population_share",
        "presold_share",
        "penetration_rate",
        "automation_rate",
    }
)
_MAY_PASS_THE_WHOLE: Mapping[str, re.Pattern[str]] = {
    "gdp_share": re.compile(
        r"\b(?:debts?|trade|exports?|imports?|credit|loans?|deposits?|assets|capitali[sz]ation|money)\b"
        r"|债|贸易|进出口|贷款|存款|资产|市值|信贷|杠杆|货币",
        re.I,
    ),
    "penetration_rate": re.compile(
        r"\b(?:mobile|phones?|SIM|smartphones?|subscriptions?)\b|手机|移动|电话|用户卡", re.I
    ),
}
# A generic share is one of a whole only where the text says so: 拨备覆盖率 and its like are ratios.
_OF_A_WHOLE = re.compile(
    r"\b(?:shares? of|part of|proportion of|accounts? for|accounted for|accounting for|makes? up|made up)\b"
    r"|占",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"\b(?:debts?|liabilities|coverage|solvency|ratio|equity|reserves?)\b|债|负债|覆盖率|充足率|准备金|净资产",
    re.I,
)


def check_share(metric_id: str, unit: str, high: float, sentence: str) -> bool:
    """A part above the whole."""
    if unit != "percent" or high <= 100.0:
        return False
    if metric_id == "share":
        return _OF_A_WHOLE.search(sentence) is not None and _OF_ANOTHER.search(sentence) is None
    exempt = _MAY_PASS_THE_WHOLE.get(metric_id)
    return metric_id in SHARES and (exempt is None or exempt.search(sentence) is None)


# What China's futures exchanges list, as far as news names it (their lists of products, 2026). A machine-made
# summary that gives a contract to the wrong exchange is kept as stated and marked.
LISTED: Mapping[str, re.Pattern[str]] = {
    "shfe": re.compile(
        r"\b(?:copper|alumini?um|alumina|zinc|nickel|gold|silver|rebar|hot-rolled|stainless|rubber|fuel oil"
        r"|bitumen|asphalt|pulp|crude)\b|铜|铝|锌|铅|镍|锡|黄金|白银|沪金|沪银|螺纹|热卷|不锈钢|橡胶|燃料油"
        r"|沥青|纸浆|原油|集运",
        re.I,
    ),
    "dce": re.compile(
        r"\b(?:iron ore|soybeans?|soymeal|palm oil|corn|hogs?|eggs?|coking coal|coke|LPG|polyethylene|PVC"
        r"|polypropylene|styrene|ethylene glycol)\b|铁矿石|豆粕|豆油|豆一|豆二|大豆|棕榈油|玉米|生猪|鸡蛋"
        r"|焦煤|焦炭|液化石油气|聚乙烯|聚氯乙烯|聚丙烯|苯乙烯|乙二醇|原木",
        re.I,
    ),
    "czce": re.compile(
        r"\b(?:cotton|sugar|PTA|methanol|glass|soda ash|rapeseed|apples?|jujubes?|urea|peanuts?|ferrosilicon"
        r"|silicomanganese|caustic soda|paraxylene)\b|棉花|棉纱|白糖|甲醇|玻璃|纯碱|菜籽|菜油|菜粕|苹果|红枣"
        r"|尿素|花生|硅铁|锰硅|烧碱|短纤|对二甲苯|瓶片",
        re.I,
    ),
    "gfex": re.compile(
        r"\b(?:industrial silicon|lithium carbonate|polysilicon|platinum|palladium)\b|工业硅|碳酸锂|多晶硅"
        r"|铂|钯",
        re.I,
    ),
}
_OF_CONTRACTS = frozenset({"price_limit", "margin_requirement"})
_VENUE_NAME = re.compile(r"\bExchange\b|\b(?:SHFE|DCE|CZCE|ZCE|GFEX)\b|交易所|上期所|大商所|郑商所|广期所")


def check_venue(metric_id: str, company_id: str, before: str) -> str | None:
    """Which exchange lists the contract whose limit or margin is said to be another's; None where nothing
    speaks against it. `before`: the sentence up to the figure."""
    if metric_id not in _OF_CONTRACTS or company_id not in LISTED:
        return None
    names = list(_VENUE_NAME.finditer(before))
    told = before[names[-1].end() :] if names else before
    found = {venue: match for venue, names_of in LISTED.items() if (match := names_of.search(told))}
    if not found or company_id in found:
        return None
    venue, match = min(found.items())
    return f"{match.group()} is listed at {venue}, not at {company_id}"
