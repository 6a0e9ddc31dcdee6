"""What linking makes and hands on: a fact whose figure has all its parts, and the state between sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newsledger.extract.discourse import Discourse
from newsledger.extract.frozen import record
from newsledger.extract.metric_book import ChosenMetric
from newsledger.extract.period_dates import Period, PeriodState
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.records import Modality
from newsledger.extract.roles import Entity
from newsledger.extract.sentences import Sentence
from newsledger.extract.subjects import ChosenSubject


@record
class LinkedFact:
    """A figure with all that was linked to it; positions are of the reading."""

    quantity: QuantityMatch
    sentence: Sentence
    metric: ChosenMetric
    subject: ChosenSubject
    period: Period
    period_rule: str
    modality: Modality
    modality_cue: str
    is_change: bool
    comparison: str | None
    low: float
    high: float
    segment: str | None
    region: Entity | None
    confidence: float


@record
class Carry:
    """The period that the text goes on about: of which subject and metrics, and how many sentences ago."""

    period: Period
    subject_ids: frozenset[str | None]
    metric_ids: frozenset[str]
    is_of_place: bool
    age: int
    level_ids: frozenset[str] = frozenset()
    is_of_all: bool = False  # a report on many firms: of each that follows


@dataclass
class LinkState:
    """What one field hands on from sentence to sentence."""

    periods: PeriodState
    discourse: Discourse
    carry: Carry | None = None
    told: Sequence[tuple[QuantityMatch, ChosenMetric]] = ()
    main: Entity | None = None
    growths: frozenset[str] = frozenset()
    instant: tuple[Period, frozenset[str]] | None = None
    ahead: Carry | None = None  # the period of what is forecast
    before: tuple[LinkedFact, ...] = ()  # the facts of the sentence before


def initial_state(published: date | None, discourse: Discourse) -> LinkState:
    """The state at the head of a field."""
    return LinkState(PeriodState(published), discourse, main=discourse.main)
