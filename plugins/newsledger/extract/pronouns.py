"""Words that stand for a name: "it", "the company", "the city", "the film", 其, 该公司."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.candidate_evidence import TRADES
from newsledger.extract.discourse import Discourse
from newsledger.extract.openings import Opened
from newsledger.extract.roles import KIN, Entity
from newsledger.extract.sentences import Language

_PRONOUN = re.compile(
    r"\b(?:the latter|the former|its|it|their|they"
    r"|the (?:[\w.-]+(?: [\w.-]+)?, (?:[\w.-]+ )?[\w.]+(?:-based|,) )?(?:[\w-]+ ){0,2}?(?:company|group|firm"
    r"|chain|maker|platform"
    rf"|brand|startup|giant|house|unit|business|leader|{TRADES}))\b",
    re.IGNORECASE,
)


# "its affiliate Kia": the pronoun says whose Kia is, and Kia is what the clause is about.
_BY_KIN = re.compile(rf"\s(?:[a-z-]+\s){{0,3}}?(?:{KIN}|{TRADES})\s(?=[A-Z])")


# "Acme, its largest customer, takes 35%": the pronoun is of the words between the commas.
_ITS_ASIDE = re.compile(r"(?:its|their)\s(?:[\w-]+\s){0,4}[\w-]+,\s", re.IGNORECASE)


# "The World Bank", "the Reserve Bank": a name, which takes up nobody.
_BY_NAME = re.compile(r"[Tt]he (?:[A-Z][\w.-]* )+[A-Z][\w-]*")

_OWNS = frozenset({"its", "their"})


# "The carmaker" is a firm that makes cars: which sectors the trade's word can mean.
_SECTORS = tuple(
    (re.compile(rf"\b(?:{words})$", re.IGNORECASE), frozenset(sectors.split()))
    for words, sectors in (
        ("carmaker|automaker|truckmaker", "automotive"),
        ("bank|lender|neobank", "banking fintech"),
        ("airline", "travel"),
        ("carrier", "travel telecom_space logistics"),
        ("insurer|reinsurer", "insurance"),
        ("drugmaker|biotech|drug developer", "healthcare"),
        ("chipmaker|foundry", "semiconductors"),
        ("retailer|grocer|discounter|supermarket|wholesaler", "retail brands_dining"),
        ("miner|smelter|steelmaker", "materials_mining"),
        ("brewer|distiller|winemaker", "agriculture_food brands_dining"),
        ("broadcaster|studio", "media_entertainment"),
        ("homebuilder|landlord", "real_estate"),
        ("planemaker|jetmaker", "manufacturing"),
        ("driller|refiner|utility", "energy_power"),
    )
)


_COUNTRIES = {
    **{"American": "US", "British": "GB", "Chinese": "CN", "Danish": "DK", "Dutch": "NL", "Finnish": "FI"},
    **{"French": "FR", "German": "DE", "Indian": "IN", "Irish": "IE", "Israeli": "IL", "Italian": "IT"},
    **{"Japanese": "JP", "Korean": "KR", "Norwegian": "NO", "Spanish": "ES", "Swedish": "SE", "Swiss": "CH"},
    **{"Taiwanese": "TW", "Turkish": "TR", "Australian": "AU", "Belgian": "BE", "Brazilian": "BR"},
    **{"Canadian": "CA", "Mexican": "MX", "Polish": "PL", "Austrian": "AT"},
}
_DEMONYM = re.compile(rf"\b(?:{'|'.join(_COUNTRIES)})\b")


def country_meant(pronoun: str) -> str:
    """Where a firm is from that is taken up as "the Danish company"; empty where the words do not say."""
    found = _DEMONYM.search(pronoun)
    return _COUNTRIES[found.group()] if found is not None else ""


def sectors_meant(pronoun: str) -> frozenset[str]:
    """The sectors of a firm that is taken up by its trade; none where the word says no trade."""
    return next((sectors for pattern, sectors in _SECTORS if pattern.search(pronoun)), frozenset())


PLACE_AGAIN = re.compile(
    r"\b(?:the|its|this)\s(?:[\w-]+\s)?(?:province|city|country|county|municipality|nation|island|prefecture"
    r"|territory|kingdom|republic|archipelago|megacity|metropolis|emirate|capital|district)\b"
    r"(?! of [A-Z]| (?:budget|spending|expenditure|outlays?|increase|markets?|ratio|base"
    r"|gains?|stock))",
    re.IGNORECASE,
)


THING_AGAIN = re.compile(
    r"\b(?:the|this)\s(?:film|movie|cartoon|picture|game|title|series|show|drug|pill|vaccine|app|handset"
    r"|phone"
    r"|device|album|musical|treatment|jab|sequel)\b",
    re.IGNORECASE,
)


_PRONOUN_ZH = re.compile(
    r"后者|该公司|这家[\u4e00-\u9fff]{0,8}(?:公司|企业|巨头|厂商|平台|银行|车企|龙头|品牌|老店|大厂)"
    r"|其(?!中|他|实|余|次|间|一|二|三)|它(?!们)|该(?:集团|企业|行|平台)|(?<![\u4e00-\u9fff])(?:公司|集团"
    r"|平台|品牌方)(?!法|们)|(?<=[但而且，。；])公司"
)


_PRONOUN_EN = Opened(_PRONOUN, 5)


def nearest_pronoun(
    text: str,
    sentence: tuple[int, int],
    left: int,
    language: Language,
    metric_id: str,
    names: set[int],
) -> tuple[int, int] | None:
    """Where the nearest "it", "the company", 其 before the figure stands; in 拿下其9%的股份 the firm held is
    not the holder, and "the chain Acme" is no pronoun. `names`: where the names of the sentence begin."""
    pronouns_in = _PRONOUN_ZH.finditer if language == "zh" else _PRONOUN_EN.finditer
    found = None
    for match in pronouns_in(text, sentence[0], left):
        if text[max(0, match.start() - 2) : match.start()] == ", " and _ITS_ASIDE.match(text, match.start()):
            continue
        if language == "en" and match.end() + 1 in names and text[match.end()] == " ":
            continue
        if language == "en" and _BY_NAME.fullmatch(match.group()) is not None:
            continue
        kin = (
            _BY_KIN.match(text, match.end()) if language == "en" and match.group().lower() in _OWNS else None
        )
        if kin is not None and kin.end() in names:
            continue
        if metric_id == "stake" and match.group() in {"其", "后者"} and left - match.end() < 2:
            continue
        found = match.span()
    return found


_AGAIN = re.compile(r"(?:it|its|they|their)", re.IGNORECASE)
_NO_FIRM = re.compile(r"\b(?:central bank|leader|house)$", re.IGNORECASE)


def firm_taken_up(
    text: str, sentence: tuple[int, int], again: tuple[int, int], firms: Sequence[Entity]
) -> tuple[int, int] | None:
    """The words for a firm that "it" takes up in turn: "the company said it would invest"; none where a firm
    is named between."""
    if _AGAIN.fullmatch(text, *again) is None:
        return None
    for match in reversed(list(_PRONOUN_EN.finditer(text, sentence[0], again[0]))):
        if _AGAIN.fullmatch(match.group()) is not None:
            continue
        is_near = not any(match.start() <= e.start and e.end <= again[0] for e in firms if e.is_company)
        is_told = match.group()[:4].lower() == "the " and _NO_FIRM.search(match.group()) is None
        is_named = _BY_NAME.fullmatch(match.group()) is not None or text.startswith(" of ", match.end())
        return match.span() if is_near and is_told and not is_named else None
    return None


def firm_meant(discourse: Discourse, language: Language) -> Entity | None:
    """Whom "the company" means: the firm of the sentence before, unless that was named in passing."""
    last = discourse.of_group(discourse.last_company)
    if language == "en" and last is not None and last.entity_id in discourse.passing:
        return discourse.main
    return last
