"""A task killed at any moment and run again leaves the warehouse of an undisturbed run."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from newsledger.demo_site.server import serve_demo
from newsledger.failpoints import FAILPOINTS
from newsledger.settings import Home
from newsledger.warehouse.serving import open_serving_copy
from tests.conftest import PROJECT_ROOT
from tests.integration.replay import marts_state, raw_state

BUILDING = tuple(name for name in FAILPOINTS if name.startswith(("build_", "publish_")))
LANDING = tuple(name for name in FAILPOINTS if name not in BUILDING)


@pytest.fixture(scope="module")
def pipeline():
    """Runs steps on a home, perhaps until a failpoint; returns the exit status."""
    with serve_demo() as url:

        def run(home: Home, *steps: str, failpoint: str = "") -> int:
            done = subprocess.run(
                [sys.executable, "-m", "tests.integration.pipeline", *steps],
                cwd=PROJECT_ROOT,
                env={
                    **os.environ,
                    "NEWSLEDGER_HOME": str(home.path),
                    "NEWSLEDGER_DEMO_URL": url,
                    "NEWSLEDGER_FAILPOINT": failpoint,
                },
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode not in (0, -signal.SIGKILL):
                print(done.stdout, done.stderr)
            return done.returncode

        yield run


@pytest.fixture(scope="module")
def landed(pipeline, tmp_path_factory):
    """A home that was landed and extracted without disturbance."""
    home = Home(tmp_path_factory.mktemp("landed"))
    assert pipeline(home, "land") == 0
    return home


@pytest.fixture(scope="module")
def built(pipeline, landed, tmp_path_factory):
    """The same, built and published."""
    home = Home(tmp_path_factory.mktemp("built") / "home")
    shutil.copytree(landed.path, home.path)
    assert pipeline(home, "build", "publish") == 0
    return home


def manifest(home: Home):
    return home.dbt_target / "target" / "manifest.json"


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


@pytest.mark.slow
def test_a_home_that_is_killed_again_and_again_builds_the_same_marts(pipeline, built, tmp_path):
    home = Home(tmp_path)
    for failpoint in LANDING[::4]:
        assert pipeline(home, "land", failpoint=failpoint) == -signal.SIGKILL
    assert pipeline(home, "land", "build") == 0
    assert marts_state(home.warehouse, manifest(home)) == marts_state(built.warehouse, manifest(built))


@pytest.mark.slow
@pytest.mark.parametrize("failpoint", BUILDING)
def test_building_and_publishing_killed_and_run_again_publish_the_same_marts(
    pipeline, landed, built, tmp_path, failpoint
):
    home = Home(tmp_path / "home")
    shutil.copytree(landed.path, home.path)
    assert pipeline(home, "build", "publish", failpoint=failpoint) == -signal.SIGKILL
    assert pipeline(home, "build", "publish") == 0
    expected = marts_state(built.warehouse, manifest(built))
    assert len(expected) >= 8
    assert marts_state(home.warehouse, manifest(home)) == expected
    assert marts_state(home.serving, manifest(home)) == expected
    with open_serving_copy(home) as connection:
        assert connection.execute("select count(*) from marts.publication").fetchall() == [(1,)]
