"""Which ports the services listen on, and whether they are free. Everything binds loopback only."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields

from newsledger.errors import TerminalError

LOOPBACK = "127.0.0.1"
PORT_VARIABLES = {
    "ui": "NEWSLEDGER_UI_PORT",
    "dashboard": "NEWSLEDGER_DASHBOARD_PORT",
    "docs": "NEWSLEDGER_DOCS_PORT",
    "demo": "NEWSLEDGER_DEMO_PORT",
}


@dataclass(frozen=True)
class Ports:
    """One loopback port a service."""

    ui: int = 8080
    dashboard: int = 8501
    docs: int = 8502
    demo: int = 8765

    def url(self, service: str) -> str:
        """The root of `service` (ui, dashboard, docs, demo), without a slash at its end."""
        return f"http://{LOOPBACK}:{getattr(self, service)}"


def ports_from(environment: Mapping[str, str]) -> Ports:
    """The ports that the environment names. Raises TerminalError on a bad or doubled number."""
    chosen: dict[str, int] = {}
    for field in fields(Ports):
        variable = PORT_VARIABLES[field.name]
        text = environment.get(variable) or str(field.default)
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
            raise TerminalError(
                f"{variable}={text!r} is no port", stage="up", do="Give a number from 1 to 65535"
            )
        chosen[field.name] = int(text)
    for name, port in chosen.items():
        twins = [PORT_VARIABLES[other] for other, number in chosen.items() if number == port]
        if len(twins) > 1:
            raise TerminalError(f"{' and '.join(twins)} are both {port} ({name})", stage="up")
    return Ports(**chosen)


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def refuse_taken(ports: Ports) -> None:
    """Raise TerminalError, naming every port that another process holds and the variable that moves it."""
    taken = [
        f"{getattr(ports, field.name)} ({PORT_VARIABLES[field.name]})"
        for field in fields(Ports)
        if not is_free(getattr(ports, field.name))
    ]
    if taken:
        raise TerminalError(
            f"in use by another process: port {', port '.join(taken)}",
            stage="up",
            do="Nothing was started. Stop that process, or set the variable to a free port",
        )


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
