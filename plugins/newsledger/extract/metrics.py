"""Which metric a figure states: terms near it that fit its unit, as a level, a change or a share.

Every candidate term has a score: its weight in metric_terms.csv, less what stands between it and the figure
(words, commas, clause breaks, other figures of the same kind). The best one wins; a figure in a list or a
comparison takes the metric of the figure before it; else the generic key of its unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.breaks import Breaks
from newsledger.extract.metric_book import ChosenMetric, MetricBook, MetricHit, value_kinds
from newsledger.extract.metric_fallbacks import generic_metric, held_against
from newsledger.extract.metric_structure import change_of_figure_before, list_partner, part_of_whole
from newsledger.extract.metric_wordings import (
    COUNTS_PIECES,
    PLAUSIBLE_SUMS,
    decided_by_wording,
    is_against_another,
    is_difference,
    is_part_of,
)
from newsledger.extract.metric_wordings_chinese import growth_of_value_added
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.sentences import Language

_HARD = Breaks(";；。", ("while", "whereas", "but", "although", "though"), ("而(?!且|言|是)",))

_SOFT = Breaks("，", ("and", "which"), (r",(?!\d)",))

_LIST_GAP = re.compile(
    r"[\s,，、;；和与及至到或]*(?:(?:and|or|including|of which|to|from|versus|vs\.?|against|compared with"
    r"|compared to|up from|down from|as against|than|以及|高于|低于|而)\b)?[\s,，、]*"
    r"(?:those of |that of )?(?:[A-Z][A-Za-zÀ-ɏ0-9.&’'-]*(?: [A-Z][A-Za-zÀ-ɏ0-9.&’'-]*){0,3}(?:'s|’s)?\s*)?"
    r"(?:about|nearly|some|over|around|another|the|a|约|近|超)?\s*$"
)

_CONTINUES = re.compile(
    r"(?:\b(?:(?:slower|faster|higher|lower|weaker|stronger|better|worse|more|less|fewer) than|up|down|from"
    r"|against|compared with|compared to|versus|vs\.?|than)\b|,? ?and\b|、|;? ?(?:this|it|which|that)\b"
    r"|高于|低于|升至|降至|增至|减至|涨到|跌到|去年同期|上年同期|一年前)"
)

_PARTS = re.compile(r"\b(?:including|of which|among them)\b|其中|包括")


def is_list_gap(gap: str) -> bool:
    """Whether nothing but "and", commas and the like (and a name) stands between two figures."""
    return len(gap) < 60 and _LIST_GAP.fullmatch(gap) is not None


# "Comparable sales at its U.S. stores rose": what rose is the sales.
_AT_ITS = re.compile(
    r"\s(?:at|in|from|across|of|by)\s(?:(?:its|the|their|all|our|existing)\s)+(?:[\w.'’-]+\s){0,3}?"
)


def _is_in_phrase(text: str, hit: MetricHit, scored: Sequence[tuple[float, MetricHit, str, str]]) -> bool:
    """Whether a noun stands in a phrase that hangs on another metric's noun before it."""
    return hit.kind == "noun" and any(
        other.kind == "noun"
        and other.metric_id != hit.metric_id
        and 0 < hit.start - other.end < 40
        and _AT_ITS.fullmatch(text, other.end, hit.start) is not None
        for _, other, _, _ in scored
    )


def _kind_fits(hit: MetricHit, kinds: frozenset[str]) -> bool:
    if hit.kinds & kinds:
        return True
    return "number" in hit.kinds and bool(kinds & {"number"})


def _cost(
    text: str, hit: MetricHit, figure: QuantityMatch, others: Sequence[QuantityMatch], language: Language
) -> float | None:
    """What stands between a term and a figure; None where they cannot belong together."""
    left, right = figure.cue_start, figure.end
    if hit.kind == "verb" and figure.start <= hit.start < figure.end:
        return None
    if hit.start >= figure.start and hit.end <= figure.end:
        gap, is_behind = "", False
    elif hit.end <= figure.start:
        gap, is_behind = text[hit.end : max(hit.end, left)], False
    elif hit.start >= right:
        gap, is_behind = text[right : hit.start], True
    else:
        gap, is_behind = "", False
    words = len(gap) / (2.2 if language == "zh" else 5.5)
    hard, soft = _HARD.count(gap), _SOFT.count(gap)
    cost = 0.05 * words + 0.22 * soft + 0.8 * hard
    if is_behind:
        if (hit.kind == "verb" and (soft or (language == "en" and len(gap) > 24))) or (
            hit.metric_id == "cash"
            and gap.strip() == "in"
            and _PAID_FOR.search(text[max(0, left - 24) : left])
        ):
            return None
        if hit.kind == "verb" and language == "en" and _OTHER_CLAUSE.search(gap):
            return None
        if hard or soft > 1 or len(gap) > (14 if language == "zh" else 60):
            return None
        if soft and figure.is_change:
            return None
        cost += 0.12 + 0.5 * soft
        if any(o.start >= right and o.end <= hit.start for o in others):
            cost += 0.6
        if language == "en" and _AFTER_WHAT.search(gap):
            cost += 0.8
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
    history: Sequence[tuple[QuantityMatch, ChosenMetric]] = (),
    told: Sequence[tuple[QuantityMatch, ChosenMetric]] = (),
    *,
    is_row: bool = False,
) -> ChosenMetric:
    """The metric of a figure. `history` are the figures before it in the sentence, with their metrics;
    `told` those of the sentence before; `is_row`: but a name and "is" stand before it in its clause."""
    before = history[-1] if history else None
    kinds = value_kinds(quantity)
    special = decided_by_wording(text, sentence, quantity, hits, book, language)
    if special is not None:
        return special
    part = part_of_whole(text, sentence, quantity, language)
    if part is not None and not _has_own_rate(part, hits, quantity, before):
        return part
    if before is not None:
        change = change_of_figure_before(text, quantity, before, book)
        if change is not None:
            return change
    if (
        before is not None
        and "money" in kinds
        and before[0].unit != quantity.unit
        and value_kinds(before[0]) == kinds
        and text[before[0].end : quantity.start] in {" (", "(", " (about ", " (roughly ", "（", "（约"}
    ):
        same = before[1]
        return ChosenMetric(
            same.metric_id, same.level_id, f"in another currency: {same.rule}", 0.85, same.hit
        )
    if language == "en" and history:
        held = held_against(text, sentence, quantity, history)
        if held is not None:
            return held
    for level, earlier in reversed(history):
        if level.unit == quantity.unit and level.is_change == quantity.is_change:
            between = text[level.end : quantity.cue_start]
            if len(between) < 90 and _THOSE.search(between) and not earlier.rule.startswith("no term"):
                return ChosenMetric(
                    earlier.metric_id,
                    earlier.level_id,
                    f"those of another: {earlier.rule}",
                    0.75,
                    earlier.hit,
                )
            break
    if before is not None and quantity.unit == "percent" and not quantity.is_change:
        margin = _MARGIN_OF.get(before[1].metric_id)
        if margin is not None and re.fullmatch(
            r"(?: (?:in|for|during|over) [^,;\d]{3,30}(?: 20\d\d)?)?,? (?:for |or |giving |with "
            r"|which equals )?an? margin"
            r" of (?:\w+ )?",
            text[before[0].end : quantity.cue_start],
        ):
            return ChosenMetric(margin, margin, "margin of the profit before it", 0.85)
    if (
        before is not None
        and language == "zh"
        and quantity.unit == "pp"
        and before[0].unit == "percent"
        and before[1].metric_id.endswith("growth")
        and _AGAINST_GROWTH.fullmatch(text[before[0].end : quantity.start])
    ):
        # 增长5.5%，高于全国0.3个百分点
        return ChosenMetric(before[1].metric_id, before[1].level_id, "growth in points", 0.85, before[1].hit)
    partner = list_partner(text, sentence, quantity, others, hits, _LIST_GAP)
    if partner is not None:
        same_place = [h for h in hits if h.start == partner.start]
        for hit in same_place:
            metric, rule, _ = _as_metric(hit, quantity, kinds, book, text, language)
            if metric is not None:
                return ChosenMetric(metric, hit.metric_id, f"lists pair off: {rule}", 0.9, hit)
    scored: list[tuple[float, MetricHit, str, str]] = []
    for hit in hits:
        metric, rule, discount = _as_metric(hit, quantity, kinds, book, text, language)
        if metric is None:
            continue
        cost = _cost(text, hit, quantity, others, language)
        if cost is None:
            continue
        scored.append((hit.weight - cost - discount, hit, metric, rule))
    if language == "en" and len(scored) > 1:
        scored = [
            (score - 0.4 if _is_in_phrase(text, one, scored) else score, one, metric, rule)
            for score, one, metric, rule in scored
        ]
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
        fresh = best_now[1] is not None and best_now[1].start >= before[0].end and best_now[0] > 0.25
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
            if language == "zh" and quantity.is_change:
                # 在华销售73145辆，…，同比微降0.5%: of what the same word told the level of.
                for level, earlier in reversed(history):
                    told_by = earlier.hit
                    if told_by is not None and told_by.start == hit.start and not level.is_change:
                        metric = book.growth.get(earlier.metric_id, metric)
                        break
            return ChosenMetric(metric, hit.metric_id, rule, certainty, hit)
    if before is not None and before[0].unit == quantity.unit and _EXPECTED.match(text, quantity.end):
        return ChosenMetric(
            before[1].metric_id, before[1].level_id, f"expected: {before[1].rule}", 0.7, before[1].hit
        )
    if is_row and not (kinds & {"percent", "change"}):
        # "重庆为24444亿元", "圆通27.9亿票": another row of what was told of the one before.
        for level, earlier in reversed((*told, *history)):
            if level.unit == quantity.unit and not level.is_change and not earlier.rule.startswith("no term"):
                rule = f"row of a table: {earlier.rule}"
                return ChosenMetric(earlier.metric_id, earlier.level_id, rule, 0.65, earlier.hit)
    if (
        language == "en"
        and "money" in kinds
        and not quantity.is_change
        and _NOW_EXPECTS.search(text, max(sentence[0], quantity.cue_start - 40), quantity.start)
    ):
        for level, earlier in (*reversed(history), *reversed(told)):
            if level.unit == quantity.unit and not level.is_change and not earlier.rule.startswith("no term"):
                rule = f"expected of it: {earlier.rule}"
                return ChosenMetric(earlier.metric_id, earlier.level_id, rule, 0.6, earlier.hit)
    if (
        language == "en"
        and before is not None
        and before[0].is_change
        and not before[1].rule.startswith("no term")
    ):
        between = text[before[0].end : quantity.start]
        level_id = before[1].level_id
        low, high = PLAUSIBLE_SUMS.get(level_id, (0.0, 1e30))
        if (
            kinds & {"money", "number"}
            and not quantity.is_change
            and book.kinds.get(level_id, frozenset()) & kinds
            and low <= max(quantity.low, quantity.high) < high
            and _UP_TO.fullmatch(between)
        ):
            # "BYD's more than tripled to 17,470": the level that the change led to.
            return ChosenMetric(level_id, level_id, "the level of the change before it", 0.7, before[1].hit)
    if language == "en" and quantity.is_change and _OF_ANOTHER.search(text, sentence[0], quantity.cue_start):
        for level, earlier in reversed(history):
            if level.is_change and not earlier.rule.startswith("no term"):
                rule = f"those of another: {earlier.rule}"
                return ChosenMetric(earlier.metric_id, earlier.level_id, rule, 0.65, earlier.hit)
    if language == "en" and kinds & {"number"} and _OF_THEM.match(text, quantity.end):
        for level, earlier in reversed((*told, *history)):
            if (
                value_kinds(level) & {"number"}
                and not level.is_change
                and not earlier.rule.startswith("no term")
            ):
                rule = f"some of them: {earlier.rule}"
                return ChosenMetric(earlier.metric_id, earlier.level_id, rule, 0.6, earlier.hit)
    # 增长近20倍至6.98亿元: the level that the change led to.
    if (
        before is not None
        and language == "zh"
        and before[0].is_change
        and kinds & {"money", "number"}
        and _LED_TO.fullmatch(text[before[0].end : quantity.start])
        and before[1].level_id
    ):
        level_id = before[1].level_id
        return ChosenMetric(level_id, level_id, "the level of the change before it", 0.8, before[1].hit)
    goes_on = (
        before is not None
        and (before[0].unit == quantity.unit or ("change" in kinds and language == "zh"))
        and quantity.is_change == before[0].is_change
        and (language == "zh" or not _NEW_CLAUSE.search(text[before[0].end : quantity.cue_start]))
    )
    if (
        goes_on
        and before is not None
        and language == "zh"
        and quantity.unit == "percent"
        and before[0].unit not in {"percent", "pp"}
    ):
        # 比6月回升了75元，还是便宜两成: the change of what the level was of.
        key = book.growth.get(before[1].metric_id, "growth_rate")
        return ChosenMetric(key, before[1].level_id, f"goes on: {before[1].rule}", 0.5, before[1].hit)
    if goes_on and before is not None and ("change" in kinds or quantity.start - before[0].end < 70):
        return ChosenMetric(
            before[1].metric_id, before[1].level_id, f"goes on: {before[1].rule}", 0.5, before[1].hit
        )
    for level, earlier in reversed(history):
        if level.unit != quantity.unit or level.is_change != quantity.is_change:
            continue
        if earlier.rule.startswith("no term"):
            continue
        clause = text[max(sentence[0], quantity.cue_start - 60) : quantity.cue_start]
        if _SAME_AGAIN.search(clause) and not (kinds & {"number"} and level.counter != quantity.counter):
            return ChosenMetric(
                earlier.metric_id, earlier.level_id, f"the same again: {earlier.rule}", 0.6, earlier.hit
            )
        break
    return generic_metric(text, quantity, kinds, language)


_AGAINST_GROWTH = re.compile(
    r"[，,（(]?(?:增速|增幅|涨幅|降幅)?(?:分别)?(?:比|较)?[^，。；\d]{0,14}?(?:高于|低于|快于|慢于|高出|低|高|快|慢|提高|回落|放缓|加快|扩大|收窄|回升|提升)"
    r"[^，。；\d]{0,10}"
)
_UP_TO = re.compile(r" to (?:about |nearly |some |around |over |just |a record )?")
# "while BYD's more than tripled": of what the clause before told of another.
_OF_ANOTHER = re.compile(
    r"\b(?:while|whereas|and|but) (?:the )?[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,2}['’]s (?:has "
    r"|have )?(?:more than |nearly )?$"
)
_OF_THEM = re.compile(r"\s*of (?:them|those|these)\b")

_LED_TO = re.compile(
    r"(?:，|,)?\s?(?:下降|下滑|增长|增加|减少|提升|上升|回落)?(?:至|到|达到?|为|达至)(?:约|近|超)?"
)

# "Sales in America slumped 9% while those in China rose 4%"
_THOSE = re.compile(
    r"\b(?:while|whereas|and|but|against|compared with|than)\s(?:those|that)\s(?:in|of|at|from|for)\b"
)

_MARGIN_OF = {
    "operating_profit": "operating_margin",
    "net_profit": "net_margin",
    "gross_profit": "gross_margin",
}
_PAID_FOR = re.compile(r"\b(?:for|pay|paid|of)\s(?:about |around |nearly |some )?$")

# "more than twice the 50,000 that economists had forecast"
_EXPECTED = re.compile(
    r"\s(?:that |which )?(?:(?:most |many )?(?:analysts|economists|investors|forecasters|it|they"
    r"|traders|Wall Street)"
    r" (?:(?:polled|surveyed) by [A-Z]\w+ |at [A-Z]\w+ |on average )?)?"
    r"(?:had |have |were )?(?:expected|forecast|predicted|pencilled in|hoped for|estimated|been expecting)\b"
)

# Behind these a clause of its own begins, whose figure is not the one before it again.
_NEW_CLAUSE = re.compile(r"\b(?:after|because|since|who|when|if)\b")

_OTHER_CLAUSE = re.compile(r"\b(?:after|because|since|who|when|if|as|that|which|where|before)\b")

# "raised its forecast": no money was raised.
_RAISED_WHAT = re.compile(
    r"\s(?:(?:its|the|their|his|a|[\w-]*year) )*(?:[\w-]+ ){0,3}?(?:forecasts?|guidance|outlook|targets?"
    r"|estimates?|dividend|stake|holding|prices?|rates?|rents?|bid|offer|wages|pay|output|capacity|limit"
    r"|ratings?|fees?|tariffs?)\b"
)

# "… and Hubei's to 4.5 trillion", 前三季度合计7.46亿吨: the noun is that of a figure further back.
_SAME_AGAIN = re.compile(
    r"(?:合计|累计|总计|共计|去年同期|上年同期|一年前|前[一二三四五六七八九十\d]+个?月|前三季度|上半年"
    r"|下半年|全年|单月|单季)[^,，;；]{0,10}$"
    r"|(?:'s|’s|\bthat of|\bthose of|\bthe figure for)\s(?:[A-Z][\w-]*\s){0,3}(?:at|to|was|were"
    r"|is|rose|fell|grew|reached|came|stood|climbed|totalled|totaled|amounted)?\s*(?:to|at|by)?\s*"
    r"(?:about|nearly|some)?\s*$"
)


def _has_own_rate(
    part: ChosenMetric,
    hits: Sequence[MetricHit],
    quantity: QuantityMatch,
    before: tuple[QuantityMatch, ChosenMetric] | None,
) -> bool:
    """Whether a percentage's own noun stands before it: "of" tells its base ("a fee of 5% of sales")."""
    if part.metric_id != "share":
        return (
            part.metric_id == "revenue_share" and before is not None and before[1].metric_id == "rnd_expense"
        )
    return any(
        "percent" in h.kinds
        and h.kind == "noun"
        and h.end <= quantity.start
        and quantity.cue_start - h.end < 14
        and h.metric_id not in {"dividend", "stake", "market_share"}
        for h in hits
    )


_PART_OF_IT = re.compile(
    r"(?:\bor|accounting for|representing|equal to|making up|of which\b[^,;#]{0,42}|which (?:is|was)"
    r"|equivalent to|、?占|占比"
    r"|相当于)\W*(?:\w+\W+){0,2}#|#\s*of (?:which|them|the total|it|that|this|sales|revenue|all)"
    r"|#\s*of (?:the"
    r"|its|total|group) (?:total|sales|revenue)|其中.{0,12}#|占.{0,10}#"
)


_NOT_MADE = frozenset({"业", "品", "权", "后", "假", "妇", "房", "区", "地", "生", "线", "经", "险"})


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
    if hit.term == "产" and text[hit.end : hit.end + 1] in _NOT_MADE:
        return None, "", 0.0
    if (
        metric in {"production", "sales_volume"}
        and quantity.unit in {"km", "m", "m2", "ha", "km2", "mi"}
        and not hit.term.endswith("面积")
    ):
        return None, "", 0.0
    if (
        metric == "investment"
        and hit.kind == "verb"
        and hit.term in {"sank", "sink", "pump", "subscribed"}
        and re.search(r"\bto $|%", text[hit.end : quantity.start])
    ):
        return None, "", 0.0
    if metric == "funding" and hit.kind == "verb" and _RAISED_WHAT.match(text, hit.end):
        return None, "", 0.0
    if "pp" in kinds:
        if metric == "gdp" and (value_added := growth_of_value_added(text, hit.start, hit.term)) is not None:
            return value_added, "change of value added", 0.1
        if "percent" in hit.kinds:
            return metric, "level in points", 0.35 if metric == "share" else 0.0
        if "money" in hit.kinds and metric in book.share:
            return book.share[metric], "share in points", 0.3
        return None, "", 0.0
    if "change" in kinds:
        if "change" in hit.kinds:
            return metric, "change", 0.0
        if metric == "net_loss":
            return None, "", 0.0
        if metric == "gdp" and (value_added := growth_of_value_added(text, hit.start, hit.term)) is not None:
            return value_added, "change of value added", 0.0
        if is_against_another(text, quantity):
            if hit.kinds & {"money", "rate", "percent", "physical", "number"} and hit.kind == "noun":
                return metric, "against another, not over time", 0.0
            return (
                (metric, "against another, not over time", 0.1) if metric == "energy_use" else (None, "", 0.0)
            )
        if hit.kind == "verb" and re.search(r"[,，;；]", text[hit.end : quantity.cue_start]):
            return None, "", 0.0
        if (
            metric == "revenue"
            and hit.term == "sales"
            and COUNTS_PIECES.search(text, hit.end, min(len(text), quantity.end + 30))
        ):
            return "sales_volume_growth", "change of a level", 0.0
        if (
            metric in book.growth
            and hit.term not in _LEVEL_WORDS
            and not (hit.kind == "verb" and metric != "sales_volume")
        ):
            return (
                book.growth[metric],
                "change of a level",
                0.2 if hit.term in {"sales", "销售"} and metric == "sales_volume" else 0.0,
            )
        if hit.kind != "noun" or metric in {"stake"} or hit.term in {"点", "points", "关口"}:
            return None, "", 0.0
        if "ratio" in kinds:
            return "multiple", "fold of a level without a key", 0.1
        if metric == "interest_rate" and _LOWER.match(text, quantity.end):
            return None, "", 0.0
        if "percent" in hit.kinds and quantity.unit == "percent" and not (hit.kinds & {"money", "rate"}):
            if hit.start >= quantity.end or metric == "share":
                return None, "", 0.0
            return metric, "level after all", 0.35
        return "growth_rate", "change of a level without a key", 0.05
    if "percent" in kinds:
        if "percent" in hit.kinds:
            return metric, "level", 0.0
        if metric in book.share and hit.kind == "noun" and is_part_of(text, hit, quantity, language):
            return book.share[metric], "part of a level", -0.3
        return None, "", 0.0
    if "ratio" in kinds:
        return None, "", 0.0
    if metric == "share_price" and "/" in quantity.unit and not quantity.unit.endswith("/share"):
        return "price", "level a measure", 0.0
    if kinds & {"number", "money"} and is_difference(text, quantity, language):
        if metric in {"unit_price", "price"}:
            if language == "en" and max(quantity.low, quantity.high) >= PLAUSIBLE_SUMS["price"][1]:
                return None, "", 0.0
            return "price", "change of a price", 0.0
        return None, "", 0.0
    low, high = PLAUSIBLE_SUMS.get(metric, (0.0, 1e30))
    if "money" in kinds and not low <= max(quantity.low, quantity.high) < high:
        return None, "", 0.0
    if metric == "market_cap" and hit.term.endswith("worth") and language == "en":
        at = hit.end - len("worth")
        if _ORDERED.search(text, max(0, at - 50), at):
            return "order_value", "worth of an order", 0.0
        if not _FIRM_IS_WORTH.search(text, max(0, at - 40), at):
            return None, "", 0.0
    if (
        metric == "market_cap"
        and hit.term in {"worth", "is worth"}
        and _WORTH_OF.search(text, max(0, hit.start - 14), hit.start)
    ):
        return None, "", 0.0
    if (
        metric == "share_price"
        and hit.term == "定价"
        and not re.search(r"股|发行|IPO|上市|认购", text[max(0, hit.start - 40) : quantity.end + 30])
    ):
        return None, "", 0.0
    if metric == "energy_use" and quantity.unit.endswith("Wh"):
        return "electricity_demand", "electricity used", 0.0
    if metric == "count" and "physical" in kinds:
        return "quantity", "level", 0.0
    if quantity.unit == "count" and metric in _OF_PEOPLE and _COUNTS_ELSE.match(quantity.counter):
        return None, "", 0.0
    if metric in _OF_STAFF and quantity.counter and _GUESTS.match(quantity.counter):
        return None, "", 0.0
    if _kind_fits(hit, kinds):
        return metric, "level", 0.0
    if kinds & {"rate"} and metric in _PER_MEASURE and not quantity.unit.endswith(_PER_TIME):
        return metric, "level a measure", 0.0
    return None, "", 0.0


_ORDERED = re.compile(r"\b(?:ordered|orders?|contracts?|placed)\b[^,.;]{0,40}$")

_FIRM_IS_WORTH = re.compile(
    r"(?:\b(?:[A-Z][\w.&'’-]*|it|they|which|that|business)\s(?:(?:now|still|then|once|currently"
    r"|already|itself|would"
    r"|will|alone|could|can|may|might|should|reportedly|perhaps)\s)*(?:is|was|are|were|be|being)\s"
    r"|\b(?:company|firm|group|start-?up|maker|chain|bank|lender|business|unicorn)\s)"
    r"(?:(?:is|was|are|were|be|being|now|still|then|once|currently|already|itself|would|will|could"
    r"|may|might)\s)*$"
)

# Words that name a level of points and no index whose move a percentage could be.
_LEVEL_WORDS = frozenset({"点", "points", "关口", "点位", "整数关口", "点关口"})

# "earned 95 million yuan in Q3 after a loss a year ago": what had been, not what is.
_AFTER_WHAT = re.compile(r"\b(?:after|following|despite|compared with|against|versus|instead of|unlike)\b")

# "Freight rates are 55% lower": rates of interest move by points.
_LOWER = re.compile(r"\s(?:lower|higher|cheaper|dearer|below|above|less|more)\b")
# "It now expects 1.43 trillion yen": of what the sentence before told.
_NOW_EXPECTS = re.compile(
    r"\b(?:expects?|sees|forecasts?|predicts?|guided for|projects?|anticipates?|pencill?ed in)\s"
    r"(?:about |some |around |nearly |between |at least |up to )?$"
)

_GUESTS = re.compile(
    r"(?:patient|passenger|visitor|student|guest|tourist|volunteer|participant|traveller|traveler|resident"
    r"|voter"
    r"|home|fan|spectator|pupil)",
    re.IGNORECASE,
)
_OF_STAFF = frozenset({"employees", "layoffs"})

_OF_PEOPLE = frozenset({"employees", "users", "layoffs", "population", "subscribers", "mau", "dau"})

_COUNTS_ELSE = re.compile(
    r"(?:countr|cit|counties|county|province|region|market|state|site|plant|factor|compan|firm|brand|model"
    r"|product|categor|project|language|day|hour|route|airport|country)",
    re.IGNORECASE,
)

# What is told a ton, a unit or a head too: 吨钢毛利380元/吨.
_PER_TIME = ("/share", "/month", "/year", "/week", "/day", "/h")

_PER_MEASURE = frozenset({"gross_profit", "net_profit", "operating_profit", "net_loss"})

_WORTH_OF = re.compile(
    r"\b(?:shares?|stock|orders?|contracts?|goods|products|assets|bonds|property|equipment|chips|drones"
    r"|investments?|tickets|exports|imports|notes|loans|stakes?|holdings?|deals?|parcels?|land"
    r"|ships|vessels|aircraft|jets|trucks"
    r"|vehicles|cars|units|homes|machines|gifts|prizes|drugs|crops|gas|oil|grain|coal)"
    r"(?: (?:is|are|was|were|now|currently|together))* ?$"
)
