"""What looks like a quantity and is none: years, dates, names with numbers, parts of the year, idioms."""

from __future__ import annotations

import re

from newsledger.extract.measures import Figure
from newsledger.extract.reading import word_set
from newsledger.extract.sentences import Sentence

_MONTHS = word_set(
    """
    january february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.
    """
)
_MONTH_NAMES = frozenset(month.title() for month in _MONTHS)
_NUMBERED = word_set(
    """
    no. no group model section chapter article phase stage tier level type class series version page
    figure table room flight route part step round season episode act grade number top day q h fy switch
    windows iphone double ps playstation xbox mate pura galaxy
    """
)
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9.&'’-]*)[ ]$")
INDEX_CUE = re.compile(
    r"\b(?:VIX|PMI|index|Index|gauge|Nasdaq|Kospi|KOSPI|Nikkei|Hang Seng|S&P 500|Dow)\b|指数|PMI"
)
_HALF_MEASURE = re.compile(
    r" (?:the|that|its) (?:speed|size|level|price|rate|pace|figure|amount|number|volume|time)\b"
)
_ROUND_WORDS = frozenset({"a hundred", "a thousand", "A hundred", "A thousand"})
"""Of things that are no known unit, they are a manner of speaking."""
_HALF_AFTER = re.compile(r" (?:of|the|its|their|his|her|as|that|what|from|in|to|over|this|since)\b|[,.;]")
_PART_BEFORE = re.compile(
    r"\b(?:first|second|third|fourth|last|latter|past|previous|next|final|current|this|each|every"
    r"|the|per|same|record"
    r"|for|fiscal|in)[ ]$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r" (?:of (?!the (?:year|decade|century)|20\d\d|19\d\d|(?:a|an) )|more\b"
    r"|less\b|higher|lower|the |its |their |his )"
)
_DOUBLE_AFTER = re.compile(
    r" (?:the|its|their|his|her|that|those|what|since|from|in|by|to|over|within"
    r"|this|last|output|production|sales|revenue|capacity)\b"
)


# Numerals in the names of substances: 六氟磷酸锂, 三元材料, 二氧化碳.
_SUBSTANCE = re.compile(
    r"[一二三四五六七八九十]{1,2}(?:氟|氯|氧化|溴|硫化|甲[苯基醇酸胺]|乙[烯醇醛]|丁[二烯]|聚|硝"
    r"|元(?:杂交|母猪|仔猪|生猪|猪|材料|锂|正极|前驱|电池|催化|高镍|体系|乙丙|酸))"
)


def is_year(figure: Figure) -> bool:
    number = figure.number
    return (
        number.style == "arabic"
        and number.scale == 1.0
        and not number.grouped
        and number.end - number.start == 4
        and 1900 <= number.low <= 2100
    )


def _keeps_percent_word(text: str, figure: Figure, floor: int) -> bool:
    """Whether half, a third, a quarter are parts of something, and not a half year or a third time."""
    before = text[max(floor, figure.start - 12) : figure.start]
    word = text[figure.start : figure.end].lower()
    if word == "half":
        if (
            _HALF_MEASURE.match(text, figure.end)
            or text.startswith((" a ", "-", " an "), figure.end)
            or _PART_BEFORE.search(before)
        ):
            return False
        return _HALF_AFTER.match(text, figure.end) is not None and not text.startswith(" of 20", figure.end)
    if "two" in word or "three" in word or word.startswith("one"):
        return not re.search(r"\b(?:first|last|past|previous|next|final)[ ]$", before, re.IGNORECASE)
    if word.startswith(("a ", "an ")):
        return (
            before.endswith(" by ")
            or text.startswith(" respectively", figure.end)
            or _PART_AFTER.match(text, figure.end) is not None
        )
    return False


def _accept_english_word(text: str, figure: Figure, floor: int) -> bool:
    number = figure.number
    if figure.rule == "part_of_point":
        return True
    if number.rule == "part":
        return _keeps_percent_word(text, figure, floor)
    if number.rule == "twice":
        return (
            re.match(r" (?:the|as|that|what|its|their|last)\b", text[figure.end : figure.end + 8]) is not None
        )
    if number.rule == "multiple":
        word = text[number.start : number.end].lower()
        if text.startswith((" down", "-digit", " digit", " standard", " 1", " Eleven"), number.end):
            return False
        if word in {
            "double",
            "triple",
            "treble",
            "quadruple",
            "quintuple",
            "doubles",
            "halve",
            "triples",
            "halves",
        }:
            before = text[max(floor, number.start - 10) : number.start]
            return _DOUBLE_AFTER.match(text, number.end) is not None or bool(
                re.search(r"\b(?:to|will|would|could|may|nearly|than|almost|about|should)[ ]$", before)
            )
        return True
    return True


def is_name(text: str, figure: Figure, floor: int) -> bool:
    """Whether a number without a hard unit belongs to a name or a date: Model 3, October 27, No. 1."""
    number = figure.number
    if number.grouped or number.scale >= 1e3 or figure.prefixed:
        return False
    before = text[max(floor, figure.start - 24) : figure.start]
    if before.endswith(("#", "第", "No.", "№", "N°", "'", "’", "/", ":", ".")):
        return True
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = found.group(1)
    lowered = word.lower()
    if lowered in _MONTHS or lowered in _NUMBERED:
        return True
    if word[0].isupper() or any(c.isupper() for c in word):
        is_first = figure.start - len(word) - 1 <= floor
        return not is_first and lowered not in {
            "over",
            "about",
            "around",
            "nearly",
            "almost",
            "some",
            "the",
            "only",
        }
    following = text[figure.end : figure.end + 12].lstrip()
    return following.split(" ", 1)[0].rstrip(".,") in _MONTH_NAMES


def is_quantity(text: str, figure: Figure, sentence: Sentence) -> bool:
    """Whether a figure is a stated quantity at all, by the annotation guide."""
    if _SUBSTANCE.match(text, figure.start):
        return False
    number = figure.number
    is_zh = sentence.language == "zh"
    if figure.dimension == "time" or not figure.unit:
        return False
    if number.weak and text[number.end - 1] == "T" and not figure.prefixed:
        return False
    if number.weak and not (figure.hard or figure.dimension == "count"):
        return False
    if figure.lettered and not (
        is_zh
        and figure.hard
        and figure.end > number.end
        and figure.dimension in {"ratio", "money", "points", "rate"}
    ):
        return False
    if number.style == "english" and not _accept_english_word(text, figure, sentence.start):
        return False
    if figure.unit == "in" and "-inch" in text[figure.start : figure.end]:
        return False
    if figure.unit == "point" and number.low < 100:
        clause = max(text.rfind(mark, sentence.start, figure.start) for mark in ",，;；")
        if not INDEX_CUE.search(text, max(clause, sentence.start, figure.start - 80), figure.start):
            return False
    before = text[max(0, figure.start - 2) : figure.start]
    if before.endswith(("第", "每")) or (before.endswith("前") and before[0] not in "目此之以日年午月天周"):
        return False
    written = text[number.start : number.end]
    if number.style == "chinese" and not _accept_chinese(text, figure, written):
        return False
    if figure.hard or figure.dimension == "rate":
        return True
    if number.style == "english" and (
        (number.high < 10 and number.scale == 1.0) or (figure.unit == "count" and written in _ROUND_WORDS)
    ):
        return False
    if is_year(figure) and (
        (figure.unit == "count" and not is_zh)
        or text[figure.end - 1 : figure.end] in {"款", "版", "届", "级"}
    ):
        return False
    return not is_name(text, figure, sentence.start)


def _is_bounded(text: str, start: int) -> bool:
    """近千人 and 上百家 are figures; 千元机, 百公里加速 and 千篇一律 are labels and idioms."""
    return text[start - 1 : start] in set("近上超逾破约达过数")


def _accept_chinese(text: str, figure: Figure, written: str) -> bool:
    """一度, 卖一吨, 万科, 几十家 and two or three of a kind are no figures; 一倍, 一成 and 一亿元 are."""
    number = figure.number
    if number.kind != "plain":
        return not (written == "一半" and text[number.start - 1 : number.start] == "另")
    if figure.unit == "CNY" and text[figure.end - 1] in "角毛":
        return False
    if written == "一" and figure.dimension not in {"ratio", "points"}:
        return text.startswith("块", number.end) and number.low != figure.low
    if len(written) == 1 and written in "十百千万亿" and text[number.start - 1 : number.start] == "每":
        return False
    if len(written) == 1 and written in "百千万亿" and not _is_bounded(text, number.start):
        return False
    is_vague = "几" in written or "数" in written
    if is_vague and number.high < 1e4:
        return False
    if figure.hard or figure.dimension == "rate":
        return True
    return number.high >= 10
