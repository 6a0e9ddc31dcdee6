"""Where things are. Every path follows from NEWSLEDGER_HOME (default: `data/` in the project's root)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]
SEEDS_DIR = PROJECT_ROOT / "dbt_project" / "seeds"
DBT_DIR = PROJECT_ROOT / "dbt_project"
DAGS_DIR = PROJECT_ROOT / "dags"
SOURCES_DIR = PROJECT_ROOT / "plugins" / "newsledger" / "sources" / "definitions"

TELEMETRY_OFF = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    "AIRFLOW__COSMOS__ENABLE_TELEMETRY": "False",
}


@dataclass(frozen=True)
class Home:
    """The data folder. Paths only: nothing is made or opened here."""

    path: Path

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse.duckdb"

    @property
    def writer_lock(self) -> Path:
        return self.path / ".writer.lock"

    @property
    def run_lock(self) -> Path:
        return self.path / ".run.lock"

    @property
    def serving(self) -> Path:
        return self.path / "serving" / "warehouse.duckdb"

    @property
    def publications(self) -> Path:
        return self.path / "serving" / "publications"

    @property
    def raw(self) -> Path:
        return self.path / "raw"

    @property
    def landing(self) -> Path:
        return self.path / "landing"

    @property
    def airflow(self) -> Path:
        return self.path / "airflow"

    @property
    def dbt_target(self) -> Path:
        return self.path / "dbt"


def home() -> Home:
    """The home that the environment names."""
    return Home(Path(os.environ.get("NEWSLEDGER_HOME") or PROJECT_ROOT / "data").resolve())
