"""What all tests share: no telemetry, no home but their own."""

import os
from pathlib import Path

import pytest

PROJECT_ROOT = Path(__file__).resolve().parents[1]
SHARED = PROJECT_ROOT.parent / "shared"

for name in ("NEWSLEDGER_INPUT", "NEWSLEDGER_SOURCES", "NEWSLEDGER_FAILPOINT", "NEWSLEDGER_RUNNER"):
    os.environ.pop(name, None)
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PYTHONPATH"] = str(PROJECT_ROOT / "plugins")


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    """No test touches the project's data folder."""
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path / "home"))
