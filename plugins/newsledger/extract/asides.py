"""Times that are in the sentence but not of the figure: in closed asides, before a turn to what is now."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.period_dates import PeriodMention

_ASIDE = re.compile(r", (?:which|who|whose|where|at|due|with|having)\b[^,;]*$")
_AFTER_ASIDE = re.compile(
    r", (?:has|have|had|is|are|was|were|will|would|said|says|remains?|stands?|stood|plans?|expects?"
    r"|rose|fell|gained|lost|surged|jumped|slid|dropped|climbed|slipped|sank|plunged|tumbled|soared|closed"
    r"|ended|shed"
    r"|forecasts?|announced|earned|reported|posted)\b"
)
# ", which announced 900 job cuts in September to save 8 million a year, gets 57% of …"
_CLAUSE = re.compile(
    r", (?:which|who|whose|where|(?:founded|established|restructured|acquired|bought|launched|listed|formed"
    r"|signed|agreed|built|sold|created|opened|completed|set up|spun off) (?:in|last|this|by|from|at|on))\b"
    r"(?:[^,;]|,(?=\d))*$"
)
_HEAD_CLAUSE = re.compile(
    r"(?:Founded|Established|Restructured|Acquired|Bought|Launched|Listed|Formed|Built|Created|Set up"
    r"|Spun off)\b(?:[^,;]|,(?=\d))*$"
)
_FINITE = re.compile(
    r"(?:[^,;]|,(?=\d)){0,60}?, (?:also |still |now |currently )?(?:has|have|had|is|are|was|were|will"
    r"|would|gets?|guides?|serves?|holds?|held|controls?|owns?|employs?|amounts?|makes?|made|sells?|sold|runs?|operates?|sees?|expects?"
    r"|earned|reported|posted|rose|fell|grew|closed|said|plans?|forecasts?|remains?|offers?|trades?|gives?"
    r"|accounts?|counts?|pays?|paid|cut|gained|lost)\b"
)


def opens_aside(text: str) -> bool:
    """Whether a text ends within an aside: "Acme, which owns …"."""
    return _ASIDE.search(text) is not None


def is_behind_aside(text: str, sentence: int, mention: PeriodMention, left: int) -> bool:
    """Whether an aside holds the time and is closed before the figure: ", due this year, has …"."""
    lead = text[sentence : mention.start_char]
    if _AFTER_ASIDE.match(text, mention.end_char, left) is not None and opens_aside(lead):
        return True
    return _FINITE.match(text, mention.end_char, left) is not None and (
        _CLAUSE.search(lead) is not None or _HEAD_CLAUSE.match(lead) is not None
    )


# "made 40 million in the first half and is shutting 60 shops", "and its backlog has swelled to …"
_TURN = r"(?:, (?:and|but|while|though|which)|\band|\bbut|\bwhile)\b(?: (?!that\b)[\w'’-]+){0,4}? "
_OF_NOW = re.compile(
    _TURN + r"(?:now |still |also )?(?:is|are|has|have|gets?|owns?|employs?|holds?|merges?|offers?|costs"
    r"|makes? up|accounts? for)\b(?:[^,;]|,(?=\d))*$"
)
_OF_PLANS = re.compile(_TURN + r"(?:now |still |also )?(?:expects?|plans?)\b(?:[^,;]|,(?=\d))*$")


def is_turned_to_now(text: str, mention: PeriodMention, left: int) -> bool:
    """Whether the clause of a figure has a verb of the present where the time before it is of what is over.
    What is expected goes on about a year that was told of, not about a part of one."""
    if mention.role != "within":
        return False
    is_of_now = _OF_NOW.search(text, mention.end_char, left) is not None
    return is_of_now or (
        mention.kind not in {"year", "fiscal"} and _OF_PLANS.search(text, mention.end_char, left) is not None
    )


_FROM = re.compile(r"\bfrom (?:about |nearly |some |around |more than )?$")
_TO = re.compile(r" to (?:about |nearly |some |around |only |more than |as (?:much|many) as |a record )?")


def is_start_of_move(text: str, mention: PeriodMention, left: int, others: Sequence[tuple[int, int]]) -> bool:
    """Whether a time is of what a measure moved from: "from 600,000 yuan in 2023 to about 300,000"."""
    if _TO.fullmatch(text, mention.end_char, left) is None:
        return False
    return any(
        end <= mention.start_char
        and text[end : mention.start_char] in {" ", " in ", " at the ", " for ", " in the "}
        and _FROM.search(text, max(0, start - 24), start) is not None
        for start, end in others
    )
