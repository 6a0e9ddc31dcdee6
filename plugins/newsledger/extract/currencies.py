"""What money a figure is in where its sign or its wording leaves it open: ¥, $, a Chinese sum with no currency
word, a price per share or per kilogram."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsledger.extract.measures import Figure
from newsledger.extract.sentences import Sentence
from newsledger.extract.units import UnitTable

_MONEY_CUE = (
    "GDP|地区生产总值|生产总值|营收|收入|利润|净利|净亏|亏损|市值|估值|融资|募资|票房|成交额|交易额|销售额|投资|资产|负债|债务"
    "|现金|贷款|存款|预算|注资|定增|总额|金额|规模|成本|费用|补贴|罚款|赔偿|身家|财富|薪资|月薪|年薪|工资|薪酬|花费|流水|GMV"
    "|支出|进出口|出口额|进口额|产值|增加值|财政|税收|学费|房价|售价|价格|定价|报价|票价|奖金|资金|赤字|欠款|货款"
)
_PEOPLE_CUE = (
    "用户|粉丝|会员|月活|日活|人口|客户|员工|订阅|付费|观众|网民|读者|玩家|就业|劳动力|下载量|注册量|MAU|DAU"
)
_CUE_ZH = re.compile(f"(?P<money>{_MONEY_CUE})|(?P<people>{_PEOPLE_CUE})")
FOR_EACH_SHARE = re.compile(r"[^.;]{0,80}? for each (?:of (?:their|its|the) )?shares?\b")


@dataclass(frozen=True, slots=True)
class QuantityContext:
    """What the document says beyond the sentence. `currency` counts where a Chinese sum has no
    currency word; `places` are (position in the reading's text, country code) of firms and places
    found by others, which help to read ¥ and $."""

    currency: str = "CNY"
    dollar: str = "USD"
    yen: str = "CNY"
    places: tuple[tuple[int, str], ...] = ()


def read_yen(text: str, figure: Figure, sentence: Sentence, context: QuantityContext) -> str:
    """CNY or JPY for a bare ¥: what stands nearest to it, then what the document says."""
    japan = re.compile(
        r"Japan|Tokyo|Osaka|Kyoto|Akihabara|\byen\b|Nintendo|Sony|Toyota|Honda|Nissan|SoftBank|Nikkei|Panasonic|Hitachi"
        r"|Uniqlo|Fast Retailing|Mitsu|Nomura|Seven & i|日元|日本|东京|大阪|任天堂|索尼|丰田|本田|软银"
    )
    china = re.compile(
        r"China|Chinese|yuan|Beijing|Shanghai|Shenzhen|Hangzhou|RMB|中国|人民币|北京|上海|深圳"
    )
    for begin, end in ((sentence.start, sentence.end), (max(0, sentence.start - 240), sentence.end)):
        window = text[begin:end]
        has_japan, has_china = bool(japan.search(window)), bool(china.search(window))
        for position, country in context.places:
            if begin <= position < end:
                has_japan, has_china = has_japan or country == "JP", has_china or country == "CN"
        if has_japan != has_china:
            return "JPY" if has_japan else "CNY"
    return context.yen


def infer_context(text: str, places: tuple[tuple[int, str], ...] = ()) -> QuantityContext:
    """What ¥ and $ mean in a document as a whole, from the currencies and places that it names."""
    japan = len(re.findall(r"\bJapan|\byen\b|Tokyo|日元|日本", text)) + sum(
        code == "JP" for _, code in places
    )
    china = len(re.findall(r"\bChin[ae]|\byuan\b|\bRMB\b|人民币|中国", text)) + sum(
        code == "CN" for _, code in places
    )
    dollar = "USD"
    if "US$" not in text and "US dollar" not in text:
        if "HK$" not in text and "Hong Kong dollar" in text:
            dollar = "HKD"
        elif "S$" not in text and "Singapore dollar" in text:
            dollar = "SGD"
    return QuantityContext(yen="JPY" if japan > china else "CNY", dollar=dollar, places=places)


def add_each(text: str, figure: Figure, floor: int, units: UnitTable) -> None:
    """每股263港元 and 每公斤的报价也要五万元: the measure that stands before the price."""
    window = text[max(floor, figure.start - 16) : figure.start]
    at = window.rfind("每")
    if at < 0:
        return
    between = window[at + 1 :]
    for length in (3, 2, 1):
        term = units.zh.get(between[:length]) if len(between) >= length else None
        if term is None:
            continue
        if term.unit != "share" and term.dimension not in {"mass", "energy", "power", "area", "volume"}:
            return
        if any(c in between for c in "，,。；;：") or any(c.isdigit() for c in between):
            return
        figure.unit, figure.dimension = f"{figure.unit}/{term.unit}", "rate"
        if length == len(between):
            figure.start = max(floor, figure.start - 16) + at
        return


def imply_currency(text: str, figure: Figure, sentence: Sentence, context: QuantityContext) -> None:
    """A Chinese sum with no currency word: money or people by the noun that it follows or precedes."""
    number = figure.number
    if figure.unit or figure.lettered or number.scale < 1e4:
        return
    following = _CUE_ZH.match(text, figure.end) or _CUE_ZH.match(text, figure.end + 1)
    last: re.Match[str] | None = following
    if last is None:
        for found in _CUE_ZH.finditer(text, max(sentence.start, figure.start - 60), figure.start):
            last = found
    if last is None:
        return
    if last["money"]:
        figure.unit, figure.dimension, figure.hard, figure.implied = context.currency, "money", True, True
        figure.rule = "implied_currency"
    else:
        figure.unit, figure.dimension, figure.counter, figure.rule = (
            "people",
            "count",
            last["people"],
            "implied_people",
        )
