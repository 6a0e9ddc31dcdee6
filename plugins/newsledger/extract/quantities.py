"""Finds the quantities stated in a reading: value, unit, bound, and what their wording says of them.

Stages: numbers → figures (unit beside the number) → ranges → wording before and after → units taken over
from a neighbour → what counts as a quantity at all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from newsledger.extract.bounds import (
    Direction,
    Role,
    read_after_en,
    read_after_zh,
    read_before_en,
    read_before_zh,
)
from newsledger.extract.currencies import (
    QuantityContext,
    add_each,
    add_per_share,
    imply_unit,
    infer_context,
    read_sign,
    resolve_context,
)
from newsledger.extract.exclusions import INDEX_CUE, is_quantity, is_year
from newsledger.extract.frozen import record
from newsledger.extract.measures import Figure, counted_noun, measure
from newsledger.extract.numbers import Number, find_numbers
from newsledger.extract.ranges import inherit_rates, inherit_units, join_ranges
from newsledger.extract.reading import Reading
from newsledger.extract.records import Bound
from newsledger.extract.sentences import Sentence
from newsledger.extract.units import UnitTable

__all__ = ["Direction", "QuantityContext", "QuantityMatch", "Role", "find_quantities", "infer_context"]
_INDEX_VERB = re.compile(
    r"(?:above|below|at|to|over|under|around|near|reached|hit|of|was|为|报|至|到|录得|是|于|破|上)[ ]?$"
)
_TIMES_AFTER = re.compile(
    r" (?:the|as|that|those|what|more|higher|larger|bigger|faster|greater|its"
    r"|their|earnings|sales|revenue|book|over"
    r"|oversubscribed|last|cheaper|lower|forward|annual|projected|expected|trailing)\b|[-,.;)]|$|\)"
)
_TIMES = re.compile(r"[ -]times?\b|[xX×](?![A-Za-z0-9])|-?fold\b")
_FLAT = re.compile(r"\bflat to (?:up |down )?$")
_LIST_LINK = re.compile(r"^(?:[,，、]? ?(?:and|or|和|与|及|,|，|、) ?|(?: and| or)(?: [A-Za-z]+){0,4} )$")


@record
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


def _is_unit_word(text: str, number: Number) -> bool:
    """Whether the numeral begins a unit: 每千瓦时, 每千克."""
    return number.end - number.start == 1 and text[number.start - 1 : number.start] == "每"


def _figures(text: str, sentences: Sequence[Sentence], units: UnitTable) -> list[Figure]:
    figures: list[Figure] = []
    starts = [sentence.start for sentence in sentences]
    reach = 0
    for number in find_numbers(text):
        if isinstance(number, tuple):
            reach = max(reach, number[1])
            continue
        if number.start < reach or (number.style == "chinese" and _is_unit_word(text, number)):
            continue
        place = bisect_right(starts, number.start) - 1
        if place < 0 or number.start >= sentences[place].end:
            continue
        sentence = sentences[place]
        floor = max(sentence.start, reach)
        is_zh = sentence.language == "zh"
        figure = measure(text, number, floor, units, is_zh)
        figure.sentence = place
        if figure.dimension == "time" and number.scale >= 1e6 and not is_zh:
            # "133.6 million nights booked": of these there are too many for a time.
            figure.unit, figure.dimension = "count", "count"
        if figure.dimension == "time":
            reach = figure.end
            figures.append(figure)
            continue
        if number.style != "chinese":
            _times(text, figure)
            if not is_zh and not figure.unit and not figure.lettered and not is_year(figure):
                counted_noun(text, figure, units)
        reach = max(figure.end, number.end)
        figures.append(figure)
    return figures


def _read_index(text: str, figure: Figure, floor: int) -> None:
    """A bare level of an index: "the VIX rises above 20", PMI为49.8."""
    if (
        figure.lettered
        or is_year(figure)
        or not _INDEX_VERB.search(text[max(floor, figure.start - 8) : figure.start])
    ):
        return
    if INDEX_CUE.search(text, max(floor, figure.start - 80), figure.start):
        figure.unit, figure.dimension, figure.hard, figure.rule = "point", "points", True, "index"


def find_quantities(
    reading: Reading,
    sentences: Sequence[Sentence],
    units: UnitTable,
    context: QuantityContext | None = None,
) -> list[QuantityMatch]:
    """The quantities in the order of the text."""
    text = reading.text
    context = resolve_context(text, context)
    figures = join_ranges(text, _figures(text, sentences, units))
    floors: list[int] = []
    for i, figure in enumerate(figures):
        sentence = sentences[figure.sentence]
        before = figures[i - 1] if i else None
        floor = before.end if before is not None and before.end > sentence.start else sentence.start
        floor = min(floor, figure.start)
        floors.append(floor)
        if figure.dimension == "time":
            continue
        if figure.dimension in {"money", "rate"}:
            read_sign(text, figure, sentence, context)
        if sentence.language == "zh":
            if not figure.unit:
                imply_unit(text, figure, sentence, context)
            if figure.dimension == "money":
                add_each(text, figure, floor, units)
        elif figure.unit == "point" and figure.high < 50 and before and before.unit in {"percent", "pp"}:
            figure.unit = "pp"
        if figure.dimension == "money":
            add_per_share(text, figure, before, floor, units)
        if not figure.unit:
            _read_index(text, figure, floor)
    inherit_units(text, figures, sentences)
    inherit_rates(text, figures)
    matches: list[QuantityMatch] = []
    previous: QuantityMatch | None = None
    for figure, floor in zip(figures, floors, strict=True):
        sentence = sentences[figure.sentence]
        if not is_quantity(text, figure, sentence):
            continue
        match = _word(text, figure, sentence, floor, previous)
        matches.append(match)
        previous = match
    return matches


def _as_stated(value: float) -> float:
    """The magnitude without the noise of binary multiplication: 1,041.86 billion is 1041860000000."""
    return float(f"{abs(value):.15g}")


def _word(
    text: str, figure: Figure, sentence: Sentence, floor: int, previous: QuantityMatch | None
) -> QuantityMatch:
    """Reads the wording around a figure and makes the match."""
    low, high = figure.low, figure.high
    end = figure.end
    if sentence.language == "zh":
        wording = read_before_zh(text, floor, figure.start)
        after, _ = read_after_zh(text, end)
        if (
            figure.unit == "pp"
            and wording.direction is None
            and "低于" in text[max(floor, figure.start - 14) : figure.start]
        ):
            wording.direction, wording.is_change = "down", True
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
    if figure.negative or text[figure.start] == "+":
        direction, is_change = ("down" if figure.negative else "up"), True
    if (
        direction is None
        and previous is not None
        and previous.sentence == figure.sentence
        and previous.is_change
        and previous.unit == figure.unit
        and _LIST_LINK.match(text[previous.end : figure.start])
    ):
        direction, is_change = previous.direction, True
    if is_change and figure.unit not in {"percent", "ratio", "pp", "bp"} and wording.is_level:
        is_change = False
    return QuantityMatch(
        start=figure.start,
        end=end,
        low=_as_stated(low),
        high=_as_stated(high),
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
