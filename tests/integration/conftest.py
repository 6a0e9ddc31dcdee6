"""Homes for the kill tests: landed without disturbance, and a way to kill a step on the way."""

import os
import signal
import subprocess
import sys

import pytest

from newsledger.demo_site.server import serve_demo
from newsledger.settings import Home
from tests.conftest import PROJECT_ROOT


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
