"""Source files to `Source` records. Cheap to import: every generated DAG does."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from newsledger.errors import TerminalError
from newsledger.settings import SOURCES_DIR
from newsledger.sources.schema import KNOWN_KEYS, Source

SUFFIXES = (".yaml", ".yml")


def load_source(path: Path | str) -> Source:
    """The source that a file declares. Raises TerminalError saying the file, the key and what is known."""
    path = Path(path)
    declared = _mapping(path)
    unknown = [key for key in declared if key not in KNOWN_KEYS]
    if unknown:
        raise _refuse(
            f"{path.name}: unknown key {', '.join(map(repr, unknown))}",
            do=f"Known keys: {', '.join(KNOWN_KEYS)}.",
        )
    source_id = declared.setdefault("source_id", path.stem)
    if source_id != path.stem:
        raise _refuse(
            f"{path.name}: source_id is {source_id!r}, the file's name says {path.stem!r}",
            do="Make them equal, or leave source_id out.",
        )
    try:
        return Source.model_validate(declared)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}" for each in error.errors()
        )
        raise _refuse(f"{path.name}: {problems}", do="docs/adding_a_source.md explains each key.") from error


def load_sources(path: Path | str = SOURCES_DIR) -> list[Source]:
    """The sources of a file, or of all YAML files of a directory, sorted by id (disabled ones too)."""
    path = Path(path)
    if path.is_file():
        return [load_source(path)]
    if not path.is_dir():
        raise _refuse(f"no source file and no directory at {path}", do="Give an existing path.")
    files = [each for each in path.iterdir() if each.suffix in SUFFIXES and each.is_file()]
    if not files:
        raise _refuse(f"no .yaml file in {path}", do="A source is one YAML file.")
    sources = sorted((load_source(each) for each in files), key=lambda source: source.source_id)
    for first, second in pairwise(sources):
        if first.source_id == second.source_id:
            raise _refuse(f"two files declare {first.source_id}", do="Keep one of them.")
    return sources


def _mapping(path: Path) -> dict[str, Any]:
    if path.suffix not in SUFFIXES:
        raise _refuse(f"{path.name} is no .yaml file", do="A source is one YAML file.")
    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _refuse(f"{path} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refuse(f"{path.name} is no valid YAML: {error}") from error
    if not isinstance(declared, dict):
        raise _refuse(f"{path.name} must be a mapping of keys", do=f"Known keys: {', '.join(KNOWN_KEYS)}.")
    return {str(key): value for key, value in declared.items()}


def _refuse(what: str, do: str = "") -> TerminalError:
    return TerminalError(what, stage="load sources", do=do)
