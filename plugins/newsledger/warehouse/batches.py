"""Batches: what a task hands to the one that loads. A directory of JSON Lines files and a manifest.

A batch is written under a temporary name and renamed when whole, so a batch that can be seen is
complete. Its id says who made it: a task that runs again under the same run makes the same batch, and
finds it done.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsledger.errors import TerminalError
from newsledger.failpoints import failpoint
from newsledger.progress import say
from newsledger.settings import Home
from newsledger.warehouse.blobs import incoming_prefix, remove_abandoned

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Batch:
    """A complete batch on disk."""

    path: Path
    batch_id: str
    kind: str
    run_key: str
    owner: str
    source_id: str | None
    written_at: float
    row_counts: dict[str, int]
    facts: dict[str, Any]

    @property
    def uri(self) -> str:
        return self.path.as_uri()

    def files(self, table: str) -> Path:
        return self.path / f"{table}.jsonl"

    def rows(self, table: str) -> list[dict[str, Any]]:
        path = self.files(table)
        if not path.exists():
            return []
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


def owner() -> str:
    """Which Airflow this process works for: headless runs and the scheduler never take over each
    other's unfinished batches."""
    return os.environ.get("NEWSLEDGER_RUNNER", "scheduler")


def batch_key(kind: str, name: str, run_key: str, part: str) -> str:
    """What a batch is of: the same for the same run and part, so that a task that is tried again finds
    what it made. A batch's id adds a moment to it, so that a run that is cleared and run anew after its
    batches were loaded makes new ones."""
    digest = hashlib.sha256(f"{owner()}\n{run_key}".encode()).hexdigest()[:12]
    return f"{kind}--{name}--{digest}--{part}"


def new_batch_id(key: str) -> str:
    """An id for a batch that is about to be made."""
    return f"{key}--{time.time_ns():x}"


def _folder(home: Home, kind: str) -> Path:
    return home.landing / kind


def find_batch(home: Home, kind: str, key: str) -> Batch | None:
    """The last complete batch of that key on disk."""
    found = sorted(path.parent for path in _folder(home, kind).glob(f"{key}--*/{MANIFEST}"))
    return read_batch(found[-1]) if found else None


def get_batch(home: Home, kind: str, identifier: str) -> Batch:
    """The batch of that id. Raises TerminalError if it is gone."""
    path = _folder(home, kind) / identifier
    if not (path / MANIFEST).exists():
        raise TerminalError(
            f"the batch {identifier} is not on disk: it has been loaded and removed",
            stage=kind,
            do="run the whole DAG anew instead of this task alone",
        )
    return read_batch(path)


def read_batch(path: Path) -> Batch:
    """A batch from its directory."""
    manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    return Batch(path=path, **manifest)


def write_batch(
    home: Home,
    *,
    kind: str,
    identifier: str,
    run_key: str,
    written_at: float,
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    source_id: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Batch:
    """Write the tables and the manifest, then make the batch visible at once."""
    folder = _folder(home, kind)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{incoming_prefix(os.getpid())}{identifier}"
    temporary.mkdir()
    failpoint("batch_before_files")
    counts: dict[str, int] = {}
    for table, rows in tables.items():
        counts[table] = 0
        with (temporary / f"{table}.jsonl").open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
                counts[table] += 1
            file.flush()
            os.fsync(file.fileno())
    manifest = {
        "batch_id": identifier,
        "kind": kind,
        "run_key": run_key,
        "owner": owner(),
        "source_id": source_id,
        "written_at": written_at,
        "row_counts": counts,
        "facts": dict(facts or {}),
    }
    with (temporary / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    failpoint("batch_after_files")
    target = folder / identifier
    temporary.rename(target)
    sync_folder(folder)
    failpoint("batch_after_rename")
    return read_batch(target)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder outlive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _readable(folder: Path) -> list[Batch]:
    """The complete batches of a folder, in the order of their ids. One whose manifest is damaged (the disk,
    the power) is set aside with a line that says so: it must not keep all others out."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not (path / MANIFEST).exists():
            continue
        try:
            found.append(read_batch(path))
        except (ValueError, TypeError) as error:
            aside = path.with_name(f".damaged-{path.name}")
            path.rename(aside)
            say(f"{path.name} has a damaged manifest ({error}); set aside as {aside}")
    return found


def pending_batches(
    home: Home, kind: str, loaded: set[str], source_id: str | None, now: float, adopt_after: float = 21600.0
) -> list[Batch]:
    """Complete batches that no ledger row names, in the order of their ids.

    A batch of another owner is left to it, unless it is older than `adopt_after` seconds: then its
    owner is gone.
    """
    folder = _folder(home, kind)
    if not folder.is_dir():
        return []
    return [
        batch
        for batch in _readable(folder)
        if batch.batch_id not in loaded
        and (source_id is None or batch.source_id == source_id)
        and (batch.owner == owner() or now - batch.written_at > adopt_after)
    ]


def remove_loaded(home: Home, kind: str, loaded: set[str]) -> None:
    """Remove the directories of batches whose rows are in the warehouse, and what dead processes left."""
    folder = _folder(home, kind)
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.name in loaded:
                shutil.rmtree(path, ignore_errors=True)
        remove_abandoned(folder)


def remove_batches(home: Home, kind: str) -> None:
    """Remove this owner's batches of a kind that is scratch: what they hold is in raw."""
    folder = _folder(home, kind)
    if folder.is_dir():
        for batch in _readable(folder):
            if batch.owner == owner():
                shutil.rmtree(batch.path, ignore_errors=True)
        remove_abandoned(folder)
