"""What is recorded of an `up`, and what `down` and `status` make of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from newsledger.errors import TerminalError, TransientError
from newsledger.services import register
from newsledger.services.down import down
from newsledger.services.processes import MARK, Service, is_alive, start
from newsledger.services.register import Register
from newsledger.services.status import status
from newsledger.settings import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.airflow.mkdir()
    return home


def test_what_is_written_is_read(home: Home) -> None:
    recorded = Register("m", "sqlite", True, (Service("a", 1, "t", "a.log", "http://127.0.0.1:1"),))
    register.write(home, recorded)
    assert register.read(home) == recorded
    register.forget(home)
    register.forget(home)
    assert register.read(home) is None


@pytest.mark.parametrize("text", ["", "{}", '{"services": [{"name": "a"}]}', "[]"])
def test_a_damaged_record_is_named_with_what_to_do(home: Home, text: str) -> None:
    register.register_path(home).write_text(text)
    with pytest.raises(TerminalError, match=r"services\.json is damaged"):
        register.read(home)


def test_two_commands_do_not_work_on_one_home_at_once(home: Home) -> None:
    with (
        register.only_one(home, "up", 0),
        pytest.raises(TransientError, match="up"),
        register.only_one(home, "down", 0),
    ):
        pass
    with register.only_one(home, "down", 0):
        pass


def test_down_without_up_is_no_failure(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert down(home) == 0
    assert status(home) == 3
    assert "not up" in capsys.readouterr().out


def test_down_ends_what_is_recorded_and_status_sees_what_died(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    service, _ = start("triggerer", command, {**os.environ, MARK: "m1"}, home.airflow / "x.log")
    dead = Service("demo", 2**22 - 1, "earlier", "demo.log", "http://127.0.0.1:9")
    register.write(home, Register("m1", "sqlite", True, (service, dead)))
    assert status(home) == 1
    shown = capsys.readouterr().out
    assert "demo           dead; see demo.log" in shown
    assert down(home) == 0
    assert "Stopped: triggerer." in capsys.readouterr().out
    assert not is_alive(service)
    assert register.read(home) is None
