"""A home's own corrections of facts: `fact_corrections.csv` in its folder, beside those of the seed.

The columns are the seed's; those that a file does not need may be left out. What a correction does is
decided in dbt (macros/corrections.sql); here it is only checked, so that a slip of the pen is named with
its line before anything is built.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.settings import SEEDS_DIR, Home

NAME = "fact_corrections"
REQUIRED = ("correction_id", "reason", "author", "corrected_on")
FIELDS = (
    "metric_id", "subject_id", "value_low", "value_high", "unit", "is_change", "comparison", "segment",
    "region", "counterparty_company_id", "modality", "bound", "period_start", "period_end",
)  # fmt: skip
NEVER_EMPTY = frozenset({"metric_id", "value_low", "value_high", "unit", "is_change", "modality", "bound"})
CLEARABLE = frozenset(FIELDS) - NEVER_EMPTY
VALUES = {
    "field": frozenset({"title", "body"}),
    "is_rejected": frozenset({"true", "false"}),
    "is_change": frozenset({"true", "false"}),
    "modality": frozenset({"actual", "forecast", "target", "hypothetical"}),
    "bound": frozenset({"exact", "about", "over", "under"}),
}
Row = dict[str, str]


def corrections_file(home: Home) -> Path:
    """Where a home's own corrections stand."""
    return home.path / f"{NAME}.csv"


def merged_corrections(home: Home) -> list[Row]:
    """The seed's rows and the home's, by key; the home's row holds where both have one.

    Raises TerminalError for a row that says nothing, or nothing that can be understood.
    """
    columns, bundled = _read(SEEDS_DIR / f"{NAME}.csv")
    path = corrections_file(home)
    given, own = _read(path)
    unknown = [column for column in given if column not in columns]
    if unknown:
        raise _refused(path, f"has the unknown column {unknown[0]}", f"Known: {', '.join(columns)}.")
    missing = [column for column in REQUIRED if column not in given]
    if missing:
        raise _refused(path, f"lacks the column {missing[0]}", f"Needed: {', '.join(REQUIRED)}.")
    metrics = {row["metric_id"] for row in _read(SEEDS_DIR / "metrics.csv")[1]}
    seen: set[str] = set()
    for number, row in enumerate(own, start=1):
        complaint = _complaint(row, metrics)
        if not complaint and row["correction_id"] in seen:
            complaint = f"repeats the correction_id {row['correction_id']}"
        if complaint:
            raise _refused(path, f"row {number} {complaint}", "See docs/analyst_guide.md, Corrections.")
        seen.add(row["correction_id"])
    merged = {row["correction_id"]: row for row in (*bundled, *own)}
    return [{column: merged[key].get(column, "") for column in columns} for key in sorted(merged)]


def _read(path: Path) -> tuple[list[str], list[Row]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(path, f"cannot be read: {error}", "Save it as UTF-8.") from error
    try:
        reader = csv.DictReader(text.splitlines(), strict=True)
        columns = [column.strip() for column in reader.fieldnames or ()]
        rows = []
        for number, row in enumerate(reader, start=1):
            if None in row or None in row.values():
                raise _refused(
                    path, f"row {number} has other cells than the header", "Quote cells with commas."
                )
            rows.append({key.strip(): cell.strip() for key, cell in row.items()})
    except csv.Error as error:
        raise _refused(path, f"is no CSV file: {error}", "Quote cells with commas.") from error
    return columns, rows


def _refused(path: Path, why: str, do: str) -> TerminalError:
    return TerminalError(f"{path} {why}", stage="build_marts", do=do)


def _complaint(row: Row, metrics: set[str]) -> str:
    """What is wrong with a row; nothing if it can be understood."""

    def cell(column: str) -> str:
        return row.get(column, "")

    for column in REQUIRED:
        if not cell(column):
            return f"has no {column}"
    if not cell("observation_id") and not (cell("article_id") and cell("figure_text")):
        return "names no observation_id, and no article_id with its figure_text"
    for column, values in VALUES.items():
        if cell(column) and cell(column) not in values:
            return f"has {column} {cell(column)}, which is none of {', '.join(sorted(values))}"
    if cell("metric_id") and cell("metric_id") not in metrics:
        return f"names the unknown metric {cell('metric_id')}"
    cleared = cell("cleared_fields").split()
    for column in cleared:
        if column not in CLEARABLE:
            return f"clears {column}, which is none of {', '.join(sorted(CLEARABLE))}"
        if cell(column):
            return f"both clears and states {column}"
    stated = [column for column in FIELDS if cell(column)]
    if (cell("is_rejected") == "true") == bool(stated or cleared):
        return "must either reject the reading or say what holds instead"
    return (
        _unreadable(row, ("corrected_on", "period_start", "period_end"), date.fromisoformat, "YYYY-MM-DD")
        or _unreadable(row, ("value_low", "value_high"), _finite, "a number")
        or _unreadable(row, ("start_char",), int, "a whole number")
        or _unordered(row)
    )


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _unreadable(row: Row, columns: tuple[str, ...], read: Callable[[str], object], form: str) -> str:
    for column in columns:
        if row.get(column):
            try:
                read(row[column])
            except ValueError:
                return f"has {column} {row[column]}, which is not {form}"
    return ""


def _unordered(row: Row) -> str:
    low, high = row.get("value_low", ""), row.get("value_high", "")
    if bool(low) != bool(high):
        return "states one of value_low and value_high only"
    if low and float(low) > float(high):
        return "has a value_low above its value_high"
    start, end = row.get("period_start", ""), row.get("period_end", "")
    if start and end and start > end:
        return "has a period_start after its period_end"
    return ""
