"""An `up` under way: what it has started so far, and waiting for it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from newsledger.errors import TerminalError
from newsledger.services import processes, register
from newsledger.services.addresses import Ports
from newsledger.services.processes import Service
from newsledger.services.register import Register
from newsledger.settings import PROJECT_ROOT, Home

LIMIT_SECONDS = 420.0
POLL_SECONDS = 1.0
ONE_SHOT = frozenset({"migrate", "make-docs"})  # these end by themselves


def say(line: str) -> None:
    """Show a line of progress at once."""
    print(line, flush=True)


@dataclass
class Start:
    """An `up` under way: what it has started so far, recorded after each process."""

    home: Home
    ports: Ports
    mark: str
    metadata: str
    deadline: float
    services: list[Service] = field(default_factory=list)
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def record(self, *, ready: bool = False) -> None:
        """Write down what runs, so that `down` finds it even if this process is killed."""
        register.write(self.home, Register(self.mark, self.metadata, ready, tuple(self.services)))

    def launch(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], url: str = ""
    ) -> None:
        """Start one Python module of this environment."""
        log = self.home.airflow / "logs" / "services" / f"{name}.log"
        service, child = processes.start(
            name, [sys.executable, *command], environment, log, url=url, directory=PROJECT_ROOT
        )
        self.services.append(service)
        self.children[name] = child
        self.record()

    def refuse_dead(self) -> None:
        """Raise TerminalError, with the end of its log, if a service is no more."""
        for service in self.services:
            if service.name in ONE_SHOT:
                continue
            child = self.children.get(service.name)
            ended = child.poll() is not None if child else not processes.is_alive(service)
            if ended:
                code = f" with status {child.returncode}" if child else ""
                raise TerminalError(
                    f"{service.name} ended{code}; {service.log} ends:\n{processes.tail(service.log)}\n",
                    stage="up",
                )

    def wait(self, what: str, is_there: Callable[[], bool], seconds: float = LIMIT_SECONDS) -> None:
        """Wait until `is_there`, looking after the services meanwhile; a line when it is, or each 20 s."""
        began = told = time.monotonic()
        deadline = min(self.deadline, began + seconds)
        while True:
            self.refuse_dead()
            if is_there():
                say(f"  {what}: ready after {time.monotonic() - began:.0f} s")
                return
            now = time.monotonic()
            if now > deadline:
                logs = "\n".join(
                    f"--- {service.log}\n{processes.tail(service.log, 8)}" for service in self.services
                )
                raise TerminalError(
                    f"{what} is not ready and the time is over; the logs end:\n{logs}\n",
                    stage="up",
                    do="Set NEWSLEDGER_UP_SECONDS higher if the machine is just slow",
                )
            if now - told >= 20:
                told = now
                say(f"  {what}: still starting ({now - began:.0f} s)")
            time.sleep(POLL_SECONDS)
