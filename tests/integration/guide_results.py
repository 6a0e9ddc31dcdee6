"""Runs the SQL of the analyst guide on a demo warehouse and writes the results into the guide.

    PYTHONPATH=plugins .venv/bin/python -m tests.integration.guide_results [--home HOME] [--check]

Without --home a demo warehouse is built in a temporary folder (a minute on two cores). A result stands
between `<!-- result rows=N -->` (5 rows unless it says otherwise) and `<!-- /result -->`; whatever lies
between them is written anew. --check writes nothing and fails if something would change.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.demo_site.server import serve_demo
from newsledger.settings import PROJECT_ROOT, Home
from newsledger.warehouse.serving import open_serving_copy

if TYPE_CHECKING:
    import duckdb

GUIDE = PROJECT_ROOT / "docs" / "analyst_guide.md"
COMMAND = "PYTHONPATH=plugins .venv/bin/python -m tests.integration.guide_results"
ROWS_SHOWN = 5
CELL_CHARACTERS = 120

_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```sql\n(?P<sql>.*?)^```$", re.MULTILINE | re.DOTALL)
_RESULT = re.compile(
    r"(?P<open><!-- result(?: rows=(?P<rows>\d+))? -->)\n(?P<old>.*?)(?P<close><!-- /result -->)",
    re.DOTALL,
)


@dataclass(frozen=True)
class SqlBlock:
    """A fenced block of SQL under its heading. `number` counts the blocks of the heading from 1."""

    heading: str
    number: int
    sql: str
    end: int


@dataclass(frozen=True)
class Result:
    columns: list[str]
    rows: list[tuple[Any, ...]]

    def as_dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def sql_blocks(markdown: str) -> list[SqlBlock]:
    headings = [(match.start(), match[1]) for match in _HEADING.finditer(_without_fences(markdown))]
    blocks: list[SqlBlock] = []
    for match in _BLOCK.finditer(markdown):
        heading = next((title for start, title in reversed(headings) if start < match.start()), "")
        number = 1 + sum(block.heading == heading for block in blocks)
        blocks.append(SqlBlock(heading, number, match["sql"], match.end()))
    return blocks


def _without_fences(markdown: str) -> str:
    """The same length, with fenced lines blanked: a comment in a script is no heading."""
    return re.sub(
        r"^```.*?^```$",
        lambda match: re.sub(r"[^\n]", " ", match[0]),
        markdown,
        flags=re.MULTILINE | re.DOTALL,
    )


def run_block(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Result]:
    """The result of each statement of a block."""
    results = []
    for statement in connection.extract_statements(sql):
        cursor = connection.execute(statement)
        results.append(Result([column[0] for column in cursor.description or []], cursor.fetchall()))
    return results


def cell(value: object) -> str:
    """A value as the guide shows it: thousands parted, text on one line and cut, null as a dot."""
    if value is None:
        return "·"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float | Decimal):
        return f"{Decimal(f'{value:.12g}'):,f}"
    if isinstance(value, list):
        text = ", ".join(cell(item) for item in value)
    elif isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False)
    else:
        text = str(value)
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1].rstrip() + "…"


def table(result: Result, rows_shown: int) -> str:
    """The first rows as a Markdown table, and how many more there are."""
    lines = [
        "| " + " | ".join(result.columns) + " |",
        "|" + "---|" * len(result.columns),
        *("| " + " | ".join(cell(value) for value in row) + " |" for row in result.rows[:rows_shown]),
    ]
    if len(result.rows) > rows_shown:
        lines += ["", f"*{rows_shown} of {len(result.rows)} rows.*"]
    return "\n".join(lines)


def with_results(markdown: str, connection: duckdb.DuckDBPyConnection) -> str:
    """The guide with each result written anew from the block of SQL before it."""
    blocks = sql_blocks(markdown)

    def renew(match: re.Match[str]) -> str:
        block = [block for block in blocks if block.end < match.start()][-1]
        shown = table(run_block(connection, block.sql)[-1], int(match["rows"] or ROWS_SHOWN))
        return f"{match['open']}\n\n{shown}\n\n{match['close']}"

    return _RESULT.sub(renew, markdown)


def blocks_with_result(markdown: str) -> Iterator[tuple[SqlBlock, bool]]:
    """Each block of SQL, and whether its result follows before the next block."""
    blocks = sql_blocks(markdown)
    starts = [match.start() for match in _RESULT.finditer(markdown)]
    ends = [block.end for block in blocks[1:]] + [len(markdown)]
    for block, end in zip(blocks, ends, strict=True):
        yield block, any(block.end < start < end for start in starts)


def build_demo(home: Home) -> None:
    """Scrape the demo site and publish its marts, without Airflow and dbt's tests."""
    with serve_demo() as url:
        subprocess.run(
            [sys.executable, "-m", "tests.integration.pipeline", "land", "build", "publish"],
            cwd=PROJECT_ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(PROJECT_ROOT / "plugins"),
                "NEWSLEDGER_HOME": str(home.path),
                "NEWSLEDGER_DEMO_URL": url,
            },
            check=True,
            stdout=subprocess.DEVNULL,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--home", type=Path, help="a home that holds the demo's publication")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if the guide is stale")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(arguments.home.resolve() if arguments.home else Path(scratch))
        if not arguments.home:
            build_demo(home)
        with open_serving_copy(home) as connection:
            before = GUIDE.read_text(encoding="utf-8")
            after = with_results(before, connection)
    if after == before:
        print(f"{GUIDE.name}: up to date")
        return 0
    if arguments.check:
        print(f"{GUIDE.name}: stale; run {COMMAND}")
        return 1
    GUIDE.write_text(after, encoding="utf-8")
    print(f"{GUIDE.name}: results written anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
