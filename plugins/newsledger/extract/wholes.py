"""Parts against their whole, within one article: flags on facts, never a changed value.

parts_above_total: parts that a sentence lists beside their total ("50,000 deliveries, of which …", 其中,
合计) and that come to more than it, or one part of a firm above the whole firm's figure of that period.
shares_above_whole: shares of one market, of one firm's revenue or of one firm's capital that come to more
than 100 percent. Parts below their total are no contradiction: a list need not be complete.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from newsledger.extract.frozen import changed, record
from newsledger.extract.records import Observation

# Sums of their parts. Profits are not: another part may lose.
SUMS = frozenset(
    {
        "revenue", "cost", "capex", "rnd_expense", "gmv", "order_value", "shipments", "sales_volume",
        "production", "capacity", "contract_volume", "inventory", "store_count", "employees", "layoffs",
        "users", "subscribers", "funding", "investment", "ipo_proceeds", "buyback", "total_assets",
        "total_debt", "population", "gdp", "trade_value", "power_capacity_added", "electricity_demand",
        "income", "expenditure", "cash", "amount", "count", "quantity",
    }
)  # fmt: skip
_GENERIC = frozenset({"amount", "count", "quantity"})
_SOLD = frozenset({"sales_volume", "shipments"})
_WHOLE_OF_A_FIRM = SUMS - _GENERIC - {"funding", "investment", "contract_volume", "cash", "income"}
_LISTED_SHARES = frozenset({"market_share", "revenue_share", "stake"})

# What parts a total from the list of its parts behind it, and what leads from parts to their total.
_OPENS = re.compile(
    r"\b(?:of which|of these|of those|of this|of that|including|comprising|consisting of|made up of"
    r"|composed of|split (?:between|into)|broken down (?:into|as))\b|其中|包括|包含|分别(?:为|是)|[:：]",
    re.I,
)
_CLOSES = re.compile(r"\b(?:totall?ing|in total|for a total of|a total of|altogether)\b|合计|共计|总计", re.I)
_NEXT_OPENS = re.compile(
    r"\s*(?:Of (?:this|that|these|those|which|them)|Among (?:these|those|them)|其中|这其中)"
)
# What stands right before a figure that something is compared with, or that a change starts from.
_COMPARED = re.compile(
    r"(?:\b(?:from|than|versus|vs\.?|against|compared (?:with|to)|after|by)|[从由比较至]|同期|去年|上年"
    r"|增长|增加|减少|下降)(?: (?:just|only|about|nearly|the))?\s?[约近仅的]?$",
    re.I,
)
_NESTED = re.compile(r"\b(?:of which|including|of whom|of them|part of)\b|其中|包括|子公司|旗下", re.I)
_JOINT = re.compile(
    r"\b(?:together|combined|jointly|top (?:two|three|four|five|ten|\d+)|both|respectively|in total)\b"
    r"|合计|共同|共占|总计|前[二三四五六七八九十\d]|CR\d",
    re.I,
)
_MARKET = re.compile(
    r"\b(?:of|in|for) (?:the |its |their |that )?((?:[\w'’-]+ ){0,3}?)(?:markets?|segments?|sectors?)\b"
    r"|([\u4e00-\u9fff]{0,6}?)(?:市场|赛道|领域)"
)
_PLACE_WORDS = re.compile(
    r"\b(?:overseas|abroad|international|foreign|domestic|home|China|mainland|Americas?|Europe|Asia"
    r"|exports?)\b"
    r"|海外|境外|国际|国内|境内|内地|出口|欧洲|美洲|亚太|大陆",
)
_CHANNEL_WORDS = re.compile(
    r"\b(?:online|offline|subscriptions?|recurring|direct)\b|线上|线下|直营|经销|订阅"
)
_DIGITS = re.compile(r"\d[\d,，]*(?:\.(\d+))?")
_ROUNDED = 0.05
_LEAST_SLACK = 0.002


@record
class Listed:
    """A total with the parts that its text lists, as places in the row of observations."""

    total: int
    parts: tuple[int, ...]


def mark_wholes(observations: Sequence[Observation]) -> list[Observation]:
    """The observations, those flagged whose parts come to more than their whole. Each reason names the other
    figures and where they stand."""
    reasons: dict[int, tuple[str, str]] = {}
    for listed in _totals(observations):
        verdict = _above_total(observations, listed)
        if verdict is not None:
            for place in (listed.total, *listed.parts):
                others = [observations[i] for i in (listed.total, *listed.parts) if i != place]
                reasons.setdefault(place, ("parts_above_total", f"{verdict}; beside {_named(others)}"))
    for shares in _shares_of_one_whole(observations):
        total = sum(observations[i].value_low for i in shares)
        for place in shares:
            others = [observations[i] for i in shares if i != place]
            reason = f"shares of one whole come to {total:g} percent; beside {_named(others)}"
            reasons.setdefault(place, ("shares_above_whole", reason))
    if not reasons:
        return list(observations)
    return [
        changed(
            one,
            flags=(*one.flags, reasons[place][0]),
            flag_reason=f"{one.flag_reason}; {reasons[place][1]}" if one.flag_reason else reasons[place][1],
        )
        if place in reasons
        else one
        for place, one in enumerate(observations)
    ]


def _named(others: Iterable[Observation]) -> str:
    return ", ".join(f"“{one.figure_text}” ({one.field} {one.start_char})" for one in others)


def _totals(observations: Sequence[Observation]) -> Iterator[Listed]:
    """Totals with their parts: those that a sentence lists, then single parts of a firm's whole figure."""
    sentences: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, one in enumerate(observations):
        if one.metric_id in SUMS and not one.is_change and one.comparison is None:
            sentences[one.field, one.evidence_start_char].append(place)
    last: Sequence[int] = ()
    for places in sentences.values():
        first = observations[places[0]]
        if len(places) > 1:
            yield from _listed(observations, places)
        if last and _NEXT_OPENS.match(first.evidence_text) and observations[last[-1]].field == first.field:
            gap = first.evidence_start_char - observations[last[-1]].evidence_end_char
            if 0 <= gap <= 2:
                yield from _with_parts(observations, last[-1], places)
        last = places
    yield from _of_firms(observations)


def _listed(observations: Sequence[Observation], places: Sequence[int]) -> Iterator[Listed]:
    first = observations[places[0]]
    text, begin = first.evidence_text, first.evidence_start_char
    marks = list(_OPENS.finditer(text))
    for number, mark in enumerate(marks):
        before = [
            i
            for i in places
            if observations[i].end_char - begin <= mark.start() and not _is_compared(observations[i])
        ]
        stop = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        is_colon = mark.group() in ":："
        if not is_colon:
            end = re.compile("[;；]").search(text, mark.end(), stop)
            stop = end.start() if end is not None else stop
        after = [
            i for i in places if mark.end() <= observations[i].start_char - begin < stop and i not in before
        ]
        if (
            before
            and after
            and not (number and _is_between(marks[number - 1], observations[before[-1]], begin))
        ):
            gap = text[observations[before[-1]].end_char - begin : mark.start()]
            if len(gap) <= 60 and not re.search(r"[;；。]", gap):
                yield from _with_parts(observations, _antecedent(observations, before), after)
    for mark in _CLOSES.finditer(text):
        behind = [i for i in places if 0 <= observations[i].start_char - begin - mark.end() <= 20]
        floor = max(text.rfind(end, 0, mark.start()) for end in ";；")
        before = [i for i in places if floor < observations[i].start_char - begin < mark.start()]
        if behind and len(before) > 1:
            yield from _with_parts(observations, behind[0], before)


def _antecedent(observations: Sequence[Observation], before: Sequence[int]) -> int:
    """The total that a list behind it is part of: the last figure, or the largest of its kind before it, for
    a list may be of the whole again ("revenue 90, at home 50, abroad 40, of which games 60")."""
    last = observations[before[-1]]
    like = [
        i
        for i in before
        if observations[i].unit == last.unit
        and observations[i].metric_id == last.metric_id
        and _is_same_period(last, observations[i])
    ]
    return max(like, key=lambda i: (_low(observations[i]), i))


def _is_between(mark: re.Match[str], one: Observation, begin: int) -> bool:
    """Whether a figure is itself one of an earlier list: its own parts are told apart no more."""
    return mark.end() <= one.start_char - begin


def _with_parts(observations: Sequence[Observation], total: int, places: Sequence[int]) -> Iterator[Listed]:
    """The total with those of the figures that count the same: unit, kind of metric, mood and period."""
    whole = observations[total]
    parts = []
    for place in places:
        one = observations[place]
        before = one.evidence_text[: one.start_char - one.evidence_start_char]
        if (
            not _is_compared(one)
            and place != total
            and one.unit == whole.unit
            and _is_same_thing(one.metric_id, whole.metric_id)
            and one.modality == whole.modality
            and one.bound != "under"
            and _is_same_period(one, whole)
            and before.count("(") + before.count("（") <= before.count(")") + before.count("）")
        ):
            parts.append(place)
    if parts:
        yield Listed(total, tuple(parts))


def _is_compared(one: Observation) -> bool:
    before = one.start_char - one.evidence_start_char
    return _COMPARED.search(one.evidence_text[max(0, before - 24) : before]) is not None


def _is_same_thing(part: str, whole: str) -> bool:
    return part == whole or part in _GENERIC or whole in _GENERIC or {part, whole} == _SOLD


def _is_same_period(part: Observation, whole: Observation) -> bool:
    of_part, of_whole = (part.period_start, part.period_end), (whole.period_start, whole.period_end)
    return of_part in {of_whole, (None, None)}


def _of_firms(observations: Sequence[Observation]) -> Iterator[Listed]:
    """A firm's figure with a part of the firm (segment, region) that is told of the same period."""
    wholes: dict[tuple[object, ...], int] = {}
    parts: list[tuple[tuple[object, ...], int]] = []
    for place, one in enumerate(observations):
        if (
            one.metric_id not in _WHOLE_OF_A_FIRM
            or one.is_change
            or one.comparison is not None
            or one.company_id is None
            or one.company_id != one.subject_id
            or one.period_start is None
            or one.counterparty_company_id is not None
        ):
            continue
        key: tuple[object, ...]
        key = (one.company_id, one.metric_id, one.unit, one.period_start, one.period_end, one.modality)
        if one.segment is None and one.region is None:
            if _OPENS.search(one.evidence_text[: one.start_char - one.evidence_start_char]):
                continue  # listed as a part, of what is not known
            held = wholes.setdefault(key, place)
            if _low(observations[held]) < _low(one):
                wholes[key] = place
        elif one.bound != "under":
            parts.append((key, place))
    for key, place in parts:
        if key in wholes:
            yield Listed(wholes[key], (place,))


def _low(one: Observation) -> float:
    return min(abs(one.value_low), abs(one.value_high))


def _above_total(observations: Sequence[Observation], listed: Listed) -> str | None:
    """What the parts come to, where that is above the total beyond what their digits leave open."""
    whole = observations[listed.total]
    parts = [observations[i] for i in listed.parts]
    most = max(abs(whole.value_low), abs(whole.value_high))
    slack = max(_slack(whole) + sum(map(_slack, parts)), most * _LEAST_SLACK)
    sums = list(accumulate(map(_low, parts)))
    # A list that is complete before its end goes on with something else.
    if whole.bound == "over" or sums[-1] <= most + slack or any(abs(s - most) <= slack for s in sums):
        return None
    return f"the parts come to {sums[-1]:.15g} {whole.unit}, their total to {most:.15g}"


def _slack(one: Observation) -> float:
    """Half a unit of the last digit that a figure states; more of one that is stated as rounded."""
    value = _low(one)
    if one.bound == "about":
        return value * _ROUNDED
    found = _DIGITS.search(one.figure_text)
    if found is None:
        return value * _ROUNDED
    stated = float(re.sub("[,，]", "", found.group()))
    scale = value / stated if stated else 0.0
    return scale * 0.5 * 10.0 ** -len(found.group(1) or "")


def _shares_of_one_whole(observations: Sequence[Observation]) -> Iterator[tuple[int, ...]]:
    """Groups of shares that one sentence gives of one whole and that come to more than it."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(observations):
        if (
            one.metric_id in _LISTED_SHARES
            and one.unit == "percent"
            and not one.is_change
            and one.comparison is None
            and one.bound != "under"
            and 0 < one.value_low <= 100
            and not _is_compared(one)
        ):
            key: tuple[object, ...] = (
                *(one.field, one.evidence_start_char, one.metric_id, one.modality),
                *(one.period_start, one.period_end, _whole_of(one)),
            )
            groups[key].append(place)
    for places in groups.values():
        rows = [observations[i] for i in places]
        if len(rows) > 1 and _are_parts_of_one(rows):
            slack = sum(map(_slack, rows))
            if sum(one.value_low for one in rows) > 100 + slack:
                yield tuple(places)


def _whole_of(one: Observation) -> tuple[object, ...]:
    """Of what a share is one: of the firm's revenue, of the other firm's capital, of a market."""
    if one.metric_id == "revenue_share":
        return (one.subject_id or one.subject_name,)
    if one.metric_id == "stake":
        # Whose capital is not said: each stake for itself.
        return (one.counterparty_company_id or one.start_char,)
    return (one.segment, one.region)


def _are_parts_of_one(rows: Sequence[Observation]) -> bool:
    text, begin = rows[0].evidence_text, rows[0].evidence_start_char
    ends = [0, *(one.end_char - begin for one in rows)]
    starts = [*(one.start_char - begin for one in rows), len(text)]
    between = text[ends[1] : starts[-2]]
    if _JOINT.search(text) or _NESTED.search(between) or re.search("[;；]", between):
        return False
    if rows[0].metric_id == "revenue_share":
        parts = [(one.segment, one.region, one.counterparty_company_id) for one in rows]
        named = [part for part in parts if any(part)]
        if len(set(named)) < len(named) or len({tuple(map(bool, part)) for part in named}) > 1:
            return False
        before = [text[end:start] for end, start in zip(ends, starts, strict=False)][: len(rows)]
        return all(
            len({bool(words.search(b)) for b in before}) == 1 for words in (_PLACE_WORDS, _CHANNEL_WORDS)
        )
    subjects = [one.subject_id or one.subject_name for one in rows]
    if None in subjects or len(set(subjects)) < len(subjects):
        return False
    markets = {
        word.strip().lower()
        for found in _MARKET.finditer(text)
        if (word := found.group(1) or found.group(2) or "").strip()
    }
    return rows[0].metric_id == "stake" or len(markets) < 2
