"""A landing killed at any moment and run again leaves the raw rows of an undisturbed one."""

import signal

import pytest

from newsledger.settings import Home
from tests.integration.failpoints_by_stage import LANDING
from tests.integration.replay import raw_state


@pytest.mark.slow
@pytest.mark.parametrize("failpoint", LANDING)
def test_landing_and_extraction_killed_and_run_again_lose_and_double_nothing(
    pipeline, landed, tmp_path, failpoint
):
    home = Home(tmp_path)
    assert pipeline(home, "land", failpoint=failpoint) == -signal.SIGKILL
    assert pipeline(home, "land") == 0
    assert raw_state(home.warehouse) == raw_state(landed.warehouse)
    assert list(home.landing.rglob("*.jsonl")) == []
    assert list(home.path.rglob(".incoming-*")) == []
