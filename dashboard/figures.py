"""How values, periods and times are written on a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
SUFFIXES = {"percent": "%", "ratio": "×", "pp": " pp", "bp": " bp", "count": ""}
PLURALS = {"vehicle": "vehicles", "store": "stores", "unit": "units", "point": "points"}
BOUNDS = {"about": "≈ ", "over": "> ", "under": "< "}


def number(value: float | None) -> str:
    """A value for reading: 1.5 trillion, 12,300, 0.31."""
    if value is None:
        return "–"
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{value / scale:,.6g}".replace("-", "−") + word
    return f"{value:,.10g}".replace("-", "−")


def quantity(low: float | None, high: float | None, unit: str | None, bound: str | None = None) -> str:
    """A stated quantity: > CNY 56 billion, 1–5%, −31.9%, 2 ×."""
    if low is None and high is None:
        return "–"
    first = number(low if low is not None else high)
    text = first if low == high or low is None or high is None else f"{first} to {number(high)}"
    unit = unit or ""
    if len(unit) == 3 and unit.isupper() and unit.isalpha():
        text = f"{unit} {text}"
    elif unit in SUFFIXES:
        text += SUFFIXES[unit]
    elif unit:
        text += f" {unit if text == '1' else PLURALS.get(unit, unit)}"
    return BOUNDS.get(bound or "", "") + text


def moment(value: datetime | None) -> str:
    """A point in time, UTC, to the minute."""
    return f"{value:%Y-%m-%d %H:%M} UTC" if value is not None else "date unknown"


def period(row: dict[str, Any]) -> str:
    """The period of a fact or series: its label, else its first and last day."""
    if row.get("period_label"):
        return str(row["period_label"])
    start, end = row.get("period_start"), row.get("period_end")
    if start is None and end is None:
        return "no period stated"
    if start is None or end is None:
        return f"since {start}" if end is None else f"by {end}"
    return str(start) if start == end else f"{start} to {end}"


def share(percent: float | None) -> str:
    """A share for reading: 12.1%."""
    return "–" if percent is None else f"{percent:.1f}%"


def hours(value: float | None) -> str:
    """A span for reading: 5 h, 3 days."""
    if value is None:
        return "–"
    return f"{value:,.0f} h" if value < 48 else f"{value / 24:,.0f} days"


def day(value: date | None) -> str:
    """A day, or a dash."""
    return value.isoformat() if value is not None else "–"
