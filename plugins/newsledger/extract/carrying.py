"""What a sentence hands on to the next: whom the text goes on about, and which period.

A sentence that names no time tells of that of the one before, where the metric is a flow of the same subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from newsledger.extract.dating import EVENTS, STANDING, Dated
from newsledger.extract.frozen import changed
from newsledger.extract.linked_facts import Carry, LinkedFact, LinkState
from newsledger.extract.metric_book import ChosenMetric, MetricBook
from newsledger.extract.period_dates import Period, PeriodMention
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.roles import Entity, Roles, head_of
from newsledger.extract.sentences import Language, Sentence
from newsledger.extract.subjects import ChosenSubject

# Words for means of a period, which are told for it as flows are.
MEANS = ("均价", "平均票价", "平均售价", "单票收入", "可售房收入", "客单价", "RevPAR")

# "The median price climbed to …": so are means of prices.
_MEAN = re.compile(
    r"\b(?:[Aa]verage|[Mm]edian|[Mm]ean|[Bb]enchmark) (?:[a-z-]+ ){0,3}(?:price|fare|rent|cost)s?\b[^,;]*$"
)

# "Off-plan deals made up 72% of the total.": of what the sentence before told.
_PARTS = frozenset({"share", "revenue_share", "amount"})
_MADE_UP = re.compile(
    r"(?:\b(?:made up|accounted for|contributed|represented|stood for|came to|was|were)\b|,)"
    r"(?: [a-z-]+){0,3} $"
)
_OF_TOTAL = re.compile(r" of (?:the total|them|these|all of them|it|that)\b")

# Shares of a market are told for a span, as flows are.
OF_A_SPAN = frozenset({"market_share", "penetration_rate", "unemployment_rate"})


# Measures that a report tells firm by firm for one period.
_TABULATED = frozenset({"sales_volume", "shipments", "production", "revenue", "store_count", "market_share"})


def carried_over(
    text: str,
    start: int,
    dated: Dated | None,
    metric: ChosenMetric,
    subject: ChosenSubject,
    carry: Carry | None,
    book: MetricBook,
    language: Language,
    figure: tuple[int, int],
) -> Dated | None:
    """The period of the sentence before, for a flow of the same subject."""
    most = 1 if language == "zh" else 2
    if carry is None or carry.age > most:
        return None
    if carry.age > 1 and not carry.is_of_place and book.basis(metric.metric_id) != "change":
        return None
    is_of_economy = carry.is_of_place and subject.entity is not None and not subject.entity.is_company
    # 煤炭销售均价: the mean of a period, as flows are.
    is_mean = language == "zh" and metric.hit is not None and metric.hit.term.endswith(MEANS)
    is_mean = is_mean or (
        language == "en"
        and metric.metric_id in {"unit_price", "price"}
        and _MEAN.search(text, start, figure[0]) is not None
    )
    if (
        metric.metric_id in {"share_price_change", "index_change"} | EVENTS | STANDING
        and not (is_of_economy and metric.metric_id == "investment")
        and not is_mean
    ):
        return None
    is_same_sum = (
        language == "zh" and carry.age == 0 and metric.metric_id in carry.level_ids & {"amount", "count"}
    )
    if (
        language == "en"
        and carry.age == 0
        and metric.metric_id in _PARTS
        and _OF_TOTAL.match(text, figure[1]) is not None
        and _MADE_UP.search(text, start, figure[0]) is not None
    ):
        return Dated(carry.period, "carried over to the parts", 0.6)
    if (
        book.basis(metric.metric_id) in {"stock", "any"}
        and not is_same_sum
        and not is_mean
        and not (metric.metric_id in OF_A_SPAN and (language == "en" or carry.age == 0))
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
        else (metric.level_id in carry.metric_ids and metric.level_id in _TABULATED)
        or (
            subject.entity.is_company
            and subject.rule in {"possessor", "antecedent", "pronoun", "head of its clause"}
            and book.basis(metric.metric_id) in {"flow", "change"}
            and metric.metric_id in _OF_A_REPORT
            and bool(carry.level_ids & _OF_A_REPORT)
            and _is_quarter(carry.period)
        )
    )
    # 其中 tells of parts of what the sentence before told.
    is_part = carry.age == 0 and text.startswith("其中", start)
    is_part = is_part or (carry.is_of_all and subject.entity.entity_type in {"company", "product"})
    if subject.entity.entity_id not in carry.subject_ids and not (is_next_place or is_next_firm or is_part):
        return None
    return Dated(carry.period, "carried over from the sentence before", 0.6)


# Stocks that reports tell for a quarter, unlike what stands in a balance sheet.
_COUNTED_BY_SPAN = frozenset({"mau", "dau", "users", "subscribers"})
CARRIED_ON = "carried over with the figure before it"


def carried_on(
    before: LinkedFact, quantity: QuantityMatch, metric: ChosenMetric, carry: Carry, book: MetricBook
) -> Dated | None:
    """The period carried over to the figure before, for the next one of an English sentence: "Delivery
    expenses rose 9%, and the margin fell to 11%". What has stood since an earlier sentence is not of it."""
    if not before.period_rule.startswith("carried") or quantity.role == "from":
        return None
    if metric.metric_id in _QUOTED or metric.metric_id == "dividend":
        return None
    is_stock = book.basis(metric.metric_id) == "stock" and metric.metric_id not in OF_A_SPAN
    if is_stock and metric.metric_id not in _COUNTED_BY_SPAN:
        return None
    if carry.age > 0 and (is_stock or metric.metric_id in STANDING):
        return None
    if metric.hit is not None and "backlog" in metric.hit.term:
        return None
    return Dated(before.period, CARRIED_ON, 0.6)


def carried_by_comparison(
    mentions: Sequence[PeriodMention],
    metric: ChosenMetric,
    subject: ChosenSubject,
    carry: Carry,
    book: MetricBook,
    *,
    is_change: bool,
) -> Dated | None:
    """The period of the sentence before, for a Chinese sentence that names no time but what it compares with:
    香港快运亏损5亿元，去年同期7300万元. What a whole trade does is not of a report on something else."""
    if subject.entity is not None and subject.entity.entity_type == "sector":
        return None
    if carry.age > 0 or not mentions or any(m.role not in {"compare", "prior"} for m in mentions):
        return None
    if metric.metric_id in _STANDS or not (is_change or book.basis(metric.metric_id) == "flow"):
        return None
    return Dated(carry.period, "carried over by what it is compared with", 0.6)


_QUOTED = frozenset({"share_price", "share_price_change", "index_level", "index_change"})
_STANDS = STANDING | EVENTS | _QUOTED

# What firms report for one quarter, sentence by sentence.
_OF_A_REPORT = frozenset(
    {
        "revenue",
        "revenue_growth",
        "net_profit",
        "net_profit_growth",
        "net_loss",
        "operating_profit",
        "operating_margin",
    }
    | {"gross_margin", "gross_profit", "net_margin", "ebitda", "eps"}
)


def _is_quarter(period: Period) -> bool:
    return period.start is not None and period.end is not None and 80 < (period.end - period.start).days < 100


# "The price of a pint in London" does not go on to be about London.
_OF_A_SPOT = frozenset({"place", "place of prices and the like"})


def move_on(
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
        f
        for f in facts
        if f.period.start is not None and f.period.end is not None and f.period_rule != CARRIED_ON
    ]
    flows = [f for f in dated if f.period.start != f.period.end]
    told = [f for f in flows if f.modality == "actual"]
    if facts and facts[0].sentence.language == "zh":
        # 市值在10月站上…: what stands has no period that others go on with.
        told = [f for f in told if f.metric.metric_id not in _STANDS] or told
    if not facts or facts[0].sentence.language == "en":
        state.ahead = _carry_of([f for f in flows if f.modality != "actual"], state.ahead)
        # "closed that deal in October": an event's time is not the report's.
        reported = [f for f in told if f.metric.metric_id not in EVENTS] if state.carry is not None else told
        carry = _carry_of(reported, state.carry)
        # "…, after a drop of 41,000 in July": what is told last of the past is what it is held against.
        held = state.carry
        if held is not None and held.age <= 1 and carry is not None and _ends(carry) < _ends(held):
            carry = changed(held, age=held.age + 1)
        if held is not None and carry is not None and carry is not held and carry.period == held.period:
            # A report that turns to a second firm for a sentence goes on about the first one, too.
            carry = changed(carry, subject_ids=carry.subject_ids | held.subject_ids)
        state.carry = carry
    else:
        state.carry = _carry_of(told or flows, state.carry, text, sentence_start)
        parent = next(
            (
                e
                for e in entities
                if last is not None
                and last.is_company
                and last.parent_id == e.entity_id
                and e.start < last.start
            ),
            None,
        )
        if parent is not None:
            # 阿里…，阿里云…: the text goes on about the parent.
            state.discourse = changed(state.discourse, last=parent, last_company=parent, last_head=parent)


_PART = re.compile(r"其中(?!包括)[^，,；;。]*$")


def _is_part(text: str, floor: int, left: int) -> bool:
    return _PART.search(text, floor, left) is not None


_SUMMED = re.compile(r"(?:累计|今年以来|年初至今|年内)[^，,；;。]*$")


def _is_only_cumulated(flows: Sequence[LinkedFact], carry: Carry, text: str, sentence_start: int) -> bool:
    """Whether all that a sentence tells is the sum of the year up to the end of the month carried on."""
    month = carry.period
    if month.start is None or month.end is None or (month.end - month.start).days > 31:
        return False
    told = [f for f in flows if not f.is_change] or flows
    return all(
        f.period.end == month.end
        and f.period.start is not None
        and f.period.start < month.start
        and _SUMMED.search(text, sentence_start, f.quantity.start) is not None
        for f in told
    )


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
    if (
        carry is not None
        and text
        and carry.age <= 1
        and _is_only_cumulated(flows, carry, text, sentence_start)
    ):
        # 前11个月累计…: behind it the text goes on about the month.
        return changed(carry, age=0)
    last_told = max(flows, key=lambda f: (f.period.end or date.min, f.quantity.start))
    if text and _DRILLED.search(text, sentence_start, last_told.quantity.start):
        # 9月单月…: a look into a part of the period that the text is about.
        wide = [f for f in flows if f.period.end == last_told.period.end and f.period != last_told.period]
        last_told = wide[-1] if wide else last_told
    if text and any(
        _SUMMED.search(text, sentence_start, f.quantity.start) for f in flows if f.period == last_told.period
    ):
        # 11月交付…辆，1—11月累计…辆: the month is what the text goes on about.
        first = min(flows, key=lambda f: f.quantity.start)
        if first.period != last_told.period and first.period.end == last_told.period.end:
            last_told = first
    told_of = [f for f in flows if f.period == last_told.period]
    subjects = [f.subject.entity for f in told_of]
    return Carry(
        last_told.period,
        frozenset(e.entity_id if e else None for e in subjects),
        frozenset(key for f in told_of for key in (f.metric.metric_id, f.metric.level_id)),
        all(e is not None and e.entity_type == "place" for e in subjects),
        0,
        frozenset(f.metric.level_id for f in told_of),
        carry is not None and carry.is_of_all and carry.period == last_told.period,
    )


_REPORTED = frozenset({"quarter", "half", "months", "fiscal", "month"})


def name_period(
    mentions: Sequence[PeriodMention],
    entities: Sequence[Entity],
    roles: Roles,
    sentence: Sentence,
    state: LinkState,
    text: str,
) -> None:
    """Carries on the period that an English sentence names for no figure of its own: "announced its results
    for the three months ended …", "a larger second-quarter profit than was expected"."""
    if sentence.language != "en":
        _name_period_chinese(mentions, entities, roles, sentence, state, text)
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


_POSTS = re.compile(r"\b(?:report(?:s|ed)|post(?:s|ed)|announced|beat|swung|unveiled|published|booked)\b")
_RESULTS = re.compile(r"[ -](?:[a-z-]+ ){0,3}(?:profits?|loss|results|earnings|revenues?|sales|income)\b")


def reports_told_of_none(
    mentions: Sequence[PeriodMention], facts: Sequence[LinkedFact], text: str, sentence: Sentence
) -> list[PeriodMention]:
    """The periods of results that a sentence names without their figures, whatever else it tells: "posted a
    larger second-quarter profit and lifted its forecast for the year to 5 billion"."""
    told = {f.period for f in facts}
    return [
        m
        for m in mentions
        if m.role == "within"
        and m.kind in {"quarter", "half", "months", "fiscal"}
        and m.period not in told
        and _POSTS.search(text, sentence.start, m.start_char) is not None
        and _RESULTS.match(text, m.end_char) is not None
    ]


# 各家车企陆续晒出11月成绩单, 交出前三季度答卷: the report that the sentences behind it read out.
_REPORT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?)(?:成绩单|业绩|财报|答卷|战报|快报|交付|产销|销量|经营数据|运营数据"
    r"|经济数据|榜单|排行榜|主要数据|金融数据|统计数据|运行情况|账本|收入)"
)


def _name_period_chinese(
    mentions: Sequence[PeriodMention],
    entities: Sequence[Entity],
    roles: Roles,
    sentence: Sentence,
    state: LinkState,
    text: str,
) -> None:
    """Carries on the period of a report that a Chinese sentence names without a figure of it; where it names
    no firm, the report is of all that follow."""
    published = state.periods.published
    for mention in mentions:
        period = mention.period
        if (
            mention.role == "within"
            and mention.kind in _REPORTED
            and period.start is not None
            and period.end is not None
            and (published is None or period.end <= published)
            and _REPORT.match(text, mention.end_char, sentence.end) is not None
        ):
            whom = head_of(entities, roles)
            ids = frozenset({whom.entity_id}) if whom is not None else frozenset()
            is_of_place = whom is not None and whom.entity_type == "place"
            state.carry = Carry(period, ids, frozenset(), is_of_place, 0, is_of_all=whom is None)
            return
