"""English clauses that decide a metric: deals and listings, fines and charges, wages, seats, homes for sale.

Each rule names a class of sentence by the words right before or behind the figure; the words of one firm or
story have no place here.
"""

from __future__ import annotations

import re

from newsledger.extract.quantities import QuantityMatch

Told = tuple[str, str, str]  # key, key of its level, name of the rule

_SOME = (
    r"\s(?:(?:about|nearly|some|over|roughly|around|more than|almost|just|only|up to|as much as|a|an|its"
    r"|estimated|another|at least|approximately|close to|total of)\s)*$"
)

# Of money.
_INTO_THE_RED = re.compile(r"\s*(?:in|into|in to) the red\b")
_BLED = re.compile(r"\b(?:bled|bleeds?|haemorrhaged|hemorrhaged)" + _SOME)
_DEAL = re.compile(
    r"\s*(?:all-cash|cash|all-stock|all-share|cash-and-stock|stock|hostile|friendly|leveraged)?\s?"
    r"(?:deal(?! (?:to (?:supply|build|deliver|provide|sell|ship)|with))|takeover|acquisition|buyout|merger"
    r"|take-private)\b"
)
_FOR_A_FIRM = re.compile(
    r"\s*(?:in (?:cash|stock|shares|cash and (?:stock|shares|debt)) )?for (?:the |all of |rival |control of "
    r"|the rest of |a majority of |a \d[\d.]*% )?(?:[A-Z](?!I )|stake|(?:up to |about |a )?\d[\d.]*%)"
)
_PAYS = re.compile(r"\b(?:pay|pays|paid|paying|offer(?:ed|s|ing)?|bid|bids|spen[dt])" + _SOME)
_SWALLOWED = re.compile(
    r"\b(?:swallow\w*|absorb\w*|snap(?:s|ped|ping)? up|scoop(?:s|ed|ing)? up|pick(?:s|ed|ing)? up|gobbl\w+"
    r"|offload\w*|unload\w*|divest\w*|hiv\w+ off)\b[^.;\d]{0,60}\bfor" + _SOME
)
_BID_VALUES = re.compile(
    r"\b(?:bid|offer|proposal)\b[^.;\d]{0,30}\bvalu(?:es|ing|ed)\b[^.;\d]{0,40}\bat" + _SOME
)
_BREAK_UP_FEE = re.compile(
    r"\b(?:break-?up|termination|cancellation|break)\s(?:fee|payment|penalty)\b[^.;]{0,90}(?:\bof"
    r"|one of)" + _SOME
)
_BID = re.compile(r"\s*(?:takeover |unsolicited |cash |hostile )*(?:bid|offer)\b(?! price)")
_BORROWED = re.compile(
    r"\s*(?:of|in) (?:new |fresh |bridge )?(?:debt|equity|loans|financing|debt financing|credit) (?:from"
    r"|by|provided|with)\b"
)
_PAID_OUT = re.compile(
    r"\b(?:distribut(?:e|es|ed|ing)|pa(?:y|id|ying) out|hand(?:ed|ing)? (?:out|back))" + _SOME
)
_TO_HOLDERS = re.compile(r"\s*(?:a year )?to (?:its |the |their )?(?:share)?(?:holders|owners|investors)\b")
_BEFORE_INTEREST = re.compile(r"\s*before interest(?P<ebitda>,? tax(?:es)?, depreciation)?\b")
_DEAL_VALUES = re.compile(
    r"\b(?:transaction|deal|offer|bid|agreement|takeover|merger|acquisition|buyout|tie-up|partnership"
    r"|collaboration|alliance|pact)\b[^.;]{0,50}"
    r"\b(?:valu(?:es|ing|ed)\b(?! (?:it|them|the (?:business|company|unit|firm|group|whole)"
    r"|[\w’']+ business)\b)[^.;]{0,40}\bat|worth)" + _SOME
)
_TOLD_TO_PAY = re.compile(
    r"\b(?:order(?:ed|s|ing)|told|requir(?:ed|es|ing)|sentenced|condemned)\s[^.;]{2,50}\sto pay"
    + _SOME
    + r"|\b(?:penalt(?:y|ies)|damages|settlement|sanctions?) (?:of|totalling|totaling|worth)"
    + _SOME
)
_DAMAGES = re.compile(
    r"\s*(?:in (?:damages|fines|penalties|compensation|back taxes)|(?:civil |criminal |antitrust |record "
    r"|privacy )*(?:fine|penalty|settlement)\b|to (?:settle|resolve) )"
)
_PAY = re.compile(r"\b(?:pay|pays|paid|paying|award(?:ed|s)?|with|by|face[sd]?|imposed)" + _SOME)
_SHARES_SOLD = re.compile(
    r"\b(?:share sale|stock sale|listing|float|flotation|IPO|initial public offering|market debut)\b"
    r"[^.;\d]{0,30}\b(?:fetched|raised|raising|brought in|netted|yielded)" + _SOME
)
_BY_LISTING = re.compile(
    r"\s*(?:by|from|through|in|via|with) (?:going public|(?:its|the|an|a) (?:[a-z]+ ){0,2}?(?:IPO\b|listing"
    r"|flotation|initial public offering|market debut|share sale))|\s*(?:IPO\b|initial public offering)"
)
_GOODS_WORTH = re.compile(r"\b(?:[Gg]oods|[Mm]erchandise|[Ii]tems|[Pp]roducts) (?:worth|valued at)" + _SOME)
_WERE_SOLD = re.compile(
    r"\s*(?:were|was|are|is|changed hands|sold) ?(?:sold|traded|bought)?\b[^.;]{0,30}\bon\b"
)
_SHOPPERS = re.compile(
    r"\b(?:[Ss]hoppers|[Cc]onsumers|[Uu]sers|[Cc]ustomers|[Bb]uyers)\b[^.;\d]{0,30}\bspen[dt]" + _SOME
)
_ON_A_SITE = re.compile(
    r"\s*(?:worth of goods )?(?:on|through|via|across) (?:the |its |their |[A-Z][\w'’-]+ )*(?:platforms?"
    r"|marketplaces?|sites?|app|apps)\b"
)
_CHARGE = re.compile(
    r"\s*(?:(?:one-off|one-time|pre-tax|pretax|after-tax|non-cash|restructuring|accounting|goodwill"
    r"|impairment|special|exceptional|tax|tariff|legal|quarterly)\s)*(?:charges?|write-?downs?|write-?offs?"
    r"|impairments?|headwind|hit|blow)\b(?! (?:film|song))"
)
_CHARGE_OF = re.compile(
    r"\b(?:charges?|write-?downs?|write-?offs?|impairments?|headwinds?|drag|hit|burden|tariff bill|tariff"
    r" costs?|tax bill|costs?)\s(?:of|worth|totalling|totaling|amounting to|put at|estimated at)" + _SOME
)
_INTO_RESEARCH = re.compile(r"\s*(?:a year |annually )?(?:in|into|on|to|for) (?:its )?(?:research\b|R&D\b)")
_PUT_INTO = re.compile(r"\binto which\b[^.;\d]{0,50}\b(?:put|invest|pour|plough|sink)(?:ed|s|ing)?" + _SOME)
_MANAGES = re.compile(
    r"\b(?:manag(?:es|ed|ing)|oversees|oversaw|overseeing|looks after|assets under (?:management"
    r"|administration|custody)(?: (?:of|rose|fell|grew|climbed|hit|reached|were|stood|came|swelled|topped"
    r"|increased|to|at))*)" + _SOME
)
_OF_ASSETS = re.compile(r"\s*(?:of|in) (?:[a-z]+ )?assets\b")
_PRICED_SHARES = re.compile(
    r"\b(?:priced|pricing|sold|selling|issu\w+|offered|offering)\b[^.;\d]{0,30}\b(?:shares|stock|ADSs?)\b"
    r"[^.;\d]{0,16}\bat"
    + _SOME
    + r"|\b(?:offer|issue|listing|IPO|subscription|strike|conversion|placement) price\b[^.;\d]{0,20}"
    + _SOME
)
_CLOSED_AT = re.compile(
    r"\b(?:closed|closing|ended|finished|settled|opened|quoted|trad(?:ed|ing)) (?:the (?:day|session|week) )?"
    r"at" + _SOME
)
_LIVING = re.compile(
    r"\b(?:household|famil(?:y|ies)|consumers?|person|resident)\b[^.;\d]{0,40}\bspen[dt]s?" + _SOME
)

_COST_IT = re.compile(r"\bcost(?:s|ing)?\s(?:it|them|him|the [a-z]+|[A-Z]\w+)(?: between)?" + _SOME)
_ON_CAPITAL = re.compile(
    r"\s*(?:a year )?on capital (?:projects|spending|expenditures?|goods|investments?)\b"
)
_GUESTS_SPENT = re.compile(
    r"\b(?:[Tt]ourists|[Vv]isitors|[Tt]ravell?ers|[Hh]olidaymakers|[Ff]oreigners"
    r"|[Gg]uests)\b[^.;\d]{0,40}\bspen[dt]" + _SOME
)
_SPENT = re.compile(r"\bspen(?:t|ds?|ding)" + _SOME)
_ON_COSTS = re.compile(
    r"\s*(?:a year )?on (?:[a-z]+ )?(?:restructuring|severance|advertising|marketing|fuel|wages|salaries"
    r"|rent|tariffs"
    r"|repairs|lawsuits|legal|lobbying|interest|content|subsidies|promotion)\b"
)
_RAISED = re.compile(r"\b(?:rais(?:ed|es|e|ing)|collected|secured)" + _SOME)
_AT_VALUATION = re.compile(r"\s*(?:in [A-Z]?[a-z -]{3,30} )?at an? (?:[a-z-]+ ){0,2}valuation\b")

# Of rates.
_PAID_STAFF = re.compile(
    r"\b(?:pay|pays|paid|paying|offer|offers|offered|earn|earns|earned|earning)\b[^,.;\d]{0,44}$"
)
_STAFF = re.compile(
    r"\b(?:staff|workers?|employees?|graduates?|engineers?|drivers?|couriers?|nurses?|teachers?|pilots?"
    r"|interns?"
    r"|recruits?|crew|developers|hires)\b"
)
_NO_WAGE = re.compile(
    r"\b(?:rent|rents|fees?|subscri\w+|customers?|users?|tenants?|insur\w+|mortgage|tuition|parking|charges?"
    r"|patients|households|drivers? pay|dividends?)\b"
)

# Of percent.
_HELD_IN = re.compile(r"\s*(?:position|holding|share|slice|ownership)\s(?:in|of)\s[A-Z]")
_A_SHARE = re.compile(
    r"\s*(?:market )?share(?= (?:in|of) (?:the |all |global |world|domestic|local|U\.?S|Chinese|European"
    r"|Indian|Japanese|German|British)|[,.;)]| and\b| last| this| for| during| ahead| while| as | from| by "
    r"(?:volume|value|revenue|shipments))"
)
_OF_WITH = re.compile(r"\b(?:a|an|its|their|the|with|'s|’s)" + _SOME)
_RANKED = re.compile(
    r"\b(?:led|leads|leading|ranked|ranks|came|tops|topped|dominat\w+|in front|ahead|second|third|first"
    r"|followed by [A-Z][\w.&-]*(?: [A-Z][\w.&-]*)?)\b[^.;\d]{0,40}\b(?:with|on|at|held)" + _SOME
)
_RANKING = re.compile(
    r"\b(?:followed by|ahead of|trailed by|runner-up|second place|in second|the market|shipments|leader"
    r"|market share)\b"
)
_ROBOTS = re.compile(
    r"\s*(?:of (?:[\w’' -]{1,40}?))?\s?(?:(?:is|are|was|were) )?(?:automated\b|(?:done|carried out|handled"
    r"|performed) by (?:robots|machines)\b)"
)
_ANNUAL_PACE = re.compile(r"\s*(?:annual|annuali[sz]ed|quarterly|yearly)?\s?(?:rate|pace|clip)\b")
_ECONOMY = re.compile(
    r"\b(?:GDP|[Gg]ross domestic product|[Ee]conomy|[Ee]conomic (?:output|growth|activity))\b[^.;\d]{0,44}"
    r"\b(?:at )?an?" + _SOME
)
_OF_WHOM = re.compile(
    r"\s*of (?:the |all |its |those |U\.S\. |American |[a-z]+ )?(?:board |parliamentary "
    r"|management )?(?:seats"
    r"|jobs|posts|positions|respondents|voters|adults|consumers|borrowers|households|homeowners|workers"
    r"|employers|students|teenagers|shoppers|firms|companies|businesses|managers|executives|passengers"
    r"|patients|participants|women|men|people)\b(?! over)"
)
_TAKES_PART = re.compile(
    r"\b(?:tak(?:e|es|ing)|took|captur(?:e|es|ed)|grab(?:s|bed)?|secur(?:e|es|ed)|win|wins|won|account(?:s"
    r"|ed)? for"
    r"|hold|holds|held|control|controls|controlled)" + _SOME
)
_LOST_VALUE = re.compile(
    r"\s*(?:of|in|off) (?:its|their|the company['’]s) (?:stock )?(?:market )?(?:value|worth)\b"
)
_PAID_FOR_IT = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|spen[dt]|offer\w*)\b[^.;]{0,60}\d[^.;]{0,20}\bfor" + _SOME
)
_OF_NAME = re.compile(r"\s*of [A-Z]")
_CHANCE = re.compile(
    r"\b(?:chances?|probability|odds|likelihood)\b(?:(?!\bthat\b)[^.;\d]){0,44}\b(?:of|at|to|is|was)" + _SOME
)
_CHANCE_BEHIND = re.compile(r"\s*(?:chance|probability|likelihood)\b")
_DISCOUNT = re.compile(r"\b(?:discounts?|rebates?) of" + _SOME)
_COVERS = re.compile(
    r"\b(?:cover|covers|covered|meet|meets|met|satisf\w+|suppl(?:y|ies|ied)|serve[sd]?)" + _SOME
)
_OF_DEMAND = re.compile(
    r"\s*of (?:the )?(?:(?:domestic|global|world|local|national|total|European|Chinese|American|U\.S\."
    r"|country['’]s|world['’]s|nation['’]s) )+(?:[a-z-]+ ){0,2}(?:demand|needs|consumption|market|supply)\b"
)
_OF_MARKET_BEFORE = re.compile(
    r"\bmarket\b[^.;]{0,110}\bof (?:which|it|that)\b[^.;\d]{0,60}\b(?:take|have|hold|account for|capture"
    r"|share)" + _SOME
)
_FEE = re.compile(
    r"\b(?:charg|levi|levy|tak|collect|impos)\w*\b[^.;\d]{0,40}\b(?:fee|commission|levy|cut|toll) of" + _SOME
)
_MARGINS = re.compile(
    r"\b(?:rais|lift|lower|cut|set|increas|rais)\w*\b[^.;\d]{0,24}\bmargins?\b[^.;\d]{0,30}\b(?:futures"
    r"|contracts?|trading|positions?)\b[^.;\d]{0,24}$"
)
_SOLD_AHEAD = re.compile(
    r"\s*of (?:the|its|that|this|their) (?:[a-z]+ )?(?:capacity|output|production|homes|flats|units|space"
    r"|apartments)\b[^.;]{0,44}\b(?:already (?:been )?(?:sold|pre-?sold|booked|reserved|leased|contracted"
    r"|spoken for)|pre-?sold|sold out|sold in advance)\b"
)

# Of numbers and of physical units.
_USED_BY = re.compile(r"\b(?:used by|reach(?:es|ed|ing)?|visited by|opened by|attract(?:s|ed))" + _SOME)
_EVERY = re.compile(
    r"\s*(?:people |users |person |customers )?(?:(?:every|each|a|per) (?P<unit>day|week|month)"
    r"|(?P<adverb>daily"
    r"|weekly|monthly))\b"
)
_FOR_SALE = re.compile(
    r"\s*(?:[a-z-]+ )?(?:(?:homes|houses|flats|apartments|properties|listings|vehicles|cars|units|boats) )?"
    r"(?:on the market|for sale|up for sale|unsold)\b"
)
_BOOKED = re.compile(r"\b(?:book|win|won|land|receiv|took|tak|log|secur|net)\w*" + _SOME)
_ORDERS = re.compile(r"\s*(?:[a-z-]+ )?(?:orders|bookings|reservations|commitments)\b")
_TO_DELIVER = re.compile(
    r"\b(?:agree[ds]?|sign(?:ed|s)?|contract\w*|commit\w*|deal|agreement"
    r"|accord)\b[^.;]{0,80}\b(?:to )?(?:supply"
    r"|deliver|provide|sell|ship|buy|purchase|take)(?:ing)?" + _SOME
)
_A_LOT = re.compile(r"\s*(?:(?:a|per|each) year |annually )?of [a-z]")
_ONLINE = re.compile(
    r"\s*(?:of (?:new |additional |fresh )?[a-z -]{0,30}?)?\s?(?:online|on ?stream|into operation"
    r"|to the grid)\b"
)
_BROUGHT = re.compile(r"\b(?:brought|bring|brings|bringing|put|puts|connect\w*|add\w*|switched on)" + _SOME)


def told_by_clause(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    kinds: frozenset[str],
    before: str,
    after: str,
) -> Told | None:
    """The key that the clause gives the figure, with the key of its level and the rule's name."""
    if "money" in kinds and not quantity.is_change:
        return _of_money(text, sentence, max(quantity.low, quantity.high), before, after)
    if "rate" in kinds:
        return _of_rate(text, sentence, quantity, before)
    if quantity.unit == "percent":
        return _of_percent(text, sentence, quantity.end, before, after)
    if kinds & {"people", "count", "unit", "vehicle", "number"}:
        return _of_number(text, sentence, quantity, before, after)
    if "physical" in kinds:
        return _of_measure(quantity, before, after)
    return None


def _of_money(text: str, sentence: tuple[int, int], size: float, before: str, after: str) -> Told | None:
    if size < 1e5:
        if _PRICED_SHARES.search(before):
            return "share_price", "share_price", "price of new shares"
        return None
    if _SPENT.search(before) and _ON_CAPITAL.match(after):
        return "capex", "capex", "spent on what lasts"
    if _GUESTS_SPENT.search(before):
        return "expenditure", "expenditure", "spent by visitors"
    is_penalty = re.search(r"\b(?:settlement|fines?|penalty|verdict)\b", before) is not None
    if (_COST_IT.search(before) and not is_penalty) or (_SPENT.search(before) and _ON_COSTS.match(after)):
        return "cost", "cost", "what it costs a firm"
    if _RAISED.search(before) and _AT_VALUATION.match(after):
        return "funding", "funding", "raised at a valuation"
    if size < 1e6 and _LIVING.search(before):
        return "expenditure", "expenditure", "spent by a household"
    if _INTO_THE_RED.match(after) or _BLED.search(before):
        return "net_loss", "net_loss", "in the red"
    if _INTO_RESEARCH.match(after):
        return "rnd_expense", "rnd_expense", "put into research"
    if _PUT_INTO.search(before):
        return "investment", "investment", "put into it"
    if _SHARES_SOLD.search(before) or _BY_LISTING.match(after):
        return "ipo_proceeds", "ipo_proceeds", "raised by a listing"
    if _BREAK_UP_FEE.search(before):
        return "amount", "amount", "fee for breaking a deal"
    interest = _BEFORE_INTEREST.match(after)
    if interest is not None and not re.search(r"\b(?:lost|loses?|loss)\b", before):
        key = "ebitda" if interest["ebitda"] else "operating_profit"
        return key, key, "before interest"
    if _PAID_OUT.search(before) and _TO_HOLDERS.match(after):
        return "dividend", "dividend", "paid out"
    if _BORROWED.match(after):
        return "funding", "funding", "lent or put up"
    if _BID_VALUES.search(before) or (size >= 1e8 and _BID.match(after)):
        return "deal_value", "deal_value", "a bid"
    if _DEAL_VALUES.search(before):
        return "deal_value", "deal_value", "value of a deal"
    if _DAMAGES.match(after) and _PAY.search(before):
        return "fine", "fine", "to be paid as a penalty"
    if _TOLD_TO_PAY.search(before):
        return "fine", "fine", "told to pay"
    if size >= 1e6 and (
        _DEAL.match(after) or _SWALLOWED.search(before) or (_PAYS.search(before) and _FOR_A_FIRM.match(after))
    ):
        return "deal_value", "deal_value", "price of a firm"
    if (_GOODS_WORTH.search(before) and _WERE_SOLD.match(after)) or (
        _SHOPPERS.search(before) and _ON_A_SITE.match(after)
    ):
        return "gmv", "gmv", "goods sold on a site"
    if _CHARGE.match(after) or _CHARGE_OF.search(before):
        return "cost", "cost", "a charge"
    if _MANAGES.search(before) and not _OF_ASSETS.match(after):
        return "amount", "amount", "money managed for others"
    return None


def _of_rate(text: str, sentence: tuple[int, int], quantity: QuantityMatch, before: str) -> Told | None:
    unit = quantity.unit
    if unit.endswith(("/h", "/year", "/month", "/week", "/day")):
        is_of_time = unit.endswith(("/h", "/year")) or _STAFF.search(before) is not None
        if is_of_time and _PAID_STAFF.search(before) and not _NO_WAGE.search(before):
            return "salary", "salary", "pay of a time"
    elif unit.endswith("/MWh") and re.search(r"[Pp]ower|[Ee]lectric", text[sentence[0] : sentence[1]]):
        return "electricity_price", "electricity_price", "money per MWh"
    return None


def _of_percent(text: str, sentence: tuple[int, int], end: int, before: str, after: str) -> Told | None:
    if _HELD_IN.match(after):
        return "stake", "stake", "position in a firm"
    if _ECONOMY.search(before) and _ANNUAL_PACE.match(after):
        return "gdp_growth", "gdp", "pace of an economy"
    if _SOLD_AHEAD.match(text, end):
        return "presold_share", "presold_share", "sold ahead"
    if _PAID_FOR_IT.search(before) and (_OF_NAME.match(after) or re.match(r"[,.;]", after)):
        return "stake", "stake", "paid for a part of it"
    if _LOST_VALUE.match(after) and re.search(
        r"\b(?:los[te]|losing|shed|wiped|gained|added)\b", before[-24:]
    ):
        return "share_price_change", "share_price", "lost of its value"
    if _CHANCE.search(before) or _CHANCE_BEHIND.match(after):
        return "share", "share", "how likely"
    if _DISCOUNT.search(before):
        return "share", "share", "a discount"
    if _ROBOTS.match(after):
        return "automation_rate", "automation_rate", "done by machines"
    if _OF_WHOM.match(after):
        return "share", "share", "part of a group"
    if _A_SHARE.match(after) and _OF_WITH.search(before):
        return "market_share", "market_share", "a share"
    if _COVERS.search(before) and _OF_DEMAND.match(after):
        return "market_share", "market_share", "demand that is met"
    if _OF_MARKET_BEFORE.search(before):
        return "market_share", "market_share", "taken of a market"
    if _FEE.search(before):
        return "commission", "commission", "a fee of"
    if _MARGINS.search(before):
        return "margin_requirement", "margin_requirement", "margins of trading"
    if _RANKED.search(before) and _RANKING.search(text, *sentence):
        return "market_share", "market_share", "ranked with"
    return None


def _of_number(
    text: str, sentence: tuple[int, int], quantity: QuantityMatch, before: str, after: str
) -> Told | None:
    if _USED_BY.search(before):
        every = _EVERY.match(after)
        if every is not None:
            key = "dau" if (every["unit"] or every["adverb"]) in {"day", "daily"} else "mau"
            return key, key, "used by so many"
    if _FOR_SALE.match(after):
        return "inventory", "inventory", "for sale"
    if _ORDERS.match(after) and _BOOKED.search(before):
        return "count", "count", "orders"
    return None


def _of_measure(quantity: QuantityMatch, before: str, after: str) -> Told | None:
    if quantity.unit[-1:] == "W" and _ONLINE.match(after) and _BROUGHT.search(before):
        return "power_capacity_added", "power_capacity_added", "brought online"
    if _TO_DELIVER.search(before) and _A_LOT.match(after):
        return "contract_volume", "contract_volume", "agreed to deliver"
    return None
