"""A host that refuses again and again is left alone for a while, by all tasks and processes of a home.

Refusals in a row are counted in a file a host. From the fifth on the host rests: ten minutes, then twice as
long with each further refusal, six hours at most. Any answer that is none (a page, a 304, a 404) ends it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path

from newsledger.errors import FetchOutcome

REFUSALS_ALLOWED = 5
FIRST_REST_SECONDS = 600.0
LONGEST_REST_SECONDS = 21_600.0

_REFUSALS = frozenset({FetchOutcome.REFUSED, FetchOutcome.RATE_LIMITED})
_ANSWERS = frozenset({FetchOutcome.OK, FetchOutcome.NOT_MODIFIED, FetchOutcome.NOT_FOUND, FetchOutcome.GONE})


class HostBreaker:
    """Which hosts rest, and until when. `folder` is made when the first refusal is recorded."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._clock = clock

    def seconds_to_rest(self, host: str) -> float:
        """How long the host still rests; 0 if it may be asked. Never longer than the longest rest, whatever
        the clock did meanwhile."""
        _, until = _read(self._file(host))
        left = until - self._clock()
        return left if 0 < left <= LONGEST_REST_SECONDS else 0.0

    def record(self, host: str, outcome: FetchOutcome) -> None:
        """Take note of how an address of the host was answered. Failures of the network say nothing."""
        path = self._file(host)
        if outcome in _ANSWERS:
            path.unlink(missing_ok=True)
        elif outcome in _REFUSALS:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("a+", encoding="ascii") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                refusals = _read(path)[0] + 1
                further = refusals - REFUSALS_ALLOWED
                rest = min(FIRST_REST_SECONDS * 2.0 ** min(further, 20), LONGEST_REST_SECONDS)
                file.seek(0)
                file.truncate()
                file.write(json.dumps([refusals, self._clock() + rest if further >= 0 else 0.0]))

    def _file(self, host: str) -> Path:
        return self.folder / f"{hashlib.sha256(host.encode()).hexdigest()[:24]}.refusals"


def _read(path: Path) -> tuple[int, float]:
    """Refusals in a row, and until when the host rests (Unix time)."""
    try:
        refusals, until = json.loads(path.read_text(encoding="ascii"))
        return int(refusals), float(until)
    except (OSError, ValueError, TypeError):
        return 0, 0.0
