"""Which services run, and how they are."""

from __future__ import annotations

from newsledger.services import health, processes, register
from newsledger.settings import Home


def status(home: Home) -> int:
    """Print one line a service; 0 only if all that was started lives and is healthy, 3 if nothing is up."""
    recorded = register.read(home)
    if recorded is None:
        print("newsledger is not up.")
        return 3
    is_well = recorded.ready
    components: dict[str, str] = {}
    for service in recorded.services:
        if service.name == "api-server":
            components = health.airflow_components(service.url)
    for service in recorded.services:
        if not processes.is_alive(service):
            state = f"dead; see {service.log}"
        elif service.name == "postgres":
            state = "running"
        elif service.name == "api-server":
            state = components.get("metadatabase", "no answer")
        elif service.url:
            state = "healthy" if 0 < health.ask(f"{service.url}/").status < 500 else "no answer"
        else:
            state = components.get(service.name.replace("-", "_"), "unknown")
        is_well = is_well and state in {"healthy", "running"}
        print(f"{service.name:<14} {state:<12} pid {service.pid:<8} {service.url}".rstrip())
    if not recorded.ready:
        print("`up` has not ended yet, or was broken off.")
    return 0 if is_well else 1
