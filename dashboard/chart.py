"""A small line of a series as SVG: no script, no style attribute, its values also in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import figures
from dashboard.markup import Markup, tag

WIDTH, HEIGHT, MARGIN = 220, 44, 5


def sparkline(values: Sequence[float], label: str) -> Markup | None:
    """The values in their order as one line with a dot each; nothing for fewer than two."""
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    points = [
        (MARGIN + step * index, HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN))
        if high > low
        else (MARGIN + step * index, HEIGHT / 2)
        for index, value in enumerate(values)
    ]
    described = f"{label}: from {figures.number(values[0])} to {figures.number(values[-1])}"
    return tag(
        "svg",
        tag("title", described),
        tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_="line"),
        [tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="2.5") for x, y in points],
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=described,
        class_="sparkline",
    )
