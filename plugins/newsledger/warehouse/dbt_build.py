"""One `dbt build` over the working copy, in a child process that inherits the writer lock."""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsledger.errors import TerminalError
from newsledger.settings import DBT_DIR, TELEMETRY_OFF, Home

PR_SET_PDEATHSIG = 1
_NODE_LINE = re.compile(r"\b(\d+ of \d+) (OK|PASS|WARN|ERROR|FAIL|SKIP)\b(?: \d+)?(.*?) *(?:\.{3,}|\[)")


@dataclass(frozen=True)
class BuildResult:
    """What `run_results.json` says: counts and, for each model or test that failed, name and message."""

    models: int
    tests: int
    failures: tuple[dict[str, str], ...]
    warnings: tuple[dict[str, str], ...]
    returncode: int
    log: Path

    @property
    def succeeded(self) -> bool:
        return self.returncode == 0 and not self.failures


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends: no orphan keeps the writer lock."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def environment(home: Home, project: Path = DBT_DIR) -> dict[str, str]:
    """What dbt needs to know: where the working copy is, where to write, and to send nothing."""
    return {
        **os.environ,
        **TELEMETRY_OFF,
        "NEWSLEDGER_WAREHOUSE": str(home.warehouse),
        "DBT_PROFILES_DIR": str(project),
        "DBT_PROJECT_DIR": str(project),
        "DBT_TARGET_PATH": str(home.dbt_target / "target"),
        "DBT_LOG_PATH": str(home.dbt_target / "logs"),
        "DBT_USE_COLORS": "false",
    }


def dbt_command(*arguments: str) -> list[str]:
    """dbt of this environment, whatever the PATH says."""
    return [sys.executable, "-m", "dbt.cli.main", *arguments]


def run_dbt_build(
    home: Home,
    lock_descriptor: int,
    on_line: Callable[[str], None],
    arguments: tuple[str, ...] = (),
    project: Path = DBT_DIR,
) -> BuildResult:
    """Run `dbt build` of a project with further arguments; `on_line` gets each line as it comes. The caller
    holds the writer lock."""
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    results = home.dbt_target / "target" / "run_results.json"
    results.unlink(missing_ok=True)
    log = home.dbt_target / "build.log"
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            dbt_command("build", *arguments),
            cwd=project,
            env=environment(home, project),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            pass_fds=(lock_descriptor,),
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one prctl call, no lock is taken
        ) as process,
    ):
        if process.stdout is None:
            raise TerminalError("dbt's output is not connected", stage="build_marts")
        for line in process.stdout:
            file.write(line)
            on_line(line.rstrip("\n"))
    return _read_results(results, process.returncode, log)


def node_of(line: str) -> tuple[str, str, str] | None:
    """`12 of 60 OK created sql table model marts.x …` as ("12 of 60", "OK", "created sql table model
    marts.x"); None for a line that reports no node."""
    found = _NODE_LINE.search(line)
    return (found[1], found[2], found[3].strip(" .")) if found else None


def _read_results(path: Path, returncode: int, log: Path) -> BuildResult:
    if not path.exists():
        tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-15:])
        failure = {"name": "dbt", "message": tail, "file": str(log)}
        return BuildResult(0, 0, (failure,), (), returncode or 1, log)
    nodes: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["results"]
    kinds = [str(node["unique_id"]).split(".")[0] for node in nodes]
    return BuildResult(
        models=sum(kind in ("model", "seed", "snapshot") for kind in kinds),
        tests=sum(kind in ("test", "unit_test") for kind in kinds),
        failures=tuple(
            _named(node) for node in nodes if node["status"] in ("error", "fail", "runtime error")
        ),
        warnings=tuple(_named(node) for node in nodes if node["status"] == "warn"),
        returncode=returncode,
        log=log,
    )


def _named(node: dict[str, Any]) -> dict[str, str]:
    return {
        "name": ".".join(str(node["unique_id"]).split(".")[2:]),
        "message": " ".join(str(node.get("message") or "").split()),
        "compiled": str(node.get("compiled_code") or "")[:2000],
    }
