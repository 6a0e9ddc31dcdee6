"""Reads the quantities of a sentence into short strings, so that a test shows text and meaning side by side."""

from __future__ import annotations

import csv
from functools import cache

from newsledger.extract.quantities import QuantityContext, QuantityMatch, find_quantities
from newsledger.extract.reading import Reading, read_field
from newsledger.extract.sentences import split_sentences
from newsledger.extract.units import UnitTable, build_unit_table
from newsledger.settings import SEEDS_DIR


@cache
def unit_table() -> UnitTable:
    with (SEEDS_DIR / "units.csv").open(encoding="utf-8", newline="") as units:
        unit_rows = list(csv.DictReader(units))
    with (SEEDS_DIR / "unit_terms.csv").open(encoding="utf-8", newline="") as terms:
        return build_unit_table(unit_rows, list(csv.DictReader(terms)))


def read(text: str, context: QuantityContext | None = None) -> tuple[Reading, list[QuantityMatch]]:
    reading = read_field(text)
    return reading, find_quantities(reading, split_sentences(reading), unit_table(), context)


def _short(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.10g}"


def say(match: QuantityMatch) -> str:
    """ "1..5 percent", "25 bp about down"."""
    size = _short(match.low) if match.low == match.high else f"{_short(match.low)}..{_short(match.high)}"
    parts = [size, match.unit]
    if match.bound != "exact":
        parts.append(match.bound)
    if match.is_change and match.direction:
        parts.append(match.direction)
    return " ".join(parts)


def stated(text: str, context: QuantityContext | None = None) -> list[str]:
    return [say(match) for match in read(text, context)[1]]
