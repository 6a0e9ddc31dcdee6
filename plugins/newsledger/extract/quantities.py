"""Finds the quantities stated in a reading: value, unit, bound, and what their wording says of them.

Stages: numbers → figures (unit beside the number) → ranges → wording before and after → units taken over
from a neighbour → what counts as a quantity at all. gold's GUIDE is the definition.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from newsledger.extract.bounds import (
    Direction,
    Role,
    read_after_en,
    read_after_zh,
    read_before_en,
    read_before_zh,
)
from newsledger.extract.measures import HARD, Figure, _counted_noun, measure
from newsledger.extract.numbers import find_numbers
from newsledger.extract.reading import Reading
from newsledger.extract.records import Bound
from newsledger.extract.sentences import Sentence
from newsledger.extract.units import UnitTable

__all__ = ["Direction", "QuantityContext", "QuantityMatch", "Role", "find_quantities"]
Shape = Literal["range", "movement", "list"]


@dataclass(frozen=True, slots=True)
class QuantityContext:
    """What the document says beyond the sentence. `currency` counts where a Chinese sum has no
    currency word; `places` are (position in the reading's text, country code) of firms and places
    found by others, which help to read ¥ and $."""

    currency: str = "CNY"
    dollar: str = "USD"
    yen: str = "CNY"
    places: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QuantityMatch:
    """A stated quantity. `[start, end)` is the figure (sign or currency, number, unit) in the
    reading's text; `cue_start` is where its bound or change word begins (or `start`).

    `low`, `high` are unsigned; `direction` says which way a change goes (`is_change`: the figure
    is the change itself, not the level after it). `role` marks the ends of a movement over time
    ("from 39.6% to 18.9%"). `counter` is the counted noun as written. `inherited` says that the
    unit was taken over from a neighbour.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str
    bound: Bound
    dimension: str
    sentence: int
    cue_start: int
    direction: Direction | None = None
    is_change: bool = False
    role: Role = ""
    counter: str = ""
    implied_currency: bool = False
    inherited: bool = False
    style: str = "arabic"
    rule: str = ""


_RANGE_LINK = re.compile(r" ?(?:-|–|—|~|～|至|到|或) ?| to | or ")
_AND_LINK = re.compile(r" and |和|与")
_MONEY_CUE = (
    "GDP|地区生产总值|生产总值|营收|收入|利润|净利|净亏|亏损|市值|估值|融资|募资|票房|成交额|交易额|销售额|投资|资产|负债|债务"
    "|现金|贷款|存款|预算|注资|定增|总额|金额|规模|成本|费用|补贴|罚款|赔偿|身家|财富|薪资|月薪|年薪|工资|薪酬|花费|流水|GMV"
    "|支出|进出口|出口额|进口额|产值|增加值|财政|税收|学费|房价|售价|价格|定价|报价|票价|奖金|资金|赤字|欠款|货款"
)
_PEOPLE_CUE = (
    "用户|粉丝|会员|月活|日活|人口|客户|员工|订阅|付费|观众|网民|读者|玩家|就业|劳动力|下载量|注册量|MAU|DAU"
)
_CUE_ZH = re.compile(f"(?P<money>{_MONEY_CUE})|(?P<people>{_PEOPLE_CUE})")
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.""".split()  # noqa: SIM905
)
_NUMBERED = frozenset(
    """no. no group model section chapter article phase stage tier level type class series version page figure table
    room flight route part step round season episode act grade number top day q h fy switch windows iphone double
    ps playstation xbox mate pura galaxy""".split()  # noqa: SIM905
)
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9.&'’-]*)[ ]$")
_INDEX_CUE = re.compile(
    r"\b(?:VIX|PMI|index|Index|gauge|Nasdaq|Kospi|KOSPI|Nikkei|Hang Seng|S&P 500|Dow)\b|指数|PMI"
)
_INDEX_VERB = re.compile(
    r"(?:above|below|at|to|over|under|around|near|reached|hit|of|was|为|报|至|到|录得|是|于|破|上)[ ]?$"
)
_TIMES_AFTER = re.compile(
    r" (?:the|as|that|those|what|more|higher|larger|bigger|faster|greater|its|their|earnings|sales|revenue|book|over"
    r"|oversubscribed|last|cheaper|lower|forward|annual|projected|expected|trailing)\b|[-,.;)]|$|\)"
)
_TIMES = re.compile(r"[ -]times?\b|[xX×](?![A-Za-z0-9])|-?fold\b")
_HALF_AFTER = re.compile(r" (?:of|the|its|their|his|her|as|that|what|from|in|to|over|this|since)\b|[,.;]")
_PART_BEFORE = re.compile(
    r"\b(?:first|second|third|fourth|last|latter|past|previous|next|final|current|this|each|every|the|per|same|record"
    r"|for|fiscal|in)[ ]$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r" (?:of (?!the (?:year|decade|century)|20\d\d|19\d\d|(?:a|an) )|more\b|less\b|higher|lower|the |its |their |his )"
)
_DOUBLE_AFTER = re.compile(
    r" (?:the|its|their|his|her|that|those|what|from|in|by|to|over|within|this|last|output|production|sales|revenue|capacity)\b"
)
_FLAT = re.compile(r"\bflat to (?:up |down )?$")


def _yen(text: str, figure: Figure, sentence: Sentence, context: QuantityContext) -> str:
    """CNY or JPY for a bare ¥: what stands nearest to it, then what the document says."""
    japan = re.compile(
        r"Japan|Tokyo|Osaka|Kyoto|Akihabara|\byen\b|Nintendo|Sony|Toyota|Honda|Nissan|SoftBank|Nikkei|Panasonic|Hitachi"
        r"|Uniqlo|Fast Retailing|Mitsu|Nomura|Seven & i|日元|日本|东京|大阪|任天堂|索尼|丰田|本田|软银"
    )
    china = re.compile(
        r"China|Chinese|yuan|Beijing|Shanghai|Shenzhen|Hangzhou|RMB|中国|人民币|北京|上海|深圳"
    )
    for begin, end in ((sentence.start, sentence.end), (max(0, sentence.start - 240), sentence.end)):
        window = text[begin:end]
        has_japan, has_china = bool(japan.search(window)), bool(china.search(window))
        for position, country in context.places:
            if begin <= position < end:
                has_japan, has_china = has_japan or country == "JP", has_china or country == "CN"
        if has_japan != has_china:
            return "JPY" if has_japan else "CNY"
    return context.yen


def infer_context(text: str, places: tuple[tuple[int, str], ...] = ()) -> QuantityContext:
    """What ¥ and $ mean in a document as a whole, from the currencies and places that it names."""
    japan = len(re.findall(r"\bJapan|\byen\b|Tokyo|日元|日本", text)) + sum(
        code == "JP" for _, code in places
    )
    china = len(re.findall(r"\bChin[ae]|\byuan\b|\bRMB\b|人民币|中国", text)) + sum(
        code == "CN" for _, code in places
    )
    dollar = "USD"
    if "US$" not in text and "US dollar" not in text:
        if "HK$" not in text and "Hong Kong dollar" in text:
            dollar = "HKD"
        elif "S$" not in text and "Singapore dollar" in text:
            dollar = "SGD"
    return QuantityContext(yen="JPY" if japan > china else "CNY", dollar=dollar, places=places)


def _is_year(figure: Figure) -> bool:
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
        if text.startswith((" a ", "-", " an "), figure.end) or _PART_BEFORE.search(before):
            return False
        return _HALF_AFTER.match(text, figure.end) is not None and not text.startswith(" of 20", figure.end)
    if "two" in word or "three" in word or word.startswith("one"):
        return not re.search(r"\b(?:first|last|past|previous|next|final)[ ]$", before, re.IGNORECASE)
    if word.startswith(("a ", "an ")):
        return _PART_AFTER.match(text, figure.end) is not None
    return False


def _accept_english_word(text: str, figure: Figure, floor: int) -> bool:
    number = figure.number
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


def _times(text: str, figure: Figure) -> bool:
    """Reads "three times the margin" and "2.5x" as a ratio; "three times a week" is none."""
    found = _TIMES.match(text, figure.end)
    if found is None or figure.unit:
        return False
    word = found.group()
    number = figure.number
    if word.strip(" -").startswith("time"):
        after = _TIMES_AFTER.match(text, found.end())
        decimal = number.raw != int(number.raw)
        if after is None and not decimal:
            tail = text[found.end() : found.end() + 6]
            if number.style == "english" or re.match(r" (?:a|an|per|in|this|since|on|at|for|by)\b", tail):
                return False
        if (
            after is not None
            and not decimal
            and number.style == "english"
            and not after.group().strip(" -,.;)")
        ):
            return False
    figure.unit, figure.dimension, figure.hard, figure.rule = "ratio", "ratio", True, "times"
    figure.end = found.end()
    return True


def _is_name(text: str, figure: Figure, floor: int) -> bool:
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
    return following.split(" ", 1)[0].rstrip(".,") in {"January", "February", "March", "April", "June", "July"} | {
        "August", "September", "October", "November", "December", "May"
    }  # fmt: skip


def _figures(text: str, sentences: Sequence[Sentence], reading: Reading, units: UnitTable) -> list[Figure]:
    figures: list[Figure] = []
    starts = [sentence.start for sentence in sentences]
    reach = 0
    for number in find_numbers(text):
        if isinstance(number, tuple):
            reach = max(reach, number[1])
            continue
        if number.start < reach:
            continue
        place = bisect_right(starts, number.start) - 1
        if place < 0 or number.start >= sentences[place].end:
            continue
        sentence = sentences[place]
        floor = max(sentence.start, reach)
        is_zh = sentence.language == "zh"
        figure = measure(text, number, floor, units, is_zh)
        figure.sentence = place
        if figure.dimension == "time":
            reach = figure.end
            figures.append(figure)
            continue
        if number.style != "chinese":
            _times(text, figure)
        reach = max(figure.end, number.end)
        figures.append(figure)
    return figures


def _join_ranges(text: str, figures: list[Figure]) -> list[Figure]:
    """Joins "1% to 5%", 10亿至12亿元, "between 18% and 20%", "2-3k"; leaves movements ("from … to …") apart."""
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
        if not a.unit or a.dimension == b.dimension == "money":
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
    if a.is_range or a.dimension == "time" or b.dimension == "time" or b.number.kind == "ratio":
        return False
    if a.unit and b.unit and a.unit.split("/")[0] != b.unit.split("/")[0]:
        return False
    if a.unit and not b.unit and a.end > a.number.end and a.dimension not in {"money"} and not a.prefixed:
        return False
    if not (a.unit or b.unit or b.number.weak):
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
    word = link.group().strip()
    if a.low >= b.high and not (a.number.scale == 1.0 < b.number.scale):
        return False
    if word in {"to", "or"} or word in {"到", "至", "或"}:
        tail = before.rstrip().lower()
        if tail.endswith("from") and not re.search(r"rang(?:e|es|ed|ing) from$", tail):
            return False
        if re.search(r"从[^，,。；;]{0,6}$", before):
            return text.startswith(("不等", "之间", "区间"), b.end)
    return not (word == "-" and _is_year(a) and not b.hard)


def _inherit(text: str, figures: list[Figure], sentences: Sequence[Sentence]) -> None:
    """Gives figures without a unit their neighbour's: lists, movements, second halves of a comparison."""
    for i, figure in enumerate(figures):
        if figure.unit or figure.lettered or figure.dimension == "time" or _is_year(figure):
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
        if not (number.grouped or number.scale >= 1e3) or sentences[figure.sentence].language == "zh":
            continue
        if after is not None and after.sentence == figure.sentence and after.dimension == "count":
            if after.start - figure.end < 60:
                _take_over(figure, after)
                continue
        if (
            before is not None
            and figure.sentence - before.sentence <= 1
            and before.dimension in {"count", "money"}
        ):
            if (
                before.dimension == "count"
                or before.sentence == figure.sentence
                and before.start > figure.start - 40
            ):
                _take_over(figure, before)
                continue
        figure.unit, figure.dimension, figure.inherited = "count", "count", True


def _take_over(figure: Figure, other: Figure) -> None:
    figure.unit, figure.dimension, figure.hard = other.unit, other.dimension, other.hard
    figure.counter, figure.inherited = other.counter, True


_VERSUS = re.compile(r"\b(?:vs\.?|versus|against|compared|from|than|and|to)\b|，|,|较|比|至|到")


def _inherit_rates(text: str, figures: list[Figure]) -> None:
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
            and figure.number.scale == 1.0
            and figure.start - last.end < 60
            and 0.05 < figure.low / max(last.low, 1e-9) < 20
            and _VERSUS.search(text[last.end : figure.start])
        ):
            figure.unit, figure.dimension, figure.inherited = last.unit, "rate", True


_EACH = re.compile(r"每([^\d，,。；;、每%元]{1,4}?)(?=(?:的|也|要|，|售|价|卖|报|[\u4e00-\u9fff]){0,12}$)")
_FOR_EACH_SHARE = re.compile(r"[^.;]{0,80}? for each (?:of (?:their|its|the) )?shares?\b")


def _each(text: str, figure: Figure, floor: int, units: UnitTable) -> None:
    """每股263港元 and 每公斤的报价也要五万元: the measure that stands before the price."""
    window = text[max(floor, figure.start - 16) : figure.start]
    at = window.rfind("每")
    if at < 0:
        return
    between = window[at + 1 :]
    for length in (3, 2, 1):
        term = units.zh.get(between[:length]) if len(between) >= length else None
        if term is None:
            continue
        if term.unit != "share" and term.dimension not in {"mass", "energy", "power", "area", "volume"}:
            return
        if any(c in between for c in "，,。；;：") or any(c.isdigit() for c in between):
            return
        figure.unit, figure.dimension = f"{figure.unit}/{term.unit}", "rate"
        if length == len(between):
            figure.start = max(floor, figure.start - 16) + at
        return


def _imply_currency(text: str, figure: Figure, sentence: Sentence, context: QuantityContext) -> None:
    """A Chinese sum with no currency word: money or people by the noun that it follows or precedes."""
    number = figure.number
    if figure.unit or figure.lettered or number.scale < 1e4:
        return
    following = _CUE_ZH.match(text, figure.end) or _CUE_ZH.match(text, figure.end + 1)
    last: re.Match[str] | None = following
    if last is None:
        for found in _CUE_ZH.finditer(text, max(sentence.start, figure.start - 60), figure.start):
            last = found
    if last is None:
        return
    if last["money"]:
        figure.unit, figure.dimension, figure.hard, figure.implied = context.currency, "money", True, True
        figure.rule = "implied_currency"
    else:
        figure.unit, figure.dimension, figure.counter, figure.rule = (
            "people",
            "count",
            last["people"],
            "implied_people",
        )


def _is_quantity(text: str, figure: Figure, sentence: Sentence, floor: int) -> bool:
    number = figure.number
    is_zh = sentence.language == "zh"
    if figure.dimension == "time" or not figure.unit:
        return False
    if number.weak and not (figure.hard or figure.dimension == "count"):
        return False
    if figure.lettered:
        if not (
            figure.hard
            and figure.end > number.end
            and is_zh
            and figure.dimension in {"ratio", "money", "points"}
        ):
            return False
    if number.style == "english" and not _accept_english_word(text, figure, floor):
        return False
    if figure.unit == "point" and (number.low < 100 and not _INDEX_CUE.search(text, floor, figure.start)):
        return False
    if figure.hard or figure.dimension == "rate":
        if number.style == "chinese" and figure.unit == "ratio" and number.hint == "about":
            return False
        return not (
            number.style == "chinese" and "几" in text[number.start : number.end] and number.high < 1e4
        )
    if text[figure.start - 1 : figure.start] == "第":
        return False
    if number.style == "chinese":
        if number.high < 10 or (
            number.hint == "about" and number.high < 1e4 and "来" not in text[number.start : figure.end]
        ):
            return False
    elif number.style == "english":
        if number.high < 10 and number.scale == 1.0:
            return False
    if _is_year(figure) and figure.unit == "count" and not is_zh:
        return False
    return not _is_name(text, figure, sentence.start)


def find_quantities(
    reading: Reading,
    sentences: Sequence[Sentence],
    units: UnitTable,
    context: QuantityContext | None = None,
) -> list[QuantityMatch]:
    """The quantities in the order of the text."""
    text = reading.text
    context = context or infer_context(text)
    figures = _figures(text, sentences, reading, units)
    figures = _join_ranges(text, figures)
    floors: list[int] = []
    for i, figure in enumerate(figures):
        sentence = sentences[figure.sentence]
        before = figures[i - 1] if i else None
        floor = before.end if before is not None and before.end > sentence.start else sentence.start
        floors.append(min(floor, figure.start))
        if figure.prefixed in {"¥", "￥"}:
            currency = _yen(text, figure, sentence, context)
            figure.unit = currency + figure.unit[3:]
        elif figure.prefixed == "$" and context.dollar != "USD":
            figure.unit = context.dollar + figure.unit[3:]
        if sentence.language == "zh":
            if figure.dimension == "money":
                _each(text, figure, floors[-1], units)
            elif not figure.unit:
                _imply_currency(text, figure, sentence, context)
        elif not figure.unit and not figure.lettered and not _is_year(figure):
            _counted_noun(text, figure, units)
        if (
            figure.dimension == "money"
            and figure.number.scale == 1.0
            and " for each " in text[figure.end : figure.end + 90]
            and _FOR_EACH_SHARE.match(text, figure.end)
        ):
            figure.unit, figure.dimension = f"{figure.unit}/share", "rate"
        if (
            not figure.unit
            and not figure.lettered
            and _INDEX_VERB.search(text[max(floors[-1], figure.start - 8) : figure.start])
        ):
            if _INDEX_CUE.search(text, max(floors[-1], figure.start - 80), figure.start) and not _is_year(
                figure
            ):
                figure.unit, figure.dimension, figure.hard, figure.rule = "point", "points", True, "index"
    _inherit(text, figures, sentences)
    _inherit_rates(text, figures)
    matches: list[QuantityMatch] = []
    previous: QuantityMatch | None = None
    for figure, floor in zip(figures, floors, strict=True):
        sentence = sentences[figure.sentence]
        if not _is_quantity(text, figure, sentence, sentence.start):
            continue
        match = _word(text, figure, sentence, floor, previous)
        matches.append(match)
        previous = match
    return matches


_LIST_LINK = re.compile(r"^(?:[,，、]? ?(?:and|or|和|与|及|,|，|、) ?|(?: and| or)(?: [A-Za-z]+){0,4} )$")


def _word(
    text: str, figure: Figure, sentence: Sentence, floor: int, previous: QuantityMatch | None
) -> QuantityMatch:
    """Reads the wording around a figure and makes the match."""
    low, high = figure.low, figure.high
    end = figure.end
    if sentence.language == "zh":
        wording = read_before_zh(text, floor, figure.start)
        after, _ = read_after_zh(text, end)
        direction_after: Direction | None = None
        if text.startswith("多", end) or (text.startswith("余", end)):
            after = after or "over"
            if text.startswith("左右", end + 1):
                after = "about"
    else:
        wording = read_before_en(text, floor, figure.start)
        after, direction_after, _ = read_after_en(text, end)
        if _FLAT.search(text[max(floor, figure.start - 16) : figure.start]) and figure.unit == "percent":
            low = 0.0
    bound: Bound = figure.bound or after or wording.bound or "exact"
    direction = wording.direction
    is_change = wording.is_change
    role = wording.role
    if direction_after is not None and direction is None:
        direction, is_change, role = direction_after, True, ""
    if figure.negative:
        direction, is_change = "down", True
    if (
        direction is None
        and previous is not None
        and previous.sentence == figure.sentence
        and previous.is_change
    ):
        if previous.unit == figure.unit and _LIST_LINK.match(text[previous.end : figure.start]):
            direction, is_change = previous.direction, True
    return QuantityMatch(
        start=figure.start,
        end=end,
        low=abs(low),
        high=abs(high),
        unit=figure.unit,
        bound=bound,
        dimension=figure.dimension,
        sentence=figure.sentence,
        cue_start=min(wording.start, figure.start),
        direction=direction,
        is_change=is_change,
        role=role,
        counter=figure.counter,
        implied_currency=figure.implied,
        inherited=figure.inherited,
        style=figure.number.style,
        rule=figure.rule,
    )
