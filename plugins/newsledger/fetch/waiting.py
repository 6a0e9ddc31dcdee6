"""How long to wait: Retry-After in both its forms, back-off with jitter."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from newsledger.errors import FetchOutcome

TRANSIENT = frozenset(
    {
        FetchOutcome.RATE_LIMITED,
        FetchOutcome.SERVER_ERROR,
        FetchOutcome.UNREACHABLE,
        FetchOutcome.TIMED_OUT,
        FetchOutcome.BAD_RESPONSE,
    }
)
_NOT_TRANSIENT_STATUS = frozenset({501, 505})


def is_transient(outcome: FetchOutcome, http_status: int | None) -> bool:
    """Whether asking again may help."""
    return outcome in TRANSIENT and http_status not in _NOT_TRANSIENT_STATUS


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (a number of seconds or an HTTP date); None if unreadable."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def backoff_seconds(attempt: int, base: float, cap: float) -> float:
    """Full jitter between half and all of base · 2^(attempt - 1), at most cap."""
    return float(min(cap, base * 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.0))  # noqa: S311
