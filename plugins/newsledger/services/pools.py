"""The pool in which tasks that open the working copy queue."""

from __future__ import annotations

from newsledger.errors import TransientError
from newsledger.services import health

# newsledger.orchestration.conventions names the same pool; it imports Airflow, which is slow here. A test
# holds the two together.
WAREHOUSE_POOL = "newsledger_warehouse"
POOL_SLOTS = 1
POOL_DESCRIPTION = "One writer of the working copy at a time"


def ensure_pool(base_url: str, token: str) -> None:
    """Make the pool over the REST API if it is not there. Raises TransientError if Airflow refuses."""
    wanted = {"name": WAREHOUSE_POOL, "slots": POOL_SLOTS, "description": POOL_DESCRIPTION}
    answer = health.ask(f"{base_url}/api/v2/pools", document=wanted, token=token)
    if answer.status not in {200, 201, 409}:
        raise TransientError(
            f"pool {WAREHOUSE_POOL} cannot be made: {answer.status} {answer.body}", stage="up"
        )
