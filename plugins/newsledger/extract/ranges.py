"""Figures that belong together: ranges, and units taken over from a neighbour in a list or a comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.bounds import is_motion
from newsledger.extract.exclusions import is_name, is_year
from newsledger.extract.measures import Figure
from newsledger.extract.sentences import Sentence

_RANGE_LINK = re.compile(r" ?(?:-|–|—|~|～|至|到|或) ?| to | or ")
_AND_LINK = re.compile(r" and |和|与")
_LIST_TAIL = re.compile(
    r"(?:,? and |, |[、,，和与及])"
    r"(?:[\d,.万亿]{1,20}(?: (?:m|b|tr)illion| thousand)?(?:,? and |, |[、,，和与及])){0,8}"
)
_COUNTED_BEFORE = re.compile(
    r"\b(?:fleet|network|chain|headcount|workforce|staff) (?:[a-z]+ ){0,3}(?:to|of|at|reached|numbers"
    r"|numbered) $"
)
_PART_OF = re.compile(
    r"\b(?:of which|of them|including|grow to|rise to|grew to|rose to|fell to|up from|down from) $"
)
_PEOPLE = re.compile(
    r"\b(?:[Hh]eadcount|[Ww]orkforce|[Ss]taff|[Ee]mployees|[Pp]ayroll|[Mm]embership)\b[^.;]{0,30}$"
)
_MOVE_BEFORE = re.compile(r"\b(?:to|from|by)(?: (?:about|around|over|nearly|almost|some|just))? $")
_MONEY_LINK = re.compile(
    r"\W*(?:up from|down from|from|to|and|or|versus|vs\.?|against|compared (?:with|to)|than)"
    r"\b[^,]{0,14}$"
)
# 每吨1.44万元，去年同期为1.83万元; 突破10万元/吨，收于9.93万元: the same price at another time.
_AGAINST_ZH = re.compile(
    r"(?![^。]*(?:利润|成本|市值|营收|收入|毛利|净利|运费|关税|补贴))[^。；;]{0,26}?"
    r"(?:同期|一年前|年初|年底|月初|上月|上周|此前|高[点位峰]|低[点位]|[收报]于?|[涨跌降升提调回][到至回]|跌破|突破|升破|涨破"
    r"|回到|如今|目前|现在|仅|只|[较比从由到至])[^。；;，,\d]{0,4}"
)
_VERSUS = re.compile(
    r"\b(?:vs\.?|versus|against|compared|beat|beating|topped|missed|missing|estimates?|forecast|from|than"
    r"|and|to)\b|，|,|较|比|至|到"
)


def join_ranges(text: str, figures: list[Figure]) -> list[Figure]:
    """Joins "1% to 5%", 10亿至12亿元, "between 18% and 20%", "2-3k", but not movements ("from … to …")."""
    joined: list[Figure] = []
    i = 0
    while i < len(figures):
        a = figures[i]
        b = figures[i + 1] if i + 1 < len(figures) else None
        if b is None or a.sentence != b.sentence or not _is_range(text, a, b):
            joined.append(a)
            i += 1
            continue
        low, high = a.low, b.high
        if not a.unit or not b.unit or a.dimension == b.dimension:
            shares = a.number.scale == 1.0 and b.number.scale > 1.0 and a.number.raw < b.number.raw
            if shares:
                low = a.low * b.number.scale
        if not a.unit and b.unit == "percent" and b.rule == "tenths":
            low = a.low * 10
        b_unit = b.unit or a.unit
        b.low, b.high, b.start = min(low, high), max(low, high), a.start
        if not b.unit or (a.dimension == "money" and b.dimension in {"", "money"}):
            b.unit, b.dimension, b.hard, b.prefixed = a.unit or b_unit, a.dimension, a.hard, a.prefixed
            if b.dimension != "rate" and b_unit.count("/"):
                b.unit, b.dimension = b_unit, "rate"
        b.unit = b.unit or b_unit
        b.is_range, b.lettered, b.negative = True, a.lettered, a.negative
        b.rule = "range"
        b.bound = b.bound or a.bound
        figures[i + 1] = b
        i += 1
    return joined


def _is_range(text: str, a: Figure, b: Figure) -> bool:
    if (
        a.is_range
        or a.dimension == "time"
        or b.dimension == "time"
        or "ratio" in {a.number.kind, b.number.kind}
    ):
        return False
    if a.unit and b.unit and a.unit.split("/")[0] != b.unit.split("/")[0]:
        return False
    if a.unit and not b.unit and a.end > a.number.end and a.dimension not in {"money"} and not a.prefixed:
        return False
    if not (a.unit or b.unit or b.number.weak or _is_bare_pair(text, a, b)):
        return False
    link = _RANGE_LINK.match(text, a.end)
    before = text[max(0, a.start - 16) : a.start]
    if link is None or link.end() != b.start:
        link = _AND_LINK.match(text, a.end)
        if (
            link is None
            or link.end() != b.start
            or "between " not in text[max(0, a.start - 14) : a.start].lower()
        ):
            return False
        return a.low < b.high
    if not a.unit and is_name(text, a, max(0, a.start - 40)):
        return False
    word = link.group().strip()
    if word in {"or", "或"} and a.unit:
        return False
    if is_year(a) and not a.unit and link.group() == " to ":
        return a.low < b.low < 4 * a.low and b.number.scale == 1.0
    if a.low >= b.high and not (a.number.scale == 1.0 < b.number.scale):
        return False
    if word in {"to", "or"} or word in {"到", "至", "或"}:
        tail = before.rstrip().lower()
        if (
            tail.endswith("from")
            and not re.search(r"rang(?:e|es|ed|ing) from$", tail)
            and not (tail.endswith((", from", " up from", " down from")) and _BEFORE_NOW.match(text, b.end))
        ):
            return False
        if a.dimension in {"money", "count", "rate"} and is_motion(before):
            return False
        if tail.endswith(" by") and b.low > 3 * a.low > 0 and b.dimension != "ratio":
            return False
        if re.search(r"从[^，,。；;]{0,6}$", before):
            return text.startswith(("不等", "之间", "区间"), b.end)
    return not (word == "-" and is_year(a) and not b.hard)


def inherit_units(text: str, figures: list[Figure], sentences: Sequence[Sentence]) -> None:
    """Gives figures without a unit their neighbour's: lists, movements, second halves of a comparison."""
    for i, figure in enumerate(figures):
        if figure.unit or figure.lettered or figure.dimension == "time" or is_year(figure):
            continue
        after = next((f for f in figures[i + 1 : i + 4] if f.unit and f.dimension != "time"), None)
        before = next(
            (f for f in reversed(figures[max(0, i - 3) : i]) if f.unit and f.dimension != "time"), None
        )
        if after is not None and after.sentence == figure.sentence and after.dimension == "rate":
            link = text[figure.end : after.start]
            if len(link) < 40 and re.search(r"(?:to|and|versus|vs\.?|到|至) ?$", link):
                _take_over(figure, after)
                continue
        number = figure.number
        if (
            before is not None
            and before.dimension == "points"
            and before.sentence == figure.sentence
            and number.raw != int(number.raw)
            and number.scale == 1.0
            and _OF_AN_INDEX.search(text, before.end, figure.start)
            and text[figure.end : figure.end + 1] in {".", ",", ";", " ", ")"}
        ):
            _take_over(figure, before)
            continue
        sentence_start = sentences[figure.sentence].start
        if (
            after is not None
            and after.hard
            and not after.prefixed
            and after.sentence == figure.sentence
            and not (number.scale >= 1e6 and after.unit == "percent")
            and _LIST_TAIL.fullmatch(text, figure.end, after.start)
            and _may_share(text, figure, sentences[figure.sentence])
            and not is_name(text, figure, max(0, figure.start - 40))
        ):
            if number.scale == 1.0 < after.number.scale and not number.grouped:
                figure.low, figure.high = figure.low * after.number.scale, figure.high * after.number.scale
            _take_over(figure, after)
            continue
        if (
            number.weak
            or not (number.grouped or number.scale >= 1e3 or _is_part_of(text, figure, before))
            or sentences[figure.sentence].language == "zh"
        ):
            continue
        is_counted = _COUNTED_HERE.search(text, max(sentence_start, figure.start - 50), figure.start)
        if before is not None and before.unit == "percent" and number.scale >= 1e6 and is_counted is None:
            # "revenue climbed by 12% to a record 690 million": of the money told before.
            near = [
                f
                for f in figures[max(0, i - 5) : i]
                if f.dimension == "money" and f.sentence == figure.sentence
            ]
            before = near[-1] if near else before
        if before is not None and i > 1 and before.dimension == "money" and text[before.start - 1] == "(":
            # "1.14 billion crowns ($118 million), against 870 million": in brackets stands but a conversion.
            main = figures[i - 2]
            before = main if main.dimension == "money" and main.sentence == before.sentence else before
        if before is not None and before.dimension == "money" and _is_near(text, before, figure):
            _take_over(figure, before)
            continue
        if (
            after is not None
            and after.sentence == figure.sentence
            and after.dimension == "count"
            and after.start - figure.end < 60
        ):
            _take_over(figure, after)
            continue
        if before is not None and (
            (before.dimension == "count" and figure.sentence - before.sentence <= 1)
            or (before.dimension == "points" and _is_near(text, before, figure))
            or (
                before.dimension == "money"
                and before.sentence == figure.sentence
                and number.scale >= 1e6
                and (
                    text[figure.end : figure.end + 1] in {".", ",", ";", ")", ""}
                    or _THAN_BEFORE.match(text, figure.end) is not None
                    or text.endswith(_MONEY_BEFORE, 0, figure.start)
                )
            )
        ):
            _take_over(figure, before)
            continue
        if text[figure.end : figure.end + 1] == "-":
            continue
        if _PEOPLE.search(text, max(sentence_start, figure.start - 50), figure.start):
            figure.unit, figure.dimension, figure.inherited = "people", "count", True
            continue
        moved = _moved_from(text, figures, i)
        if moved is not None:
            _take_over(figure, moved)
            continue
        figure.unit, figure.dimension, figure.inherited = "count", "count", True


# "sales of $86 billion, up from $84.5 billion to $85.5 billion previously": one range, of before.
_BEFORE_NOW = re.compile(r",? (?:previously|before|earlier|in (?:its|the) (?:previous|prior|earlier) )\b")

# "an operating profit of 1.2 billion euros, 23 million more than a year ago"
_THAN_BEFORE = re.compile(r" (?:more|less|higher|lower|above|below|short|fewer)\b(?! [a-z]+s than)")


_COUNTED_HERE = re.compile(
    r"\b(?:customers|users|members|people|passengers|subscribers|consumers|shipments|units|vehicles"
    r"|deliveries|trips"
    r"|downloads|visitors|orders|population|accounts|numbered|numbering)\b[^,;.]{0,24}$"
)


_MONEY_BEFORE = (
    *(
        "of which ",
        "a further ",
        "another ",
        "charges of ",
        "costs of ",
        "profit of ",
        "loss of ",
        "sales of ",
    ),
    *("revenue of ", "income of ", "debt of ", "bookings of ", "provisions of ", "losses of "),
)
# "fell to 48.2 from 48.7 in October; economists had forecast 49.0"
_OF_AN_INDEX = re.compile(r"\b(?:from|to|forecast|expected|predicted|against|than|at)\s$")


def _is_bare_pair(text: str, a: Figure, b: Figure) -> bool:
    """ "between 6 and 8", of something that was counted before."""
    return (
        text[max(0, a.start - 8) : a.start].lower() == "between "
        and not (is_year(a) or is_year(b) or a.lettered or b.lettered)
        and a.number.style == b.number.style == "arabic"
    )


def _is_part_of(text: str, figure: Figure, before: Figure | None) -> bool:
    """A small bare number beside a count of the sentence: "of which 41", "may grow to 20", "from 12"."""
    if _COUNTED_BEFORE.search(text, max(0, figure.start - 60), figure.start):
        return True
    return (
        before is not None
        and before.dimension == "count"
        and figure.sentence - before.sentence <= figure.is_range
        and (figure.is_range or _PART_OF.search(text[max(0, figure.start - 16) : figure.start]) is not None)
        and not is_name(text, figure, max(0, figure.start - 40))
    )


def _may_share(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether an enumeration is one of figures: in Chinese, 1、 may number a paragraph."""
    if sentence.language == "en":
        return True
    return figure.number.scale >= 1e4 or "分别" in text[sentence.start : figure.start]


def _moved_from(text: str, figures: list[Figure], i: int) -> Figure | None:
    """What a bare "to 31.5 billion" is in: the last sum of money or measure in the sentence."""
    figure = figures[i]
    if not _MOVE_BEFORE.search(text[max(0, figure.start - 16) : figure.start]):
        return None
    for other in reversed(figures[max(0, i - 4) : i]):
        if other.sentence != figure.sentence:
            return None
        if other.dimension == "money" and other.prefixed and figure.number.scale == 1.0:
            return None  # who writes $ writes it again
        if other.dimension not in {"", "ratio", "time", "points", "rate"}:
            return other
    return None


def _is_near(text: str, before: Figure, figure: Figure) -> bool:
    link = text[before.end : figure.start]
    return before.sentence == figure.sentence and len(link) < 40 and _MONEY_LINK.match(link) is not None


def _take_over(figure: Figure, other: Figure) -> None:
    figure.unit, figure.dimension, figure.hard = other.unit, other.dimension, other.hard
    figure.counter, figure.inherited = other.counter, True


def inherit_rates(text: str, figures: list[Figure]) -> None:
    """0.08 USD per kWh … vs. 0.12 USD: the second price is per kWh as well."""
    last: Figure | None = None
    for figure in figures:
        if figure.dimension == "rate":
            last = figure
        elif (
            last is not None
            and figure.dimension == "money"
            and figure.sentence == last.sentence
            and last.unit.split("/")[0] == figure.unit
            and figure.start - last.end < 60
            and 0.05 < figure.low / max(last.low, 1e-9) < 20
            and (
                (figure.number.scale == 1.0 and _VERSUS.search(text[last.end : figure.start]))
                or (
                    0.2 < figure.low / max(last.low, 1e-9) < 5
                    and _AGAINST_ZH.fullmatch(text[last.end : figure.start])
                )
            )
        ):
            figure.unit, figure.dimension, figure.inherited = last.unit, "rate", True
