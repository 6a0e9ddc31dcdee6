"""The other firm of a contract, a stake, a deal or a part of revenue."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.breaks import HARD, SOFT
from newsledger.extract.roles import Entity

# Which words bring in the other party of a metric's figure; other metrics have none.
_WITH = r"\b(?:with|to|for|from)\s+(?:the\s+)?$|(?:与|向|给|对|和|为|来自|卖给|供应)$"


_FROM = r"\bfrom\s+(?:the\s+)?$|(?:来自|对|向)$"


_IN = (
    r"\b(?:in|of|to|from)\s+(?:the\s+)?$"
    r"|(?:向|给|对|入股|持有|拿下|收购|认购|投资|增持|减持|转让给|卖给|从)了?$"
)


_PARTIES = {
    key: re.compile(pattern, re.IGNORECASE)
    for keys, pattern in (
        (("contract_volume", "order_value"), _WITH),
        (("revenue", "revenue_share", "fine"), _FROM),
        (("stake", "deal_value", "deal_price", "investment", "funding"), _IN),
    )
    for key in keys
}


def counterparty_of(
    text: str,
    sentence: tuple[int, int],
    figure: tuple[int, int],
    entities: Sequence[Entity],
    subject: Entity,
    metric_id: str,
) -> Entity | None:
    """The other firm of a contract, a stake or a part of revenue: the nearest behind the word that says so,
    in the figure's own clause."""
    pattern = _PARTIES.get(metric_id)
    if pattern is None or not subject.is_company:
        return None
    best: tuple[int, Entity] | None = None
    for entity in entities:
        if not entity.is_company or entity.entity_id == subject.entity_id:
            continue
        if not pattern.search(text[max(sentence[0], entity.start - 16) : entity.start]):
            continue
        gap = text[min(entity.end, figure[1]) : max(entity.start, figure[0])]
        if len(gap) >= (45 if entity.start >= figure[1] else 70) or HARD.is_in(gap) or SOFT.count(gap) > 1:
            continue
        if best is None or len(gap) < best[0]:
            best = (len(gap), entity)
    return best[1] if best else None
