"""`make facts`: articles in, what the marts hold of them out, in a scratch warehouse without Airflow."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import TerminalError
from newsledger.progress import say
from newsledger.settings import Home
from newsledger.sources.selection import input_source
from newsledger.stages.extraction import extract_chunk, load_facts, plan_extraction
from newsledger.stages.ingest import load_batches, read_listings
from newsledger.stages.marts import build_marts
from newsledger.warehouse.working_copy import open_working_copy

if TYPE_CHECKING:
    import duckdb

RUN_KEY = "make-facts"
TOPICS_GIVEN = 4


def ticker_forms(ticker: str | None) -> list[str]:
    """`SZ:300750` also as `300750.SZ`, and bare for the US, where the symbol is a name."""
    if not ticker or ":" not in ticker:
        return [ticker] if ticker else []
    market, symbol = ticker.split(":", 1)
    return [ticker, f"{symbol}.{market}", *([symbol] if market == "US" else [])]


def _named(*groups: list[str] | tuple[str | None, ...]) -> list[str]:
    """Every name once, in order."""
    return list(dict.fromkeys(name for group in groups for name in group if name))


def _input_ids(path: Path) -> list[str]:
    ids: list[str] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TerminalError(
            f"{path} cannot be read: {error}", stage="facts", do="give a UTF-8 file"
        ) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            ids.append(str(json.loads(line)["id"]))
        except (ValueError, KeyError, TypeError):
            say(f"facts: line {number} of {path.name} is no JSON object with an id; left out")
    return ids


def land_extract_build(home: Home, inputs: list[str]) -> None:
    """The stages of a run on files, one after another in this process."""
    source = input_source(inputs)
    read_listings(home, source, RUN_KEY)
    load_batches(home, source, RUN_KEY)
    for chunk in plan_extraction(home, RUN_KEY)["chunks"]:
        extract_chunk(home, RUN_KEY, chunk)
    load_facts(home)
    build_marts(home, RUN_KEY)


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_predictions(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """What the marts hold of each article that came with an id, by that id."""
    companies = {row["company_id"]: row for row in _rows(connection, "from marts.dim_companies")}
    subjects = {row["subject_id"]: row for row in _rows(connection, "from marts.dim_subjects")}

    def company_names(company_id: str | None) -> list[str]:
        row = companies.get(company_id or "")
        if row is None:
            return []
        return _named(
            (row["name_zh"], row["name_en"]),
            list(row["aliases"] or ()),
            ticker_forms(row["ticker"]),
            [form for alias in row["aliases"] or () if ":" in alias for form in ticker_forms(alias)],
        )

    predictions: dict[str, dict[str, Any]] = {}
    for article in _rows(connection, "from marts.fct_articles where external_id is not null"):
        predictions[article["article_id"]] = {
            "id": article["external_id"],
            "companies": [],
            "topics": [],
            "metrics": [],
        }
    mentions = _rows(
        connection,
        """
        from marts.fct_company_mentions
        qualify row_number() over (
            partition by article_id, company_id order by field = 'body', start_char, mention_id
        ) = 1
        order by article_id, field = 'body', start_char, mention_id
        """,
    )
    for mention in mentions:
        if mention["article_id"] not in predictions:
            continue
        predictions[mention["article_id"]]["companies"].append(
            {
                "names": _named(company_names(mention["company_id"]), (mention["surface"],)),
                "company_id": mention["company_id"],
                "surface": mention["surface"],
                "at": {
                    "field": mention["field"],
                    "from": mention["start_char"],
                    "to": mention["end_char"],
                },
            }
        )
    for topic in _rows(connection, "from marts.fct_article_topics order by article_id, rank"):
        if topic["article_id"] in predictions and topic["rank"] <= TOPICS_GIVEN:
            predictions[topic["article_id"]]["topics"].append(topic["topic_id"])
    facts = _rows(
        connection,
        "from marts.fct_metric_observations order by article_id, field = 'body', start_char, observation_id",
    )
    for fact in facts:
        if fact["article_id"] not in predictions:
            continue
        subject = subjects.get(fact["subject_id"] or "")
        subject_names = (
            _named(
                (subject["name_zh"], subject["name_en"], fact["subject_name"]),
                list(subject["aliases"] or ()),
                company_names(subject["company_id"]),
            )
            if subject
            else _named((fact["subject_name"],))
        )
        predictions[fact["article_id"]]["metrics"].append(
            {
                "low": fact["value_low"],
                "high": fact["value_high"],
                "unit": fact["unit"],
                "bound": fact["bound"],
                "metric": fact["metric_id"],
                "subject": subject_names,
                "subject_type": fact["subject_type"],
                "start": fact["period_start"] and fact["period_start"].isoformat(),
                "end": fact["period_end"] and fact["period_end"].isoformat(),
                "modality": fact["modality"],
                "flags": _flags(fact["flags"]),
                "quote": fact["figure_text"],
                "at": {"field": fact["field"], "from": fact["start_char"], "to": fact["end_char"]},
            }
        )
    return {prediction["id"]: prediction for prediction in predictions.values()}


def _flags(value: Any) -> list[str]:
    return list(json.loads(value)) if isinstance(value, str) else list(value or ())


def write_predictions(source: Path, target: Path) -> int:
    """Land the articles of `source`, extract, build the marts, write what they hold: one line for every
    input id. Returns the number of lines."""
    ids = _input_ids(source)
    with tempfile.TemporaryDirectory(prefix="newsledger-facts-") as scratch:
        home = Home(Path(scratch))
        land_extract_build(home, [str(source.resolve())])
        with open_working_copy(home, "read the marts") as connection:
            predictions = read_predictions(connection)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as file:
        for identifier in ids:
            empty = {"id": identifier, "companies": [], "topics": [], "metrics": []}
            file.write(json.dumps(predictions.get(identifier, empty), ensure_ascii=False) + "\n")
    facts = sum(len(prediction["metrics"]) for prediction in predictions.values())
    say(f"facts: {len(ids):,} articles, {facts:,} facts: {target}")
    return len(ids)
