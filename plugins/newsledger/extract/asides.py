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
    r", (?:which|who|whose|where|founded|established|restructured|acquired|bought|launched|listed|formed"
    r"|signed|built|sold|created|opened|completed|set up|spun off)\b(?:[^,;]|,(?=\d))*$"
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


_OF_A_DEED = re.compile(
    r"\b(?:fined?|penalt(?:y|ies)|su(?:ed|es)|settle[sd]?|charge[sd]?|accused?|sanctioned|banned|convicted)\b"
    r"[^;]*? (?:for|of) \w+ing\b(?:[^,;]|,(?=\d))*$"
)


def is_of_a_deed(text: str, sentence: int, mention: PeriodMention) -> bool:
    """Whether a time says when it was done what somebody answers for: "fined for fixing prices in 2012"."""
    return _OF_A_DEED.search(text, sentence, mention.start_char) is not None


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


_AGAINST = re.compile(r"[较比]$")
_TOGETHER = re.compile(r"[和与同跟](?:[^，。；\d]{0,4})$")
_COMPARED = re.compile(r"(?:的?水平)?(?:相比|比较|比[，,起])")


def is_held_against(text: str, sentence: int, mention: PeriodMention) -> bool:
    """Whether a Chinese time is what is compared with: 比6月底多出2万亿元，和2010年相比."""
    lead = text[max(sentence, mention.start_char - 6) : mention.start_char]
    if _AGAINST.search(lead) is not None:
        # 较8月的37万辆回升: of that month.
        return not text.startswith("的", mention.end_char)
    return _TOGETHER.search(lead) is not None and _COMPARED.match(text, mention.end_char) is not None


# When a firm began or will report: a time of the firm, not of its figures.
_FOUNDED = re.compile(
    r"(?:\b(?:[Ff]ounded|[Ee]stablished|[Ii]ncorporated|[Bb]orn|[Ss]et up)(?: back)?(?: in [A-Z]\w+)?"
    r"(?: (?:in|by) [A-Z]\w+ [A-Z]\w+)? in |(?:成立|创立|创办|诞生)于)$"
)
_FOUNDED_THEN = re.compile(r"(?:正式)?(?:成立|创立|创办|诞生)")
_SCHEDULED = re.compile(r"\b(?:reports|meets|(?:results|figures|data) (?:are )?due|scheduled)(?: \w+){0,3} $")

_RECORD = re.compile(
    r"\b(?:(?:high|low|small|larg|wid|deep|heavi|long|short|quick|mild|tight|bigg|fast|slow|weak|strong"
    r"|steep|sharp)est|first|most|best"
    r"|worst)\b[^,;]{0,30}$"
)
_RECORD_THEN = re.compile(r"(?:的)?(?:最|新高|新低|首次|首个|首度|单[日周月季年]最|同期最)")


def is_of_the_firm(text: str, sentence: int, mention: PeriodMention) -> bool:
    """Whether a time says when a firm was founded or when it is to report."""
    lead = text[max(sentence, mention.start_char - 40) : mention.start_char]
    if mention.kind in {"year", "month"}:
        return _FOUNDED.search(lead) is not None or _FOUNDED_THEN.match(text, mention.end_char) is not None
    return mention.kind in {"day", "span"} and _SCHEDULED.search(lead) is not None


def is_record(text: str, mention: PeriodMention) -> bool:
    """Whether a time says for how long nothing was higher: "the highest since 2021", 创2021年以来新高."""
    if mention.role != "since":
        return False
    lead = text[max(0, mention.start_char - 40) : mention.start_char]
    return _RECORD.search(lead) is not None or _RECORD_THEN.match(text, mention.end_char) is not None
