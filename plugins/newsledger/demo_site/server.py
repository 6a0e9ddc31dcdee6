"""Serves the demo site's files, with validators, and the answers that a crawler must survive.

| path | answer |
|---|---|
| `/channel?page=1`, `?page=2` | 10 and 11 items, 20 distinct: one stands on both with another body |
| `/feed.xml` | RSS with full text |
| `/articles/<name>.html` | article pages |
| `/robots.txt` | forbids `/drafts/` |
| `/drafts/…` | an article that robots.txt forbids; the server counts who asks for it |
| `/articles/withdrawn.html` | 404, always |
| `/articles/out-of-order.html` | 500, always |
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

CONTENT_DIR = Path(__file__).parent / "content"
LAST_MODIFIED = "Wed, 21 Jan 2026 02:30:00 GMT"
ALWAYS_BROKEN = "/articles/out-of-order.html"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@lru_cache(maxsize=64)
def page_file(target: str) -> Path | None:
    """The file behind a request target; None where the site has none."""
    parts = urlsplit(target)
    if parts.path == "/channel":
        page = (parse_qs(parts.query).get("page") or ["1"])[0]
        name = f"channel_{page}.html"
    else:
        name = parts.path.lstrip("/") or "index.html"
    file = (CONTENT_DIR / name).resolve()
    if not file.is_relative_to(CONTENT_DIR.resolve()) or file.suffix not in _TYPES or not file.is_file():
        return None
    return file


class DemoServer(ThreadingHTTPServer):
    """Counts by path what is asked for and what is sent whole, for the tests that a forbidden path is never
    asked for and that a page which has not changed costs no body."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.requests: Counter[str] = Counter()
        self.bodies: Counter[str] = Counter()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up in the middle is its own business; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: DemoServer
    server_version = "newsledger-demo"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def _answer(self, *, with_body: bool) -> None:
        self.server.requests[self.path] += 1
        if urlsplit(self.path).path == ALWAYS_BROKEN:
            self._error(HTTPStatus.INTERNAL_SERVER_ERROR, with_body)
            return
        file = page_file(self.path)
        if file is None:
            self._error(HTTPStatus.NOT_FOUND, with_body)
            return
        content = file.read_bytes()
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        is_known = self._is_known(etag)
        self.send_response(HTTPStatus.NOT_MODIFIED if is_known else HTTPStatus.OK)
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", LAST_MODIFIED)
        if not is_known:
            self.send_header("Content-Type", _TYPES[file.suffix])
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_body and not is_known:
            self.server.bodies[self.path] += 1
            self.wfile.write(content)

    def _is_known(self, etag: str) -> bool:
        """If-None-Match has the last word; else If-Modified-Since (RFC 9110, 13.2.2)."""
        asked = self.headers.get("If-None-Match")
        if asked is not None:
            return any(each.strip().removeprefix("W/") in (etag, "*") for each in asked.split(","))
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since) >= parsedate_to_datetime(LAST_MODIFIED)
        except (TypeError, ValueError):
            return False

    def _error(self, status: HTTPStatus, with_body: bool) -> None:
        content = f"<!doctype html><title>{status.value}</title><p>{status.phrase}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", _TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_body:
            self.wfile.write(content)


@contextmanager
def demo_server(port: int = 0) -> Iterator[DemoServer]:
    """The demo site on 127.0.0.1 in a thread; port 0 takes a free one."""
    server = DemoServer(port)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True, name="demo-site"
    )
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@contextmanager
def serve_demo(port: int = 0) -> Iterator[str]:
    """As `demo_server`, giving the base address."""
    with demo_server(port) as server:
        yield server.url


def main() -> None:
    """Serve in the foreground until interrupted."""
    parser = argparse.ArgumentParser(description="Serve newsledger's demo site on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8765)
    server = DemoServer(parser.parse_args().port)
    print(f"demo site on {server.url} (stop with Ctrl-C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
