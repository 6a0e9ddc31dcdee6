"""Homes for the kill tests: landed without disturbance, a way to kill a step on the way, and the published demo."""

import fcntl
import os
import signal
import subprocess
import sys

import pytest

from newsledger.demo_site.server import serve_demo
from newsledger.settings import Home
from tests.conftest import PROJECT_ROOT
from tests.integration.guide_results import build_demo


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A home with the demo site's publication, built once for all workers of a test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home = Home(shared / "demo_home")
    with (shared / "demo_home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.serving.exists():
            build_demo(home)
    return home
