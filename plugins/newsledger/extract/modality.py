"""Whether a figure is stated as a fact, a forecast, a target or a possibility.

The cue that governs a figure stands in its own clause, or in the clause before it of which the figure's
clause is the continuation ("expects revenue to be flat, with a margin of 20%"). A finite verb of the past
between cue and figure ends the cue's reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.guards import Guards
from newsledger.extract.openings import Opened
from newsledger.extract.records import Modality
from newsledger.extract.sentences import Language

_EN = re.compile(
    r"""\b(?:
    (?P<hypothetical>could|might|(?-i:may)|if|unless|potential(?:ly)?|considered\ acceptable|would\ have
        |can\ (?:still\ )?(?:reach|earn|be)|(?:weigh|consider|mull|contemplat|explor)ing|risks\ (?:a
        |an|periodic|paying|having|fines?|losing|penalt\w+)|as\ much\ as(?=.{0,30}\bif\b)|in\ a\ (?:bear
        |bull|worst
        |best)[-\ ]case)
    |(?P<target>(?<!\bno\ )plan(?:s|ned|ning)?\ (?:to|for|on|an?|(?:[a-z]+\ ){0,2}(?:capital|capex
    |spending|investments?|outlays))
        |(?:it\ )?had\ (?:planned|targeted)|aim(?:s|ed
        |ing)?\ (?:to|for|at)|target(?:ed|ing)(?!\ (?:market|customers|audience|firm|company))|(?:a|its
        |their|our|sales|growth|output|annual|official|delivery|production|profit|margin|full-year
        |revenue)\ targets?|targets?\ (?:of|for|to|is|was|at)|targets(?:\ \w+){0,5}\ ?$|goal(?:s)?
        |intend(?:s|ed|ing)?\ to|pledg(?:e|es|ed|ing)|hop(?:es|ed|ing)\ to|(?:seeks|seeking)|seek\ to
        |want(?:s|ed)?\ (?:to|(?:it|them|the\ [a-z]+|[a-z]+)\ to)|vow(?:s|ed)?\ to|ambition|is\ meant\ to
        |(?:up\ to|cap\ of|ceiling\ of
        |limit\ of)(?=.{0,40}\b(?:loans?|borrowers?)\b)|loans?\ (?:of\ )?up\ to|slated|capped\ at
        |memorandum\ of\ understanding|proposed|proposes?|propos(?:al|ing))
    |(?P<forecast>will(?!ing)|should\ (?!have\b)[a-z]+|sees(?!\ itself)|see\ (?:a|an
        |the)(?=\ )|expect(?:s|ed|ing|ation|ations)?|project(?:s|ed|ions?)(?!\ (?:in|near|of
        |company))|forecasts?|forecasting|predict(?:s|ed|ing|ions?)?|anticipat(?:es|ed|ing)|guid(?:es
        |ed)\ (?:for|to)|guidance|outlook|is\ set\ to|are\ set\ to|set\ to|on\ track|likely|is\ going\ to
        |would|shall|estimates?\ (?:that\ )?(?:.{0,40}\b)?will|is\ due\ to|are\ due\ to|scheduled\ to
        |poised\ to|seen\ (?:at|[a-z]+ing)|sees\ (?:.{0,30}\b)?(?:reaching|rising|growing)
        |is\ to\ |are\ to\ |’ll|reckons?\ .{0,40}\bwill)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_EN_CUES = Opened(_EN, 3)
_EN_DONE = re.compile(
    r"\b(?:reached|rose|fell|grew|was|were|had|has|have|reported|posted|recorded|sold|delivered|earned"
    r"|stood|climbed|dropped|dipped|jumped|increased|decreased|declined|slid|raised|shipped|totalled"
    r"|totaled|came|swung|booked|promised|agreed|cut|lost|gave|paid|spent|made|took|got|became|saw|began"
    r"|hired|bought|collected|attracted|completed|approved|launched|gained|added|beat|missed|announced"
    r"|opened|closed|won"
    r"|accounted|carried|handled|served|employed|cost (?:it|them|the))\b",
    re.IGNORECASE,
)
_EN_AFTER = re.compile(
    r"(?:^|[^,;.]{0,60}?)\b(?:(?P<target>(?:it|they|he|she|which\ it|that\ it)\ had\ (?:targeted|planned"
    r"|aimed\ for|promised)|target(?:ed)?\b|goal\b|ceiling\b|as\ planned)"
    r"|(?P<hypothetical>(?:is\ |are\ |was\ )?considered\ (?:acceptable|normal|healthy|adequate|reasonable"
    r"|tolerable|fair|safe)"
    r"|would\ be\ (?:acceptable|normal)|if\b|is\ seen\ as\ healthy|is\ regarded\ as)"
    r"|(?P<forecast>(?:analysts|economists|the\ market|investors|forecasters|Wall\ Street)\ (?:(?:polled"
    r"|surveyed)"
    r"\ by\ [A-Z]\w+\ |at\ [A-Z]\w+\ |on\ average\ |in\ a\ [A-Z]\w+\ (?:poll"
    r"|survey)\ )?(?:had\ )?(?:expected|forecast"
    r"|predicted|projected|anticipated|estimated|pencilled\ in|looked\ for)|consensus\b"
    r"|(?<=[a-z]\ )(?:is|are)\ (?:expected|projected|forecast|due\ to)))"
    r"|^\ (?P<due>(?:is|are)\ (?:expected|projected|forecast|due)\ to)\b",
    re.IGNORECASE,
)

_ZH = re.compile(
    r"(?P<hypothetical>可能|或许|也许|或将|或会|(?<![到或者])或(?!者|许|将|会|有|多|少"
    r"|是)(?=[达超增降涨跌升至可在为减因需面])|如果|若(?!干|隐|剔除|不计|扣除|不含|按|以)|假如|假设|一旦|倘若|最多能|理论上|就能|便能"
    r"|能省下?|可达"
    r"|视为可接受|尚可接受|合理区间|只要|要是)"
    r"|(?P<target>计划|规划|目标|拟(?!合|人|真|中选|入选|录)|力争|争取|打算|旨在|放话|答应|承诺"
    r"|誓言|希望(?!小学)|(?<![需只主重必])要(?:造|建|生产|开出|卖出)|要在"
    r"|要把|要将|要让|要到|要做|想把|想在|冲刺|要冲|冲击(?=\d)|(?:说|称)要|剑指|瞄准|上限|不得超过"
    r"|不超过(?=总|.{0,6}贷)|最高不超过"
    r"|定下|设定|(?<=[^不])要送到|要做到|保有量|红线|门槛(?=[为是从降提定设调在：:])|再减)"
    r"|(?P<forecast>预计|预期|预测|预估|有望|将(?!近|军|信|就|错|来)|料(?=将|为|达|今|明|全)"
    r"|估计(?=.{0,8}(?:将|会|达)|[，,](?:\d{1,2}月|全国|本月|当月)|[，,]?(?:今年|明年|全年|年内|到20|未来))|展望|指引|会达到|会增长|料将|即将"
    r"|届时|(?<=年)可(?=获|达|实现|增|升|形成"
    r"|生产|提供)|望达|看到(?=\d)|上调至|预告|预增|预减|预亏)"
)
_ZH_DONE = re.compile(r"已经?|实现了|达到了|完成了|曾|累计|收于|录得")
# A clause of its own about what is over: "拟募资40亿元，今年前三季度净亏5亿元".
_PAST_ZH = re.compile(
    r"[，,；;、。](?:[^，,；;。\d]{0,12}?)(?:去年|上年|今年前|今年上半年|前三季度?|上半年"
    r"|第?[一二三]季度|单季|截至|昨日|20[012]\d年(?!前|底前|末前|内|起))"
)
# 预亏11亿元，股价10月9日跌9.8%: how the market took it is over.
_MARKET = re.compile(r"[，,；;](?:[^，,；;。]{0,6})(?:股价|市值|收盘|收报)")
# 赫伯罗特预计…将恢复，其一季度利润4亿美元
_OWN_PAST = re.compile(
    r"[，,；;](?:其|公司|该公司|而其|此前|它)(?:今年|去年)?(?:第?[一二三四]季度|上半年|前三季度?|去年|截至|前\d{1,2}个?月|20[012]\d年前)"
)
# 完成全年目标的58%: how much of a goal is reached.
_DONE_OF_GOAL = re.compile(
    r"(?:完成|达成|实现|达到)了?[^，。；\d]{0,12}(?:目标|任务|计划|指引|预算)的(?:约|近|超|逾"
    r"|超过)?$"
)

_ZH_AFTER = re.compile(
    r"^[^,，;；。]{0,10}?(?:(?P<target>的?(?:目标|上限|规划|计划|门槛))|(?P<hypothetical>可以接受|算合理"
    r"|被视为|尚可|才算)|(?P<forecast>的?预期|的?预测))|^(?P<plan>要[\u4e00-\u9fff]{1,3}[到往向]|将用于"
    r"|拟用于|计划用于)"
)

_IF_ZH = re.compile(r"如果(?!剔除|不计|扣除)|若(?!干|隐|剔除|不计|扣除|不含|按|以)|假如|假设|一旦|倘若")
_AIM = re.compile(
    r"(?:\bin order to|\bto) (?:save|cut|reduce|raise|reach|double|triple|add|build|open|lift|slash"
    r"|achieve)\b\W*(?:\w+\W+)?(?:up to )?$"
)
# "Some 500 positions will go".
_WILL_BEHIND = re.compile(
    r"\s*(?:(?!(?:and|but|or|which|that|who|while|as|when|if|because|than)\b)[a-z-]+\s){0,3}?(will|would"
    r"|(?:is|are) (?:set |due |expected |likely "
    r"|scheduled )?to)\s(?!have\b)[a-z]"
)
_STRONG = re.compile(
    r"[;；。]|\b(?:while|whereas|although|though|but|however|because|after)\b|但(?!是非)|不过|然而|而(?!且"
    r"|言|是)"
)


_GUARDS = {"en": Guards(in_lower_case=True), "zh": Guards()}
for _language, _patterns in (("en", (_EN, _STRONG, _EN_AFTER)), ("zh", (_ZH, _STRONG, _ZH_AFTER))):
    for _pattern in _patterns:
        _GUARDS[_language].guard(_pattern)


def modality_of(
    text: str,
    start: int,
    end: int,
    figure: tuple[int, int],
    language: Language,
    names: Sequence[tuple[int, int]] = (),
    *,
    is_future: bool = False,
    is_past: bool = False,
) -> tuple[Modality, str]:
    """The mood of the figure at `figure` in the sentence `text[start:end]`, and its cue.

    `is_future`: its period begins after publication; `is_past`: it ended before.
    Words inside `names` (良品计划) are no cues."""
    left, right = figure
    # Asked for each figure of a sentence: whether it holds a cue, the bound of a cue's reach, a cue behind.
    has_cue, has_strong, has_tail = _GUARDS[language].may_match(text[start:end])
    floor = start
    if has_strong:
        for strong in _STRONG.finditer(text, start, left):
            floor = strong.start()
    before = text[floor:left]
    after = text[right : min(end, right + 90)]
    is_zh = language == "zh"
    cues_in, done, tail = (
        (_ZH.finditer, _ZH_DONE, _ZH_AFTER) if is_zh else (_EN_CUES.finditer, _EN_DONE, _EN_AFTER)
    )
    if (
        language == "en"
        and ("could" in after or "might" in after or "may" in after)
        and re.match(r"\s*(?:[a-z-]+\s){0,3}(?:could|might|may)\s[a-z]", after)
    ):
        return "hypothetical", "could"
    if language == "en" and (" to " in after or " will " in after or " would " in after):
        behind = _WILL_BEHIND.match(after)
        if behind is not None:
            return "forecast", behind.group(1)
    follow = tail.match(after) if has_tail else None
    if follow is not None and follow.lastgroup is not None:
        stop = re.search(r"[,;，；]|\d", after[: follow.end()])
        if stop is None:
            return _mood(follow.lastgroup), follow.group(follow.lastgroup).strip()
    if language == "en" and "already" in after and re.match(r"[^,;.]{0,40}\balready\b", after):
        return "actual", "already"
    if language == "zh" and _DONE_OF_GOAL.search(before):
        return "actual", "完成"
    found = cues_in(before) if has_cue else ()
    cues = [cue for cue in found if not any(a <= floor + cue.start() < b for a, b in names)]
    if language == "zh" and _IF_ZH.search(text, start, left):
        return "hypothetical", "if"
    for cue in reversed(cues):
        between = before[cue.end() :]
        if language == "en":
            commas = [m.start() for m in re.finditer(r",(?!\d)|\b(?:and|which)\b", between)]
            if commas and done.search(between, commas[-1] if len(commas) == 1 else commas[0]):
                continue
            if commas and cue.lastgroup == "target" and is_past:
                continue
            if re.search(r"\b(?:having|as)\b", between) and done.search(between):
                continue
            if re.search(
                r"\bwhich\s+(?:is|was|has|had|are|were)\b|\bstill\b|,\sa\s(?:deal|transaction"
                r"|purchase)\s(?:with|that|worth)",
                between,
            ):
                continue
            if re.search(
                r"\b(?:that|which)\s+(?:now\s+)?(?:values?|makes?|owns?|holds?|gives?|leaves?|accounts?)\b",
                between,
            ):
                continue
        else:
            comma = max(between.rfind("，"), between.rfind(","), between.rfind("、"))
            if comma >= 0 and done.search(between, comma):
                continue
            if _OWN_PAST.search(between) or (cue.group().startswith("预") and _MARKET.search(between)):
                continue
            if _PAST_ZH.search(between, 1) and not _PAST_ZH.search("，" + before[: cue.start()][-14:]):
                continue
            if cue.lastgroup == "target" and is_past and comma >= 0 and "预" not in cue.group():
                continue
            if between.count("，") + between.count(",") > 2:
                continue
        mood = cue.lastgroup or "actual"
        if cue.group().lower().startswith("potential") and any(c.lastgroup == "target" for c in cues):
            mood = "target"
        if mood == "forecast" and cue.group().lower() == "would" and re.search(r"\bif\b", text[start:end]):
            mood = "hypothetical"
        return _mood(mood), cue.group().strip()
    if (
        language == "en"
        and _AIM.search(before[-60:])
        and not re.search(r"\b(?:priced|sold|issued|completed|closed|used|helped)\b", before)
    ):
        return "target", "to"
    if (
        language == "en"
        and "if" in after
        and re.search(r"^[^.;]{0,60}\bif\b", after)
        and re.search(r"\b(?:as much as|would|up to)\b", before)
    ):
        return "hypothetical", "if"
    if is_future:
        # Nobody knows a figure of a period to come: it is planned where the sentence speaks of plans.
        hoped = [cue.lastgroup for cue in cues_in(text, start, left) if cue.lastgroup]
        return _mood(hoped[-1]) if hoped else "forecast", "a period to come"
    return "actual", ""


def _mood(name: str) -> Modality:
    if name in {"forecast", "due"}:
        return "forecast"
    if name in {"target", "plan"}:
        return "target"
    if name == "hypothetical":
        return "hypothetical"
    return "actual"
