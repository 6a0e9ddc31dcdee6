"""What an answer is: which outcome a status or an exception means, and its body within the caps."""

from __future__ import annotations

import time
from http.client import HTTPException

import requests
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from newsledger.errors import FetchOutcome
from newsledger.fetch.connections import Watch
from newsledger.sources.schema import Source

_CHUNK_BYTES = 65_536


class FetchFailure(Exception):
    """An attempt that failed, with its outcome."""

    def __init__(self, outcome: FetchOutcome, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome


def failure_of(error: Exception, watched: Watch, source: Source) -> FetchFailure:
    """Which outcome an exception of the network is."""
    if watched.expired:
        return FetchFailure(FetchOutcome.TIMED_OUT, f"took more than {source.max_seconds:g} s")
    if isinstance(error, requests.Timeout):
        return FetchFailure(FetchOutcome.TIMED_OUT, "no answer in time")
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | UnicodeError):
        return FetchFailure(FetchOutcome.SCHEME_REFUSED, f"no address: {error}")
    causes = error.args[0].args if error.args and isinstance(error.args[0], ProtocolError) else ()
    is_garbage = any(
        isinstance(each, HTTPException) and not isinstance(each, ConnectionError) for each in causes
    )
    if isinstance(error, requests.ConnectionError) and not is_garbage:
        return FetchFailure(FetchOutcome.UNREACHABLE, _reason(error))
    return FetchFailure(FetchOutcome.BAD_RESPONSE, _reason(error))


def read_body(answer: requests.Response, max_bytes: int, deadline: float, max_seconds: float) -> bytes:
    """The decompressed body; each read returns what has arrived, so that slow bytes meet the deadline."""
    content = bytearray()
    try:
        while True:
            if time.monotonic() > deadline:
                raise FetchFailure(FetchOutcome.TIMED_OUT, f"took more than {max_seconds:g} s")
            chunk = answer.raw.read1(_CHUNK_BYTES, decode_content=True)
            if not chunk:
                break
            content += chunk
            if len(content) > max_bytes:
                raise FetchFailure(FetchOutcome.TOO_LARGE, f"more than {max_bytes} bytes")
    except ReadTimeoutError as error:
        raise FetchFailure(FetchOutcome.TIMED_OUT, "the body stopped coming") from error
    except (HTTPError, OSError, ValueError) as error:
        raise FetchFailure(FetchOutcome.BAD_RESPONSE, _reason(error)) from error
    return bytes(content)


def outcome_of(status: int) -> tuple[FetchOutcome, str]:
    if 200 <= status < 300:
        return FetchOutcome.OK, ""
    if status == 304:
        return FetchOutcome.NOT_MODIFIED, "not modified"
    named = {
        404: FetchOutcome.NOT_FOUND,
        410: FetchOutcome.GONE,
        429: FetchOutcome.RATE_LIMITED,
        408: FetchOutcome.TIMED_OUT,
    }
    if status in named:
        return named[status], f"HTTP {status}"
    if 400 <= status < 500:
        return FetchOutcome.REFUSED, f"HTTP {status}"
    if 500 <= status < 600:
        return FetchOutcome.SERVER_ERROR, f"HTTP {status}"
    return FetchOutcome.BAD_RESPONSE, f"HTTP {status}"


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}"
