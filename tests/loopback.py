"""A loopback server whose answers are given by the test, and which counts what it is asked."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """`answers` by path; a list is answered one after the other, the last one for ever."""

    url: str = ""
    answers: dict[str, Answer | list[Answer] | Callable[[BaseHTTPRequestHandler], None]] = field(
        default_factory=dict
    )
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self.path += f"?{form} as a form"
            self.do_GET()

        def do_GET(self) -> None:
            earlier = served.paths().count(self.path)
            served.asked.append((self.path, dict(self.headers), time.monotonic()))
            answer = served.answers.get(self.path, (404, {}, b"no"))
            if callable(answer):
                with contextlib.suppress(OSError):
                    answer(self)
                return
            status, headers, body = (
                answer[min(earlier, len(answer) - 1)] if isinstance(answer, list) else answer
            )
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield served
    server.shutdown()
    server.server_close()
