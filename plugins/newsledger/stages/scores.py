"""Scoring the marts: what they hold of annotated articles, against the annotations; kept in the warehouse."""

from __future__ import annotations

import hashlib
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.stages.facts import land_extract_build, read_predictions
from newsledger.stages.scoring import Score, score_prediction
from newsledger.warehouse.working_copy import open_working_copy

EMPTY: dict[str, list[Any]] = {"companies": [], "topics": [], "metrics": []}
NEEDED = ("id", "title", "body", "companies", "topics", "metrics")


def read_annotated(path: Path) -> list[dict[str, Any]]:
    """The annotated articles of a file of JSON Lines. Raises TerminalError naming the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TerminalError(
            f"{path} cannot be read: {error}", stage="score", do="give a UTF-8 file"
        ) from error
    articles = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            article = json.loads(line)
            missing = [key for key in NEEDED if key not in article]
        except (ValueError, TypeError) as error:
            raise TerminalError(
                f"line {number} of {path} is no JSON object: {error}", stage="score", do="see tests/gold"
            ) from error
        if missing:
            raise TerminalError(
                f"line {number} of {path} has no {missing[0]}",
                stage="score",
                do="annotate it; see tests/gold",
            )
        articles.append(article)
    if not articles:
        raise TerminalError(f"{path} holds no article", stage="score", do="give annotated articles")
    return articles


def score_by_language(
    articles: list[dict[str, Any]], predictions: dict[str, dict[str, Any]]
) -> dict[str, Score]:
    """Scores of all articles and of each language; an article without a prediction has missed all."""
    scores = {"all": Score()}
    for article in articles:
        prediction = predictions.get(str(article["id"]), EMPTY)
        for language in ("all", str(article.get("lang") or "unknown")):
            score_prediction(article, prediction, scores.setdefault(language, Score()))
    return scores


def score_marts(home: Home, source: Path) -> str:
    """Land the articles of `source` in a scratch warehouse, build its marts, score what they hold against
    the annotations, and keep the scores in the home's warehouse, where the next publication shows them.

    Returns the scores as a table of text.
    """
    articles = read_annotated(source)
    with tempfile.TemporaryDirectory(prefix="newsledger-score-") as folder:
        scratch = Home(Path(folder))
        land_extract_build(scratch, [str(source.resolve())])
        with open_working_copy(scratch, "read the marts") as connection:
            predictions = read_predictions(connection)
            version = connection.execute("select max(extractor_version) from raw.extractions").fetchone()
    scores = score_by_language(articles, predictions)
    store_scores(home, source, str(version[0]) if version else "", scores)
    return table(scores)


def store_scores(home: Home, source: Path, extractor_version: str, scores: dict[str, Score]) -> str:
    """Append the rows of one scoring to raw.extraction_scores; returns its key."""
    now = datetime.now(UTC)
    scoring_id = f"scoring_{now:%Y%m%dT%H%M%S%f}"
    content = hashlib.sha256(source.read_bytes()).hexdigest()
    common = [scoring_id, now, source.name, content, extractor_version]
    rows = []
    for language, score in scores.items():
        tallies = score.tallies()
        for measure, value in score.as_row().items():
            if measure == "articles":
                continue
            tally = tallies.get(measure)
            counts = (tally.hit, tally.spare, tally.missed) if tally else (None, None, None)
            rows.append([*common, language, measure, score.articles, value, *counts])
    home.path.mkdir(parents=True, exist_ok=True)
    with open_working_copy(home, "keep the scores") as connection:
        connection.executemany(
            "insert into raw.extraction_scores values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
    return scoring_id


def table(scores: dict[str, Score]) -> str:
    """The scores as lines of text, one a measure."""
    rows = {language: score.as_row() for language, score in scores.items()}
    lines = [f"{'':<14}" + "".join(f"{language:>9}" for language in rows)]
    for measure in rows["all"]:
        form = ".0f" if measure == "articles" else ".3f"
        lines.append(f"{measure:<14}" + "".join(f"{row[measure]:>9{form}}" for row in rows.values()))
    return "\n".join(lines)
