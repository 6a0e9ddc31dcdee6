"""The whole error taxonomy: exceptions for a run, outcome codes for a record.

A record's failure is a row with a code of the closed list below, never an exception. An exception means
that a stage as a whole cannot go on: a `TransientError` is worth a retry, a `TerminalError` is not.
"""

from __future__ import annotations

from enum import StrEnum


class NewsledgerError(Exception):
    """Base of all errors. Says which stage failed, on what, and what to do about it."""

    def __init__(self, what: str, *, stage: str = "", source: str = "", url: str = "", do: str = "") -> None:
        self.what, self.stage, self.source, self.url, self.do = what, stage, source, url, do
        where = ", ".join(
            f"{name} {value}" for name, value in (("stage", stage), ("source", source), ("url", url)) if value
        )
        message = what if not where else f"{what} ({where})"
        super().__init__(f"{message}. {do}" if do else message)


class TransientError(NewsledgerError):
    """Worth a retry: the network, a busy host, a lock that is held."""


class TerminalError(NewsledgerError):
    """Not worth a retry: a wrong declaration, a broken invariant, a failed test."""


class FetchOutcome(StrEnum):
    """What became of one attempt to read an address. Closed list."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    FORBIDDEN_BY_ROBOTS = "forbidden_by_robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    NOT_FOUND = "not_found"
    GONE = "gone"
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    ADDRESS_REFUSED = "address_refused"
    SCHEME_REFUSED = "scheme_refused"
    BAD_RESPONSE = "bad_response"
    UNREADABLE_FILE = "unreadable_file"


class ItemOutcome(StrEnum):
    """What became of one listed item. Closed list: `landed` and `already_known` are set while
    loading, everything else is a refusal with its reason."""

    PARSED = "parsed"
    LANDED = "landed"
    ALREADY_KNOWN = "already_known"
    FETCH_FAILED = "fetch_failed"
    FORBIDDEN_BY_ROBOTS = "forbidden_by_robots"
    NOT_FOUND = "not_found"
    INTERRUPTED = "interrupted"
    EMPTY_PAGE = "empty_page"
    NO_TITLE = "no_title"
    NO_BODY = "no_body"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    WRONG_CHARSET = "wrong_charset"
    NOT_AN_ARTICLE = "not_an_article"
    DELETED = "deleted"
    BLOCKED = "blocked"
    UNAVAILABLE = "unavailable"
    MALFORMED = "malformed"
    TOO_DEEP = "too_deep"
    TOO_LONG = "too_long"
    UNREADABLE_FILE = "unreadable_file"
    NOT_IN_RAW = "not_in_raw"
    """Listed by a parser of today; the crawl of its day did not read that page."""
    FORGOTTEN = "forgotten"
    """Kept out on request: `make forget`."""


REFUSALS = frozenset(ItemOutcome) - {ItemOutcome.PARSED, ItemOutcome.LANDED, ItemOutcome.ALREADY_KNOWN}
