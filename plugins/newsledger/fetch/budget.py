"""One budget a host, shared by all tasks and processes of a home: who asks takes the next free moment.

A file a host holds the moment that was taken last; it is read and written under a lock, and whoever took a
moment sleeps until it comes, without holding the lock. A process that dies meanwhile has lost its turn, no
more.
"""

from __future__ import annotations

import fcntl
import hashlib
import time
from pathlib import Path

_STALE_SECONDS = 3600.0


class HostBudget:
    """Moments to ask a host, `delay` apart. `folder` is made when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def seconds_to_wait(self, host: str, delay: float) -> float:
        """Takes the next moment for `host` and says how far it is away. A delay of 0 needs no moment."""
        return max(0.0, self.take(host, delay) - time.time()) if delay > 0 else 0.0

    def take(self, host: str, delay: float) -> float:
        """The next moment for `host` (Unix time), at least `delay` seconds after the one taken before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(host.encode()).hexdigest()[:24]
        with (self.folder / name).open("a+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            now = time.time()
            last = _number(file.read())
            # A moment far ahead was written before the clock was set back.
            moment = now if last is None or last > now + _STALE_SECONDS else max(now, last + delay)
            file.seek(0)
            file.truncate()
            file.write(f"{moment:.6f}")
        return moment


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
