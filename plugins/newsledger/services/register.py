"""The record of what `up` started: NEWSLEDGER_HOME/airflow/services.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.services.credentials import write_private
from newsledger.services.processes import Service
from newsledger.settings import Home
from newsledger.warehouse.locks import hold


@dataclass(frozen=True)
class Register:
    """What one `up` started. `ready` is set when all of it was healthy."""

    mark: str
    metadata: str
    ready: bool
    services: tuple[Service, ...]


def register_path(home: Home) -> Path:
    """Where the record lies."""
    return home.airflow / "services.json"


def read(home: Home) -> Register | None:
    """The record, or None if nothing was started (or all of it was ended by `down`)."""
    path = register_path(home)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        services = tuple(Service(**service) for service in record["services"])
        return Register(record["mark"], record["metadata"], record["ready"], services)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise TerminalError(
            f"{path} is damaged: {error!r}",
            stage="services",
            do="End the processes by hand (`ps -ef | grep airflow`), then remove the file",
        ) from error


def write(home: Home, register: Register) -> None:
    """Replace the record atomically."""
    record = {**asdict(register), "services": [asdict(service) for service in register.services]}
    write_private(register_path(home), json.dumps(record, indent=2) + "\n")


def forget(home: Home) -> None:
    """Remove the record."""
    register_path(home).unlink(missing_ok=True)


@contextmanager
def only_one(home: Home, what: str, wait_seconds: float) -> Iterator[None]:
    """Keep two of `up` and `down` from working on one home at the same time."""
    with hold(home.airflow / "services.lock", what, wait_seconds):
        yield
