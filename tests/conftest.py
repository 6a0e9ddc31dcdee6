"""What all tests share: no telemetry, no home but their own, both cores, and no silent skip in CI."""

import fcntl
import os
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

PROJECT_ROOT = Path(__file__).resolve().parents[1]
SHARED = PROJECT_ROOT.parent / "shared"

# What the fixtures of these folders build is shared by all of their files.
TOGETHER = ("tests/dbt",)
LONGEST_FIRST = ("tests/e2e", "tests/integration", "tests/dbt", "tests/dags", "tests/unit")

for name in ("NEWSLEDGER_INPUT", "NEWSLEDGER_SOURCES", "NEWSLEDGER_FAILPOINT", "NEWSLEDGER_RUNNER"):
    os.environ.pop(name, None)
os.environ["DO_NOT_TRACK"] = "1"
os.environ["NEWSLEDGER_FETCH_BACKOFF_SECONDS"] = "0.05"
os.environ["PYTHONPATH"] = str(PROJECT_ROOT / "plugins")


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    """No test touches the project's data folder."""
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path / "home"))


def pytest_collection_modifyitems(items):
    """The longest files go first."""
    items.sort(
        key=lambda item: next(
            (place for place, start in enumerate(LONGEST_FIRST) if item.nodeid.startswith(start)),
            len(LONGEST_FIRST),
        )
    )


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A home with the demo site's publication, built once for all workers of a test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    from newsledger.settings import Home
    from tests.integration.guide_results import build_demo

    home = Home(shared / "demo_home")
    with (shared / "demo_home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.serving.exists():
            build_demo(home)
    return home


class ByWhatIsShared(LoadFileScheduling):
    """A file's tests on one core, because they share what its fixtures build; so do those of some folders."""

    def _split_scope(self, nodeid):
        return next(
            (folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid)
        )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByWhatIsShared(config, log)


def pytest_sessionfinish(session):
    """On the machine of CI everything is there that a test may need: a skip is a failure there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_worker = hasattr(session.config, "workerinput")
    if os.environ.get("CI") != "true" or is_worker or reporter is None:
        return
    skipped = [report for report in reporter.stats.get("skipped", []) if not lacks_shared(report)]
    if skipped:
        reporter.write_line(f"CI allows no skip; {len(skipped)} skipped: see the short summary", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def lacks_shared(report):
    """Whether a test was skipped only because the shared texts are not beside this clone; each such test
    has a sibling on the project's own data."""
    return not SHARED.is_dir() and "on this machine" in str(report.longrepr)
