"""The extractor's reading of annotated articles, scored as newsledger.stages.scoring defines agreement.

    PYTHONPATH=plugins python -m tests.gold.scoring [FILE …]

The files are JSON Lines; without any, the project's own are scored. Prints one table a file and, over all
files, one a language. `make score` scores what the marts hold instead, and keeps it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Extraction
from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR
from newsledger.stages.scoring import Score, agreement, pair_off, score_prediction, size

__all__ = ["OWN", "agreement", "pair_off", "read", "score_articles", "size"]

OWN = tuple(sorted(Path(__file__).parent.glob("*.jsonl")))


def names_of(vocabulary: Vocabulary, identifier: str | None) -> tuple[str, ...]:
    """Every name of a company or another subject."""
    entity = vocabulary.companies.get(identifier or "") or vocabulary.subjects.get(identifier or "")
    return entity.names if entity else ()


def prediction_of(found: Extraction, vocabulary: Vocabulary) -> dict[str, Any]:
    """What was read, in the form of predictions."""
    surfaces: dict[str, set[str]] = {}
    for mention in found.mentions:
        surfaces.setdefault(mention.company_id, set()).add(mention.surface)
    return {
        "companies": [
            {"company_id": key, "names": [*sorted(named), *names_of(vocabulary, key)]}
            for key, named in surfaces.items()
        ],
        "topics": [topic.topic_id for topic in found.topics],
        "metrics": [
            {
                "low": fact.value_low,
                "high": fact.value_high,
                "unit": fact.unit,
                "bound": fact.bound,
                "metric": fact.metric_id,
                "subject": [fact.subject_name, *names_of(vocabulary, fact.subject_id)],
                "start": fact.period_start and fact.period_start.isoformat(),
                "end": fact.period_end and fact.period_end.isoformat(),
                "modality": fact.modality,
                "flags": fact.flags,
            }
            for fact in found.observations
        ],
    }


def extracted(article: dict[str, Any], vocabulary: Vocabulary) -> Extraction:
    """What the extractor reads out of an annotated article."""
    published = article.get("published_at")
    return extract_article(
        Document(
            article["title"],
            article["body"],
            datetime.fromisoformat(published) if published else None,
            "UTC",
            article.get("source"),
        ),
        vocabulary,
    )


def score_article(article: dict[str, Any], vocabulary: Vocabulary, score: Score) -> None:
    """Add one article to the score."""
    score_prediction(article, prediction_of(extracted(article, vocabulary), vocabulary), score)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score_articles(articles: Iterable[dict[str, Any]], vocabulary: Vocabulary | None = None) -> Score:
    """The score of articles taken together."""
    loaded = vocabulary or load_vocabulary(SEEDS_DIR)
    score = Score()
    for article in articles:
        score_article(article, loaded, score)
    return score


def table(rows: dict[str, Score]) -> str:
    """The scores as a Markdown table, one row a set."""
    columns = list(Score().as_row())
    lines = [f"| set | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for name, score in rows.items():
        tallies = score.tallies()
        values = [
            f"{value:.0f}"
            if column == "articles"
            else "–"  # nothing annotated and nothing found
            if column in tallies and not any(vars(tallies[column]).values())
            else f"{value:.3f}"
            for column, value in score.as_row().items()
        ]
        lines.append(f"| {name} | {' | '.join(values)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:]] or list(OWN)
    by_set = {path.stem: read(path) for path in paths}
    everything = [article for articles in by_set.values() for article in articles]
    by_set |= {f"all, {lang}": [a for a in everything if a["lang"] == lang] for lang in ("en", "zh")}
    loaded_once = load_vocabulary(SEEDS_DIR)
    print(
        table({name: score_articles(articles, loaded_once) for name, articles in by_set.items() if articles})
    )
