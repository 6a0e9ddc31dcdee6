"""Puts a number and the unit, currency or counted noun beside it together to a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsledger.extract.numbers import Number
from newsledger.extract.reading import word_set
from newsledger.extract.records import Bound
from newsledger.extract.units import UnitTable, UnitTerm

HARD = frozenset({"ratio", "points", "money", "energy", "power", "mass", "length", "area"}) | {
    "volume", "electric",
    "frequency", "data", "compute", "temperature", "speed", "rate"
}  # fmt: skip

_WORDS = re.compile(r"(?:[ -]?[A-Za-z°²³µ℃‰.]+(?:/h\b|[23](?!\d))?){1,3}")
_NOUN = re.compile(r"[ -]([A-Za-z0-9][A-Za-z0-9'’-]*)")
_PER = re.compile(r" ?/ ?(?=[A-Za-z])| per | an? (?=[a-z])| each (?=[a-z])|-per-")
_PER_ZH = re.compile(r"\s?[/／每]\s?")
_CODE = re.compile(r"(?:^|[^A-Za-z])((?:[A-Z]{2,3}|Rs\.?|Rp|Rmb|RMB)(?:[$¥])?)[ ]?$")
_SIGNS = "$€£¥₩₽₹฿₫₺₴₪₦₱"
_CHENG_NOT = frozenset("立为功都本长交员熟果品分就人年形型绩群千语名了效色因套双才天真见规文")
_CHENG_TAIL = re.compile("[一二三四五六七八九](?![十百千万亿成])")
_KUAI_TAIL = re.compile(
    r"(?P<mao>[一二三四五六七八九两]|\d)(?:毛(?:钱)?|(?![\d一二三四五六七八九十百千万亿个家人.]))"
)
_MAO_TAIL = re.compile(r"[一二三四五六七八九](?![十百千万亿成个家人年月季])")
_PART_POINT = re.compile(r"(?:[ -]| of a | a )(?:(?P<pp>(?:percentage[ -])?point)|per ?cent)\b")
_TENTH = re.compile(r"\d(?![\d.年月日米])")
_STOP = word_set(
    """
    in of by to for from and or as at on with than last this that a an the which who is are was were
    will would could may might has have had be been being over under against after before since until
    through during within between among into per if but while whereas because so its his her their our
    your it he she they we you also more less higher lower up down each every annually yearly monthly
    daily worth versus vs compared when where not ago later earlier respectively next off across via
    upfront plus minus total out about around year-on-year yoy year including excluding alone only
    so-called according without despite then there yuan
    """
)
_PLURALS = word_set(
    """
    people men women children staff personnel aircraft feet police cattle pigs hogs
    """
)
_NOT_PLURAL = word_set(
    """
    us is was has its this thus plus versus as his always perhaps news less across towards series sales
    earnings years months days weeks hours minutes seconds quarters decades times points percent terms
    basis profits revenues ourselves besides results does process business class focus access success
    gas
    """
)


@dataclass(slots=True)
class Figure:
    """A number with its unit, while it is being read. `unit` is empty where none stands beside it."""

    number: Number
    start: int
    end: int
    low: float
    high: float
    unit: str = ""
    dimension: str = ""
    counter: str = ""
    bound: Bound | None = None
    negative: bool = False
    hard: bool = False
    lettered: bool = False
    prefixed: str = ""
    sentence: int = 0
    rule: str = ""
    implied: bool = False
    inherited: bool = False
    is_range: bool = False


def _latin_term(text: str, at: int, table: UnitTable, zh: bool) -> tuple[UnitTerm, int] | None:
    """The unit written in Latin letters at `at` (after a space or a hyphen, or attached), and its end."""
    found = _WORDS.match(text, at)
    if found is None:
        return None
    first = table.zh if zh else table.en
    second = table.en if zh else table.zh
    begin = at + (text[at] in " -")
    stops = [i for i in range(begin + 1, found.end()) if text[i] in " -"]
    for stop in (found.end(), *reversed(stops)):
        word = text[begin:stop]
        if text[stop : stop + 1].isalnum() and text[stop : stop + 1].isascii():
            continue
        for trimmed in (word, word.rstrip(".")):
            term = first.get(trimmed) or second.get(trimmed)
            if term is None and len(trimmed) > 3:
                lowered = trimmed.lower()
                term = table.en.get(lowered) or table.en.get(lowered.replace("-", " "))
            if term is not None:
                return term, begin + len(trimmed)
    return None


def _han_term(text: str, at: int, table: UnitTable) -> tuple[UnitTerm, int] | None:
    """The longest unit or counter of the Chinese terms at `at`, and its end."""
    for length in range(min(table.longest_zh, len(text) - at), 0, -1):
        term = table.zh.get(text[at : at + length])
        if term is not None:
            return term, at + length
    return None


def _prefix(text: str, floor: int, start: int, table: UnitTable) -> tuple[UnitTerm, int, str] | None:
    """The currency sign, code or word before a number, where it begins, and how it is written."""
    at = start
    if at > floor and text[at - 1] == " ":
        at -= 1
    if at <= floor:
        return None
    before = text[at - 1]
    if before in _SIGNS:
        begin = at - 1
        while begin > floor and at - begin < 4 and (text[begin - 1].isupper() or text[begin - 1] == "."):
            begin -= 1
        for place in range(begin, at):
            term = table.prefixes.get(text[place:at])
            if term is not None:
                return term, place, text[place:at]
        return None
    if before.isascii():
        if before.isalpha() or before == ".":
            found = _CODE.search(text[max(floor, at - 6) : at])
            if found:
                term = table.prefixes.get(found.group(1))
                if term is not None:
                    return term, at - len(found.group(1)), found.group(1)
        return None
    for length in (3, 2):
        word = text[max(floor, at - length) : at]
        term = table.prefixes.get(word)
        if term is not None and len(word) == length:
            return term, at - length, word
    return None


def _denominator(text: str, figure: Figure, table: UnitTable, is_zh: bool) -> None:
    """Adds the unit after "per", "/", 每 or "a": USD becomes USD/share."""
    following = text[figure.end : figure.end + 1]
    if following in {"/", "／", "每"} or (is_zh and following == " "):
        per = _PER_ZH.match(text, figure.end)
        if per:
            term = _han_term(text, per.end(), table)
            if term is None or text[per.end()].isascii():
                latin = _latin_term(text, per.end(), table, is_zh)
                term = latin or term
            if term and _takes_rate(term[0]):
                figure.unit, figure.dimension, figure.end = f"{figure.unit}/{term[0].unit}", "rate", term[1]
            return
    if following not in {" ", "-"}:
        return
    per = _PER.match(text, figure.end)
    if per is None:
        return
    term = _latin_term(text, per.end(), table, False)
    if term is None:
        return
    if term[0].unit in {"year", "quarter"} or (term[0].dimension == "count" and term[0].unit == "people"):
        return
    if term[0].scale == 1.0 and _takes_rate(term[0]):
        figure.unit, figure.dimension, figure.end = f"{figure.unit}/{term[0].unit}", "rate", term[1]


def _takes_rate(term: UnitTerm) -> bool:
    if term.dimension == "count":
        return term.unit not in {"people", "count", "store"}
    return term.dimension in {
        "mass",
        "energy",
        "power",
        "length",
        "area",
        "volume",
        "time",
        "data",
        "compute",
    } and (term.unit not in {"year", "quarter"})


def counted_noun(text: str, figure: Figure, table: UnitTable) -> None:
    """An English plural after the number ("1,299 counties", "150,000 full-time riders") as its counter."""
    at = figure.end
    begin = at + 1
    if text[at : at + 1] == "-":
        return
    part = _PART_OF_OWN.match(text, at) if figure.high >= 10 else None
    if part is not None:  # "140 of its 1,020 stores", "300 more outlets"
        term = table.en.get(part.group(1).lower())
        if term is not None and term.dimension == "count":
            figure.unit, figure.dimension, figure.counter = term.unit, "count", part.group(1)
            return
    for _ in range(5):
        found = _NOUN.match(text, at)
        if found is None:
            return
        word = found.group(1)
        lowered = word.lower()
        if lowered in _STOP:
            return
        at = found.end()
        possessive = lowered.endswith(("'s", "’s", "s'", "s’"))
        term = table.en.get(word) or table.en.get(lowered)
        plural = (
            len(lowered) > 3
            and lowered.endswith("s")
            and not lowered.endswith("ss")
            and lowered not in _NOT_PLURAL
        ) or lowered in _PLURALS
        if (
            term is not None
            and term.dimension == "count"
            and (plural or lowered.endswith("s") or lowered in _PLURALS)
        ):
            following = _NOUN.match(text, at)
            if following and f"{lowered} {following.group(1).lower()}" in table.en:
                term, at = table.en[f"{lowered} {following.group(1).lower()}"], following.end()
            figure.unit, figure.dimension, figure.counter = term.unit, "count", text[begin:at]
            return
        if term is not None and term.dimension in {"time", "money"}:
            return
        if plural and not possessive:
            following = _NOUN.match(text, at)
            if following:
                pair = f"{lowered} {following.group(1).lower()}"
                other = table.en.get(pair) or table.en.get(following.group(1).lower())
                if other and other.dimension == "count" and following.group(1).lower().endswith("s"):
                    figure.unit, figure.dimension, figure.counter = (
                        other.unit,
                        "count",
                        text[begin : following.end()],
                    )
                    return
            figure.unit, figure.dimension, figure.counter = "count", "count", text[begin:at]
            return
        if text[at : at + 1] in {",", ";", ".", ":", ")"}:
            return


_PART_OF_OWN = re.compile(
    r" (?:of (?:its|their|the) (?:[\d,]+ )?|(?:more|other|additional|further"
    r"|new) )(?:[a-z-]+ ){0,2}?([a-z]+s|people|staff)\b"
)
_FIGURE_ENDS = frozenset("一二三四五六七八九十百千万亿元吨克米人家辆台个倍成股点")


def _may_precede_sign(before: str) -> bool:
    """Whether a - after this character is a sign, and not a hyphen or the dash of a range."""
    return before in ' (（:：,，“"=→~～' or ("\u4e00" <= before <= "\u9fff" and before not in _FIGURE_ENDS)


def measure(text: str, number: Number, floor: int, table: UnitTable, is_zh: bool) -> Figure:
    """The figure of a number: its currency, unit, scale and denominator as they stand beside it."""
    figure = Figure(
        number, number.start, number.end, number.low, number.high, bound=number.hint, rule=number.rule
    )
    start = number.start
    before = text[start - 1] if start > floor else " "
    if number.style == "arabic":
        sign = text[start - 1] if start else " "
        if sign in "-+" and (start == 1 or _may_precede_sign(text[start - 2])):
            figure.negative, figure.start = sign == "-", start - 1
            before = text[start - 2] if start - 1 > floor else " "
        elif text.startswith(
            ("minus ", "negative "),
            max(0, start - 9) if text[start - 9 : start] == "negative " else start - 6,
        ):
            figure.negative = not text.endswith("or ", 0, max(0, start - 6))
        figure.lettered = before.isascii() and (before.isalpha() or before == "_")
        if before == "-" and start - 2 >= floor and text[start - 2].isalpha():
            figure.lettered = True
        prefix = _prefix(text, floor, figure.start, table)
        if prefix:
            term, figure.start, figure.prefixed = prefix
            figure.unit, figure.dimension, figure.hard, figure.lettered = term.unit, "money", True, False
    elif number.style == "chinese":
        prefix = _prefix(text, floor, start, table)
        if prefix and prefix[2] in {"人民币", "港币", "新台币"}:
            figure.unit, figure.dimension, figure.hard = prefix[0].unit, "money", True
            figure.start, figure.prefixed = prefix[1], prefix[2]
    if number.rule == "part" and (points := _PART_POINT.match(text, figure.end)):
        figure.unit, figure.dimension = ("pp", "points") if points["pp"] else ("percent", "ratio")
        figure.hard, figure.end, figure.rule = True, points.end(), "part_of_point"
        figure.low, figure.high = figure.low / 100, figure.high / 100
        return figure
    if number.kind == "percent":
        figure.unit, figure.dimension, figure.hard = "percent", "ratio", True
        return figure
    if number.kind == "ratio":
        figure.unit, figure.dimension, figure.hard = "ratio", "ratio", True
        if number.rule == "multiple" and text.startswith(("还多", "多", "有余"), figure.end):
            figure.bound = "over"
        return figure
    if text.startswith("-odd ", figure.end):
        figure.bound, figure.end = "about", figure.end + 4
    _suffix(text, figure, table, is_zh)
    if figure.dimension == "money":
        _denominator(text, figure, table, is_zh)
    elif (
        is_zh and figure.dimension in HARD - {"ratio", "points"} and text[figure.end : figure.end + 1] == "/"
    ):
        figure.dimension = "speed"
    return figure


_PERCENT = UnitTerm("percent", "ratio", 1.0)


def _suffix(text: str, figure: Figure, table: UnitTable, is_zh: bool) -> None:
    at = figure.end
    if at >= len(text):
        return
    following = text[at]
    term: tuple[UnitTerm, int] | None = None
    if following == "%":
        end = at + 1
        if text.startswith("点", end):
            end = at + 1
        _take(figure, _PERCENT, end)
        return
    if following in "多余来几" and (is_zh or figure.number.style == "chinese"):
        if text[at + 1 : at + 2] not in {"", "少", "次", "个"} or text[at + 1 : at + 2] in {"次", "个"}:
            term = _han_term(text, at + 1, table)
            if term is None and text[at + 1 : at + 2].isascii():
                term = _latin_term(text, at + 1, table, is_zh)
            if term or figure.number.scale >= 1e4:
                figure.bound = "about" if following == "来" else "over"
                at += 1
                figure.end = at
    elif not following.isascii() and following not in "°²³µ℃‰":
        term = _han_term(text, at, table)
    else:
        if following in " -°℃‰" or following.isalpha():
            term = _latin_term(text, at, table, is_zh)
            if term and following == "-" and term[0].dimension == "count":
                term = None
            if (
                term
                and following.isalpha()
                and term[0].unit in {"people", "count", "unit", "vehicle", "store"}
            ):
                term = None
        if term is None and following == " " and at + 1 < len(text) and not text[at + 1].isascii():
            term = _han_term(text, at + 1, table)
    if term is not None:
        if figure.prefixed and term[0].dimension != "money":
            return
        if term[0].unit == "percent" and term[0].scale == 10:
            _take_tenths(text, figure, term[1])
            return
        _take(figure, *term)
        if figure.dimension == "count":
            figure.counter = text[at : term[1]].strip()
        written = text[term[1] - 1]
        if figure.unit == "CNY" and written in "块毛":
            _take_mao(text, figure)
        elif figure.unit == "m" and written == "米" and _TENTH.match(text, term[1]):
            figure.low = figure.high = figure.low + int(text[term[1]]) / 10
            figure.end += 1
        return
    if figure.prefixed:
        return
    if following.isascii() and (following.isalnum() or following == "_"):
        figure.lettered = figure.lettered or text[at - 1].isascii()


def _take(figure: Figure, term: UnitTerm, end: int) -> None:
    if not (figure.prefixed and term.unit == "CNY" and figure.unit != "CNY"):  # 新台币9899亿元
        figure.unit = term.unit
    figure.dimension, figure.end = term.dimension, end
    figure.low *= term.scale
    figure.high *= term.scale
    if figure.prefixed and term.dimension == "money":
        figure.hard = True
    figure.hard = term.dimension in HARD


def _take_tenths(text: str, figure: Figure, end: int) -> None:
    """三成 is 30 percent, 一成半 15, 四成三 43; 成立 and its like are words, not tenths."""
    following = text[end : end + 1]
    if (following in _CHENG_NOT and following != "了") or figure.high > 10 or figure.number.scale != 1.0:
        return
    extra = 0.0
    if following == "半":
        extra, end = 5.0, end + 1
    elif following and _CHENG_TAIL.match(text, end):
        extra, end = float("一二三四五六七八九".index(following) + 1), end + 1
    if text.startswith(("多", "余"), end):
        figure.bound = "over"
    figure.low, figure.high = figure.low * 10 + extra, figure.high * 10 + extra
    figure.unit, figure.dimension, figure.end, figure.hard, figure.rule = (
        "percent",
        "ratio",
        end,
        True,
        "tenths",
    )


def _take_mao(text: str, figure: Figure) -> None:
    """9块9 and 一块一毛钱: the tenth of a yuan after 块; 两毛七: the hundredth after 毛."""
    if text.startswith("毛", figure.end - 1) and figure.high < 1:
        cent = _MAO_TAIL.match(text, figure.end)
        if cent is not None:
            figure.low += ("一二三四五六七八九".index(cent.group()) + 1) / 100
            figure.high, figure.end = figure.low, cent.end()
        return
    if not text.startswith("块", figure.end - 1) or figure.number.scale != 1.0:
        return
    tail = _KUAI_TAIL.match(text, figure.end)
    if tail is None:
        return
    digit = tail["mao"]
    tenth = float(digit) if digit.isdecimal() else float("一二三四五六七八九".find(digit) + 1 or 2)
    figure.low += tenth / 10
    figure.high += tenth / 10
    figure.end = tail.end()
