"""What money a figure is in where sign and wording leave it open: ¥, $, a Chinese sum without a currency
word, a price by the share or the kilogram."""

from __future__ import annotations

import re

from newsledger.extract.frozen import changed, record
from newsledger.extract.measures import Figure
from newsledger.extract.sentences import Sentence
from newsledger.extract.units import UnitTable

_MONEY_CUE = (
    "GDP|地区生产总值|生产总值|营收|收入|利润|净利|净亏|亏损|市值|估值|融资|募资|票房|成交额|交易额|销售额|投资|资产"
    "|负债|债务|现金|贷款|存款|预算|注资|定增|总额|金额|成本|费用|补贴|罚款|赔偿|身家|财富|薪资|月薪|年薪|工资"
    "|薪酬|底薪|花费|流水|GMV|支出|进出口|出口额|进口额|产值|增加值|财政|税收|学费|房价|售价|价格|定价|报价|票价"
    "|奖金|资金|赤字|欠款|货款|带货额|放量|缩量|净流入|净流出|成交|订单金额|投入|套现|花了|花掉|赚了|赚到|赚|亏了|亏掉|借了|欠|花|货值|价值|涉案|月入|年入|豪掷|斥资|耗资|砸下"
    "|房贷|费|总量|账上|生意|债|挣|年终奖|授信|信贷|社融|规模"
)
_PEOPLE_CUE = (
    "(?:用户|会员|客户|网民|人口|粉丝|观众|读者|玩家|买家|卖家|游客|旅客|学员|骑手|考生|毕业生)(?:规模|总数|数量|总量|数|量)?|月活|日活|员工|订阅|付费|就业"
    "|劳动力|下载量|注册量|MAU|DAU|人数|人次|客流"
)
_COUNT_CUE = (
    "订单量|订单|销量|出货量|交付量|保有量|下载|播放量|播放|浏览量|阅读量|单量|件量|库存|交付|产量|装机量|门店|发行量"
    "|阅读|点赞|转发|评论|曝光"
)
_CUE_ZH = re.compile(f"(?P<people>{_PEOPLE_CUE})|(?P<money>{_MONEY_CUE})|(?P<count>{_COUNT_CUE})")
_WAGE_CUE = re.compile("薪|工资|收入|报价|价|奖金")
_JAPAN = re.compile(
    r"Japan|Tokyo|Osaka|Kyoto|Akihabara|\byen\b|Nintendo|Sony|Toyota|Honda|Nissan|SoftBank|Nikkei"
    r"|Panasonic|Hitachi"
    r"|Uniqlo|Fast Retailing|Mitsu|Nomura|Seven & i|日元|日本|东京|大阪|任天堂|索尼|丰田|本田|软银"
)
_CHINA = re.compile(
    r"China|Chinese|\byuan\b|Beijing|Shanghai|Shenzhen|Hangzhou|\bRMB\b|中国|人民币|北京|上海|深圳"
)
_FOR_EACH_SHARE = re.compile(r"[^;\n]{0,80}? for each (?:of (?:their|its|the) )?shares?\b")
_PER_SHARE_CUE = re.compile(
    r"\bEPS\b"
    r"|(?:[Ee]arnings|[Pp]rofit|[Ii]ncome|[Ll]oss(?:es)?|[Dd]ividends?) (?:per|a) share|每股(?:收益|盈利)"
)
_CROWN_PLACES = re.compile(
    r"(?P<NO>Norw|Oslo|Equinor|Telenor|挪威)|(?P<DK>Denmark|Danish|Dane|Copenhagen|Novo Nordisk|Maersk|丹麦)"
    r"|(?P<SE>Swed|Stockholm|Ericsson|Volvo|瑞典)|(?P<CZ>Czech|Prague|捷克)|(?P<MX>Mexic|墨西哥)|(?P<AR>Argentin"
    r"|阿根廷)"
    r"|(?P<PH>Philippin|Manila|菲律宾)"
)
_CROWNS = {"NO": "NOK", "DK": "DKK", "SE": "SEK", "CZ": "CZK", "MX": "MXN", "AR": "ARS", "PH": "PHP"}
_SHARED_NAMES = frozenset({"SEK", "MXN"})
_SHARED_ENDINGS = ("crowns", "pesos", "克朗", "比索")
_EVIDENCE = 240


@record
class QuantityContext:
    """What the document says beyond the sentence. `currency` counts where a Chinese sum has no currency
    word; `dollar` and `yen` say what a bare $ and ¥ mean ("" = read it off the text); `places` are
    (position in the reading's text, country code) of firms and places found by others."""

    currency: str = "CNY"
    dollar: str = ""
    yen: str = ""
    places: tuple[tuple[int, str], ...] = ()


def infer_context(text: str, places: tuple[tuple[int, str], ...] = ()) -> QuantityContext:
    """What ¥ and $ mean in a document as a whole, from the currencies and places that it names."""
    yen = "CNY"
    if "¥" in text:
        japan = sum(code == "JP" for _, code in places) + len(_JAPAN.findall(text))
        china = sum(code == "CN" for _, code in places) + len(_CHINA.findall(text))
        yen = "JPY" if japan > china else "CNY"
    dollar = "USD"
    if "US$" not in text and "US dollar" not in text and "U.S. dollar" not in text:
        if "HK$" not in text and "Hong Kong dollar" in text:
            dollar = "HKD"
        elif "S$" not in text and "Singapore dollar" in text:
            dollar = "SGD"
        elif "A$" not in text and "Australian dollar" in text:
            dollar = "AUD"
        elif "C$" not in text and "Canadian dollar" in text:
            dollar = "CAD"
    return QuantityContext(yen=yen, dollar=dollar, places=places)


def resolve_context(text: str, context: QuantityContext | None) -> QuantityContext:
    """The context with what it leaves open read off the text; costs nothing where no such sign occurs."""
    context = context or QuantityContext()
    if (context.dollar and context.yen) or not ("$" in text or "¥" in text):
        return changed(context, dollar=context.dollar or "USD", yen=context.yen or "CNY")
    inferred = infer_context(text, context.places)
    return changed(context, dollar=context.dollar or inferred.dollar, yen=context.yen or inferred.yen)


def read_sign(text: str, figure: Figure, sentence: Sentence, context: QuantityContext) -> None:
    """Puts the right currency to a bare ¥ or $: by what stands nearest, then by the document."""
    if figure.prefixed == "¥" and figure.unit.startswith("CNY"):
        figure.unit = _yen(text, sentence, context) + figure.unit[3:]
    elif figure.prefixed == "$" and figure.unit.startswith("USD"):
        figure.unit = context.dollar + figure.unit[3:]
    elif figure.unit[:3] in _SHARED_NAMES and text.endswith(_SHARED_ENDINGS, figure.start, figure.end):
        figure.unit = _nearest_country(text, figure, context) or figure.unit


_NAMED = {"Swedish": "SEK", "Norwegian": "NOK", "Danish": "DKK", "Czech": "CZK", "Icelandic": "ISK"}
_NAMED_CROWNS = re.compile(r"\b(Swedish|Norwegian|Danish|Czech|Icelandic) (?:crowns?|kron[aeo]r?|korunas?)\b")


def _nearest_country(text: str, figure: Figure, context: QuantityContext) -> str | None:
    """Whose crowns or pesos: the country that is named last before the figure, else first after it."""
    begin = max(0, figure.start - 4 * _EVIDENCE)
    named = list(_NAMED_CROWNS.finditer(text, 0, figure.start))
    if named:
        return _NAMED[named[-1].group(1)]
    found = None
    for found in _CROWN_PLACES.finditer(text, begin, figure.start):  # noqa: B007
        pass
    near = [(at, code) for at, code in context.places if begin <= at < figure.start and code in _CROWNS]
    if near and (found is None or near[-1][0] > found.start()):
        return _CROWNS[near[-1][1]]
    found = found or _CROWN_PLACES.search(text, figure.end, figure.end + 4 * _EVIDENCE)
    return _CROWNS[found.lastgroup] if found is not None and found.lastgroup else None


def _yen(text: str, sentence: Sentence, context: QuantityContext) -> str:
    for begin, end in ((sentence.start, sentence.end), (max(0, sentence.start - _EVIDENCE), sentence.end)):
        if end - begin > 4 * _EVIDENCE:
            break
        has_japan = _JAPAN.search(text, begin, end) is not None
        has_china = _CHINA.search(text, begin, end) is not None
        for position, country in context.places:
            if begin <= position < end:
                has_japan, has_china = has_japan or country == "JP", has_china or country == "CN"
        if has_japan != has_china:
            return "JPY" if has_japan else "CNY"
    return context.yen


_SHARE_PRICE = re.compile(
    r"\b(?:shares?|stock|ADRs)(?: [A-Za-z.'’-]+){0,4} (?:closed|ended|finished|traded|trading|settled|opened)"
    r"(?: [A-Za-z.]+){0,3} at $"
)
_PER_MEASURE = re.compile(
    r"\bper (?P<unit>tonne|ton|kilogram|kg|barrel|ounce|kWh|watt|Wh|share|square metre|square meter)\b"
    r"(?: of [a-z]+)?(?: [A-Za-z]+){0,4} $"
)
_PER_TEN_SHARES = re.compile(r"每10股[^,，。;；\d]{0,12}$")
_PER_TON_ZH = re.compile(
    r"(?:单|(?<![\d万亿每]))吨[钢煤铝铜锂硅浆油]?(?:毛利|净利|利润|盈利|成本|均价|售价)[^,，。;；\d]{0,8}$"
)
_ONE_MEASURE = re.compile(
    r"(?<![第十百千万])一(?P<unit>吨|公斤|斤|桶|克|度|瓦时|瓦|千瓦时|平方米|平米|盎司)"
    r"(?:的)?(?:价格|均价|报价|售价|成本)?(?:也|就|已|只|仅|才|还)?(?:卖|要|报|涨|跌|赚|亏|得|值|售|收|花|需|能卖|可卖)?(?:到|价|出|至|了)?(?:约|近"
    r"|超过?|逾|不到)?$"
)
_PER_WATT_ZH = re.compile(r"单瓦[^,，。;；\d]{0,10}$")


def _add_each_by_noun(text: str, figure: Figure, floor: int) -> bool:
    """吨钢毛利380元, 单瓦净利0.1元, 每10股派3元: the measure is part of the noun."""
    window = text[max(0, floor - 8, figure.start - 24) : figure.start]
    if _PER_TEN_SHARES.search(window):
        figure.low, figure.high = figure.low / 10, figure.high / 10
        figure.unit, figure.dimension = f"{figure.unit}/share", "rate"
    elif _PER_TON_ZH.search(window):
        figure.unit, figure.dimension = f"{figure.unit}/t", "rate"
    elif _PER_WATT_ZH.search(window):
        figure.unit, figure.dimension = f"{figure.unit}/W", "rate"
    return figure.dimension == "rate"


def add_each(text: str, figure: Figure, floor: int, units: UnitTable) -> None:
    """每股263港元 and 每公斤的报价也要五万元: the measure that stands before the price."""
    if figure.number.scale < 1e8 and _add_each_by_noun(text, figure, floor):
        return
    window = text[max(floor, figure.start - 16) : figure.start]
    at = window.rfind("每")
    if at < 0:
        # 一吨卖到6.3万元: the measure is no figure of its own.
        one = _ONE_MEASURE.search(text[max(0, figure.start - 12) : figure.start])
        term = units.zh.get(one["unit"]) if one is not None else None
        if term is not None and figure.number.scale < 1e8:
            figure.unit, figure.dimension = f"{figure.unit}/{term.unit}", "rate"
        return
    between = window[at + 1 :]
    for length in (3, 2, 1):
        term = units.zh.get(between[:length]) if len(between) >= length else None
        if term is None:
            continue
        if term.unit not in {"share", "h", "TEU", "FEU"} and term.dimension not in {
            "mass",
            "energy",
            "power",
            "area",
            "volume",
        }:
            return
        if any(c in between for c in "，,。；;：") or any(c.isdigit() for c in between):
            return
        figure.unit, figure.dimension = f"{figure.unit}/{term.unit}", "rate"
        if length == len(between):
            figure.start = max(floor, figure.start - 16) + at
        return


def add_per_share(text: str, figure: Figure, before_it: Figure | None, floor: int, units: UnitTable) -> None:
    """EPS of $1.25, and $3.50 in cash for each of their shares."""
    if figure.number.scale != 1.0 or figure.low >= 1e4:
        return
    if (
        before_it is not None
        and before_it.unit == "share"
        and text.startswith((" each", " apiece"), figure.end)
    ):
        figure.unit, figure.dimension = f"{figure.unit}/share", "rate"
        return
    if text.startswith((" in cash per share", " in stock per share"), figure.end):
        figure.unit, figure.dimension = f"{figure.unit}/share", "rate"
        return
    before = text[max(floor, figure.start - 40) : figure.start]
    if _SHARE_PRICE.search(before):
        figure.unit, figure.dimension = f"{figure.unit}/share", "rate"
        return
    noun = _PER_MEASURE.search(text, max(floor, figure.start - 70), figure.start)
    if noun and (term := units.en.get(noun["unit"])) and figure.low < 1e5:
        figure.unit, figure.dimension = f"{figure.unit}/{term.unit}", "rate"
        return
    cue = _PER_SHARE_CUE.search(before)
    if (cue and not any(c in before[cue.end() :] for c in ",;，；")) or (
        " for each " in text[figure.end : figure.end + 90] and _FOR_EACH_SHARE.match(text, figure.end)
    ):
        figure.unit, figure.dimension = f"{figure.unit}/share", "rate"


def imply_unit(text: str, figure: Figure, sentence: Sentence, context: QuantityContext) -> None:
    """A Chinese sum with no unit: money, people or pieces by the noun that it precedes or follows."""
    number = figure.number
    size = number.low if number.style == "chinese" else number.scale
    if figure.unit or figure.lettered or size < 1e3:
        return
    if number.weak:
        wage = _WAGE_CUE.search(text, max(sentence.start, figure.start - 12), figure.start)
        if wage and text[number.end - 1] in "kKwW":
            _be(figure, context.currency, "money", "implied_currency")
        return
    if size < 1e4 or not _has_digit(text, number.start, number.end):
        return
    last = _CUE_ZH.match(text, figure.end) or _CUE_ZH.match(text, figure.end + 1)
    if last is None:
        for found in _CUE_ZH.finditer(text, max(sentence.start, figure.start - 60), figure.start):
            last = found
    if number.rule == "colloquial" and (last is None or last["money"]):
        _be(figure, context.currency, "money", "implied_currency")
    elif last is None:
        return
    elif last["money"]:
        _be(figure, context.currency, "money", "implied_currency")
    elif last["people"]:
        figure.counter = last["people"]
        _be(figure, "people", "count", "implied_people")
    else:
        figure.counter = last["count"]
        _be(figure, "count", "count", "implied_count")


def _be(figure: Figure, unit: str, dimension: str, rule: str) -> None:
    figure.unit, figure.dimension, figure.rule = unit, dimension, rule
    figure.hard = figure.implied = dimension == "money"


def _has_digit(text: str, start: int, end: int) -> bool:
    """A numeral of one bare 万 or 亿 is part of a name (万达, 亿纬); 千亿 and 三亿 are figures."""
    return end - start > 1 or text[start].isdecimal()
