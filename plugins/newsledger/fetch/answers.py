"""What an answer is: which outcome a status or an exception means, and its body within the caps."""

from __future__ import annotations

import time
import zlib
from http.client import HTTPException

import requests
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from newsledger.errors import FetchOutcome
from newsledger.fetch.connections import Watch
from newsledger.sources.schema import Source

ACCEPT_ENCODING = "gzip, deflate"
_PACKINGS = frozenset({"gzip", "x-gzip", "deflate"})
_MAX_PACKINGS = 2
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
    """The unpacked body; each read returns what has arrived, so that slow bytes meet the deadline. A packed
    body that breaks off is a bad response: half an article must not land."""
    unpackers = [_Unpacker(name) for name in _encodings(answer.headers.get("Content-Encoding"))]
    content = bytearray()
    try:
        while True:
            if time.monotonic() > deadline:
                raise FetchFailure(FetchOutcome.TIMED_OUT, f"took more than {max_seconds:g} s")
            chunk = answer.raw.read1(_CHUNK_BYTES, decode_content=False)
            if not chunk:
                break
            for unpacker in unpackers:
                chunk = unpacker.unpack(chunk, max_bytes + 1)
            content += chunk
            if len(content) > max_bytes:
                raise FetchFailure(FetchOutcome.TOO_LARGE, f"more than {max_bytes} bytes")
    except ReadTimeoutError as error:
        raise FetchFailure(FetchOutcome.TIMED_OUT, "the body stopped coming") from error
    except (HTTPError, OSError, ValueError, zlib.error) as error:
        raise FetchFailure(FetchOutcome.BAD_RESPONSE, _reason(error)) from error
    if any(not unpacker.is_whole for unpacker in unpackers):
        raise FetchFailure(FetchOutcome.BAD_RESPONSE, "the packed body breaks off")
    return bytes(content)


def _encodings(header: str | None) -> list[str]:
    """The encodings to undo, the last one first."""
    names = [name.strip().lower() for name in (header or "").split(",")]
    found = [name for name in names if name not in ("", "identity")]
    unknown = [name for name in found if name not in _PACKINGS]
    if unknown or len(found) > _MAX_PACKINGS:
        raise FetchFailure(
            FetchOutcome.BAD_RESPONSE, f"packed as {', '.join(found)[:80]}, which was not asked for"
        )
    return found[::-1]


class _Unpacker:
    """Undoes one encoding, piece by piece, never giving more than it is asked for."""

    def __init__(self, name: str) -> None:
        self.is_gzip = name != "deflate"
        self._stream = zlib.decompressobj(31 if self.is_gzip else 15)
        self._is_fresh = True

    @property
    def is_whole(self) -> bool:
        """Whether the stream came to its end, or never began."""
        return self._stream.eof or self._is_fresh

    def unpack(self, chunk: bytes, room: int) -> bytes:
        """At most `room` bytes: whoever gets that many has too much already."""
        unpacked = bytearray()
        while chunk and len(unpacked) < room:
            if self._stream.eof:
                # Another member of a gzip file; anything else behind the end is padding.
                if not (self.is_gzip and chunk.startswith(b"\x1f\x8b")):
                    break
                self._stream = zlib.decompressobj(31)
            unpacked += self._inflate(chunk, room - len(unpacked))
            chunk = self._stream.unused_data or self._stream.unconsumed_tail
        return bytes(unpacked)

    def _inflate(self, chunk: bytes, room: int) -> bytes:
        was_fresh, self._is_fresh = self._is_fresh, False
        try:
            return self._stream.decompress(chunk, room)
        except zlib.error:
            if self.is_gzip or not was_fresh:
                raise
            self._stream = zlib.decompressobj(-15)  # Deflate without its head, as many servers send it.
            return self._stream.decompress(chunk, room)


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
