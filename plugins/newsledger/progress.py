"""Lines that tell whoever watches a run what it is doing.

A headless run names a file descriptor in NEWSLEDGER_PROGRESS_FD and shows what is written there; under
the Airflow scheduler the lines go to the task's log.
"""

from __future__ import annotations

import logging
import os

DESCRIPTOR = "NEWSLEDGER_PROGRESS_FD"
log = logging.getLogger("newsledger")


def say(line: str) -> None:
    """Show one line of progress."""
    log.info(line)
    descriptor = os.environ.get(DESCRIPTOR)
    if descriptor:
        try:
            os.write(int(descriptor), f"{line}\n".encode())
        except OSError:
            log.debug("the progress descriptor is gone")
