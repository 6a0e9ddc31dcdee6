"""The stages of a run on the demo site, one after another, in a process that may be killed.

    NEWSLEDGER_HOME=… NEWSLEDGER_DEMO_URL=… python -m tests.integration.pipeline land build publish

The steps are the ones that the DAGs' tasks call; what is built here leaves dbt's tests out.
"""

import os
import sys
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsledger.settings import SOURCES_DIR, home
from newsledger.sources.load import load_sources
from newsledger.stages import extraction, ingest, marts, publication, reparse, revisits

QUICK = ("--exclude-resource-type", "test", "unit_test")


def land(run_key: str) -> None:
    for source in load_sources(SOURCES_DIR):
        if source.is_demo:
            revisits.read_known(home(), source, run_key)
            listings = ingest.read_listings(home(), source, run_key)
            for chunk in listings["chunks"]:
                ingest.read_pages(home(), source, run_key, chunk)
            ingest.load_batches(home(), source, run_key)
    extract(run_key)


def read_again(run_key: str) -> None:
    for chunk in reparse.plan_reparse(home(), run_key, reparse.wanted_of({}))["chunks"]:
        reparse.reparse_chunk(home(), run_key, chunk)
    reparse.load_reparse(home())


def extract(run_key: str) -> None:
    for chunk in extraction.plan_extraction(home(), run_key)["chunks"]:
        extraction.extract_chunk(home(), run_key, chunk)
    extraction.load_facts(home())


def build(run_key: str) -> None:
    marts.build_marts(home(), run_key, QUICK)


def publish(run_key: str) -> None:
    publication.publish_warehouse(home(), run_key)


STEPS = {"land": land, "reparse": read_again, "extract": extract, "build": build, "publish": publish}


def take(steps: Sequence[str]) -> None:
    for step in steps:
        STEPS[step](f"test-{uuid.uuid4().hex}")


def take_apart(steps: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    """The body of a process that was forked with everything imported, instead of a new interpreter: an
    environment of its own, and what it prints in a file."""
    os.environ.clear()
    os.environ.update(environment)
    with log.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    take(steps)


if __name__ == "__main__":
    take(sys.argv[1:])
