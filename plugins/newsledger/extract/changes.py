"""Which figures are changes, of what sign, and against what they are measured."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.frozen import changed
from newsledger.extract.metrics import is_list_gap
from newsledger.extract.period_dates import PeriodMention
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.sentences import Sentence


def changes_of_list(text: str, sentence: Sentence, quantities: Sequence[QuantityMatch]) -> dict[int, int]:
    """Each change's index with its level's: "5bn and 1bn, up 8% and 9% respectively"."""
    changes = [i for i, q in enumerate(quantities) if q.is_change and q.unit == "percent"]
    pairs: dict[int, int] = {}
    runs: list[list[int]] = []
    for i in changes:
        if (
            runs
            and runs[-1][-1] == i - 1
            and is_list_gap(text[quantities[i - 1].end : quantities[i].cue_start])
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in runs:
        count = len(run)
        tail = text[quantities[run[-1]].end : quantities[run[-1]].end + 16]
        head = text[max(sentence.start, quantities[run[0]].cue_start - 14) : quantities[run[0]].cue_start]
        if count < 2 or run[0] < count or not ("respectively" in tail or "分别" in head):
            continue
        levels = list(range(run[0] - count, run[0]))
        if all(not quantities[i].is_change for i in levels):
            pairs.update(dict(zip(run, levels, strict=True)))
    return pairs


_MOVES = re.compile(
    r"\b(?:(?P<up>rose|rising|risen|grew|growing|grown|climbing|expanding|gaining|increas(?:ed?|es|ing)"
    r"|gain(?:ed|s)|jump(?:ed|s)|surg(?:ed|es)"
    r"|climb(?:ed|s)|advanc(?:ed|es)|expand(?:ed|s)|rais(?:ed|es)|lift(?:ed|s)|boost(?:ed|s)|soar(?:ed|s))"
    r"|(?P<down>fell|falling|declining|dropping|shrinking|contracting|decreasing|slowing|fallen"
    r"|declin(?:ed|es)|decreas(?:ed|es)|dropp?(?:ed|s)|slid|slump(?:ed|s)|tumbl(?:ed"
    r"|es)|cut|reduc(?:ed|es)|shr(?:ank|unk)|contract(?:ed|s)|lower(?:ed|s)|plung(?:ed|es)|lost))"
    r"(?P<rest>\b(?:[^,;.\d]|20\d\d){0,70}?)$"
)

_PART = re.compile(
    r"(?:accounting for|accounts for|accounted for|making up|makes up|made up|representing|represents"
    r"|占(?:比|到|了|据)?|贡献了?)\W*(?:\w+\W+){0,2}$"
)

_GROWTH = re.compile(
    r"\b(?:growth(?: rate| target| forecast| guidance)?|increase|rise|gain)\s(?:of|to|at|was|is|will be"
    r"|reached|(?:slowed|cooled|accelerated|quickened|picked up|eased|improved"
    r"|slipped) to)\s(?:\w+\s){0,2}$|(?:增速|增幅|涨幅|增长率)(?:将|会|有望|预计|在|为|是|达到?|约|超|仅|只有"
    r"|高达|放缓至|回升至|降至|升至|提高到|最快|最高|最大|居首|领先|[,，](?=达))*$"
)

# "grew 5%, slower than the 6% …": the second is a growth too.
_AS_AGAINST = re.compile(
    r"[^.;\d]{0,40}\b(?:slower|faster|higher|lower|weaker|stronger|better|worse|more"
    r"|less)\s+than\s+(?:the\s+|its\s+|a\s+)?(?:[a-z]+\s+){0,2}"
    r"|[^.;\d]{0,50}\b(?:compared (?:with|to)|versus|after|following|against)\s+(?:the\s+|its\s+"
    r"|an?\s+)?(?:[a-z]+\s+){0,2}"
)

# "rose 5% to 3 billion and profit 9% to 1 billion": the verb is said once.
_TO_A_LEVEL = re.compile(r"\s+to\s+(?:about\s+|nearly\s+|over\s+)?(?:[A-Z]{0,3}[$€£¥])?\d")
# "fell 44 cents, or 0.7%": so much in parts of a hundred.
_OR_PERCENT = re.compile(
    r"\b(?:(?P<up>rose|gain(?:ed|s)?|up|add(?:ed|s)|climb(?:ed|s)|jump(?:ed|s)|advanc(?:ed|es)"
    r"|increas(?:ed?|es)"
    r"|grew|rise of|increase of|surg(?:ed|es))|(?P<down>fell|los(?:t|es)|down|dropp?(?:ed|s)|slid"
    r"|slipp?(?:ed|s)"
    r"|shed|declin(?:ed?|es)|decreas(?:ed|es)|eas(?:ed|es)|fall of|drop of|sank|plung(?:ed|es)))\b"
    r"[^;%]{0,44}\d[^;%]{0,28}, or (?:about |nearly |almost |roughly |some )?$"
)
# "In the public sector pay was up 6%, and in the private sector 4.4%".
_AND_IN = re.compile(r",? (?:and|while) (?:in|at|for|among|by) (?:the |its |their )?(?:[A-Za-z-]+ ){1,3}")

# "sales rose 1%, the first increase in two years, and revenue 5.5% to $9.57 billion".
_AND_NOUN = re.compile(
    r",? (?:and|while) (?:its |their )?(?:[a-z-]+ ){0,2}(?:revenues?|sales|profits?|earnings|income|output"
    r"|exports|imports"
    r"|shipments|deliveries|volumes?|turnover|orders|bookings|production)\s$"
)

# "Ether sank 16% to $3,640 and Solana 22%": the verb is left out.
_AND_NAME = re.compile(
    r"(?: on [A-Z]\w+day| last (?:week|month)| in [a-z]+ trading| to [^\s,;]{1,3}[\d.,]+\d)?"
    r"(?:,| and|, and|,? while|;|,? with)\s(?:those of |that of |shares of )?(?:[A-Z][\w.&’'-]*\s){1,4}"
)
# "expanded 0.4% in the third quarter from the second and 2.1% from a year earlier".
_AND_AGAIN = re.compile(r"[^;%\d]{0,60}\band (?:by )?")
_FROM_BEFORE = re.compile(
    r"\s(?:(?:from|than|over|on|against|compared with) (?:a|the|one|last) (?:year|month|quarter|previous"
    r"|same|prior)"
    r"|year[- ]on[- ]year|year[- ]over[- ]year|on the (?:year|month)|annually)"
)
# "may cut its 39.5% policy rate": the level, not the cut.
_LEVEL_OF = re.compile(
    r"\s(?:policy|key|benchmark|deposit|cash|interest|repo|lending|tax|mortgage|stake|tariffs?|duty|duties"
    r"|owned"
    r"|margin|holding|unemployment|jobless|inflation|dividend|coupon|levy|share of)\b"
)

_TIMES_OF = re.compile(r"\s*(?:the|as|that|what|those|larger|bigger)\b")

_MEASURE = re.compile(
    r"(?:\sby|\sbetween|\sat\s(?:an?|the)\s(?:[a-z]+\s){0,2}(?:rate|pace|clip)\sof|^)\s*(?:about\s"
    r"|nearly\s|over\s|more\sthan\s|almost\s|roughly\s|some\s)*$"
)


def with_changes(text: str, sentence: Sentence, quantities: Sequence[QuantityMatch]) -> list[QuantityMatch]:
    """Marks as changes what the sentence shows to be one: "increased its revenue by 5%", "those of Acme 9%",
    a doubling."""
    marked: list[QuantityMatch] = []
    for quantity in quantities:
        now = quantity
        if not now.is_change and now.unit == "ratio":
            if (now.rule == "multiple" and not _TIMES_OF.match(text, now.end)) or (
                sentence.language == "en"
                and _MOVES.search(text[max(sentence.start, now.cue_start - 70) : now.cue_start])
            ):
                now = changed(now, is_change=True)
        elif (
            now.is_change
            and now.unit == "percent"
            and sentence.language == "en"
            and text[now.end : now.end + 1] == " "
            and _LEVEL_OF.match(text, now.end)
        ) or (
            now.is_change
            and now.unit == "percent"
            and _PART.search(text[max(sentence.start, now.cue_start - 40) : now.start])
        ):
            now = changed(now, is_change=False, direction=None)
        elif (
            not now.is_change
            and now.unit == "percent"
            and _GROWTH.search(text[max(sentence.start, now.cue_start - 36) : now.start])
        ):
            now = changed(now, is_change=True, direction="up")
        elif not now.is_change and now.unit == "percent":
            before = text[max(sentence.start, now.cue_start - 90) : now.cue_start]
            moved = _MOVES.search(before) if sentence.language == "en" else None
            also = (
                _OR_PERCENT.search(before)
                if moved is None and sentence.language == "en" and ", or " in before
                else None
            )
            if also is not None:
                now = changed(now, is_change=True, direction="up" if also.group("up") else "down")
            elif moved is not None and _MEASURE.search(moved.group("rest")):
                now = changed(now, is_change=True, direction="up" if moved.group("up") else "down")
            elif (
                marked
                and marked[-1].is_change
                and marked[-1].unit == "percent"
                and (
                    is_list_gap(text[marked[-1].end : now.cue_start])
                    or _AS_AGAINST.fullmatch(text[marked[-1].end : now.cue_start])
                )
            ):
                now = changed(now, is_change=True, direction=marked[-1].direction)
            elif _TO_A_LEVEL.match(text, now.end):
                parallel = next((q for q in reversed(marked) if q.is_change and q.unit == "percent"), None)
                if parallel is not None and (
                    _TO_A_LEVEL.match(text, parallel.end) or _AND_NOUN.search(before)
                ):
                    now = changed(now, is_change=True, direction=parallel.direction)
            elif sentence.language == "en" and marked:
                told = next((m for m in reversed(marked) if m.unit == "percent"), None)
                if (
                    told is not None
                    and told.is_change
                    and (
                        (
                            _FROM_BEFORE.match(text, now.end)
                            and _AND_AGAIN.fullmatch(text[marked[-1].end : now.cue_start])
                        )
                        or _AND_NAME.fullmatch(text[marked[-1].end : now.cue_start])
                        or _AND_IN.fullmatch(text[marked[-1].end : now.cue_start])
                    )
                ):
                    now = changed(now, is_change=True, direction=told.direction)
        marked.append(now)
    return marked


def signed(quantity: QuantityMatch, is_change: bool) -> tuple[float, float]:
    """A fall in percent, points or basis points is negative; its range runs from the larger fall."""
    if is_change and quantity.direction == "down" and quantity.unit in {"percent", "pp", "bp"}:
        return -max(quantity.low, quantity.high), -min(quantity.low, quantity.high)
    return quantity.low, quantity.high


_YOY = re.compile(r"year|yoy|y/y|last|ago|同比|去年|上年|按年", re.IGNORECASE)


def comparison_of(
    text: str, sentence: tuple[int, int], figure: tuple[int, int], mentions: Sequence[PeriodMention]
) -> str | None:
    """yoy, qoq, mom: what a change is measured against, where the clause says so."""
    best: tuple[int, str] | None = None
    for mention in mentions:
        if mention.role != "compare":
            continue
        gap = (
            mention.start_char - figure[1]
            if mention.start_char >= figure[1]
            else figure[0] - mention.end_char
        )
        if gap > 40:
            continue
        words = text[mention.start_char : mention.end_char]
        kind = (
            "yoy"
            if _YOY.search(words)
            else "qoq"
            if re.search(r"quarter|季|three months|环比|q/q|QoQ|sequential", words)
            else "mom"
        )
        if best is None or gap < best[0]:
            best = (gap, kind)
    return best[1] if best else None
