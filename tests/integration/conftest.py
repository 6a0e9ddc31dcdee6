"""Homes for the kill tests: landed without disturbance, and a way to kill a step on the way."""

import multiprocessing
import os
import signal

import pytest

from newsledger.demo_site.server import serve_demo
from newsledger.settings import Home
from tests.integration import pipeline as pipeline_steps


@pytest.fixture(scope="session")
def forked():
    """Processes that start with the stages imported: an interpreter of its own would take two seconds each."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([pipeline_steps.__name__])
    return context


@pytest.fixture(scope="module")
def pipeline(forked, tmp_path_factory):
    """Runs steps on a home, perhaps until a failpoint; returns the exit status."""
    log = tmp_path_factory.mktemp("pipeline") / "output.txt"
    with serve_demo() as url:

        def run(home: Home, *steps: str, failpoint: str = "") -> int:
            environment = {
                **os.environ,
                "NEWSLEDGER_HOME": str(home.path),
                "NEWSLEDGER_DEMO_URL": url,
                "NEWSLEDGER_FAILPOINT": failpoint,
            }
            process = forked.Process(target=pipeline_steps.take_apart, args=(steps, environment, log))
            process.start()
            process.join()
            if process.exitcode not in (0, -signal.SIGKILL):
                print(log.read_text())
            return process.exitcode

        yield run


@pytest.fixture(scope="module")
def landed(pipeline, tmp_path_factory):
    """A home that was landed and extracted without disturbance."""
    home = Home(tmp_path_factory.mktemp("landed"))
    assert pipeline(home, "land") == 0
    return home
