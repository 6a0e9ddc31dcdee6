"""robots.txt, delays, retries, Retry-After, conditional requests: what a host can expect of us."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from newsledger.errors import FetchOutcome, TerminalError
from newsledger.fetch.budget import HostBudget
from newsledger.fetch.client import Fetcher, FetchPolicy, user_agent
from newsledger.fetch.robots import Rules
from newsledger.fetch.waiting import backoff_seconds, retry_after_seconds
from newsledger.sources.schema import Source
from tests.unit.fetch.conftest import Site

FAST = FetchPolicy(backoff_base=0.01, backoff_cap=0.02)
PAGE = (200, {"Content-Type": "text/html; charset=utf-8"}, "正文".encode())
ROBOTS = (200, {}, b"User-agent: *\nDisallow: /drafts/\n")


def test_a_forbidden_path_is_never_asked_for(site: Site, source: Source) -> None:
    site.answers |= {"/robots.txt": ROBOTS, "/drafts/a": PAGE, "/a": PAGE}
    with Fetcher(FAST) as fetcher:
        forbidden = fetcher.fetch(f"{site.url}/drafts/a", source)
        allowed = fetcher.fetch(f"{site.url}/a", source)
    assert forbidden.outcome is FetchOutcome.FORBIDDEN_BY_ROBOTS
    assert allowed.outcome is FetchOutcome.OK
    assert site.paths() == ["/robots.txt", "/a"]


def test_robots_txt_is_read_once_a_host_and_is_an_attempt_of_its_own(site: Site, source: Source) -> None:
    site.answers |= {"/robots.txt": ROBOTS, "/a": PAGE}
    with Fetcher(FAST) as fetcher:
        first = fetcher.fetch_all_attempts(f"{site.url}/a", source)
        second = fetcher.fetch_all_attempts(f"{site.url}/a", source)
    assert [each.url.removeprefix(site.url) for each in first] == ["/robots.txt", "/a"]
    assert [each.url.removeprefix(site.url) for each in second] == ["/a"]
    assert first[0].content == ROBOTS[2]


def test_rules_for_our_own_name_count(site: Site, source: Source) -> None:
    site.answers |= {
        "/robots.txt": (200, {}, b"User-agent: newsledger\nDisallow: /\n\nUser-agent: *\nAllow: /\n"),
        "/a": PAGE,
    }
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).outcome is FetchOutcome.FORBIDDEN_BY_ROBOTS


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows_all(site: Site, source: Source, status: int) -> None:
    site.answers |= {"/robots.txt": (status, {}, b""), "/a": PAGE}
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).outcome is FetchOutcome.OK


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_txt_that_cannot_be_read_forbids_all(site: Site, source: Source, status: int) -> None:
    site.answers |= {"/robots.txt": (status, {}, b""), "/a": PAGE}
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).outcome is FetchOutcome.ROBOTS_UNREACHABLE
    assert "/a" not in site.paths()


def test_requests_to_a_host_keep_the_longer_of_the_source_s_and_the_host_s_delay(
    site: Site, source: Source
) -> None:
    site.answers |= {"/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 7\n"), "/a": PAGE, "/b": PAGE}
    slept: list[float] = []
    with Fetcher(FAST, sleep=slept.append) as fetcher:
        for path, delay in (("/a", 0.0), ("/b", 0.0), ("/a", 9.0)):
            fetcher.fetch(site.url + path, source.model_copy(update={"crawl_delay_seconds": delay}))
    # Nobody slept really, so that the moments taken lie 7 and 7 + 9 seconds ahead.
    assert slept == pytest.approx([7, 16], abs=1.5)


def test_a_server_error_is_tried_again_and_every_attempt_is_kept(site: Site, source: Source) -> None:
    site.answers |= {"/a": [(500, {}, b""), (503, {}, b""), PAGE]}
    with Fetcher(FAST) as fetcher:
        attempts = [
            each for each in fetcher.fetch_all_attempts(f"{site.url}/a", source) if "robots" not in each.url
        ]
    assert [(each.attempt, each.outcome, each.http_status) for each in attempts] == [
        (1, FetchOutcome.SERVER_ERROR, 500),
        (2, FetchOutcome.SERVER_ERROR, 503),
        (3, FetchOutcome.OK, 200),
    ]
    assert attempts[-1].content == PAGE[2]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, FetchOutcome.NOT_FOUND),
        (410, FetchOutcome.GONE),
        (401, FetchOutcome.REFUSED),
        (403, FetchOutcome.REFUSED),
        (501, FetchOutcome.SERVER_ERROR),
    ],
)
def test_what_will_not_change_is_asked_once(
    site: Site, source: Source, status: int, outcome: FetchOutcome
) -> None:
    site.answers |= {"/a": (status, {}, b"")}
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).outcome is outcome
    assert site.paths().count("/a") == 1


def test_retry_after_is_waited_out(site: Site, source: Source) -> None:
    site.answers |= {"/a": [(429, {"Retry-After": "11"}, b""), PAGE]}
    slept: list[float] = []
    with Fetcher(FAST, sleep=slept.append) as fetcher:
        result = fetcher.fetch(f"{site.url}/a", source)
    assert result.outcome is FetchOutcome.OK
    assert slept[0] == 11.0


def test_a_retry_after_of_one_address_holds_the_host_for_every_fetcher_of_the_home(
    site: Site, source: Source
) -> None:
    once = source.model_copy(update={"max_attempts": 2, "crawl_delay_seconds": 0})
    slow = once.model_copy(update={"crawl_delay_seconds": 3.0})
    site.answers |= {"/a": (503, {"Retry-After": "60"}, b""), "/b": PAGE}
    with Fetcher(FAST, sleep=lambda _: None) as fetcher:
        fetcher.fetch(f"{site.url}/a", once)
    slept: list[float] = []
    for each in (once, slow, slow):
        with Fetcher(FAST, sleep=slept.append) as fetcher:
            fetcher._rules[(site.url, True)] = Rules(None)
            fetcher.fetch(f"{site.url}/b", each)
    assert slept == pytest.approx([60, 63, 66], abs=1.5)


def test_a_retry_after_beyond_the_cap_ends_the_attempts(site: Site, source: Source) -> None:
    site.answers |= {"/a": [(503, {"Retry-After": "86400"}, b""), PAGE]}
    slept: list[float] = []
    with Fetcher(FAST, sleep=slept.append) as fetcher:
        result = fetcher.fetch(f"{site.url}/a", source)
    assert (result.outcome, result.attempt, slept) == (FetchOutcome.SERVER_ERROR, 1, [])
    assert "86400" in result.message


def test_retry_after_is_a_number_of_seconds_or_a_date() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert retry_after_seconds("120", now) == 120
    assert retry_after_seconds(format_datetime(now + timedelta(seconds=90), usegmt=True), now) == 90
    assert retry_after_seconds(format_datetime(now - timedelta(seconds=90), usegmt=True), now) == 0
    assert retry_after_seconds("soon", now) is None
    assert retry_after_seconds("-5", now) is None
    assert retry_after_seconds(None, now) is None


def test_back_off_grows_and_is_capped() -> None:
    assert all(0.5 <= backoff_seconds(1, 1, 30) <= 1 for _ in range(50))
    assert all(2 <= backoff_seconds(3, 1, 30) <= 4 for _ in range(50))
    assert all(backoff_seconds(20, 1, 30) <= 30 for _ in range(50))


def test_validators_make_the_request_conditional_and_304_is_an_outcome(site: Site, source: Source) -> None:
    site.answers |= {
        "/a": [
            (200, {"ETag": '"v1"', "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}, b"x"),
            (304, {}, b""),
        ]
    }
    with Fetcher(FAST) as fetcher:
        first = fetcher.fetch(f"{site.url}/a", source)
        second = fetcher.fetch(f"{site.url}/a", source, first.etag, first.last_modified)
    assert (second.outcome, second.http_status, second.content) == (FetchOutcome.NOT_MODIFIED, 304, None)
    headers = site.asked[-1][1]
    assert headers["If-None-Match"] == '"v1"'
    assert headers["If-Modified-Since"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_a_304_that_nobody_asked_for_is_a_bad_response(site: Site, source: Source) -> None:
    site.answers |= {"/a": (304, {}, b"")}
    with Fetcher(FAST) as fetcher:
        result = fetcher.fetch(f"{site.url}/a", source)
    assert (result.outcome, result.http_status) == (FetchOutcome.BAD_RESPONSE, 304)


def test_a_fetch_tells_what_it_got(site: Site, source: Source) -> None:
    site.answers |= {"/a": PAGE}
    with Fetcher(FAST) as fetcher:
        result = fetcher.fetch(f"{site.url}/a#part", source)
    assert (result.url, result.final_url) == (f"{site.url}/a", f"{site.url}/a")
    assert (result.content, result.content_type) == (PAGE[2], "text/html; charset=utf-8")
    assert result.requested_at.tzinfo is UTC
    assert result.elapsed_ms >= 0


def test_the_user_agent_names_a_contact(site: Site, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSLEDGER_CONTACT", raising=False)
    site.answers |= {"/a": PAGE}
    with Fetcher(FAST) as fetcher:
        fetcher.fetch(f"{site.url}/a", source.model_copy(update={"user_agent_contact": "desk@example.org"}))
    assert {headers["User-Agent"] for _, headers, _ in site.asked} == {"newsledger/0.1.0 (+desk@example.org)"}
    public = source.model_copy(update={"allow_private": False})
    with pytest.raises(TerminalError, match="NEWSLEDGER_CONTACT"):
        user_agent(public)
    monkeypatch.setenv("NEWSLEDGER_CONTACT", "https://example.org/bot")
    assert user_agent(public).endswith("(+https://example.org/bot)")


def test_all_fetchers_of_a_home_share_a_host_s_budget(site: Site, source: Source) -> None:
    site.answers |= {"/a": PAGE}
    slow = source.model_copy(update={"crawl_delay_seconds": 7.0})
    slept: list[float] = []
    for _ in range(2):
        with Fetcher(FAST, sleep=slept.append) as fetcher:
            fetcher.fetch(f"{site.url}/a", slow)
    # Nobody slept really, so that the four moments lie 0, 7, 14 and 21 seconds ahead.
    assert site.paths() == ["/robots.txt", "/a"] * 2
    assert slept == pytest.approx([7, 14, 21], abs=1.5)


def test_no_two_processes_take_the_same_moment(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from newsledger.fetch.budget import HostBudget;"
        "budget = HostBudget(Path(sys.argv[1]));"
        "[print(budget.take('a', 0.5)) for _ in range(25)]"
    )
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    moments = sorted(float(line) for child in children for line in child.communicate(timeout=120)[0].split())
    assert len(moments) == 100
    assert all(later - earlier > 0.4999 for earlier, later in pairwise(moments))


def test_a_budget_outlives_a_clock_that_was_set_back(tmp_path: Path) -> None:
    budget = HostBudget(tmp_path)
    assert budget.seconds_to_wait("a", 5) == 0
    assert 4 < budget.seconds_to_wait("a", 5) <= 5
    assert budget.seconds_to_wait("b", 5) == 0
    assert budget.seconds_to_wait("a", 0) == 0
    for file in tmp_path.iterdir():
        file.write_text("99999999999", encoding="ascii")
    assert budget.seconds_to_wait("a", 5) == 0
    for file in tmp_path.iterdir():
        file.write_text("rubbish", encoding="ascii")
    assert budget.seconds_to_wait("a", 5) == 0


def test_no_cookie_is_kept(site: Site, source: Source) -> None:
    site.answers |= {"/a": (200, {"Set-Cookie": "id=1; Path=/"}, b"x"), "/b": PAGE}
    with Fetcher(FAST) as fetcher:
        fetcher.fetch(f"{site.url}/a", source)
        fetcher.fetch(f"{site.url}/b", source)
    assert all("Cookie" not in headers for _, headers, _ in site.asked)
