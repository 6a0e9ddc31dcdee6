"""Fits metric and subject to each other: a firm's bare move, an index's, a place's growth."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.frozen import changed
from newsledger.extract.metric_book import ChosenMetric, MetricHit
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.roles import Entity, is_wide_place
from newsledger.extract.subjects import ChosenSubject

_BARE_MOVE = re.compile(
    r"(?:['’]s)?(?:,? which|, whose stock)?(?:\s*(?:,|and|、"
    r"|和)\s*[A-Z\u4e00-\u9fff][\w.&’'-]*(?:\s[A-Z][\w.&’'-]*){0,2}){0,3}(?:,[^,\d]{3,60},)?"
    r"\s*(?:\([^)]*\)|（[^）]*）)?\s*(?:A股|H股|港股|美股"
    r"|（?ADR）?)?(?:\s*(?:also|then|has|have|had|was|were|is|closed|ended|finished|traded|trading|opened"
    r"|to|股价|盘[中前后]|一度|早盘|午后|昨日|今日|周[一二三四五]|则|也|更是|同期|今年以来|年初至今|年内|本周|上周|当天|当日|本月|累计"
    r"|已经?|还|在港|盘初|尾盘|this week|this year|on \w+day))*"
    r"\s*(?:up|down|rose|fell|slipped|slid|dropped|jumped|gained|lost|surged|soared|tumbled|plunged|climbed"
    r"|sank|added|shed|rallied|advanced|higher|lower|rise|fall|大?[涨跌]|收[涨跌]|[涨跌]超|上涨|下跌|飙升"
    r"|暴[涨跌]|急[涨跌]|重挫|走[高低])"
    r"(?:\s*(?:by|about|nearly|more than|over|as much as|超过?|近|逾|约|了|逾))*\s*"
)

_GREW = re.compile(
    r"(?:['’]s)?\s*(?:also |has |have |was |is |will )*(?:grew|grow|grown|growing|growth (?:was|of|reached"
    r"|hit|slowed to|accelerated to))\s*(?:by |about |nearly |over |more than )*"
    r"|(?:的|整体|业务|同比|全年|收入)*(?:增长|增速)(?:回到|放缓至|加快至|提升至|降至|达到?|为|了|约|超过?|近)*"
)

_ECONOMY_MOVE = re.compile(
    r"(?:['’]s)?(?:\s+(?:economy|to|will|would|is|expected|seen|growing|GDP))*\s*(?:grew|grow|growing"
    r"|expand(?:ed|ing)?|shr(?:ank|ink|inking)|contract(?:ed|ing)?|经济增长|经济增速)(?:\s*(?:by|about"
    r"|nearly|at|约|近))*\s*"
)


_JUST = re.compile(r"(?:['’]s (?:stock|shares))?\s*(?:has |have |had |more than |nearly |almost )*")
_ON_MARKETS = re.compile(r"^\s*(?:after|on|in (?:premarket|early)|when)\b")
_OPENED = re.compile(
    r"(?:,[^,\d]{3,60},)?\s(?:opened|closed|ended|finished|traded|was trading|started)(?: about| almost"
    r"| nearly)?\s"
)


def _of_bare_move(
    text: str, metric: ChosenMetric, subject: ChosenSubject, quantity: QuantityMatch
) -> ChosenMetric:
    """ "Acme slipped 2%" is its share; "India will expand 6%" is its economy."""
    entity = subject.entity
    if entity is None or not (
        metric.metric_id in {"growth_rate", "multiple"}
        or (metric.metric_id.endswith("_growth") and text.startswith((", which ", ", the "), entity.end))
    ):
        return metric
    is_apart = (
        metric.hit is not None
        and metric.hit.end <= entity.start
        and re.match(r",? (?:which|whose)\b", text[entity.end : quantity.start]) is not None
    )
    aside = text.rfind(", ", entity.end, quantity.start)
    is_in_aside = (
        metric.hit is not None
        and entity.end <= metric.hit.start
        and metric.hit.end <= aside
        and text.startswith((", which ", ", the ", ", a ", ", an ", ", whose "), entity.end)
    )
    if not (
        metric.rule.startswith("no term")
        or (metric.hit and metric.hit.start >= quantity.end)
        or is_apart
        or is_in_aside
    ):
        return metric
    if (
        not (quantity.unit == "percent" or (quantity.unit == "ratio" and entity.is_company))
        or entity.end > quantity.start
        or entity.start < 0
    ):
        return metric
    gap = text[entity.end : quantity.start]
    if (
        entity.is_company
        and quantity.unit == "percent"
        and aside > entity.end + 1
        and len(gap) < 160
        and re.search(r"[.;] [A-Z]", gap) is None
        and text.startswith((", which ", ", the ", ", a ", ", an ", ", whose "), entity.end)
        and _BARE_MOVE.fullmatch(text, aside + 1, quantity.start)
    ):
        return ChosenMetric("share_price_change", "share_price", "a firm's bare move", 0.7)
    if len(gap) > 60:
        return metric
    if entity.is_company and quantity.unit == "percent" and _GREW.fullmatch(gap):
        return ChosenMetric("revenue_growth", "revenue", "a firm's growth", 0.65)
    if entity.is_company and quantity.rule == "multiple" and _JUST.fullmatch(gap):
        if _ON_MARKETS.search(text, quantity.end, quantity.end + 40):
            return ChosenMetric("share_price_change", "share_price", "a firm's bare move", 0.7)
        return metric
    if (
        entity.is_company
        and quantity.unit == "percent"
        and _OPENED.fullmatch(gap)
        and re.match(r"\s*(?:lower|higher)\b", text[quantity.end : quantity.end + 10])
    ):
        return ChosenMetric("share_price_change", "share_price", "a firm's bare move", 0.75)
    if entity.is_company and _BARE_MOVE.fullmatch(gap):
        return ChosenMetric("share_price_change", "share_price", "a firm's bare move", 0.75)
    if entity.entity_type == "place" and _ECONOMY_MOVE.fullmatch(gap):
        return ChosenMetric("gdp_growth", "gdp", "a place's growth", 0.8)
    return metric


_CLOSED_AT = re.compile(
    r"\b(?:closed|closing|ended|finished|settled|opened|quoted|trad(?:ed|ing))\b[^.;\d]{0,24}\bat"
    r" (?:about |around |just |only |a record )?$"
)

_ALL_PRICES = re.compile(
    r"(?:^|[.;,]\s|\bsees?\s|\bthat\s|\bexpects?\s|\band\s)(?:[Oo]verall\s|[Cc]onsumer\s"
    r"|[Rr]etail\s)?[Pp]rices"
    r"(?! of\b)(?: (?:in|across) (?:the )?[A-Z]\w+(?: [A-Z]\w+)?)?\s(?:were |are |will |to |have |had |has )*"
    r"(?:rose|rise|risen|rising|grew|climb\w*|increas\w*|up|fell|fall|falling|higher"
    r"|jump\w*)\b[^,;.\d]{0,30}$"
)

_LISTING = re.compile(
    r"\bIPO\b|\b(?:have|has|had) listed (?:in|on)\b|\bSTAR Market\b|\bChiNext\b|\blisting\b|\boffering\b"
    r"|\bflotation\b|\bdebut\b|\bper share\b"
    r"|\b(?:go|goes|going|gone|went) public\b|\bfirst day of trading\b|上市(?!公司)|新股|招股|首次公开"
    r"|港股|科创板|创业板|打新|敲钟|挂牌|全球发售|公开发售|发行价"
)
# Money of backers, whatever else the sentence says of a listing.
_ROUND = re.compile(r"\brounds?\b|\b[Ss]eries [A-H]\b|\bled by\b|[A-H]\+?轮|轮融资|领投|跟投")

_ECONOMY = re.compile(
    r"\b(?:[Gg]row(?:th|s|ing)?|grew|expan(?:d|ds|ded|sion)|economy|shrank|contraction|GDP)\b|经济|增长目标"
    r"|增速"
)

_TURNS_OUT = re.compile(
    r"\b(?:turned out|generat(?:ed|es)|produc(?:ed|es)|contribut(?:ed|es)|record(?:ed|s)"
    r"|had an? (?:economy|output) of)"
    r"\s(?:about\s|nearly\s|some\s|over\s)?$"
)
_COST_OF_LIVING = re.compile(
    r"\b(?:[Ff]ood|[Gg]rocery|[Ss]ervices?|[Ee]nergy|[Rr]etail|[Cc]lothing|[Ff]uel"
    r"|[Gg]oods) prices\b[^,;\d]{0,40}$"
)
_LINE_GREW = re.compile(
    r"\b(?:[Bb]usiness(?:es)?|[Uu]nit|[Dd]ivision|[Ss]egment|[Aa]rm|[Ll]ine|[Oo]perations|[Aa]dvertising"
    r"|[Cc]loud|[Ee]-commerce"
    r"|[Ww]holesale|[Ss]ubscriptions?|[Ss]ervices|[Ss]oftware|[Hh]ardware|[Ss]treaming|[Ll]icensing"
    r"|[Mm]embership|[Dd]elivery"
    r"|[Cc]omparable|[Rr]evenue per available room|RevPAR)\b[^;\d]{0,50}\b(?:grew|expanded|shrank|rose"
    r"|fell|jumped|climbed|surged"
    r"|increased|declined|dropped|slipped|gained|growth of)(?: by)?\s(?:about\s|nearly\s|some\s|over\s"
    r"|almost\s|just\s)?$"
)

_EXPORTS = frozenset({"出口", "出口了", "出口量"})
_LINE_ZH = re.compile(
    r"(?<!新)(?:业务|板块|分部|渠道|产品线|大中华区|中国区|海外市场|国内市场|国际市场)(?:整体|合计|同比|环比|固定汇率下|则|也|却|单季|全年){0,3}"
    r"(?:大幅?|微|小幅|逆势|高速)?(?:增长|下降|下滑|增|降|萎缩|缩水|跌)了?(?:约|近|超|逾)?$"
)
# "Annual pay growth slowed to 4.4%": not of the economy.
_OTHER_GROWTH = re.compile(
    r"\b(?:pay|wages?|loans?|credit|exports?|imports?|sales|prices?|productivity|population|jobs?"
    r"|employment|rents?|rental"
    r"|investment|lending|deposits?|traffic|passenger|earnings|profits?|revenue|payrolls?|money|supply"
    r"|demand|output"
    r"|household|industrial) growth\b|\bgrowth in (?!the)[a-z]",
)

_GOAL = re.compile(r"\b(?:goal|target|forecast|estimate|expected|consensus)s?\b|目标|预期|预测")


_DEVELOPERS = re.compile(
    r"房企|克而瑞|中指研究院|操盘|权益销售|全口径|万科|碧桂园|保利|绿城|华润置地|招商蛇口|龙湖|融创|恒大|金地集团"
    r"|滨江集团|中海地产|越秀地产|建发|旭辉|新城控股|世茂|金茂|首开|华发|合约销售|合同销售|签约销售"
)


def fitted_to_subject(
    text: str,
    sentence: tuple[int, int],
    metric: ChosenMetric,
    subject: ChosenSubject,
    quantity: QuantityMatch,
    previous: tuple[QuantityMatch, ChosenMetric] | None,
) -> ChosenMetric:
    """Metrics that depend on what kind of thing the figure is about."""
    entity = subject.entity
    metric = _of_bare_move(text, metric, subject, quantity)
    key = metric.metric_id
    if entity is not None and metric.rule.startswith(("no term", "bought or sold", "openings")):
        if entity.is_company and key == "unit_price" and _CLOSED_AT.search(text, sentence[0], quantity.start):
            return ChosenMetric("share_price", "share_price", "a firm's share closed at", 0.8)
        if (
            entity.entity_type == "index"
            and key == "count"
            and quantity.unit in {"count", "point"}
            and not quantity.is_change
        ):
            return ChosenMetric("index_level", "index_level", "an index stands at", 0.8)
    if key == "funding" and _LISTING.search(text, *sentence) and not _ROUND.search(text, *sentence):
        return changed(metric, metric_id="ipo_proceeds", level_id="ipo_proceeds", rule="raised by a listing")
    if key == "ipo_proceeds" and _ROUND.search(text, quantity.end, min(quantity.end + 30, sentence[1])):
        return changed(metric, metric_id="funding", level_id="funding", rule="raised in a round")
    if (
        key in {"revenue", "revenue_growth"}
        and metric.hit is not None
        and "销售" in metric.hit.term
        and _DEVELOPERS.search(text, *sentence)
    ):
        # What developers sell before it is built is no revenue.
        key = "amount" if key == "revenue" else "growth_rate"
        return changed(metric, metric_id=key, level_id="amount")
    is_generic = metric.rule.startswith("no term")
    if (
        previous is not None
        and key == "share"
        and is_generic
        and previous[1].metric_id in {"gdp_growth", "revenue_growth", "growth_rate"}
        and _GOAL.search(text[previous[0].end : quantity.start])
    ):
        return changed(previous[1], rule="the goal of the figure before it")
    if (
        key == "market_share"
        and metric.hit is not None
        and metric.hit.term == "share of"
        and not _OF_MARKET.match(text, metric.hit.end)
        and (entity is None or entity.entity_type in {"place", "group", "none"})
    ):
        return changed(metric, metric_id="share", level_id="share")
    if entity is None:
        return metric
    if (
        key == "index_change"
        and entity.entity_type in {"product", "place"}
        and metric.rule != "an index's move"
    ):
        return changed(metric, metric_id="growth_rate", level_id="growth_rate")
    if key == "shipments" and metric.hit is not None and metric.hit.term in _EXPORTS:
        if entity.is_company and quantity.unit == "vehicle":
            return changed(metric, metric_id="sales_volume", level_id="sales_volume")
        if not entity.is_company:
            return changed(metric, metric_id="quantity", level_id="quantity")
    if (
        key == "growth_rate"
        and is_generic
        and entity.is_company
        and _LINE_ZH.search(text, sentence[0], quantity.start)
    ):
        return ChosenMetric("revenue_growth", "revenue", "a firm's line grew", 0.65)
    if key == "share_price_change" and entity.entity_type == "product":
        return changed(metric, metric_id="growth_rate", level_id="price")
    if key == "index_change" and entity.is_company and metric.rule.startswith(("goes on", "as before")):
        return changed(
            metric, metric_id="share_price_change", level_id="share_price", rule="a firm beside it"
        )
    if (
        key == "revenue_growth"
        and entity.entity_type == "place"
        and metric.hit is not None
        and metric.hit.term.endswith("sales")
        and not metric.hit.term.startswith(("same-store", "comparable", "like-for-like", "organic", "net"))
    ):
        near = text[max(0, sentence[0] - 250) : quantity.start]
        if re.search(r"\b(?:[Hh]omes?|[Hh]ouses?|[Cc]ars?|[Vv]ehicles?)\b", near) is not None:
            return changed(metric, metric_id="sales_volume_growth", rule="sales of a place")
    if (
        key == "sales_volume_growth"
        and entity.entity_type == "place"
        and metric.hit is not None
        and metric.hit.term.startswith(("shipment", "export", "import"))
    ):
        return changed(metric, metric_id="growth_rate", level_id="growth_rate")
    if (
        key == "growth_rate"
        and entity.entity_type == "place"
        and quantity.unit == "percent"
        and _ALL_PRICES.search(text, sentence[0], quantity.start)
    ):
        return ChosenMetric("inflation_rate", "inflation_rate", "prices of a place", 0.7)
    if metric.rule == "part of all that is made" and not entity.is_company:
        return changed(metric, metric_id="share", level_id="share")
    if (
        key in {"revenue_share", "share"}
        and quantity.unit == "pp"
        and entity.entity_type == "place"
        and re.match(r"\s*to (?:[a-z]+ )*growth\b", text[quantity.end : quantity.end + 40])
    ):
        return changed(metric, metric_id="gdp_growth", level_id="gdp", rule="points of growth")
    if key == "gdp_share" and entity.is_company:
        return changed(metric, metric_id="share", level_id="share")
    if entity.entity_type == "index" and key == "growth_rate" and is_generic and quantity.unit == "percent":
        return ChosenMetric("index_change", "index_level", "an index's move", 0.75)
    if (
        entity.entity_type == "place"
        and "contribut" in text[entity.end : quantity.start]
        and key == "revenue"
    ):
        return changed(metric, metric_id="gdp", level_id="gdp", rule="a place contributes output")
    if (
        entity.entity_type == "place"
        and key in {"amount", "revenue", "production"}
        and max(quantity.low, quantity.high) >= 1e9
        and quantity.dimension == "money"
        and _TURNS_OUT.search(text[sentence[0] : quantity.start])
    ):
        return ChosenMetric("gdp", "gdp", "a place turns out", 0.7)
    if (
        entity.entity_type == "place"
        and key == "growth_rate"
        and quantity.unit == "percent"
        and _COST_OF_LIVING.search(text[sentence[0] : quantity.start])
    ):
        return ChosenMetric("inflation_rate", "inflation_rate", "prices of a place", 0.7)
    if (
        entity.is_company
        and is_generic
        and key == "growth_rate"
        and quantity.unit == "percent"
        and _LINE_GREW.search(text[sentence[0] : quantity.start])
    ):
        return ChosenMetric("revenue_growth", "revenue", "a firm's line grew", 0.65)
    if entity.entity_type == "place" and key == "revenue_share" and metric.level_id == "gdp":
        return changed(metric, metric_id="gdp_share")
    if (
        key == "amount"
        and entity.entity_type == "place"
        and re.search(
            r"(?:总量|经济规模|盘子)(?:约|达|为|超|近|已|突破)*$", text[sentence[0] : quantity.start]
        )
    ):
        return ChosenMetric("gdp", "gdp", "the size of a place's economy", 0.75)
    if (
        key == "amount"
        and is_generic
        and entity.entity_type == "product"
        and max(quantity.low, quantity.high) < 1e6
    ):
        return ChosenMetric("unit_price", "unit_price", "price of a product", 0.6)
    if (
        key == "expenditure"
        and entity.entity_type in {"company", "product", "sector"}
        and (entity.is_company or max(quantity.low, quantity.high) < 1e4)
    ):
        return changed(metric, metric_id="unit_price", level_id="unit_price")
    if key == "cost" and entity.entity_type == "place" and "花费" in text[sentence[0] : quantity.start]:
        return changed(metric, metric_id="expenditure", level_id="expenditure")
    if (
        key == "growth_rate"
        and entity.entity_type == "place"
        and quantity.unit in {"percent", "pp"}
        and metric.hit is not None
        and metric.hit.term in {"增速", "增长率", "增速预测"}
        and re.search(
            r"(?:经济|GDP|国[0-9A-Z、和]{0,4})?(?:经济)?(?:增速|增长)(?:预测|预期|目标)",
            text[sentence[0] : quantity.start],
        )
        and not re.search(r"出口|进口|投资|消费|工业|收入", text[sentence[0] : quantity.start])
    ):
        return changed(metric, metric_id="gdp_growth", level_id="gdp")
    if key == "gdp_growth" and entity.is_company:
        return changed(metric, metric_id="growth_rate", level_id="growth_rate")
    if (
        entity.entity_type == "place"
        and quantity.unit == "percent"
        and (key in {"growth_rate", "share"} and metric.rule.startswith("no term"))
        and not _OTHER_GROWTH.search(text, max(sentence[0], quantity.start - 60), quantity.start)
        and (
            _ECONOMY.search(text[max(sentence[0], quantity.start - 50) : min(sentence[1], quantity.end + 20)])
            or re.search(r"\b(?:goal|target) of (?:around |about )?$", text[sentence[0] : quantity.start])
        )
    ):
        return ChosenMetric("gdp_growth", "gdp", "a place's growth", 0.7)
    return metric


def of_index(
    text: str, metric: ChosenMetric, quantity: QuantityMatch, entities: Sequence[Entity]
) -> ChosenMetric:
    """A move or a level in points whose nearest name before it is an index is the index's."""
    is_move = (
        quantity.is_change
        and quantity.unit == "percent"
        and metric.rule.startswith(("level after", "no term"))
    )
    if metric.metric_id not in {"share_price_change", "growth_rate", "index_change", "count"} and not is_move:
        return metric
    before = [e for e in entities if e.end <= quantity.start and e.entity_type in {"company", "index"}]
    if (
        not before
        or before[-1].entity_type != "index"
        or re.search(r"[;；]", text[before[-1].end : quantity.start])
    ):
        return metric
    if metric.metric_id == "count":
        return (
            changed(metric, metric_id="index_level", level_id="index_level")
            if quantity.unit == "point"
            else metric
        )
    return changed(
        metric, metric_id="index_change", level_id="index_level", rule=f"of an index: {metric.rule}"
    )


_OF_MARKET = re.compile(r"[^,.;\d]{0,40}\b(?:market|sales|shipments|sector|industry|trade|deliveries)\b")

_COUNTED_GROUPS = frozenset({"users", "subscribers", "mau", "dau"})


def subjects_apart(
    entities: Sequence[Entity], quantities: Sequence[QuantityMatch], hits: Sequence[MetricHit]
) -> Sequence[Entity]:
    """The entities less those that are but a word of a figure (yuan) or of a metric's name (users, 零售)."""
    spans = [(q.start, q.end) for q in quantities]

    def is_word(entity: Entity) -> bool:
        if entity.is_company or entity.entity_type == "index":
            return False
        if is_wide_place(entity) or any(a < entity.end and entity.start < b for a, b in spans):
            return True
        if entity.entity_type == "place" or entity.entity_id == "sector:a_shares":
            return False
        for hit in hits:
            if hit.start == entity.start and hit.metric_id == "capacity":
                continue  # 风电装机: whose capacity it is
            if hit.start <= entity.start and entity.end <= hit.end:
                is_whole = (hit.start, hit.end) == (entity.start, entity.end)
                if not is_whole or hit.metric_id in _COUNTED_GROUPS or entity.entity_type == "sector":
                    return True
        return False

    return [entity for entity in entities if not is_word(entity)]


def region_of(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    entities: Sequence[Entity],
    subject: ChosenSubject,
) -> Entity | None:
    """The place in which a firm's figure lies: the nearest of the sentence, no other figure between."""
    if subject.entity is None or not subject.entity.is_company:
        return None
    best: tuple[int, Entity] | None = None
    for entity in entities:
        if entity.entity_type != "place":
            continue
        gap = text[min(entity.end, quantity.end) : max(entity.start, quantity.start)]
        if len(gap) > 60 or re.search(r"[;；。]|\d", gap):
            continue
        if best is None or len(gap) < best[0]:
            best = (len(gap), entity)
    return best[1] if best else None
