"""From figures to facts: each quantity gets its metric, subject, period, mood and what else the text says of it.

One pass over the sentences of a field, in order, with what the text has been about so far (`Discourse`) and which times it has
named (`PeriodState`). The rules themselves are in metrics, subjects, dating and modality.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from newsledger.extract.dating import Dated, date_figure
from newsledger.extract.metrics import ChosenMetric, MetricBook, MetricHit, choose_metric, is_list_gap
from newsledger.extract.modality import modality_of
from newsledger.extract.periods import NOTHING, Period, PeriodMention, PeriodState, find_periods
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.reading import Reading
from newsledger.extract.records import Modality
from newsledger.extract.sentences import Sentence
from newsledger.extract.subjects import (
    ChosenSubject,
    Discourse,
    Entity,
    choose_subject,
    head_of,
    lists_pair_off,
)


@dataclass(frozen=True, slots=True)
class LinkedFact:
    """A figure with all that was linked to it; positions are of the reading."""

    quantity: QuantityMatch
    sentence: Sentence
    metric: ChosenMetric
    subject: ChosenSubject
    period: Period
    period_rule: str
    modality: Modality
    modality_cue: str
    is_change: bool
    comparison: str | None
    low: float
    high: float
    region: Entity | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Carry:
    """The period that the text goes on about: of which subject, and how many sentences ago."""

    period: Period
    subject_id: str | None
    age: int
    is_instant: bool


@dataclass
class LinkState:
    """What one field hands on from sentence to sentence."""

    periods: PeriodState
    discourse: Discourse
    carry: Carry | None = None


def link_field(
    reading: Reading,
    sentences: Sequence[Sentence],
    quantities: Sequence[QuantityMatch],
    entities: Sequence[Entity],
    hits: Sequence[MetricHit],
    book: MetricBook,
    state: LinkState,
) -> list[LinkedFact]:
    """The facts of a field, in the order of the text. `state` is moved on."""
    facts: list[LinkedFact] = []
    entity_starts = [e.start for e in entities]
    hit_starts = [h.start for h in hits]
    by_sentence: dict[int, list[QuantityMatch]] = {}
    for quantity in quantities:
        by_sentence.setdefault(quantity.sentence, []).append(quantity)
    marks = list(reading.structure)
    for number, sentence in enumerate(sentences):
        if re.match(r"\d{1,2}[、.．]\s?[^\d\s]|[①-⑳]|\d️⃣", reading.text[sentence.start : sentence.start + 5]):
            state.discourse = replace(
                state.discourse,
                last=None,
                last_company=None,
                last_head=None,
                last_place=None,
                section=None,
                main=None,
            )
            state.carry = None
        while marks and marks[0][1] <= sentence.start:
            mark = marks.pop(0)
            inside = entities[bisect_left(entity_starts, mark[0]) : bisect_left(entity_starts, mark[1])]
            section = next((e for e in inside if e.is_company), None)
            state.discourse = replace(
                state.discourse, last=None, last_company=section or state.discourse.main, section=section
            )
            state.carry = None
        here = entities[bisect_left(entity_starts, sentence.start) : bisect_left(entity_starts, sentence.end)]
        near = hits[bisect_left(hit_starts, sentence.start) : bisect_left(hit_starts, sentence.end)]
        facts += link_sentence(reading.text, sentence, by_sentence.get(number, []), here, near, book, state)
    return facts


def link_sentence(
    text: str,
    sentence: Sentence,
    quantities: Sequence[QuantityMatch],
    entities: Sequence[Entity],
    hits: Sequence[MetricHit],
    book: MetricBook,
    state: LinkState,
) -> list[LinkedFact]:
    """The facts of one sentence."""
    span = (sentence.start, sentence.end)
    found, state.periods = find_periods(text[sentence.start : sentence.end], state.periods)
    mentions = [
        replace(m, start_char=m.start_char + sentence.start, end_char=m.end_char + sentence.start)
        for m in found
    ]
    quantities = _with_changes(text, sentence, quantities)
    spans = [(q.start, q.end) for q in quantities]
    paired = lists_pair_off(text, [(q.cue_start, q.end) for q in quantities], entities, span)
    facts: list[LinkedFact] = []
    previous: tuple[QuantityMatch, ChosenMetric] | None = None
    last_dated: Dated | None = None
    matched = _changes_of_list(text, sentence, quantities)
    chosen: list[ChosenMetric] = []
    for index, quantity in enumerate(quantities):
        figure = (quantity.cue_start, quantity.end)
        others = [q for i, q in enumerate(quantities) if i != index]
        metric = choose_metric(text, span, quantity, others, hits, book, sentence.language, previous)
        level = chosen[matched[index]] if index in matched else None
        if level is not None and level.metric_id in book.growth:
            metric = ChosenMetric(
                book.growth[level.metric_id], level.metric_id, "lists pair off", 0.9, level.hit
            )
        metric = _of_index(text, metric, quantity, entities)
        chosen.append(metric)
        subject = choose_subject(
            text, span, figure, [s for i, s in enumerate(spans) if i != index], _subjects_for(entities, metric), metric.metric_id,
            sentence.language, state.discourse, paired,
        )  # fmt: skip
        metric = _fitted_to_subject(text, span, metric, subject, quantity, previous)
        is_change = quantity.is_change or quantity.unit in {"pp", "bp"}
        dated = date_figure(
            text, span, figure, [s for i, s in enumerate(spans) if i != index], mentions,
            is_change=is_change, language=sentence.language, is_ratio=quantity.unit == "ratio" and not quantity.is_change,
            metric_id=metric.metric_id, is_stock=book.basis(metric.metric_id) == "stock",
            names=[(e.start, e.end) for e in entities], listed_after=last_dated if previous is not None and is_list_gap(text[previous[0].end : quantity.cue_start]) else None,
        )  # fmt: skip
        last_dated = dated
        dated = _carried_over(dated, metric, subject, state.carry, book) if dated is None else dated
        period = dated.period if dated else NOTHING
        mood, cue = modality_of(
            text,
            sentence.start,
            sentence.end,
            (quantity.start, quantity.end),
            sentence.language,
            [(e.start, e.end) for e in entities],
        )
        if quantity.role == "from" and mood == "target" and sentence.language == "zh":
            mood, cue = "actual", "from"
        low, high = _signed(quantity, is_change)
        facts.append(
            LinkedFact(
                quantity=quantity,
                sentence=sentence,
                metric=metric,
                subject=subject,
                period=period,
                period_rule=dated.rule if dated else "none stated",
                modality=mood,
                modality_cue=cue,
                is_change=is_change,
                comparison=_comparison(text, span, figure, mentions) if is_change else None,
                low=low,
                high=high,
                region=_region(text, span, quantity, entities, subject),
                confidence=_confidence(quantity, metric, subject, dated),
            )
        )
        previous = (quantity, metric)
    _move_on(text, sentence, entities, facts, mentions, state)
    return facts


_BARE_MOVE = re.compile(
    r"(?:['’]s)?(?:,[^,\d]{3,60},)?\s*(?:\([^)]*\)|（[^）]*）)?\s*(?:A股|H股|港股|美股|（?ADR）?)?(?:\s*(?:also|then|has|have|had|was|were|is|closed|ended|finished|traded|trading|opened|to|股价|盘[中前后]|一度|早盘|午后|昨日|今日|周[一二三四五]|则|也|更是))*"
    r"\s*(?:up|down|rose|fell|slipped|slid|dropped|jumped|gained|lost|surged|soared|tumbled|plunged|climbed|sank|added|shed|rallied|advanced|higher|lower|rise|fall|大?[涨跌]|收[涨跌]|[涨跌]超|上涨|下跌|飙升|暴[涨跌]|急[涨跌]|重挫|走[高低])"
    r"(?:\s*(?:by|about|nearly|more than|over|as much as|超过?|近|逾|约|了|逾))*\s*"
)
_ECONOMY_MOVE = re.compile(
    r"(?:['’]s)?(?:\s+(?:economy|to|will|would|is|expected|seen|growing|GDP))*\s*(?:grew|grow|growing|expand(?:ed|ing)?|shr(?:ank|ink|inking)|contract(?:ed|ing)?|经济增长|经济增速)(?:\s*(?:by|about|nearly|at|约|近))*\s*"
)


def _of_bare_move(
    text: str, metric: ChosenMetric, subject: ChosenSubject, quantity: QuantityMatch
) -> ChosenMetric:
    """ "Acme slipped 2%" is its share; "India will expand 6%" is its economy."""
    entity = subject.entity
    if metric.metric_id != "growth_rate" or not metric.rule.startswith("no term") or entity is None:
        return metric
    if quantity.unit != "percent" or entity.end > quantity.start or entity.start < 0:
        return metric
    gap = text[entity.end : quantity.start]
    if len(gap) > 60:
        return metric
    if entity.is_company and _BARE_MOVE.fullmatch(gap):
        return ChosenMetric("share_price_change", "share_price", "a firm's bare move", 0.75)
    if entity.entity_type == "place" and _ECONOMY_MOVE.fullmatch(gap):
        return ChosenMetric("gdp_growth", "gdp", "a place's growth", 0.8)
    return metric


_LISTING = re.compile(
    r"\bIPO\b|\blisting\b|\boffering\b|\bflotation\b|\bdebut\b|上市(?!公司)|新股|招股|首次公开|港股|科创板|创业板|打新|敲钟"
)
_ECONOMY = re.compile(
    r"\b(?:grow(?:th|s|ing)?|grew|expan(?:d|ds|ded|sion)|economy|shrank|contraction|GDP)\b|经济|增长目标|增速"
)


_GOAL = re.compile(r"\b(?:goal|target|forecast|estimate|expected|consensus)s?\b|目标|预期|预测")


def _fitted_to_subject(
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
    if key == "funding" and _LISTING.search(text, *sentence):
        return replace(metric, metric_id="ipo_proceeds", level_id="ipo_proceeds", rule="raised by a listing")
    is_generic = metric.rule.startswith("no term")
    if (
        previous is not None
        and key == "share"
        and is_generic
        and previous[1].metric_id in {"gdp_growth", "revenue_growth", "growth_rate"}
        and _GOAL.search(text[previous[0].end : quantity.start])
    ):
        return replace(previous[1], rule="the goal of the figure before it")
    if entity is None:
        return metric
    if key == "amount" and is_generic and entity.entity_type == "product" and max(quantity.low, quantity.high) < 1e6:
        return ChosenMetric("unit_price", "unit_price", "price of a product", 0.6)
    if key == "expenditure" and entity.is_company:
        return replace(metric, metric_id="unit_price", level_id="unit_price")
    if key == "gdp_growth" and entity.is_company:
        return replace(metric, metric_id="growth_rate", level_id="growth_rate")
    if (
        entity.entity_type == "place"
        and quantity.unit == "percent"
        and (key in {"growth_rate", "share"} and metric.rule.startswith("no term"))
        and (
            _ECONOMY.search(text[max(sentence[0], quantity.start - 50) : min(sentence[1], quantity.end + 20)])
            or re.search(r"\b(?:goal|target) of (?:around |about )?$", text[sentence[0] : quantity.start])
        )
    ):
        return ChosenMetric("gdp_growth", "gdp", "a place's growth", 0.7)
    return metric


def _of_index(
    text: str, metric: ChosenMetric, quantity: QuantityMatch, entities: Sequence[Entity]
) -> ChosenMetric:
    """A move or a level in points whose nearest name before it is an index is the index's."""
    if metric.metric_id not in {"share_price_change", "growth_rate", "index_change", "count"}:
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
            replace(metric, metric_id="index_level", level_id="index_level")
            if quantity.unit == "point"
            else metric
        )
    return replace(
        metric, metric_id="index_change", level_id="index_level", rule=f"of an index: {metric.rule}"
    )


def _changes_of_list(text: str, sentence: Sentence, quantities: Sequence[QuantityMatch]) -> dict[int, int]:
    """ "revenue of 5bn and profit of 1bn, up 8% and 9% respectively": each change's index → its level's index."""
    changes = [i for i, q in enumerate(quantities) if q.is_change and q.unit == "percent"]
    pairs: dict[int, int] = {}
    runs: list[list[int]] = []
    for i in changes:
        if (
            runs
            and runs[-1][-1] == i - 1
            and is_list_gap(text[quantities[i - 1].end : quantities[i].cue_start])
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        count = len(run)
        tail = text[quantities[run[-1]].end : quantities[run[-1]].end + 16]
        head = text[max(sentence.start, quantities[run[0]].cue_start - 14) : quantities[run[0]].cue_start]
        if count < 2 or run[0] < count or not ("respectively" in tail or "分别" in head):
            continue
        levels = list(range(run[0] - count, run[0]))
        if all(not quantities[i].is_change for i in levels):
            pairs.update(dict(zip(run, levels, strict=True)))
    return pairs


_MOVES = re.compile(
    r"\b(?:(?P<up>rose|risen|grew|grown|increas(?:ed?|es|ing)|gain(?:ed|s)|jump(?:ed|s)|surg(?:ed|es)|climb(?:ed|s)|advanc(?:ed|es)|expand(?:ed|s)|rais(?:ed|es)|lift(?:ed|s)|boost(?:ed|s)|soar(?:ed|s))"
    r"|(?P<down>fell|fallen|declin(?:ed|es)|decreas(?:ed|es)|dropp?(?:ed|s)|slid|slump(?:ed|s)|tumbl(?:ed|es)|cut|reduc(?:ed|es)|shr(?:ank|unk)|contract(?:ed|s)|lower(?:ed|s)|plung(?:ed|es)|lost))"
    r"(?P<rest>\b[^,;.\d]{0,70}?)$"
)
_PART = re.compile(
    r"(?:accounting for|accounts for|accounted for|making up|makes up|made up|representing|represents|占(?:比|到|了|据)?|贡献了?)\W*(?:\w+\W+){0,2}$"
)
_GROWTH = re.compile(
    r"\b(?:growth(?: rate| target| forecast| guidance)?|increase|rise|gain)\s(?:of|to|at|was|is|will be|reached)\s(?:\w+\s){0,2}$|(?:增速|增幅|涨幅|增长率)(?:将|会|有望|预计|在|为|是|达到?|约|超|仅|只有|高达|放缓至|回升至|降至|升至|提高到)*$"
)
# "grew 5%, slower than the 6% …": the second is a growth too.
_AS_AGAINST = re.compile(
    r"[^.;\d]{0,40}\b(?:slower|faster|higher|lower|weaker|stronger|better|worse|more|less)\s+than\s+(?:the\s+|its\s+|a\s+)?(?:[a-z]+\s+){0,2}"
    r"|[^.;\d]{0,50}\b(?:compared (?:with|to)|versus|after|following|against)\s+(?:the\s+|its\s+|an?\s+)?(?:[a-z]+\s+){0,2}"
)
_TIMES_OF = re.compile(r"\s*(?:the|as|that|what|those|larger|bigger)\b")
_MEASURE = re.compile(
    r"(?:\sby|\sbetween|^)\s*(?:about\s|nearly\s|over\s|more\sthan\s|almost\s|roughly\s|some\s)*$"
)


def _with_changes(text: str, sentence: Sentence, quantities: Sequence[QuantityMatch]) -> list[QuantityMatch]:
    """Marks as changes what the sentence shows to be one: "increased its revenue by 5%", "those of Acme 9%",
    a doubling."""
    marked: list[QuantityMatch] = []
    for quantity in quantities:
        now = quantity
        if not now.is_change and now.unit == "ratio":
            if (now.rule == "multiple" and not _TIMES_OF.match(text, now.end)) or (sentence.language == "en" and _MOVES.search(
                text[max(sentence.start, now.cue_start - 70) : now.cue_start]
            )):
                now = replace(now, is_change=True)
        elif (
            now.is_change
            and now.unit == "percent"
            and _PART.search(text[max(sentence.start, now.cue_start - 40) : now.start])
        ):
            now = replace(now, is_change=False, direction=None)
        elif (
            not now.is_change
            and now.unit == "percent"
            and _GROWTH.search(text[max(sentence.start, now.cue_start - 36) : now.start])
        ):
            now = replace(now, is_change=True, direction="up")
        elif not now.is_change and now.unit == "percent":
            before = text[max(sentence.start, now.cue_start - 90) : now.cue_start]
            moved = _MOVES.search(before) if sentence.language == "en" else None
            if moved is not None and _MEASURE.search(moved.group("rest")):
                now = replace(now, is_change=True, direction="up" if moved.group("up") else "down")
            elif (
                marked
                and marked[-1].is_change
                and marked[-1].unit == "percent"
                and (
                    is_list_gap(text[marked[-1].end : now.cue_start])
                    or _AS_AGAINST.fullmatch(text[marked[-1].end : now.cue_start])
                )
            ):
                now = replace(now, is_change=True, direction=marked[-1].direction)
        marked.append(now)
    return marked


def _subjects_for(entities: Sequence[Entity], metric: ChosenMetric) -> Sequence[Entity]:
    """The entities less a trade that is but a word of the metric's own name (零售 in 零售销量)."""
    hit = metric.hit
    if hit is None or not any(
        e.entity_type == "sector" and e.start < hit.end and hit.start < e.end for e in entities
    ):
        return entities
    return [e for e in entities if e.entity_type != "sector" or not (e.start < hit.end and hit.start < e.end)]


def _signed(quantity: QuantityMatch, is_change: bool) -> tuple[float, float]:
    """A fall in percent, points or basis points is negative; its range runs from the larger fall."""
    if is_change and quantity.direction == "down" and quantity.unit in {"percent", "pp", "bp"}:
        return -max(quantity.low, quantity.high), -min(quantity.low, quantity.high)
    return quantity.low, quantity.high


def _carried_over(
    dated: Dated | None, metric: ChosenMetric, subject: ChosenSubject, carry: Carry | None, book: MetricBook
) -> Dated | None:
    """The period of the sentence before, for a flow of the same subject."""
    if carry is None or carry.age > 1:
        return None
    if metric.metric_id in {"share_price_change", "index_change"}:
        return None
    if book.basis(metric.metric_id) == "stock" or book.basis(metric.metric_id) == "any":
        return None
    if subject.entity is None or carry.subject_id != subject.entity.entity_id:
        return None
    return Dated(carry.period, "carried over from the sentence before", 0.6)


_YOY = re.compile(r"year|yoy|y/y|last|ago|同比|去年|上年|按年", re.IGNORECASE)


def _comparison(
    text: str, sentence: tuple[int, int], figure: tuple[int, int], mentions: Sequence[PeriodMention]
) -> str | None:
    """yoy, qoq, mom: what a change is measured against, where the clause says so."""
    best: tuple[int, str] | None = None
    for mention in mentions:
        if mention.role != "compare":
            continue
        gap = (
            mention.start_char - figure[1]
            if mention.start_char >= figure[1]
            else figure[0] - mention.end_char
        )
        if gap > 40:
            continue
        words = text[mention.start_char : mention.end_char]
        kind = (
            "yoy"
            if _YOY.search(words)
            else "qoq"
            if re.search(r"quarter|季|three months|环比|q/q|QoQ|sequential", words)
            else "mom"
        )
        if best is None or gap < best[0]:
            best = (gap, kind)
    return best[1] if best else None


def _region(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    entities: Sequence[Entity],
    subject: ChosenSubject,
) -> Entity | None:
    """The place in which a firm's figure lies: the nearest place of the sentence with no other figure between."""
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


def _confidence(
    quantity: QuantityMatch, metric: ChosenMetric, subject: ChosenSubject, dated: Dated | None
) -> float:
    """The product of the rules' certainties: the fact holds if all of its parts do."""
    figure = 0.97 * (0.9 if quantity.inherited else 1.0) * (0.93 if quantity.implied_currency else 1.0)
    period = dated.certainty if dated else 0.8
    return round(figure * metric.certainty * subject.certainty * period, 3)


def _move_on(
    text: str,
    sentence: Sentence,
    entities: Sequence[Entity],
    facts: Sequence[LinkedFact],
    mentions: Sequence[PeriodMention],
    state: LinkState,
) -> None:
    """What the next sentence can take up: the subject, the place, the period."""
    subjects = [f.subject.entity for f in facts if f.subject.entity is not None]
    head = head_of(text, sentence.start, entities, sentence.language)
    last = subjects[-1] if subjects else head
    if last is None and head is not None:
        last = head
    discourse = state.discourse
    if last is not None and last.entity_type == "place" and discourse.main is None:
        discourse = replace(discourse, last_place=last, last=last)
    elif last is not None and last.entity_type == "place":
        discourse = replace(discourse, last_place=last)
        company = next((e for e in reversed(subjects) if e.is_company), None)
        if company is not None:
            discourse = replace(discourse, last=company)
    elif last is not None and last.entity_type not in {"sector", "group"}:
        discourse = replace(discourse, last=last)
    places = [e for e in entities if e.entity_type == "place"]
    if places and discourse.main_place is None:
        discourse = replace(discourse, last_place=places[0])
    named = [e for e in subjects if e.is_company]
    if named:
        discourse = replace(discourse, last_company=named[-1])
    elif head is not None and head.is_company:
        discourse = replace(discourse, last_company=head)
    named_now = [e for e in entities if e.is_company]
    if named_now:
        discourse = replace(discourse, last_named=named_now[-1])
    heads = [e for e in subjects if e.entity_type in {"company", "place", "product", "index"}]
    if heads:
        discourse = replace(discourse, last_head=heads[-1])
    elif head is not None and head.entity_type in {"company", "place", "product"}:
        discourse = replace(discourse, last_head=head)
    state.discourse = discourse
    dated = [
        f for f in facts if f.period != NOTHING and f.period.start is not None and f.period.end is not None
    ]
    flows = [f for f in dated if f.period.start != f.period.end]
    if flows:
        entity = flows[-1].subject.entity
        state.carry = Carry(flows[-1].period, entity.entity_id if entity else None, 0, False)
    elif state.carry is not None:
        state.carry = replace(state.carry, age=state.carry.age + 1)


def initial_state(published: date | None, discourse: Discourse) -> LinkState:
    """The state at the head of a field."""
    return LinkState(PeriodState(published), discourse)
