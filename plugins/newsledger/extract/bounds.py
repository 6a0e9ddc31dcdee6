"""What the words around a figure say: its bound (over, about, under) and, of a change, its direction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from newsledger.extract.reading import word_set
from newsledger.extract.records import Bound

Direction = Literal["up", "down"]
Role = Literal["", "from", "to"]

WINDOW = 72
"""Characters before a figure in which its bound and its verb are looked for."""


@dataclass(slots=True)
class Wording:
    """What stands before or after a figure. `start` is where its bound word begins."""

    start: int
    bound: Bound | None = None
    direction: Direction | None = None
    is_change: bool = False
    role: Role = ""
    is_level: bool = False
    """Of money, counts and physical units: the verb takes the figure as its object, or moves past it."""


def _table(bound: Bound, phrases: str) -> dict[tuple[str, ...], Bound]:
    return {tuple(phrase.split()): bound for phrase in phrases.split("|")}


_EN_BOUNDS = (
    _table(
        "over",
        "over|above|exceeding|exceeds|exceed|exceeded|at least|more than|greater "
        "than|no less than|not less than|"
        "no fewer than|not fewer than|in excess of|upwards of|upward of|north of"
        "|topping|topped|tops|surpassing|"
        "surpassed|surpasses|surpass|crossed|crosses|crossing|passed|passing|beyond|a minimum of|minimum of|"
        "higher than|larger than|well over|just over|well above|just above"
        "|priced from|starting at|starting from|"
        "starts at|starts from|top|past|better than",
    )
    | _table(
        "under",
        "under|below|up to|less than|fewer than|no more than|not more than|at "
        "most|as much as|as many as|as high as|"
        "a maximum of|maximum of|not exceeding|lower than|smaller than|just "
        "under|just below|well under|well below|"
        "shy of|just shy of|capped at|within|south of",
    )
    | _table(
        "about",
        "about|around|approximately|approx|approx.|roughly|nearly|almost|close to|circa|ca.|some|near|"
        "in the region of|in the order of|on the order of|c.|approaching|approached|~|or so|somewhere around",
    )
)
_EN_BOUND_ENDS = frozenset(phrase[-1] for phrase in _EN_BOUNDS)
_EN_FILLERS = word_set(
    """
    a an the its their his just only whopping record full mere total nearby already now
    """
)
_EN_UP = word_set(
    """
    rise rises rose risen rising increase increases increased increasing grow grows grew grown growing
    gain gains gained gaining climb climbs climbed climbing jump jumps jumped jumping surge surges
    surged surging soar soars soared soaring up add adds added adding advance advances advanced
    advancing expand expands expanded expanding growth lift lifts lifted lifting raise raises raised
    raising boost boosts boosted boosting rally rallied rallies higher edged-up widen widened widens
    improve improved improves improving rebound rebounded accelerate accelerated accelerates upside
    rocketed leapt leap leaps leaped swell swelled spike spiked ballooned quicken appreciated appreciate
    strengthened
    """
)
_EN_DOWN = word_set(
    """
    fall falls fell fallen falling drop drops dropped dropping decline declines declined declining
    decrease decreases decreased decreasing down cut cuts cutting slide slides slid sliding slump slumps
    slumped slumping tumble tumbles tumbled tumbling plunge plunges plunged plunging sink sinks sank
    sunk sinking slip slips slipped slipping lose loses lost losing shed sheds shedding shrink shrinks
    shrank shrunk shrinking shave shaves shaved shaving reduce reduces reduced reducing lower lowers
    lowered lowering plummet plummeted plummets plummeting contract contracts contracted contracting
    contraction reduction narrow narrowed narrows narrowing weaken weakened retreat retreated retreats
    slash slashed slashes slashing trim trimmed trims dip dips dipped dipping ease eased eases easing
    crash crashed collapse collapsed downside dive dived depreciated depreciate slowed slide-of erase
    erased wiped discount discounts
    """
)
_EN_TRANSITIVE = (
    "rais", "lift", "boost", "cut", "los", "add", "shed", "trim", "reduc", "slash", "expand", "gain", "eras",
    "wip",
)  # fmt: skip
_EN_PASSED = frozenset({"below", "above", "past", "beyond"})
_EN_PHRASAL_UP = ("make", "made", "making", "took", "take", "taking", "set", "end", "put", "bought", "buy")
_EN_BREAKS = word_set(
    """
    of in with at for on and to from than by or that which who is was were are has had have will would could
    may but while as per a an after before since
    """
)
_EN_CREEP = word_set(
    """
    edged inched crept ticked nudged went moved stepped picked ran goes edging inching
    """
)
_EN_LINKS = word_set(
    """
    by of about further sharply slightly steadily rapidly strongly modestly just only another a an some
    as much its the their nearly roughly almost around approximately over more than under below up to
    less at least additional off from year-on-year yoy year on again still also even well
    """
)
_EN_AFTER = re.compile(
    r"[ -](?P<up>higher|more(?! than half)|above|dearer|bigger|larger"
    r"|increase|rise|jump|gain|growth|surge|premium"
    r"|faster|wider|stronger|longer|hike|upside|rally|up)\b"
    r"|[ -](?P<down>lower|less|below|cheaper|narrower|weaker|shorter|smaller|fewer|decline|decrease"
    r"|drop|fall|cut|reduction|discount|off"
    r"|slump|plunge|loss|slower|slide|down|haircut)\b"
)
_EN_AFTER_BOUND = re.compile(
    r"(?:\+(?!\d)|-plus\b| or (?P<over>more|higher|above|greater|better)\b| "
    r"or (?P<under>less|fewer|lower|below)\b"
    r"| or (?P<about>so|thereabouts)\b| (?P<most>at (?:the )?most)\b| (?P<least>at (?:the )?least)\b)"
)

_ZH_BOUND_WORDS: dict[Bound, str] = {
    "over": "已经超过 已超过 超过 超出 超逾 超 逾 过 突破 首破 破 站上 首次站上 站稳 "
    "攻破 升破 涨破 高于 多于 大于 至少 最少 不少于 不低于 不止 不下 起码 "
    "高过 多过 越过 迈过 跨过 冲破 远超 大超 胜过 好于",
    "under": "不到 不足 低于 少于 小于 不超过 不超 不过 最高可达 不逾 最多 至多 不高于 未超过 不多于 "
    "未满 不满 跌破 仅不到 未及 不及 上限为 顶多 未达 少过 最高不超过 刚过不",
    "about": "将近 接近 近 约为 大约 大概 约 几近 逼近 几乎 差不多 大致 估约 近乎 大体 约合 约莫",
}
_ZH_BOUND = {word: bound for bound, words in _ZH_BOUND_WORDS.items() for word in words.split()}
_ZH_BOUND_BEFORE = re.compile(
    "(?P<bound>"
    + "|".join(sorted(_ZH_BOUND, key=len, reverse=True))
    + r")(?:了|达|是|为|有|在|合|人民币|其|兑|至|到|出|过|每股|可?占(?:据|到)?[^，,。；;0-9]{0,12}的?"
    r"|(?:公司)?总股本的?)?$"
)
_ZH_BOUND_FAR = re.compile("(?P<bound>至少|最少|起码|最多(?!时)|至多|顶多)[\u4e00-\u9fff]{1,5}$")
_ZH_AFTER = re.compile(
    r"(?P<over>及以上|或以上|以上|之上|开外|还多|还不止|有余|出头|以上的|都不止|不止|\+(?!\d))"
    r"|(?P<under>及以下|或以下|不到|以下|以内|之内|之下|内(?=[，,。；;的]))|(?P<about>左右|上下|前后|附近|许)"
)
_ZH_CUE = re.compile(
    "(?P<skip>涨跌|升降|增减|减持|减值|低于|高于|不低|不高|降幅度|跌停|涨停|上涨空间|高达|增资|定增|增持|增值税|降本|跌破"
    "|不降|不减|低至|高校|升级|降级|加速器|上升期|多出来|新增|增发|长城|长安|长江|长期|成长|降温|减肥|减重)"
    "|(?P<rate>增幅|增速|增长率|涨幅|升幅|增长幅度|同比增速)|(?P<fallrate>降幅|跌幅|降速|减幅)"
    "|(?P<up>高开|反弹|走高|增长|上涨|上升|提升|提高|增加|大涨|收涨|攀升|上调|飙升|猛增|激增|微增|净增|多增|扩大|高出|多出|贵出|涨了|贵了|多了"
    "|高了|升了|涨|升|增|多|贵|高)"
    "|(?P<down>低开|走低|下降|下滑|下跌|减少|降低|少了|降了|低了|跌了|跌去|跌掉|跌回去|缩水|收窄|萎缩|回落|下挫|急挫|重挫|急跌|倒退|收跌|下调|锐减|骤降|大跌|暴跌"
    "|缩减|削减|滑落|跌回|便宜|缩小|下探|低出|少|低|慢|降|跌|减|掉了|省下|蒸发|缩)"
)
_ZH_ADJECTIVE = frozenset("多贵高少低")
_ZH_LEVEL = re.compile(r"[到至为于报在达]|回落至|收于")
_ZH_SPREAD = re.compile(r"[，,。；;：:！？!?、（(]")


def _is_phrasal(phrase: tuple[str, ...], before: list[str]) -> bool:
    """Whether the words belong to the verb before them: "handed over 100 cars", "edged up to 43 million"."""
    if not before:
        return False
    verb = before[0]
    if phrase == ("over",):
        return verb.startswith(("hand", "took", "tak", "turn", "carr", "hov")) or verb in {
            "give",
            "gave",
            "sign",
        }
    if phrase in {("up", "to"), ("past",)}:
        is_motion = verb in _EN_UP and not verb.startswith(_EN_TRANSITIVE)
        return phrase[0] == "up" and (is_motion or verb in _EN_CREEP)
    return phrase in {("top",), ("past",), ("some",)} and verb in {"the", "its", "in", "of", "at"}


def _has_transitive(words: list[str]) -> bool:
    """Whether a verb with an object stands a few words back: "cut defence spending 7%"."""
    for word in words:
        if word in _EN_BREAKS:
            return False
        if word.startswith(_EN_TRANSITIVE) and (word in _EN_UP or word in _EN_DOWN):
            return True
    return False


def is_motion(before: str) -> bool:
    """Whether the text before a figure ends in a verb of rising or falling ("rose ", "fell ")."""
    word = before.rsplit(None, 1)[-1].lower() if before.strip() else ""
    return word in _EN_UP or word in _EN_DOWN


def _start_of_word(window: str, count: int) -> int:
    """Where a word begins that is told by its number from the end."""
    at = len(window)
    for _ in range(count):
        at = window.rfind(" ", 0, len(window[:at].rstrip(" "))) + 1
    return at


def read_before_en(text: str, floor: int, start: int) -> Wording:
    """The bound, the verb of change and the preposition before an English figure."""
    floor = max(floor, start - WINDOW)
    wording = Wording(start)
    floor = max(text.rfind(mark, floor, start) + 1 for mark in ";()\n") or floor
    window = text[floor:start]
    words = [word.strip("\"“‘'") for word in reversed(window.lower().split(" ")) if word][:14]
    passed: tuple[str, ...] | None = None
    i = 0
    while i < len(words) and words[i] in _EN_FILLERS and i < 3:
        i += 1
    for lead in (i, 0) if i else (0,):
        for length in (4, 3, 2, 1) if lead < len(words) and words[lead] in _EN_BOUND_ENDS else ():
            phrase = tuple(reversed(words[lead : lead + length]))
            bound = _EN_BOUNDS.get(phrase) if len(phrase) == length else None
            if bound is not None and _is_phrasal(phrase, words[lead + length : lead + length + 1]):
                bound = None
            if bound is not None:
                wording.bound, wording.start = bound, floor + _start_of_word(window, lead + length)
                passed = phrase
                i = lead + length
                break
        if wording.bound:
            break
    while i < len(words) and words[i] in _EN_FILLERS and i < 8:
        i += 1
    is_by = False
    if i < len(words):
        if words[i] in {"to", "at"}:
            wording.role = "to" if words[i] == "to" else ""
            for word in words[i : i + 8]:
                if word in _EN_UP or word in _EN_DOWN:
                    wording.direction = "up" if word in _EN_UP else "down"
                    break
            return wording
        if words[i] == "from":
            wording.role = "from"
            return wording
        is_by = words[i] == "by"
    reach = 9 if is_by else 4
    for k, word in enumerate(words[i : i + reach], i):
        if word == "up" and k + 1 < len(words) and words[k + 1].startswith(_EN_PHRASAL_UP):
            break
        if word.endswith((",", ".", ":")) and word != words[i]:
            break
        if word in _EN_UP or word in _EN_DOWN:
            wording.direction = "up" if word in _EN_UP else "down"
            wording.is_change = True
            wording.is_level = not is_by and (
                word.startswith(_EN_TRANSITIVE) or (passed is not None and passed[-1] in _EN_PASSED)
            )
            break
        if is_by or word in _EN_LINKS:
            continue
        if word in _EN_BREAKS or not _has_transitive(words[k + 1 : k + 4]):
            break
    return wording


def read_after_en(text: str, end: int) -> tuple[Bound | None, Direction | None, int]:
    """The bound or the direction that follows an English figure, and where the bound ends."""
    following = text[end : end + 1]
    if following not in {" ", "-", "+"}:
        return None, None, end
    bound = _EN_AFTER_BOUND.match(text, end)
    if bound:
        if bound["under"] or bound["most"]:
            return "under", None, bound.end()
        return ("about" if bound["about"] else "over"), None, bound.end()
    found = _EN_AFTER.match(text, end)
    if found is None:
        return None, None, end
    return None, ("up" if found["up"] else "down"), end


def read_before_zh(text: str, floor: int, start: int) -> Wording:
    """The bound and the verb of change before a Chinese figure."""
    floor = max(floor, start - 24)
    window = text[floor:start]
    wording = Wording(start)
    found = _ZH_BOUND_BEFORE.search(window[-18:]) or _ZH_BOUND_FAR.search(window[-18:])
    if found:
        wording.bound = _ZH_BOUND[found["bound"]]
        wording.start = start - len(window[-18:]) + found.start()
        window = window[: wording.start - floor]
    cut = 0
    for mark in _ZH_SPREAD.finditer(window):
        cut = mark.end()
    window = window[cut:]
    last: re.Match[str] | None = None
    rate: re.Match[str] | None = None
    for cue in _ZH_CUE.finditer(window):
        if not cue["skip"] and (cue.group() not in _ZH_ADJECTIVE or "比" in window or "较" in window):
            last = cue
            rate = cue if cue["rate"] or cue["fallrate"] else rate
        elif cue.group() in {"低", "少"} and cue.end() == len(window):
            last = cue
    if window.endswith(("从", "由", "自")):
        wording.role = "from"
    if last is None:
        return wording
    between = window[last.end() :]
    if len(between) > 10:
        return wording
    wording.is_level = (found is not None and found["bound"] in {"跌破", "突破", "首破", "破"}) or (
        last.group() in {"关掉了", "掉了", "省下", "增加", "减", "加", "多"}
    )
    if rate is not None and last is not rate and last.group() not in {"低", "高", "少", "多"}:
        last = rate  # 降幅扩大到4.4% is still a fall
    if last["rate"] or last["fallrate"]:
        wording.direction = "up" if last["rate"] else "down"
        wording.is_change = True
        return wording
    wording.direction = "up" if last["up"] else "down"
    if _ZH_LEVEL.search(between):
        wording.role = wording.role or "to"
    elif len(last.group()) > 1 or len(between) <= 3:
        wording.is_change = wording.role != "from"
    else:
        wording.direction = None
    return wording


def read_after_zh(text: str, end: int) -> tuple[Bound | None, int]:
    """The bound that follows a Chinese figure (以上, 左右, 出头), and where it ends."""
    found = _ZH_AFTER.match(text, end)
    if found is None:
        return None, end
    bound: Bound = "over" if found["over"] else "under" if found["under"] else "about"
    return bound, found.end()
