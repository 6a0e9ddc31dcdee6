"""Subjects that the vocabulary does not hold, in English text: named things, titles, and "sales of X".

They have no key: the fact keeps the words of the text as the subject's name. A name counts where it heads its
clause or owns what follows ("Cape Verrin yields …", "the Tarn Canal's tolls"); a title where it is quoted; a
common noun where it says of what the sales, prices or output are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from newsledger.extract.guards import guarded
from newsledger.extract.named_subjects_chinese import trades_named
from newsledger.extract.openings import Opened
from newsledger.extract.records import SubjectType
from newsledger.extract.roles import NAMELESS, Entity

_WORD = r"[A-Z][A-Za-z0-9&\-]{1,30}(?:['’](?!s\b)[A-Za-z]{1,20})?"
_NAMED = re.compile(
    r"(?:^|[.;:] |- |, |\n|['’]s |, and |\b(?:while|but|as|after|because|when|that|[Tt]he) )"
    rf"({_WORD}(?: (?:of )?{_WORD}){{1,3}}|{_WORD} (?:vessels|ships|tankers|futures|flights|wines"
    r"|boxes|salmon|crude|carriers|bonds|notes|phones))"
    r"(?=['’]s |,? (?!(?:said|says|told|and|or|in|on|of|for|to|at|by|from|with|as|who|analysts?|economists?"
    r"|warned|wrote|argued|noted|added|adds|expects?|thinks|believes|estimates?|forecasts?"
    r"|[a-z]+ing)\b)[a-z])"
)
_NAMED_OPENED = Opened(_NAMED, 5)
_TWO_WORDS = re.compile(r"[A-Za-z0-9&\-] (?=[A-Za-z])")
"""What `_NAMED` cannot do without, and Chinese text mostly has not."""
_INDEX_ZH = guarded(
    r"(?:^|[，。；：、,;: \n])((?![的与和及])[\u4e00-\u9fff]{3,14}指数)"
    r"(?=[周今昨收报上下涨跌大微当年\d]|[本]周)"
)
_PLACE_HELD = guarded(
    rf"\b(?:prices|rents|homes|houses|flats|wages|unemployment|inflation"
    rf"|population) (?:in|across) ({_WORD}(?: {_WORD})?)"
)
_DISTRICT = guarded(
    rf"\b(?:district|county|borough|town|township|prefecture|suburb|municipality) of ({_WORD}(?: {_WORD})?)"
)
_AREA = guarded(
    rf"(?<![A-Za-z] )\b({_WORD}(?: {_WORD})? (?:Industrial Park|New Area|Development Zone|High-tech Zone"
    r"|Free Trade Zone|District|County|Prefecture|Township))\b"
)
# 《哪吒》: films, games and books, where the text tells of such; laws and papers are none.
_WORKS = guarded(r"票房|上映|影片|电影|院线|剧集|电视剧|综艺|手游|新游|游戏|播放量|开播|公测|开售|首发")
_WORK = guarded(r"《([^《》\n]{2,20})》")
_NO_WORK = guarded(
    r"(?:意见|办法|条例|通知|规定|方案|规划|法|报告|公告|声明|协议|决定|纲要|标准|目录|指南|白皮书|[日时晚周月]报|周刊|杂志|纪要"
    r"|条款|指引|细则|清单|公报|蓝皮书|新闻|财经|计划|公约|合同|规则|措施|要点|规范|年鉴|评论|导报|早报|通报|说明书|招股书|季报|年报)$"
)
_TITLE = guarded(r"[\"“]([A-Z][\w'’:!-]*(?: [\w'’:!-]+){0,5})[,.]?[\"”]")
_OF_WHAT = guarded(
    r"\b(?:sales|[Pp]rices?|[Mm]arkets?|[Rr]ents|[Ee]xports|[Ii]mports|output|production|shipments"
    r"|[Dd]emand|[Ss]upply"
    r"|[Ss]upplies|[Cc]onsumption|deliveries|stocks|inventories|[Ff]utures)(?: (?:of|for))"
    r" (?:an? (?=[a-z-]+ [a-z]))?((?!(?:its|the|their|his|her|this|that|these|those|all|such|some|more"
    r"|about|over|nearly|up|an?|each"
    r"|existing|which|both|new homes|homes)\b)[a-z][a-z-]{2,}"
    r"(?: (?!(?:rose|fell|grew|declined|increased|decreased|gained|soared|plunged|eased|doubled|averaged|will"
    r"|may|are|were|was|is|has|have|had"
    r"|could|would|should|might|can|must|did|do|does|in|to|from|by|at|and|or|for|of|on|with|than|that|which|this|last|up|down|surged|slipped|dropped"
    r"|jumped|climbed|slid|reached|hit|came|stood|totalled|totaled|exceeded|topped|amounted|more|less|as|over"
    r"|under|during|per|a|an|the|represents?|accounts?|exceeds?|equals?|totals?|remains?"
    r"|makes?)\b)[a-z][a-z-]{2,}){0,2})\b"
)
# "Smelters in China charge": only plurals, for they name what they are about by themselves.
_HEAD_NOUN = guarded(
    r"(?:^|[.;] |- )((?!(?:Its|This|His|Across|Thus|Besides|Analysts|Economists|Officials|Prices|Sales"
    r"|Exports|Imports|Shares|Stocks|Investors|Revenues?|Orders|Shipments|Deliveries|Profits|Losses|Births"
    r"|Deaths|Others|Additional|Both|Other|More|New|Some|Many|Most|Several|Few|Two|Three|Four|Five|Six|All"
    r"|These|Those|Such|Average|Total|Early|Higher|Lower|Local|Annual|Domestic|Overseas|Foreign)\b)"
    r"[A-Z][a-z-]+(?: (?:and )?[a-z-]+){0,1}?(?<![su])s)"
    r"(?= (?:in|of|at|registered|across|have|had|are|were|charge|cost|earn|earned|fell|rose|grew|hired|held"
    r"|hold|account|sold|sell|paid|pay|bought|shed|cut|added|make|made)\b)"
)
# "A box to Rotterdam costs $1,344": what is priced.
_A_THING = guarded(
    r"(?:^|[.;:] |- |, and |, while |\n)(?:[Aa]n?|[Tt]he (?:average|typical|median)"
    r"|[Ee]ach) ([a-z][a-z-]+(?: [a-z-]+)?)"
    r"(?= (?:(?:of|to|in|at|from|with|for) [^.;,]{1,30} )?(?:costs?|accounts for|makes up|sells? for"
    r"|fetch(?:es|ed)?|goes for"
    r"|retails?"
    r"|was priced|changed hands)\b)"
)
# "Analysts forecast that supply will rise": neither they nor the firm of the sentence before.
_WHAT_MOVES = guarded(
    r"\b(?:that|forecasts?|expects?|sees?|predicts?|estimates?|says) (?:global |world |total |overall "
    r"|domestic )?"
    r"(supply|demand|output|consumption)(?= (?:will|would|could|to|may|growing|rising|falling|growth)\b)"
)
# "Beans have become 30% dearer".
_HAVE_BECOME = guarded(
    r"(?:^|[.;:,] |- |\b(?:and|while|as|but) )((?!(?:and|while|whereas|as|but|because|although) )"
    r"[A-Za-z][a-z-]+(?: [a-z-]+)?(?<![su])s)(?= (?:have"
    r"|had) (?:become|got"
    r"|grown)\b)"
)
_STATE = guarded(
    r"\b[Tt]he ((?:[A-Z][a-z]+ )?(?:state|government))(?=,? (?:which |that |still |now )?(?:holds|owns"
    r"|keeps|controls"
    r"|retains) )"
)
# "The purchasing managers' index fell": an index that has no name of its own.
_AN_INDEX = guarded(
    r"(?:^|[.;:] |- |, |\b(?:and|while|as|but|that) )(?:[Tt]he|[Ii]ts|[Aa]n?) "
    r"((?:(?!(?:and|or|of|in|on|for|whose|which|that|its|the|main|broader|benchmark|same|blue-chip)\b)"
    r"[A-Za-z][\w'’&-]* ){1,4}[Ii]ndex)(?= (?:of [a-z]|[a-z]))"
)
# "In Austin asking prices have dropped": a place that the vocabulary does not hold.
_IN_PLACE = guarded(
    r"(?:^|[.;] )In ((?!(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Spring|Summer|Autumn|Winter|Fiscal"
    r"|Fact|Addition|Total|All)\b)[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?)(?=,? (?:the |asking |average |house "
    r"|home |median |retail )?(?:prices?|rents?|homes?|houses|unemployment|inflation|wages|population|state"
    r"|government|economy|growth)\b)"
)
# "The Hang Seng Biotech Index" is another one than the Hang Seng.
_PART_INDEX = guarded(
    r"\b((?!(?:The|In|On|But|And|While|As|At|Its|Other) )[A-Z][\w&-]*(?: [A-Z0-9][\w&-]*){1,5} Index)"
    r"(?<! Composite Index)(?<! Average Index)(?<! Stock Index)(?<! Share Index)(?<! Price Index)(?= )"
)
_THE_SECTOR = guarded(
    r"\b[Tt]he (sector|industry)(?= (?:could|will|would|may|as a whole|lost|earned|added|shed|grew|shrank"
    r"|employs"
    r"|made|sold|needs|employed|generated|generates)\b)"
)
_NO_SUBJECT = re.compile(
    r"\b(?:Ministry|Commission|Bureau|Council|Committee|Department|Government|Administration|Court|Congress"
    r"|President|Minister|Chairman|Chief|Governor|Mr|Ms|Mrs|Dr|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|Core|Adjusted|Net|Gross|Operating|Same-store|Diluted|FFO|EBITDA|EPS|GAAP|RevPAR|Free Cash"
    r"|Core Viewpoint|Group \d|Street|Exchange|Bourse)\b"
)


def named_subjects(
    text: str, entities: Sequence[Entity], metric_words: Callable[[], set[str]], *, with_nouns: bool = False
) -> list[Entity]:
    """The unknown subjects of a text, none meeting one of `entities` (sorted). `metric_words` are asked for
    only where a name stands; `with_nouns`: common nouns that head a sentence count too, as in a text about no
    firm."""
    spans = sorted(_spans(text, with_nouns), key=lambda s: (s[0], s[2] == "group", -s[1]))
    if not spans:
        return []
    common = metric_words()
    starts, ends = [e.start for e in entities], [e.end for e in entities]

    def is_free(start: int, end: int) -> bool:
        return bisect_right(ends, start) >= bisect_left(starts, end)

    def is_trade_of_words(start: int, end: int, kind: str) -> bool:
        """Whether what a market's name meets are but words of it: 智能计算芯片市场."""
        if kind != "sector" or _LOOSE_TRADE.search(text, start, end):
            return False
        inside = entities[bisect_right(ends, start) : bisect_left(starts, end)]
        return all(
            e.entity_type in {"product", "sector"} and start <= e.start and e.end <= end for e in inside
        ) and any(e.end - e.start < end - start for e in inside)

    found: dict[int, Entity] = {}
    for start, end, kind in spans:
        name = text[start:end]
        if (
            not (is_free(start, end) or is_trade_of_words(start, end, kind))
            or name.lower() in common
            or _NO_SUBJECT.search(name)
        ):
            continue
        if kind == "group" and any(word in common for word in name.lower().split(" ")):
            continue
        if any(one.start < end and start < one.end for one in found.values() if abs(one.start - start) < 200):
            continue
        inner = name.strip("《》")
        found[start] = Entity(start, end, NAMELESS + inner.casefold(), kind, inner, None, surface=name)
    return [found[start] for start in sorted(found)]


def _spans(text: str, with_nouns: bool) -> Iterator[tuple[int, int, SubjectType]]:
    for match in _NAMED_OPENED.finditer(text) if _TWO_WORDS.search(text) is not None else ():
        start = match.start(1)
        words = match.group(1).split(" ")
        while len(words) > 1 and words[0] in _LEADS:
            start += len(words.pop(0)) + 1
        if " " in text[start : match.end(1)]:
            yield start, match.end(1), "index" if words[-1] in {"Index", "index"} else "none"
    if with_nouns:
        for match in _HEAD_NOUN.finditer(text):
            yield match.start(1), match.end(1), "group"
    for match in _INDEX_ZH.finditer(text):
        yield match.start(1), match.end(1), "index"
    if not text.isascii():
        yield from trades_named(text)
    if "《" in text and _WORKS.search(text) is not None:
        for match in _WORK.finditer(text):
            if _NO_WORK.search(match.group(1)) is None:
                yield match.start(), match.end(), "product"
    for match in _PLACE_HELD.finditer(text):
        yield match.start(1), match.end(1), "place"
    for pattern in (_DISTRICT, _AREA):
        for match in pattern.finditer(text):
            yield match.start(1), match.end(1), "place"
    for match in _TITLE.finditer(text):
        yield match.start(1), match.end(1), "product"
    for match in _OF_WHAT.finditer(text):
        yield match.start(1), match.end(1), "product"
    for match in _A_THING.finditer(text):
        yield match.start(1), match.end(1), "sector"
    for match in _WHAT_MOVES.finditer(text):
        yield match.start(1), match.end(1), "sector"
    for match in _HAVE_BECOME.finditer(text):
        yield match.start(1), match.end(1), "sector"
    for match in _STATE.finditer(text):
        yield match.start(1), match.end(1), "none"
    for match in _IN_PLACE.finditer(text):
        yield match.start(1), match.end(1), "place"
    for pattern in (_PART_INDEX, _AN_INDEX) if "ndex" in text else ():
        for match in pattern.finditer(text):
            yield match.start(1), match.end(1), "index"
    for match in _THE_SECTOR.finditer(text):
        yield match.start(1), match.end(1), "sector"


_LEADS = frozenset(
    (
        *(
            "The",
            "A",
            "An",
            "In",
            "On",
            "At",
            "By",
            "For",
            "From",
            "Of",
            "But",
            "And",
            "While",
            "When",
            "After",
        ),
        *(
            "Before",
            "Since",
            "As",
            "If",
            "Meanwhile",
            "However",
            "Its",
            "Their",
            "This",
            "That",
            "These",
            "Last",
        ),
        *(
            "Rival",
            "Rivals",
            "Despite",
            "Under",
            "With",
            "Among",
            "Analysts",
            "Shares",
            "Retail",
            "Home",
            "Egypt's",
        ),
    )
)


def without_places_of_names(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities less places that are but the first word of an unknown name ("London Metal Exchange"), and
    less those that are but a word of a quoted title or of an index."""
    titles = sorted(m.span(1) for pattern in (_TITLE, _INDEX_ZH, _PART_INDEX) for m in pattern.finditer(text))
    title_starts = [start for start, _ in titles]
    starts = {e.start for e in entities}

    def is_part(entity: Entity) -> bool:
        at = bisect_right(title_starts, entity.start) - 1
        if at >= 0 and not entity.is_company and entity.end <= titles[at][1]:
            return entity.end - entity.start < titles[at][1] - titles[at][0]
        if entity.entity_type != "place" or not entity.surface.isascii():
            return False
        goes_on = _NAME_GOES_ON.match(text, entity.end)
        return goes_on is not None and entity.end + 1 not in starts

    return [entity for entity in entities if not is_part(entity)]


def without_words_of_trades(entities: Sequence[Entity], own: Sequence[Entity]) -> list[Entity]:
    """The entities less those that are but a word of a trade's name in `own`."""
    trades = [e for e in own if e.entity_type == "sector"]
    if not trades:
        return list(entities)
    return [e for e in entities if not any(t.start <= e.start and e.end <= t.end for t in trades)]


_LOOSE_TRADE = re.compile(r"^(?:[明今去后]年|本[月年]|[上下]半年|当前|目前|未来)|[一这那几]个|总$|零售|销售")

_NAME_GOES_ON = re.compile(
    r" [A-Z][a-z]+(?: [A-Z][a-z]+)? ?(?:Exchange|Bourse|Index|Canal|Airport|Port|Museum|University|Stadium"
    r"|Tower|Zoo|Park|Mine|Bridge|Times|Post|Journal|News|Daily|Club|Station)\b"
    r"| (?:Exchange|Bourse|Canal|Airport|University|Times|Post|Daily|Club)\b"
)
