"""The command line behind the Makefile: `python -m newsledger.cli COMMAND …`."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from newsledger import progress
from newsledger.analyst import commands as analyst
from newsledger.errors import NewsledgerError, TerminalError
from newsledger.settings import home
from newsledger.sources import commands as source_commands
from newsledger.stages import commands as upkeep_commands


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsledger", description="Business news in, facts out.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="scrape, parse, land, extract, model, publish")
    run.add_argument("--input", nargs="*", metavar="FILE", help="files instead of the demo site")
    run.add_argument("--sources", metavar="PATH", help="a source file or a directory of them")
    facts = commands.add_parser("facts", help="what the marts hold of a file of articles")
    facts.add_argument("source", type=Path, metavar="IN")
    facts.add_argument("target", type=Path, metavar="OUT")
    explain = commands.add_parser("explain", help="what a text says, with its evidence marked")
    explain.add_argument("text")
    explain.add_argument("--title", default="")
    explain.add_argument("--date", type=date.fromisoformat, default=None, help="publication date, YYYY-MM-DD")
    docs = commands.add_parser("docs", help="the dbt docs as one static file")
    docs.add_argument("target", type=Path, nargs="?", default=None)
    rates = commands.add_parser("rates", help="write the seed of yearly exchange rates from the ECB's file")
    rates.add_argument("source", type=Path, metavar="FILE")
    commands.add_parser("checksum", help="a checksum of each mart that a rebuild must give again")
    score = commands.add_parser("score", help="score the marts' predictions against annotated articles")
    score.add_argument("source", type=Path, metavar="GOLD")
    source_commands.add_commands(commands)
    upkeep_commands.add_commands(commands)
    analyst.add_commands(commands)
    return parser


def input_files(text: str) -> list[str]:
    """The files that `make run INPUT="…"` names: one path if there is such a file, else several, parted by
    spaces, quoted as in a shell where a name holds one. Raises TerminalError for an open quote."""
    if not text.strip():
        return []
    if Path(text).exists():
        return [text]
    try:
        return shlex.split(text)
    except ValueError as error:
        raise TerminalError(
            f"INPUT={text} cannot be split into files: {error}", stage="run", do="quote names with spaces"
        ) from error


def _explain(text: str, title: str, published: date | None) -> int:
    from newsledger.extract.explain import explain

    at = datetime.combine(published, time(12), ZoneInfo("UTC")) if published else None
    print(explain(title, text, at))
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status. What a user can mend is a clear line, no traceback."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault(progress.DESCRIPTOR, "1")
    try:
        if options.command == "run":
            from newsledger.run import run

            inputs = input_files(os.environ.get("INPUT", "")) if options.input is None else options.input
            return run(inputs, options.sources or os.environ.get("SOURCES"))
        if options.command == "facts":
            from newsledger.stages.facts import write_predictions

            write_predictions(options.source, options.target)
            return 0
        if options.command == "explain":
            return _explain(options.text, options.title, options.date)
        if options.command == "checksum":
            from newsledger.warehouse.checksums import compare_with_publication, table

            print(table(compare_with_publication(home())))
            return 0
        if options.command == "score":
            from newsledger.stages.scores import score_marts

            print(score_marts(home(), options.source))
            return 0
        if options.command == "rates":
            from newsledger.warehouse.exchange_rates import SEED, write_seed

            print(f"rates: {write_seed(options.source):,} rows: {SEED}")
            return 0
        if options.command.startswith("source-"):
            return source_commands.run_command(options)
        if options.command in upkeep_commands.COMMANDS:
            return upkeep_commands.run_command(options)
        if hasattr(options, "reader"):
            return analyst.run_command(options)
        from newsledger.warehouse.dbt_docs import write_docs

        print(write_docs(home(), options.target))
        return 0
    except NewsledgerError as error:
        print(f"newsledger: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"newsledger: {error}; check the path, its permissions and the disk", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("newsledger: stopped; run it again, nothing is lost", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
