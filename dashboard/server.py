"""HTTP: addresses to pages, headers that close what the pages do not need."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import parse_qsl, urlsplit

import duckdb

from dashboard.pages import PAGES, failure, outdated, unpublished
from dashboard.query import BadRequest, NotFound, Query
from dashboard.serving_copy import reading
from newsledger.errors import TerminalError
from newsledger.settings import Home

ASSETS = {"/style.css": "text/css; charset=utf-8", "/icon.svg": "image/svg+xml"}
STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
READERS = 8  # publications open at once; further requests wait
PARAMETERS = 20


def respond(home: Home, target: str) -> tuple[HTTPStatus, str]:
    """The document for a request target, and its status."""
    parts = urlsplit(target)
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=PARAMETERS)
    except ValueError:
        return HTTPStatus.BAD_REQUEST, failure("Bad request", "The query of the address is too long.")
    view = PAGES.get(parts.path)
    if view is None:
        return HTTPStatus.NOT_FOUND, failure("Not found", "There is no such page.")
    try:
        with reading(home) as reader:
            return HTTPStatus.OK, view(reader, Query(dict(pairs)))
    except BadRequest as error:
        return HTTPStatus.BAD_REQUEST, failure("Bad request", f"{error}.")
    except NotFound as error:
        return HTTPStatus.NOT_FOUND, failure("Not found", str(error))
    except TerminalError:
        return HTTPStatus.OK, unpublished(str(home.path))
    except duckdb.CatalogException:
        traceback.print_exc(file=sys.stderr)
        return HTTPStatus.SERVICE_UNAVAILABLE, outdated()


def make_server(home: Home, host: str, port: int, names: Iterable[str] = ()) -> ThreadingHTTPServer:
    """A server of the pages. It answers only requests that name it as loopback or by one of `names`:
    else a foreign site could read it through a host name of its own that resolves to loopback."""
    allowed = LOCAL_NAMES | {name.lower() for name in names}
    slots = BoundedSemaphore(READERS)

    class Handler(BaseHTTPRequestHandler):
        server_version = "newsledger"
        sys_version = ""
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            host_name = self.headers.get("Host", "").lower()
            bare = (
                host_name.rpartition(":")[0]
                if not host_name.endswith("]") and ":" in host_name
                else host_name
            )
            if bare not in allowed:
                self._send(
                    HTTPStatus.MISDIRECTED_REQUEST, failure("Wrong host", "Not served under this name.")
                )
                return
            path = urlsplit(self.path).path
            if path == "/health":
                self._send(HTTPStatus.OK, "ok\n", "text/plain; charset=utf-8")
            elif path in ASSETS:
                self._send(HTTPStatus.OK, (STATIC / path[1:]).read_text(encoding="utf-8"), ASSETS[path])
            else:
                self._page()

        do_HEAD = do_GET

        def _page(self) -> None:
            try:
                with slots:
                    status, document = respond(home, self.path)
            except Exception:
                traceback.print_exc(file=sys.stderr)
                status = HTTPStatus.INTERNAL_SERVER_ERROR
                document = failure("This page failed", "The reason is in the dashboard’s log.")
            self._send(status, document)

        def _send(self, status: HTTPStatus, text: str, kind: str = "text/html; charset=utf-8") -> None:
            body = text.encode("utf-8", "replace")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in HEADERS.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    return server
