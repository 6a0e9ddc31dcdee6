"""Source files to `Source` records. Cheap to import: every generated DAG does."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class BrokenSource:
    """A source file that declares no source, and why. `dag_name` stands after `ingest_`."""

    file_name: str
    refusal: TerminalError

    @property
    def dag_name(self) -> str:
        return re.sub(r"[^a-z0-9_]+", "_", self.file_name.lower()).removesuffix("_yaml")


def load_each(folder: Path) -> tuple[list[Source], list[BrokenSource]]:
    """The sources of a directory, sorted by id, and its files that declare none: one file that is broken must
    not stop the others."""
    sources: dict[str, Source] = {}
    broken: list[BrokenSource] = []
    for path in sorted(each for each in folder.iterdir() if each.suffix in SUFFIXES and each.is_file()):
        try:
            source = load_source(path)
            if source.source_id in sources:
                raise _refuse(
                    f"{path.name}: another file declares {source.source_id}", do="Keep one of them."
                )
        except TerminalError as refusal:
            broken.append(BrokenSource(path.name, refusal))
        else:
            sources[source.source_id] = source
    return [sources[source_id] for source_id in sorted(sources)], broken


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


class _OneValueAKey(yaml.SafeLoader):
    """YAML in which a key that stands twice in a mapping is an error, not its last value."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"{', '.join(map(repr, twice))} stands twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


def _mapping(path: Path) -> dict[str, Any]:
    if path.suffix not in SUFFIXES:
        raise _refuse(f"{path.name} is no .yaml file", do="A source is one YAML file.")
    try:
        declared = yaml.load(path.read_text(encoding="utf-8"), Loader=_OneValueAKey)  # noqa: S506 - a safe one
    except OSError as error:
        raise _refuse(f"{path} cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refuse(f"{path.name} is no valid YAML: {error}") from error
    if not isinstance(declared, dict):
        raise _refuse(f"{path.name} must be a mapping of keys", do=f"Known keys: {', '.join(KNOWN_KEYS)}.")
    return {str(key): value for key, value in declared.items()}


def _refuse(what: str, do: str = "") -> TerminalError:
    return TerminalError(what, stage="load sources", do=do)
