"""Which period a figure belongs to.

In order: a time named right behind the figure; one named before it in the sentence; one behind it that
its list shares; and else what the sentences before say, where the text clearly goes on about the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsledger.extract.period_dates import NOTHING, Period, PeriodMention, shifted

_HARD = re.compile(
    r"[;；。]|\b(?:while|whereas|but|although|though|compared|versus|vs\.?|against)\b|而(?!且|言|是)"
)
_SOFT = re.compile(r",(?!\d)|，|、|\band\b|\bwhich\b|\bup\b|\bdown\b")


@dataclass(frozen=True)
class Dated:
    """A period with the rule that assigned it and how sure the rule is."""

    period: Period
    rule: str
    certainty: float
    mention: PeriodMention | None = None


# "down 0.1 points from August": the month is what the change is measured from.
_BASE = re.compile(r"(?:\b(?:from|than|versus|against)\s(?:the\s)?|[较比])$")
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|because)\b")
_VERB = re.compile(
    r"\b(?:has|had|have|is|are|was|were|will|to (?=[a-z])|needs?|from|against|compared|than|versus|because"
    r"|which|who|that|and \w+ed|ran|sold|rose|fell|grew)\b"
)


# Deals and the like happen; they have no period unless one is stated for them.
EVENTS = frozenset(
    [
        "funding",
        "deal_value",
        "deal_price",
        "ipo_proceeds",
        "investment",
        "buyback",
        "fine",
        "stake",
        "valuation",
        "order_value",
    ]
)


def _new_name(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a statement about another name begins between a time and a figure: ", and Acme has …"."""
    if re.search(r"[,，] ?which\b|[;；](?:它|其(?!中)|公司|该)", text[start:end]):
        return True
    for name_start, name_end in names:
        if (
            start <= name_start
            and name_end <= end
            and re.search(
                r"(?:[;；。]|,?\s(?:and|while|whereas|but)\s)\s?(?:the\s)?$",
                text[max(start, name_start - 14) : name_start],
            )
        ):
            return True
    return False


def _breaks(text: str) -> tuple[int, int]:
    return len(_HARD.findall(text)), len(_SOFT.findall(text))


def date_figure(
    text: str,
    sentence: tuple[int, int],
    figure: tuple[int, int],
    others: Sequence[tuple[int, int]],
    mentions: Sequence[PeriodMention],
    *,
    is_change: bool,
    language: str,
    is_ratio: bool = False,
    listed_after: Dated | None = None,
    metric_id: str = "",
    is_stock: bool = False,
    names: Sequence[tuple[int, int]] = (),
) -> Dated | None:
    """The period that the sentence itself states for the figure, or None.

    `others` are the spans of all figures of the sentence, `mentions` its expressions of time; positions
    are of `text`."""
    left, right = figure
    usable = [m for m in mentions if m.role != "compare" and not (m.role == "prior" and is_change)]
    if not usable:
        return None
    if is_change:
        usable = [
            m
            for m in usable
            if m.role != "within" or not _BASE.search(text[sentence[0] : m.start_char][-12:])
        ]
    next_figure = min((o[0] for o in others if o[0] >= right), default=sentence[1])
    last_figure = max((o[1] for o in others if o[1] <= left), default=sentence[0])
    behind = [m for m in usable if m.start_char >= right]
    before = [m for m in usable if m.end_char <= left]
    inside = [m for m in usable if m.start_char < right and m.end_char > left]
    if inside:
        return Dated(inside[0].period, "period inside the figure", 0.7, inside[0])
    # 1. right behind, before any other figure; "1.3 times the volume of last year" names the base instead
    for mention in [m for m in behind if m.role == "by"][:1] if is_ratio else behind[:1]:
        gap = text[right : mention.start_char]
        hard, soft = _breaks(gap)
        if mention.start_char < next_figure and not hard:
            binds = soft == 0 and len(gap) < 90 and not _RELATIVE.search(gap)
            if language == "zh":
                binds = soft == 0 and len(gap) < 8
            if mention.role == "prior":
                binds = soft == 0 and len(gap) < 6
            if binds and not _opens_next_clause(text, mention, next_figure):
                return Dated(mention.period, f"behind the figure: {mention.rule}", 0.95, mention)
    # 2. before, in the sentence
    if listed_after is not None:
        return Dated(
            listed_after.period,
            "as the figure before it in the list",
            listed_after.certainty,
            listed_after.mention,
        )
    chosen = _before(text, figure, last_figure, before, others, metric_id, is_stock, names)
    if chosen is not None:
        return chosen
    # 3. behind, shared by the list
    for mention in behind[:1]:
        gap = text[right : mention.start_char]
        hard, _ = _breaks(gap)
        is_shared = bool(re.search(r"\d", gap)) if "," in gap or "，" in gap else True
        if (
            mention.role in {"within", "instant", "by", "since"}
            and not hard
            and is_shared
            and not _VERB.search(gap)
        ):
            return Dated(mention.period, f"behind, shared: {mention.rule}", 0.75, mention)
    return None


def _opens_next_clause(text: str, mention: PeriodMention, next_figure: int) -> bool:
    """Whether a time stands at the head of the next clause ("…, and in October sales fell 3%")."""
    return bool(
        re.search(r"(?:[,，;；]|\band) (?:in|for|at|during)? ?(?:the )?$", text[: mention.start_char][-20:])
    )


def _before(
    text: str,
    figure: tuple[int, int],
    last_figure: int,
    before: Sequence[PeriodMention],
    others: Sequence[tuple[int, int]],
    metric_id: str,
    is_stock: bool,
    names: Sequence[tuple[int, int]],
) -> Dated | None:
    for mention in reversed(before):
        gap = text[mention.end_char : figure[0]]
        hard, soft = _breaks(gap)
        own = mention.end_char > last_figure or mention.start_char >= last_figure
        if mention.role == "prior":
            if own and not hard and soft <= 1:
                return Dated(mention.period, "the year before", 0.85, mention)
            continue
        trails = any(
            o[1] <= mention.start_char
            and not _SOFT.search(text[o[1] : mention.start_char])
            and mention.start_char - o[1] < 50
            for o in others
        )
        if trails and (
            mention.role == "by" or (mention.role == "since" and re.search(r"\bto\b|[,，;；]", gap))
        ):
            continue
        if (
            own
            and is_stock
            and mention.kind != "day"
            and mention.role == "within"
            and _new_name(text, mention.end_char, figure[0], names)
        ):
            return None
        if own:
            return Dated(
                mention.period, f"before the figure: {mention.rule}", 0.9 - 0.1 * min(hard, 2), mention
            )
        if hard and metric_id in EVENTS and mention.role != "by":
            # Another statement begins; an event does not take over the period of a flow.
            return None
        if is_stock and mention.role == "within" and _new_name(text, mention.end_char, figure[0], names):
            return None
        # The time belongs to an earlier figure: it holds on in lists and continuations.
        certainty = 0.8 - 0.1 * min(hard, 3)
        return Dated(
            mention.period,
            f"held on in the sentence: {mention.rule}",
            certainty - (0.1 if trails else 0),
            mention,
        )
    return None


def year_before(period: Period) -> Period:
    """The same period a year earlier; nothing where it has no bounds."""
    return NOTHING if period == NOTHING else shifted(period, -1)
