"""Manners proved by a loopback server that counts: what it is asked, when, and what it sends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from newsledger.errors import FetchOutcome
from newsledger.fetch.client import Fetcher, FetchPolicy
from newsledger.sources.schema import Source
from tests.unit.fetch.conftest import Site

FAST = FetchPolicy(backoff_base=0.01, backoff_cap=0.02)
BODY = b"x" * 50_000
DELAY = 0.25

CHILD = """
import sys, time
from pathlib import Path
from newsledger.fetch.client import Fetcher
from newsledger.sources.schema import Source
url, name, gate = sys.argv[1:]
source = Source(source_id="crawler", kind="page_list", name="x", urls=[url], time_zone="UTC", allow_private=True,
                crawl_delay_seconds=%s)
with Fetcher() as fetcher:
    print("ready", flush=True)
    while not Path(gate).exists():
        time.sleep(0.005)
    for number in range(4):
        assert fetcher.fetch(f"{url}/{name}/{number}", source).outcome.value == "ok"
"""


def test_four_processes_never_exceed_one_host_s_budget(site: Site, tmp_path: Path) -> None:
    names = ("a", "b", "c", "d")
    site.answers |= {f"/{name}/{number}": (200, {}, b"x") for name in names for number in range(4)}
    gate = tmp_path / "gate"
    environment = {**os.environ, "NEWSLEDGER_HOME": str(tmp_path / "shared_home")}
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD % DELAY, site.url, name, str(gate)],
            stdout=subprocess.PIPE,
            env=environment,
        )
        for name in names
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
    opened = time.monotonic()
    gate.touch()
    for child in children:
        child.communicate(timeout=120)
        assert child.returncode == 0
    arrivals = sorted(at for _, _, at in site.asked)
    assert len(arrivals) == 4 * (1 + 4)
    # By any moment there are no more requests than delays have passed: a late one only comes later.
    early = [number for number, at in enumerate(arrivals) if at < opened + number * DELAY - 0.01]
    assert early == []


def test_a_page_that_has_not_changed_costs_no_body(site: Site, source: Source) -> None:
    sent: list[int] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        is_known = request.headers.get("If-None-Match") == '"v1"'
        request.send_response(304 if is_known else 200)
        request.send_header("ETag", '"v1"')
        if not is_known:
            request.send_header("Content-Length", str(len(BODY)))
        request.end_headers()
        body = b"" if is_known else BODY
        sent.append(len(body))  # Before it goes out: the reader may be done with it sooner than this thread.
        request.wfile.write(body)

    site.answers["/a"] = answer
    with Fetcher(FAST) as fetcher:
        first = fetcher.fetch(f"{site.url}/a", source)
        second = fetcher.fetch(f"{site.url}/a", source, first.etag, first.last_modified)
    assert (first.content, second.content) == (BODY, None)
    assert second.outcome is FetchOutcome.NOT_MODIFIED
    assert sent == [len(BODY), 0]


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_retry_after_is_waited_out_by_the_clock_in_both_forms(
    site: Site, source: Source, form: str
) -> None:
    not_before: list[float] = []
    asked: list[float] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(time.time())
        if len(asked) > 1:
            request.send_response(200)
            request.send_header("Content-Length", "1")
            request.end_headers()
            request.wfile.write(b"x")
            return
        moment = (datetime.now(UTC) + timedelta(seconds=2)).replace(microsecond=0)
        not_before.append(moment.timestamp() if form == "date" else asked[0] + 1)
        request.send_response(503)
        request.send_header("Retry-After", format_datetime(moment, usegmt=True) if form == "date" else "1")
        request.send_header("Content-Length", "0")
        request.end_headers()

    site.answers["/a"] = answer
    with Fetcher(FAST) as fetcher:
        result = fetcher.fetch(f"{site.url}/a", source)
    assert (result.outcome, len(asked)) == (FetchOutcome.OK, 2)
    assert asked[1] >= not_before[0] - 0.01
