"""The metrics of the vocabulary and the kinds of value that a figure or a term can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from newsledger.extract.frozen import record
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.terms import TermMatch
from newsledger.extract.vocabulary import Row, Vocabulary


@record
class MetricHit:
    """A metric's term in the text; `kinds` are the kinds of value that it can name there."""

    start: int
    end: int
    metric_id: str
    kind: str
    weight: float
    kinds: frozenset[str]
    term: str = ""


@record
class ChosenMetric:
    """The metric of a figure, the rule and how sure it is; `level_id` is the level of a change."""

    metric_id: str
    level_id: str
    rule: str
    certainty: float
    hit: MetricHit | None = None


@record
class MetricBook:
    """The metrics of a vocabulary by key, ready for the rules."""

    rows: Mapping[str, Row]
    growth: Mapping[str, str]
    share: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]

    def basis(self, metric_id: str) -> str:
        """flow (over a period), stock (at an instant), change, any."""
        return self.rows.get(metric_id, {}).get("basis", "any")


def metric_book(vocabulary: Vocabulary) -> MetricBook:
    """The metrics of the vocabulary, built once a version."""
    if vocabulary.version not in _BOOKS:
        _BOOKS.clear()
        by_id = {row["metric_id"]: row for row in vocabulary.metric_rows}
        _BOOKS[vocabulary.version] = MetricBook(
            rows=by_id,
            growth={k: r["growth_metric_id"] for k, r in by_id.items() if r.get("growth_metric_id")},
            share={k: r["share_metric_id"] for k, r in by_id.items() if r.get("share_metric_id")},
            kinds={k: frozenset(r.get("value_kind", "").split()) for k, r in by_id.items()},
        )
    return _BOOKS[vocabulary.version]


_BOOKS: dict[str, MetricBook] = {}

GENERIC = {
    "money": "amount",
    "rate": "unit_price",
    "percent": "share",
    "change": "growth_rate",
    "ratio": "multiple",
    "people": "count",
    "vehicle": "count",
    "store": "count",
    "unit": "count",
    "count": "count",
    "point": "index_level",
    "physical": "quantity",
}

_POWER = frozenset({"W", "kW", "MW", "GW", "TW"})


def value_kinds(quantity: QuantityMatch) -> frozenset[str]:
    """The kinds of value that a figure can be: money, rate, percent, change, ratio, number, …"""
    return _kinds_of(quantity.unit, quantity.dimension, is_change=quantity.is_change)


@lru_cache(maxsize=4096)
def _kinds_of(unit: str, dimension: str, *, is_change: bool) -> frozenset[str]:
    if unit == "percent":
        return frozenset({"change"} if is_change else {"percent"})
    if unit in {"pp", "bp"}:
        return frozenset({"percent", "pp"})
    if unit == "ratio":
        return frozenset({"ratio", "change"} if is_change else {"ratio"})
    if "/" in unit:
        return frozenset({"rate"})
    if dimension == "money" or (not dimension and len(unit) == 3 and unit.isupper()):
        return frozenset({"money"})
    if unit == "share":
        return frozenset({"count"})
    if unit in {"people", "vehicle", "store", "unit", "count"}:
        return frozenset({unit, "number"})
    if unit == "point":
        return frozenset({"point"})
    if unit in _POWER:
        return frozenset({"physical", "power"})
    return frozenset({"physical"})


@lru_cache(maxsize=4096)
def _words_of(cell: str) -> frozenset[str]:
    return frozenset(cell.split())


def metric_hits(matches: Sequence[TermMatch], book: MetricBook) -> list[MetricHit]:
    """The metric terms among the term matches."""
    hits: list[MetricHit] = []
    for match in matches:
        if match.layer != "metric" or match.surface == "Commission":
            continue
        for entry in match.entries:
            row: Row = entry.payload
            own = row.get("unit_dimension", "")
            kinds = _words_of(own) if own else book.kinds.get(entry.key, frozenset())
            hits.append(
                MetricHit(
                    match.start,
                    match.end,
                    entry.key,
                    row.get("kind", "noun"),
                    float(row.get("weight") or 1),
                    kinds,
                    match.surface.lower(),
                )
            )
    return hits
