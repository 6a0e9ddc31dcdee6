"""Expressions of time, as dates.

`find_periods` reads one sentence and returns its mentions in order, resolved against the day of publication
(in the source's own time zone) and against what the text has already named ("that quarter", 去年同期).
The meaning of each form is gold/GUIDE.md's: a year is its first and last day, "by 2030" has only an end,
"since 2018" only a start, an instant has both on its day. The lookup of which figure a mention belongs to is
in `periods_assign`.
"""

from __future__ import annotations

import re
from datetime import date

from newsledger.extract.frozen import changed
from newsledger.extract.openings import Opened
from newsledger.extract.period_dates import (
    WEEKDAY,
    Period,
    PeriodMention,
    PeriodState,
    months_ending,
    remembered,
    shifted,
)
from newsledger.extract.periods_chinese import (
    CHINESE,
    CHINESE_PREFIX,
    CHINESE_SUFFIX,
    HAN_CHARACTER,
    read_chinese,
)
from newsledger.extract.periods_english import AHEAD, ENGLISH, ENGLISH_PREFIX, ENGLISH_TRIGGER, read_english

# "PARIS, Sept 9 - ", 9月9日讯: when the text was sent, not when what it tells happened.
_DATELINE = re.compile(r"(?:,? \d{4})? (?:\([A-Z][\w ]+\) )?[-–—]{1,2} |(?:电|讯|消息)[,，:： ]")

_ENGLISH, _CHINESE = Opened(ENGLISH, 4, at_words=True), Opened(CHINESE, 3)


def _by_place(item: tuple[re.Match[str], bool]) -> tuple[int, int]:
    return item[0].start(), -item[0].end()


def find_periods(text: str, state: PeriodState) -> tuple[list[PeriodMention], PeriodState]:
    """The mentions of one sentence in order, and what the text has named after it."""
    mentions: list[PeriodMention] = []
    if state.spoken is not None or state.told is not None:
        state = changed(state, spoken=None, told=state.spoken)
    found: list[tuple[re.Match[str], bool]] = []
    if ENGLISH_TRIGGER.may_match(text):
        found = [(m, True) for m in _ENGLISH.finditer(text)]
    if not text.isascii() and HAN_CHARACTER.search(text) is not None:
        chinese = [(m, False) for m in _CHINESE.finditer(text)]
        found = sorted(found + chinese, key=_by_place) if found else chinese
    context_year: int | None = None
    last_end = -1
    for match, is_english in found:
        if match.start() < last_end or _DATELINE.match(text, match.end()) is not None:
            continue
        read = (
            read_english(match, text, state, context_year)
            if is_english
            else read_chinese(match, text, state, context_year)
        )
        if read is None:
            continue
        kind, period, role, rule = read
        start, end = match.span()
        mention = _with_operators(
            PeriodMention(start, end, period, kind, role, rule), text, is_english, state.published
        )
        if mentions and mention.kind == "year" and _is_split_year(mentions[-1], mention, text):
            named = mention.period.start
            held = mentions[-1]
            if named is not None and held.period.end is not None:
                moved = shifted(held.period, named.year - held.period.end.year)
                mentions[-1] = changed(held, period=moved)
                state = remembered(state, held.kind, moved, held.role)
                last_end = mention.end_char
                continue
        merged = _merged_with_previous(mentions[-1] if mentions else None, mention, text)
        if merged is not None:
            mentions[-1] = merged
            mention = merged
        else:
            mentions.append(mention)
        last_end = mention.end_char
        if mention.role in {"within", "instant"} and mention.kind != "day":
            named = mention.period.start or mention.period.end
            if named is not None and (re.search(r"\d{4}", match.group()) or "年" in match.group()):
                context_year = named.year
        if (
            is_english
            and state.latest is not None
            and _HELD_TO.search(text, max(0, match.start() - 70), match.start())
        ):
            continue  # "compared with 88 million in the last quarter of 2024" does not go on to be of 2024
        is_of_span = state.latest is not None and state.latest.start != state.latest.end
        if is_english and is_of_span and mention.rule in _OF_THE_REPORT:
            continue  # "a third-quarter profit of … on Thursday" does not go on to be of Thursday
        state = remembered(state, mention.kind, mention.period, mention.role)
    return mentions, state


def _with_operators(
    mention: PeriodMention, text: str, is_english: bool, published: date | None = None
) -> PeriodMention:
    """Reads "by", "since", "as of", 截至, 以来, 底 around a mention."""
    if mention.role not in {"within", "instant"}:
        return mention
    before = text[max(0, mention.start_char - 28) : mention.start_char]
    period, start, end = mention.period, mention.start_char, mention.end_char
    if is_english:
        prefix = ENGLISH_PREFIX.search(before)
        if prefix is None:
            return mention
        name = prefix.lastgroup
        start -= len(before) - prefix.start()
        if name == "by":
            if text[max(0, start - 5) : start].lower().endswith("rose ") or period.end is None:
                return mention
            stop = period.end
            if mention.kind == "month" and text.startswith("mid", mention.start_char):
                stop = date(stop.year, stop.month, 15)
            if mention.kind == "year" and "mid" in prefix.group().lower():
                stop = date(stop.year, 6, 30)
            return changed(mention, start_char=start, period=Period(None, stop), role="by")
        if (
            name == "since"
            and period.start is not None
            and published is not None
            and period.start > published
        ):
            period = shifted(period, -1)
        if name == "since" and period.start is not None:
            return changed(mention, start_char=start, period=Period(period.start, None), role="since")
        if name == "instant" and _CLOSED.match(prefix.group()) is not None:
            # "ended June with 141 million in cash"
            if not text.startswith(" with ", end) or mention.kind not in {"month", "year", "quarter"}:
                return mention
            day = period.start if prefix.group()[0] in "bs" else period.end
            return changed(mention, period=Period(day, day), role="instant")
        if name == "instant" and period.end is not None:
            outer = ENGLISH_PREFIX.search(text[max(0, start - 20) : start])
            if outer is not None and outer.lastgroup == "by":
                return changed(mention, start_char=start, period=Period(None, period.end), role="by")
            return changed(mention, start_char=start, period=Period(period.end, period.end), role="instant")
        is_to_come = AHEAD.search(text, 0, start) is not None
        if name == "from" and is_to_come and mention.kind == "day" and period.start is not None:
            return changed(mention, start_char=start, period=Period(period.start, None), role="since")
        is_to_start = (
            mention.kind in {"year", "quarter", "month"}
            and mention.rule != "years"
            and period.start is not None
            and published is not None
            and period.start > published
            and not text.startswith((" to ", " until ", " through "), end)
        )
        if name == "from" and is_to_come and is_to_start:
            return changed(mention, start_char=start, period=Period(period.start, None), role="since")
        is_opening = text[start : start + 5] == "From " and mention.kind in {"day", "month", "year"}
        if name == "from" and (
            re.match(r"\ (?:onwards?|on\b)", text[mention.end_char :])
            or (is_opening and text.startswith(", ", mention.end_char))
        ):
            return changed(mention, start_char=start, period=Period(period.start, None), role="since")
        return mention
    surface = mention_text = text[start:end]
    suffix = CHINESE_SUFFIX.match(text, end)
    prefix = CHINESE_PREFIX.search(before)
    at_end = mention_text[-1] in "底末"
    if suffix is not None and suffix.lastgroup == "instant":
        at_end, end = True, suffix.end()
        suffix = CHINESE_SUFFIX.match(text, end)
    if surface[-1] == "初" and period.start is not None and mention.kind in {"year", "month"}:
        period = Period(period.start, period.start) if mention.kind == "year" else period
    if prefix is not None and prefix.lastgroup == "instant" and period.end is not None:
        return changed(
            mention,
            start_char=start - len(prefix.group()),
            end_char=end,
            period=Period(period.end, period.end),
            role="instant",
        )
    if suffix is not None and suffix.lastgroup == "since" and period.start is not None:
        return changed(mention, end_char=suffix.end(), period=Period(period.start, None), role="since")
    if prefix is not None and prefix.lastgroup == "since" and period.start is not None and not at_end:
        return mention
    if (
        suffix is not None
        and suffix.lastgroup == "before"
        and period.end is not None
        and mention.kind != "span"
    ):
        return changed(mention, end_char=suffix.end(), period=Period(None, period.end), role="by")
    if (
        prefix is not None
        and prefix.lastgroup == "by"
        and period.end is not None
        and not (prefix.group() == "到了" and mention.kind in {"quarter", "half", "months", "month", "year"})
        and (text[end : end + 1] != "的" or text.startswith("目标", end + 1))
    ):
        return changed(
            mention,
            start_char=start - len(prefix.group()),
            end_char=end,
            period=Period(None, period.end),
            role="by",
        )
    if at_end and period.end is not None:
        return changed(mention, end_char=end, period=Period(period.end, period.end), role="instant")
    return changed(mention, period=period, end_char=end)


_OF_THE_REPORT = frozenset({WEEKDAY, "relative day", "relative week", "now"})
_HELD_TO = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|against|up from|down from|as against)\s[^;]{1,66}$"
    r"|\b(?:than|from|on)\s(?:in\s)?(?:the\s)?$"
)
_CLOSED = re.compile(r"(?:ended|finished|closed|began|started)\b")


def _is_split_year(held: PeriodMention, mention: PeriodMention, text: str) -> bool:
    """ "first-quarter revenue in 2026": the year of a quarter, behind the noun between them."""
    if held.role != "within" or held.kind not in {"quarter", "half"} or mention.role != "within":
        return False
    if re.search(r"\d{4}", text[held.start_char : held.end_char]):
        return False
    return (
        re.fullmatch(
            r" [A-Za-z ]{3,30} (?:in|of"
            r"|for) ",
            text[held.end_char : mention.start_char],
        )
        is not None
    )


def _of_the_year_to(before: PeriodMention, mention: PeriodMention, text: str) -> PeriodMention | None:
    """截至10月29日，今年已有218家…: from the year's first day to that one."""
    year, end = mention.period.start, before.period.end
    if text[before.end_char : mention.start_char] not in {"，", ","} or year is None or end is None:
        return None
    if (
        not text.startswith(("今年", "年内", "本年"), mention.start_char)
        or year.year != end.year
        or not text.startswith("截", before.start_char)
    ):
        return None
    return PeriodMention(before.start_char, mention.end_char, Period(year, end), "span", "within", "range")


_WHICH_ENDED = re.compile(r",? (?:which |that )?end(?:ed|ing|s)(?: on)? ")
_JOIN = re.compile(r"\ ?(?:to|until|through|and|至|到|-|—|–|~)\ ?")


def _merged_with_previous(
    before: PeriodMention | None, mention: PeriodMention, text: str
) -> PeriodMention | None:
    """ "from January 2024 to June 2025", 2023年3月至2024年5月: two mentions that bound one period."""
    if before is not None and before.role == "instant" and mention.kind == "year":
        return _of_the_year_to(before, mention, text)
    if (
        before is not None
        and mention.kind == "day"
        and before.kind == "quarter"
        and mention.period.end is not None
        and _WHICH_ENDED.fullmatch(text[before.end_char : mention.start_char])
    ):
        # "In the fiscal fourth quarter, which ended on September 27, revenue …"
        ending = months_ending(mention.period.end, 3)
        return PeriodMention(before.start_char, mention.end_char, ending, "quarter", "within", "to a day")
    if before is None or mention.kind != before.kind or mention.kind not in {"month", "year", "day"}:
        return None
    if mention.role not in {"within", "by"} or before.role not in {"within", "since"}:
        return None
    gap = (
        text[before.end_char : mention.start_char]
        if mention.role == "within"
        else text[before.end_char : mention.end_char]
    )
    if gap == "和" and mention.kind == "day" and text.startswith(("两天", "两日"), mention.end_char):
        gap = "至"
    joined = _JOIN.fullmatch(gap) if mention.role == "within" else _JOIN.match(gap)
    if joined is None or before.period.start is None or mention.period.end is None:
        return None
    if " and " in joined.group() and not re.search(r"\b[Bb]etween\ $", text[: before.start_char]):
        return None
    if before.period.start > mention.period.end:
        return None
    if re.search(r"\d\s*$", text[: before.start_char]):
        return None
    return PeriodMention(
        before.start_char,
        mention.end_char,
        Period(before.period.start, mention.period.end),
        "span",
        "within",
        "range",
    )
