"""What a fetch gives back. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from newsledger.errors import FetchOutcome


@dataclass(frozen=True)
class FetchResult:
    """One attempt to read one address.

    `url` is the address asked for, `final_url` the one that answered after redirects. `requested_at`
    is aware UTC. `attempt` counts from 1 for each address. `content` is the decompressed body where the
    outcome is OK. `message` says in a line why an attempt failed, and what was done about it.
    """

    url: str
    requested_at: datetime
    attempt: int
    outcome: FetchOutcome
    final_url: str | None = None
    elapsed_ms: int = 0
    http_status: int | None = None
    content: bytes | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    message: str = ""

    @property
    def is_ok(self) -> bool:
        return self.outcome is FetchOutcome.OK
