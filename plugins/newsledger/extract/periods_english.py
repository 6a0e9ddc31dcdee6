"""English expressions of time: the pattern and what each of its forms means."""

from __future__ import annotations

import re
from datetime import date, timedelta

from newsledger.extract.guards import guarded_in_sentences
from newsledger.extract.period_dates import (
    NOTHING,
    Kind,
    Period,
    PeriodState,
    ReadTime,
    bare_quarter_year,
    bare_year,
    day_number,
    day_of,
    half_of,
    last_day,
    months_ending,
    months_of,
    quarter_before,
    quarter_of,
    shifted,
    weekday_of,
    year_named,
    year_of,
)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

_WORDS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "a": 1,
}

_WEEKDAYS = {d: i for i, d in enumerate(("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"))}

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)

_Y = r"(?:19[5-9]\d|20[0-9]\d)"

_D = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"

_DASH = r"[-\u2010-\u2015~～]"

# The first letters of all forms below: most words are passed over by them.
_START = (
    r"(?:[0-9Qqvy]|H[12o]|F[YOo]|Y[To]|Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec|Now|Curr|Mo|a\ |ag|at\ "
    r"|Last|This|Next|On\ |Two|Three|Four|Five|Ten"
    r"|beg|comp|curr|dur|ear|ei|el|en[dt]|f[iou]|fr|h[ao]|in\ |la|m[/io]|n[oie]|o[nvf]|p[re]|s[aeit]|t[howe]"
    r"|w[eh])"
)

# One alternation; the first group that matched names the form. Order matters: longer forms first.
ENGLISH = re.compile(
    rf"""
    (?<![A-Za-z])(?={_START})(?:
    (?P<yoy>(?:from|than|over|against|versus|vs\.?|compared\ (?:with|to)|on)\ (?:the\ )?(?:same\ (?:period
        |quarter|month|time)
        (?:\ (?:of|in)\ {_Y}|\ (?:of\ )?(?:a\ year\ (?:ago|earlier|before)|last\ year
            |the\ (?:previous|prior)\ year))?
            |year-ago\ (?:period|quarter|level)|
        (?:a|one|the)\ year\ (?:ago|earlier|before|prior)|(?:the\ )?(?:previous|prior|preceding)\ (?:year
            |quarter|month|half|three\ months|period)
        |(?:a|one|the)\ (?:quarter|month|week)\ (?:ago|earlier|before)|three\ months\ (?:ago|earlier|before)
            |last\ year's\ level|(?:{_Y}|last\ year)(?:'s|’s)?\ (?:figure|level
                |total|tally|number|mark|reading|result|high|low|peak))
        |\byear[-\ ]on[-\ ]year|\byear[-\ ]over[-\ ]year|\by/y\b|\byoy\b|\bYoY\b
        |\b(?:quarter|month|week)[-\ ]on[-\ ](?:quarter|month|week)|\bsequentially|\bq/q\b|\bQoQ\b|\bm/m\b
            |\bMoM\b
        |\b(?:quarter|month)[-\ ]over[-\ ](?:quarter|month))
    |(?P<prior>\b(?:(?:in\ )?the\ (?:same\ (?:period|quarter|month|half)\ (?:of\ )?(?:last\ year
        |a\ year\ (?:ago|earlier|before)|the\ (?:previous|prior)\ year)
        |(?:previous|prior|preceding)\ year|year[-\ ](?:ago|earlier)\ (?:period|quarter)|year\ (?:before
            |earlier|prior))|(?:a|one)\ year\ (?:ago|earlier|before|prior)))
    |(?P<sameof>\b(?:in\ |for\ )?the\ same
        \ (?P<so_u>quarter|half|month|period|(?:three|six|nine)\ months)\ (?:of|in)\ (?P<so_y>{_Y}))
    |(?P<figureof>\b(?:the\ )?{_Y}(?:'s|’s)?\ (?:figure|level|total|tally|mark|reading))
    |(?P<priorm>\b(?:(?:in\ )?the\ (?:previous|prior|preceding)\ month\b
        |\b(?:a|one|the)\ month\ (?:ago|earlier|before)\b))
    |(?P<priorq>\b(?:in\ )?the\ (?:previous|prior|preceding)\ quarter|\b(?:a|one)\ quarter\ (?:ago|earlier
        |before))
    |(?P<fiscal_to>\b(?:the\ )?(?:(?:first|second|third|fourth|fiscal)[\ -]){{0,2}}
        (?:(?P<ft_span>week|fiscal\ year|financial\ year|year|quarter|half|half-year
        |(?:three|six|nine|twelve|\d{{1,2}})\ months|period)\ )
        (?:to|ended|ending|that\ ended|that\ ends
            |through)\ (?:in\ )?(?:the\ end\ of\ )?(?P<ft_w>(?:next|last)\ )?
        (?P<ft_m>{_M})(?:\ (?P<ft_d>{_D})(?!\d))?,?(?:\ (?P<ft_y>{_Y}))?)
    |(?P<fy>\b(?:fiscal(?:\ year)?|FY|financial\ year)[\ -]?(?P<fy_y>{_Y}|\d{{2}}(?!\d)))
    |(?P<mrange>\b(?P<mr_a>{_M})(?:\ (?P<mr_ay>{_Y}))?\ ?(?:{_DASH}|to|through|until
        |and)\ ?(?P<mr_b>{_M})(?:\ (?:quarter|period))?(?:,?(?:\ of)?\ (?P<mr_y>{_Y}|this\ year
        |last\ year))?)
    |(?P<mday>\b(?P<md_m>{_M})\ (?P<md_d>{_D})(?![\d%]|,\d|\.\d)(?:,?\ (?P<md_y>{_Y})(?!\d))?)
    |(?P<daym>\b(?P<dm_d>{_D})\ (?:of\ )?(?P<dm_m>{_M})(?:,?\ (?P<dm_y>{_Y})(?!\d))?)
    |(?P<quarter>\b(?:(?:Q(?P<q_a>[1-4])(?!\d)
        |(?P<q_b>[1-4])Q)(?:[\ -]?(?:of\ )?(?:fiscal\ )?(?:FY)?(?P<q_y>{_Y}|(?<=Q)\d{{2}}(?!\d)
        |(?<=FY)\d{{2}}(?!\d)))?
        |(?P<q_py>{_Y})(?:'s|’s)?\ ?(?:Q(?P<q_c>[1-4])|(?P<q_w2>first|second|third|fourth
            |final)[-\ ]quarter)
        |(?P<q_w>last(?=\ quarter\ (?:of|in)\ (?:19|20)\d)
            |first|second|third|fourth|final|1st|2nd|3rd|4th)(?:\ fiscal)?[-\ ]quarter(?:,?\ (?:(?:of
            |in)\ )?(?:fiscal\ )?(?P<q_y2>{_Y}|this\ year|last\ year|next\ year|the\ year))?
        |(?P<q_m>March|June|September|December|[Hh]oliday)[-\ ]quarter(?:\ (?:of\ )?(?P<q_y3>{_Y}))?))
    |(?P<half>\b(?:(?P<h_ty>{_Y})\ ?H(?P<h_c>[12])(?!\d)
        |(?:H(?P<h_a>[12])(?!\d)|(?P<h_b>[12])H)(?:[\ -]?(?:of\ )?(?P<h_y>{_Y}
        |(?<=H)\d{{2}}(?!\d)))?
        |(?P<h_w>first|second|latter)[-\ ](?:half(?:[-\ ]year)?)(?!\ of\ the\ (?!year
            |fiscal)|\ of\ {_M})
            (?:,?\ (?:(?:of|in)\ )?(?:fiscal\ )?(?P<h_y2>{_Y}|this\ year|last\ year|next\ year
            |the\ year))?
        |(?P<h_py>{_Y})(?:'s|’s)?\ (?P<h_w2>first|second)[-\ ]half))
    |(?P<nmonths>\bfirst[-\ ](?P<n_n>two|three|four|five|six|seven|eight|nine|ten|eleven
        |\d{{1,2}})[-\ ](?P<n_u>months|quarters)(?:\ (?:(?:of|in)\ )?(?:fiscal\ )?(?P<n_y>{_Y}|this\ year
        |last\ year|the\ year))?)
    |(?P<month>\b(?:(?P<m_p>early|mid|late)[-\ ])?(?P<m_m>{_M})(?:(?:\ of)?,?\ (?P<m_y>{_Y}|this\ year
        |last\ year|next\ year)(?!\d))?)
    |(?P<yrange>(?<![\d.,$€£¥])(?P<yr_a>{_Y})\ ?(?:{_DASH}|/(?=\d\d\b)|to|through|and)\ ?(?P<yr_b>{_Y}
        |(?<!to\ )(?<!and\ )(?<!through\ )[2-4]\d)(?![\d.,]*\d|\ ?%|[-\ ]?(?:kWh|GWh|MW|GW|people|yuan)))
    |(?P<year>(?<![\d.,$€£¥])(?:(?<![A-Za-z][-])|(?<=mid-)|(?<=end-)
        |(?<=late-))\b(?P<y_y>{_Y})(?:s\b)?(?![\d%]|[.,]\d|\ ?(?:yuan|kWh|GWh|MW|GW|km|people|points|units
        |vehicles|stores|tons|tonnes|employees|million|billion)\b))
    |(?P<rel>\b(?:(?:the\ )?(?:whole\ of\ |full\ )?(?P<r_w>[Ll]ast|[Tt]his|[Nn]ext|current
        |previous)\ (?:calendar\ |fiscal\ |financial\ )?(?P<r_u>year|quarter|half|month|week)(?!\ (?:ago
        |earlier|before|(?:of|in)\ (?:19|20)\d\d))
        |(?P<r_day>yesterday|today|tonight|tomorrow)\b))
    |(?P<forthe>\b[Ff]or\ the\ (?P<fo_u>week|month)\b(?!\ (?:to|ended|ending|of)\b))
    |(?P<ana>\b(?:in|for|during|over|of|at)\ (?:the\ )?(?P<a_same>same|that|this)\ (?P<a_u>quarter|half|year
        |period|month|date|time|day|fiscal\ year)\b
        |\b(?:in|for|during|over)\ (?:the|its)\ (?P<a_u2>quarter|half|year|period|month|three\ months
            |fiscal\ year)\b(?!\ (?:before|earlier|ago|to|through|ended|ending|that)))
    |(?P<anaend>\b(?:the\ )?end\ of\ (?:the|that|this)\ (?P<ae_u>quarter|period|half|fiscal\ year|month))
    |(?P<samespan>\b(?:in|for|during|over|of)\ (?:the|those)\ same\ (?:two|three|six|nine|ten|eleven
        |twelve|\d{{1,2}})
        \ (?:months|quarters|weeks|days))
    |(?P<priorw>\b(?:a|one|the)\ week\ (?:ago|earlier|before)\b)
    |(?P<daybefore>\b(?:a|one|the)\ day\ (?:earlier|before))
    |(?P<weekday>\b(?:[Oo]n|(?P<w_w>[Ll]ast|[Nn]ext))\ (?P<w_d>Mon|Tues|Wednes|Thurs|Fri|Satur
    |Sun)day\b(?!['’]))
    |(?P<session>\bthe\ (?:previous|prior|preceding)\ (?:trading\ )?(?:session|day)\b)
    |(?P<decade>\b(?:the\ )?end\ of\ the\ decade)
    |(?P<now>\b(?:[Nn]ow|[Cc]urrently)\b(?!\ (?:expect|see|forecast|project|plan|aim|anticipate|predict|guide
        |target|estimate|think|look)))
    |(?P<fullyear>(?:the\ )?(?:whole|entire|full)[-\ ]year\b)
    |(?P<ellipse>in\ the\ (?P<el_w>first|second|third|fourth)(?=[,.;]|$|\ and\b))
    |(?P<yearstart>(?:the\ )?(?:start|beginning)\ of\ (?:the|this)\ year)
    |(?P<ytd>year[-\ ]to[-\ ]date|YTD\b)
    |(?P<midyear>\b(?:at|by)\ mid-?year\b)
    |(?P<yearend>\b(?:the\ )?(?:end\ of\ the\ year|year[-\ ]end)(?:\ (?P<ye_y>{_Y})(?!\d))?)
    |(?P<ago>\b(?P<ago_n>[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Tt]en|two|three|four|five|six|seven|eight|nine
    |ten|\d{{1,2}})\ years\ ago)
    )""",
    re.VERBOSE,
)

ENGLISH_PREFIX = re.compile(
    r"(?:\b(?P<instant>(?:ended|finished|closed|began|started)(?=\ $)|as\ (?:of"
    r"|at)(?:\ the)?(?:\ end\ of)?|at(?:\ the)?\ (?:end|close)(?:\ of)?"
    r"|at\ end[-\ ]|(?:the\ )?end\ of|end[-\ ]|at\ (?:the\ )?year[-\ ]end)"
    r"|\b(?P<by>by(?:\ the)?(?:\ end\ of|\ end[-\ ]|\ late|\ mid[-\ ]?|\ early|\ the\ middle\ of)?"
    r"|before(?:\ the\ end\ of)?"
    r"|until(?:\ the\ end\ of)?|through(?:\ the\ end\ of)?|no\ later\ than|up\ to(?:\ the\ end\ of)?)"
    r"|\b(?P<since>since(?:\ (?:early|late|the\ (?:start|beginning)\ of))?|(?:starting|beginning"
    r"|effective)(?:\ (?:in|from|on))?)"
    r"|\b(?P<from>from))(?:\ the|\ next|\ last)?\ ?$",
    re.VERBOSE | re.IGNORECASE,
)

AHEAD = re.compile(
    r"\b(?:may|might|could|should|likely|forecasts?|predicts?|will|plans?|aims?|expects?|targets?|intends?"
    r"|next|sees|guidance|projects)\b|将|计划|预计|目标|拟"
)

# What has been told of a month that is to come this year was of the last.
_TOLD = re.compile(
    r"\b(?:sold|rose|fell|grew|was|were|had|earned|reported|posted|delivered|dropped|produced|shipped"
    r"|added|made"
    r"|reached|hit|declined|increased|jumped|slipped)\b"
)
_FIRST_DAYS = 7
_AGAINST = re.compile(r"\b(?:above|below|than|over|under|against|versus|on) $")
_LAST_NEXT = re.compile(r"\b(last|next) $")
_BY = re.compile(r"\bby(?: the end of| end-| late)? ?$")

# What an English expression of time cannot do without.
ENGLISH_TRIGGER = guarded_in_sentences(
    r"(?:19|20)\d\d|[Qq][1-4]|[1-4]Q|H[12]|[12]H|[Yy]ear|[Qq]uarter|[Hh]alf|[Mm]onth|[Ww]eek|[Pp]eriod"
    r"|yesterday|today|tonight|"
    r"tomorrow|[Yy]o[Yy]|[yqm]/[yqm]|[QM]oM|QoQ|sequential|same|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec|FY|fiscal|full-|annual|"
    r"that d|this d|session|decade|day\b|[Nn]ow\b|urrently"
)


def read_english(
    match: re.Match[str], text: str, state: PeriodState, context_year: int | None
) -> ReadTime | None:
    g, form = match, match.lastgroup
    published = state.published
    clause = re.split(r"[;,.] ", text[max(0, match.start() - 64) : match.start()])[-1]
    is_ahead = bool(AHEAD.search(clause))
    if not is_ahead and g["fiscal_to"] and match.start() < 5:
        # "For the three months to December the company forecasts …"
        is_ahead = AHEAD.search(text, match.end(), match.end() + 50) is not None
    if not is_ahead and _BY.search(text, max(0, match.start() - 20), match.start()):
        is_ahead = AHEAD.search(text, 0, match.start()) is not None
    if form == "yoy":
        return "span", NOTHING, "compare", "comparison"
    if form == "prior":
        base = state.latest
        return ("span", shifted(base, -1), "prior", "year before") if base else None
    if form == "priorw":
        return "span", NOTHING, "prior", "week before"
    if form == "figureof":
        return "span", NOTHING, "compare", "comparison"
    if form == "sameof":
        base = state.latest
        if base is None or base.end is None:
            return None
        return "span", shifted(base, int(g["so_y"]) - base.end.year), "within", "same period of a year"
    if form == "priorm":
        if state.month is None or state.month.start is None:
            return None
        index = state.month.start.year * 12 + state.month.start.month - 2
        return "span", months_of(index // 12, index % 12 + 1, index % 12 + 1), "within", "month before"
    if form == "midyear":
        if published is None:
            return None
        middle = date(published.year, 6, 30)
        is_by = match.group().startswith("by")
        return "day", Period(None if is_by else middle, middle), "by" if is_by else "instant", "mid-year"
    if form == "priorq":
        base = quarter_before(state.quarter) if state.quarter else None
        return ("quarter", base, "within", "quarter before") if base else None
    if form == "fiscal_to":
        month = _MONTHS[g["ft_m"].rstrip(".").lower()]
        year = int(g["ft_y"] or 0) or bare_year(month, 28, state, context_year, is_ahead)
        if g["ft_w"] and published is not None:
            is_next = g["ft_w"].startswith("next")
            year = published.year + (month <= published.month if is_next else -(month >= published.month))
        if year is None:
            return None
        last = last_day(year, month)
        end = date(year, month, min(day_number(g["ft_d"]), last) if g["ft_d"] else last)
        span = g["ft_span"]
        if span == "week":
            return "span", Period(end - timedelta(days=6), end), "within", "week to a day"
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
        if g["ft_d"] and end.day <= _FIRST_DAYS:
            # A quarter of thirteen weeks "to November 1" is that of the months before.
            span_of = Period(months_ending(end, count + 1).start, end)
        else:
            span_of = months_ending(end, count)
        kind: Kind = (
            "fiscal" if count == 12 else "quarter" if count == 3 else "half" if count == 6 else "months"
        )
        return kind, span_of, "within", "to a month"
    if form == "fy":
        year = int(g["fy_y"]) if len(g["fy_y"]) == 4 else 2000 + int(g["fy_y"])
        return "fiscal", year_of(year), "within", "fiscal year"
    if form == "mrange":
        first, last = (_MONTHS[g[k].rstrip(".").lower()] for k in ("mr_a", "mr_b"))
        if "and" in match.group() and not re.search(r"\b[Bb]etween\s$", text[: match.start()]):
            return None
        if g["mr_y"] and not g["mr_y"][0].isdigit():
            year = year_named(g["mr_y"], published, None)
        else:
            year = int(g["mr_y"] or g["mr_ay"] or 0) or bare_year(last, 1, state, context_year, is_ahead)
        if year is None:
            return None
        if last < first:
            year = year - 1 if not g["mr_ay"] else int(g["mr_ay"])
        elif g["mr_ay"] and g["mr_y"]:
            return (
                "span",
                Period(date(int(g["mr_ay"]), first, 1), date(year, last, last_day(year, last))),
                "within",
                "months",
            )
        period = months_of(year, first, last)
        is_quarter = last - first == 2 and first % 3 == 1
        return (
            ("quarter" if is_quarter else "half" if last - first == 5 else "months"),
            period,
            "within",
            "months",
        )
    if form in {"mday", "daym"}:
        p = "md" if form == "mday" else "dm"
        month = _MONTHS[g[f"{p}_m"].rstrip(".").lower()]
        day = day_number(g[f"{p}_d"])
        year = int(g[f"{p}_y"]) if g[f"{p}_y"] else bare_year(month, day, state, context_year, is_ahead)
        if year is None:
            return None
        one = day_of(year, month, day)
        return ("day", one, "within", "day") if one else None
    if form == "quarter":
        number = int(g["q_a"] or g["q_b"] or g["q_c"] or 0) or _WORDS.get(g["q_w"] or g["q_w2"] or "", 0)
        if g["q_m"]:
            number = _MONTHS[g["q_m"].lower()] // 3 if g["q_m"].lower() in _MONTHS else 4
        word = g["q_y"] or g["q_py"] or g["q_y2"] or g["q_y3"]
        if word and word.isdigit():
            year = int(word) if len(word) == 4 else 2000 + int(word)
        elif word and word != "the year":
            year = year_named(word, published, None)
        else:
            year = bare_quarter_year(number, state, context_year, is_ahead)
        return ("quarter", quarter_of(year, number), "within", "quarter") if year else None
    if form == "half":
        number = int(g["h_a"] or g["h_b"] or g["h_c"] or 0) or (
            1 if (g["h_w"] or g["h_w2"]) == "first" else 2
        )
        word = g["h_ty"] or g["h_y"] or g["h_y2"] or g["h_py"]
        if word and word.isdigit():
            year = int(word) if len(word) == 4 else 2000 + int(word)
        elif word and word != "the year":
            year = year_named(word, published, None)
        else:
            year = context_year or (
                None
                if published is None
                else published.year
                if number == 1 or published.month > 6 or is_ahead
                else published.year - 1
            )
        return ("half", half_of(year, number), "within", "half") if year else None
    if form == "nmonths":
        count = (_WORDS.get(g["n_n"]) or int(g["n_n"])) * (3 if g["n_u"] == "quarters" else 1)
        if not 1 <= count <= 12:
            return None
        word = g["n_y"]
        if word and word.isdigit():
            year = int(word)
        elif word and word != "the year":
            year = year_named(word, published, None)
        else:
            year = context_year or bare_year(count, 1, state, None, False)
        return ("months", months_of(year, 1, count), "within", "first months") if year else None
    if form == "month":
        name = g["m_m"].rstrip(".")
        short = len(name) == 3 or name in {"March", "May"}
        if (
            short
            and not g["m_y"]
            and not re.search(
                r"\b(?:[Ii]n|[Ss]ince|[Bb]y|of|[Ff]rom|to|[Uu]ntil|end|[Ll]ate|[Ee]arly|[Ll]ast|next|this"
                r"|through"
                r"|[Bb]etween|at|[Ff]or)[\s-]$",
                text[: match.start()][-10:],
            )
            and not g["m_p"]
        ):
            return None
        if (
            not g["m_y"]
            and not is_ahead
            and published is not None
            and _MONTHS[name.lower()] > published.month
            and _TOLD.search(clause)
        ):
            month = _MONTHS[name.lower()]
            return "month", months_of(published.year - 1, month, month), "within", "month"
        if name == "May" and re.match(
            r"\ (?:be|have|not|also|well|need|only|take|rise|fall)\b", text[match.end() :]
        ):
            return None
        month = _MONTHS[name.lower()]
        if not g["m_y"] and published is not None:
            word = _LAST_NEXT.search(text, max(0, match.start() - 6), match.start())
            if word is not None:
                year = published.year
                if word.group(1) == "last":
                    year -= month >= published.month
                else:
                    year += month <= published.month
                return "month", months_of(year, month, month), "within", "month"
        if g["m_y"] and not g["m_y"][0].isdigit():
            year = year_named(g["m_y"], published, None)
        else:
            year = int(g["m_y"]) if g["m_y"] else bare_year(month, 2, state, context_year, is_ahead)
        return ("month", months_of(year, month, month), "within", "month") if year else None
    if form == "yrange":
        first_year = int(g["yr_a"])
        last_year = int(g["yr_b"]) if len(g["yr_b"]) == 4 else first_year // 100 * 100 + int(g["yr_b"])
        if not first_year < last_year:
            return None
        if " and " in match.group() and not re.search(r"\b[Bb]etween\s$", text[: match.start()]):
            return "year", year_of(first_year), "within", "year"
        return "span", Period(date(first_year, 1, 1), date(last_year, 12, 31)), "within", "years"
    if form == "year":
        if match.group().endswith("s"):
            return None
        return "year", year_of(int(g["y_y"])), "within", "year"
    if form == "rel":
        if g["r_w"] in {"last", "Last", "previous"} and (
            _AGAINST.search(text, max(0, match.start() - 10), match.start())
            or re.match(r"['’]s(?:[.,;)]|$)", text[match.end() : match.end() + 4])
        ):
            return "span", NOTHING, "compare", "comparison"
        return relative_period(g["r_w"] and g["r_w"].lower(), g["r_u"], g["r_day"], published)
    if form == "ana":
        unit = (g["a_u"] or g["a_u2"]).split()[-1]
        if g["a_same"] == "this" and published is not None and unit in {"year", "quarter", "month"}:
            return relative_period("this", unit, None, published)
        is_ahead_year = (
            published is not None and state.year is not None and (state.year.start or published) > published
        )
        if unit == "year" and published is not None and is_ahead_year:
            return "year", year_of(published.year), "within", "same period"
        chosen = {
            "quarter": state.quarter or state.latest,
            "half": state.half or state.latest,
            "months": state.quarter,
            "year": state.year or state.latest,
            "month": state.month or state.latest,
            "period": state.latest,
            "date": state.instant,
            "time": state.instant or state.latest,
            "day": state.latest,
        }.get(unit)
        if (
            unit in {"quarter", "half", "period", "months"}
            and chosen is not None
            and published is not None
            and chosen.end is not None
            and chosen.end > published
            and state.frame is not None
        ):
            # "The firm bought back … in the quarter", behind the outlook for the next: the one reported.
            chosen = state.frame
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
    if form == "anaend":
        frame = (state.quarter if g["ae_u"] == "quarter" else None) or state.frame or state.latest
        if frame is None or frame.end is None:
            return None
        return "day", Period(frame.end, frame.end), "instant", "end of the period"
    if form == "samespan":
        same = state.frame or state.latest
        return ("span", same, "within", "same period") if same else None
    if form == "daybefore":
        is_day = state.latest is not None and state.latest.start == state.latest.end
        later = state.latest.end if is_day and state.latest is not None else published
        if later is None:
            return None
        before = later - timedelta(days=1)
        return "day", Period(before, before), "within", "day before"
    if form == "forthe":
        return relative_period("this", g["fo_u"], None, published)
    if form == "weekday":
        return weekday_of(_WEEKDAYS[g["w_d"]], (g["w_w"] or "").lower(), is_ahead, published)
    if form == "session":
        if published is None:
            return None
        is_day = state.latest is not None and state.latest.start == state.latest.end
        later = state.latest.end if is_day and state.latest is not None else None
        session = (later or published) - timedelta(days=1)
        while session.weekday() > 4:
            session -= timedelta(days=1)
        return "day", Period(session, session), "within", "session before"
    if form == "decade":
        if published is None:
            return None
        closing = date(published.year // 10 * 10 + 9, 12, 31)
        return "day", Period(closing, closing), "instant", "end of the decade"
    if form == "now":
        return "span", NOTHING, "within", "now"
    if form == "fullyear":
        if published is None:
            return None
        year = published.year if published.month > 4 else published.year - 1
        if state.latest and state.latest.end and abs(state.latest.end.year - published.year) <= 1:
            year = state.latest.end.year
        return "year", year_of(year), "within", "full year"
    if form == "ellipse":
        if state.quarter is None or state.quarter.end is None:
            return None
        return "quarter", quarter_of(state.quarter.end.year, _WORDS[g["el_w"]]), "within", "quarter left out"
    if form == "yearstart":
        opening = date(published.year, 1, 1) if published else None
        return ("day", Period(opening, opening), "within", "start of the year") if opening else None
    if form == "ytd":
        return ("year", year_of(published.year), "within", "this year") if published else None
    if form == "yearend" and g["ye_y"]:
        closing = date(int(g["ye_y"]), 12, 31)
        return "day", Period(closing, closing), "instant", "year end"
    if form == "yearend":
        lead = text[max(0, match.start() - 9) : match.start()].lower()
        is_past = lead.endswith(("from at ", "from ", "since "))
        if published is not None and (is_past or (lead.endswith("at ") and published.month < 5)):
            closing = date(published.year - (published.month < 12), 12, 31)
            return "day", Period(closing, closing), "instant", "year end"
        return (
            ("day", Period(date(published.year, 12, 31), date(published.year, 12, 31)), "instant", "year end")
            if published
            else None
        )
    if form == "ago":
        if published is None:
            return None
        if re.search(r"\b(?:as|than|from|with|was)\s$", text[: match.start()]):
            return "span", NOTHING, "compare", "comparison"
        count = _WORDS.get(g["ago_n"].lower()) or int(g["ago_n"])
        return "year", year_of(published.year - count), "within", "years ago"
    return None


def relative_period(
    word: str | None, unit: str | None, day: str | None, published: date | None
) -> ReadTime | None:
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
        return "month", months_of(index // 12, index % 12 + 1, index % 12 + 1), "within", "relative month"
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
        return "span", Period(monday, monday + timedelta(days=6)), "within", "relative week"
    return None
