"""Finds the quantities stated in a reading: value, unit, bound, and what their wording says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from newsledger.extract.reading import Reading
from newsledger.extract.records import Bound
from newsledger.extract.sentences import Sentence
from newsledger.extract.units import UnitTable

Direction = Literal["up", "down"]
Role = Literal["", "from", "to"]


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


def find_quantities(
    reading: Reading,
    sentences: Sequence[Sentence],
    units: UnitTable,
    context: QuantityContext | None = None,
) -> list[QuantityMatch]:
    """The quantities in the order of the text."""
    return []
