"""One question in SQL to the serving copy, its answer as text."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.warehouse.serving import open_serving_copy

ROWS_SHOWN = 200
CELL_WIDTH = 60

Rows = Sequence[tuple[Any, ...]]


def answer(home: Home, sql: str, form: str = "table") -> str:
    """The last statement's rows: a table for the eye (long cells and lists cut), or whole as CSV, JSON or
    Markdown. Tables may be named without `marts.`.

    Raises TerminalError if nothing is published, or with DuckDB's own words if it refuses the question.
    """
    import duckdb

    with open_serving_copy(home) as connection:
        connection.execute("use marts")
        connection.execute("set lock_configuration = true")
        try:
            cursor = connection.execute(sql)
            names = [str(column[0]) for column in cursor.description or ()]
            rows = cursor.fetchall()
        except duckdb.Error as error:
            raise TerminalError(
                str(error).strip(),
                stage="query",
                do='`make query Q="show tables"` lists the tables, `describe NAME` a table\'s columns; '
                "the copy is read-only",
            ) from error
    return _FORMS[form](names, rows)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}" if abs(value) < 1e18 else repr(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def width(text: str) -> int:
    """Columns of a terminal that a text takes: a Chinese character takes two, a combining mark none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _cut(text: str) -> str:
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if width(text) <= CELL_WIDTH:
        return text
    while width(text) > CELL_WIDTH - 1:
        text = text[:-1]
    return text + "…"


def _as_table(names: list[str], rows: Rows) -> str:
    shown = [["·" if value is None else _cut(_plain(value)) for value in row] for row in rows[:ROWS_SHOWN]]
    numeric = [
        all(isinstance(row[place], int | float | Decimal | None) for row in rows)
        and any(row[place] is not None for row in rows)
        for place in range(len(names))
    ]
    widths = [
        max(width(name), *(width(row[place]) for row in shown), 1) if shown else width(name)
        for place, name in enumerate(names)
    ]

    def line(cells: Sequence[str]) -> str:
        padded = []
        for place, text in enumerate(cells):
            blank = " " * (widths[place] - width(text))
            padded.append(blank + text if numeric[place] else text + blank)
        return "  ".join(padded).rstrip()

    lines = [line(names), "  ".join("─" * size for size in widths), *(line(row) for row in shown)]
    count = f"{len(rows):,} row" + ("s" if len(rows) != 1 else "")
    more = f", {ROWS_SHOWN} shown; FORMAT=csv has them all" if len(rows) > ROWS_SHOWN else ""
    return "\n".join([*lines, f"({count}{more})", ""])


def _as_csv(names: list[str], rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return text.getvalue()


def _as_json(names: list[str], rows: Rows) -> str:
    def known(value: object) -> object:
        return value.isoformat() if isinstance(value, date) else str(value)

    records = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(records, ensure_ascii=False, indent=1, default=known) + "\n"


def _as_markdown(names: list[str], rows: Rows) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join(
        [
            line(names),
            "|" + "---|" * len(names),
            *(line([_plain(value) for value in row]) for row in rows),
            "",
        ]
    )


_FORMS = {"table": _as_table, "csv": _as_csv, "json": _as_json, "markdown": _as_markdown}
