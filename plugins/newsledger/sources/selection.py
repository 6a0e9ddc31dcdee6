"""Which sources are at work: the files of a run, the declarations it names, or all that are enabled."""

from __future__ import annotations

import json
import os
from pathlib import Path

from newsledger.settings import SOURCES_DIR
from newsledger.sources.load import BrokenSource, load_each, load_sources
from newsledger.sources.schema import Source

INPUT_SOURCE_ID = "input_files"
DEMO = "demo"


def input_source(paths: list[str]) -> Source:
    """Files of this machine as a source of their own. Their times are UTC unless they say otherwise."""
    return Source(
        source_id=INPUT_SOURCE_ID,
        kind="files",
        name="Input files",
        name_zh="输入文件",
        urls=paths,
        language="mixed",
        time_zone="UTC",
        enabled=True,
        max_failure_share=1.0,
    )


def active_sources() -> list[Source]:
    """By the environment: NEWSLEDGER_INPUT (a JSON list of paths), else NEWSLEDGER_SOURCES (a source file,
    a directory of them, or `demo`), else the project's own. Of a directory those that are enabled; a file
    that is named counts as enabled."""
    paths = os.environ.get("NEWSLEDGER_INPUT")
    if paths:
        return [input_source(json.loads(paths))]
    chosen = os.environ.get("NEWSLEDGER_SOURCES")
    if chosen and Path(chosen).is_file():
        return load_sources(Path(chosen))
    declared = load_sources(Path(chosen) if chosen and chosen != DEMO else SOURCES_DIR)
    return [source for source in declared if source.enabled and (chosen != DEMO or source.is_demo)]


def sources_at_work() -> tuple[list[Source], list[BrokenSource]]:
    """As `active_sources`, and apart from them the files of the directory that declare no source: each is its
    own failure, and the others go on."""
    folder = _declared_at()
    if os.environ.get("NEWSLEDGER_INPUT") or not folder.is_dir():
        return active_sources(), []
    sources, broken = load_each(folder)
    is_demo = os.environ.get("NEWSLEDGER_SOURCES") == DEMO
    at_work = [source for source in sources if source.enabled and (source.is_demo or not is_demo)]
    return at_work, [] if is_demo else broken


def declared_sources() -> dict[str, Source]:
    """Every declaration at hand by its id, enabled or not: those that the environment names, or the project's
    own. A broken file declares none."""
    folder = _declared_at()
    sources = load_each(folder)[0] if folder.is_dir() else load_sources(folder)
    return {source.source_id: source for source in sources}


def _declared_at() -> Path:
    chosen = os.environ.get("NEWSLEDGER_SOURCES")
    return Path(chosen) if chosen and chosen != DEMO else SOURCES_DIR
