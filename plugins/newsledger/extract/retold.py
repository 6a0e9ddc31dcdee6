"""A sum that one article gives in Chinese and again in English, ten times too large there.

Machine-written English summaries stand under Chinese titles and render 亿 (1e8) as "billion" (1e9), 万亿 as
"billion", 万 as "million". Where firm, metric, currency and digits are the same and the scale differs by such
a slip, the Chinese figure is the source: the English one is marked, and its candidate is the Chinese value.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

from newsledger.extract.frozen import changed
from newsledger.extract.records import Observation

SLIPS = (10.0, 100.0, 1000.0, 10000.0)
_CHINESE_SCALE = re.compile("[万亿]")
_ENGLISH_SCALE = re.compile(r"\b(?:thousand|million|billion|trillion|mn|bn)\b", re.I)
_DIGITS_SAME = 0.005
_DIGITS = re.compile(r"\d[\d,，.]*")


def mark_retold(observations: Sequence[Observation]) -> list[Observation]:
    """The observations, English sums marked that differ from the Chinese one by a slip of scale."""
    chinese: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in observations:
        if _is_sum(one) and _CHINESE_SCALE.search(one.figure_text):
            chinese[_key(one)].append(one)
    if not chinese:
        return list(observations)
    return [
        _marked(one, chinese.get(_key(one), ()))
        if _is_sum(one) and _ENGLISH_SCALE.search(one.figure_text)
        else one
        for one in observations
    ]


def _is_sum(one: Observation) -> bool:
    return (
        one.currency_code is not None
        and one.currency_code == one.unit
        and one.subject_id is not None
        and not one.is_change
        and one.value_low == one.value_high != 0.0
    )


def _key(one: Observation) -> tuple[object, ...]:
    return (one.subject_id, one.metric_id, one.unit, one.segment, one.modality)


def _marked(one: Observation, originals: Sequence[Observation]) -> Observation:
    """The observation with the flag, where one Chinese sum of its period has its digits at another scale and
    none has its value."""
    if any(math.isclose(one.value_low, other.value_low, rel_tol=_DIGITS_SAME) for other in originals):
        return one
    for other in originals:
        same_period = (one.period_start, one.period_end) == (other.period_start, other.period_end)
        is_open = None in {one.period_end or one.period_start, other.period_end or other.period_start}
        ratio = abs(one.value_low / other.value_low)
        if (same_period or (is_open and _digits(other) > 1)) and any(
            math.isclose(ratio, slip, rel_tol=_DIGITS_SAME) for slip in SLIPS
        ):
            reason = (
                f"the Chinese text has “{other.figure_text}” ({other.field} {other.start_char}), "
                f"{ratio:.0f} times less"
            )
            return changed(
                one,
                flags=one.flags if "scale_suspect" in one.flags else ("scale_suspect", *one.flags),
                value_candidate=math.copysign(abs(other.value_low), one.value_low),
                flag_reason=f"{reason}; {one.flag_reason}" if one.flag_reason else reason,
            )
    return one


def _digits(one: Observation) -> int:
    """How many digits a figure states, without zeros at its ends: 5.67 has three, 400 one."""
    found = _DIGITS.search(one.figure_text)
    return len(re.sub(r"\D", "", found.group()).strip("0")) if found else 0
