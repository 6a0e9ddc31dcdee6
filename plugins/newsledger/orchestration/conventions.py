"""What every DAG of this project has in common."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from typing import Any

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

from newsledger.errors import TerminalError, TransientError

TAGS = frozenset({"newsledger", "ingest", "extract", "marts", "publish", "demo", "maintenance"})
"""The closed list of tags; a test holds the DAGs to it."""

WAREHOUSE_POOL = "newsledger_warehouse"
"""One slot: tasks that open the working copy queue here. The lock is the operating system's."""

START = datetime(2025, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - Airflow serialises this zone as UTC

RETRY_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            exception=TransientError,
            action=RetryAction.RETRY,
            retry_delay=timedelta(minutes=2),
            reason="a transient failure: worth another try",
        ),
        RetryRule(
            exception=TerminalError,
            action=RetryAction.FAIL,
            reason="a terminal failure: trying again would not help",
        ),
    ]
)


def is_headless() -> bool:
    """Whether `make run` drives this process: a person waits, so nothing waits to be tried again."""
    return os.environ.get("NEWSLEDGER_RUNNER") == "headless"


def default_arguments() -> dict[str, Any]:
    """Of every task: retries by the error taxonomy, and a limit to how long it may hang."""
    return {
        "owner": "newsledger",
        "retries": 0 if is_headless() else 3,
        "retry_delay": timedelta(minutes=2),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=30),
        "retry_policy": RETRY_POLICY,
        "execution_timeout": timedelta(hours=2),
    }


def dag_arguments(doc_md: str | None, tags: set[str]) -> dict[str, Any]:
    """Of every DAG: one run at a time, no catching up, tags from the closed list. What follows an ingestion
    is on from the start, so that whoever switches a source on sees its facts published.

    Raises ValueError for a tag that is not in the list.
    """
    unknown = tags - TAGS
    if unknown:
        raise ValueError(f"unknown tags {sorted(unknown)}; known: {sorted(TAGS)}")
    return {
        "start_date": START,
        "catchup": False,
        "max_active_runs": 1,
        "is_paused_upon_creation": "ingest" in tags,
        "default_args": default_arguments(),
        "tags": sorted({"newsledger", *tags}),
        "doc_md": doc_md,
    }


def run_key() -> str:
    """Of the DAG run that the current task belongs to."""
    from airflow.sdk import get_current_context

    context = get_current_context()
    return f"{context['dag'].dag_id}/{context['run_id']}"


def name_mapped_task(label: str) -> None:
    """Show the mapped task under this name."""
    from airflow.sdk import get_current_context

    get_current_context()["label"] = label
