"""`make down`: end what `up` started, and only that."""

from __future__ import annotations

from newsledger.services import metadata_database, processes, register
from newsledger.services.register import Register
from newsledger.settings import Home

WAIT_SECONDS = 120.0  # an `up` under way is waited for


def stop_all(home: Home, recorded: Register) -> list[str]:
    """End everything recorded, the metadata server last; the names of what had been running."""
    others = [service for service in recorded.services if service.name != metadata_database.SERVICE]
    stopped = processes.stop(others, recorded.mark)
    for service in recorded.services:
        if service.name == metadata_database.SERVICE and metadata_database.stop_cluster(service):
            stopped.append(service.name)
    register.forget(home)
    return stopped


def down(home: Home) -> int:
    """End the services of this home and wait until they are gone; 0 also if there was none."""
    if not register.register_path(home).exists():
        print("newsledger is not up; nothing to stop.")
        return 0
    with register.only_one(home, "down", WAIT_SECONDS):
        recorded = register.read(home)
        if recorded is None:
            print("newsledger is not up; nothing to stop.")
            return 0
        print("Stopping newsledger …", flush=True)
        stopped = stop_all(home, recorded)
    print(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing of it was running any more.")
    return 0
