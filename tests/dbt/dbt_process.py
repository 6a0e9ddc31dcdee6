"""dbt as the tests run it: over a warehouse of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Dbt:
    """dbt in a child process over one warehouse file, with its own target and logs."""

    warehouse: Path
    project: Path

    @property
    def target(self) -> Path:
        return self.warehouse.parent / "target"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", *arguments],
            cwd=self.project,
            env={
                **os.environ,
                "NEWSLEDGER_WAREHOUSE": str(self.warehouse),
                "DBT_PROFILES_DIR": str(self.project),
                "DBT_TARGET_PATH": str(self.target),
                "DBT_LOG_PATH": str(self.warehouse.parent / "logs"),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
                "DO_NOT_TRACK": "1",
                "DBT_USE_COLORS": "false",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def must_run(self, *arguments: str) -> None:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]

    def manifest(self) -> dict[str, Any]:
        return dict(json.loads((self.target / "manifest.json").read_text(encoding="utf-8")))
