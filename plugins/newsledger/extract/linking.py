"""From figures to facts: each quantity gets its metric, subject, period and mood.

One pass over the sentences of a field, in order, with what the text has been about so far (`Discourse`)
and which times it has named (`PeriodState`). The rules are in metrics, subjects, dating and modality.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from newsledger.extract.changes import changes_of_list, comparison_of, signed, with_changes
from newsledger.extract.dating import EVENTS, STANDING, Dated, date_figure, is_cumulated
from newsledger.extract.fitting import fitted_to_subject, of_index, region_of, subjects_apart
from newsledger.extract.frozen import changed, record
from newsledger.extract.metric_book import ChosenMetric, MetricBook, MetricHit
from newsledger.extract.metrics import choose_metric, is_list_gap
from newsledger.extract.modality import modality_of
from newsledger.extract.period_dates import NOTHING, Period, PeriodMention, PeriodState
from newsledger.extract.period_lists import periods_of_list
from newsledger.extract.periods import find_periods
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.reading import Reading
from newsledger.extract.records import Modality
from newsledger.extract.roles import NAMELESS, Entity, Roles, head_of, roles_of
from newsledger.extract.segments import segment_of
from newsledger.extract.sentences import Language, Sentence
from newsledger.extract.subjects import ChosenSubject, Discourse, choose_subject, lists_pair_off


@record
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
    segment: str | None
    region: Entity | None
    confidence: float


@record
class Carry:
    """The period that the text goes on about: of which subject and metrics, and how many sentences ago."""

    period: Period
    subject_ids: frozenset[str | None]
    metric_ids: frozenset[str]
    is_of_place: bool
    age: int
    level_ids: frozenset[str] = frozenset()


@dataclass
class LinkState:
    """What one field hands on from sentence to sentence."""

    periods: PeriodState
    discourse: Discourse
    carry: Carry | None = None
    told: Sequence[tuple[QuantityMatch, ChosenMetric]] = ()
    main: Entity | None = None
    growths: frozenset[str] = frozenset()
    instant: tuple[Period, frozenset[str]] | None = None
    ahead: Carry | None = None  # the period of what is forecast
    before: tuple[LinkedFact, ...] = ()  # the facts of the sentence before


_NUMBERED = re.compile(r"\d{1,2}[、.．]\s?[^\d\s]|[①-⑳]|\d️⃣")


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
        if _NUMBERED.match(reading.text[sentence.start : sentence.start + 5]):
            state.discourse = changed(
                state.discourse,
                last=None,
                last_company=None,
                last_head=None,
                last_place=None,
                section=None,
                main=None,
            )
            state.carry = state.ahead = None
        while marks and marks[0][1] <= sentence.start:
            mark = marks.pop(0)
            inside = entities[bisect_left(entity_starts, mark[0]) : bisect_left(entity_starts, mark[1])]
            section = next((e for e in inside if e.is_company), None)
            state.discourse = changed(
                state.discourse, last=None, last_company=section or state.discourse.main, section=section
            )
            state.carry = state.ahead = None
        if number and "\n" in reading.text[sentences[number - 1].end - 1 : sentence.start + 1]:
            _begin_paragraph(reading.text, sentence, state)
        here = entities[bisect_left(entity_starts, sentence.start) : bisect_left(entity_starts, sentence.end)]
        near = hits[bisect_left(hit_starts, sentence.start) : bisect_left(hit_starts, sentence.end)]
        facts += link_sentence(reading.text, sentence, by_sentence.get(number, []), here, near, book, state)
    return facts


# "集采方面，…" opens a paragraph about something else than the firm; "业绩方面" does not.
_TOPIC = re.compile(r"\s*([\u4e00-\u9fff]{2,5}?)(?:方面|层面|市场上)[，,：:]")
_OF_A_FIRM = re.compile(
    r"业绩|收入|营收|利润|盈利|业务|财务|产品|研发|技术|门店|海外|国内|国际|境外|分红|股东|公司"
    r"|费用|成本|用户|会员|渠道|产能|资金|现金|订单|毛利|销量|交付|生产|运营|经营"
    r"|营销|人员|员工|投资|融资|资产|负债|债务|区域|地区|品牌|估值|股价|回报|管理|战略|供应|客户"
    r"|价格|出口|内销|外销|货运|客运|贷款|存款|息差|组织"
)


def _begin_paragraph(text: str, sentence: Sentence, state: LinkState) -> None:
    """Where a paragraph names its topic, the firm of the one before is not carried into it."""
    discourse = state.discourse
    topic = _TOPIC.match(text, sentence.start) if sentence.language == "zh" else None
    if topic is not None and not _OF_A_FIRM.search(topic.group(1)):
        about = Entity(
            topic.start(1),
            topic.end(1),
            NAMELESS + topic.group(1),
            ("none"),
            topic.group(1),
            None,
            surface=topic.group(1),
        )
        state.discourse = changed(
            discourse, last=about, last_company=None, last_head=about, section=None, main=None
        )
        state.carry = None
    elif discourse.main is None and state.main is not None:
        state.discourse = changed(discourse, last=state.main, main=state.main, last_company=state.main)


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
    at = sentence.start
    mentions = [
        PeriodMention(m.start_char + at, m.end_char + at, m.period, m.kind, m.role, m.rule) for m in found
    ]
    # "Acme Holdings" holds nothing by its name.
    named = {at: e.end for e in entities if e.entity_type == "company" for at in range(e.start, e.end)}
    if named:
        hits = [h for h in hits if named.get(h.start, 0) < h.end]
    entities = subjects_apart(entities, quantities, hits)
    roles = roles_of(text, sentence.start, entities, sentence.language)
    if not quantities:
        _move_on(text, sentence.start, entities, roles, (), state)
        _name_period(mentions, entities, roles, sentence, state)
        return []
    quantities = with_changes(text, sentence, quantities)
    spans = [(q.start, q.end) for q in quantities]
    paired = lists_pair_off(text, [(q.cue_start, q.end) for q in quantities], entities, span)
    facts: list[LinkedFact] = []
    previous: tuple[QuantityMatch, ChosenMetric] | None = None
    history: list[tuple[QuantityMatch, ChosenMetric]] = []
    told: tuple[ChosenSubject, int] | None = None
    last_dated: Dated | None = None
    matched = changes_of_list(text, sentence, quantities)
    times = periods_of_list(text, span, quantities, mentions)
    chosen: list[ChosenMetric] = []
    names = [(e.start, e.end) for e in entities]
    firms = [(e.start, e.end) for e in entities if e.is_company]
    for index, quantity in enumerate(quantities):
        figure = (quantity.cue_start, quantity.end)
        other_spans = [*spans[:index], *spans[index + 1 :]]
        others = [*quantities[:index], *quantities[index + 1 :]]
        metric = choose_metric(
            text,
            span,
            quantity,
            others,
            hits,
            book,
            sentence.language,
            history,
            state.told,
            is_row=sentence.language == "zh" and _is_row(text, span[0], quantity.cue_start, entities),
        )
        level = chosen[matched[index]] if index in matched else None
        if level is not None and level.metric_id in book.growth:
            metric = ChosenMetric(
                book.growth[level.metric_id], level.metric_id, "lists pair off", 0.9, level.hit
            )
        metric = of_index(text, metric, quantity, entities)
        chosen.append(metric)
        subject = choose_subject(
            text,
            span,
            figure,
            other_spans,
            entities,
            metric.metric_id,
            sentence.language,
            state.discourse,
            paired,
            roles,
            told,
        )
        told = (subject, quantity.end)
        if (
            sentence.language == "zh"
            and metric.metric_id == "growth_rate"
            and metric.rule.startswith("no term")
            and subject.entity is not None
            and subject.entity.entity_type == "place"
            and "gdp_growth" in state.growths
            and _QUARTERS.search(text, span[0], quantity.cue_start)
        ):
            # 分季度看，一季度增长5.4%: of what the sentence before told by the year.
            metric = ChosenMetric("gdp_growth", "gdp", "goes on: growth of the economy", 0.6)
        metric = fitted_to_subject(text, span, metric, subject, quantity, previous)
        expected = (
            _expected_of(text, sentence, quantity, metric, state.before)
            if sentence.language == "en" and metric.rule.startswith("no term") and index == 0
            else None
        )
        if expected is not None:
            metric = changed(expected.metric, rule=f"expected: {expected.metric.rule}", certainty=0.7)
            subject = changed(expected.subject, rule="what was expected", counterparty=None)
            chosen[-1], told = metric, (subject, quantity.end)
        is_change = quantity.is_change or quantity.unit in {"pp", "bp"}
        dated = date_figure(
            text,
            span,
            figure,
            other_spans,
            mentions,
            is_change=is_change,
            language=sentence.language,
            is_ratio=quantity.unit == "ratio" and not quantity.is_change,
            metric_id=metric.metric_id,
            is_stock=book.basis(metric.metric_id) == "stock" and metric.metric_id not in _OF_A_SPAN,
            is_loose=book.basis(metric.metric_id) in {"any", "stock"} or metric.metric_id in EVENTS,
            names=names,
            listed_after=last_dated
            if previous is not None and is_list_gap(text[previous[0].end : quantity.cue_start])
            else None,
        )
        if index in times and figure not in paired:
            dated = Dated(times[index][0], "lists pair off", 0.9, times[index][1])
        if (
            dated is None
            and sentence.language == "zh"
            and previous is not None
            and last_dated is not None
            and metric.metric_id in EVENTS
            and metric.metric_id == previous[1].metric_id
            and last_dated.mention is not None
            and last_dated.mention.kind == "day"
        ):
            # 9月19日披露，甲被罚3万元；乙被罚5万元: the day is of both.
            dated = Dated(last_dated.period, "as the figure before it", 0.6, last_dated.mention)
        if dated is None and expected is not None and expected.period != NOTHING:
            dated = Dated(expected.period, "of what was expected", 0.7)
        last_dated = dated
        is_standing = (
            sentence.language == "en"
            and metric.metric_id in _HELD_STOCK
            and _OF_ITS.search(text, max(sentence.start, quantity.cue_start - 24), quantity.cue_start)
            is not None
        )
        if is_standing:
            dated = None
        if dated is None and not is_cumulated(text, sentence.start, quantity.cue_start):
            told_of, ahead_of = (
                _carried_over(text, sentence.start, dated, metric, subject, carry, book, sentence.language)
                for carry in (state.carry, state.ahead)
            )
            dated = told_of
            if sentence.language == "en" and (told_of is not None or ahead_of is not None):
                # What is forecast goes on with the time of forecasts, what is told with that of the report.
                mood, _ = modality_of(
                    text,
                    sentence.start,
                    sentence.end,
                    (quantity.start, quantity.end),
                    sentence.language,
                    [(e.start, e.end) for e in entities],
                    is_future=False,
                )
                dated = told_of if mood == "actual" else ahead_of
        if (
            sentence.language == "zh"
            and state.instant is not None
            and text.startswith("其中", span[0])
            and (dated is None or dated.rule.startswith("carried"))
            and state.instant[1] & {metric.metric_id, metric.level_id}
        ):
            dated = Dated(state.instant[0], "carried over to the parts", 0.6)
        period = dated.period if dated else NOTHING
        mood, cue = modality_of(
            text,
            sentence.start,
            sentence.end,
            (quantity.start, quantity.end),
            sentence.language,
            names,
            is_future=_is_to_come(period, state.periods.published) and metric.metric_id not in _AGREED,
            is_past=_is_over(period, state.periods.published),
        )
        if quantity.role == "from" and mood != "actual" and book.basis(metric.metric_id) == "stock":
            mood, cue = "actual", "from"
        if quantity.role == "from" and mood == "target" and sentence.language == "zh" and cue != "目标":
            mood, cue = "actual", "from"
        if (
            metric.metric_id == "dividend"
            and mood == "target"
            and dated is not None
            and sentence.language == "zh"
            and dated.mention is not None
            and re.search(r"[，,]", text[dated.mention.end_char : quantity.cue_start])
        ):
            dated, period = None, NOTHING
        if metric.rule.startswith("expected") and mood == "actual":
            mood, cue = "forecast", "expected"
        if is_standing and mood != "actual":
            mood, cue = "actual", "of its"
        low, high = signed(quantity, is_change)
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
                comparison=comparison_of(text, span, figure, mentions) if is_change else None,
                low=low,
                high=high,
                segment=segment_of(
                    text,
                    span,
                    metric,
                    (quantity.start, quantity.end),
                    sentence.language,
                    firms,
                )
                if subject.entity is not None and subject.entity.is_company
                else None,
                region=region_of(text, span, quantity, entities, subject),
                confidence=_confidence(quantity, metric, subject, dated),
            )
        )
        previous = (quantity, metric)
        history.append(previous)
    state.told = history
    state.growths = frozenset(
        metric.metric_id for _, metric in history if metric.metric_id.endswith("_growth")
    )
    stocks = [f for f in facts if f.period.start is not None and f.period.start == f.period.end]
    state.instant = (
        (stocks[-1].period, frozenset(f.metric.metric_id for f in stocks if f.period == stocks[-1].period))
        if stocks
        else None
    )
    _move_on(text, sentence.start, entities, roles, facts, state)
    state.before = tuple(facts)
    if not any(f.period.start is not None for f in facts):
        _name_period(mentions, entities, roles, sentence, state)
    return facts


_ROW = re.compile(
    r"(?:市|省|公司|集团)?(?:则|也|还|仍|同期|以)*(?:为|达到?|是|录得|报|实现)?(?:约|近|超过?|突破)*"
)


def _is_row(text: str, floor: int, left: int, entities: Sequence[Entity]) -> bool:
    """Whether a figure's clause holds before it but a name and "is": 重庆为24444亿元."""
    start = max(text.rfind(mark, floor, left) for mark in ",，;；。、") + 1
    start = max(start, floor)
    return any(
        start <= e.start <= start + 2 and e.end <= left and _ROW.fullmatch(text, e.end, left)
        for e in entities
    )


_REPORTED = frozenset({"quarter", "half", "months", "fiscal", "month"})


def _name_period(
    mentions: Sequence[PeriodMention],
    entities: Sequence[Entity],
    roles: Roles,
    sentence: Sentence,
    state: LinkState,
) -> None:
    """Carries on the period that an English sentence names for no figure of its own: "announced its results
    for the three months ended …", "a larger second-quarter profit than was expected"."""
    if sentence.language != "en":
        return
    named = [m for m in mentions if m.role == "within" and m.kind in _REPORTED and m.period.end is not None]
    published = state.periods.published
    if not named or published is None or (named[0].period.end or published) > published:
        return
    whom = head_of(entities, roles) or state.discourse.main or state.discourse.main_place
    main = state.discourse.main or state.discourse.main_place
    ids = frozenset(e.entity_id for e in (whom, main) if e is not None)
    is_of_place = state.discourse.main is None and main is not None
    state.carry = Carry(named[0].period, ids, frozenset(), is_of_place, 0)


# "Analysts had expected 695 million.": of the same measure, firm and time as the sentence before.
_FORECASTERS_SAY = re.compile(
    r"(?:[Aa]nalysts|[Ee]conomists|Wall Street|[Tt]he (?:market|consensus|Street)|[Ii]nvestors"
    r"|[Tt]raders|[Ff]orecasters|[Cc]onsensus"
    r"|[Ee]stimates)\b[^,;]{0,60}?\b(?:had |have |were |was |on average )*(?:expected|forecast"
    r"|predicted|estimated|projected|pencill?ed in"
    r"|looking for|called for|expecting|anticipated)\b"
)


def _expected_of(
    text: str,
    sentence: Sentence,
    quantity: QuantityMatch,
    metric: ChosenMetric,
    told: Sequence[LinkedFact],
) -> LinkedFact | None:
    """The fact of the sentence before of which a figure says what had been expected: of the same unit, and
    the nearest in size."""
    if not _FORECASTERS_SAY.match(text, sentence.start, quantity.start):
        return None
    size = max(quantity.low, quantity.high) or 1.0
    same = [
        f
        for f in told
        if f.quantity.unit == quantity.unit
        and not f.metric.rule.startswith("no term")
        and 0.4 < (max(abs(f.low), abs(f.high)) or 1.0) / size < 2.5
    ]
    return min(same, key=lambda f: abs((max(abs(f.low), abs(f.high)) or 1.0) / size - 1.0), default=None)


# What is agreed for years ahead is a fact.
_AGREED = frozenset(
    {"contract_volume", "dividend", "price_limit", "margin_requirement", "deal_value", "stake"}
)


# "will close 140 of its 1,020 stores", "will keep the unit's 7,000 staff": there now, whatever will be done.
_HELD_STOCK = frozenset({"store_count", "employees", "users", "subscribers"})
_OF_ITS = re.compile(
    r"(?:\b(?:of|from|keep|among) (?:its|their|the|all)(?: [a-z]+)?|['’]s)\s(?:roughly |about |nearly "
    r"|some )?$"
)

# Shares of a market are told for a span, as flows are.
_OF_A_SPAN = frozenset({"market_share", "penetration_rate", "unemployment_rate"})

# Measures that a report tells firm by firm for one period.
_TABULATED = frozenset({"sales_volume", "shipments", "production", "revenue", "store_count", "market_share"})


def _is_to_come(period: Period, published: date | None) -> bool:
    return published is not None and period.start is not None and period.start > published


def _is_over(period: Period, published: date | None) -> bool:
    return published is not None and period.end is not None and period.end < published


def _carried_over(
    text: str,
    start: int,
    dated: Dated | None,
    metric: ChosenMetric,
    subject: ChosenSubject,
    carry: Carry | None,
    book: MetricBook,
    language: Language,
) -> Dated | None:
    """The period of the sentence before, for a flow of the same subject."""
    most = 1 if language == "zh" else 2
    if carry is None or carry.age > most:
        return None
    is_of_economy = carry.is_of_place and subject.entity is not None and not subject.entity.is_company
    if metric.metric_id in {"share_price_change", "index_change"} | EVENTS | STANDING and not (
        is_of_economy and metric.metric_id == "investment"
    ):
        return None
    is_same_sum = (
        language == "zh" and carry.age == 0 and metric.metric_id in carry.level_ids & {"amount", "count"}
    )
    if (
        book.basis(metric.metric_id) in {"stock", "any"}
        and not is_same_sum
        and not (language == "en" and metric.metric_id in _OF_A_SPAN)
        and not (
            is_of_economy and language == "zh" and metric.metric_id in {"growth_rate", "investment", "amount"}
        )
    ):
        return None
    if subject.entity is None:
        return None
    # A table of places goes on from one to the next.
    is_next_place = carry.is_of_place and (
        (carry.age <= (most if language == "en" else 0) and subject.entity.entity_type == "place")
        or (language == "zh" and carry.age == 0 and is_of_economy)
    )
    # So does a table of firms, where the next one is told by the same metric.
    is_next_firm = carry.age == 0 and (
        (
            subject.entity.is_company
            and subject.rule != "carried over"
            and bool(carry.level_ids & {metric.metric_id, metric.level_id})
        )
        if language == "zh"
        else metric.level_id in carry.metric_ids and metric.level_id in _TABULATED
    )
    # 其中 tells of parts of what the sentence before told.
    is_part = carry.age == 0 and text.startswith("其中", start)
    if subject.entity.entity_id not in carry.subject_ids and not (is_next_place or is_next_firm or is_part):
        return None
    return Dated(carry.period, "carried over from the sentence before", 0.6)


# How often facts were right, by the product of their rules' certainties: (product, share right), read off
# annotated articles that the rules were not written on (docs/extraction.md); straight lines between.
CALIBRATION = ((0.0, 0.1), (0.25, 0.33), (0.45, 0.4), (0.55, 0.66), (0.75, 0.79), (1.0, 0.86))


def _confidence(
    quantity: QuantityMatch, metric: ChosenMetric, subject: ChosenSubject, dated: Dated | None
) -> float:
    """How likely all parts of the fact are right: the product of the rules' certainties, calibrated."""
    figure = 0.97 * (0.9 if quantity.inherited else 1.0) * (0.93 if quantity.implied_currency else 1.0)
    period = dated.certainty if dated else 0.8
    return calibrated(figure * metric.certainty * subject.certainty * period)


def calibrated(product: float) -> float:
    """The share of right facts that belongs to a product of certainties."""
    for (low, low_share), (high, high_share) in pairwise(CALIBRATION):
        if product <= high:
            return round(low_share + (high_share - low_share) * (product - low) / (high - low), 3)
    return CALIBRATION[-1][1]


# "The price of a pint in London" does not go on to be about London.
_OF_A_SPOT = frozenset({"place", "place of prices and the like"})


def _move_on(
    text: str,
    sentence_start: int,
    entities: Sequence[Entity],
    roles: Roles,
    facts: Sequence[LinkedFact],
    state: LinkState,
) -> None:
    """What the next sentence can take up: the subject, the place, the period."""
    # "…, compared with 83% at Acme" does not go on to be about Acme.
    own = [f for f in facts if f.subject.rule != "behind the figure"] or facts
    # 其中合肥占了四分之一: the text goes on about the whole.
    own = [f for f in own if not _is_part(text, sentence_start, f.quantity.cue_start)] or own
    subjects = [f.subject.entity for f in own if f.subject.entity is not None]
    head = head_of(entities, roles)
    last = subjects[-1] if subjects else head
    discourse = state.discourse
    moved: dict[str, Any] = {}
    is_aside = any(f.subject.entity is last and f.subject.rule in _OF_A_SPOT for f in facts[-1:])
    if (
        last is not None
        and last.entity_type == "place"
        and is_aside
        and discourse.main_place is not None
        and discourse.main_place.entity_id != last.entity_id
    ):
        pass
    elif last is not None and last.entity_type == "place":
        moved["last_place"] = last
        company = next((e for e in reversed(subjects) if e.is_company), None)
        if discourse.main is None:
            moved["last"] = last
        elif company is not None:
            moved["last"] = company
    elif last is not None and last.entity_type not in {"sector", "group"}:
        moved["last"] = last
    if last is not None and last.entity_type in {"sector", "group"} and head and head.entity_type == "place":
        moved["last_place"] = head
    if discourse.main_place is None:
        place = next((e for e in entities if e.entity_type == "place"), None)
        if place is not None:
            moved["last_place"] = place
    firms = [e for e in subjects if e.is_company]
    if len({e.entity_id for e in firms}) > 1 and discourse.main is not None:
        moved["last_company"] = discourse.main
    elif firms:
        moved["last_company"] = firms[-1]
    elif head is not None and head.is_company:
        moved["last_company"] = head
    named = [e for e in entities if e.is_company]
    if named:
        moved["last_named"] = named[-1]
    things = [e for e in (*entities, *subjects) if e.entity_type in {"product", "none"}]
    if things:
        moved["last_thing"] = things[-1]
    heads = [e for e in subjects if e.entity_type in {"company", "place", "product", "index", "none"}]
    if heads:
        moved["last_head"] = heads[-1]
    elif head is not None and head.entity_type in {"company", "place", "product", "none"}:
        moved["last_head"] = head
    if moved:
        state.discourse = changed(discourse, **moved)
    dated = [
        f for f in facts if f.period != NOTHING and f.period.start is not None and f.period.end is not None
    ]
    flows = [f for f in dated if f.period.start != f.period.end]
    told = [f for f in flows if f.modality == "actual"]
    if not facts or facts[0].sentence.language == "en":
        state.ahead = _carry_of([f for f in flows if f.modality != "actual"], state.ahead)
        carry = _carry_of(told, state.carry)
        # "…, after a drop of 41,000 in July": what is told last of the past is what it is held against.
        held = state.carry
        if held is not None and held.age == 0 and carry is not None and _ends(carry) < _ends(held):
            carry = changed(held, age=1)
        state.carry = carry
    else:
        state.carry = _carry_of(told or flows, state.carry, text, sentence_start)


_QUARTERS = re.compile(
    r"(?:第?[一二三四]季度|[上下]半年|前三季度|全年)(?:同比)?(?:增长|下降|增速)?[^，,；;。]{0,4}$"
)

_PART = re.compile(r"其中(?!包括)[^，,；;。]*$")


def _is_part(text: str, floor: int, left: int) -> bool:
    return _PART.search(text, floor, left) is not None


_DRILLED = re.compile(r"单月|单季|当月|当季|单看")


def _ends(carry: Carry) -> date:
    return carry.period.end or date.min


def _carry_of(
    flows: Sequence[LinkedFact], carry: Carry | None, text: str = "", sentence_start: int = 0
) -> Carry | None:
    """The period that flows lead up to (what it is held against is older), or the one before, a sentence
    older."""
    if not flows:
        return changed(carry, age=carry.age + 1) if carry is not None else None
    last_told = max(flows, key=lambda f: (f.period.end or date.min, f.quantity.start))
    if text and _DRILLED.search(text, sentence_start, last_told.quantity.start):
        # 9月单月…: a look into a part of the period that the text is about.
        wide = [f for f in flows if f.period.end == last_told.period.end and f.period != last_told.period]
        last_told = wide[-1] if wide else last_told
    told_of = [f for f in flows if f.period == last_told.period]
    subjects = [f.subject.entity for f in told_of]
    return Carry(
        last_told.period,
        frozenset(e.entity_id if e else None for e in subjects),
        frozenset(key for f in told_of for key in (f.metric.metric_id, f.metric.level_id)),
        all(e is not None and e.entity_type == "place" for e in subjects),
        0,
        frozenset(f.metric.level_id for f in told_of),
    )


def initial_state(published: date | None, discourse: Discourse) -> LinkState:
    """The state at the head of a field."""
    return LinkState(PeriodState(published), discourse, main=discourse.main)
