"""Named places at which a test may kill the process, to prove that a rerun loses nothing.

`NEWSLEDGER_FAILPOINT=name` (or `name:2` for the second passage) kills the process with SIGKILL when it
reaches that name: no handler runs, nothing is flushed. Without the variable a failpoint does nothing.
"""

from __future__ import annotations

import os
import signal

FAILPOINTS = (
    "blob_before_rename",
    "blob_after_rename",
    "batch_before_files",
    "batch_after_files",
    "batch_after_rename",
    "listings_after_fetch",
    "articles_after_fetch",
    "load_after_begin",
    "load_after_versions",
    "load_before_commit",
    "load_after_commit",
    "load_after_cleanup",
    "plan_after_chunks",
    "extract_before_batch",
    "extraction_load_before_commit",
    "extraction_load_after_commit",
    "reparse_after_plan",
    "reparse_before_batch",
    "reparse_after_begin",
    "reparse_after_outcomes",
    "reparse_before_commit",
    "reparse_after_commit",
    "expire_before_commit",
    "expire_after_commit",
    "forget_before_commit",
    "forget_after_commit",
    "forget_before_replace",
    "forget_after_replace",
    "build_during_stories",
    "build_before_dbt",
    "build_during_dbt",
    "build_after_dbt",
    "build_after_record",
    "publish_during_copy",
    "publish_before_rename",
    "publish_after_rename",
    "publish_after_record",
)

_passages: dict[str, int] = {}


def failpoint(name: str) -> None:
    """Kill the process here if the environment says so."""
    if name not in FAILPOINTS:
        raise ValueError(f"unknown failpoint {name!r}; known: {', '.join(FAILPOINTS)}")
    wanted, _, count = os.environ.get("NEWSLEDGER_FAILPOINT", "").partition(":")
    if wanted != name:
        return
    _passages[name] = _passages.get(name, 0) + 1
    if _passages[name] >= int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
