"""The dbt project that a home builds: the bundled one, or a copy with the home's vocabulary and corrections
merged in."""

from __future__ import annotations

import csv
import hashlib
import shutil
from pathlib import Path

from newsledger.extract.vocabulary import merged_seeds
from newsledger.settings import DBT_DIR, SEEDS_DIR, Home
from newsledger.warehouse import corrections

_PROJECT_FILES = (".sql", ".yml", ".yaml", ".csv", ".md")
_MADE = ("target", "logs")


def project_of(home: Home) -> Path:
    """The project's directory. With an overlay (`vocabulary/` or `fact_corrections.csv` in the home) it is a
    copy, made anew, whose seeds hold the overlay's rows: the tables must know every name that the extractor
    knows, and every correction that its owner has made.

    Raises TerminalError for an overlay that cannot be understood.
    """
    overlay = home.path / "vocabulary"
    seeds: dict[str, list[dict[str, str]]] = {}
    if overlay.is_dir():
        seeds |= merged_seeds(SEEDS_DIR, overlay)
    if corrections.corrections_file(home).exists():
        seeds[corrections.NAME] = corrections.merged_corrections(home)
    if not seeds and not overlay.is_dir():
        return DBT_DIR
    project = home.dbt_target / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(DBT_DIR, project, ignore=shutil.ignore_patterns(*_MADE))
    for name, rows in sorted(seeds.items()):
        if rows:
            _write_seed(project / "seeds" / f"{name}.csv", rows)
    return project


def _write_seed(path: Path, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def project_sha256(project: Path) -> str:
    """Of every file of a dbt project that makes the marts what they are."""
    digest = hashlib.sha256()
    for path in sorted(project.rglob("*")):
        inside = path.relative_to(project)
        if path.suffix in _PROJECT_FILES and not set(_MADE) & set(inside.parts):
            digest.update(f"{inside}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
