"""Finds and reads numbers: Arabic (1,299.5; 5.67万亿; 27.8 billion), Chinese (一百二十三万, 两千, 三分之一)
and English words (one hundred and twenty, a third, doubled, eight-fold).

Linear in the length of the text: a run of digits or numerals is matched once and possessively.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from newsledger.extract.openings import one_of, openings
from newsledger.extract.reading import word_list
from newsledger.extract.records import Bound

Style = Literal["arabic", "chinese", "english"]
Kind = Literal["plain", "percent", "ratio"]

LONGEST_NUMBER = 40
"""Longer runs of digits or numerals are codes or noise, not figures."""

DIGITS_ZH = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES_ZH = {"十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
SCALES_EN = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15,
    "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "mn": 1e6, "mln": 1e6, "w": 1e4,
    "b": 1e9, "B": 1e9, "bn": 1e9,
    "bln": 1e9, "crore": 1e7, "lakh": 1e5, "tn": 1e12, "trn": 1e12, "T": 1e12,
}  # fmt: skip
_UNITS_EN = word_list(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
    """
)
_TENS_EN = word_list(
    """
    twenty thirty forty fifty sixty seventy eighty ninety
    """
)
WORDS_EN: dict[str, float] = (
    {word: float(i) for i, word in enumerate(_UNITS_EN)}
    | {word: 20.0 + 10 * i for i, word in enumerate(_TENS_EN)}
    | {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
)
_PARTS_EN = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_MULTIPLES_EN = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "halv": 0.5}

NUMERALS_ZH = "〇零一二三四五六七八九十百千万亿两"

_CARDINAL = "|".join([*_UNITS_EN[1:], *_TENS_EN])
_START = re.compile(f"[0-9+{NUMERALS_ZH}数几翻腰减折过半]")
_TOKEN = re.compile(
    rf"""
    (?P<code>
        \+\d[\d\ -]{{6,20}}\d | \d++(?:-\d++){{2,}}+ | \d++(?:\.\d++){{2,}}+
      | \d{{1,2}}:\d\d(?!\d)(?::\d\d)? | \d{{4}}/\d\d?/\d\d? | \d{{4,6}}\.[A-Z]{{1,2}}\b
      | \d{{3,4}}-\d{{7,8}}(?!\d) | \d++[xX×]\d++ | \d++-for-\d++
    )
  | (?P<ar>\d{{1,3}}(?:,\d{{3}})++(?!\d)(?:\.\d++)?|\d++(?:\.\d++)?)
  | (?P<fr>(?:百|千|万|[一二两三四五六七八九十]{{1,3}})分之[一二两三四五六七八九十百\d点零.]++)
  | (?P<zm>翻(?:了|上)?(?:[一两二三四五六七八九十]|\d{{1,2}})?[番倍]|腰斩|减半|折半|过半数?|半数|一半)
  | (?P<hf>半个(?=百分点))
  | (?P<zh>[数几]?[{NUMERALS_ZH}][{NUMERALS_ZH}几]*+)
    """,
    re.VERBOSE,
)
_WORD = (
    r"(?P<en>(?:[Aa]n? )?(?:[Tt]hird|[Qq]uarter|[Ff]ifth|[Tt]enth)\b"
    r"|[Aa]n? (?:hundred|thousand|million|billion|trillion|dozen)\b"
    r"|[Hh]alf\b|[Hh]alv(?:e[sd]?|ing)\b|[Tt]wice\b"
    r"|(?:[Dd]oubl|[Tt]ripl|[Tt]rebl|[Qq]uadrupl|[Qq]uintupl)(?:e[sd]?|ing)\b"
    rf"|(?:{_CARDINAL}|{_CARDINAL.title()})(?:fold|\b)|[Dd]ozen\b)"
)
_WORD_START = re.compile(_WORD)
_WORD_AFTER = re.compile(rf"[\s(\[\-–—/“‘\"'](?={one_of(openings(_WORD_START, 3))})" + _WORD)
"""Begins with a set of characters, so that the search skips what is none of them at full speed; a look ahead
at the first letters spares most words the trial of all."""
_SCALE_AFTER = re.compile(
    r"(?P<some>[多余来几])?(?P<zh>(?:[十万亿]|百(?!分)|千(?![瓦克米伏赫]))+)(?:(?P<add>\d{1,5}(?:\.\d+)?)(?P<addscale>千万"
    r"|百万|十万|万|千|百))?"
    r"|[ -]?(?P<en>(?:hundred |thousand )?(?:hundred|thousand|million|billion"
    r"|trillion|quadrillion|crore|lakh)|mln|bln)s?\b"
    r"|个(?P<more>多)?(?P<yi>亿)(?!万)"
    r"|\ ?(?P<short>mn|bn|tn|trn)\b"
    r"|(?P<letter>[kKmMbBTw])(?![A-Za-z0-9²³/])"
)
_EN_NEXT = re.compile(
    rf"(?:[ -]| and |, )?(?P<word>(?i:{_CARDINAL})|hundred|thousand|million|billion|trillion|dozen"
    r"|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|halves)(?P<fold>-?fold)?\b"
)
_SPOKEN_TAIL = re.compile(r"[1-9](?=[，。、；,;元块的]|$)")
"""1万2 is 12,000, as 一万二 is."""
_PAIR_ZH = re.compile("一二|[二两]三|三四|四五|五六|六七|七八|八九")


@dataclass(slots=True)
class Number:
    """`[start, end)` in the text. `raw` is the figure before its scale word, `scale` what that
    multiplies it by, `hint` the bound that the numeral itself states (一亿多, 数十亿). A `weak` number
    has a scale of one letter (5m, 70B), which counts only beside a unit."""

    start: int
    end: int
    low: float
    high: float
    raw: float
    scale: float
    style: Style
    kind: Kind = "plain"
    hint: Bound | None = None
    grouped: bool = False
    weak: bool = False
    rule: str = "arabic"


def parse_chinese(numeral: str) -> float | None:
    """The value of a plain Chinese numeral, such as 一百二十三万; None where it is not well formed.

    三千六 is 3600 and 一万二 is 12000; a leading scale word counts once (千亿 is 1e11); digits in a
    row (二〇二五) are positional.
    """
    if not numeral or len(numeral) > LONGEST_NUMBER:
        return None
    if numeral[0] in "百千万亿" and numeral[1:2] in DIGITS_ZH:  # 万一 is "in case"
        return None
    if all(c in DIGITS_ZH for c in numeral):
        return float("".join(str(DIGITS_ZH[c]) for c in numeral))
    total = section = 0.0
    digit: float | None = None
    last_scale = 0.0
    is_zero_before = False
    for c in numeral:
        if c in DIGITS_ZH:
            if digit is not None and not is_zero_before:
                return None
            digit = float(DIGITS_ZH[c])
            is_zero_before = digit == 0
            if is_zero_before:
                last_scale = 0.0
            continue
        scale = SCALES_ZH[c]
        is_zero_before = False
        if scale < 1e4:
            if digit is None and section and last_scale <= scale:
                section *= scale  # 十万's kin: 百千 is not written, 二十百 neither, but cost nothing
            else:
                section += (1.0 if digit is None or (digit == 0 and scale == 10) else digit) * scale
        else:
            section += digit or 0.0
            if section == 0 and total == 0:
                section = 1.0
            if scale == 1e8 or (total and section == 0):
                total = (total + section) * scale
            else:
                total += section * scale
            section = 0.0
        digit = None
        last_scale = scale
    if digit is not None:
        section += digit * last_scale / 10 if last_scale >= 100 else digit
    return total + section


def parse_chinese_range(numeral: str) -> tuple[float, float, Bound | None] | None:
    """Low, high and the bound within: 三四百 is 300 to 400, 数十亿 about 1e9, 十几 over 10."""
    hint: Bound | None = None
    if "几" in numeral or "数" in numeral:
        if numeral[0] in "几数":
            if len(numeral) == 1 or numeral[1] not in SCALES_ZH:
                return None
            numeral, hint = "一" + numeral[1:] if numeral[1] != "十" else numeral[1:], "about"
        else:
            numeral, hint = numeral.replace("几", ""), "over"
        if "几" in numeral:
            return None
    if len(numeral) > 1:
        pair = _PAIR_ZH.search(numeral)
        if pair:
            rest = numeral[: pair.start()] + numeral[pair.end() :]
            at = pair.start()
            if not any(c in DIGITS_ZH for c in numeral[max(0, at - 1) : at]) and (
                pair.end() == len(numeral) or numeral[pair.end()] in SCALES_ZH
            ):
                low = parse_chinese(rest[:at] + pair.group()[0] + rest[at:])
                high = parse_chinese(rest[:at] + pair.group()[1] + rest[at:])
                if low is not None and high is not None and low < high:
                    return low, high, hint
            return None
    value = parse_chinese(numeral)
    return None if value is None else (value, value, hint)


def _scale_zh(word: str) -> float | None:
    """1e12 for 万亿, 1e7 for 千万; None for scale words in no order that is in use."""
    if len(word) > 4:
        return None
    product = 1.0
    for c in word:
        product *= SCALES_ZH[c]
    return product if product <= 1e16 else None


def _arabic(text: str, found: re.Match[str]) -> Number | None:
    start, end = found.span()
    if end - start > LONGEST_NUMBER:
        return None
    written = text[start:end]
    raw = float(written.replace(",", ""))
    number = Number(start, end, raw, raw, raw, 1.0, "arabic", grouped="," in written)
    following = text[end : end + 1]
    if not following or (following not in "十百千万亿多余来几个 -kKmMbBtTw" and not following.isalpha()):
        return number
    after = _SCALE_AFTER.match(text, end)
    if after is None:
        return number
    if after["zh"]:
        scale = _scale_zh(after["zh"])
        if scale is None:
            return number
        if after["some"]:
            number.hint = "about" if after["some"] == "来" else "over"
        value = raw * scale
        number.end = after.end("zh")
        if after["add"]:
            value += float(after["add"]) * (_scale_zh(after["addscale"]) or 0.0)
            number.end = after.end()
        elif scale in {1e4, 1e8} and _SPOKEN_TAIL.match(text, number.end):
            value += int(text[number.end]) * scale / 10
            number.end += 1
    elif after["yi"]:
        scale = 1e8
        value, number.end, number.rule = raw * scale, after.end(), "colloquial"
        number.hint = "over" if after["more"] else None
    elif after["letter"]:
        scale = SCALES_EN[after["letter"]]
        value, number.end, number.weak = raw * scale, after.end(), True
    else:
        scale = 1.0
        for word in (after["en"] or after["short"]).split():
            scale *= SCALES_EN[word]
        value, number.end = raw * scale, after.end()
    number.scale, number.low, number.high = scale, value, value
    return number


def _chinese(text: str, found: re.Match[str]) -> Number | None:
    start, end = found.span()
    if end - start > LONGEST_NUMBER:
        return None
    numeral = text[start:end]
    read = parse_chinese_range(numeral)
    if read is None:
        return None
    low, high, hint = read
    if text[end : end + 1] in {"多", "余", "来", "几"}:
        after = _SCALE_AFTER.match(text, end)
        if after and after["zh"] and (scale := _scale_zh(after["zh"])):
            low, high, end = low * scale, high * scale, after.end("zh")
            hint = "about" if after["some"] == "来" else "over"
    rule = "chinese"
    if low < 1000 and text.startswith(("个亿", "个多亿"), end):
        hint = "over" if text[end + 1] == "多" else hint
        low, high, end, rule = low * 1e8, high * 1e8, text.index("亿", end) + 1, "colloquial"
    scale = 1.0
    for c in reversed(text[start:end]):
        if c not in "万亿千百":
            break
        scale *= SCALES_ZH[c]
    return Number(start, end, low, high, low / scale, scale, "chinese", hint=hint, rule=rule)


def _fraction_zh(found: re.Match[str]) -> Number | None:
    below, above = found.group().split("分之", 1)
    if not above or len(above) > 12:
        return None
    denominator = {"百": 100.0, "千": 1000.0, "万": 10000.0}.get(below) or parse_chinese(below)
    numerator = read_decimal(above)
    if not denominator or numerator is None:
        return None
    value = numerator if denominator == 100 else numerator / denominator * 100
    return Number(
        found.start(), found.end(), value, value, numerator, 1.0, "chinese", "percent", rule="fraction"
    )


def read_decimal(written: str) -> float | None:
    """The value of an Arabic or Chinese number with a point in it (十二点五, 3.5)."""
    if written[0].isdecimal():
        return float(written) if re.fullmatch(r"\d+(?:\.\d+)?", written) else None
    whole, point, part = written.partition("点")
    value = parse_chinese(whole) if all(c in NUMERALS_ZH for c in whole) else None
    if value is None or not point:
        return value
    digits = "".join(str(DIGITS_ZH.get(c, "")) for c in part)
    return float(f"{int(value)}.{digits}") if len(digits) == len(part) > 0 else None


def _multiple_zh(found: re.Match[str]) -> Number:
    word = found.group()
    kind: Kind = "ratio"
    hint: Bound | None = None
    if word[0] == "翻":
        times = word[1:-1].lstrip("了上")
        count = float(times) if times.isdecimal() else (parse_chinese(times) if times else None)
        value = 2.0 ** (count or 1.0) if word[-1] == "番" else (count or 2.0)
        if word[-1] == "倍" and count == 1:
            value = 2.0
    elif word in {"腰斩", "减半", "折半"}:
        value = 0.5
    else:
        value, kind = 50.0, "percent"
        hint = "over" if word.startswith("过半") else None
    return Number(
        found.start(), found.end(), value, value, value, 1.0, "chinese", kind, hint, rule="multiple"
    )


def _english(text: str, start: int, end: int) -> Number | None:
    word = text[start:end].lower()
    for stem, value in _MULTIPLES_EN.items():
        if word.startswith(stem):
            return Number(start, end, value, value, value, 1.0, "english", "ratio", rule="multiple")
    if word == "twice":
        return Number(start, end, 2.0, 2.0, 2.0, 1.0, "english", "ratio", rule="twice")
    if word.endswith("fold"):
        value = WORDS_EN[word[:-4].rstrip("-")]
        return Number(start, end, value, value, value, 1.0, "english", "ratio", rule="fold")
    first = word.split()[-1]
    if first in _PARTS_EN:
        value = 100.0 / _PARTS_EN[first]
        return Number(start, end, value, value, value, 1.0, "english", "percent", rule="part")
    total = section = 0.0
    section = WORDS_EN[first]
    scale = section if word.startswith("a") and section >= 100 else 1.0
    if section >= 1000:
        total, section = section, 0.0
    for _ in range(24):
        after = _EN_NEXT.match(text, end)
        if after is None:
            break
        following = after["word"].lower()
        part = _PARTS_EN.get(following.rstrip("s") if following != "halves" else "half")
        if part:
            if total or section > 20 or text[end] not in " -":
                break
            value = 100.0 * section / part
            return Number(start, after.end(), value, value, section, 1.0, "english", "percent", rule="part")
        value = WORDS_EN[following]
        if value >= 1000:
            total, section, scale = total + (section or 1.0) * value, 0.0, value
        elif value == 100:
            section = (section or 1.0) * 100
        elif following == "dozen":
            section *= 12
        elif (
            after.group().startswith(", ")
            or (section % 100 and not (section % 10 == 0 and value < 10))
            or (section and section < 20)
        ):
            break
        else:
            section += value
            if section < 1000 and not total:
                scale = 1.0
        end = after.end()
        if after["fold"]:
            value = total + section
            return Number(start, end, value, value, value, 1.0, "english", "ratio", rule="fold")
    if text[end : end + 5] in {"-fold", " fold"}:
        value = total + section
        return Number(start, end + 5, value, value, value, 1.0, "english", "ratio", rule="fold")
    value = total + section
    return Number(start, end, value, value, value / scale, scale, "english", rule="words")


def _next_token(text: str, at: int) -> re.Match[str] | None:
    while True:
        start = _START.search(text, at)
        if start is None:
            return None
        found = _TOKEN.match(text, start.start())
        if found is not None:
            return found
        at = start.end()


def find_numbers(text: str) -> Iterator[Number | tuple[int, int]]:
    """Numbers in the order of the text; a bare span is a code (date, telephone, ticker) to step over."""
    end = len(text)
    token = _next_token(text, 0)
    word = _WORD_START.match(text) or _WORD_AFTER.search(text)
    while token is not None or word is not None:
        token_at = token.start() if token is not None else end
        word_at = word.start("en") if word is not None else end
        number: Number | None = None
        if word is not None and word_at < token_at:
            span = word.span("en")
            number = _english(text, *span)
        elif token is not None:
            span = token.span()
            group = token.lastgroup
            if group == "ar":
                number = _arabic(text, token)
            elif group == "zh":
                number = _chinese(text, token)
            elif group == "fr":
                number = _fraction_zh(token)
            elif group == "hf":
                number = Number(*span, 0.5, 0.5, 0.5, 1.0, "chinese", rule="half")
            elif group == "zm":
                number = _multiple_zh(token)
        at = span[1]
        if number is not None and math.isfinite(number.high):
            at = max(at, number.end)
            yield number
        else:
            yield span
        if token is not None and token_at < at:
            token = _next_token(text, at)
        if word is not None and word_at < at:
            word = _WORD_AFTER.search(text, at - 1)
