"""From figures to facts: each quantity gets its metric, subject, period and mood.

One pass over the sentences of a field, in order, with what the text has been about so far (`Discourse`)
and which times it has named (`PeriodState`). The rules are in metrics, subjects, dating and modality.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from newsledger.extract.carrying import (
    MEANS,
    OF_A_SPAN,
    carried_by_comparison,
    carried_on,
    carried_over,
    move_on,
    name_period,
    reports_told_of_none,
)
from newsledger.extract.changes import changes_of_list, comparison_of, signed, with_changes
from newsledger.extract.confidence import confidence_of
from newsledger.extract.dating import EVENTS, Dated, date_figure, is_cumulated
from newsledger.extract.fitting import fitted_to_subject, of_index, region_of, subjects_apart
from newsledger.extract.frozen import changed
from newsledger.extract.linked_facts import LinkedFact, LinkState
from newsledger.extract.metric_book import ChosenMetric, MetricBook, MetricHit
from newsledger.extract.metrics import choose_metric, is_list_gap
from newsledger.extract.modality import modality_of
from newsledger.extract.period_dates import NOTHING, Period, PeriodMention
from newsledger.extract.period_lists import periods_of_list
from newsledger.extract.periods import find_periods
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.reading import Reading
from newsledger.extract.roles import NAMELESS, Entity, roles_of
from newsledger.extract.segments import segment_of
from newsledger.extract.sentences import Sentence
from newsledger.extract.subjects import ChosenSubject, choose_subject, lists_pair_off

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
    last = max(by_sentence, default=-1)  # behind its last figure a text is not read on
    for number, sentence in enumerate(sentences[: last + 1]):
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
    if hits:
        named = {at: e.end for e in entities if e.entity_type == "company" for at in range(e.start, e.end)}
        hits = [h for h in hits if named.get(h.start, 0) < h.end]
    entities = subjects_apart(entities, quantities, hits)
    roles = roles_of(text, sentence.start, entities, sentence.language)
    if not quantities:
        move_on(text, sentence.start, entities, roles, (), state)
        name_period(mentions, entities, roles, sentence, state, text)
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
        if (
            sentence.language == "zh"
            and told is not None
            and metric.rule == "change of the figure before it"
            and told[0].entity is not None
            and not any(told[1] <= e.start and e.end <= quantity.cue_start for e in entities)
        ):
            # 均价5600元，便宜一成: of what the level was told of.
            subject = ChosenSubject(told[0].entity, "as the figure before it", told[0].certainty)
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
        # "cut 4% of its staff": a part of it, not a change.
        is_part = metric.rule == "part of a whole" and metric.metric_id in {"share", "layoffs"}
        is_change = (quantity.is_change and not is_part) or quantity.unit in {"pp", "bp"}
        # 煤炭销售均价: the mean of the period told before it.
        is_mean = (
            sentence.language == "zh"
            and metric.metric_id in {"unit_price", "price"}
            and metric.hit is not None
            and metric.hit.term.endswith(MEANS)
        )
        dated = date_figure(
            text,
            span,
            figure,
            other_spans,
            mentions,
            is_change=is_change,
            language=sentence.language,
            is_ratio=quantity.unit == "ratio" and not quantity.is_change,
            metric_id="mean_price" if is_mean else metric.metric_id,
            is_stock=book.basis(metric.metric_id) == "stock" and metric.metric_id not in OF_A_SPAN,
            is_loose=not is_mean
            and (book.basis(metric.metric_id) in {"any", "stock"} or metric.metric_id in EVENTS)
            and not (
                sentence.language == "zh"
                and metric.metric_id in {"quantity", "count"}
                and any(one.unit == quantity.unit and one.counter == quantity.counter for one, _ in history)
            ),
            names=names,
            listed_after=last_dated
            if previous is not None
            and (
                is_list_gap(text[previous[0].end : quantity.cue_start])
                or (
                    sentence.language == "zh"
                    and _REVISED.fullmatch(text[previous[0].end : quantity.start]) is not None
                )
            )
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
                carried_over(
                    text, sentence.start, dated, metric, subject, carry, book, sentence.language, figure
                )
                for carry in (state.carry, state.ahead)
            )
            dated = told_of
            is_chained = bool(facts) and facts[-1].period_rule.startswith("carried")
            if sentence.language == "en" and (told_of is not None or ahead_of is not None or is_chained):
                # What is forecast goes on with the time of forecasts, what is told with that of the report.
                mood, cue = modality_of(
                    text,
                    sentence.start,
                    sentence.end,
                    (quantity.start, quantity.end),
                    sentence.language,
                    [(e.start, e.end) for e in entities],
                    is_future=False,
                )
                is_told = mood == "actual" or cue.lower().startswith(_FORECASTERS)
                is_present = _PRESENT.search(text, span[0], figure[0]) is not None
                dated = None if is_present and mood == "actual" else told_of if is_told else ahead_of
                if (
                    dated is None
                    and not is_present
                    and is_chained
                    and state.carry is not None
                    and (is_told or facts[-1].modality == mood)
                ):
                    dated = carried_on(facts[-1], quantity, metric, state.carry, book)
            if dated is None and sentence.language == "zh" and state.carry is not None:
                dated = carried_by_comparison(
                    mentions, metric, subject, state.carry, book, is_change=is_change
                )
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
        if (
            sentence.language == "en"
            and quantity.role == "from"
            and mood == "actual"
            and dated is not None
            and dated.rule.startswith(("carried", "as the figure before", "held on"))
        ):
            # "improved to 43.7% from 40.3%": of a time before, which nothing tells.
            dated, period = None, NOTHING
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
                confidence=confidence_of(quantity, metric, subject, dated),
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
    move_on(text, sentence.start, entities, roles, facts, state)
    state.before = tuple(facts)
    if not any(f.period.start is not None for f in facts):
        name_period(mentions, entities, roles, sentence, state, text)
    elif sentence.language == "en":
        told_of_none = reports_told_of_none(mentions, facts, text, sentence)
        if told_of_none:
            name_period(told_of_none, entities, roles, sentence, state, text)
    return facts


_ROW = re.compile(
    r"(?:市|省|公司|集团)?(?:则|也|还|仍|同期|以)*(?:为|达到?|是|录得|报|实现)?(?:约|近|超过?|突破)*"
)


# 预测由4300美元上调至4900美元: both of the time forecast.
_REVISED = re.compile(r"(?:，|,)?\s?(?:[上下]调|调[高低]|上修|下修|修正|调整)(?:至|到|为)(?:约|近|超)?")


def _is_row(text: str, floor: int, left: int, entities: Sequence[Entity]) -> bool:
    """Whether a figure's clause holds before it but a name and "is": 重庆为24444亿元."""
    start = max(text.rfind(mark, floor, left) for mark in ",，;；。、") + 1
    start = max(start, floor)
    return any(
        start <= e.start <= start + 2 and e.end <= left and _ROW.fullmatch(text, e.end, left)
        for e in entities
    )


# "Analysts had expected 695 million.": of the same measure, firm and time as the sentence before.
_FORECASTERS = (
    "analysts",
    "economists",
    "wall street",
    "consensus",
    "investors",
    "the market",
    "forecasters",
)
# "Online orders account for half of its turnover", "its share has shrunk to 52%": of now, not of the report.
_PRESENT = re.compile(
    r"\b(?:(?:is|are|remains?)\b(?! (?:to|expected|due|seen)\b)|(?<!would )(?<!could )(?:has|have) \w+"
    r"|accounts? for|makes? up|brings? in|costs (?=[$€£\d])|gets?|offers?|leads?)\b(?:[^,;]|,(?=\d))*$"
)
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


def _is_to_come(period: Period, published: date | None) -> bool:
    return published is not None and period.start is not None and period.start > published


def _is_over(period: Period, published: date | None) -> bool:
    return published is not None and period.end is not None and period.end < published


_QUARTERS = re.compile(
    r"(?:第?[一二三四]季度|[上下]半年|前三季度|全年)(?:同比)?(?:增长|下降|增速)?[^，,；;。]{0,4}$"
)
