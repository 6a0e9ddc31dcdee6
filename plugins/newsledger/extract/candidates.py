"""Firms that the vocabulary does not hold: found by legal form, trade word, ticker in brackets, apposition.

A candidate's id is made of its name, so that every article, run and machine gives the same one, and a
person can review it once. Precision comes first: a candidate needs a form that hardly anything but a firm
has, and no part of it may be a known name. Section marks are not read: their words are capitalised by form.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from functools import lru_cache

from newsledger.extract.candidate_evidence import PERSONAL, TRADES, evident_firms, first_words, short_forms
from newsledger.extract.candidates_chinese import named_firms, told_firms, trading_firms
from newsledger.extract.guards import guarded
from newsledger.extract.mentions import MentionMatch
from newsledger.extract.reading import Reading
from newsledger.extract.terms import TermMatch

_CAP = r"[A-Z][A-Za-z0-9&'’\-]{0,30}[A-Za-z0-9]\b"
_LEGAL = (
    r"(?:Inc|Corp|Corporation|Co\.,? Ltd|Company Limited|Ltd|Limited|LLC|plc|PLC|GmbH|AG|SE|"
    r"N\.V|S\.A|A/S|ASA|SA|NV|AB|Oyj|Bhd|SpA|Holdings)\b\.?"
)
_TRADE = (
    "Technology|Technologies|Group|Capital|Pharmaceuticals?|Pharma|Therapeutics|Biosciences|"
    "Biotech|Biopharma|Motors|Motor|Bank|Bancorp|Securities|Robotics|Robots|Semiconductors?|"
    "Microelectronics|Electronics|Energy|Foods?|Airlines|Airways|Labs|Ventures|Partners|Systems|"
    "Networks|Software|Entertainment|Interactive|Logistics|Express|Pictures|Studios|Games|"
    "Insurance|Industries|Industrial|Automotive|Materials|Chemicals?|Mining|Resources|Petroleum|"
    "Steel|Solar|Coffee|Brewery|Cosmetics|Jewell?ery|Hotels|Education|Research|Aerospace|Dynamics|"
    "Intelligence|Storage|Investments?|Asset Management|Brands|Restaurants|Lithium|Pharmacy|Biologics|"
    "Medical|Healthcare|Foundry|Optics|Photonics|Space|Nuclear Power|Power|Batteries|Battery|AI|"
    "Catering|Supermarkets?|Retail|Trading|Shipping|Properties|Developments?|"
    "Markets|Stores|Cruises|Maritime|Tankers|Beverages|Brewing|Breweries|Dairy|Farms|Apparel|Sportswear|"
    "Footwear|Toys|Telecom|Communications|Cement|Packaging|Metals|Minerals|Refining|Petrochemicals?"
    "|Renewables|"
    "Offshore|Drilling|Homes|Realty|Estates|Payments|Finance|Assurance|Diagnostics|Genomics|Biosystems|"
    "Surgical|Oncology|Instruments|Silicon|Displays|Analytics|Aviation|Shipbuilding|Engineering|"
    "Construction|Machinery|Textiles|Seafood|Poultry|Distillers|Tobacco|Animation|Broadcasting|"
    "Publishing|Gaming|Casinos|Resorts|Travel|Carriers|Ferries|Freight|Lines|Ceramics|Railways?"
    "|Skyways|Laboratories|Devices"
    "|Bio|Auto|Trust|Utilities|Mobility|Vehicles|Trucks|Dockyard|Shipyards|Wireless|Broadband|Cinemas"
    "|Bancshares|Financial|Sciences|Bioscience|Vaccines|Clinics|Hospitals|Exploration|Midstream|Pipelines"
    "|Royalties|Grain|Agri|Outfitters|Grocers|Kitchens|Mutual|Fiber|Semi|Mobile|Fertilizers|Orchards|Wines"
    "|Spirits|Vineyards"
)
# A name at the head of a pattern: it begins with a set of characters, to which a search skips.
_HEAD_CAP = rf"[A-Z](?<=\b[A-Z]){_CAP.removeprefix('[A-Z]')}"
_ENGLISH_FORM = guarded(
    rf"{_HEAD_CAP} (?:{_CAP} ){{0,3}}?(?:{_LEGAL}(?: {_LEGAL})?|(?:{_TRADE})\b(?: {_LEGAL}| (?:{_TRADE})\b)?)"
)
_TICKER = guarded(
    rf"({_HEAD_CAP}\.? (?:{_CAP}\.? ){{0,4}})"
    r"\((?:NYSE|NASDAQ|Nasdaq|NYSE American|AMEX|LSE|TSX|ASX|HKEX|SEHK|SSE|SZSE)\s?:\s?[A-Z0-9.]{1,8}\)"
)
_APPOSED = guarded(
    rf"\b(?:start-?up|subsidiary|chipmaker|drugmaker|carmaker|automaker|retailer|developer|"
    rf"publisher|lender|miner|battery maker|unicorn|newcomer|rival)s?,? ({_CAP}(?: {_CAP}){{0,2}})"
    r"(?=[ ,.;:)]|$)"
)
_FOLLOWED = guarded(
    rf"({_HEAD_CAP}(?: {_CAP}){{0,2}}), (?:a|an|the) (?:(?!{PERSONAL})[\w'’-]{{1,30}} ){{0,4}}?"
    r"(?:start-?up|company|firm|maker|subsidiary|chipmaker|developer|operator|supplier|retailer|manufacturer|"
    r"provider|platform|publisher|lender|unit of)\b"
)
_GENERIC_ENGLISH = frozenset(
    (
        *("A", "AI", "Academy", "Advanced", "After", "Agentic", "American", "An", "Analyst"),
        *("And", "Annual", "Applied", "Artificial", "As", "At", "Battery", "Before", "Big"),
        *("British", "Bureau", "By", "CEO", "CFO", "Capital", "Central", "Chairman", "China"),
        *("Chinese", "Clean", "Cloud", "Commercial", "Commission", "Consumer", "Core", "Data"),
        *("Deep", "Department", "Despite", "Development", "Digital", "Domain", "Domestic", "Dr"),
        *("Economic", "Edge", "Electric", "Embodied", "Energy", "Enterprise", "European"),
        *("Federal", "Financial", "First", "Food", "For", "Foreign", "Founder", "French", "From"),
        *("Future", "Generative", "German", "Global", "Green", "Gross", "Group", "Health", "Her"),
        *("High", "His", "However", "Human", "If", "In", "Indian", "Industrial", "Information"),
        *("Innovative", "Institute", "Intelligent", "International", "Its", "Japanese", "Key"),
        *("Korean", "Lithium", "Local", "Low", "Major", "Many", "Market", "Medical", "Ministry"),
        *("Mobile", "Modern", "Most", "Mr", "Mrs", "Ms", "National", "Natural", "Net", "New"),
        *("Nuclear", "Of", "On", "Online", "Open", "Other", "Our", "People's", "Physical"),
        *("Power", "President", "Private", "Professor", "Public", "Regional", "Renewable"),
        *("Reserve", "Responsible", "Retail", "Rural", "Second", "Semiconductor", "Smart"),
        *("Social", "Solar", "Some", "Sovereign", "Space", "Special", "State", "Storage"),
        *("Strategic", "Supply", "Technology", "That", "The", "Their", "These", "Third", "This"),
        *("To", "Total", "Traditional", "U.S", "US", "University", "Vertical", "When", "While"),
        *("Wind", "With", "World"),
    )
)
_GENERIC_LOWER = frozenset(word.lower() for word in _GENERIC_ENGLISH)
_NOT_FIRMS = re.compile(
    r"\b(?:University|Ministry|Department|Commission|Bureau|Committee|Administration|Institute|"
    r"Academy|Council|Statistics|Eurostat|Customs|Treasury|Fed|Census|Parliament|Senate|Kremlin|"
    r"Association|Agency|Government|Congress|Court|Party|Office|Federation|Union|"
    r"Reserve|World Bank|Central Bank|National Bank|Norges Bank|"
    r"Reserve Bank|Politburo|Summit|Conference|Forum|Festival|Index|Cup|Plan|Act|"
    r"Law|Agreement|Project|Program|District|Province|City|County|Street|Road|River|Lake|Island|Sea|"
    r"Airport|Station|Port|Model|Series|Pro|Max)\b"
)

# Capitalised words that own or report something and are no firms.
_PERSONS = frozenset(
    (
        *("He", "She", "It", "We", "They", "You", "Management", "Investors", "Shareholders", "Sales"),
        *(
            "Revenue",
            "Profit",
            "Trump",
            "Musk",
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
        ),
        *("August", "September", "October", "November", "December", "Companies", "Company", "Firms"),
        *(
            "Customers",
            "Banks",
            "Retailers",
            "Executive",
            "Officer",
            "Airlines",
            "Analyst",
            "Year",
            "Today",
            "Yesterday",
        ),
    )
)
_ABBREVIATION_BEFORE = re.compile(r"\b[A-Z][a-z]{0,2}\. $")
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_LEGAL_ZH = guarded(
    rf"({_HAN}{{2,16}}(?:[（(]{_HAN}{{2,6}}[)）])?{_HAN}{{0,12}}(?:有限责任公司|股份有限公司|有限公司))"
)
_TRADE_ZH = (
    "科技|机器人|新能源|智能|半导体|微电子|医药|生物|航天|传媒|资本|集团|股份|动画|影业|乳业|新材|"
    "动力|创投|控股|制药|药业|锂业|矿业|光电|精密|重工|酒业|智驾|置业|商贸|生物医药|智能科技|"
    "信息技术|网络科技|食品集团"
)
_MARKS = r"，。、；：！？“”《》（）()\[\]\s,;:|\"'"
_FORM_ZH = guarded(
    rf"(?:(?<=[{_MARKS}—/])|^|(?<=[与和及由向对给被是])(?!(?<=对)手))({_HAN}{{2,4}}?(?:{_TRADE_ZH}))"
    rf"(?=[{_MARKS}的与和及在于将是也已曾则等获宣称表发公推被有为上到C创董总首联成从去今一前拟]|$)"
)
_LISTED_ZH = re.compile(rf"[、，,]({_HAN}{{2,6}}|[A-Z][A-Za-z0-9]+(?: [A-Z][A-Za-z0-9]+)?)(?=[、和与及等])")
_LISTED_EN = re.compile(
    rf"(?:, | and |, and )({_CAP}(?: {_CAP}){{0,2}})(?=,| and |\.? ?$|[.;:] | (?:have|are|were|all|each)\b)"
)
_NOT_IN_NAME_ZH = re.compile(
    r"[的了在是有从向把被让对为不也都就还又更最很等到说去来做其他她它这那]|公司|企业|产品|业务|市场|"
    r"平台|品牌|集群|行业|国家"
)
_BEFORE_NAME = re.compile(
    rf".*(?:[的和与及由向对给被将为是从在了到把以过找家称]|公司|企业|子公司|旗下|新势力|新玩家|新锐"
    rf"|厂商|品牌|平台|对手|独角兽|[研开]发商|运营商|制造商|供应商|服务商|龙头)(?={_HAN}{{4,}})"
)
_GENERIC_ZH = re.compile(
    r"一家|这家|那家|多家|几家|几大|大宗|各|该|某|国内|国产|国有|国外|中国|全球|美国|日本|韩国|德国|海外|境外|"
    r"传统|新型|高端|智能|超级|群体|具身|边缘|情感|语音|视觉|商务|商业|民营|大型|中小|上市|头部|"
    r"知名|老牌|人形|工业|服务|消费|创新|数字|互联|人工|跨境|其他|部分|不少|许多|所有|整个|未来|"
    r"现代|绿色|清洁|可再生|先进|专业|本土|地方|农村|城市|股份制|城商|农商|央|开放|公募|私募|社保|"
    r"主权|指数|货币|债券|股票|混合|产业|投资|政府|引导|母|低空|载人|民用|民用|军工|通用|乘用|电动|"
    r"纯电|二手|新能源|燃油|无人|自动|连锁|精品|现磨|预制|休闲|健康|有机|进口|保健|国际|国家|大众|"
    r"流行|古典|电子|网络|手机|主机|独立|单机|经济|五星|度假|民宿|职业|高等|义务|基础|素质|在线|"
    r"线上|线下|学前|社会|财产|人寿|养老|医疗|商业|信用|冷链|同城|即时|关键|原|正极|负极|高分子|"
    r"复合|建筑|陶瓷|金属|稀土|与|和|的|了|在|是|有|从|向|把|被|让|对|为|不|也|都|就|还|又|更|最|很|"
    r"要|给|一周|一日|今日|谁|看|聊|第|两|三|四|五|六|七|八|九|十|百|千|万|亿|年|月|日|个|种|类|款"
    r"|台|辆|名|位|次|我|你|他|她|它|"
    r"们|这|那|此|其"
)


def find_candidates(
    reading: Reading, mentions: Sequence[MentionMatch], matches: Sequence[TermMatch]
) -> list[MentionMatch]:
    """Unknown firms that the reading names, in the order of the text, none overlapping a known name.

    A short form of a candidate ("Guangxiang" after "Guangxiang Technology") is the same firm under the
    same id.
    """
    text = reading.text
    taken = sorted((mention.start, mention.end) for mention in mentions)
    of_subjects = [m for m in matches if m.layer == "name" and m.subjects]
    places = {
        (m.start, m.end) for m in of_subjects if any(e.payload.subject_type == "place" for e in m.subjects)
    }
    generic = {m.surface.lower() for m in matches if m.layer != "name"}
    generic |= {m.surface.lower() for m in of_subjects}
    common = generic | _GENERIC_LOWER
    found: list[MentionMatch] = []
    subjects = sorted([(m.start, m.end) for m in of_subjects])
    evident = (
        span
        for start, end, rule in evident_firms(text)
        if (span := (*_trimmed(text, start, end), rule))
        and not (text[start].isascii() and _starts_in(span[0], span[1], subjects))
    )
    # What has the form of a firm comes first: its short form is not another firm.
    named, trading = set(), set()
    if not text.isascii():
        named = {(start, end, "named") for find in (named_firms, told_firms) for start, end in find(text)}
        trading = {
            (start, end, "named")
            for start, end in trading_firms(text)
            if not _GENERIC_ZH.match(text, start) and text[start : start + 2] not in generic
        }
    for spans in ({*_spans(text, places), *_listed(text, mentions)}, named, set(evident), trading):
        for start, end, rule in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
            surface = text[start:end]
            if _ABBREVIATION_BEFORE.search(text[max(0, start - 6) : start]):
                continue
            if (
                reading.is_structure(start)
                or _overlaps(start, end, taken)
                or (rule != "named" and _is_generic(surface, generic, is_evident=rule == "evidence"))
                or (rule == "named" and surface.lower() in generic)
            ):
                continue
            insort(taken, (start, end))
            names = candidate_names(surface)
            found.append(MentionMatch(candidate_id(surface), surface, start, end, rule, names))
        for again in short_forms(text, found, _TRADE_END, common) if found else ():
            if not reading.is_structure(again.start) and not _overlaps(again.start, again.end, taken):
                insort(taken, (again.start, again.end))
                found.append(again)
    for again in first_words(text, mentions, common) if mentions else ():
        if not reading.is_structure(again.start) and not _overlaps(again.start, again.end, taken):
            insort(taken, (again.start, again.end))
            found.append(again)
    return sorted(found, key=lambda match: (match.start, match.end))


_TRADE_END = re.compile(rf"(?: (?:{_TRADE}|{_LEGAL}))+$")


def _starts_in(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a name is one of `spans`, or ends with one: a place or a product, not a firm."""
    at = bisect_left(spans, (start, end))
    return any(begin < end and start < stop for begin, stop in spans[max(0, at - 1) : at + 2])


def candidate_id(surface: str) -> str:
    """`candidate:` and a slug of the name without its legal form; of a Chinese name a short hash."""
    stem = candidate_names(surface)[-1].casefold()
    slug = re.sub(r"[^a-z0-9]+", "_", stem).strip("_")
    if slug and stem.isascii():
        return f"candidate:{slug}"
    return f"candidate:{hashlib.sha256(stem.encode()).hexdigest()[:12]}"


def candidate_names(surface: str) -> tuple[str, ...]:
    """The name as written, and without its legal form."""
    bare = re.sub(rf"[, ]+{_LEGAL}$", "", surface)
    bare = re.sub(r"(?:有限责任公司|股份有限公司|有限公司)$", "", bare)
    stem = re.sub(rf"[（(]{_HAN}{{2,6}}[)）].*$", "", bare) if "（" in bare or "(" in bare else bare
    return tuple(
        dict.fromkeys((surface, stem, bare) if stem != bare and len(stem) > 2 else (surface, bare or surface))
    )


_NO_NAME_GOES_ON = re.compile(
    r" (?:Park|Zone|Area|Estate|Corridor|Belt|Cluster|District|County|Index|Indices|Act|Award|Awards"
    r"|Canal|Conference|Forum|Summit|Report)\b"
)


@lru_cache(maxsize=4)
def _english_forms(text: str) -> tuple[tuple[int, int, int], ...]:
    """Names that end with a legal form or a trade word: where each begins and ends, and where its match does.
    Asked for twice a text."""
    return tuple(
        (*_trimmed(text, match.start(), match.end()), match.end()) for match in _ENGLISH_FORM.finditer(text)
    )


def swallowed(text: str, known: Sequence[MentionMatch], names: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Spans of one-word names that are but a word of a longer firm's name ("Vale" of "Marrow Vale Foods").
    `names`: places and the like, which may stand before a firm's name."""
    starts = [mention.start for mention in known]
    found: set[tuple[int, int]] = set()
    for start, end, _ in _english_forms(text):
        first = (start, start + len(text[start:end].split(" ", maxsplit=1)[0]))
        at = bisect_left(starts, start)
        if (
            first in names
            or at >= len(known)
            or not start < known[at].start
            or text[start:end].endswith("AI")
        ):
            continue
        one = known[at]
        if one.end < end and " " not in one.surface and text[start : start + 7] not in {"Chinese"}:
            found.add((one.start, one.end))
    return found


def _spans(text: str, places: set[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    for start, end, stop in _english_forms(text):
        if not _NO_NAME_GOES_ON.match(text, stop):
            yield start, end, "form"
    for match in _TICKER.finditer(text):
        yield *_trimmed(text, match.start(1), match.end(1)), "ticker"
    for pattern in (_APPOSED, _FOLLOWED):
        for match in pattern.finditer(text):
            yield *_trimmed(text, match.start(1), match.end(1)), "apposition"
    for match in _LEGAL_ZH.finditer(text):
        start = match.start(1)
        inner = [b for b, _ in places if start <= b < match.end(1) - 6 and text[b - 1 : b] not in {"(", "（"}]
        cut = _BEFORE_NAME.match(match.group(1)[:-6])
        if inner:
            start = min(inner)
        elif cut:
            start += cut.end()
        yield start, match.end(1), "legal_form"
    for match in _FORM_ZH.finditer(text):
        yield match.start(1) + (text[match.start(1)] in "与和及由向对给被是"), match.end(1), "form"


_JOINTS = frozenset("、，, ")


def _listed(text: str, mentions: Sequence[MentionMatch]) -> Iterator[tuple[int, int, str]]:
    """A name in a list of firms, with a known firm right before and right after it, or two before it."""
    for at, mention in enumerate(mentions):
        if text[mention.end : mention.end + 1] not in _JOINTS:
            continue
        for pattern in (_LISTED_ZH, _LISTED_EN):
            match = pattern.match(text, mention.end)
            if match is None or _NOT_IN_NAME_ZH.search(match.group(1)):
                continue
            end = match.end(1)
            follows = at + 1 < len(mentions) and 0 < mentions[at + 1].start - end <= 6
            before = mentions[at - 1] if at else None
            joins = before is not None and 0 < mention.start - before.end <= 6
            between = text[end : mentions[at + 1].start].strip() if follows else ""
            is_list = between in {",", "and", ", and", "、", "和", "与", "及", "以及"}
            if is_list or (joins and _is_joint(text[before.end : mention.start])):  # type: ignore[union-attr]
                yield match.start(1), end, "listed"


def _is_joint(between: str) -> bool:
    return between.strip() in {",", "、", "，"}


_LED = (
    *(
        "Partner",
        "Partners",
        "Supplier",
        "Competitor",
        "Peer",
        "Owner",
        "Investor",
        "Parent",
        "Drugmaker",
        "Contractor",
    ),
    *(
        "Buyout",
        "Venture",
        "Battery",
        "Drilling",
        "Staffing",
        "Researcher",
        "Analyst",
        "Startup",
        "Discounter",
        "Grocer",
    ),
    *(
        "Shareholder",
        "Investment",
        "Advertising",
        "Engine",
        "Shipping",
        "Airline",
        "Larger",
        "Customer",
        "Unit",
        "Affiliate",
    ),
    *("But", "For", "On", "When", "Rival", "Rivals", "Its", "Their", "Shares", "Chief", "Meanwhile", "Like"),
    *("Under", "With", "After", "Before", "By", "From", "Last", "Smaller", "Larger", "Since", "That"),
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Analysts", "Both"),
    *("American", "Chinese", "German", "French", "British", "Japanese", "Danish", "Dutch", "Swiss", "Korean"),
    *("Indian", "Italian", "Spanish", "Swedish", "Norwegian", "Polish", "Canadian", "Australian", "European"),
)


_HEADS = frozenset(("The", "A", "An", "In", "However", "Despite", "While", "And", "As", "At", *_LED))
_DOTTED = re.compile(r"(?:\bInc|\bCorp|\bCo|\bLtd|N\.V|S\.A)\.$")
_AMERICAN = frozenset(
    ("Airlines", "Axle", "Eagle", "Electric", "Express", "Financial", "Outdoor", "Tower", "Water")
)
_TRADE_HEAD = re.compile(rf"(?i:{TRADES})")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without generic capitalised words at the head ("The", "Despite") and blanks at the end."""
    while end > start and text[end - 1] in " ,":
        end -= 1
    if end - 1 > start and text[end - 1] == "." and _DOTTED.search(text[start:end]) is None:
        end -= 1
    words = text[start:end].split(" ")
    while len(words) > 1 and (_TRADE_HEAD.fullmatch(words[0]) or words[0] in _HEADS):
        if words[0] == "American" and words[1] in _AMERICAN:
            break
        start += len(words.pop(0)) + 1
    return start, end


def _overlaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether the span meets one of `taken`: sorted spans that do not overlap each other."""
    at = bisect_left(taken, (start, end))
    return any(begin < end and start < stop for begin, stop in taken[max(0, at - 1) : at + 1])


def _is_generic(surface: str, generic: set[str], *, is_evident: bool = False) -> bool:
    """Whether a name is but common words; one that the text itself tells may hold a trade's word."""
    if surface.isascii() or re.match(r"[A-Za-z]", surface):
        words = [word.strip(".,'’") for word in surface.split(" ")]
        stem = [word for word in words if not re.fullmatch(_TRADE, word) and not re.fullmatch(_LEGAL, word)]
        if not stem or "'s " in surface or "’s " in surface or _NOT_FIRMS.search(surface) or len(surface) < 3:
            return True
        if len(stem) == 1 and (stem[0] in _LED or stem[0] in _PERSONS):
            return True
        return any(word in _GENERIC_ENGLISH for word in stem[:1]) or surface.lower() in generic
    stem_zh = re.sub(rf"(?:有限责任公司|股份有限公司|有限公司|{_TRADE_ZH})+$", "", surface)
    if len(stem_zh) < 2 or _GENERIC_ZH.match(stem_zh):
        return True
    if is_evident:
        return stem_zh in generic or len(stem_zh) < 4
    return any(len(word) >= 2 and word in stem_zh for word in generic) and len(stem_zh) <= 4
