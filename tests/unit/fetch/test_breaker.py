"""A host that refuses again and again is left alone for a while, and asked again afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newsledger.errors import FetchOutcome
from newsledger.fetch.breaker import FIRST_REST_SECONDS, LONGEST_REST_SECONDS, REFUSALS_ALLOWED, HostBreaker
from newsledger.fetch.client import Fetcher, FetchPolicy
from newsledger.sources.schema import Source
from tests.unit.fetch.conftest import Site

FAST = FetchPolicy(backoff_base=0.01, backoff_cap=0.02)
REFUSED, OK = FetchOutcome.REFUSED, FetchOutcome.OK


def refuse(breaker: HostBreaker, times: int) -> None:
    for _ in range(times):
        breaker.record("a", REFUSED)


def test_a_host_rests_from_the_fifth_refusal_in_a_row(tmp_path: Path) -> None:
    breaker = HostBreaker(tmp_path / "hosts", clock=lambda: 1000.0)
    refuse(breaker, REFUSALS_ALLOWED - 1)
    assert breaker.seconds_to_rest("a") == 0
    refuse(breaker, 1)
    assert breaker.seconds_to_rest("a") == FIRST_REST_SECONDS
    assert breaker.seconds_to_rest("b") == 0


def test_the_rest_grows_to_its_limit_and_ends(tmp_path: Path) -> None:
    now = [1000.0]
    breaker = HostBreaker(tmp_path, clock=lambda: now[0])
    refuse(breaker, REFUSALS_ALLOWED + 1)
    assert breaker.seconds_to_rest("a") == 2 * FIRST_REST_SECONDS
    now[0] += 2 * FIRST_REST_SECONDS
    assert breaker.seconds_to_rest("a") == 0
    refuse(breaker, 2000)
    assert breaker.seconds_to_rest("a") == LONGEST_REST_SECONDS


@pytest.mark.parametrize(
    "outcome", [OK, FetchOutcome.NOT_MODIFIED, FetchOutcome.NOT_FOUND, FetchOutcome.GONE]
)
def test_an_answer_ends_the_count(tmp_path: Path, outcome: FetchOutcome) -> None:
    breaker = HostBreaker(tmp_path)
    refuse(breaker, REFUSALS_ALLOWED - 1)
    breaker.record("a", outcome)
    refuse(breaker, REFUSALS_ALLOWED - 1)
    assert breaker.seconds_to_rest("a") == 0


def test_failures_of_the_network_neither_count_nor_end_the_count(tmp_path: Path) -> None:
    breaker = HostBreaker(tmp_path)
    refuse(breaker, REFUSALS_ALLOWED - 1)
    for outcome in (FetchOutcome.UNREACHABLE, FetchOutcome.TIMED_OUT, FetchOutcome.SERVER_ERROR):
        breaker.record("a", outcome)
    assert breaker.seconds_to_rest("a") == 0
    refuse(breaker, 1)
    assert breaker.seconds_to_rest("a") > 0


def test_a_clock_set_back_and_a_broken_file_block_nobody(tmp_path: Path) -> None:
    now = [1_000_000.0]
    breaker = HostBreaker(tmp_path, clock=lambda: now[0])
    refuse(breaker, REFUSALS_ALLOWED)
    now[0] -= 500_000
    assert breaker.seconds_to_rest("a") == 0
    next(tmp_path.iterdir()).write_text("{", encoding="ascii")
    assert breaker.seconds_to_rest("a") == 0


def test_processes_count_together(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from newsledger.errors import FetchOutcome;"
        "from newsledger.fetch.breaker import HostBreaker;"
        "[HostBreaker(Path(sys.argv[1])).record('a', FetchOutcome.REFUSED) for _ in range(2)]"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]
    assert [each.wait() for each in running] == [0, 0, 0]
    assert HostBreaker(tmp_path).seconds_to_rest("a") > FIRST_REST_SECONDS


def test_a_host_that_refuses_is_not_asked_again_by_any_fetcher_of_the_home(
    site: Site, source: Source
) -> None:
    pages = [f"/{number}" for number in range(8)]
    site.answers |= {path: (403, {}, b"no") for path in pages}
    outcomes = []
    for path in pages:
        with Fetcher(FAST) as fetcher:
            outcomes.append(fetcher.fetch(f"{site.url}{path}", source))
    assert [each.outcome for each in outcomes] == [REFUSED] * 5 + [FetchOutcome.RATE_LIMITED] * 3
    assert "rests for 10 min more" in outcomes[-1].message
    assert [path for path in site.paths() if path != "/robots.txt"] == pages[:5]
