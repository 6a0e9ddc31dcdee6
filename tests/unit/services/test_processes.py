"""Background processes: known again by pid and start time, ended with all that they started."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from newsledger.services import processes
from newsledger.services.processes import MARK, Service, is_alive, members, start, stop, stop_leader, tail

SLEEP = "import time; time.sleep(600)"
# A leader whose child ignores SIGTERM, whose grandchild has a session of its own.
FAMILY = f"""
import signal, subprocess, sys, time
child = "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\\n" \\
    "subprocess.Popen([sys.executable, '-c', {SLEEP!r}], start_new_session=True)\\n" \\
    "print('ready', flush=True); time.sleep(600)"
subprocess.Popen([sys.executable, "-c", child])
time.sleep(600)
"""

Launch = Callable[..., tuple[Service, subprocess.Popen[bytes]]]


@pytest.fixture
def mark() -> str:
    return secrets.token_hex(8)


@pytest.fixture
def launch(tmp_path: Path, mark: str) -> Iterator[Launch]:
    started: list[Service] = []

    def one(code: str, name: str = "service") -> tuple[Service, subprocess.Popen[bytes]]:
        command = [sys.executable, "-c", code]
        service, child = start(name, command, {**os.environ, MARK: mark}, tmp_path / f"{name}.log")
        started.append(service)
        return service, child

    yield one
    stop(started, mark, term_seconds=0.1)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def gone(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_a_service_leads_a_session_and_writes_its_log(launch: Launch) -> None:
    service, child = launch("print('hello'); import sys; print('there', file=sys.stderr)")
    child.wait()
    assert sorted(tail(service.log).splitlines()) == ["hello", "there"]
    other, _ = launch(SLEEP, "other")
    assert os.getsid(other.pid) == other.pid
    assert os.getpgid(other.pid) == other.pid


def test_the_log_of_the_last_start_is_kept(launch: Launch) -> None:
    for word in ("first", "second", "third"):
        service, child = launch(f"print('{word}')")
        child.wait()
    assert tail(service.log) == "third"
    assert tail(f"{service.log}.1") == "second"


def test_a_pid_alone_is_no_identity(launch: Launch) -> None:
    service, _ = launch(SLEEP)
    assert is_alive(service)
    earlier = replace(service, started="earlier")
    assert not is_alive(earlier)
    assert stop([earlier], "") == []
    assert stop_leader(earlier, signal.SIGTERM, 0)
    assert is_alive(service)


def test_a_dead_service_is_not_alive_even_before_it_is_buried(launch: Launch) -> None:
    service, _ = launch("pass")
    wait_for(lambda: not is_alive(service))


def test_stop_ends_children_that_refuse_and_that_moved_away(launch: Launch, mark: str) -> None:
    service, _ = launch(FAMILY)
    wait_for(lambda: "ready" in tail(service.log))
    family = {process.pid for process in members([service], mark)}
    assert len(family) == 3
    assert len({os.getsid(pid) for pid in family}) == 2
    assert stop([service], mark, term_seconds=1.0) == ["service"]
    assert all(gone(pid) for pid in family)
    assert stop([service], mark) == []


def test_orphans_of_a_killed_service_are_found(launch: Launch, mark: str) -> None:
    service, child = launch(FAMILY)
    wait_for(lambda: "ready" in tail(service.log))
    family = {process.pid for process in members([service], mark)} - {service.pid}
    child.kill()
    child.wait()
    assert not is_alive(service)
    assert stop([service], mark, term_seconds=0.5) == []
    assert len(family) == 2
    assert all(gone(pid) for pid in family)


def test_strangers_are_left_alone(launch: Launch, mark: str) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True)
    try:
        service, _ = launch(SLEEP)
        # the recorded leader is long dead and its number belongs to somebody else's session now
        recycled = Service("old", stranger.pid, "earlier", "")
        stop([service, recycled], mark)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_stop_never_ends_the_one_who_calls(
    launch: Launch, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, _ = launch(SLEEP)
    monkeypatch.setattr(processes, "_bears", lambda process, _: process.pid in {os.getpid(), service.pid})
    assert {process.pid for process in members([service], mark)} == {service.pid}


def test_the_tail_of_a_log_is_its_last_lines(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_bytes(b"\xff\n" + b"\n".join(str(n).encode() for n in range(100)))
    assert tail(log, 3) == "97\n98\n99"
    assert tail(tmp_path / "absent") == ""
