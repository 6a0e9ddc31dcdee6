"""Scores per language, per metric and per class of error, as Markdown.

    PYTHONPATH=plugins python -m tests.gold.error_classes [--into docs/extraction.md] [--at-least N] FILE …

The files are JSON Lines of annotated articles. With `--into` the tables take the place of what stands there
between the marks `<!-- scores -->` and `<!-- /scores -->`.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from newsledger.extract.records import Observation
from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR
from newsledger.stages.scoring import Score, Tally, score_prediction
from tests.gold.scoring import extracted, pair_off, prediction_of, read, table

LANGUAGES = {"en": "English", "zh": "Chinese"}
CLASSES: Mapping[str, tuple[str, ...]] = {
    "quantity": ("missed", "spare", "wrong value"),
    "metric": ("generic for special", "special for generic", "another special", "another generic"),
    "sign": ("wrong sign",),
    "subject": (
        "none found", "none wanted", "carried over to the wrong one", "the wrong company", "the wrong other kind",
        "a company for another kind", "another kind for a company",
    ),
    "period": (
        "none found", "none wanted", "wrong year", "wrong grain", "wrong part of the year", "instant for a span",
        "span for an instant", "open for closed", "closed for open",
    ),
    "modality": tuple(
        f"{wanted} read as {got}"
        for wanted in ("actual", "forecast", "target", "hypothetical")
        for got in ("actual", "forecast", "target", "hypothetical")
        if wanted != got
    ),
    "bound": ("missed", "none wanted", "another one"),
}  # fmt: skip
GENERIC = frozenset(
    {"amount", "share", "growth_rate", "count", "price", "multiple", "quantity", "unit_price"}
)
_CARRIED = ("carried over", "pronoun", "antecedent", "as the figure before it")
_WHOLE = ("metric", "sign", "subject", "period")
MARKS = ("<!-- scores -->", "<!-- /scores -->")
Fact = dict[str, Any]


@dataclass
class MetricTally:
    """Of the figures annotated with one metric."""

    annotated: int = 0
    found: int = 0
    metric_right: int = 0
    facts_right: int = 0


@dataclass
class LanguageTally:
    """Of the articles of one language."""

    score: Score = field(default_factory=Score)
    pairs: int = 0
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    metrics: dict[str, MetricTally] = field(default_factory=dict)
    topics: Tally = field(default_factory=Tally)


def metric_error(wanted: str, got: str) -> str:
    if wanted in GENERIC:
        return "another generic" if got in GENERIC else "special for generic"
    return "generic for special" if got in GENERIC else "another special"


def subject_error(wanted: Fact, got: Observation) -> str:
    if not wanted.get("subject"):
        return "none wanted"
    if got.subject_type == "none":
        return "none found"
    is_company = wanted.get("subject_type") == "company"
    if is_company != (got.subject_type == "company"):
        return "another kind for a company" if is_company else "a company for another kind"
    if got.rule.split("; ")[-2] in _CARRIED:
        return "carried over to the wrong one"
    return "the wrong company" if is_company else "the wrong other kind"


def period_error(wanted: tuple[str | None, str | None], got: tuple[str | None, str | None]) -> str:
    if wanted == (None, None):
        return "none wanted"
    if got == (None, None):
        return "none found"
    if (None in wanted) != (None in got):
        return "closed for open" if None in wanted else "open for closed"
    first, second = (_days(one) for one in (wanted, got))
    if (first == 1) != (second == 1):
        return "span for an instant" if first == 1 else "instant for a span"
    if abs(first - second) > 3:
        return "wrong grain"
    years = [(one[1] or one[0] or "")[:4] for one in (wanted, got)]
    return "wrong year" if years[0] != years[1] else "wrong part of the year"


def _days(period: tuple[str | None, str | None]) -> int:
    """Length of a closed period; of an open one a length that no closed one has."""
    start, end = period
    if start is None or end is None:
        return 0
    return (date.fromisoformat(end) - date.fromisoformat(start)).days + 1


def bound_error(wanted: str, got: str) -> str:
    if wanted == "exact":
        return "none wanted"
    return "missed" if got == "exact" else "another one"


def add_article(article: dict[str, Any], vocabulary: Vocabulary, tally: LanguageTally) -> None:
    """Add one annotated article."""
    found = extracted(article, vocabulary)
    prediction = prediction_of(found, vocabulary)
    facts: list[Fact] = prediction["metrics"]
    score_prediction(article, prediction, tally.score)
    wanted_topics, topics = set(article["topics"]), set(prediction["topics"])
    tally.topics.hit += len(wanted_topics & topics)
    tally.topics.spare += len(topics - wanted_topics)
    tally.topics.missed += len(wanted_topics - topics)
    must = [metric for metric in article["metrics"] if not metric.get("optional")]
    may = [metric for metric in article["metrics"] if metric.get("optional")]
    pairs = pair_off(must, facts)
    tally.pairs += len(pairs)
    for wanted in must:
        tally.metrics.setdefault(wanted["metric"], MetricTally()).annotated += 1
    for i, j, agreed in pairs:
        counted = tally.metrics[must[i]["metric"]]
        counted.found += 1
        counted.metric_right += agreed["metric"]
        counted.facts_right += all(agreed[name] for name in _WHOLE)
        tally.errors.update(pair_errors(must[i], facts[j], found.observations[j], agreed))
    used = {j for _, j, _ in pairs}
    spare = [j for j in range(len(facts)) if j not in used]
    left_out = {spare[k] for _, k, _ in pair_off(may, [facts[j] for j in spare])}
    places = [found.observations[j] for j in spare if j not in left_out]
    missed = [must[i] for i in range(len(must)) if i not in {i for i, _, _ in pairs}]
    wrong = _wrong_values(article, missed, places)
    tally.errors["quantity", "wrong value"] += wrong
    tally.errors["quantity", "missed"] += len(missed) - wrong
    tally.errors["quantity", "spare"] += len(places) - wrong


def pair_errors(
    wanted: Fact, fact: Fact, got: Observation, agreed: Mapping[str, bool]
) -> Iterable[tuple[str, str]]:
    """What is wrong with a figure that was found."""
    if not agreed["metric"]:
        yield "metric", metric_error(wanted["metric"], fact["metric"])
    if not agreed["sign"]:
        yield "sign", "wrong sign"
    if not agreed["subject"]:
        yield "subject", subject_error(wanted, got)
    if not agreed["period"]:
        dates = (wanted.get("start"), wanted.get("end")), (fact["start"], fact["end"])
        yield "period", period_error(*dates)
    if not agreed["modality"]:
        yield "modality", f"{wanted.get('modality', 'actual')} read as {fact['modality']}"
    if not agreed["bound"]:
        yield "bound", bound_error(wanted.get("bound", "exact"), fact["bound"])


def _wrong_values(article: dict[str, Any], missed: list[Fact], spare: list[Observation]) -> int:
    """How many missed figures were read at their place, with another value or unit."""
    count, left = 0, list(spare)
    for wanted in missed:
        spans = [
            (name, match.start(), match.end())
            for name in ("title", "body")
            for match in re.finditer(re.escape(wanted["quote"]), article[name])
        ]
        hit = next(
            (one for one in left for name, a, b in spans if one.field == name and a <= one.start_char < b),
            None,
        )
        if hit is not None:
            left.remove(hit)
            count += 1
    return count


def tallied(articles: Iterable[dict[str, Any]], vocabulary: Vocabulary) -> dict[str, LanguageTally]:
    """The articles by language."""
    tallies = {name: LanguageTally() for name in LANGUAGES}
    for article in articles:
        add_article(article, vocabulary, tallies[article["lang"]])
    return tallies


def report(tallies: Mapping[str, LanguageTally], at_least: int) -> str:
    """The four tables."""
    by_language = table({LANGUAGES[name]: tally.score for name, tally in tallies.items()})
    parts = {
        "By language": by_language,
        "Topics": topic_table(tallies),
        "By metric": metric_table(tallies, at_least),
        "By class of error": error_table(tallies),
    }
    return "\n\n".join(f"### {name}\n\n{part}" for name, part in parts.items())


def topic_table(tallies: Mapping[str, LanguageTally]) -> str:
    """A row a language: the main topic, and all topics of an article, as sets."""
    lines = ["| set | main topic | all: precision | all: recall | all: F1 |", "|---|---|---|---|---|"]
    for name, tally in tallies.items():
        hit, score = tally.topics.hit, tally.score
        cells = (
            _share(score.main_topics, score.articles),
            _share(hit, hit + tally.topics.spare),
            _share(hit, hit + tally.topics.missed),
            _share(2 * hit, 2 * hit + tally.topics.spare + tally.topics.missed),
        )
        lines.append(f"| {LANGUAGES[name]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def metric_table(tallies: Mapping[str, LanguageTally], at_least: int) -> str:
    """A row a metric, those annotated most first; the rare ones are one row."""
    whole: dict[str, MetricTally] = {}
    for tally in tallies.values():
        for name, one in tally.metrics.items():
            _add(whole.setdefault(name, MetricTally()), one)
    rare = MetricTally()
    for name in [name for name, one in whole.items() if one.annotated < at_least]:
        _add(rare, whole.pop(name))
    rows = sorted(whole.items(), key=lambda row: (-row[1].annotated, row[0]))
    if rare.annotated:
        rows.append((f"others, each under {at_least}", rare))
    lines = ["| metric | annotated | found | metric right | facts right |", "|---|---|---|---|---|"]
    for name, one in rows:
        shares = f"{_share(one.metric_right, one.found)} | {_share(one.facts_right, one.annotated)}"
        lines.append(f"| {name} | {one.annotated} | {one.found} | {shares} |")
    return "\n".join(lines)


def _add(to: MetricTally, one: MetricTally) -> None:
    to.annotated += one.annotated
    to.found += one.found
    to.metric_right += one.metric_right
    to.facts_right += one.facts_right


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def error_table(tallies: Mapping[str, LanguageTally]) -> str:
    """A row a class of error: how many, and in how many of a hundred figures that were found."""
    columns = " | ".join(f"{LANGUAGES[name]} | in 100" for name in tallies)
    lines = [f"| error | class | {columns} |", "|---" * (2 + 2 * len(tallies)) + "|"]
    for kind, classes in CLASSES.items():
        for named in classes:
            counts = [tally.errors[kind, named] for tally in tallies.values()]
            if kind == "modality" and not any(counts):
                continue
            cells = " | ".join(
                f"{count} | {100 * count / max(1, tally.pairs):.1f}"
                for count, tally in zip(counts, tallies.values(), strict=True)
            )
            lines.append(f"| {kind} | {named} | {cells} |")
    return "\n".join(lines)


def put_into(text: str, tables: str) -> str:
    """A document with the tables between its marks. Raises ValueError if it has no marks."""
    before, begin, rest = text.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not begin or not end:
        raise ValueError(f"no {MARKS[0]} … {MARKS[1]}")
    return f"{before}{begin}\n\n{tables}\n\n{end}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--at-least", type=int, default=10, help="figures that a metric of its own row has")
    parser.add_argument("--into", type=Path, default=None, help="document to put the tables into")
    options = parser.parse_args()
    articles = [article for path in options.files for article in read(path)]
    tables = report(tallied(articles, load_vocabulary(SEEDS_DIR)), options.at_least)
    if options.into is None:
        print(tables)
    else:
        options.into.write_text(put_into(options.into.read_text(encoding="utf-8"), tables), encoding="utf-8")


if __name__ == "__main__":
    main()
