"""Which period a figure belongs to.

In order: a time named right behind the figure; one named before it in the sentence; one behind it that
its list shares; and else what the sentences before say, where the text clearly goes on about the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.asides import (
    is_behind_aside,
    is_held_against,
    is_of_a_deed,
    is_of_the_firm,
    is_record,
    is_start_of_move,
    is_turned_to_now,
    opens_aside,
)
from newsledger.extract.breaks import Breaks
from newsledger.extract.frozen import record
from newsledger.extract.period_dates import NOTHING, WEEKDAY, Period, PeriodMention, shifted

_HARD = Breaks(
    ";；。",
    ("while", "whereas", "but", "although", "though", "compared", "versus", "vs", "against"),
    ("而(?!且|言|是)",),
)
_SOFT = Breaks("，、", ("and", "which", "up", "down"), (r",(?!\d)",))


@record
class Dated:
    """A period with the rule that assigned it and how sure the rule is."""

    period: Period
    rule: str
    certainty: float
    mention: PeriodMention | None = None


# "down 0.1 points from August": the month is what the change is measured from.
_BASE = re.compile(
    r"(?:\b(?:from|than|versus|against|above|below|over|under|compared (?:with"
    r"|to))\s(?:in\s)?(?:the\s)?"
    r"|\b(?:from|than|above|below|over|under)\s(?:its|the|their)\s(?:[a-z]+\s)?(?:peak|high|low|levels?"
    r"|record|average"
    r"|trough|figure)\s(?:of|in|from)\s|[较比])$"
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|because)\b")
_VERB = re.compile(
    r"\b(?:has|had|have|is|are|was|were|will|to (?=[a-z])|needs?|from|against|compared|than|versus|because"
    r"|after an?|following an?|sees|expects?|forecasts?|plans?|aims|stood|reached|climbed|totalled"
    r"|amounted|which|who|that|taking"
    r"|bringing|leaving|extending|sending"
    r"|and \w+ed|ran|sold|rose|fell|grew)\b"
)


# Deals and the like happen; they have no period unless one is stated for them.
EVENTS = frozenset(
    [
        "funding",
        "deal_value",
        "deal_price",
        "ipo_proceeds",
        "investment",
        "buyback",
        "fine",
        "stake",
        "valuation",
        "order_value",
    ]
)


# Quotations, which a weekday in the sentence dates; other figures it only says when they were told.
_QUOTED = frozenset(
    [
        "share_price",
        "share_price_change",
        "index_change",
        "index_level",
        "unit_price",
        "price",
        "interest_rate",
        "growth_rate",
        "market_cap",
    ]
)
# Levels that stand until they are changed: the period of a flow told before them is not theirs.
STANDING = frozenset(["unit_price", "price", "market_cap", "dividend"])

# Rates of an economy, told one after the other for the same month.
_RATES = frozenset(["unemployment_rate", "inflation_rate", "interest_rate", "gdp_growth", "penetration_rate"])

_STANDARD = re.compile(r"\b(?:target|goal|ceiling|threshold) of $")

_PRICED = frozenset(["unit_price", "price", "growth_rate"])
_TRADED = re.compile(
    r"\b(?:traded?|trading|settled?|closed?|closing|climbed|rose|fell|gained|dropped|slid|jumped|surged"
    r"|slipped"
    r"|steadied|eased|edged|advanced|hovered|quoted|changed hands|retreated|rallied|sank|tumbled"
    r"|plunged|spot price"
    r"|futures|per (?:barrel|ounce|ton|tonne))\b|[收涨跌]|期货|盘"
)

# "reported last week that its profit had risen": when it was said.
_WHEN_SAID = frozenset({"relative day", "relative week", "relative month", WEEKDAY})
_SAID_ZH = re.compile(
    r"(?:[早晚]间?|凌晨|[上下]午|盘后|盘前|收盘后|傍晚)?[，,]?[^，。；：\d]{0,10}?(?:公布|披露|发布|宣布|公告|通报|晒出|交出|发表)"
    r"(?!的)[^，。；]{0,24}[，：:,]"
)
_OF_SHARES = frozenset(
    {
        "amount",
        "layoffs",
        "count",
        "share_price",
        "share_price_change",
        "index_change",
        "index_level",
        "market_cap",
        "interest_rate",
    }
)
_THEN_SAID = re.compile(
    r"\s(?:raised|said|announced|cut|lowered|lifted|reported|warned|agreed|forecast|launched|unveiled"
    r"|named|told)\b"
)
_SAID = re.compile(
    r"\b(?:said|says|reported|announced|disclosed|unveiled|published|revealed|warned|raised|lifted"
    r"|issued|declared|agreed|told \w+"
    r"|forecast|proposed)\s(?:late |early |on |in )?$"
)

# "revenue was up 1.8% from 2024, and capital expenditure was …": the year is what the change is from.
_CHANGED_FROM = re.compile(
    r"(?:%|points?|\b(?:up|down|higher|lower|more|less|rise|increase|fold)) (?:from|than|on|over"
    r"|versus)(?: in)? $"
)

_COMPARED = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|vs\.?|up from|down from"
    r"|from)\s(?:an? [a-z ]{1,20} of )?(?:[a-z]+ ){0,3}"
    r"(?:[^;,]{0,30}, or )?$"
)
_OR_SO_MUCH = re.compile(r",? (?:or|and) [^;]{2,40}?,? ")

_WILL = re.compile(r"\b(?:and|but) (?:to|will|would|could|may|might|can|plans?)\b")
_NEXT_WILL = re.compile(r", (?:and|but|while) (?:[A-Za-z&'’-]+ ){1,6}?(?:will|would|could|may|might|can)\b")
# 完成全年目标的58%: the year is the goal's.
_OF_GOAL = re.compile(r"[^，。；\d]{0,6}(?:目标|任务|计划|预算)的(?:约|近|超过?|逾)?[\d一二三四五六七八九]")
_CUMULATED = re.compile(r"[,，;；。](?:[^,，;；。]{0,12})累计")
# "从三年前的8000元降至如今的1200元": the time is of the figure behind it.
_MOVED_TO = re.compile(r"[至到为]$")
_CHANGE_TERM = re.compile(r"其中|[同环]比")


def is_cumulated(text: str, start: int, left: int) -> bool:
    """Whether a figure's clause counts all there ever was (累计): the period of a flow before is not its."""
    clause = max(text.rfind(mark, start, left) for mark in ",，;；。") + 1
    return "累计" in text[max(clause, start) : left]


# 截至10月9日下午收盘，: what may stand between a time that opens a sentence and its comma.
_FRAME_END = re.compile(r"(?:[上下]午|早间|午间|晚间?|当[日天])?(?:[收开]盘时?|收市|盘[中后]|时)?[,，]")


def _is_frame(text: str, mention: PeriodMention, sentence: int) -> bool:
    """Whether a time opens the sentence, a comma behind it: 10月，…；…. All of the sentence is of it."""
    return mention.start_char <= sentence + 1 and _FRAME_END.match(text, mention.end_char) is not None


def _is_other_statement(
    text: str,
    sentence: int,
    mention: PeriodMention,
    left: int,
    language: str,
    is_stock: bool,
    names: Sequence[tuple[int, int]],
    metric_id: str,
) -> bool:
    """Whether what is neither a flow nor a change stands, seen from a time before it, in another statement:
    behind a semicolon, or under another verb of what is to come."""
    gap = text[mention.end_char : left]
    if language == "zh" and _is_frame(text, mention, sentence):
        return False
    if language == "zh":
        stop = max(gap.rfind(";"), gap.rfind("；"))
        if stop < 0 or _CHANGE_TERM.search(gap[stop:]) or metric_id in _RATES:
            return False
        head = mention.end_char + stop + 1
        return not is_stock or any(name[0] == head for name in names)
    return _WILL.search(gap) is not None or _NEXT_WILL.search(gap) is not None


def _new_name(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a statement about another name begins between a time and a figure: ", and Acme has …"."""
    if re.search(r"[,，] ?which\b|[;；](?:它|其(?!中)|公司|该)", text[start:end]):
        return True
    for name_start, name_end in names:
        if (
            start <= name_start
            and name_end <= end
            and re.search(
                r"(?:[;；。]|,?\s(?:and|while|whereas|but)\s)\s?(?:the\s)?$",
                text[max(start, name_start - 14) : name_start],
            )
        ):
            return True
    return False


def _breaks(text: str) -> tuple[int, int]:
    return _HARD.count(text), _SOFT.count(text)


def date_figure(
    text: str,
    sentence: tuple[int, int],
    figure: tuple[int, int],
    others: Sequence[tuple[int, int]],
    mentions: Sequence[PeriodMention],
    *,
    is_change: bool,
    language: str,
    is_ratio: bool = False,
    listed_after: Dated | None = None,
    metric_id: str = "",
    is_stock: bool = False,
    is_loose: bool = False,
    names: Sequence[tuple[int, int]] = (),
) -> Dated | None:
    """The period that the sentence itself states for the figure, or None.

    `others` are the spans of all figures of the sentence, `mentions` its expressions of time; positions
    are of `text`. `is_loose`: the metric is neither a flow nor a change."""
    left, right = figure
    usable = [m for m in mentions if m.role != "compare" and not (m.role == "prior" and is_change)]
    if not usable:
        return None
    if metric_id not in _QUOTED or (metric_id in _PRICED and not _TRADED.search(text, *sentence)):
        usable = [m for m in usable if m.rule != WEEKDAY]
    if language == "en" and metric_id not in _QUOTED and metric_id not in EVENTS:
        # "today reported net income": the day of the report, not of the profit.
        usable = [m for m in usable if m.rule != "relative day"]
    if language == "en" and metric_id not in _QUOTED:
        usable = [
            m
            for m in usable
            if m.rule not in _WHEN_SAID
            or not (
                _SAID.search(text, max(sentence[0], m.start_char - 24), m.start_char)
                or (metric_id not in EVENTS and _THEN_SAID.match(text, m.end_char))
            )
        ]
    usable = [m for m in usable if not is_of_the_firm(text, sentence[0], m) and not is_record(text, m)]
    if language == "zh" and metric_id not in EVENTS and metric_id not in _OF_SHARES:
        # 11月19日晚公布三季报：总收入…: the day of the report, not of what it tells.
        usable = [
            m for m in usable if m.kind != "day" or _SAID_ZH.match(text, m.end_char, sentence[1]) is None
        ]
    if language == "zh" and is_ratio:
        # 是年初的三倍: what it is held against.
        usable = [m for m in usable if text[m.end_char : left] not in {"的", "的近", "的约"}]
    if language == "zh":
        usable = [
            m
            for m in usable
            if not _OF_GOAL.match(text, m.end_char) and not is_held_against(text, sentence[0], m)
        ]
        if "年均" in text[sentence[0] : left] or "复合" in text[sentence[0] : left]:
            spanned = _compounded(text, sentence[0], left, usable)
            if spanned is not None and is_change:
                return spanned
    if not usable:
        return None
    if is_change:
        usable = [
            m
            for m in usable
            if m.role not in {"within", "instant"}
            or m.rule in {"months", "range", "years"}
            or not _BASE.search(text[sentence[0] : m.start_char][-48:])
        ]
    if language == "en" and not is_change:
        usable = [
            m
            for m in usable
            if m.start_char > left
            or not _CHANGED_FROM.search(text, max(sentence[0], m.start_char - 24), m.start_char)
        ]
    if language == "en":
        usable = [m for m in usable if not is_of_a_deed(text, sentence[0], m)]
        # "capital spending for 2025 is now put at …": what is put now is for 2025.
        named = [m for m in usable if m.rule != "now" and m.end_char <= left]
        usable = [
            m
            for m in usable
            if m.rule != "now"
            or not any(text[n.end_char : m.start_char].strip() in {"is", "are"} for n in named)
        ]
    next_figure = min((o[0] for o in others if o[0] >= right), default=sentence[1])
    last_figure = max((o[1] for o in others if o[1] <= left), default=sentence[0])
    behind = [m for m in usable if m.start_char >= right]
    before = [m for m in usable if m.end_char <= left]
    inside = [m for m in usable if m.start_char < right and m.end_char > left]
    if inside:
        return Dated(inside[0].period, "period inside the figure", 0.7, inside[0])
    # 1. right behind, before any other figure; "1.3 times the volume of last year" names the base instead
    for mention in [m for m in behind if m.role == "by"][:1] if is_ratio else behind[:1]:
        gap = text[right : mention.start_char]
        hard, soft = _breaks(gap)
        if mention.start_char < next_figure and not hard:
            binds = soft == 0 and len(gap) < 90 and not _RELATIVE.search(gap)
            if language == "zh":
                binds = soft == 0 and len(gap) < 8 and not _MOVED_TO.search(gap)
            if mention.role == "prior":
                binds = (soft == 0 and len(gap) < 6) or (
                    gap == ", " and _COMPARED.search(text, sentence[0], left) is not None
                )
            if binds and not _opens_next_clause(text, mention, next_figure):
                return Dated(mention.period, f"behind the figure: {mention.rule}", 0.95, mention)
    # "compared with $72 million, or $0.95 a share, a year earlier"
    for mention in behind[:1]:
        gap = text[right : mention.start_char]
        if (
            mention.role == "prior"
            and _OR_SO_MUCH.fullmatch(gap)
            and _COMPARED.search(text, sentence[0], left) is not None
        ):
            return Dated(mention.period, "the year before, shared", 0.8, mention)
    # 2. before, in the sentence
    if listed_after is not None:
        return Dated(
            listed_after.period,
            "as the figure before it in the list",
            listed_after.certainty,
            listed_after.mention,
        )
    if before and before[-1].role != "prior":
        nearest = before[-1]
        if is_behind_aside(text, sentence[0], nearest, left):
            if language != "en" or not behind:
                return None
            before = []
    if before and before[-1].role != "prior":
        nearest = before[-1]
        if (
            not is_change
            and "," in text[nearest.end_char : left]
            and _STANDARD.search(text, max(nearest.end_char, left - 24), left)
        ):
            return None
        if (
            is_loose
            and not is_change
            and _is_other_statement(text, sentence[0], nearest, left, language, is_stock, names, metric_id)
        ):
            return None
    is_told_once = language == "zh" and metric_id in _RATES
    chosen = _before(
        text,
        sentence[0],
        figure,
        last_figure,
        before,
        others,
        metric_id,
        is_stock and not is_told_once,
        names,
    )
    if chosen is not None:
        return chosen
    # 3. behind, shared by the list
    for mention in behind[
        : 0 if language == "zh" and metric_id in EVENTS and mentions_plan(text, right, behind) else 1
    ]:
        gap = text[right : mention.start_char]
        hard, _ = _breaks(gap)
        is_shared = bool(re.search(r"\d", gap)) if "," in gap or "，" in gap else True
        is_shared = is_shared or (mention.rule == "close of the day" and metric_id == "share_price")
        if language == "zh" and (mention.kind != "day" or mention.rule == "same day"):
            # 一台卖3499元，明年二季度投产: in Chinese a time stands before what it dates.
            continue
        if (
            mention.role in {"within", "instant", "by", "since"}
            and not hard
            and is_shared
            and not _is_apart(text, sentence[0], left, gap, is_loose and not is_change)
            and not _VERB.search(gap)
        ):
            return Dated(mention.period, f"behind, shared: {mention.rule}", 0.75, mention)
    return None


def _is_apart(text: str, sentence: int, left: int, gap: str, is_level: bool) -> bool:
    """Whether a time behind the next figure is not this one's: this one stands in an aside (", which owns
    1.5% of it, earned 5.8% in the quarter"), is what a change starts from, or is a level before its change
    ("$63 a barrel, down 2% for the month")."""
    lead = text[sentence:left]
    if "," in gap and opens_aside(lead):
        return True
    if re.search(r"\bfrom $", lead) and re.match(r" to ", gap):
        return True
    return is_level and re.match(r", (?:up|down)\b", gap) is not None


def _opens_next_clause(text: str, mention: PeriodMention, next_figure: int) -> bool:
    """Whether a time stands at the head of the next clause ("…, and in October sales fell 3%")."""
    return bool(
        re.search(r"(?:[,，;；]|\band) (?:in|for|at|during)? ?(?:the )?$", text[: mention.start_char][-20:])
    )


def _before(
    text: str,
    sentence: int,
    figure: tuple[int, int],
    last_figure: int,
    before: Sequence[PeriodMention],
    others: Sequence[tuple[int, int]],
    metric_id: str,
    is_stock: bool,
    names: Sequence[tuple[int, int]],
) -> Dated | None:
    for mention in reversed(before):
        gap = text[mention.end_char : figure[0]]
        hard, soft = _breaks(gap)
        if is_stock and mention.kind != "day" and _HAS_NOW.search(gap):
            return None
        if metric_id == "dividend" and mention.role == "instant":
            continue
        if _is_held_against(text, sentence, mention, others):
            continue
        if is_start_of_move(text, mention, figure[0], others):
            continue
        if is_turned_to_now(text, mention, figure[0]):
            return None
        if mention.start_char < last_figure and _HAS_SINCE.search(gap):
            return None
        own = mention.end_char > last_figure or mention.start_char >= last_figure
        if metric_id in _MOVES_OF_A_DAY and mention.kind != "day":
            # "up 14% this year, rose 6%": the second is of a day.
            is_taken = any(text[o[1] : mention.start_char] in {" ", " in "} for o in others)
            if _AND_ITS_SHARES.search(gap) or (is_taken and mention.kind == "year"):
                return None
        if mention.role == "prior":
            is_taken = any(text[o[1] : mention.start_char] == " " for o in others)
            if own and not hard and soft <= 1 and not is_taken:
                return Dated(mention.period, "the year before", 0.85, mention)
            continue
        trails = any(
            o[1] <= mention.start_char
            and not _SOFT.is_in(text[o[1] : mention.start_char])
            and mention.start_char - o[1] < 50
            for o in others
        )
        if trails and (
            mention.role == "by" or (mention.role == "since" and re.search(r"\bto\b|[,，;；]", gap))
        ):
            continue
        if (
            own
            and is_stock
            and mention.kind != "day"
            and mention.role == "within"
            and _new_name(text, mention.end_char, figure[0], names)
        ):
            return None
        # A time with a comma behind it is that of the whole clause: 1—11月，百强房企累计销售….
        floor = mention.end_char + text.startswith((",", "，"), mention.end_char)
        if mention.role == "within" and _CUMULATED.search(text, floor, figure[0]):
            return None
        if own:
            return Dated(
                mention.period, f"before the figure: {mention.rule}", 0.9 - 0.1 * min(hard, 2), mention
            )
        if hard and metric_id in EVENTS and mention.role != "by" and not _CHANGE_TERM.search(gap):
            # Another statement begins; an event does not take over the period of a flow.
            return None
        if (
            _is_frame(text, mention, sentence)
            and not (metric_id in STANDING and mention.role == "since")
            and mention.kind != "day"
            and text[mention.end_char - 1] > "\u4e00"
        ):
            return Dated(mention.period, f"held on in the sentence: {mention.rule}", 0.75, mention)
        if metric_id in _MOVES_OF_A_DAY and (
            _AND_ITS_SHARES.search(gap) or (mention.kind == "year" and mention.role == "within")
        ):
            return None
        if metric_id in STANDING and mention.kind != "day" and mention.role in {"within", "since", "by"}:
            return None
        if (
            is_stock
            and mention.role == "within"
            and metric_id not in _RATES
            and _new_name(text, mention.end_char, figure[0], names)
        ):
            return None
        # The time belongs to an earlier figure: it holds on in lists and continuations.
        certainty = 0.8 - 0.1 * min(hard, 3)
        return Dated(
            mention.period,
            f"held on in the sentence: {mention.rule}",
            certainty - (0.1 if trails else 0),
            mention,
        )
    return None


# "…, and Acme has raised its prices by 11%": of another firm, and of now.
_HAS_SINCE = re.compile(
    r"[,;] (?:and |while |but )?(?:the )?[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,2} (?:has|have) [a-z]+"
)


def _is_held_against(
    text: str, sentence: int, mention: PeriodMention, others: Sequence[tuple[int, int]]
) -> bool:
    """Whether a time is that of a figure which another is held against: "rose 6.5% in September, against 5.2%
    in August, while sales grew 3%". What comes behind it is of the first time again."""
    for start, end in others:
        if end <= mention.start_char and text[end : mention.start_char] in {" ", " in ", " for ", " in the "}:
            return _HELD_TO.search(text, max(sentence, start - 40), start) is not None
    return False


_HELD_TO = re.compile(
    r"[,(] (?:compared (?:with|to)|versus|vs\.?|against|after|following|up from|down from|from|slower than"
    r"|faster than"
    r"|more than|less than|above|below)\s(?:an? |the )?(?:[a-z-]+ ){0,3}(?:of )?$"
)
# "earned $4 billion last year and employs 6,700 people": what there is now.
_HAS_NOW = re.compile(
    r"\b(?:and|which|but|it|who)\s(?:now\s|currently\s|also\s)?(?:employs?|has|have|operates?|owns?|runs?"
    r"|serves?"
    r"|counts?)\s(?:about |nearly |some |over |more than |around |roughly )?$"
)
_AND_ITS_SHARES = re.compile(r", (?:and|while|but) (?:its|the|their) (?:shares|stock)\b")
_MOVES_OF_A_DAY = frozenset({"share_price_change", "index_change"})


def mentions_plan(text: str, right: int, behind: Sequence[PeriodMention]) -> bool:
    """Whether what lies between a figure and the time behind it tells when something will be done with it."""
    return (
        bool(behind)
        and re.search(
            r"[,，].*(?:预计|计划|将|拟|投产|建成|完工|达产|并网)", text[right : behind[0].end_char + 8]
        )
        is not None
    )


_COMPOUNDED = re.compile(r"(?:年均|复合)[^，,；;。]*$")


def _compounded(text: str, sentence: int, left: int, mentions: Sequence[PeriodMention]) -> Dated | None:
    """由2024年的301亿美元增至2029年的2012亿美元，年复合增长率…: from the first year told to the last."""
    if _COMPOUNDED.search(text, sentence, left) is None:
        return None
    years = [
        m for m in mentions if m.end_char <= left and m.kind in {"year", "span"} and m.period.end is not None
    ]
    starts = [m.period.start for m in years if m.period.start is not None]
    if len(years) < 2 or not starts:
        return None
    first, last = min(starts), max(m.period.end for m in years if m.period.end is not None)
    if first.year == last.year:
        return None
    return Dated(Period(first, last), "compounded over the years told", 0.8, years[-1])


def year_before(period: Period) -> Period:
    """The same period a year earlier; nothing where it has no bounds."""
    return NOTHING if period == NOTHING else shifted(period, -1)
