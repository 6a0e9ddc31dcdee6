"""Serve dbt's documentation: one static file that `make docs` writes to NEWSLEDGER_HOME/docs."""

from __future__ import annotations

import argparse
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from newsledger.settings import Home, home

ABSENT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>newsledger: no documentation yet</title>
<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}
code{background:#eee;padding:.1rem .4rem;border-radius:.2rem}</style>
<h1>No documentation yet</h1>
<p>The tables are described by dbt. Run <code>make docs</code>, then load this page again.</p>
"""
# dbt writes one page whose scripts and styles are inline; it needs nothing from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def docs_file(home: Home) -> Path:
    """Where `make docs` puts the page."""
    return home.path / "docs" / "index.html"


def is_current(home: Home, project: Path) -> bool:
    """Whether the page is younger than every file of the dbt project."""
    page = docs_file(home)
    if not page.exists():
        return False
    made = page.stat().st_mtime
    described = (path for path in project.rglob("*") if path.suffix in {".sql", ".yml", ".csv", ".md"})
    generated = {"target", "logs"}
    return all(
        path.stat().st_mtime <= made
        for path in described
        if not generated & set(path.relative_to(project).parts)
    )


def make_server(home: Home, host: str, port: int) -> ThreadingHTTPServer:
    """A server of that one file, read anew for each request."""

    class Handler(BaseHTTPRequestHandler):
        server_version = "newsledger"
        sys_version = ""

        def do_GET(self) -> None:
            if self.path.partition("?")[0] not in {"/", "/index.html"}:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            try:
                body = docs_file(home).read_bytes()
            except OSError:
                body = ABSENT.encode()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cache-Control", "no-cache")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    return server


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8502)
    arguments = parser.parse_args()
    with make_server(home(), arguments.host, arguments.port) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
