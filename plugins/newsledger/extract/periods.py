"""Expressions of time, as dates.

`find_periods` reads one sentence and returns its mentions in order, resolved against the day of publication
(in the source's own time zone) and against what the text has already named ("that quarter", 去年同期).
The meaning of each form is gold/GUIDE.md's: a year is its first and last day, "by 2030" has only an end,
"since 2018" only a start, an instant has both on its day. The lookup of which figure a mention belongs to is
in `periods_assign`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Kind = Literal["year", "quarter", "half", "months", "month", "day", "fiscal", "span"]
Role = Literal["within", "instant", "by", "since", "prior", "compare"]


@dataclass(frozen=True)
class Period:
    """A period; either side may be open, both null means that nothing is stated."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class PeriodMention:
    """One expression of time in a sentence. `role`: within a period, at an instant, by a date, since a
    date; `prior`: the same period a year before, of the figure that it follows or precedes; `compare`: the base
    of a change ("than a year earlier", 同比), never a figure's own period unless it is that base's level."""

    start_char: int
    end_char: int
    period: Period
    kind: Kind
    role: Role
    rule: str


@dataclass(frozen=True)
class PeriodState:
    """What the text has named so far; `published` is the local day of publication."""

    published: date | None
    quarter: Period | None = None
    half: Period | None = None
    year: Period | None = None
    month: Period | None = None
    latest: Period | None = None
    instant: Period | None = None


NOTHING = Period(None, None)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "a": 1,
}  # fmt: skip
_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"零": 0, "两": 2, "首": 1, "○": 0}

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_Y = r"(?:19[5-9]\d|20[0-9]\d)"
_D = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DASH = r"[-\u2010-\u2015~]"

# One alternation; the first group that matched names the form. Order matters: longer forms first.
_ENGLISH = re.compile(
    rf"""
    (?<![A-Za-z])(?=[0-9A-Za-z])(?:
    (?P<yoy>(?:from|than|over|against|versus|vs\.?|compared\ (?:with|to)|on)\ (?:the\ )?(?:same\ (?:period|quarter|month|time)
        (?:\ (?:of\ )?(?:a\ year\ (?:ago|earlier|before)|last\ year|the\ (?:previous|prior)\ year))?|year-ago\ (?:period|quarter|level)|
        (?:a|one|the)\ year\ (?:ago|earlier|before|prior)|(?:the\ )?(?:previous|prior|preceding)\ (?:year|quarter|month|half|three\ months|period)
        |(?:a|one|the)\ (?:quarter|month|week)\ (?:ago|earlier|before)|three\ months\ (?:ago|earlier|before)|last\ year's\ level)
        |\byear[-\ ]on[-\ ]year|\byear[-\ ]over[-\ ]year|\by/y\b|\byoy\b|\bYoY\b
        |\b(?:quarter|month|week)[-\ ]on[-\ ](?:quarter|month|week)|\bsequentially|\bq/q\b|\bQoQ\b|\bm/m\b|\bMoM\b
        |\b(?:quarter|month)[-\ ]over[-\ ](?:quarter|month))
    |(?P<prior>\b(?:(?:in\ )?the\ (?:same\ (?:period|quarter|month|half)\ (?:of\ )?(?:last\ year|a\ year\ (?:ago|earlier|before)|the\ (?:previous|prior)\ year)
        |(?:previous|prior|preceding)\ year|year[-\ ](?:ago|earlier)\ (?:period|quarter)|year\ (?:before|earlier|prior))|(?:a|one)\ year\ (?:ago|earlier|before|prior)))
    |(?P<priorq>\b(?:in\ )?the\ (?:previous|prior|preceding)\ quarter|\b(?:a|one)\ quarter\ (?:ago|earlier|before))
    |(?P<fiscal_to>\b(?:the\ )?(?:(?P<ft_span>fiscal\ year|financial\ year|year|quarter|half|half-year|(?:three|six|nine|twelve|\d{{1,2}})\ months|period)\ )
        (?:to|ended|ending|that\ ended|that\ ends|through)\ (?:in\ )?(?:the\ end\ of\ )?(?P<ft_m>{_M})(?:\ (?P<ft_d>{_D})(?!\d))?,?(?:\ (?P<ft_y>{_Y}))?)
    |(?P<fy>\b(?:fiscal(?:\ year)?|FY|financial\ year)[\ -]?(?P<fy_y>{_Y}|\d{{2}}(?!\d)))
    |(?P<mrange>\b(?P<mr_a>{_M})(?:\ (?P<mr_ay>{_Y}))?\ ?(?:{_DASH}|to|through|until|and)\ ?(?P<mr_b>{_M})(?:\ (?:quarter|period))?(?:,?(?:\ of)?\ (?P<mr_y>{_Y}|this\ year|last\ year))?)
    |(?P<mday>\b(?P<md_m>{_M})\ (?P<md_d>{_D})(?![\d%]|,\d|\.\d)(?:,?\ (?P<md_y>{_Y})(?!\d))?)
    |(?P<daym>\b(?P<dm_d>{_D})\ (?:of\ )?(?P<dm_m>{_M})(?:,?\ (?P<dm_y>{_Y})(?!\d))?)
    |(?P<quarter>\b(?:(?:Q(?P<q_a>[1-4])(?!\d)|(?P<q_b>[1-4])Q)(?:[\ -]?(?:of\ )?(?:fiscal\ )?(?:FY)?(?P<q_y>{_Y}|(?<=Q)\d{{2}}(?!\d)))?
        |(?P<q_py>{_Y})(?:'s|’s)?\ ?(?:Q(?P<q_c>[1-4])|(?P<q_w2>first|second|third|fourth|final)[-\ ]quarter)
        |(?P<q_w>first|second|third|fourth|final|1st|2nd|3rd|4th)(?:\ fiscal)?[-\ ]quarter(?:,?\ (?:(?:of|in)\ )?(?:fiscal\ )?(?P<q_y2>{_Y}|this\ year|last\ year|next\ year|the\ year))?
        |(?P<q_m>March|June|September|December)[-\ ]quarter(?:\ (?:of\ )?(?P<q_y3>{_Y}))?))
    |(?P<half>\b(?:(?:H(?P<h_a>[12])(?!\d)|(?P<h_b>[12])H)(?:[\ -]?(?:of\ )?(?P<h_y>{_Y}|(?<=H)\d{{2}}(?!\d)))?
        |(?P<h_w>first|second|latter)[-\ ](?:half(?:[-\ ]year)?)(?!\ of\ the\ (?!year|fiscal))(?:,?\ (?:(?:of|in)\ )?(?:fiscal\ )?(?P<h_y2>{_Y}|this\ year|last\ year|next\ year|the\ year))?
        |(?P<h_py>{_Y})(?:'s|’s)?\ (?P<h_w2>first|second)[-\ ]half))
    |(?P<nmonths>\bfirst[-\ ](?P<n_n>two|three|four|five|six|seven|eight|nine|ten|eleven|\d{{1,2}})[-\ ](?P<n_u>months|quarters)(?:\ (?:(?:of|in)\ )?(?:fiscal\ )?(?P<n_y>{_Y}|this\ year|last\ year|the\ year))?)
    |(?P<month>\b(?:(?P<m_p>early|mid|late)[-\ ])?(?P<m_m>{_M})(?:(?:\ of)?,?\ (?P<m_y>{_Y}|this\ year|last\ year|next\ year)(?!\d))?)
    |(?P<yrange>(?<![\d.,$€£¥])(?P<yr_a>{_Y})\ ?(?:{_DASH}|to|through|and)\ ?(?P<yr_b>{_Y}|[2-4]\d)(?![\d.,]*\d|\ ?%|[-\ ]?(?:kWh|GWh|MW|GW|people|yuan)))
    |(?P<year>(?<![\d.,$€£¥])(?:(?<![A-Za-z][-])|(?<=mid-)|(?<=end-)|(?<=late-))\b(?P<y_y>{_Y})(?:s\b)?(?![\d%]|[.,]\d|\ ?(?:yuan|kWh|GWh|MW|GW|km|people|points|units|vehicles|stores|tons|tonnes|employees|million|billion)\b))
    |(?P<rel>\b(?:(?:the\ )?(?:whole\ of\ |full\ )?(?P<r_w>last|this|next|current|previous)\ (?:calendar\ |fiscal\ |financial\ )?(?P<r_u>year|quarter|half|month|week)(?!\ (?:ago|earlier|before))
        |(?P<r_day>yesterday|today|tonight|tomorrow)\b))
    |(?P<ana>\b(?:in|for|during|over|of|at)\ (?:the\ )?(?P<a_same>same|that|this)\ (?P<a_u>quarter|half|year|period|month|date|time|day|fiscal\ year)\b
        |\b(?:in|for|during|over)\ (?:the|its)\ (?P<a_u2>quarter|half|year|period|month|three\ months|fiscal\ year)\b(?!\ (?:before|earlier|ago|to|ended|ending)))
    |(?P<fullyear>(?:the\ )?(?:whole|entire|full)[-\ ]year\b)
    |(?P<ellipse>in\ the\ (?P<el_w>first|second|third|fourth)(?=[,.;]|$|\ and\b))
    |(?P<yearstart>(?:the\ )?(?:start|beginning)\ of\ (?:the|this)\ year)
    |(?P<ytd>year[-\ ]to[-\ ]date|YTD\b)
    |(?P<yearend>\b(?:the\ )?(?:end\ of\ the\ year|year[-\ ]end))
    |(?P<ago>\b(?P<ago_n>two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}})\ years\ ago)
    )""",
    re.VERBOSE,
)

_EN_PREFIX = re.compile(
    r"(?:\b(?P<instant>as\ (?:of|at)(?:\ the)?(?:\ end\ of)?|at(?:\ the)?\ (?:end|close)(?:\ of)?|at\ end[-\ ]|(?:the\ )?end\ of|end[-\ ]|at\ (?:the\ )?year[-\ ]end)"
    r"|\b(?P<by>by(?:\ the)?(?:\ end\ of|\ end[-\ ]|\ late|\ mid[-\ ]?|\ early)?|before(?:\ the\ end\ of)?|until(?:\ the\ end\ of)?|through(?:\ the\ end\ of)?|no\ later\ than|up\ to(?:\ the\ end\ of)?)"
    r"|\b(?P<since>since(?:\ (?:early|late|the\ (?:start|beginning)\ of))?|(?:starting|beginning|effective)(?:\ (?:in|from|on))?)"
    r"|\b(?P<from>from))(?:\ the)?\ ?$",
    re.VERBOSE | re.IGNORECASE,
)

_HNUM = r"(?:十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])"
_HDAY = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_HYEAR = r"(?:(?:19[5-9]\d|20\d\d)\ ?年?|[一二][九〇零○][一二三四五六七八九〇零○]{2}年|今年|去年|前年|明年|后年|本年度?|上年|当年|(?:20\d\d)?财年)"
_CHINESE = re.compile(
    rf"""
    (?=[0-9一二两三四五六七八九十今去前明后本上当截较比与和同相对高低按环头首第QqHh双全下该这那单昨年未过近的])(?:
    (?P<zcompare>(?:较|比|与|和|同|相比|相较|对比|高于|低于)(?:于)?(?:去年|上年|前一年|上一?财?年)(?:同期|同季|同月)?|同比|环比|按年|按季|较?上一?季度?(?=[增下上减])|(?:较|比|与)(?:上(?:一)?(?:季度|季|个?月|周)|前一(?:季度|月|日|交易日)|年初|上年末|去年底|去年末))
    |(?P<zprior>(?:去年|上年|上一年|前一年)(?:的)?(?:同期|同季|同月))
    |(?P<zfiscal>截[至止](?:到)?\ ?(?P<zf_y>(?:20\d\d年|今年|去年))?\ ?(?P<zf_m>{_HNUM})月\ ?(?:(?P<zf_d>{_HDAY})日|底|末)?(?:止)?(?:的|之)?(?:(?P<zf_y2>20\d\d)?(?P<zf_u>财政年度|财年|年度|季度|三个月|六个月|九个月|十二个月|半年度|一年)))
    |(?P<zmrange>(?P<zr_y>{_HYEAR})?(?P<zr_a>{_HNUM})(?:月份?)?\ ?(?:至|到|{_DASH}|—)\ ?(?P<zr_b>{_HNUM})月份?(?!\ ?{_HDAY}日))
    |(?P<zday>(?P<zd_y>{_HYEAR})?(?P<zd_m>{_HNUM})月\ ?(?P<zd_d>{_HDAY})[日号])
    |(?P<zquarter>(?P<zq_y>{_HYEAR})?(?:的)?(?:(?:第(?P<zq_o>[一二三四1-4])个?|(?P<zq_n>[一二三四1-4]))季(?:度|报)|[Qq](?P<zq_q>[1-4])(?!\d)|(?P<zq_s>首季)(?:度)?|(?P<zq_m>[369]|12|三|六|九|十二)月季度))
    |(?P<znq>(?P<znq_y>{_HYEAR})?(?:的)?(?:前|头)(?P<znq_n>[二两三23])(?:个)?季(?:度)?)
    |(?P<zhalf>(?P<zh_y>{_HYEAR})?(?:的)?(?:(?P<zh_w>[上下]半)(?:财)?年(?:度)?|H(?P<zh_h>[12])(?!\d)))
    |(?P<znm>(?P<znm_y>{_HYEAR})?(?:的)?(?:前|头|首)(?P<znm_n>{_HNUM}|两)(?:个)?月)
    |(?P<zmonth>(?P<zm_y>{_HYEAR})?(?:的)?(?P<zm_m>{_HNUM})月(?:份|底|末|初|中旬|上旬|下旬|中)?(?![\d日号球饼亮子光色])(?!\ ?{_HDAY}[日号]))
    |(?P<zyrange>(?P<zyr_a>20\d\d|19\d\d)年?\ ?(?:至|到|{_DASH}|—)\ ?(?P<zyr_b>20\d\d)年)
    |(?P<zdouble>(?P<zdb_y>{_HYEAR})?(?:的)?双(?:11|十一))
    |(?P<zago>(?P<zago_n>[一二两三四五六七八九十]|\d{{1,2}})年前)
    |(?P<zyearsame>(?P<zys_y>20\d\d年|今年)的?同期)
    |(?P<zyear>(?P<zy_y>20\d\d财年|[12][09]\d\d\ ?年|[一二][九〇零○][一二三四五六七八九〇零○]{{2}}年|今年|去年|前年|明年|后年|本年度|上年(?!末)|全年)(?:度|全年)?(?:年?[底末初中])?)
    |(?P<zrel>(?P<zre_w>上个?|本|这个|这一|下个?|下一个?|该|当|单|同一?)(?P<zre_u>季度|季|月|财年|财季|交易日|周)|同期|(?P<zre_d>[这那]一?天|昨[日天晚]|今[日天早晚]|当[日天](?!地)|前一(?:交易)?日|首日))
    |(?P<zbareday>(?<![\d月])(?P<zb_d>[12]\d|3[01]|[1-9])日(?![元均常本报活前内化趋益]))
    |(?P<zinyear>(?<![一二两三四五六七八九十百\d几多半])年内|年初至今)
    |(?P<zend>(?P<ze_p>今年|明年|去年|当年)?年(?P<ze_w>[底末初])(?:前|之前)?)
    |(?P<zgap>未来[一二两三四五六七八九十\d]+(?:[-至到][一二两三四五六七八九十\d]+)?年|过去[一二两三四五六七八九十\d]+年|近[一二两三四五六七八九十\d]+年)
    )""",
    re.VERBOSE,
)
_ZH_PREFIX = re.compile(
    r"(?:(?P<instant>截[至止](?:到|于)?|截至到)|(?P<by>(?<![跌涨升降增减回达扩压提缩])(?:到了?|至)|直到|在(?=[^,,。;]{0,8}前)|最迟|力争|不晚于)|(?P<since>自从?|从|始于))\ ?$"
)
_ZH_SUFFIX = re.compile(
    r"(?P<since>\ ?(?:以来|之?后|以后|起|开始|至今))|(?P<before>\ ?(?:之前|以前|前(?![三两二四五六七八九十\d])|内(?!部|地|蒙)))|(?P<instant>\ ?(?:底|末|止))"
)


def _number(text: str) -> int:
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


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _months(year: int, first: int, last: int) -> Period:
    """First to last month of a year; a last month before the first is of the next year."""
    end_year = year if last >= first else year + 1
    return Period(date(year, first, 1), date(end_year, last, _last_day(end_year, last)))


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def quarter_of(year: int, number: int) -> Period:
    return _months(year, number * 3 - 2, number * 3)


def half_of(year: int, number: int) -> Period:
    return _months(year, number * 6 - 5, number * 6)


def _day(year: int, month: int, day: int) -> Period | None:
    if not 1 <= month <= 12 or not 1 <= day <= _last_day(year, month):
        return None
    return Period(date(year, month, day), date(year, month, day))


def shifted(period: Period, years: int) -> Period:
    """The same period some years later (earlier where negative)."""

    def move(day: date | None) -> date | None:
        if day is None:
            return None
        year = day.year + years
        last = _last_day(year, day.month)
        is_month_end = day.day == _last_day(day.year, day.month)
        return date(year, day.month, last if is_month_end else min(day.day, last))

    return Period(move(period.start), move(period.end))


def quarter_before(period: Period) -> Period | None:
    if period.start is None:
        return None
    first = period.start.month - 3
    year = period.start.year
    if first < 1:
        first, year = first + 12, year - 1
    return _months(year, first, first + 2)


def _months_ending(end: date, count: int) -> Period:
    """The `count` months that end on `end`."""
    month, year = end.month - count + 1, end.year
    while month < 1:
        month, year = month + 12, year - 1
    return Period(date(year, month, 1), end)


def _year_word(word: str, published: date | None, context_year: int | None) -> int | None:
    """今年, last year, 2025年, 二〇二五年 as a number."""
    digits = re.match(r"(?:19|20)\d\d", word)
    if digits:
        return int(digits.group())
    if word[0] in "一二" and len(word) >= 4 and word[1] in "九〇零○":
        return int("".join(str(_HAN[c]) for c in word[:4]))
    if published is None:
        return None
    if word.startswith(("今年", "this", "本年", "current")):
        return published.year
    if word.startswith(("去年", "last", "上年", "previous")):
        return published.year - 1
    if word.startswith(("明年", "next")):
        return published.year + 1
    if word.startswith("前年"):
        return published.year - 2
    if word.startswith("后年"):
        return published.year + 2
    return context_year or published.year


def _bare_year(
    month: int, day: int, state: PeriodState, context_year: int | None, is_ahead: bool
) -> int | None:
    """The year of a month that is named without one: the text's own, else the nearest that is past, unless the
    date is near ahead or the wording looks ahead."""
    if context_year is not None:
        return context_year
    published = state.published
    if published is None:
        return None
    this = date(published.year, month, min(day, _last_day(published.year, month)))
    if is_ahead:
        return published.year if this >= published - timedelta(days=31) else published.year + 1
    if this <= published:
        # "January 1" read in November is the coming one.
        is_coming = month == 1 and day == 1 and (published - this).days > 290
        return published.year + 1 if is_coming else published.year
    return published.year if (this - published).days <= 45 else published.year - 1


def _bare_quarter_year(number: int, state: PeriodState, context_year: int | None) -> int | None:
    if context_year is not None:
        return context_year
    published = state.published
    if published is None:
        return None
    return published.year if date(published.year, number * 3 - 2, 1) <= published else published.year - 1


def _remember(state: PeriodState, kind: Kind, period: Period, role: Role) -> PeriodState:
    if role == "instant":
        return replace(state, instant=period)
    if role != "within":
        return state
    state = replace(state, latest=period)
    if kind == "quarter":
        return replace(state, quarter=period)
    if kind == "half":
        return replace(state, half=period)
    if kind in {"year", "fiscal"}:
        return replace(state, year=period)
    if kind == "month":
        return replace(state, month=period)
    return state


_AHEAD = re.compile(r"\b(?:will|plans?|aims?|expects?|targets?|intends?|next)\b|将|计划|预计|目标|拟")


_HAN_CHAR = re.compile("[\u4e00-\u9fff]")
# What an English expression of time cannot do without.
_TRIGGER = re.compile(
    r"(?:19|20)\d\d|[Qq][1-4]|[1-4]Q|H[12]|[12]H|[Yy]ear|[Qq]uarter|[Hh]alf|[Mm]onth|[Ww]eek|[Pp]eriod|yesterday|today|tonight|"
    r"tomorrow|[Yy]o[Yy]|[yqm]/[yqm]|[QM]oM|QoQ|sequential|same|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|FY|fiscal|full-|annual|"
    r"that d|this d"
)


# "PARIS, Sept 9 - ", 9月9日讯: when the text was sent, not when what it tells happened.
_DATELINE = re.compile(r"(?:,? \d{4})? (?:\([A-Z][\w ]+\) )?[-–—]{1,2} |(?:电|讯|消息)[,，:： ]")


def find_periods(text: str, state: PeriodState) -> tuple[list[PeriodMention], PeriodState]:
    """The mentions of one sentence in order, and what the text has named after it."""
    mentions: list[PeriodMention] = []
    found: list[tuple[re.Match[str], bool]] = []
    if _TRIGGER.search(text) is not None:
        found = [(m, True) for m in _ENGLISH.finditer(text)]
    if _HAN_CHAR.search(text) is not None:
        found += [(m, False) for m in _CHINESE.finditer(text)]
        found.sort(key=lambda item: (item[0].start(), -item[0].end()))
    context_year: int | None = None
    last_end = -1
    for match, is_english in found:
        if match.start() < last_end or _DATELINE.match(text, match.end()):
            continue
        read = (
            _read_english(match, text, state, context_year)
            if is_english
            else _read_chinese(match, text, state, context_year)
        )
        if read is None:
            continue
        kind, period, role, rule = read
        start, end = match.span()
        mention = _with_operators(PeriodMention(start, end, period, kind, role, rule), text, is_english)
        if mentions and mention.kind == "year" and _is_split_year(mentions[-1], mention, text):
            named = mention.period.start
            held = mentions[-1]
            if named is not None and held.period.end is not None:
                moved = shifted(held.period, named.year - held.period.end.year)
                mentions[-1] = replace(held, period=moved)
                state = _remember(state, held.kind, moved, held.role)
                last_end = mention.end_char
                continue
        merged = _merged_with_previous(mentions[-1] if mentions else None, mention, text)
        if merged is not None:
            mentions[-1] = merged
            mention = merged
        else:
            mentions.append(mention)
        last_end = mention.end_char
        if mention.role in {"within", "instant", "by", "since"} and mention.kind != "day":
            named = mention.period.start or mention.period.end
            if named is not None and (re.search(r"\d{4}", match.group()) or "年" in match.group()):
                context_year = named.year
        state = _remember(state, mention.kind, mention.period, mention.role)
    return mentions, state


def _with_operators(mention: PeriodMention, text: str, is_english: bool) -> PeriodMention:
    """Reads "by", "since", "as of", 截至, 以来, 底 around a mention."""
    if mention.role not in {"within", "instant"}:
        return mention
    before = text[max(0, mention.start_char - 28) : mention.start_char]
    period, role, start, end = mention.period, mention.role, mention.start_char, mention.end_char
    if is_english:
        prefix = _EN_PREFIX.search(before)
        if prefix is None:
            return mention
        name = prefix.lastgroup
        start -= len(before) - prefix.start()
        if name == "by":
            if text[max(0, start - 5) : start].lower().endswith("rose ") or period.end is None:
                return mention
            return replace(mention, start_char=start, period=Period(None, period.end), role="by")
        if name == "since" and period.start is not None:
            return replace(mention, start_char=start, period=Period(period.start, None), role="since")
        if name == "instant" and period.end is not None:
            outer = _EN_PREFIX.search(text[max(0, start - 20) : start])
            if outer is not None and outer.lastgroup == "by":
                return replace(mention, start_char=start, period=Period(None, period.end), role="by")
            return replace(mention, start_char=start, period=Period(period.end, period.end), role="instant")
        if name == "from" and re.match(r"\ (?:onwards?|on\b)", text[mention.end_char :]):
            return replace(mention, start_char=start, period=Period(period.start, None), role="since")
        return mention
    surface = mention_text = text[start:end]
    suffix = _ZH_SUFFIX.match(text, end)
    prefix = _ZH_PREFIX.search(before)
    at_end = mention_text[-1] in "底末"
    if suffix is not None and suffix.lastgroup == "instant":
        at_end, end = True, suffix.end()
        suffix = _ZH_SUFFIX.match(text, end)
    if surface[-1] == "初" and period.start is not None and mention.kind in {"year", "month"}:
        period = Period(period.start, period.start) if mention.kind == "year" else period
    if prefix is not None and prefix.lastgroup == "instant" and period.end is not None:
        return replace(
            mention,
            start_char=start - len(prefix.group()),
            end_char=end,
            period=Period(period.end, period.end),
            role="instant",
        )
    if suffix is not None and suffix.lastgroup == "since" and period.start is not None:
        return replace(mention, end_char=suffix.end(), period=Period(period.start, None), role="since")
    if prefix is not None and prefix.lastgroup == "since" and period.start is not None and not at_end:
        return mention
    if (
        suffix is not None
        and suffix.lastgroup == "before"
        and period.end is not None
        and mention.kind != "span"
    ):
        return replace(mention, end_char=suffix.end(), period=Period(None, period.end), role="by")
    if (
        prefix is not None
        and prefix.lastgroup == "by"
        and period.end is not None
        and text[end : end + 1] != "的"
    ):
        return replace(
            mention,
            start_char=start - len(prefix.group()),
            end_char=end,
            period=Period(None, period.end),
            role="by",
        )
    if at_end and period.end is not None:
        return replace(mention, end_char=end, period=Period(period.end, period.end), role="instant")
    return replace(mention, period=period, end_char=end)


def _is_split_year(held: PeriodMention, mention: PeriodMention, text: str) -> bool:
    """ "first-quarter revenue in 2026": the year of a quarter, behind the noun between them."""
    if held.role != "within" or held.kind not in {"quarter", "half"} or mention.role != "within":
        return False
    if re.search(r"\d{4}", text[held.start_char : held.end_char]):
        return False
    return re.fullmatch(r" [A-Za-z ]{3,30} (?:in|of|for) ", text[held.end_char : mention.start_char]) is not None


_JOIN = re.compile(r"\ ?(?:to|until|through|and|至|到|-|—|–|~)\ ?")


def _merged_with_previous(
    before: PeriodMention | None, mention: PeriodMention, text: str
) -> PeriodMention | None:
    """ "from January 2024 to June 2025", 2023年3月至2024年5月: two mentions that bound one period."""
    if before is None or mention.kind != before.kind or mention.kind not in {"month", "year", "day"}:
        return None
    if mention.role not in {"within", "by"} or before.role not in {"within", "since"}:
        return None
    gap = (
        text[before.end_char : mention.start_char]
        if mention.role == "within"
        else text[before.end_char : mention.end_char]
    )
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


_Read = tuple[Kind, Period, Role, str]


def _read_english(
    match: re.Match[str], text: str, state: PeriodState, context_year: int | None
) -> _Read | None:
    g = match.groupdict()
    published = state.published
    is_ahead = bool(_AHEAD.search(text[max(0, match.start() - 40) : match.start()]))
    if g["yoy"]:
        return "span", NOTHING, "compare", "comparison"
    if g["prior"]:
        base = state.latest
        return ("span", shifted(base, -1), "prior", "year before") if base else None
    if g["priorq"]:
        base = quarter_before(state.quarter) if state.quarter else None
        return ("quarter", base, "within", "quarter before") if base else None
    if g["fiscal_to"]:
        month = _MONTHS[g["ft_m"].rstrip(".").lower()]
        year = int(g["ft_y"]) if g["ft_y"] else _bare_year(month, 28, state, context_year, is_ahead)
        if year is None:
            return None
        last = _last_day(year, month)
        end = date(year, month, min(_number(g["ft_d"]), last) if g["ft_d"] else last)
        span = g["ft_span"]
        count = (
            12
            if "year" in span and "half" not in span
            else 3
            if span == "quarter"
            else 6
            if "half" in span
            else 0
        )
        if not count and "months" in span:
            head = span.split()[0]
            count = _WORDS.get(head) or int(head)
        if not count:
            return None
        kind: Kind = (
            "fiscal" if count == 12 else "quarter" if count == 3 else "half" if count == 6 else "months"
        )
        return kind, _months_ending(end, count), "within", "to a month"
    if g["fy"]:
        year = int(g["fy_y"]) if len(g["fy_y"]) == 4 else 2000 + int(g["fy_y"])
        return "fiscal", year_of(year), "within", "fiscal year"
    if g["mrange"]:
        first, last = (_MONTHS[g[k].rstrip(".").lower()] for k in ("mr_a", "mr_b"))
        if "and" in match.group() and not re.search(r"\b[Bb]etween\s$", text[: match.start()]):
            return None
        if g["mr_y"] and not g["mr_y"][0].isdigit():
            year = _year_word(g["mr_y"], published, None)
        else:
            year = int(g["mr_y"] or g["mr_ay"] or 0) or _bare_year(last, 1, state, context_year, is_ahead)
        if year is None:
            return None
        if last < first:
            year = year - 1 if not g["mr_ay"] else int(g["mr_ay"])
        elif g["mr_ay"] and g["mr_y"]:
            return (
                "span",
                Period(date(int(g["mr_ay"]), first, 1), date(year, last, _last_day(year, last))),
                "within",
                "months",
            )
        period = _months(year, first, last)
        is_quarter = last - first == 2 and first % 3 == 1
        return (
            ("quarter" if is_quarter else "half" if last - first == 5 else "months"),
            period,
            "within",
            "months",
        )
    if g["mday"] or g["daym"]:
        p = "md" if g["mday"] else "dm"
        month = _MONTHS[g[f"{p}_m"].rstrip(".").lower()]
        day = _number(g[f"{p}_d"])
        year = int(g[f"{p}_y"]) if g[f"{p}_y"] else _bare_year(month, day, state, context_year, is_ahead)
        if year is None:
            return None
        one = _day(year, month, day)
        return ("day", one, "within", "day") if one else None
    if g["quarter"]:
        number = int(g["q_a"] or g["q_b"] or g["q_c"] or 0) or _WORDS.get(g["q_w"] or g["q_w2"] or "", 0)
        if g["q_m"]:
            number = _MONTHS[g["q_m"].lower()] // 3
        word = g["q_y"] or g["q_py"] or g["q_y2"] or g["q_y3"]
        if word and word.isdigit():
            year = int(word) if len(word) == 4 else 2000 + int(word)
        elif word and word != "the year":
            year = _year_word(word, published, None)
        else:
            year = _bare_quarter_year(number, state, context_year)
        return ("quarter", quarter_of(year, number), "within", "quarter") if year else None
    if g["half"]:
        number = int(g["h_a"] or g["h_b"] or 0) or (1 if (g["h_w"] or g["h_w2"]) == "first" else 2)
        word = g["h_y"] or g["h_y2"] or g["h_py"]
        if word and word.isdigit():
            year = int(word) if len(word) == 4 else 2000 + int(word)
        elif word and word != "the year":
            year = _year_word(word, published, None)
        else:
            year = context_year or (
                None
                if published is None
                else published.year
                if number == 1 or published.month > 6 or is_ahead
                else published.year - 1
            )
        return ("half", half_of(year, number), "within", "half") if year else None
    if g["nmonths"]:
        count = (_WORDS.get(g["n_n"]) or int(g["n_n"])) * (3 if g["n_u"] == "quarters" else 1)
        if not 1 <= count <= 12:
            return None
        word = g["n_y"]
        if word and word.isdigit():
            year = int(word)
        elif word and word != "the year":
            year = _year_word(word, published, None)
        else:
            year = context_year or _bare_year(count, 1, state, None, False)
        return ("months", _months(year, 1, count), "within", "first months") if year else None
    if g["month"]:
        name = g["m_m"].rstrip(".")
        short = len(name) == 3 or name in {"March", "May"}
        if (
            short
            and not g["m_y"]
            and not re.search(
                r"\b(?:in|since|by|of|from|to|until|end|late|early|last|next|this|through|between|at|for)[\s-]$",
                text[: match.start()][-10:],
            )
            and not g["m_p"]
        ):
            return None
        if name == "May" and re.match(
            r"\ (?:be|have|not|also|well|need|only|take|rise|fall)\b", text[match.end() :]
        ):
            return None
        month = _MONTHS[name.lower()]
        if g["m_y"] and not g["m_y"][0].isdigit():
            year = _year_word(g["m_y"], published, None)
        else:
            year = int(g["m_y"]) if g["m_y"] else _bare_year(month, 2, state, context_year, is_ahead)
        return ("month", _months(year, month, month), "within", "month") if year else None
    if g["yrange"]:
        first_year = int(g["yr_a"])
        last_year = int(g["yr_b"]) if len(g["yr_b"]) == 4 else first_year // 100 * 100 + int(g["yr_b"])
        if not first_year < last_year:
            return None
        if " and " in match.group() and not re.search(r"\b[Bb]etween\s$", text[: match.start()]):
            return "year", year_of(first_year), "within", "year"
        return "span", Period(date(first_year, 1, 1), date(last_year, 12, 31)), "within", "years"
    if g["year"]:
        if match.group().endswith("s"):
            return None
        return "year", year_of(int(g["y_y"])), "within", "year"
    if g["rel"]:
        return _relative(g["r_w"], g["r_u"], g["r_day"], published)
    if g["ana"]:
        unit = (g["a_u"] or g["a_u2"]).split()[-1]
        if g["a_same"] == "this" and published is not None and unit in {"year", "quarter", "month"}:
            return _relative("this", unit, None, published)
        chosen = {
            "quarter": state.quarter or state.latest, "half": state.half or state.latest, "months": state.quarter,
            "year": state.year or state.latest, "month": state.month or state.latest, "period": state.latest,
            "date": state.instant, "time": state.instant or state.latest, "day": state.latest,
        }.get(unit)  # fmt: skip
        if chosen is None:
            return None
        if unit in {"date", "time"} and state.instant is not None:
            return "day", chosen, "instant", "same date"
        return (
            ("quarter" if unit == "quarter" else "half" if unit == "half" else "span"),
            chosen,
            "within",
            "same period",
        )
    if g["fullyear"]:
        if published is None:
            return None
        year = published.year if published.month > 4 else published.year - 1
        if state.latest and state.latest.end and abs(state.latest.end.year - published.year) <= 1:
            year = state.latest.end.year
        return "year", year_of(year), "within", "full year"
    if g["ellipse"]:
        if state.quarter is None or state.quarter.end is None:
            return None
        return "quarter", quarter_of(state.quarter.end.year, _WORDS[g["el_w"]]), "within", "quarter left out"
    if g["yearstart"]:
        first = date(published.year, 1, 1) if published else None
        return ("day", Period(first, first), "within", "start of the year") if first else None
    if g["ytd"]:
        return ("year", year_of(published.year), "within", "this year") if published else None
    if g["yearend"]:
        return (
            ("day", Period(date(published.year, 12, 31), date(published.year, 12, 31)), "instant", "year end")
            if published
            else None
        )
    if g["ago"]:
        if published is None:
            return None
        if re.search(r"\b(?:as|than|from|with|was)\s$", text[: match.start()]):
            return "span", NOTHING, "compare", "comparison"
        count = _WORDS.get(g["ago_n"]) or int(g["ago_n"])
        return "year", year_of(published.year - count), "within", "years ago"
    return None


def _relative(word: str | None, unit: str | None, day: str | None, published: date | None) -> _Read | None:
    if published is None:
        return None
    if day is not None:
        moved = published - timedelta(days=1) if day in {"yesterday"} else published
        moved = published + timedelta(days=1) if day == "tomorrow" else moved
        return "day", Period(moved, moved), "within", "relative day"
    step = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1}[word or "this"]
    if unit == "year":
        return "year", year_of(published.year + step), "within", "relative year"
    if unit == "quarter":
        index = published.year * 4 + (published.month - 1) // 3 + step
        return "quarter", quarter_of(index // 4, index % 4 + 1), "within", "relative quarter"
    if unit == "half":
        index = published.year * 2 + (published.month - 1) // 6 + step
        return "half", half_of(index // 2, index % 2 + 1), "within", "relative half"
    if unit == "month":
        index = published.year * 12 + published.month - 1 + step
        return "month", _months(index // 12, index % 12 + 1, index % 12 + 1), "within", "relative month"
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
        return "span", Period(monday, monday + timedelta(days=6)), "within", "relative week"
    return None


def _read_chinese(
    match: re.Match[str], text: str, state: PeriodState, context_year: int | None
) -> _Read | None:
    g = match.groupdict()
    published = state.published
    is_ahead = bool(_AHEAD.search(text[max(0, match.start() - 6) : match.start()]))
    if g["zcompare"]:
        return "span", NOTHING, "compare", "comparison"
    if g["zgap"]:
        return "span", NOTHING, "compare", "open horizon"
    if g["zprior"]:
        base = state.latest
        if base is None:
            return ("year", year_of(published.year - 1), "within", "last year") if published else None
        if published is not None and base.end is not None and base.end.year < published.year:
            return "span", base, "prior", "year before"
        return "span", shifted(base, -1), "prior", "year before"
    if g["zfiscal"]:
        month = _number(g["zf_m"])
        year = (
            _year_word(g["zf_y"], published, context_year)
            if g["zf_y"]
            else _bare_year(month, 1, state, context_year, False)
        )
        if year is None or not 1 <= month <= 12:
            return None
        end = date(
            year,
            month,
            min(_number(g["zf_d"]), _last_day(year, month)) if g["zf_d"] else _last_day(year, month),
        )
        unit = g["zf_u"]
        count = {"季度": 3, "三个月": 3, "六个月": 6, "半年度": 6, "九个月": 9}.get(unit, 12)
        kind: Kind = (
            "quarter" if count == 3 else "half" if count == 6 else "months" if count == 9 else "fiscal"
        )
        return kind, _months_ending(end, count), "within", "to a month"
    if g["zmrange"]:
        first, last = _number(g["zr_a"]), _number(g["zr_b"])
        year = (
            _year_word(g["zr_y"], published, context_year)
            if g["zr_y"]
            else _bare_year(last, 1, state, context_year, is_ahead)
        )
        if year is None or not 1 <= first <= 12 or not 1 <= last <= 12:
            return None
        if last < first and not g["zr_y"]:
            year -= 1
        is_quarter = last - first == 2 and first % 3 == 1
        return ("quarter" if is_quarter else "months"), _months(year, first, last), "within", "months"
    if g["zday"]:
        month, day = _number(g["zd_m"]), _number(g["zd_d"])
        if not 1 <= month <= 12:
            return None
        year = (
            _year_word(g["zd_y"], published, context_year)
            if g["zd_y"]
            else _bare_year(month, day, state, context_year, is_ahead)
        )
        one = _day(year, month, day) if year else None
        return ("day", one, "within", "day") if one else None
    if g["zquarter"]:
        number = (
            1
            if g["zq_s"]
            else _number(g["zq_m"]) // 3
            if g["zq_m"]
            else _number(g["zq_o"] or g["zq_n"] or g["zq_q"])
        )
        year = (
            _year_word(g["zq_y"], published, context_year)
            if g["zq_y"]
            else _bare_quarter_year(number, state, context_year)
        )
        return ("quarter", quarter_of(year, number), "within", "quarter") if year else None
    if g["znq"]:
        count = _number(g["znq_n"])
        year = (
            _year_word(g["znq_y"], published, context_year)
            if g["znq_y"]
            else _bare_quarter_year(count, state, context_year)
        )
        return ("months", _months(year, 1, count * 3), "within", "first quarters") if year else None
    if g["zhalf"]:
        number = int(g["zh_h"]) if g["zh_h"] else 1 if g["zh_w"][0] == "上" else 2
        if g["zh_y"]:
            year = _year_word(g["zh_y"], published, context_year)
        else:
            year = context_year or (published.year if published else None)
            if context_year is None and published is not None and number == 2 and published.month < 4:
                year = published.year - 1
        return ("half", half_of(year, number), "within", "half") if year else None
    if g["znm"]:
        count = _number(g["znm_n"])
        year = (
            _year_word(g["znm_y"], published, context_year)
            if g["znm_y"]
            else context_year or _bare_year(count, 1, state, None, False)
        )
        return (
            ("months", _months(year, 1, count), "within", "first months")
            if year and 1 <= count <= 12
            else None
        )
    if g["zmonth"]:
        month = _number(g["zm_m"])
        if not 1 <= month <= 12 or re.search(r"[\d个几数]$", text[: match.start()][-1:]):
            return None
        year = (
            _year_word(g["zm_y"], published, context_year)
            if g["zm_y"]
            else _bare_year(month, 1, state, context_year, is_ahead)
        )
        return ("month", _months(year, month, month), "within", "month") if year else None
    if g["zyrange"]:
        first_year, last_year = int(g["zyr_a"]), int(g["zyr_b"])
        if not first_year < last_year:
            return None
        return "span", Period(date(first_year, 1, 1), date(last_year, 12, 31)), "within", "years"
    if g["zdouble"]:
        year = (
            _year_word(g["zdb_y"], published, context_year)
            if g["zdb_y"]
            else _bare_year(11, 11, state, context_year, False)
        )
        return (
            ("day", Period(date(year, 11, 11), date(year, 11, 11)), "within", "shopping day")
            if year
            else None
        )
    if g["zago"]:
        if published is None:
            return None
        if re.search(r"[比较跟和与]$", text[: match.start()]):
            return "span", NOTHING, "compare", "comparison"
        return "year", year_of(published.year - _number(g["zago_n"])), "within", "years ago"
    if g["zyearsame"]:
        year = _year_word(g["zys_y"], published, context_year)
        base = state.latest
        if year is None:
            return None
        if base is None or base.end is None:
            return "year", year_of(year), "within", "year"
        return "span", shifted(base, year - base.end.year), "within", "same period of a year"
    if g["zyear"]:
        if g["zy_y"] == "全年":
            if state.year is not None and state.year.start is not None and state.year.start.month != 1:
                return "fiscal", state.year, "within", "same year"
            year = context_year or (published.year if published else None)
        else:
            year = _year_word(g["zy_y"].replace(" ", ""), published, context_year)
        return ("year", year_of(year), "within", "year") if year else None
    if g["zrel"]:
        return _relative_chinese(g["zre_w"], g["zre_u"], g["zre_d"], match.group(), state)
    if g["zbareday"]:
        base = state.latest
        if base is None or base.start is None or base.end is None or (base.end - base.start).days > 31:
            return None
        one = _day(base.start.year, base.start.month, int(g["zb_d"]))
        return ("day", one, "within", "day of the month named") if one else None
    if g["zinyear"]:
        return ("year", year_of(published.year), "within", "this year") if published else None
    if g["zend"]:
        if published is None:
            return None
        named = _year_word(g["ze_p"], published, context_year) if g["ze_p"] else context_year
        year = named or published.year
        edge = date(year, 1, 1) if g["ze_w"] == "初" else date(year, 12, 31)
        if match.group().endswith("前"):
            return "day", Period(None, edge), "by", "year end"
        return "day", Period(edge, edge), "instant", "year end"
    return None


def _relative_chinese(
    word: str | None, unit: str | None, day: str | None, surface: str, state: PeriodState
) -> _Read | None:
    published = state.published
    if surface == "同期":
        return ("span", state.latest, "within", "same period") if state.latest else None
    if day is not None:
        if day.startswith(("当", "首", "这", "那")):
            return (
                ("day", state.latest, "within", "same day")
                if state.latest and state.latest.start == state.latest.end
                else None
            )
        english = "yesterday" if day.startswith(("昨", "前")) else "today"
        return _relative(None, None, english, published)
    if word in {"该", "当", "单", "同", "同一"}:
        chosen = {
            "季度": state.quarter,
            "季": state.quarter,
            "月": state.month,
            "财年": state.year,
            "财季": state.quarter,
        }.get(unit or "")
        return (
            ("quarter" if "季" in (unit or "") else "span", chosen, "within", "same period")
            if chosen
            else None
        )
    english_unit = {
        "季度": "quarter",
        "季": "quarter",
        "财季": "quarter",
        "月": "month",
        "财年": "year",
        "周": "week",
    }.get(unit or "")
    if english_unit is None:
        return None
    if unit == "财年":
        if state.year is not None and word and word.startswith("上"):
            return "fiscal", shifted(state.year, -1), "within", "relative year"
        return ("fiscal", state.year, "within", "same period") if state.year else None
    step = "last" if word and word.startswith("上") else "next" if word and word.startswith("下") else "this"
    return _relative(step, english_unit, None, published)
