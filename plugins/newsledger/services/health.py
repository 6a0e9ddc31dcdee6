"""Ask services how they are. `python -m newsledger.services.health URL [COMPONENT …]` for health checks."""

from __future__ import annotations

import http.client
import json
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

COMPONENTS = ("metadatabase", "scheduler", "dag_processor", "triggerer")


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; status 0 if there was none, the body then says why."""

    status: int
    body: str

    def document(self) -> Any:
        """The body as JSON, None if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def ask(
    url: str, *, document: object = None, token: str | None = None, method: str = "", timeout: float = 10.0
) -> Answer:
    """Send one request, past any proxy of the environment; never raises on what the other side does."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(f"no http URL: {url}")
    headers = {"Accept": "application/json"}
    body = None
    if document is not None:
        body = json.dumps(document).encode()
        headers["Content-Type"] = "application/json"
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=timeout)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method or ("GET" if body is None else "POST"), target, body, headers)
        response = connection.getresponse()
        return Answer(response.status, response.read().decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, str(error) or type(error).__name__)
    finally:
        connection.close()


def airflow_components(base_url: str) -> dict[str, str]:
    """What Airflow says of its components: name to healthy, unhealthy or unknown; empty if it is silent."""
    answer = ask(f"{base_url}/api/v2/monitor/health")
    report = answer.document() if answer.status == 200 else None
    if not isinstance(report, dict):
        return {}
    return {name: str((report.get(name) or {}).get("status") or "unknown") for name in COMPONENTS}


def log_in(base_url: str, user: str, password: str) -> str | None:
    """A token of the REST API, or None if the login fails."""
    answer = ask(f"{base_url}/auth/token", document={"username": user, "password": password})
    record = answer.document() if answer.status in {200, 201} else None
    return record.get("access_token") if isinstance(record, dict) else None


def main(arguments: list[str]) -> int:
    """Exit 0 if the URL answers 200 or, with components, if Airflow there calls each of them healthy."""
    if not arguments:
        print("usage: python -m newsledger.services.health URL [COMPONENT …]", file=sys.stderr)
        return 2
    url, *wanted = arguments
    unknown = sorted(set(wanted) - set(COMPONENTS))
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(COMPONENTS)}", file=sys.stderr)
        return 2
    if not wanted:
        answer = ask(url, timeout=5)
        print(answer.status or answer.body)
        return 0 if answer.status == 200 else 1
    found = airflow_components(url.rstrip("/"))
    for name in wanted:
        print(name, found.get(name, "no answer"))
    return 0 if all(found.get(name) == "healthy" for name in wanted) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
