"""Figures that no firm of the text can have: what only a country counts, and what a market quotes.

They stand in sentences that name nobody, and would go to the firm or the thing that the text goes on about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.discourse import Discourse
from newsledger.extract.roles import NATION, Entity
from newsledger.extract.sentences import Language
from newsledger.extract.subject_fits import COMMODITY_METRICS, COMPANY_METRICS

_COUNTED_ZH = re.compile(
    r"结婚登记|离婚登记|出生人口|死亡人口|固定资产投资|房地产开发投资|社会消费品零售|社零|社会融资|社融|规模以上工业"
    r"|规上工业|城镇调查失业率|居民消费价格|居民存款|财政收入|财政支出|外汇储备|可支配收入"
)
# "Household loans shrank", "Per capita consumption was": at the head of the sentence.
_COUNTED_EN = re.compile(
    r"(?:The (?:number|rate) of )?(?:[Bb]irths|[Dd]eaths|[Mm]arriages|[Hh]ousing starts"
    r"|[Hh]ousehold (?:loans|spending|debt)|[Oo]utstanding loans|[Tt]otal social financing"
    r"|[Ii]ndustrial (?:output|production)|[Rr]etail sales|[Ff]ixed-asset investment|[Hh]ours worked"
    r"|[Ee]xports|[Ii]mports|[Cc]onsumer (?:prices|spending)|[Pp]roducer prices"
    r"|[Ff]oreign (?:direct investment|exchange reserves|visitors)|[Pp]er capita|[Ii]nstallations"
    r"|[Tt]ourist arrivals|[Hh]ome sales|[Jj]ob openings|[Tt]ax (?:revenue|receipts))\b"
)
# "Futures ended November 17 at 95,200 yuan a ton": of the goods that the text has told of.
_QUOTED = re.compile(
    r"(?:Futures|Quotations|Quotes|Bids|(?:Spot|Contract|Market) (?:prices|quotations))\b(?! (?:of|for)\b)"
)
_CENTRAL_BANK = re.compile(r"\b(?:[Tt]he|[Ii]ts) (?:[\w-]+ )?central bank\b")
_NEWBORNS = "group:newborns"


def told_instead(
    text: str,
    sentence: tuple[int, int],
    left: int,
    chosen: Entity | None,
    rule: str,
    entities: Sequence[Entity],
    metric_id: str,
    language: Language,
    discourse: Discourse,
) -> tuple[Entity, str] | None:
    """The country or the goods that a figure is about instead of what was `chosen` by `rule`, and the rule
    for that; none where the choice stands."""
    is_carried = rule == "carried over" and chosen is not None and chosen.entity_type != "place"
    is_born = chosen is not None and chosen.entity_id == _NEWBORNS
    if chosen is None or not (is_carried or is_born) or metric_id in COMPANY_METRICS:
        return None
    place: Entity | None = None
    if language == "zh":
        if _is_counted(text, sentence[0], left, entities):
            place = _country(discourse)
    elif is_carried and _COUNTED_EN.match(text, sentence[0], left):
        place = discourse.last_place or discourse.main_place
    if place is not None:
        return place, "counted for a country"
    thing = discourse.last_thing
    if (
        language == "en"
        and chosen.is_company
        and thing is not None
        and thing.entity_type == "product"
        and metric_id in COMMODITY_METRICS | {"growth_rate"}
        and _QUOTED.match(text, sentence[0], left)
    ):
        return thing, "what is traded"
    return None


def of_central_bank(
    text: str, sentence: tuple[int, int], left: int, entities: Sequence[Entity], discourse: Discourse
) -> Entity | None:
    """The place whose central bank an English sentence is about ("The central bank kept its policy rate
    at"), where the sentence names neither firm nor place before."""
    named = _CENTRAL_BANK.search(text, sentence[0], left)
    if named is None or any((e.is_company or e.entity_type == "place") and e.end <= left for e in entities):
        return None
    return discourse.last_place or discourse.main_place


def _is_counted(text: str, floor: int, left: int, entities: Sequence[Entity]) -> bool:
    """Whether the clause of a Chinese figure tells of what only countries have, and its sentence names no
    place."""
    start = max((text.rfind(mark, floor, left) for mark in "，；,;。"), default=floor)
    return _COUNTED_ZH.search(text, max(start, floor), left) is not None and not any(
        e.entity_type == "place" and floor <= e.start and e.end <= left for e in entities
    )


def _country(discourse: Discourse) -> Entity:
    """The place that a Chinese text is about, or the nation where it is about a firm."""
    place = discourse.main_place
    if place is not None and (discourse.main is None or place.entity_id in discourse.titled):
        return place
    return NATION
