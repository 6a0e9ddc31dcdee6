"""Predictions against annotated articles, as the annotation guide defines agreement. No I/O.

A quantity pairs off with an annotated one of the same value and unit, whatever its sign; a fact is a pair
that agrees on sign, metric, subject and both dates as well. Optional annotations count neither way.
Predictions have the form that `make facts` writes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

ATTRIBUTES = ("metric", "sign", "subject", "period", "modality", "bound")
COUNTED = frozenset({"people", "vehicle", "store", "unit", "point"})
SCALED = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
SCALABLE = ("Wh", "W", "Hz", "m", "g", "B", "bp")


@dataclass
class Tally:
    """True positives, false positives and false negatives of one kind of thing."""

    hit: int = 0
    spare: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        whole = 2 * self.hit + self.spare + self.missed
        return 2 * self.hit / whole if whole else 0.0


@dataclass
class Score:
    """Of a set of articles."""

    articles: int = 0
    quantities: Tally = field(default_factory=Tally)
    facts: Tally = field(default_factory=Tally)
    companies: Tally = field(default_factory=Tally)
    suspects: Tally = field(default_factory=Tally)
    agreeing: Counter[str] = field(default_factory=Counter)
    main_topics: int = 0

    def tallies(self) -> dict[str, Tally]:
        """What is counted as found, spare and missed, by name."""
        return {
            "quantities": self.quantities,
            "facts": self.facts,
            "companies": self.companies,
            "scale_suspect": self.suspects,
        }

    def share(self, attribute: str) -> float:
        return self.agreeing[attribute] / max(1, self.quantities.hit)

    def as_row(self) -> dict[str, float]:
        """Every figure by its name, in the order in which tables show them."""
        return {
            "articles": self.articles,
            "quantities": self.quantities.f1,
            "facts": self.facts.f1,
            **{attribute: self.share(attribute) for attribute in ATTRIBUTES},
            "scale_suspect": self.suspects.f1,
            "companies": self.companies.f1,
            "main_topic": self.main_topics / max(1, self.articles),
        }


def in_base(unit: str, value: float) -> tuple[str, float]:
    """GW as W, t as g, people as count: units that differ by a factor are one."""
    if unit in COUNTED:
        return "count", value
    if unit == "t":
        return "g", value * 1e6
    if unit[:1] in SCALED and unit[1:] in SCALABLE:
        return unit[1:], value * SCALED[unit[0]]
    return unit, value


def size(low: float, high: float, unit: str) -> tuple[str, float, float]:
    """Unit and magnitudes in it, the smaller first."""
    base, first = in_base(unit, abs(low))
    _, second = in_base(unit, abs(high))
    return base, min(first, second), max(first, second)


def is_same_size(one: tuple[str, float, float], other: tuple[str, float, float]) -> bool:
    return one[0] == other[0] and all(
        math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9) for a, b in zip(one[1:], other[1:], strict=True)
    )


def folded(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in names if name)


def agreement(gold: dict[str, Any], fact: dict[str, Any]) -> dict[str, bool]:
    wanted, named = folded(gold.get("subject") or ()), folded(fact["subject"])
    metric = {"unit_price": "price"}
    return {
        "metric": metric.get(gold["metric"], gold["metric"]) == metric.get(fact["metric"], fact["metric"]),
        "sign": (gold["low"] < 0) == (fact["low"] < 0),
        "subject": bool(wanted & named) if wanted else not named,
        "period": (gold.get("start"), gold.get("end")) == (fact["start"], fact["end"]),
        "modality": gold.get("modality", "actual") == fact["modality"],
        "bound": gold.get("bound", "exact") == fact["bound"],
    }


def pair_off(
    golds: list[dict[str, Any]], facts: list[dict[str, Any]]
) -> list[tuple[int, int, dict[str, bool]]]:
    """Pairs of equal size, the best agreeing first, each used once."""
    options = [
        (agreement(gold, fact), i, j)
        for i, gold in enumerate(golds)
        for j, fact in enumerate(facts)
        if is_same_size(
            size(gold["low"], gold["high"], gold["unit"]), size(fact["low"], fact["high"], fact["unit"])
        )
    ]
    options.sort(key=lambda option: (-sum(option[0].values()), option[1], option[2]))
    pairs: list[tuple[int, int, dict[str, bool]]] = []
    for agreed, i, j in options:
        if all(i != used_i and j != used_j for used_i, used_j, _ in pairs):
            pairs.append((i, j, agreed))
    return pairs


def score_prediction(article: dict[str, Any], prediction: dict[str, Any], score: Score) -> None:
    """Add what is predicted of one annotated article to the score."""
    facts = prediction["metrics"]
    must = [metric for metric in article["metrics"] if not metric.get("optional")]
    may = [metric for metric in article["metrics"] if metric.get("optional")]
    pairs = pair_off(must, facts)
    used = {j for _, j, _ in pairs}
    spare = [fact for j, fact in enumerate(facts) if j not in used]
    wrong = len(spare) - len(pair_off(may, spare))
    whole = sum(all(agreed[name] for name in ("metric", "sign", "subject", "period")) for *_, agreed in pairs)
    score.articles += 1
    score.quantities.hit += len(pairs)
    score.quantities.spare += wrong
    score.quantities.missed += len(must) - len(pairs)
    score.facts.hit += whole
    score.facts.spare += len(pairs) - whole + wrong
    score.facts.missed += len(must) - whole
    for i, j, agreed in pairs:
        score.agreeing.update(name for name, is_so in agreed.items() if is_so)
        is_suspect = "scale_suspect" in must[i].get("flags", ())
        is_flagged = "scale_suspect" in facts[j]["flags"]
        score.suspects.hit += is_suspect and is_flagged
        score.suspects.spare += is_flagged and not is_suspect
        score.suspects.missed += is_suspect and not is_flagged
    _score_companies(article, prediction["companies"], score)
    topics = prediction["topics"]
    score.main_topics += bool(topics and article["topics"] and topics[0] == article["topics"][0])


def _score_companies(article: dict[str, Any], companies: list[dict[str, Any]], score: Score) -> None:
    known = {company["company_id"]: folded(company["names"]) for company in companies}
    for company in article["companies"]:
        names = folded(company["names"])
        hit = next((key for key in sorted(known) if known[key] & names), None)
        if hit is not None:
            del known[hit]
        if not company.get("optional"):
            score.companies.hit += hit is not None
            score.companies.missed += hit is None
    score.companies.spare += len(known)
