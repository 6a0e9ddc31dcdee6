"""The metric of a figure that no term of its own names: that of the figure it is held against, or the generic
key of its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.metric_book import GENERIC, ChosenMetric
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.sentences import Language

# "$84 million, or $1.12 a share, compared with $72 million": the same measure of another time.
_HELD_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|vs\.?|(?:up|down|raised|lowered|cut|narrowed|revised"
    r"|increased|reduced) from)"
    r" (?:(?:an? |its |the )?(?:[a-z-]+ ){0,4}(?:of |for |range of )?)?(?:about |nearly |some |roughly "
    r"|at least )?$"
)


def held_against(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    history: Sequence[tuple[QuantityMatch, ChosenMetric]],
) -> ChosenMetric | None:
    if not _HELD_AGAINST.search(text, max(sentence[0], quantity.cue_start - 60), quantity.start):
        return None
    for level, earlier in reversed(history):
        if level.unit == quantity.unit and (not quantity.is_change or level.is_change):
            if earlier.rule.startswith("no term"):
                return None
            key = earlier.metric_id
            lead = text[max(sentence[0], quantity.cue_start - 40) : quantity.start]
            if key == "net_loss" and re.search(r"\bprofit\b[^,;]*$", lead):
                key = "net_profit"
            elif key == "net_profit" and re.search(r"\bloss\b[^,;]*$", lead):
                key = "net_loss"
            return ChosenMetric(key, earlier.level_id, f"held against: {earlier.rule}", 0.8, earlier.hit)
    return None


# A maker's target in cars is one of sales.
_GOAL_BEFORE = re.compile(
    r"\b(?:target|goal|guidance)s?\b[^,;.]{0,30}$|(?:目标|指引|冲刺|力争|挑战)[^,，;；。]{0,14}$"
)

_GOAL_AFTER = re.compile(r"的?(?:年度|全年|销量|销售|交付|既定)*(?:目标|KPI|指标|任务|计划|里程碑)")


def generic_metric(
    text: str, quantity: QuantityMatch, kinds: frozenset[str], language: Language
) -> ChosenMetric:
    for kind in (
        "change",
        "percent",
        "ratio",
        "money",
        "rate",
        "vehicle",
        "people",
        "store",
        "unit",
        "count",
        "point",
        "physical",
    ):
        if kind in kinds:
            if kind == "change" and "ratio" in kinds:
                return ChosenMetric("multiple", "multiple", "no term fits: generic", 0.35)
            if quantity.unit == "bp" and language == "en":
                return ChosenMetric("interest_rate", "interest_rate", "no term fits: basis points", 0.4)
            if kind == "percent" and "pp" in kinds:
                return ChosenMetric("share", "share", "no term fits: generic", 0.3)
            key = GENERIC[kind]
            if kind == "vehicle" and (
                _GOAL_BEFORE.search(text[max(0, quantity.start - 40) : quantity.start])
                or _GOAL_AFTER.match(text, quantity.end)
            ):
                key = "sales_volume"
            if kind == "money" and not quantity.is_change and max(quantity.low, quantity.high) < 2e4:
                key = "unit_price"
            return ChosenMetric(key, key, "no term fits: generic", 0.35)
    return ChosenMetric("count", "count", "no term fits: generic", 0.2)
