"""English wordings that decide a metric by the figure's kind: moves of shares, prices of a nation, sums in a
till, jobs, power. Each rule names a class of sentence; the words of one firm or story have no place here.
"""

from __future__ import annotations

import re

from newsledger.extract.quantities import QuantityMatch

Told = tuple[str, str, str]  # key, key of its level, name of the rule

_SOME = (
    r"\s(?:(?:about|nearly|some|over|roughly|around|more|than|almost|just|only|up|to|a|an|its|estimated"
    r"|another|at least)\s)*$"
)

# Of a change in percent.
_SHARES = re.compile(r"\b(?:[Ss]hares?|[Ss]tocks?|ADRs?|ADSs?|depositary (?:receipts|shares))\b")
_CLOSED = re.compile(
    r"\b(?:closed|ended|finished|opened|traded|trading|settled)(?: the (?:day|session|week|month"
    r"|year))?(?: up| down)?" + _SOME
)
_HIGHER = re.compile(r"\s*(?:higher|lower|up|down|in the red|in the green)\b")
_NOT_SHARES = re.compile(
    r"\b(?:yields?|futures|index|prices?|crude|gold|barrel|dollar|euro|yen|pound)\b[^,;]{0,40}$"
)
_INDUSTRY = re.compile(
    r"\b(?:[Ii]ndustrial|[Ff]actory|[Mm]anufacturing)\b[^,;.\d]{0,30}?\b(?:output|production"
    r"|value[- ]added)\b[^,;\d]{0,40}$"
    r"|\b[Vv]alue[- ]added (?:of|by|at|in)\b[^,;\d]{0,60}\bindustr\w+\b[^,;\d]{0,50}$"
    r"|\bindustr\w+\b[^,;\d]{0,50}\b[Vv]alue[- ]added\b[^,;\d]{0,30}$"
)
_PRICES = re.compile(
    r"\b(?:[Cc]onsumer|[Pp]roducer|[Ww]holesale|[Ff]actory-gate|[Pp]ersonal consumption expenditures?"
    r"|PCE|CPI|PPI|HICP"
    r"|[Ii]mport)\s(?:price index|prices|index|inflation)\b[^,;\d]{0,45}$|\b(?:CPI|PPI|HICP"
    r"|PCE)\b[^,;\d]{0,30}$"
)
_ECONOMY = re.compile(
    r"\b(?:[Ee]conomy|GDP|[Gg]ross domestic product|[Ee]conomic output)\b[^,;\d]{0,50}\b(?:rate|pace) of"
    + _SOME
    + r"|\bexpect\w*\b[^,;.\d]{0,40}\b(?:economy|GDP)\b[^,;\d]{0,20}"
    + _SOME
)
_OF_SALES = re.compile(
    r"\s*of (?:all |the |total |its |their )*(?:new[- ])?(?:global |domestic |national |[a-z]+ )?(?:car"
    r"|cars|auto|vehicle|vehicles|phone|phones"
    r"|smartphone|smartphones|homes|passenger cars|registrations|pc|tv|ev|evs|truck"
    r"|trucks)s?\b(?: (?:sold|registered|shipped|bought|sales"
    r"|registrations|deliveries|shipments|market))"
)
_SHARE_OF = re.compile(
    r"\s*(?:share|slice|chunk) of (?:the |all |global |its |total )*(?:[\w-]+ ){0,3}?(?:market|sales"
    r"|industry|shipments|trade|pie|business)\b"
)
_LEADS_WITH = re.compile(
    r"\b(?:leads?|led|dominates?|market leader|number one|tops?)\b[^;.]{0,40}\bwith a share of" + _SOME
)
_CUT_OF = re.compile(
    r"\s*(?:cut|slice|fee|commission|royalty|levy|handling charge|service charge)\b(?! in\b)"
)
_TAKES = re.compile(
    r"\b(?:takes?|taking|took|charges?|charging|charged|keeps?|collects?|pockets?|levies|pays?|paying"
    r"|paid)\b[^,;.\d]{0,30}" + _SOME
)
_PASSES_ON = re.compile(
    r"\b(?:pass(?:es|ed|ing)? on|hands? over|handed over|entitled to|royalt(?:y|ies) of|receives?)" + _SOME
)
_OF_TAKINGS = re.compile(
    r"\s*(?:of (?:[a-z-]+ ){0,2}(?:sales|revenue|takings|proceeds|income|fares?|each|every|what)\b"
    r"|(?:of sales )?in royalties)"
)
_OF_SEATS = re.compile(
    r"\s*of (?:its|the|their|all|available) (?:available )?(?:seats|rooms|beds|berths|slots|capacity"
    r"|hotel rooms|tables)\b"
)
_FILLS = re.compile(r"\b(?:fill(?:s|ed|ing)?|sold|occupied|booked|used)" + _SOME)
_GAINS_TO = re.compile(
    r"\b(?:gains?|loss(?:es)?|decline|rise|rally|advance|slide|drop)(?: (?:so far )?(?:this (?:year"
    r"|week|month|quarter)|for the year))? to" + _SOME
)
_ROYALTIES = re.compile(r"\s*(?:of [a-z -]{3,20} )?(?:in|as) royalties\b")
_CAPITAL = re.compile(
    r"\s*of (?:its|the|their) (?:[a-z-]+ ){0,2}(?:capital(?: value| base)?|assets|equity|balance sheet)\b"
)
_DEBT = re.compile(r"\b(?:debts?|borrowings|liabilities|loan-to-value|LTV|gearing|leverage)\b[^;.]{0,90}$")
_RATIO_OF_DEBT = re.compile(
    r"\b(?:loan-to-value|LTV|debt-to-(?:assets?|equity|capital)|gearing"
    r"|leverage)(?: ratio)?\b[^,;.\d]{0,30}$",
    re.I,
)
_INTO_RESEARCH = re.compile(
    r"\s*of (?:its |their |the |net |total |annual )*(?:revenues?|sales|turnover|income) (?:in|on|into"
    r"|to|for) (?:research|R&D|developing)"
)
_SERVED = re.compile(r"\b(?:serv(?:e|es|ed|ing)|count(?:s|ed)|boasts?)" + _SOME)
_CLIENTS = re.compile(
    r"\s*(?:[a-z-]+ ){0,2}?(?:households?|homes|riders|customers?|clients?|businesses|merchants|subscribers"
    r"|accounts|consumers|companies|users)\b"
)

# Of money.
_TILL = re.compile(
    r"\s*(?:left |still )?in (?:the|its) (?:bank|till|coffers|kitty|war chest)\b|\s*(?:of"
    r"|in) dry powder\b|\s*cash pile\b"
)
_TAKEN_IN = re.compile(
    r"\b(?:taken in|pulled in|hauled in|attracted|secured|landed|bagged|scooped up|closed on|amassed"
    r"|received)" + _SOME
)
_OF_BACKERS = re.compile(
    r"\b(?:[Rr]ounds?|[Bb]ackers?|[Ii]nvestors?|[Ss]eries [A-H]\b|[Ss]eed|[Vv]enture|[Ff]unding"
    r"|[Ff]inancing|start-?up)\b"
)
_TO_DATE = re.compile(
    r"\s*(?:in total|to date|so far|altogether|all told|since (?:it was founded|its founding|inception))\b"
)
_CAPITAL_SPENT = re.compile(
    r"\s*(?:on|in|for|into) (?:[a-z-]+ ){0,2}?(?:capital (?:projects|works|investments?|programmes?)"
    r"|stores and|shops and|data cent(?:er|re)s?"
    r"|servers|equipment|networks?|infrastructure|maintenance|upgrades)\b[^.;]{0,40}\b(?:this|next"
    r"|fiscal|in 20\d\d|a year|annually)"
)
_SPENDS = re.compile(r"\b(?:spend(?:s|ing)?|spent)" + _SOME)
_BOSS_PAY = re.compile(
    r"(?:\b(?:chief executive|executive|CEO|chairman|boss|president|founder|governor|director"
    r"|chief)['’]s (?:[a-z-]+ ){0,2}?(?:pay|package"
    r"|compensation|remuneration)\b|\b(?:pay|compensation|remuneration) (?:package )?of|\b(?:hourly"
    r"|weekly) (?:earnings|pay))\b[^;.]{0,70}$"
)
_ORDER_WORTH = re.compile(
    r"\b(?:orders?|contracts?|deal to (?:supply|build|deliver))\b[^.;]{0,90}\b(?:worth|valued at|for)" + _SOME
)
_ORDERED = re.compile(
    r"\b(?:won|wins|win|awarded|secured?|landed|placed|received|booked|clinched"
    r"|signed)\b[^.;]{0,50}\b(?:orders?|contracts?)\b"
)
_TRADED_AT = re.compile(
    r"\b(?:trad(?:ed|es|ing|e)|chang(?:ed|ing) hands|cost|fetch(?:ed)?|priced|quoted)(?: (?:above|below"
    r"|at|around|near|for|under|over))?" + _SOME
)
_ANNUAL_SALES = re.compile(
    r"\s*(?:in|of) (?:annual |yearly |global |worldwide |total |net |quarterly |system )*(?:sales"
    r"|revenues?|turnover)\b"
)
_COMPARED_EPS = re.compile(r"\bper (?:[a-z]+ )?share|\ba share\b")
_SETTLES = re.compile(r"\b(?:pay|paid|paying)" + _SOME)
_TO_SETTLE = re.compile(r"\s*(?:fine |penalty )?to (?:settle|resolve|end) ")

# Of numbers and of physical units.
_WORK_FOR = re.compile(
    r"\s*(?:[a-z]+ )?(?:people |staff |workers )?(?:work|works|worked|are employed"
    r"|were employed) (?:for|at|by|in)\b"
)
_TAKEN_OVER = re.compile(
    r"\b(?:acquir(?:e|es|ed|ing)|bought|buys|purchas(?:es|ed|ing)|sold|divest(?:s|ed)|clos(?:es|ed|ing)"
    r"|shut(?:s|ting)?"
    r"|reopened|converted|refurbished|remodel+ed)" + _SOME
)
_SOLD_THEM = re.compile(r"\b(?:sold|sells?|selling)" + _SOME)
_FIRMS = re.compile(
    r"\s*(?:[a-z-]+ ){0,2}?(?:stores|shops|hotels|properties|branches|firms|companies|businesses|planes"
    r"|aircraft"
    r"|ships|vessels|shares|homes|buildings|plants|brands|restaurants|outlets|bonds|warehouses|stations)\b"
)
_HOME_TO = re.compile(r"\bhome to" + _SOME)
_IN_STOCK = re.compile(
    r"\s*(?:[a-z-]+ ){0,2}?(?:in stock|in inventory|on (?:their|its|dealers?['’]?) (?:lots|forecourts"
    r"|books)|in (?:storage|warehouses)|unsold)\b"
)
_STOCKED = re.compile(r"\b(?:held|holds?|sit(?:s|ting)? on|sat on|stockpiled|had|have|has)" + _SOME)
_CAN_DO = re.compile(
    r"\b(?:discharg\w+|generat(?:e|es|ing)|store|stores|hold|capable of|power plant of|capacity of"
    r"|rated at|operat(?:es?|ed|ing)"
    r"|run(?:s|ning)?|own(?:s|ing)?)" + _SOME
)
_RUNNING = re.compile(
    r"\s*(?:[a-z-]+ ){0,2}?(?:in operation|online|on stream|up and running|under construction|installed"
    r"|in service|of (?:[a-z-]+ ){0,2}?(?:wind|solar|storage"
    r"|nuclear|hydro|gas-fired|coal-fired|renewable|generating|generation|data[- ]cent\w+|capacity"
    r"|batteries|panels))\b"
)
_STORES = re.compile(r"\b(?:stores?|holds?|storing|holding)" + _SOME)
_ADDED = re.compile(
    r"\b(?:brought|bring(?:s|ing)?|add(?:s|ed|ing)?|install(?:s|ed|ing)?|connect(?:s|ed|ing)?|new"
    r"|deploy\w*|shipped|sold|us(?:es"
    r"|ed)|order(?:s|ed))" + _SOME
)
_FILLED = re.compile(r"\b(?:hold|carry|store|accommodate)" + _SOME)


def told_in_english(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    kinds: frozenset[str],
    before: str,
    after: str,
) -> Told | None:
    """The key of a figure by what its own clause says, and the key of its level and the rule's name."""
    if "change" in kinds and quantity.unit == "percent":
        return _of_change(text, sentence, quantity, before, after)
    if "percent" in kinds and quantity.unit == "percent":
        return _of_percent(text, sentence, before, after)
    if "money" in kinds and not quantity.is_change:
        return _of_money(text, sentence, quantity, before, after)
    if kinds & {"people", "count", "unit", "vehicle", "store", "number"}:
        return _of_number(quantity, before, after)
    if "physical" in kinds:
        return _of_measure(quantity, before, after)
    return None


def _of_change(
    text: str, sentence: tuple[int, int], quantity: QuantityMatch, before: str, after: str
) -> Told | None:
    lead = text[sentence[0] : quantity.cue_start]
    if (
        (_CLOSED.search(before) or _HIGHER.match(after))
        and _SHARES.search(before)
        and not _NOT_SHARES.search(before)
    ):
        return "share_price_change", "share_price", "shares ended"
    if _INDUSTRY.search(lead):
        return "production_growth", "production", "output of industry"
    if _PRICES.search(before):
        return "inflation_rate", "inflation_rate", "prices of a nation"
    if _ECONOMY.search(before):
        return "gdp_growth", "gdp", "pace of an economy"
    if _CUT_OF.match(after) and _TAKES.search(text[sentence[0] : quantity.start]):
        return "commission", "commission", "cut of a sale"
    return None


def _of_percent(text: str, sentence: tuple[int, int], before: str, after: str) -> Told | None:
    if _SHARE_OF.match(after):
        return "market_share", "market_share", "a share of the market"
    if _OF_SALES.match(after):
        return "market_share", "market_share", "of what is sold"
    if _OF_SEATS.match(after) and _FILLS.search(before):
        return "capacity_utilization", "capacity_utilization", "seats filled"
    if _GAINS_TO.search(before) and _SHARES.search(text, *sentence):
        return "share_price_change", "share_price", "gains of a share"
    if _LEADS_WITH.search(before):
        return "market_share", "market_share", "leads with a share"
    if (
        (_CUT_OF.match(after) and _TAKES.search(before))
        or _ROYALTIES.match(after)
        or (_PASSES_ON.search(before) and _OF_TAKINGS.match(after))
    ):
        return "commission", "commission", "cut of a sale"
    if _RATIO_OF_DEBT.search(before) or (_CAPITAL.match(after) and _DEBT.search(before)):
        return "debt_ratio", "debt_ratio", "debt against capital"
    if _INTO_RESEARCH.match(after):
        return "rnd_ratio", "rnd_ratio", "revenue put into research"
    if _ECONOMY.search(before):
        return "gdp_growth", "gdp", "pace of an economy"
    if _PRICES.search(before):
        return "inflation_rate", "inflation_rate", "prices of a nation"
    return None


def _of_money(
    text: str, sentence: tuple[int, int], quantity: QuantityMatch, before: str, after: str
) -> Told | None:
    size = max(quantity.low, quantity.high)
    if size < 1e6:
        if _SHARES.search(text, *sentence) and _TRADED_AT.search(before) and size < 1e5:
            return "share_price", "share_price", "shares traded at"
        if _BOSS_PAY.search(before):
            return "salary", "salary", "pay of a person"
        return None
    if _ANNUAL_SALES.match(after):
        return "revenue", "revenue", "in sales"
    if _TILL.match(after):
        return "cash", "cash", "in the bank"
    if _TAKEN_IN.search(before) and (
        _TO_DATE.match(after) or _OF_BACKERS.search(text, quantity.end, min(sentence[1], quantity.end + 60))
    ):
        return "funding", "funding", "taken in from backers"
    if _SPENDS.search(before) and _CAPITAL_SPENT.match(text, quantity.end, sentence[1]):
        return "capex", "capex", "spent on what lasts"
    if _BOSS_PAY.search(before):
        return "salary", "salary", "pay of a person"
    if _ORDER_WORTH.search(before) and _ORDERED.search(text, *sentence):
        return "order_value", "order_value", "worth of an order"
    if _SETTLES.search(before) and _TO_SETTLE.match(after):
        return "fine", "fine", "paid to settle"
    return None


def _of_number(quantity: QuantityMatch, before: str, after: str) -> Told | None:
    whole = f" {quantity.counter}" if quantity.counter else ""
    if _WORK_FOR.match(after):
        return "employees", "employees", "people who work for it"
    if _HOME_TO.search(before) and quantity.unit in {"people", "count"} and quantity.low >= 1e5:
        return "population", "population", "home to"
    is_active = re.search(r"\b(?:monthly|daily|weekly|active)\b", (whole + after)[:40]) is not None
    if _SERVED.search(before) and _CLIENTS.match(whole or after) and quantity.low >= 100 and not is_active:
        return "users", "users", "customers served"
    if _IN_STOCK.match(after) and _STOCKED.search(before):
        return "inventory", "inventory", "held in stock"
    if (
        _SOLD_THEM.search(before)
        and quantity.unit in {"count", "unit"}
        and quantity.low >= 20
        and not _FIRMS.match(whole or after)
    ):
        return "sales_volume", "sales_volume", "sold so many"
    if _TAKEN_OVER.search(before) and quantity.unit in {"store", "count"}:
        return "count", "count", "bought or sold"
    return None


def _of_measure(quantity: QuantityMatch, before: str, after: str) -> Told | None:
    if quantity.unit[-1:] == "W" or quantity.unit.endswith("Wh"):
        if _ADDED.search(before):
            return None
        if _RUNNING.match(after) or (_STORES if quantity.unit.endswith("Wh") else _CAN_DO).search(before):
            return "capacity", "capacity", "what it can do"
    elif _FILLED.search(before) and quantity.unit in {"m3", "L", "bbl", "t", "TEU", "gal"}:
        return "capacity", "capacity", "what it can hold"
    elif _IN_STOCK.match(after) and _STOCKED.search(before):
        return "inventory", "inventory", "held in stock"
    return None
