"""Stated confidence against truth, in ten bins.

    PYTHONPATH=plugins python -m tests.gold.calibration FILE …

A fact is true if its figure, metric, sign, subject and both dates are those of the annotation; a figure that
nobody annotated is false, and one whose annotation is optional is left out. The files are JSON Lines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR
from tests.gold.scoring import extracted, pair_off, prediction_of, read

BINS = 10
WHOLE = ("metric", "sign", "subject", "period")


def judged(articles: Iterable[dict[str, Any]], vocabulary: Vocabulary) -> Iterator[tuple[float, bool]]:
    """The confidence of each fact, from 0 to 1, and whether it is true."""
    for article in articles:
        found = extracted(article, vocabulary)
        facts = prediction_of(found, vocabulary)["metrics"]
        must = [metric for metric in article["metrics"] if not metric.get("optional")]
        may = [metric for metric in article["metrics"] if metric.get("optional")]
        paired = {j: all(agreed[name] for name in WHOLE) for _, j, agreed in pair_off(must, facts)}
        spare = [j for j in range(len(facts)) if j not in paired]
        left_out = {spare[j] for _, j, _ in pair_off(may, [facts[j] for j in spare])}
        for j, fact in enumerate(found.observations):
            if j not in left_out:
                yield fact.confidence, paired.get(j, False)


def table(pairs: Iterable[tuple[float, bool]]) -> str:
    """A row a bin of stated confidence: facts, mean stated, share true."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for stated, is_true in pairs:
        bins[min(BINS - 1, int(stated * BINS))].append((stated, is_true))
    rows = ["| stated | facts | mean stated | true |", "|---|---|---|---|"]
    for number, held in enumerate(bins):
        span = f"{number / BINS:.1f}–{(number + 1) / BINS:.1f}"
        if held:
            stated = sum(one for one, _ in held) / len(held)
            rows.append(
                f"| {span} | {len(held)} | {stated:.2f} | {sum(so for _, so in held) / len(held):.2f} |"
            )
        else:
            rows.append(f"| {span} | 0 | – | – |")
    return "\n".join(rows)


if __name__ == "__main__":
    loaded = load_vocabulary(SEEDS_DIR)
    print(table(pair for name in sys.argv[1:] for pair in judged(read(Path(name)), loaded)))
