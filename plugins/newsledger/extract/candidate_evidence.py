"""Firms told by what the text says of them ("shares of X", "X reported a profit"), and their short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsledger.extract.guards import guarded
from newsledger.extract.mentions import MentionMatch

_WORD = r"[A-Z][A-Za-z0-9&\-]{0,30}[A-Za-z0-9]\b"
_NAME = rf"{_WORD}(?: (?:& |and (?=[A-Z]))?{_WORD}){{0,3}}"

# Trades that a name stands right behind ("the brewer Aldersund") and that take up a firm ("the brewer").
TRADES = (
    r"[a-z]+maker|brewer|grocer|carrier|airline|insurer|reinsurer|lender|bank|broker|brokerage|retailer|chain"
    r"|developer|homebuilder|builder|publisher|broadcaster|studio|miner|smelter|refiner|driller|shipper"
    r"|shipyard|shipbuilder|foundry|distiller|winemaker|bakery|dairy|producer|manufacturer|supplier"
    r"|distributor|wholesaler|operator|hotelier|casino operator|utility|mill|landlord|line|start-?up|unicorn"
    r"|subsidiary"
    r"|conglomerate|trader|forwarder|railway|exporter|importer|contractor|seller|label|jeweller|newcomer"
    r"|pension fund|hedge fund|buyout firm|investment firm|research firm|consultancy|law firm"
)

_ITS = (
    r"(?:['’]s? |['’]s (?:\w+ ){0,2})(?:(?:third|first|second|fourth|full)-(?:quarter|half|year) |quarterly"
    r" |annual |half-year )?(?:revenues?|net (?:profit|income|loss|sales)|sales|shares|stock|gross margin"
    r"|operating (?:profit|margin|income)|profits?|earnings|order book|backlog|market value"
    r"|capitali[sz]ation|IPO|chief executive|CEO|founder|shareholders|stores|factories|losses|turnover)\b"
)
_DOES = (
    r" (?:(?:has |had |also |then |will )*(?:reported|posted|booked) (?:an? )?(?:(?:net|gross|quarterly"
    r"|record|same-store"
    r"|comparable|operating|higher|lower|first|second|third|fourth|full|half|annual|flat|pre-?tax"
    r"|adjusted|strong\w*|weak\w*|better|\w+-(?:quarter|half|year)) )*"
    r"(?:revenues?|sales|profits?|loss(?:es)?|earnings|net|income|growth|results)\b"
    r"|(?:has |had |have )?(?:agreed|offered) to (?:buy|acquire|sell|merge|take|pay|combine)\b"
    r"|(?:now )?employs\b|went public\b|filed for (?:bankruptcy|an IPO|a listing)\b"
    r"|(?:said|says) (?:its|it) (?:revenue|sales|profit|net|shares|board|fleet|plant|factory|order))"
)
_EVIDENCE = (
    guarded(rf"\b[Ss]hares (?:of|in) ({_NAME})"),
    guarded(rf"\b(?:{TRADES}|company|group|firm|maker|chain) ({_NAME})(?=[ ,.;:)'’]|$)"),
    guarded(rf"\b({_NAME})(?={_ITS})"),
    guarded(rf"\b({_NAME})(?={_DOES})"),
    guarded(
        rf"\b({_NAME})(?=, which (?:makes|runs|operates|sells|builds|supplies|produces|develops|designs"
        r"|mines)\b)"
    ),
    guarded(
        rf"\b({_NAME})(?=, (?:an?|the|its|China's|Europe's|America's|the world's) (?:[\w'’-]{{1,30}} )"
        rf"{{0,5}}?(?:{TRADES}|ticketing platform|platform)\b)"
    ),
)


# 北岭茶饮公布三季报, 青岚乳品前三季度营收: at the head of a clause only.
_EVIDENCE_ZH = guarded(
    r"(?:^|[，。；：,;:\n\s])([\u4e00-\u9fff]{3,8}?)(?=(?:今日|昨日|近日|日前|周[一二三四五]|\d"
    r"{1,2}月\d{1,2}日)?(?:晚间|早间|盘后)?"
    r"(?:公布|发布|披露|公告|递交)了?[^，。；,;]{0,6}(?:财报|业绩|季报|年报|半年报|招股书|上市申请))"
)


def evident_firms(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans of names that the text treats as firms."""
    for pattern in _EVIDENCE:
        for match in pattern.finditer(text):
            yield match.start(1), match.end(1), "evidence"
    for match in _EVIDENCE_ZH.finditer(text):
        yield match.start(1), match.end(1), "evidence"


_PLACE_HEAD = re.compile(
    r"^(?:北京|上海|天津|重庆|深圳|广州|杭州|南京|苏州|武汉|成都|西安|长沙|合肥|青岛|厦门|宁波|无锡"
    r"|东莞|佛山|珠海|济南|郑州|福州"
    r"|大连|沈阳|昆明|常州|嘉兴|广东|浙江|江苏|山东|福建|四川|湖北|湖南|安徽|河南|河北|江西|陕西|海南)市?"
)
_TRADE_TAIL = re.compile(
    r"(?:(?:[（(][\u4e00-\u9fff]{2,6}[)）])?(?:智能科技|信息技术|新能源|生物科技|网络科技|科技|技术"
    r"|集团|控股|股份|实业|国际|储能科技))+$"
)


def _short_chinese(stem: str) -> Iterator[str]:
    """云帆航天 of 云帆航天科技（成都）, 灵肤科技 of 深圳灵肤科技: without place and last word of trade."""
    bare = re.sub(r"[（(][\u4e00-\u9fff]{2,6}[)）]", "", _PLACE_HEAD.sub("", stem))
    if len(bare) >= 4:
        yield bare
    short = _TRADE_TAIL.sub("", bare)
    if len(short) >= 3:
        yield short


def short_forms(
    text: str, found: Sequence[MentionMatch], trade: re.Pattern[str], common: set[str]
) -> Iterator[MentionMatch]:
    """Later mentions of candidates by their whole name or without the trade word ("Helvora" of "Helvora
    Therapeutics"). `common`: words that are something else."""
    forms: dict[str, MentionMatch] = {}
    for mention in found:
        if not mention.is_candidate:
            continue
        if not mention.surface.isascii():
            for form in (mention.surface, *_short_chinese(mention.names[-1])):
                forms.setdefault(form, mention)
            continue
        stem = mention.names[-1]
        bare = trade.sub("", stem).strip(" ,")
        for form in (mention.surface, stem, bare):
            if len(form) >= 4 and form.lower() not in common:
                forms.setdefault(form, mention)
    if not forms:
        return
    longest = sorted(forms, key=lambda form: (-len(form), form))
    choices = "|".join(
        re.escape(form) if not form.isascii() else rf"(?<![\w-]){re.escape(form)}(?![\w-])(?! [A-Z][a-z])"
        for form in longest
    )
    for match in re.finditer(choices, text):
        first = forms[match.group()]
        yield MentionMatch(
            first.company_id, match.group(), match.start(), match.end(), "short_form", first.names
        )
