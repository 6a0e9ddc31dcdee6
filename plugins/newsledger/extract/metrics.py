"""Which metric a figure states: terms near it that fit its unit, turned into the change's or the share's own key.

Every candidate term has a score: its weight in metric_terms.csv, less what stands between it and the figure (words,
commas, clause breaks, other figures of the same kind). The best one wins; a figure in a list or a comparison takes
the metric of the figure before it; else the generic key of its unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.sentences import Language
from newsledger.extract.terms import TermMatch
from newsledger.extract.vocabulary import Row, Vocabulary


@dataclass(frozen=True, slots=True)
class MetricHit:
    """A metric's term in the text; `kinds` are the kinds of value that it can name there."""

    start: int
    end: int
    metric_id: str
    kind: str
    weight: float
    kinds: frozenset[str]
    term: str = ""


@dataclass(frozen=True, slots=True)
class ChosenMetric:
    """The metric of a figure, the rule and how sure it is; `level_id` is the level of a change."""

    metric_id: str
    level_id: str
    rule: str
    certainty: float
    hit: MetricHit | None = None


@dataclass(frozen=True)
class MetricBook:
    """The metrics of a vocabulary by key, ready for the rules."""

    rows: Mapping[str, Row]
    growth: Mapping[str, str]
    share: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]

    def basis(self, metric_id: str) -> str:
        """flow (over a period), stock (at an instant), change, any."""
        return self.rows.get(metric_id, {}).get("basis", "any")


def metric_book(vocabulary: Vocabulary) -> MetricBook:
    """The metrics of the vocabulary, built once a version."""
    if vocabulary.version not in _BOOKS:
        _BOOKS.clear()
        by_id = {row["metric_id"]: row for row in vocabulary.metric_rows}
        _BOOKS[vocabulary.version] = MetricBook(
            rows=by_id,
            growth={k: r["growth_metric_id"] for k, r in by_id.items() if r.get("growth_metric_id")},
            share={k: r["share_metric_id"] for k, r in by_id.items() if r.get("share_metric_id")},
            kinds={k: frozenset(r.get("value_kind", "").split()) for k, r in by_id.items()},
        )
    return _BOOKS[vocabulary.version]


_BOOKS: dict[str, MetricBook] = {}

GENERIC = {
    "money": "amount", "rate": "unit_price", "percent": "share", "change": "growth_rate", "ratio": "multiple",
    "people": "count", "vehicle": "count", "store": "count", "unit": "count", "count": "count", "point": "index_level",
    "physical": "quantity",
}  # fmt: skip

_POWER = frozenset({"W", "kW", "MW", "GW", "TW"})


def value_kinds(quantity: QuantityMatch) -> frozenset[str]:
    """The kinds of value that a figure can be, most general names: money, rate, percent, change, ratio, number, …"""
    unit = quantity.unit
    if unit == "percent":
        return frozenset({"change"} if quantity.is_change else {"percent"})
    if unit in {"pp", "bp"}:
        return frozenset({"percent", "pp"})
    if unit == "ratio":
        return frozenset({"ratio", "change"} if quantity.is_change else {"ratio"})
    if "/" in unit:
        return frozenset({"rate"})
    if quantity.dimension == "money" or (len(unit) == 3 and unit.isupper()):
        return frozenset({"money"})
    if unit == "share":
        return frozenset({"count"})
    if unit in {"people", "vehicle", "store", "unit", "count"}:
        return frozenset({unit, "number"})
    if unit == "point":
        return frozenset({"point"})
    if unit in _POWER:
        return frozenset({"physical", "power"})
    return frozenset({"physical"})


def metric_hits(matches: Sequence[TermMatch], book: MetricBook) -> list[MetricHit]:
    """The metric terms among the term matches."""
    hits: list[MetricHit] = []
    for match in matches:
        if match.layer != "metric":
            continue
        for entry in match.entries:
            row: Row = entry.payload
            own = row.get("unit_dimension", "")
            kinds = frozenset(own.split()) if own else book.kinds.get(entry.key, frozenset())
            hits.append(
                MetricHit(
                    match.start,
                    match.end,
                    entry.key,
                    row.get("kind", "noun"),
                    float(row.get("weight") or 1),
                    kinds,
                    match.surface.lower(),
                )
            )
    return hits


_HARD = re.compile(r"[;；。]|\b(?:while|whereas|but|although|though)\b|而(?!且|言|是)")
_SOFT = re.compile(r",(?!\d)|，|\band\b|\bwhich\b")
_LIST_GAP = re.compile(
    r"[\s,，、;；和与及至到或]*(?:(?:and|or|including|of which|to|from|versus|vs\.?|against|compared with|compared to|up from|down from|as against|than|以及|高于|低于|而)\b)?[\s,，、]*"
    r"(?:those of |that of )?(?:[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,3}(?:'s|’s)?\s*)?(?:about|nearly|some|over|around|another|the|a|约|近|超)?\s*$"
)
_CONTINUES = re.compile(
    r"(?:\b(?:(?:slower|faster|higher|lower|weaker|stronger|better|worse|more|less|fewer) than|up|down|from|against|compared with|compared to|versus|vs\.?|than)\b|,? ?and\b|、|;? ?(?:this|it|which|that)\b|高于|低于|升至|降至|增至|减至|涨到|跌到|去年同期|上年同期|一年前)"
)


_PARTS = re.compile(r"\b(?:including|of which|among them)\b|其中|包括")


def is_list_gap(gap: str) -> bool:
    """Whether nothing but "and", commas and the like (and a name) stands between two figures."""
    return len(gap) < 60 and _LIST_GAP.fullmatch(gap) is not None


def _kind_fits(hit: MetricHit, kinds: frozenset[str]) -> bool:
    if hit.kinds & kinds:
        return True
    return "number" in hit.kinds and bool(kinds & {"number"})


def _cost(
    text: str, hit: MetricHit, figure: QuantityMatch, others: Sequence[QuantityMatch], language: Language
) -> float | None:
    """What stands between a term and a figure; None where they cannot belong together."""
    left, right = figure.cue_start, figure.end
    if hit.start >= figure.start and hit.end <= figure.end:
        gap, is_behind = "", False
    elif hit.end <= figure.start:
        gap, is_behind = text[hit.end : max(hit.end, left)], False
    elif hit.start >= right:
        gap, is_behind = text[right : hit.start], True
    else:
        gap, is_behind = "", False
    words = len(gap) / (2.2 if language == "zh" else 5.5)
    hard, soft = len(_HARD.findall(gap)), len(_SOFT.findall(gap))
    cost = 0.05 * words + 0.22 * soft + 0.8 * hard
    if is_behind:
        if hard or soft > 1 or len(gap) > (14 if language == "zh" else 60):
            return None
        cost += 0.12 + 0.5 * soft
        if any(o.start >= right and o.end <= hit.start for o in others):
            cost += 0.6
        if re.search(r"\b(?:from|to|than|for)\b", gap) and "share" not in hit.term:
            cost += 0.5
        if re.search(r"\b(?:including|excluding|before|without|plus)\b", gap):
            cost += 0.8
        if language == "zh" and gap and gap[0] not in "的":
            cost += 0.3
        return cost
    if hit.kind == "verb" and len(gap) > (12 if language == "zh" else 40):
        cost += 0.3
    kinds = value_kinds(figure)
    for other in others:
        if other.start >= hit.end and other.end <= left:
            cost += 0.22 if value_kinds(other) & kinds else 0.08
    return cost


def choose_metric(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    others: Sequence[QuantityMatch],
    hits: Sequence[MetricHit],
    book: MetricBook,
    language: Language,
    before: tuple[QuantityMatch, ChosenMetric] | None,
) -> ChosenMetric:
    """The metric of a figure. `before` is the figure that precedes it in the sentence, with its metric."""
    kinds = value_kinds(quantity)
    special = _special(text, sentence, quantity, hits, book, language)
    if special is not None:
        return special
    scored: list[tuple[float, MetricHit, str, str]] = []
    for hit in hits:
        cost = _cost(text, hit, quantity, others, language)
        if cost is None:
            continue
        metric, rule, discount = _as_metric(hit, quantity, kinds, book, text, language)
        if metric is None:
            continue
        scored.append((hit.weight - cost - discount, hit, metric, rule))
    if before is not None and (value_kinds(before[0]) & kinds):
        gap = text[before[0].end : quantity.cue_start]
        is_list = _LIST_GAP.fullmatch(gap) is not None
        is_continued = _CONTINUES.match(gap.strip(" ,，")) is not None or (
            len(gap) < 70 and _PARTS.search(gap) is not None
        )
        same = before[1]
        if same.rule.startswith("no term") and scored:
            is_list = is_continued = False
        best_now = max(((s, h) for s, h, _, _ in scored), key=lambda x: x[0], default=(-9.0, None))
        fresh = best_now[1] is not None and best_now[1].start >= before[0].end and best_now[0] > 0.35
        if (
            (is_list or (is_continued and not fresh))
            and not (fresh and not is_list)
            and before[0].unit == quantity.unit
        ):
            return ChosenMetric(
                same.metric_id, same.level_id, f"as before: {same.rule}", same.certainty * 0.95, same.hit
            )
    if before is not None and "percent" in kinds and "pp" not in kinds:
        share = "rnd_ratio" if before[1].metric_id == "rnd_expense" else book.share.get(before[1].metric_id)
        gap = text[before[0].end : quantity.start]
        if (
            share is not None
            and len(gap) < 60
            and _PART_OF_IT.search(gap + "#" + text[quantity.end : quantity.end + 24])
        ):
            return ChosenMetric(
                share, before[1].metric_id, "part of the figure before it", 0.85, before[1].hit
            )
    if scored:
        scored.sort(key=lambda item: (-item[0], item[1].start, item[2]))
        score, hit, metric, rule = scored[0]
        if score > -0.75:
            certainty = max(0.3, min(0.97, 0.6 + 0.4 * score))
            return ChosenMetric(metric, hit.metric_id, rule, certainty, hit)
    goes_on = (
        before is not None and before[0].unit == quantity.unit and quantity.is_change == before[0].is_change
    )
    if goes_on and before is not None and ("change" in kinds or quantity.start - before[0].end < 70):
        return ChosenMetric(
            before[1].metric_id, before[1].level_id, f"goes on: {before[1].rule}", 0.5, before[1].hit
        )
    return _generic(text, quantity, kinds, language)


_PART_OF_IT = re.compile(
    r"(?:\bor|accounting for|representing|equal to|making up|which (?:is|was)|equivalent to|、?占|占比|相当于)\W*(?:\w+\W+){0,2}#|#\s*of (?:which|the total|it|that|this|sales|revenue|all)|#\s*of (?:the|its|total|group) (?:total|sales|revenue)|其中.{0,12}#|占.{0,10}#"
)


def _as_metric(
    hit: MetricHit,
    quantity: QuantityMatch,
    kinds: frozenset[str],
    book: MetricBook,
    text: str,
    language: Language,
) -> tuple[str | None, str, float]:
    """The key that a term gives a figure of these kinds: the level's own, its growth's or its share's."""
    metric = hit.metric_id
    if "pp" in kinds:
        if "percent" in hit.kinds:
            return metric, "level in points", 0.0
        if "money" in hit.kinds and metric in book.share:
            return book.share[metric], "share in points", 0.3
        return None, "", 0.0
    if "change" in kinds:
        if "change" in hit.kinds:
            return metric, "change", 0.0
        if metric == "net_loss":
            return None, "", 0.0
        if _is_against_another(text, quantity):
            if hit.kinds & {"money", "rate", "percent", "physical", "number"} and hit.kind == "noun":
                return metric, "against another, not over time", 0.0
            return (
                (metric, "against another, not over time", 0.1) if metric == "energy_use" else (None, "", 0.0)
            )
        if metric == "revenue" and hit.term == "sales" and _COUNTS_PIECES.search(text, hit.end, min(len(text), quantity.end + 30)):
            return "sales_volume_growth", "change of a level", 0.0
        if metric in book.growth and not (hit.kind == "verb" and metric != "sales_volume"):
            return (
                book.growth[metric],
                "change of a level",
                0.2 if hit.term in {"sales", "销售"} and metric == "sales_volume" else 0.0,
            )
        if hit.kind != "noun" or metric in {"stake"}:
            return None, "", 0.0
        if "ratio" in kinds:
            return "multiple", "fold of a level without a key", 0.1
        if "percent" in hit.kinds and quantity.unit == "percent" and not (hit.kinds & {"money", "rate"}):
            if hit.start >= quantity.end:
                return None, "", 0.0
            return metric, "level after all", 0.35
        return "growth_rate", "change of a level without a key", 0.05
    if "percent" in kinds:
        if "percent" in hit.kinds:
            return metric, "level", 0.0
        if metric in book.share and hit.kind == "noun" and _is_part_of(text, hit, quantity, language):
            return book.share[metric], "part of a level", -0.3
        return None, "", 0.0
    if "ratio" in kinds:
        return None, "", 0.0
    if kinds & {"number", "money"} and _is_difference(text, quantity, language):
        if metric in {"unit_price", "price"}:
            return "price", "change of a price", 0.0
        return None, "", 0.0
    low, high = _PLAUSIBLE.get(metric, (0.0, 1e30))
    if "money" in kinds and not low <= max(quantity.low, quantity.high) < high:
        return None, "", 0.0
    if _kind_fits(hit, kinds):
        return metric, "level", 0.0
    return None, "", 0.0


_DIFFERENCE_EN = re.compile(
    r"\b(?:rose|fell|grew|shrank|increased?|decreased?|dropped|declined|climbed|up|down|risen|fallen|lower(?:ed)?|higher|raised|cut)\s+by\s+(?:\w+\s+){0,2}$"
)
_MORE_EN = re.compile(
    r"\s*(?:[a-z]+\s+)?(?:more|less|fewer|higher|lower|dearer|cheaper)\b(?!\s+(?:efficient|than\s+half))"
)
_DIFFERENCE_ZH = re.compile(
    r"(?:多|少|增加|减少|上涨|下降|下调|上调|涨|降|增长|贵|便宜|净增|净减)了?(?:约|近|超|逾)?$"
)


_COUNTS_PIECES = re.compile(r"\b(?:vehicles|cars|units|iPhones|handsets|smartphones|trucks|consoles|copies|motorcycles|aircraft)\b")


def _is_difference(text: str, quantity: QuantityMatch, language: Language) -> bool:
    """Whether a number or sum is how much more or less, not how much."""
    before = text[max(0, quantity.cue_start - 40) : quantity.start]
    if language == "zh":
        return _DIFFERENCE_ZH.search(before) is not None
    return _DIFFERENCE_EN.search(before) is not None or _MORE_EN.match(text, quantity.end) is not None


# What a sum of money can be under a key, whatever the currency: a price is not of billions.
_PLAUSIBLE: Mapping[str, tuple[float, float]] = {
    "unit_price": (0.0, 3e7), "price": (0.0, 3e7), "salary": (0.0, 5e8), "share_price": (0.0, 1e6), "market_cap": (1e5, 1e30),
    "valuation": (1e5, 1e30), "revenue": (1e3, 1e30), "net_profit": (1e3, 1e30), "deal_value": (1e4, 1e30), "income": (0.0, 1e9),
    "electricity_price": (0.0, 1e4), "gdp": (1e6, 1e30), "total_assets": (1e5, 1e30), "capex": (1e5, 1e30), "eps": (0.0, 1e5),
}  # fmt: skip

_AGAINST = re.compile(
    r"\s*(?:higher|lower|more|less|cheaper|dearer|fewer|faster|above|below)\b[^,;.]{0,40}?\bthan\s+(?!(?:a|one|the|in\s+the|last|it|expected|analysts|two|three)\s+(?:year|same|previous|prior|quarter|month|preceding)|a\s+year|last|expected|in\s+\d|\d)"
)


def _is_against_another(text: str, quantity: QuantityMatch) -> bool:
    """ "140% higher than in the US": a comparison with another, not with an earlier time."""
    return quantity.unit == "percent" and _AGAINST.match(text, quantity.end) is not None


_PART_EN = re.compile(
    r"(?:accounting for|accounts? for|accounted for|represent(?:ing|s|ed)?|making up|made up|make up|makes up|contribut\w+|compris\w+|or|equal to|came from|bring(?:s|ing)? in|brought in|share|from|generat\w+|deriv\w+)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_PART_ZH = re.compile(r"占|贡献|比重|来自|占比")


def _is_part_of(text: str, hit: MetricHit, quantity: QuantityMatch, language: Language) -> bool:
    if hit.start >= quantity.end:
        gap = text[quantity.end : hit.start]
        return bool(re.match(r"\s*(?:of\b|in\b|的)", gap)) and len(gap) < 60
    if language == "zh":
        near = text[max(0, hit.start - 6) : quantity.start]
        return quantity.start - hit.end <= 10 and bool(_PART_ZH.search(near))
    return bool(_PART_EN.search(text[max(0, quantity.cue_start - 60) : quantity.cue_start]))


_CUT_PEOPLE = re.compile(
    r"(?:\b(?:lay(?:ing|s)? off|laid off|let(?:ting)? go(?: of)?|dismiss\w*|fir(?:e|ed|es|ing)|shed(?:ding|s)?|cut(?:ting|s)?|eliminat\w+|ax(?:e|ed|ing)|slash\w*|made redundant)"
    r"\s+(?:(?:about|some|around|nearly|roughly|up|to|over|more|than|another|a|further|at|least|almost)\s+)*|裁(?:员|掉|减|撤|去|退)?了?(?:约|近|超|超过|逾|大约)?)$"
)


_IN_TRADING = re.compile(r"\s*(?:in|during|at)\s(?:the\s)?(?:early|late|pre-?market|premarket|after-hours|extended|morning|afternoon|midday|[A-Z]\w+)(?:\strading|\strade|\sclose|(?<=market)|(?<=hours))\b")
_SOLD_FOR = re.compile(r"\b(?:sold|sell(?:s|ing)?|bought|buy(?:s|ing)?|acquir\w+|dispos\w+|purchas\w+)\b[^.;\d]{0,90}(?:\d+(?:\.\d+)?%[^.;\d]{0,90})?\bfor\s(?:about\s|around\s|some\s|nearly\s|over\s)?$")


def _special(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    hits: Sequence[MetricHit],
    book: MetricBook,
    language: Language,
) -> ChosenMetric | None:
    """Wordings that decide by themselves."""
    after = text[quantity.end : quantity.end + 48]
    before = text[max(sentence[0], quantity.cue_start - 60) : quantity.cue_start]
    kinds = value_kinds(quantity)
    if (
        kinds & {"money", "rate"}
        and language == "en"
        and re.search(
            r"(?<!total )(?<!the )(?<!its )\b(?:costs?|sells?(?: \w+){0,3} for|asks|charges|fetch(?:es)?|retails? (?:for|at)|goes for|priced (?:at|from))\s+(?:just |only |about )?$",
            before,
        )
        and max(quantity.low, quantity.high) < 1e6
    ):
        return ChosenMetric("unit_price", "unit_price", "verb of price", 0.85)
    if quantity.unit == "percent" and not quantity.is_change and language == "zh":
        named = re.search(
            r"([\u4e00-\u9fff]{1,4}率)(?:就|也|都)?(?:已|仅|约|只|更|高)?(?:为|达到?|是|在|有|到|不到|超过|超|近|升至|降至|降到|升到)?$",
            before,
        )
        if named is not None:
            at = quantity.cue_start - len(before) + named.end(1)
            if not any(h.end == at for h in hits):
                return ChosenMetric("share", "share", "a rate without a key", 0.7)
    if quantity.unit.endswith("/share"):
        whole = text[sentence[0] : sentence[1]]
        if re.search(r"dividend|分红|派息|股息|派发|红利|派现", whole, re.IGNORECASE):
            return ChosenMetric("dividend", "dividend", "per share: dividend", 0.9)
        if re.search(
            r"earnings per share|每股收益|每股盈利|\bEPS\b|\b(?:earned|earnings|profit|net income|lost|loss)\b[^,;]{0,40}\s(?:a|per) share",
            whole,
        ):
            return ChosenMetric("eps", "eps", "per share: earnings", 0.9)
        if re.search(
            r"\b(?:acqui|merger|takeover|tender offer|buyout|agreed to pay|bid\b|offer(?:ed|s)?\b|take .{1,30} private|(?<!reference )\bdeal\b|\b(?:share)?holders (?:will )?(?:get|receive)|\bpremium of\b|(?:will|to) pay\b)|要约|私有化|收购|并购",
            whole,
            re.IGNORECASE,
        ) and not re.search(r"frozen|closed at|\boffering\b|\bIPO\b|\blisting\b|收盘|股价", whole):
            return ChosenMetric("deal_price", "deal_price", "per share: deal", 0.85)
        return ChosenMetric("share_price", "share_price", "per share: price", 0.8)
    if quantity.unit == "percent" and not quantity.is_change:
        if re.match(
            r"\s*(?:of the |of its |的)?(?:equity |voting |controlling |minority |majority )?(?:stake|interest|shareholding|holding|of (?:the|its) shares|股权|股份|的?权益|控股权)",
            after,
        ):
            return ChosenMetric("stake", "stake", "share of a firm", 0.95)
        run = re.match(
            r"(?:\s*(?:,|and|,\s*and)\s*(?:about |nearly |over )?\d[\d.]*%)*",
            text[quantity.end : quantity.end + 60],
        )
        if re.match(
            r"\s*of (?:the |all )?(?:[\w-]+ ){0,4}(?:market|shipments)\b",
            text[quantity.end + (run.end() if run else 0) :][:60],
        ):
            return ChosenMetric("market_share", "market_share", "of a market", 0.9)
        if re.search(r"(?:持股|占股|股比|股权占比|持有)[^,，。]{0,8}$", before):
            return ChosenMetric("stake", "stake", "holds", 0.9)
    if "money" in kinds and language == "zh":
        if (
            re.match(
                r"(?:的?(?:价格|现金|总价|对价|代价))?(?:全资|战略)?(?:收购|买下|拿下|并购|买走|吃下|接盘|出售|转让|卖给|卖出)",
                after,
            )
            and not quantity.is_change
        ):
            return ChosenMetric("deal_value", "deal_value", "price of a purchase", 0.9)
        if re.match(r"(?:的|人民币的)?[A-D][+]?轮|的?(?:战略)?融资", after):
            return ChosenMetric("funding", "funding", "round", 0.95)
        if max(quantity.low, quantity.high) < 2e4 and re.search(
            r"(?:一|每)[双件个杯盒瓶张支只碗斤份台部次晚度套袋条份桶片][^，。,]{0,4}$", before
        ):
            return ChosenMetric("unit_price", "unit_price", "price of a piece", 0.8)
    if quantity.unit == "percent" and quantity.is_change and _IN_TRADING.match(after):
        return ChosenMetric("share_price_change", "share_price", "in trading", 0.9)
    if "money" in kinds and max(quantity.low, quantity.high) >= 1e6:
        if _SOLD_FOR.search(text[sentence[0] : quantity.cue_start]):
            return ChosenMetric("deal_value", "deal_value", "bought or sold for", 0.9)
        if re.search(r"\b(?:acquire|takeover|buyout)\b", text[sentence[0] : sentence[1]]) and re.search(r"\bvalu(?:es|ing|ed)\b[^.;]{0,60}\bat (?:about |around |some )?$", before) and "%" not in text[sentence[0] : quantity.start]:
            return ChosenMetric("deal_value", "deal_value", "value of a takeover", 0.8)
    if "money" in kinds and re.search(r"\bordered to pay\b|\bmust pay\b|\bfined\b|\bfines? (?:of|totalling)\b|罚款|罚没|被罚", text[sentence[0] : quantity.start]) and (
        re.search(r"\b(?:ordered to|must) pay\b|\bfined\b|\bfines? of\b|罚款|罚没|被罚", before) is not None
    ):
        return ChosenMetric("fine", "fine", "penalty", 0.9)
    if kinds & {"people"} and _CUT_PEOPLE.search(before):
        return ChosenMetric("layoffs", "layoffs", "people cut", 0.9)
    if (
        kinds & {"vehicle", "unit", "store"}
        and re.match(r"\s*(?:a|per|each)\s+year\b|\s*annually\b", after)
        and re.search(r"\b(?:can|could|able to|designed|enough)\b", before)
    ):
        return ChosenMetric("capacity", "capacity", "what can be made a year", 0.85)
    if (
        "money" in kinds
        and language == "en"
        and re.search(r"\b(?:earns?|paid|pays|make|makes|earning|average)\b[^,;.]{0,24}$", before)
        and re.match(r"\s*(?:a|per)\s+(?:year|month|week)\b|\s*(?:annually|monthly)\b", after)
        and max(quantity.low, quantity.high) < 2e6
    ):
        return ChosenMetric("salary", "salary", "pay of a time", 0.75)
    if (
        "money" in kinds
        and language == "zh"
        and re.search(r"(?:收?报|收于)(?:每股)?$", before)
        and max(quantity.low, quantity.high) < 1e5
    ):
        return ChosenMetric("share_price", "share_price", "quoted at", 0.8)
    if "people" in kinds and re.search(r"裁(?:到|至)[^，。]{0,6}$", before):
        return ChosenMetric("employees", "employees", "cut down to", 0.85)
    if "people" in kinds and re.match(r"[^，。]{0,6}裁(?:到|至)", after):
        return ChosenMetric("employees", "employees", "cut down from", 0.85)
    if kinds & {"store", "count", "unit"} and not quantity.unit.startswith("share") and re.search(
        r"(?:clos(?:e|ed|ing)|shut|shutter\w*|open(?:ed|s)?(?! stores)|add(?:ed)?|关[掉闭停]?了?|新开了?|净?新?增|闭店|闭掉)(?:门店|店铺|餐厅|网点)?(?:约|近|超|逾)?\W*(?:[a-z]+\W+){0,3}$",
        text[max(sentence[0], quantity.start - 40) : quantity.start],
    ):
        return ChosenMetric("count", "count", "openings and closures are counts", 0.8)
    if re.match(r"\s*(?:个|名|位|家)?(?:月活|MAU)", after) and kinds & {"number"}:
        return ChosenMetric("mau", "mau", "counted noun", 0.95)
    return None


def _generic(text: str, quantity: QuantityMatch, kinds: frozenset[str], language: Language) -> ChosenMetric:
    for kind in (
        "change",
        "percent",
        "ratio",
        "money",
        "rate",
        "vehicle",
        "people",
        "store",
        "unit",
        "count",
        "point",
        "physical",
    ):
        if kind in kinds:
            if kind == "change" and "ratio" in kinds:
                return ChosenMetric("multiple", "multiple", "no term fits: generic", 0.35)
            if kind == "percent" and "pp" in kinds:
                return ChosenMetric("share", "share", "no term fits: generic", 0.3)
            key = GENERIC[kind]
            if kind == "money" and not quantity.is_change and max(quantity.low, quantity.high) < 2e4:
                key = "unit_price"
            return ChosenMetric(key, key, "no term fits: generic", 0.35)
    return ChosenMetric("count", "count", "no term fits: generic", 0.2)
