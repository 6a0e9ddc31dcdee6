"""Start background processes, know them again, end them and all that they started.

A pid alone is no identity: numbers are reused. A process is known by its pid and its start time. Each
service leads a session of its own, so its children are found even after it died and they were adopted;
children that made a session of their own are found by the mark in their environment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from newsledger.errors import TerminalError

MARK = "NEWSLEDGER_SERVICES_MARK"
TERM_SECONDS = 25.0
KILL_SECONDS = 10.0


@dataclass(frozen=True)
class Service:
    """One background process: the leader of a session."""

    name: str
    pid: int
    started: str
    log: str
    url: str = ""


def start_time(pid: int) -> str | None:
    """What tells this process from a later one of the same number; None if there is none (or a zombie)."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists():  # ticks since boot never change; seconds since 1970 do when the clock is set
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
            return f"{boot}/{stat.read_text().rpartition(')')[2].split()[19]}"
        return f"{process.create_time():.2f}"
    except (psutil.Error, OSError):
        return None


def is_alive(service: Service) -> bool:
    """Whether the very process that was started still runs."""
    return start_time(service.pid) == service.started


def start(
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    *,
    url: str = "",
    user: int | None = None,
    group: int | None = None,
    directory: Path | None = None,
) -> tuple[Service, subprocess.Popen[bytes]]:
    """Start `command` in the background as the leader of a new session; its output goes to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))  # what the last start said may tell why it ended
    with log.open("ab") as output:  # appending, so that a log may be cut while it is written
        process = subprocess.Popen(
            list(command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
            cwd=directory,
        )
    return Service(name, process.pid, start_time(process.pid) or "", str(log), url), process


def tail(log: str | Path, lines: int = 25) -> str:
    """The last lines of a log file."""
    try:
        text = Path(log).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _bears(process: psutil.Process, mark: str) -> bool:
    try:
        return bool(process.environ().get(MARK) == mark)
    except (psutil.Error, OSError):
        return False


def members(services: Iterable[Service], mark: str) -> list[psutil.Process]:
    """Every live process of these services: leaders, their sessions, their descendants, marked ones.

    A session whose leader is gone counts only where its members bear the mark, because its number may
    belong to somebody else by now. With an empty mark only leaders and their descendants count.
    """
    leaders = {service.pid: is_alive(service) for service in services}
    found: dict[int, psutil.Process] = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            session = os.getsid(process.pid)
            if leaders.get(session) or (mark and _bears(process, mark)):
                found[process.pid] = process
    for process in list(found.values()):
        with contextlib.suppress(psutil.Error):
            for child in process.children(recursive=True):
                found.setdefault(child.pid, child)
    return [process for pid, process in found.items() if pid != os.getpid()]


def _running(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    running = []
    for process in processes:
        with contextlib.suppress(psutil.Error):
            # is_running compares start times; a zombie is dead, whoever has to bury it
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                running.append(process)
    return running


def _signal(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.send_signal(number)


def _wait_gone(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    deadline = time.monotonic() + seconds
    rest = _running(processes)
    while rest and time.monotonic() < deadline:
        time.sleep(0.1)
        rest = _running(rest)
    return rest


def stop(services: Sequence[Service], mark: str, *, term_seconds: float = TERM_SECONDS) -> list[str]:
    """End the services and all that they started; returns the names of those that had been alive.

    SIGTERM to every member, SIGKILL to what is left after `term_seconds`, looking again each time for
    children that appeared meanwhile. Raises TerminalError if something outlives even that.
    """
    alive = [service.name for service in services if is_alive(service)]
    for number, seconds in ((signal.SIGTERM, term_seconds), (signal.SIGKILL, KILL_SECONDS)):
        deadline = time.monotonic() + seconds
        rest = members(services, mark)
        while rest and time.monotonic() < deadline:
            _signal(rest, number)
            _wait_gone(rest, min(term_seconds, deadline - time.monotonic()))
            rest = members(services, mark)
        if not rest:
            return alive
    raise TerminalError(
        f"still running after SIGKILL: {', '.join(str(process.pid) for process in rest)}",
        stage="down",
        do="They hang in the kernel; look at the disk",
    )


def stop_leader(service: Service, number: signal.Signals, seconds: float) -> bool:
    """Signal only the leader, which ends its children itself, and wait; whether it is gone."""
    if is_alive(service):
        with contextlib.suppress(ProcessLookupError):
            os.kill(service.pid, number)
    deadline = time.monotonic() + seconds
    while is_alive(service) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not is_alive(service)
