"""English verbs right before a figure that decide its metric: lost, saved, consumed, valued at."""

from __future__ import annotations

import re

from newsledger.extract.quantities import QuantityMatch

_SOME = (
    r"\s(?:(?:about|nearly|some|over|roughly|around|more|than|almost|just|only|up|to|an"
    r"|estimated|another)\s)*$"
)
_LOST = re.compile(r"\b(?:lost|loses?|losing)" + _SOME)
_SAVED = re.compile(r"\bsav(?:e|es|ed|ing)" + _SOME)
_CONSUMED = re.compile(
    r"\b(?:consum(?:e|es|ed|ing)|us(?:e|es|ed|ing)|drew|draws?|burn(?:s|ed)?|need(?:s|ed)?)" + _SOME
)
_MADE = re.compile(r"\b(?:makes?|made|making|produces?|produced|producing|manufactured?|assembled?)" + _SOME)
_CARRIED = re.compile(
    r"\b(?:carr(?:y|ies|ied)|fl(?:y|ew|ies)|moved?|serv(?:e|es|ed)|treat(?:s|ed)?|welcom(?:e|es|ed)"
    r"|receiv(?:e|es|ed)|attract(?:s|ed)?|host(?:s|ed)?|handle[sd]?)" + _SOME
)
_TRADED_WORTH = re.compile(r"\b(?:export|import|ship)(?:ed|s|ing)?\b[^.;,\d]{0,50}\bworth" + _SOME)
_HAS = re.compile(r"\b(?:has|have|had|with|employs?|employed|employing)" + _SOME)
_VALUES_IT = re.compile(
    r"\bvalu(?:e|es|ing|ed)\s(?:(?:it|them|the [\w-]+|[A-Z][\w.-]*(?: [A-Z][\w.-]*)?)\s)?at" + _SOME
)
_BRINGS_IN = re.compile(r"\b(?:bring(?:s|ing)? in|rais(?:e|es|ed|ing)|yield(?:s|ed|ing)?|fetch)" + _SOME)
_OFFERS = re.compile(
    r"\b(?:sell|selling|sold|offer|offering|issue)\b[^.;]{0,40}\bshares\b|\bIPO\b|\bpublic offering\b"
)
_STAFF = re.compile(
    r"\s*(?:[a-z-]+ ){0,2}(?:staff|workers|employees|sailors|pilots|engineers|technicians|researchers"
    r"|scientists|miners|doctors|nurses|advisers|bankers|lawyers|programmers|developers|designers)\b"
)


def told_by_verb(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    kinds: frozenset[str],
    before: str,
    after: str,
) -> tuple[str, str] | None:
    """The key that the verb right before a figure gives it, and the rule's name."""
    whole = text[sentence[0] : sentence[1]]
    size = max(quantity.low, quantity.high)
    if "money" in kinds and not quantity.is_change:
        if _LOST.search(before) and not re.match(
            r"\s*(?:of|in) (?:market|value|deposits|sales|revenue)", after
        ):
            return "net_loss", "lost"
        if _SAVED.search(before):
            return "amount", "saved"
        if _VALUES_IT.search(before) and size >= 1e7:
            if re.search(r"\b(?:IPO|offering|rounds?|rais\w+|private|invest\w+|funding)\b", whole):
                return "valuation", "values it at"
            if re.search(r"\b(?:shares|stock|market)\b", whole):
                return "market_cap", "values it at"
        if _BRINGS_IN.search(before) and size >= 1e6 and _OFFERS.search(whole):
            return "ipo_proceeds", "brought in by shares"
        if re.match(r"\s*on (?:research|R&D|developing|its research)\b", after) and size >= 1e5:
            return "rnd_expense", "spent on research"
        if re.match(
            r"\s*(?:for|on|in|of|towards?) (?:its |their )?(?:capital (?:spending|expenditure|outlay)|capex)",
            after,
        ):
            return "capex", "for capital spending"
        if re.match(r"\s*(?:[a-z-]+ )?(?:contracts?|orders?)\b", after) and size >= 1e5:
            return "order_value", "of a contract"
        if _TRADED_WORTH.search(before):
            return "trade_value", "worth of goods traded"
    if (
        kinds & {"unit", "count", "vehicle"}
        and size >= 1000
        and _MADE.search(before)
        and not re.match(r"\s*(?:[a-z]+ )?(?:a|per|each|every) (?:year|month|week|day)\b", after)
    ):
        return "production", "made"
    if kinds & {"people", "count"} and _CARRIED.search(before) and not quantity.is_change:
        return "count", "carried"
    if kinds & {"store", "count"} and re.search(r"\b(?:sold|available) (?:in|at|through) (?:\w+ )?$", before):
        return "count", "sold in shops"
    if quantity.unit.endswith("Wh") and _CONSUMED.search(before):
        return "electricity_demand", "consumed"
    if kinds & {"people", "count", "unit"} and _HAS.search(before):
        return (
            ("employees", "has staff") if _STAFF.match(text, quantity.start) or _STAFF.match(after) else None
        )
    if quantity.unit == "percent" and not quantity.is_change:
        if _HAS.search(before) and re.match(
            r"\s*of (?:the |its |all )?(?:votes?|voting|capital|equity|shares)", after
        ):
            return "stake", "has of the votes"
        if re.search(r"\b[Dd]ebts?\b[^,.;\d]{0,30}$", before) and re.match(
            r"\s*of (?:[\w'’-]+ ){0,2}(?:output|GDP|assets|equity)", after
        ):
            return "debt_ratio", "debt against output"
    return None
