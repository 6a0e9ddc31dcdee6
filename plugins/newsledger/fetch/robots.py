"""robots.txt by RFC 9309: one per scheme, host and port; 4xx allows all, unreachable forbids all."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from newsledger.errors import FetchOutcome
from newsledger.fetch.records import FetchResult

AGENT_TOKEN = "newsledger"  # noqa: S105
MAX_BYTES = 500_000
_ALLOWS_ALL = frozenset({FetchOutcome.NOT_FOUND, FetchOutcome.GONE, FetchOutcome.REFUSED})


@dataclass(frozen=True)
class Rules:
    """What a host's robots.txt says. `rules` is None where everything, or nothing, is allowed."""

    rules: Protego | None
    is_reachable: bool = True
    is_address_refused: bool = False

    def allows(self, url: str) -> bool:
        if not self.is_reachable:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, AGENT_TOKEN))

    @property
    def crawl_delay_seconds(self) -> float:
        delay = self.rules.crawl_delay(AGENT_TOKEN) if self.rules is not None else None
        return float(delay) if delay else 0.0


def rules_of(result: FetchResult) -> Rules:
    """The rules that the last attempt at a robots.txt gives. A 429 is no 4xx here: the host is busy."""
    if result.is_ok:
        text = (result.content or b"")[:MAX_BYTES].decode("utf-8-sig", "replace")
        return Rules(Protego.parse(text))
    if result.outcome in _ALLOWS_ALL or result.outcome is FetchOutcome.TOO_MANY_REDIRECTS:
        return Rules(None)
    refused = result.outcome is FetchOutcome.ADDRESS_REFUSED
    return Rules(None, is_reachable=False, is_address_refused=refused)
