"""Publishing the marts for everybody who reads."""

from __future__ import annotations

from typing import Any

from newsledger.progress import say
from newsledger.settings import Home
from newsledger.warehouse.publishing import publish


def publish_warehouse(home: Home, run_key: str) -> dict[str, Any]:
    """Publish the last build. Raises TerminalError if it failed: the old copy stays."""
    publication = publish(home, run_key)
    if publication.is_new:
        say(f"publish_warehouse: published {publication.path.name}")
    else:
        say(f"publish_warehouse: {publication.path.name} is current")
    return {
        "publication_id": publication.publication_id,
        "path": str(publication.path),
        "is_new": publication.is_new,
    }
