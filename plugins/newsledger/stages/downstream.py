"""What follows when raw has changed outside of a crawl: facts, marts, publication, one after another."""

from __future__ import annotations

from newsledger.settings import Home
from newsledger.stages.extraction import extract_chunk, load_facts, plan_extraction
from newsledger.stages.marts import build_marts
from newsledger.stages.publication import publish_warehouse


def bring_up_to_date(home: Home, run_key: str) -> None:
    """Extract what is new, build the marts, publish them. Raises TerminalError if the build fails."""
    for chunk in plan_extraction(home, run_key)["chunks"]:
        extract_chunk(home, run_key, chunk)
    load_facts(home)
    build_marts(home, run_key)
    publish_warehouse(home, run_key)
