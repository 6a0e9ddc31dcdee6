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
        """Takes the next moment for `host` and says how far it is away, or the end of what it asked for by
        Retry-After, if that is farther. A delay of 0 needs no moment."""
        moment = self.take(host, delay) if delay > 0 else 0.0
        now = time.time()
        held = self._held_until(host)
        return max(0.0, moment - now, held - now if held <= now + _STALE_SECONDS else 0.0)

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask the host for so long: it said so (Retry-After). Moments are given from then on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        until = time.time() + seconds
        for suffix in ("", ".held"):
            with self._file(host, suffix).open("a+", encoding="ascii") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                latest = max(_number(file.read()) or 0.0, until)
                file.seek(0)
                file.truncate()
                file.write(f"{latest:.6f}")

    def _held_until(self, host: str) -> float:
        try:
            return _number(self._file(host, ".held").read_text(encoding="ascii")) or 0.0
        except OSError:
            return 0.0

    def _file(self, host: str, suffix: str = "") -> Path:
        return self.folder / f"{hashlib.sha256(host.encode()).hexdigest()[:24]}{suffix}"

    def take(self, host: str, delay: float) -> float:
        """The next moment for `host` (Unix time), at least `delay` seconds after the one taken before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._file(host).open("a+", encoding="ascii") as file:
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
