"""Extraction: what to read, reading it in chunks, loading the facts."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from newsledger.extract.article import extract_article
from newsledger.extract.reading import read_field
from newsledger.extract.records import Document, Extraction
from newsledger.extract.version import code_version, extractor_version
from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.failpoints import failpoint
from newsledger.progress import say
from newsledger.settings import SEEDS_DIR, Home
from newsledger.warehouse.batches import (
    batch_key,
    find_batch,
    get_batch,
    new_batch_id,
    remove_batches,
    write_batch,
)
from newsledger.warehouse.extraction_store import (
    Pending,
    extraction_id,
    find_pending,
    load_extraction_batches,
    read_documents,
)
from newsledger.warehouse.working_copy import open_working_copy

VERSIONS_A_CHUNK = 500


def vocabulary_of(home: Home) -> Vocabulary:
    """The seeds, with the home's overlay of reviewed rows if there is one."""
    overlay = home.path / "vocabulary"
    return load_vocabulary(SEEDS_DIR, overlay if overlay.is_dir() else None)


def plan_extraction(home: Home, run_key: str) -> dict[str, Any]:
    """Write the texts that must be read to chunk files, and the rows that are carried over to a batch.

    Returns counts and the chunks for `extract_chunk`.
    """
    vocabulary = vocabulary_of(home)
    version = extractor_version(vocabulary)
    key = batch_key("texts", "all", run_key, "plan")
    batch = find_batch(home, "texts", key)
    if batch is None:
        with open_working_copy(home, "plan extraction") as connection:
            pending = find_pending(connection, code_version(), vocabulary.version, vocabulary.term_meanings())
            documents = read_documents(connection, list(pending.to_read))
        _write_carried(home, run_key, vocabulary, pending)
        batch = write_batch(
            home,
            kind="texts",
            identifier=new_batch_id(key),
            run_key=run_key,
            written_at=time.time(),
            tables={"documents": documents},
            facts={
                "extractor_version": version,
                "changed_terms": pending.changed_terms,
                "carried": len(pending.to_carry),
            },
        )
    failpoint("plan_after_chunks")
    count = batch.row_counts["documents"]
    say(
        f"extract_facts: {count:,} texts to read with {version}, "
        f"{batch.facts['carried']:,} carried over ({batch.facts['changed_terms']:,} terms changed)"
    )
    return {
        "texts": count,
        "chunks": [
            {
                "batch": batch.batch_id,
                "first": first,
                "label": f"texts {first + 1} to {min(first + VERSIONS_A_CHUNK, count)}",
            }
            for first in range(0, count, VERSIONS_A_CHUNK)
        ],
    }


def _write_carried(home: Home, run_key: str, vocabulary: Vocabulary, pending: Pending) -> None:
    """A batch of the rows that are carried over, and of the vocabulary's terms if they are new."""
    if pending.is_recorded and not pending.to_carry:
        return
    identifier = new_batch_id(batch_key("extraction", "carried", run_key, "all"))
    terms = {} if pending.is_recorded else vocabulary.term_meanings()
    write_batch(
        home,
        kind="extraction",
        identifier=identifier,
        run_key=run_key,
        written_at=time.time(),
        tables={
            "extractions": [
                _extraction_row(version, vocabulary, identifier, basis="carried", rows_extraction_id=held)
                for version, held in pending.to_carry
            ],
            "vocabulary_terms": [
                {"vocabulary_version": vocabulary.version, "term": term, "meaning_sha256": meaning}
                for term, meaning in sorted(terms.items())
            ],
        },
    )


def _extraction_row(
    article_version_id: str,
    vocabulary: Vocabulary,
    identifier: str,
    *,
    basis: str,
    rows_extraction_id: str | None = None,
    reading_body: str | None = None,
    message: str | None = None,
) -> dict[str, Any]:
    version = extractor_version(vocabulary)
    own = extraction_id(article_version_id, version)
    return {
        "extraction_id": own,
        "rows_extraction_id": rows_extraction_id or own,
        "article_version_id": article_version_id,
        "code_version": code_version(),
        "vocabulary_version": vocabulary.version,
        "extractor_version": version,
        "basis": basis,
        "reading_body": reading_body,
        "message": message,
        "batch_id": identifier,
        "extracted_at": datetime.now(UTC).isoformat(),
    }


def document_of(row: dict[str, Any]) -> Document:
    """A text of a chunk file as the extractor takes it."""
    published = row["published_at"]
    return Document(
        title=row["title"],
        body=row["body"],
        published_at=datetime.fromisoformat(published) if published else None,
        time_zone=row["time_zone"],
        source_name=row["source_name"],
        credit_end_char=row["credit_end_char"],
    )


def extract_chunk(home: Home, run_key: str, chunk: dict[str, Any]) -> dict[str, Any]:
    """Extract one chunk of texts into a batch. A text that the extractor cannot read is a row that
    says so; it stops nothing."""
    key = batch_key("extraction", "texts", run_key, f"{chunk['first']:08d}")
    batch = find_batch(home, "extraction", key)
    if batch is None:
        identifier = new_batch_id(key)
        texts = get_batch(home, "texts", chunk["batch"]).rows("documents")
        vocabulary = vocabulary_of(home)
        tables: dict[str, list[dict[str, Any]]] = {
            "extractions": [],
            "company_mentions": [],
            "observations": [],
            "article_topics": [],
        }
        for row in texts[chunk["first"] : chunk["first"] + VERSIONS_A_CHUNK]:
            _extract_one(row, vocabulary, identifier, tables)
        failpoint("extract_before_batch")
        batch = write_batch(
            home,
            kind="extraction",
            identifier=identifier,
            run_key=run_key,
            written_at=time.time(),
            tables=tables,
        )
    say(
        f"extract_facts: {chunk['label']}: {batch.row_counts['observations']:,} facts, "
        f"{batch.row_counts['company_mentions']:,} mentions"
    )
    return {"batch": batch.uri, "counts": batch.row_counts}


def _extract_one(
    row: dict[str, Any], vocabulary: Vocabulary, identifier: str, tables: dict[str, list[dict[str, Any]]]
) -> None:
    version = row["article_version_id"]
    try:
        document = document_of(row)
        extraction = extract_article(document, vocabulary)
        reading = read_field(document.body, document.credit_end_char).text
    except Exception as error:  # a text that breaks a rule must not stop the others
        message = f"{type(error).__name__}: {error}"
        say(f"extract_facts: {version} could not be read: {message}")
        tables["extractions"].append(
            _extraction_row(version, vocabulary, identifier, basis="failed", message=message)
        )
        return
    made = _extraction_row(version, vocabulary, identifier, basis="extracted", reading_body=reading)
    tables["extractions"].append(made)
    for table, rows in extraction_rows(extraction).items():
        tables[table].extend(
            {
                "extraction_id": made["extraction_id"],
                "article_version_id": version,
                "batch_id": identifier,
                **fact,
            }
            for fact in rows
        )


def extraction_rows(extraction: Extraction) -> dict[str, Iterable[dict[str, Any]]]:
    """An extraction as rows of raw's tables."""
    return {
        "company_mentions": [
            {"mention_index": index, **asdict(mention)} for index, mention in enumerate(extraction.mentions)
        ],
        "observations": [
            {
                "observation_index": index,
                **{
                    name: value.isoformat() if isinstance(value, date) else value
                    for name, value in asdict(fact).items()
                },
            }
            for index, fact in enumerate(extraction.observations)
        ],
        "article_topics": [asdict(topic) for topic in extraction.topics],
    }


def load_facts(home: Home) -> dict[str, Any]:
    """Load what the chunks have extracted."""
    counts = load_extraction_batches(home)
    remove_batches(home, "texts")
    say(
        f"extract_facts: {counts['extracted']:,} texts read, {counts['carried']:,} carried over, "
        f"{counts['failed']:,} failed; {counts['facts']:,} facts loaded"
    )
    return counts
