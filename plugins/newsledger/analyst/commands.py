"""`newsledger query | shell | why | export`: the command line's part for readers."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsledger.settings import home

FORMATS = ("table", "csv", "json", "markdown")


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Declare the commands; each names the function that runs it as `reader`."""
    query = commands.add_parser("query", help="ask the serving copy one question in SQL")
    query.add_argument("sql")
    query.add_argument("--format", choices=FORMATS, default="table")
    query.set_defaults(reader=_query)
    shell = commands.add_parser("shell", help="the DuckDB shell over the serving copy, read-only")
    shell.set_defaults(reader=_shell)
    why = commands.add_parser("why", help="where a number comes from")
    why.add_argument("observation_id")
    why.set_defaults(reader=_why)
    export = commands.add_parser("export", help="every mart as Parquet and CSV, and GDELT's GKG")
    export.add_argument("target", type=Path)
    export.set_defaults(reader=_export)


def run_command(options: argparse.Namespace) -> int:
    """Run the command that `add_commands` declared; returns its exit status."""
    reader: Callable[[argparse.Namespace], int] = options.reader
    return reader(options)


def _query(options: argparse.Namespace) -> int:
    from newsledger.analyst.query import answer

    print(answer(home(), options.sql, options.format), end="")
    return 0


def _shell(_options: argparse.Namespace) -> int:
    from newsledger.analyst.shell import open_shell

    return open_shell(home())


def _why(options: argparse.Namespace) -> int:
    from newsledger.analyst.why import explanation

    print(explanation(home(), options.observation_id), end="")
    return 0


def _export(options: argparse.Namespace) -> int:
    from newsledger.analyst.export import export

    for line in export(home(), options.target):
        print(line)
    return 0
