"""Firms told by what the text says of them ("shares of X", "X reported a profit"), and their short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsledger.extract.guards import guarded
from newsledger.extract.mentions import MentionMatch

_WORD = r"[A-Z][A-Za-z0-9&\-]{0,30}[A-Za-z0-9]\b"
_NAME = rf"{_WORD}(?: (?:& |and (?=[A-Z]))?{_WORD}){{0,3}}"
# A name at the head of a pattern: it begins with a set of characters, to which a search skips.
_NAMED = rf"([A-Z](?<=\b[A-Z]){_NAME.removeprefix('[A-Z]')})"

# Trades that a name stands right behind ("the brewer Aldersund") and that take up a firm ("the brewer").
TRADES = (
    r"[a-z]+maker|brewer|grocer|carrier|airline|insurer|reinsurer|lender|bank|broker|brokerage|retailer|chain"
    r"|developer|homebuilder|builder|publisher|broadcaster|studio|miner|smelter|refiner|driller|shipper"
    r"|shipyard|shipbuilder|foundry|distiller|winemaker|bakery|dairy|producer|manufacturer|supplier"
    r"|distributor|wholesaler|operator|hotelier|casino operator|utility|mill|landlord|start-?up|unicorn"
    r"|subsidiary"
    r"|conglomerate|trader|forwarder|railway|exporter|importer|contractor|seller|label|jeweller|newcomer"
    r"|pension fund|hedge fund|buyout firm|investment firm|research firm|consultancy|law firm"
    r"|discounter|supermarket|caterer|fintech|neobank|biotech|telco|drug developer|grocery chain"
)

# More of them, which take up no firm: "the exchange" is seldom the firm of the sentence before.
_MORE_TRADES = (
    r"e-tailer|insurtech|spin-?off|co-?operative"
    r"|(?:pension|fund|asset|money|wealth|property) manager|(?:data|index|service|software|cloud"
    r"|price) provider"
    r"|(?:market |price |industry |car )?researcher|(?:market |industry |data |price )?tracker"
    r"|exchange|marketplace|clearing house|oil major|(?:drugs?|energy|steel|defen[cs]e) group|parent company"
    r"|private equity (?:firm|group|house)|venture (?:capital )?(?:firm|fund|capitalist)"
    r"|(?:container|cruise|shipping) line|ticketing platform|platform"
)

# Words for people: what they stand by is a person's name.
PERSONAL = (
    r"(?:analyst|economist|strategist|founder|co-founder|partner|director|head|chief|chairman|chairwoman"
    r"|president"
    r"|professor|lawyer|manager at|executive|trader at|spokes\w+|former|minister|senator|governor"
    r"|author|engineer"
    r"|researcher at|fellow|adviser|veteran)\b"
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
# What follows a firm's name: what it has, does, runs or is.
_RUNS = (
    r", which (?:also |now |once )?(?:makes|runs|operates|sells|builds|supplies|produces|develops"
    r"|designs|mines"
    r"|serves|employs|provides|leases|insures|trades on|rents|brews|bottles|publishes|licenses|is based in"
    r"|went public|is listed|was founded|was spun)\b"
)
_IS_A = (
    rf", (?:an?|another|the|its|[A-Z][a-z]+['’]s?|the world's|the (?:country|nation|city|region)['’]s)"
    rf" (?!{PERSONAL})(?:(?!{PERSONAL})[\w'’-]{{1,30}},? ){{0,5}}?(?:{TRADES}|{_MORE_TRADES})\b"
    r"(?! (?:at|of the|from)\b)"
)
# "the carmaker Aldersund" is sought by its end, for it can begin with any letter.
_OTHER_TRADES = TRADES.removeprefix("[a-z]+maker|")
_WORD_BEFORE_MAKER = "|".join(rf"(?<=\b[a-z]{{{length}}}maker)" for length in range(1, 16))
_EVIDENCE = (
    guarded(rf"\b(?:[Ss]hares|[Ss]tocks?) (?:of|in) ({_NAME})"),
    guarded(rf"maker(?:{_WORD_BEFORE_MAKER}) ({_NAME})(?=[ ,.;:)'’]|$)"),
    guarded(
        rf"\b(?:{_OTHER_TRADES}|{_MORE_TRADES}|company|group|firm|maker|chain|unit|affiliate|rival|competitor"
        rf"|peer|newcomer) ({_NAME})(?=[ ,.;:)'’]|$)"
    ).opened(4),
    guarded(rf"{_NAMED}(?={_ITS})"),
    guarded(rf"{_NAMED}(?={_DOES})"),
    guarded(rf"{_NAMED}(?={_RUNS})"),
    guarded(rf"{_NAMED}(?={_IS_A})"),
    guarded(rf"\b[Aa]ccording to ({_WORD})(?=[,.;]| data\b| figures\b| estimates\b)"),
    guarded(
        rf"\b(?:[Aa]nalysts?|[Ee]conomists?|[Ss]trategists?|[Bb]ankers|[Rr]esearchers|[Cc]ounsel)"
        rf" at ({_NAME})(?=[ ,.;:)'’]|$)"
    ),
    guarded(
        rf"\b(?:[Dd]ata|[Ff]igures|[Ee]stimates|[Rr]esearch|[Rr]eport) (?:from|by) ({_NAME})(?=[,.;]| show)"
    ),
    guarded(rf"\b(?:owned|acquired|bought) by ({_WORD})(?=[,.;])"),
    guarded(
        rf"\b(?:backed|led|owned|advised|acquired|co-led|bought|run|controlled) by ({_NAME})"
        r"(?=, (?:an?|the) )"
    ),
    guarded(rf"\b(?:round|funding|financing|investment|tranche) (?:was )?led by ({_NAME})(?=[ ,.;:)]|$)"),
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


def first_words(text: str, known: Sequence[MentionMatch], common: set[str]) -> Iterator[MentionMatch]:
    """Later mentions of known firms by the first word of their name: "Exact" after "Exact Sciences"."""
    names = {mention.surface for mention in known}
    full: dict[str, MentionMatch | None] = {}
    for mention in known:
        if mention.surface.isascii() and " " in mention.surface:
            first = mention.surface.split(" ", maxsplit=1)[0]
            held = full.get(first)
            # Two firms whose names begin alike: the word is neither's.
            full[first] = (
                mention if first not in full or (held and held.company_id == mention.company_id) else None
            )
    for first, named in full.items():
        if named is None or len(first) < 5 or first in names or not _stands_alone(text, first, common):
            continue
        for match in re.finditer(rf"(?<![\w-]){first}(?![\w-])(?! [A-Z][a-z])", text):
            if match.start() > named.start:
                yield MentionMatch(
                    named.company_id, first, match.start(), match.end(), "short_form", named.names
                )


def _stands_alone(text: str, word: str, common: set[str]) -> bool:
    """Whether the first word of a firm's name is used as its name: "Meridian plans …" after "Meridian Water".
    A word that the text also writes small, or that means something else, is not."""
    if word.lower() in common or not word[1:].islower():
        return False
    return (
        re.search(rf"\b{word}(?:['’]s)? [a-z]", text) is not None
        and re.search(rf"\b{word.lower()}\b", text) is None
    )


# Han characters are letters to a pattern, but end a Latin name: 零售商Helvora旗下.
_LATIN_LETTER = "[A-Za-z0-9_À-ÿ-]"


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
        first = bare.split(" ", maxsplit=1)[0]
        if len(first) >= 5 and first != bare and _stands_alone(text, first, common):
            forms.setdefault(first, mention)
    if not forms:
        return
    longest = sorted(forms, key=lambda form: (-len(form), form))
    choices = "|".join(re.escape(form) for form in longest if not form.isascii())
    latin = "|".join(re.escape(form) for form in longest if form.isascii())
    if latin:
        alone = rf"(?<!{_LATIN_LETTER})(?:{latin})(?!{_LATIN_LETTER})(?! [A-Z][a-z])"
        choices = f"{choices}|{alone}" if choices else alone
    for match in re.finditer(choices, text):
        named = forms[match.group()]
        yield MentionMatch(
            named.company_id, match.group(), match.start(), match.end(), "short_form", named.names
        )
