"""Metrics that the build of a sentence gives: parts of a whole, changes behind a level, paired lists.

"38% of its workforce" and 占利润的四成 name the whole, so the noun of the whole decides the key. "5 billion
yuan, up 8%" is the change of the figure before it. "Revenue and net profit rose 5% and 8% respectively"
gives each figure its own noun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.metric_book import ChosenMetric, MetricBook, MetricHit, value_kinds
from newsledger.extract.metric_wordings_chinese import growth_of_value_added
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.sentences import Language

_OF_EN = re.compile(r"\s*(?:or (?:more|so) )?of (?=[A-Za-z])", re.IGNORECASE)

_NOUN_END = re.compile(
    r"[,;:()\d]|\.(?!S\.|K\.| [a-z])|\s-\s|\b(?:in|at|by|for|from|to|on|with|through|and|or|which|that|who"
    r"|whose"
    r"|is|was|were"
    r"|are|has|have|had|would|will|after|before|over|last|this|since|during|made|sold|placed|as|against"
    r"|compared|within|between|under|when|while|if|coming|went|goes|came|used|already|pre-sold"
    r"|comes?|stems?|stemmed|derives?|derived|depends?|remains?|still|belongs?|now|lies|lay|flows?)\b"
)

_WHOLES_EN: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("gdp_share", re.compile(r"\b(?:GDP|gross domestic product|economic output|economy)$")),
    (
        "market_share",
        re.compile(
            r"(?:\bmarkets?|^(?:the )?(?:[\w-]+ )*(?:global|worldwide|world|domestic|national|nationwide"
            r"|industry|retail|all|new|car|vehicle|smartphone|handset|unit|online)\b[\w\s'’-]*(?:sales"
            r"|deliveries|shipments|registrations|exports|output|production)|\b(?:tickets|shipments)"
            r"|^(?:all |the )?orders)$"
        ),
    ),
    (
        "revenue_share",
        re.compile(
            r"\b(?:revenues?|(?<!retail )(?<!unit )(?<!car )(?<!vehicle )sales|turnover|billings|takings"
            r"|top line|(?:premium|group|company|total|operating) income)$"
        ),
    ),
    (
        "population_share",
        re.compile(r"\b(?:population|residents|inhabitants|citizens|people|(?:urban|rural) dwellers)$"),
    ),
)

_HOLDS_EN = re.compile(
    r"\b(?:own|hold|control|acquir|buy|bought|sell|sold|stake|bid|tak|took|keep|kept|retain|purchas"
    r"|snap|offload|dispos)\w*\b[^.;\d]{0,40}$"
)

_IS_FIRM_EN = re.compile(
    r"\b(?:firm|company|group|bank|start-?up|business|unit|arm|division|subsidiary|venture|maker|developer"
    r"|lender|insurer|retailer|brand|owner|operator|carrier|airline|parent|shares|stock|equity|votes"
    r"|voting rights|capital|[a-z]+maker|chain|producer|supplier)\b"
)

_OWN_RATE = re.compile(r"\b(?:margin|rate|commission|dividend|fee|yield|ratio|share|tax)s?\b[^,.;\d]{0,30}$")

_WHOLES_ZH: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("gdp_share", re.compile(r"(?:GDP|生产总值|经济总量|经济)$", re.IGNORECASE)),
    ("population_share", re.compile(r"人口$")),
    (
        "market_share",
        re.compile(
            r"(?:市场|市场份额|份额|盘子|(?:全国|全球|国内|世界|行业|全行业|同类|市场)[\u4e00-\u9fff]{0,6}"
            r"(?:销量|出货量?|产量|交付量|装机量?|订单))$"
        ),
    ),
    (
        "revenue_share",
        re.compile(r"(?:营业收入|营收|收入|销售额|销售收入|营业额|流水|进账)(?:总额|比重|大盘)?$"),
    ),
    (
        "share",
        re.compile(
            r"(?:利润|净利润|利润总额|就业|就业岗位|岗位|税收|员工|员工总数|人手|成本|支出|开支|开销|费用|资产|贷款"
            r"|存款|负债|首付款|股东|门店|产量|产值|出口|进口|投资|用户|订单|客户|面积|土储|土地储备|专利"
            r"|车型|机型|设备|城市|企业|公司|家庭|总额|总量|总数|产能|货量|预算|资金|现金|市值)$"
        ),
    ),
)

_MARKET_ZH = re.compile(r"(?:全球|全国|国内|世界|中国|行业|市场|同类)[^,，。]{0,4}$")

_SOLD_ZH = re.compile(r"(?:销量|出货量?|交付量?|装机量?|票房|订单|销售额|销售)")

_OF_ZH = re.compile(r"(?:以上|以下|以内|左右|上下)?(?:的|之)?([\u4e00-\u9fffA-Za-z]{2,12})")

_BEFORE_ZH = re.compile(
    r"(?:占|贡献了?|撑起了?|拿下了?|拿走|包揽了?)(?:了|到了?|据了?|去|全部|整个|整体|公司|集团|其|全年|总)*"
    r"([\u4e00-\u9fffA-Za-z]{2,12}?)(?:的|之)?(?:比重|比例|比|份额)?(?:已经?|为|达到?|是|在|有|约|近|仅|只"
    r"|超过?|接近|升至|升到|提升至|提升到|提高到|提高至|增至|降至|降到|不到|不足)*$"
)

_NOUN_OF_ZH = re.compile(r"([\u4e00-\u9fffA-Za-z]{2,12})[的之](?:将?近|约|超过?|接近|不到|不足)?$")


def _whole(noun: str, wholes: Sequence[tuple[str, re.Pattern[str]]]) -> str | None:
    return next((key for key, pattern in wholes if pattern.search(noun)), None)


def part_of_whole(
    text: str, sentence: tuple[int, int], quantity: QuantityMatch, language: Language
) -> ChosenMetric | None:
    """The share that a percentage is of the noun it is said to be a part of; None where none is named."""
    if quantity.unit != "percent":
        return None
    key = _part_zh(text, sentence, quantity) if language == "zh" else _part_en(text, sentence, quantity)
    if key is None:
        return None
    if key == "revenue_share":
        stop = min(sentence[1], quantity.end + 44)
        if language == "zh":
            mark = re.compile("[，。；,;]").search(text, quantity.end, stop)
            stop = mark.start() if mark is not None else stop
        if _RESEARCH.search(text, max(sentence[0], quantity.start - 30), stop):
            key = "rnd_ratio"
    return ChosenMetric(key, key, "part of a whole", 0.85)


_RESEARCH = re.compile(r"研发|科研|R&D|\bresearch\b")


def _part_en(text: str, sentence: tuple[int, int], quantity: QuantityMatch) -> str | None:
    of = _OF_EN.match(text, quantity.end, min(sentence[1], quantity.end + 30))
    if of is None:
        return None
    stop = _NOUN_END.search(text, of.end(), min(sentence[1], of.end() + 70))
    noun = text[of.end() : stop.start() if stop else min(sentence[1], of.end() + 70)].strip()
    noun = noun.replace("U.S.", "US").replace("U.K.", "UK")
    before = text[max(sentence[0], quantity.cue_start - 60) : quantity.cue_start]
    key = _whole(noun, _WHOLES_EN)
    if quantity.is_change and re.search(
        r"\b(?:los[te]|losing|shed)\b", before[-14:] + text[quantity.cue_start : quantity.end]
    ):
        return None
    if re.match(r"(?:that|this) (?:number|figure|total|sum|amount)\b", noun):
        return "share"
    if noun.endswith("total") or re.match(r"(?:it|that|this|them|which|what)\b", noun):
        return None
    if key == "market_share" and re.match(r"(?:its|their|his|her|our|the company)\b", noun):
        key = "revenue_share" if noun.endswith("sales") else "share"
    if _OWN_RATE.search(before) and not re.search(r"\bshare\b", before):
        return None
    if key is not None:
        return "share" if key == "revenue_share" and re.search(r"\bequals\b", before) else key
    if _HOLDS_EN.search(before):
        is_firm = _IS_FIRM_EN.search(noun) is not None or noun[:1].isupper()
        is_goods = (
            re.match(r"(?:its|their)\b", noun) is not None
            and re.search(r"\bs(?:ell|old)", before) is not None
        )
        return "stake" if is_firm else "share" if is_goods else None
    if re.match(r"(?:the |its |their )?(?:shares|stock|equity|capital|votes?|voting|stake|capacity)\b", noun):
        return None
    if re.match(r"(?:its|their|his|her|our|all|those|them|the)\b", noun):
        return "share"
    return None


def _part_zh(text: str, sentence: tuple[int, int], quantity: QuantityMatch) -> str | None:
    if quantity.is_change:
        return None
    before = text[max(sentence[0], quantity.cue_start - 34) : quantity.start].replace(" ", "")
    named = _BEFORE_ZH.search(before)
    if named is not None:
        key = _whole(named.group(1), _WHOLES_ZH)
        if key is not None:
            return key
    owner = _NOUN_OF_ZH.search(before)
    if owner is not None:
        key = _whole(owner.group(1), _WHOLES_ZH)
        if key is not None:
            return key
    behind = _OF_ZH.match(text[quantity.end : min(sentence[1], quantity.end + 16)].replace(" ", ""))
    if behind is None:
        return None
    noun = behind.group(1)
    if _SOLD_ZH.match(noun) and _MARKET_ZH.search(before):
        return "market_share"
    for length in range(len(noun), 1, -1):
        key = _whole(noun[:length], _WHOLES_ZH)
        if key is not None:
            return key
    return None


_MOVED = (
    r"(?:上升|增加|增长|增至?|下降|减少|上涨|下跌|升|降|涨|跌|多出?|少|提升|提高|回升|回落|下滑"
    r"|扩大|收窄|激增|大增|大涨|暴增|猛增"
    r"|暴涨|狂涨|猛涨|骤增|劲增|劲升|跳增|滑落|骤减|骤跌|暴跌|下挫|缩水|萎缩|跌掉|掉"
    r"|微增|微降|略增|略降|大降|大跌|锐减|减|缩减|翻|高|低|增幅|降幅|涨幅|跌幅|增速|同增|同降|跌去"
    r"|飙升|攀升|走高|走低|净增|骤降)"
    r"(?:了|为|达|约|近|超过?|逾|到|是|高达|大约|将近|接近)*\s*"
)

_MOVED_EN = (
    r"(?:up|down|higher|lower|more|less|rising|falling|growing|jumping|soaring|climbing|dropping"
    r"|declining|surging)"
    r"\s*(?:by|about|nearly|some|over|more than|around|roughly|almost|a|an|another)?\s*"
)

# "746 million tons of steel in the first nine months of 2025, down 2.9%"
_APPOSED = re.compile(
    r"[^,;，；。$€£¥]{1,70}[,，]\s*(?:(?:or\s|which is\s|which was\s)?(?:up|down|an? (?:increase|rise|fall"
    r"|drop|decline|jump|gain) of)\s*(?:by|about|nearly|some|over|more than|around|roughly|almost)?\s*"
    r"|(?:同比|环比)" + _MOVED + r")"
)

_FEWER = re.compile(r"\s*(?:fewer|more|less|higher|lower|above|below|better|worse)\b")

_STRAIGHT_ON = re.compile(
    r"[\s,，、(（]*(?:(?:或|即|也|更|按(?:可比|不变|固定)?(?:价格|汇率|口径)(?:计算|计)?"
    r"|以?固定汇率计算?|剔除汇率影响后?|扣除价格因素后?|同口径|实际|名义|单月|当月|再|反|首次|小幅"
    r"|大幅|进一步|均|双双|且|并|又|都|合计|实现|录得|呈现?|仅|则|较|还|,|，)*(?:同比|环比|按年"
    r"|按季"
    r"|按月|同店|比(?:去年|上年|上月|上季|年初|前一)[^,，。;；\d]{0,8}|较(?:去年|上年|上月|上季|前一"
    r"|年初|上一)[^,，。;；\d]{0,8})*)"
    r"[\s,，]*(?:却|则|仍然?|仅|也|还是?|更|竟)*(?:"
    + _MOVED
    + r")?|[\s,(]*(?:(?:or|and|an?|which (?:is|was)|that (?:is|was)|representing|marking"
    r"|a year-on-year|year-on-year|increase|decrease|rise|fall|drop|decline|jump|growth|gain|of|still|about"
    r"|nearly)\s*)*(?:" + _MOVED_EN + r")?"
)


_COUNTED_NOUN = re.compile(r"^(?:的)?[\u4e00-\u9fff]{2,6}(?=[，,])")


def change_of_figure_before(
    text: str, quantity: QuantityMatch, before: tuple[QuantityMatch, ChosenMetric], book: MetricBook
) -> ChosenMetric | None:
    """ "5 billion yuan, up 8%": the growth of the level stated just before; None where it is no such pair."""
    level, metric = before
    if not quantity.is_change or level.is_change or level.unit in {"percent", "pp", "bp"}:
        return None
    if quantity.unit not in {"percent", "ratio"}:
        return None
    gap = text[level.end : quantity.cue_start]
    if level.dimension == "money" and gap[:1] > "\u4e00":
        # 收了109.4亿元手续费，多了五成三
        gap = _COUNTED_NOUN.sub("", gap)
    if len(gap) > 100:
        return None
    if (
        _FEWER.match(text, quantity.end)
        and re.fullmatch(r"[^,;.$€£¥\d]{0,70},\s(?:or |about |some |nearly )?", gap)
        and (not metric.rule.startswith("no term"))
    ):
        fewer = book.growth.get(metric.metric_id, "growth_rate")
        return ChosenMetric(fewer, metric.metric_id, "change of the figure before it", 0.85, metric.hit)
    if _STRAIGHT_ON.fullmatch(gap) is None and (
        metric.rule.startswith("no term") or _APPOSED.fullmatch(gap) is None
    ):
        return None
    if metric.rule.startswith("no term") and value_kinds(level) & {"number"} and not gap.strip(" ,，"):
        return None
    key = book.growth.get(metric.metric_id)
    if metric.hit is not None and metric.hit.term.endswith("增加值"):
        key = growth_of_value_added(text, metric.hit.start, metric.hit.term) or key
    if key is None:
        key = "growth_rate" if quantity.unit == "percent" else "multiple"
    return ChosenMetric(key, metric.metric_id, "change of the figure before it", 0.9, metric.hit)


_JOINED = re.compile(r"\s*(?:,|，|、|和|与|及|以及|and|,\s*and|或)\s*(?:its |the |their |归母|归属)?\s*")


def list_partner(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    others: Sequence[QuantityMatch],
    hits: Sequence[MetricHit],
    is_list_gap: re.Pattern[str],
) -> MetricHit | None:
    """The noun that belongs to a figure of a list ("revenue and profit were 5bn and 1bn respectively")."""
    window = text[max(sentence[0], quantity.start - 120) : min(sentence[1], quantity.end + 60)]
    if (
        "分别" not in window
        and "respectively" not in window
        and "双双" not in window
        and " and " not in window
    ):
        return None
    run = [quantity]
    before = sorted((o for o in others if o.end <= quantity.start), key=lambda o: -o.end)
    after = sorted((o for o in others if o.start >= quantity.end), key=lambda o: o.start)
    kinds = value_kinds(quantity)
    for other in before:
        if not value_kinds(other) & kinds or not is_list_gap.fullmatch(text[other.end : run[0].cue_start]):
            break
        run.insert(0, other)
    for other in after:
        if not value_kinds(other) & kinds or not is_list_gap.fullmatch(text[run[-1].end : other.cue_start]):
            break
        run.append(other)
    if not 2 <= len(run) <= 4:
        return None
    first = run[0].cue_start
    nouns: list[MetricHit] = []
    end = -1
    for hit in hits:
        if hit.end > first or hit.kind != "noun" or first - hit.end > 60:
            continue
        if nouns and hit.start == nouns[-1].start:
            continue
        if nouns and _JOINED.fullmatch(text[end : hit.start]):
            nouns.append(hit)
        else:
            nouns = [hit]
        end = hit.end
    if len(nouns) != len(run) or len({n.metric_id for n in nouns}) != len(nouns):
        return None
    between = text[end:first]
    if re.search(r"\d|[;；。]", between):
        return None
    is_said = "分别" in between or "respectively" in text[run[-1].end : run[-1].end + 16] or "双双" in between
    if not is_said and (len(between) > 30 or re.search(r"[,，]", between)):
        return None
    return nouns[run.index(quantity)]
