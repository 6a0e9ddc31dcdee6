"""What a period is, and arithmetic with calendar dates. No language in here."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Literal

from newsledger.extract.frozen import changed, record

Kind = Literal["year", "quarter", "half", "months", "month", "day", "fiscal", "span"]

Role = Literal["within", "instant", "by", "since", "prior", "compare"]


@record
class Period:
    """A period; either side may be open, both null means that nothing is stated."""

    start: date | None
    end: date | None


@record
class PeriodMention:
    """One expression of time in a sentence.

    `role`: within a period, at an instant, by a date, since a date; `prior`: the same period a year before;
    `compare`: the base of a change ("than a year earlier", 同比), never a figure's own period."""

    start_char: int
    end_char: int
    period: Period
    kind: Kind
    role: Role
    rule: str


@record
class PeriodState:
    """What the text has named so far; `published` is the local day of publication."""

    published: date | None
    quarter: Period | None = None
    half: Period | None = None
    year: Period | None = None
    month: Period | None = None
    latest: Period | None = None
    instant: Period | None = None
    frame: Period | None = None  # the reporting period, which drilling down into a part of it leaves as it is
    spoken: Period | None = None  # the last one of the sentence being read
    told: Period | None = None  # the last one of the sentence before


NOTHING = Period(None, None)

_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"零": 0, "两": 2, "首": 1, "○": 0}


def day_number(text: str) -> int:
    text = text.strip().rstrip("stndrh")
    if text.isdigit():
        return int(text)
    total = 0
    for char in text:
        value = _HAN.get(char, 0)
        if char == "十":
            total = (total or 1) * 10
        else:
            total += value
    return total


def last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def months_of(year: int, first: int, last: int) -> Period:
    """First to last month of a year; a last month before the first is of the next year."""
    end_year = year if last >= first else year + 1
    return Period(date(year, first, 1), date(end_year, last, last_day(end_year, last)))


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def quarter_of(year: int, number: int) -> Period:
    return months_of(year, number * 3 - 2, number * 3)


def half_of(year: int, number: int) -> Period:
    return months_of(year, number * 6 - 5, number * 6)


def day_of(year: int, month: int, day: int) -> Period | None:
    if not 1 <= month <= 12 or not 1 <= day <= last_day(year, month):
        return None
    return Period(date(year, month, day), date(year, month, day))


def shifted(period: Period, years: int) -> Period:
    """The same period some years later (earlier where negative)."""

    def move(day: date | None) -> date | None:
        if day is None:
            return None
        year = day.year + years
        last = last_day(year, day.month)
        is_month_end = day.day == last_day(day.year, day.month)
        return date(year, day.month, last if is_month_end else min(day.day, last))

    return Period(move(period.start), move(period.end))


def quarter_before(period: Period) -> Period | None:
    if period.start is None:
        return None
    first = period.start.month - 3
    year = period.start.year
    if first < 1:
        first, year = first + 12, year - 1
    return months_of(year, first, first + 2)


def months_ending(end: date, count: int) -> Period:
    """The `count` months that end on `end`."""
    month, year = end.month - count + 1, end.year
    while month < 1:
        month, year = month + 12, year - 1
    return Period(date(year, month, 1), end)


def year_named(word: str, published: date | None, context_year: int | None) -> int | None:
    """今年, last year, 2025年, 二〇二五年 as a number."""
    digits = re.match(r"(?:19|20)\d\d", word)
    if digits:
        return int(digits.group())
    if re.fullmatch(r"2\d", word):
        return 2000 + int(word)
    if word[0] in "一二" and len(word) >= 4 and word[1] in "九〇零○":
        return int("".join(str(_HAN[c]) for c in word[:4]))
    if published is None:
        return None
    if word.startswith(("今年", "this", "本年", "current")):
        return published.year
    if word.startswith(("去年", "last", "上年", "上一年", "previous")):
        return published.year - 1
    if word.startswith(("明年", "next")):
        return published.year + 1
    if word.startswith("前年"):
        return published.year - 2
    if word.startswith("后年"):
        return published.year + 2
    return context_year or published.year


def bare_year(
    month: int, day: int, state: PeriodState, context_year: int | None, is_ahead: bool
) -> int | None:
    """The year of a month named without one: the text's own, else the nearest that is past, unless the date
    is near ahead or the wording looks ahead."""
    if context_year is not None:
        return context_year
    published = state.published
    if published is None:
        return None
    this = date(published.year, month, min(day, last_day(published.year, month)))
    if is_ahead:
        return published.year if this >= published - timedelta(days=31) else published.year + 1
    if this <= published:
        # "January 1" read in November is the coming one.
        is_coming = month == 1 and day == 1 and (published - this).days > 290
        return published.year + 1 if is_coming else published.year
    return published.year if (this - published).days <= 45 else published.year - 1


def bare_quarter_year(
    number: int, state: PeriodState, context_year: int | None, is_ahead: bool
) -> int | None:
    """The year of a quarter named without one: the last that has begun; what is expected of one that ended
    half a year ago is of the next."""
    if context_year is not None:
        return context_year
    published = state.published
    if published is None:
        return None
    if is_ahead and (published - date(published.year, number * 3 - 2, 1)).days > 270:
        return published.year + 1
    return published.year if date(published.year, number * 3 - 2, 1) <= published else published.year - 1


def _is_new_frame(state: PeriodState, period: Period) -> bool:
    """Whether `period` becomes the reporting period: not where it is a part of the one at hand, the same part
    of an earlier year, or not over yet."""
    frame, published = state.frame, state.published
    if period.start is None or period.end is None or (period.end - period.start).days < 27:
        return False
    if published is not None and period.end > published:
        return False
    if frame is not None and frame.start is not None and frame.end is not None:
        if frame.start <= period.start and period.end <= frame.end:
            return False
        if period.end.year < frame.end.year:
            return False
    return True


_SLOTS: dict[Kind, str] = {
    "quarter": "quarter",
    "half": "half",
    "year": "year",
    "fiscal": "year",
    "month": "month",
}


def remembered(state: PeriodState, kind: Kind, period: Period, role: Role) -> PeriodState:
    if period == NOTHING:
        return state
    if role == "since":
        return changed(state, spoken=period)
    if role == "instant":
        return changed(state, instant=period)
    if role != "within":
        return state
    named: dict[str, Any] = {_SLOTS[kind]: period} if kind in _SLOTS else {}
    if _is_new_frame(state, period):
        named["frame"] = period
    return changed(state, spoken=period, latest=period, **named)


def weekday_of(number: int, word: str, is_ahead: bool, published: date | None) -> ReadTime | None:
    """The day of a weekday's name (0 is Monday): the last one up to publication, or the next; 上周五 and
    下周五 are of the week before and after."""
    if published is None:
        return None
    back = (published.weekday() - number) % 7
    day = published - timedelta(days=back)
    if word:
        monday = published - timedelta(days=published.weekday())
        weeks = {"上": -1, "last": -1, "下": 1, "next": 1}.get(word, 0)
        day = monday + timedelta(weeks=weeks, days=number)
    elif is_ahead and back:
        day += timedelta(weeks=1)
    return "day", Period(day, day), "within", WEEKDAY


WEEKDAY = "weekday"

ReadTime = tuple[Kind, Period, Role, str]
