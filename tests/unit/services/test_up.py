"""An `up` that goes wrong: says why with the log's end, and leaves nothing behind."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsledger.errors import TerminalError
from newsledger.services import register, up
from newsledger.services.addresses import PORT_VARIABLES, Ports, free_port
from newsledger.services.processes import Service, is_alive
from newsledger.services.register import Register
from newsledger.services.up import Start
from newsledger.settings import Home

SLEEP = ["-c", "import time; print('begun', flush=True); time.sleep(600)"]
Environment = dict[str, str]


def wait_for_its_word(service: Service, seconds: float = 60) -> None:
    """Until the child has written "begun": on a busy machine that takes longer than a moment."""
    end = time.monotonic() + seconds
    while "begun" not in Path(service.log).read_text():
        assert time.monotonic() < end, f"{service.name} has said nothing for {seconds:.0f} s"
        time.sleep(0.02)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for variable in PORT_VARIABLES.values():
        monkeypatch.setenv(variable, str(free_port()))
    monkeypatch.delenv("NEWSLEDGER_UP_SECONDS", raising=False)
    home = Home(tmp_path)
    home.airflow.mkdir()
    return home


@pytest.fixture
def begun(home: Home) -> Start:
    return Start(home, Ports(), "mark", "sqlite", time.monotonic() + 30)


def test_each_process_is_recorded_before_the_next_is_started(home: Home, begun: Start) -> None:
    begun.launch("a", SLEEP, {})
    first = register.read(home)
    begun.launch("b", SLEEP, {})
    second = register.read(home)
    up.stop_all(home, Register("mark", "", False, tuple(begun.services)))
    assert first is not None
    assert second is not None
    assert [service.name for service in first.services] == ["a"]
    assert [service.name for service in second.services] == ["a", "b"]
    assert not second.ready


def test_a_service_that_dies_is_named_with_its_status_and_its_log(begun: Start) -> None:
    begun.launch("scheduler", ["-c", "print('no such table'); raise SystemExit(3)"], {})
    with pytest.raises(TerminalError) as died:
        begun.wait("scheduler", lambda: False)
    assert "scheduler ended with status 3" in str(died.value)
    assert "no such table" in str(died.value)


def test_a_wait_ends_with_the_logs_when_the_time_is_over(home: Home, begun: Start) -> None:
    begun.launch("api-server", SLEEP, {})
    wait_for_its_word(begun.services[0])
    with pytest.raises(TerminalError, match=r"(?s)api-server is not ready.*begun.*NEWSLEDGER_UP_SECONDS"):
        begun.wait("api-server", lambda: False, seconds=1.5)
    up.stop_all(home, Register("mark", "", False, tuple(begun.services)))


def test_a_failed_up_ends_what_it_has_started(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[Service] = []

    def broken(start: Start, _: Environment) -> None:
        start.launch("demo", SLEEP, {})
        started.extend(start.services)
        raise TerminalError("the door is stuck", stage="up")

    monkeypatch.setattr(up, "_run", broken)
    assert up.up(home) == 1
    shown = capsys.readouterr()
    assert "Stopping what was started." in shown.out
    assert "the door is stuck" in shown.err
    assert not is_alive(started[0])
    assert register.read(home) is None


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit(143)])
def test_a_broken_off_up_ends_what_it_has_started(
    home: Home, monkeypatch: pytest.MonkeyPatch, interruption: BaseException
) -> None:
    started: list[Service] = []

    def interrupted(start: Start, _: Environment) -> None:
        start.launch("demo", SLEEP, {})
        started.extend(start.services)
        raise interruption

    monkeypatch.setattr(up, "_run", interrupted)
    with pytest.raises((KeyboardInterrupt, SystemExit)):
        up.up(home)
    assert not is_alive(started[0])
    assert register.read(home) is None


def working(name: str, started: list[Service]) -> Callable[[Start, Environment], None]:
    def run(start: Start, _: Environment) -> None:
        start.launch(name, SLEEP, {}, "http://127.0.0.1:9")
        wait_for_its_word(start.services[-1])
        started.extend(start.services)
        start.record(ready=True)

    return run


def test_up_is_repeatable_and_starts_anew_when_something_has_died(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[Service] = []
    monkeypatch.setattr(up, "_run", working("dashboard", started))
    assert up.up(home) == 0
    first = capsys.readouterr().out
    assert "admin / " in first
    assert "shown once" in first
    assert up.up(home) == 0
    assert len(started) == 1
    again = capsys.readouterr().out
    assert "already up" in again
    assert "admin / " not in again

    up.processes.stop(started, "")
    assert up.up(home) == 0
    assert len(started) == 2
    third = capsys.readouterr().out
    assert "dashboard has died since the last `up`" in third
    assert "begun" in third
    assert is_alive(started[1])
    assert up.stop_all(home, Register("", "", True, tuple(started))) == ["dashboard"]


def test_an_up_that_was_killed_is_cleared_away_by_the_next(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left: list[Service] = []
    start = Start(home, Ports(), "left", "sqlite", time.monotonic() + 30)
    start.launch("demo", SLEEP, {})
    left.extend(start.services)
    started: list[Service] = []
    monkeypatch.setattr(up, "_run", working("dashboard", started))
    assert up.up(home) == 0
    assert "The last `up` was broken off." in capsys.readouterr().out
    assert not is_alive(left[0])
    up.stop_all(home, Register("", "", True, tuple(started)))


def test_a_taken_port_stops_up_before_anything_starts(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(up, "_run", lambda *_: pytest.fail("started"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("NEWSLEDGER_DOCS_PORT", str(server.getsockname()[1]))
        assert up.up(home) == 1
    assert "NEWSLEDGER_DOCS_PORT" in capsys.readouterr().err
    assert not (home.airflow / "credentials.json").exists()


def test_a_bad_time_limit_is_named(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSLEDGER_UP_SECONDS", "soon")
    assert up.up(home) == 1
    assert "NEWSLEDGER_UP_SECONDS='soon'" in capsys.readouterr().err


@pytest.mark.slow
def test_metadata_that_cannot_be_reached_is_a_clear_failure(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSLEDGER_AIRFLOW_DB", f"postgresql://u:hidden@127.0.0.1:{free_port()}/x")
    assert up.up(home) == 1
    shown = capsys.readouterr()
    assert "`airflow db migrate` failed" in shown.err
    assert "refused" in shown.err
    assert "hidden" not in shown.out + shown.err
    assert register.read(home) is None
