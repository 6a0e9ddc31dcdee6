"""`make run` as its user starts it, with what it prints."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import PROJECT_ROOT


@dataclass(frozen=True)
class Run:
    returncode: int
    output: str
    seconds: float


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "newsledger.cli", "run", *arguments]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "NEWSLEDGER_HOME": str(home), "PYTHONPATH": str(PROJECT_ROOT / "plugins")}


def run(home: Path, *arguments: str, cwd: Path = PROJECT_ROOT) -> Run:
    started = time.monotonic()
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(done.stdout)
    return Run(done.returncode, done.stdout, time.monotonic() - started)


def run_and_kill_at(home: Path, words: str) -> str:
    """Start a run, kill its whole Airflow with SIGKILL when it prints the words; returns what it printed."""
    with subprocess.Popen(
        command(),
        cwd=PROJECT_ROOT,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        printed = []
        for line in process.stdout:
            printed.append(line)
            if words in line:
                process.send_signal(signal.SIGKILL)
                break
        process.wait()
    return "".join(printed)
