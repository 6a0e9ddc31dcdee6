"""Which DAG files a running Airflow has read, asked over its REST API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsledger.services import health


def _entries(base_url: str, token: str, path: str, key: str) -> list[dict[str, Any]]:
    document = health.ask(f"{base_url}/api/v2/{path}?limit=100", token=token).document()
    found = document.get(key) if isinstance(document, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def import_errors(base_url: str, token: str) -> dict[str, str]:
    """File name to the last line of its error, for DAG files that cannot be imported."""
    return {
        Path(str(entry.get("filename"))).name: "".join(
            str(entry.get("stack_trace") or "").strip().splitlines()[-1:]
        )
        for entry in _entries(base_url, token, "importErrors", "import_errors")
    }


def unread(base_url: str, token: str, folder: Path) -> list[str]:
    """DAG files of `folder` that have neither given a DAG nor an error yet."""
    read = {
        Path(str(entry.get("relative_fileloc") or entry.get("fileloc"))).name
        for entry in _entries(base_url, token, "dags", "dags")
    }
    read |= import_errors(base_url, token).keys()
    return sorted(path.name for path in folder.glob("*.py") if path.name not in read)
