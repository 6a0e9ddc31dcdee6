"""What all tests share: no telemetry, no home but their own, both cores, and no silent skip in CI."""

import os
from pathlib import Path

import pytest

PROJECT_ROOT = Path(__file__).resolve().parents[1]
SHARED = PROJECT_ROOT.parent / "shared"

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
    """The longest files go first; `--dist loadfile` keeps a file's tests on one core, because they share
    what its fixtures build."""
    items.sort(
        key=lambda item: next(
            (place for place, start in enumerate(LONGEST_FIRST) if item.nodeid.startswith(start)),
            len(LONGEST_FIRST),
        )
    )


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
