"""Operating-system locks on files of the home.

The writer lock is held by whoever opens the working copy and by its dbt child: the descriptor is
inherited, so the lock lives until the last process that writes is gone. A pool of Airflow only queues.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsledger.errors import TransientError
from newsledger.progress import say
from newsledger.settings import Home

WRITER_WAIT_SECONDS = 1800.0


def _holder(descriptor: int) -> str:
    try:
        record = json.loads(os.pread(descriptor, 4096, 0) or b"{}")
    except ValueError:
        record = {}
    return f"pid {record['pid']} ({record['what']})" if "pid" in record else "another process"


@contextmanager
def hold(path: Path, what: str, wait_seconds: float) -> Iterator[int]:
    """Hold an exclusive lock on `path`; yields its inheritable descriptor.

    Raises TransientError when another process still holds it after `wait_seconds`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait_seconds
        told = False
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise TransientError(
                        f"{path.name} is held by {_holder(descriptor)}",
                        stage=what,
                        do="wait until it ends, or use another NEWSLEDGER_HOME",
                    ) from None
                if not told:
                    say(f"waiting for {_holder(descriptor)}, which holds {path}")
                    told = True
                time.sleep(0.1)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "what": what}).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def writer_lock(home: Home, what: str, wait_seconds: float = WRITER_WAIT_SECONDS) -> Iterator[int]:
    """Hold the lock without which nobody opens the working copy."""
    with hold(home.writer_lock, what, wait_seconds) as descriptor:
        yield descriptor


@contextmanager
def run_lock(home: Home, what: str, wait_seconds: float) -> Iterator[int]:
    """Hold the lock of headless runs: one at a time on a home."""
    with hold(home.run_lock, what, wait_seconds) as descriptor:
        yield descriptor
