"""Lists of times and lists of figures of the same length: each figure has its own time.

"2022年至2024年营收分别为1.2亿元、2.05亿元和3.6亿元" and "前三季度和第三季度净利润分别为5亿元和2亿元".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from newsledger.extract.metrics import is_list_gap
from newsledger.extract.period_dates import Period, PeriodMention, year_of
from newsledger.extract.quantities import QuantityMatch

_JOINED = re.compile(r"\s*(?:,|，|、|和|与|及|以及|and|,\s*and)\s*(?:the )?\s*")
_EACH = re.compile(r"(?:分别|依次)[^,，;；。\d]{0,14}$")


def periods_of_list(
    text: str,
    sentence: tuple[int, int],
    quantities: Sequence[QuantityMatch],
    mentions: Sequence[PeriodMention],
) -> dict[int, tuple[Period, PeriodMention]]:
    """The time of each figure (by its index) of a list said to go with a list of times "respectively"."""
    paired: dict[int, tuple[Period, PeriodMention]] = {}
    runs: list[list[int]] = []
    for index, quantity in enumerate(quantities):
        if runs and is_list_gap(text[quantities[runs[-1][-1]].end : quantity.cue_start]):
            runs[-1].append(index)
        else:
            runs.append([index])
    groups: list[list[PeriodMention]] = []
    for mention in mentions:
        if mention.role == "compare":
            continue
        if groups and _JOINED.fullmatch(text[groups[-1][-1].end_char : mention.start_char]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    for run in runs:
        if len(run) < 2:
            continue
        first, last = quantities[run[0]], quantities[run[-1]]
        is_each = _EACH.search(text[max(sentence[0], first.cue_start - 24) : first.cue_start])
        is_each = is_each or re.match(r"[^.;\d]{0,12}\brespectively", text[last.end : last.end + 30])
        if not is_each:
            continue
        for group in reversed([g for g in groups if g[-1].end_char <= first.cue_start]):
            times = _times(group, len(run))
            if times is not None:
                paired.update(dict(zip(run, times, strict=True)))
                break
            if len(group) > 1:
                break
    return paired


def _times(group: Sequence[PeriodMention], count: int) -> list[tuple[Period, PeriodMention]] | None:
    """The times of a list of `count` of them, or the years of a span of as many."""
    if len(group) == count:
        return [(mention.period, mention) for mention in group]
    start, end = group[0].period.start, group[0].period.end
    if len(group) > 1 or start is None or end is None or end.year - start.year + 1 != count:
        return None
    if (start.month, start.day) != (1, 1) or end != date(end.year, 12, 31):
        return None
    return [(year_of(year), group[0]) for year in range(start.year, end.year + 1)]
