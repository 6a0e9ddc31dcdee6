"""Wordings that decide a metric by themselves, and those that tell a difference, a comparison or a part."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from newsledger.extract.metric_book import ChosenMetric, MetricBook, MetricHit, value_kinds
from newsledger.extract.metric_clauses import told_by_clause
from newsledger.extract.metric_english import told_in_english
from newsledger.extract.metric_verbs import told_by_verb
from newsledger.extract.metric_wordings_chinese import told_in_chinese
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.sentences import Language

_DIFFERENCE_EN = re.compile(
    r"\b(?:rose|fell|grew|shrank|increased?|decreased?|dropped|declined|climbed|up|down|risen|fallen"
    r"|lower(?:ed)?|higher|raised|cut)\s+by\s+(?:\w+\s+){0,2}$"
)

_MORE_EN = re.compile(
    r"\s*(?:(?!(?:as|while|and|with|because|since|when|but|after|for)\b)[a-z]+\s+)?(?:more|less|fewer"
    r"|higher|lower|dearer|cheaper)\b(?!\s+(?:efficient|than\s+half))"
)

_DIFFERENCE_ZH = re.compile(
    r"(?:多|少|增加|减少|上涨|下降|下调|上调|涨|降|增长|贵|便宜|净增|净减)了?(?:约|近|超|逾)?$"
)

COUNTS_PIECES = re.compile(
    r"\b(?:vehicles|cars|units|iPhones|handsets|smartphones|trucks|consoles|copies|motorcycles|aircraft"
    r"|models|EVs|hybrids|SUVs|pickups|sedans"
    r"|phones|tablets|laptops|PCs|homes|houses|apartments|flats)\b"
)


def is_difference(text: str, quantity: QuantityMatch, language: Language) -> bool:
    """Whether a number or sum is how much more or less, not how much."""
    before = text[max(0, quantity.cue_start - 40) : quantity.start]
    if language == "zh":
        return _DIFFERENCE_ZH.search(before) is not None
    return _DIFFERENCE_EN.search(before) is not None or _MORE_EN.match(text, quantity.end) is not None


# What a sum of money can be under a key, whatever the currency: a price is not of billions.
PLAUSIBLE_SUMS: Mapping[str, tuple[float, float]] = {
    "unit_price": (0.0, 3e7),
    "price": (0.0, 3e7),
    "salary": (0.0, 5e8),
    "share_price": (0.0, 1e6),
    "market_cap": (1e5, 1e30),
    "valuation": (1e5, 1e30),
    "revenue": (1e3, 1e30),
    "net_profit": (1e3, 1e30),
    "deal_value": (1e4, 1e30),
    "income": (0.0, 1e9),
    "electricity_price": (0.0, 1e4),
    "rnd_expense": (1e4, 1e30),
    "ebitda": (1e4, 1e30),
    "net_loss": (1e3, 1e30),
    "gross_profit": (1e3, 1e30),
    "operating_profit": (1e3, 1e30),
    "cash": (1e4, 1e30),
    "total_debt": (1e4, 1e30),
    "funding": (1e4, 1e30),
    "ipo_proceeds": (1e5, 1e30),
    "buyback": (1e4, 1e30),
    "order_value": (1e4, 1e30),
    "gmv": (1e4, 1e30),
    "trade_value": (1e5, 1e30),
    "gdp": (1e6, 1e30),
    "total_assets": (1e5, 1e30),
    "capex": (1e5, 1e30),
    "eps": (0.0, 1e5),
    "operating_cash_flow": (1e4, 1e30),
}

_AGAINST = re.compile(
    r"\s*(?:higher|lower|more|less|cheaper|dearer|fewer|faster|above|below)\b(?:(?!\bthan\b)[^,;.]){0,40}?"
    r"\bthan\s+(?!(?:an?|one|the|in\s+the|its|their|it|two|three|six|twelve)\s+(?:year|same|previous|prior"
    r"|quarter|months?|years|decade|preceding|earlier)|last|expected|planned|previously|before|forecast"
    r"|analysts|in\s+\d|in\s+(?:January|February"
    r"|March|April|May|June|July|August|September|October|November|December)|\d)"
)


def is_against_another(text: str, quantity: QuantityMatch) -> bool:
    """ "140% higher than in the US": a comparison with another, not with an earlier time."""
    return quantity.unit == "percent" and _AGAINST.match(text, quantity.end) is not None


_PART_EN = re.compile(
    r"(?:accounting for|accounts? for|accounted for|represent(?:ing|s|ed)?|making up|made up|make up"
    r"|makes up|contribut\w+|compris\w+|or|equal to|came from|bring(?:s|ing)? in|brought in|share|from"
    r"|generat\w+|deriv\w+)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)

_PART_ZH = re.compile(r"占|贡献|比重|来自|占比")


def is_part_of(text: str, hit: MetricHit, quantity: QuantityMatch, language: Language) -> bool:
    if hit.start >= quantity.end:
        gap = text[quantity.end : hit.start]
        return bool(re.match(r"\s*(?:of\b|in\b|的)", gap)) and len(gap) < 60
    if language == "zh":
        near = text[max(0, hit.start - 6) : quantity.start]
        return quantity.start - hit.end <= 10 and bool(_PART_ZH.search(near))
    return bool(_PART_EN.search(text[max(0, quantity.cue_start - 60) : quantity.cue_start]))


_CUT_PEOPLE = re.compile(
    r"(?:\b(?:lay(?:ing|s)? off|laid off|let(?:ting)? go(?: of)?|dismiss\w*|fir(?:e|ed|es|ing)|shed(?:ding"
    r"|s)?|cut(?:ting|s)?|eliminat\w+|ax(?:e|ed|ing)|slash\w*|made redundant"
    r"|(?:exits?|departures?|removal|elimination|dismissal|loss) of)"
    r"\s+(?:(?:about|some|around|nearly|roughly|up|to|over|more|than|another|a|further|at|least"
    r"|almost)\s+)*|裁(?:员|掉|减|撤|去|退)?了?(?:约|近|超|超过|逾|大约)?)$"
)

_IN_TRADING = re.compile(
    r"\s*(?:in|during|at)\s(?:the\s)?(?:early|late|pre-?market|premarket|after-hours|extended|morning"
    r"|afternoon|midday|[A-Z]\w+)(?:\strading|\strade|\sclose|(?<=market)|(?<=hours))\b"
)

_SOLD_FOR = re.compile(
    r"\b(?:sold|sell(?:s|ing)?|bought|buy(?:s|ing)?|tak(?:e|es|ing) over|took over|takeover|acquir\w+"
    r"|dispos\w+|purchas\w+)\b[^.;\d]{0,90}(?:\d[\d,]*(?:\.\d+)?%?[^.;\d]{0,90})?\bfor\s(?:about\s"
    r"|around\s|some\s|nearly\s"
    r"|over\s)?$"
)


_OR_A_SHARE = re.compile(
    r"\b(?:buy|buys|bought|buying|take over|acquire\w*|pay|paid|purchase)\b[^;.]{2,90}\d (?:billion"
    r"|million)[^;.\d]{0,14}, or $"
)

_SOLD_GOODS = re.compile(
    r"\b(?:sold|sells?|selling)\s(?:[a-z-]+\s){0,2}(?:goods|products|merchandise|homes|flats|apartments"
    r"|tickets|cars|vehicles)"
    r"\sfor\s(?:about |around |some |nearly |over )?$"
)


_PUTS = re.compile(
    r"\b(?:puts?|putting|pours?|pouring|poured|sinks?|sank|sinking|plough\w*|plow\w*|pump\w*|channel\w*)"
    r"\s(?:(?:another|about|nearly|some|over|up to|more than|around)\s)*$"
)

_EARNS = re.compile(r"\b(?:earns?|earning|average pay|takes? home|makes?)\b[^,;.\d]{0,24}$")

_EXCHANGE_TURNOVER = re.compile(
    r"\b(?:[Tt]urnover|[Tt]rading volume|trades?)\b[^.;\d]{0,60}\b(?:exchanges?|bourses?|markets?"
    r"|A-shares?)\b|\b(?:market|trading|exchange|daily|stock) turnover\b"
    r"|(?:两市|沪深|A股|港股|大市|北交所|三市)[^，。;；\d]{0,8}成交"
)

_EARNED_FROM = re.compile(
    r"\b(?:earn(?:ed|s|ing)?|made|makes|generat(?:ed|es|ing))\s(?:about\s|nearly\s|some\s|over\s)?#\s*"
    r"(?:from\b|in (?:revenue|sales|fees)\b)"
)

_SUPPLIES = re.compile(
    r"\b(?:suppl(?:y|ies|ied)|sells?|sold|makes?|made|produces?|produced|ships?|shipped|builds?|built"
    r"|refines?|mines?|handles?|controls?)\s(?:(?:about|nearly|some|over|roughly|around|more|than"
    r"|almost)\s)*$"
)
_OF_ALL = re.compile(
    r"\s*of (?:the (?:world|country|nation|continent|region)['’]s|(?:China|Europe|America|Japan|India)['’]s"
    r"|all|global|world)\b"
)
_PLANT = re.compile(r"\b(?:plants?|factor(?:y|ies)|mills?|refiner(?:y|ies)|smelters?|gigafactory|lines?)\b")
_CAN_MAKE = re.compile(
    r"\b(?:make|produce|build|turn out|start with|refine|process|roll out|assemble)\s(?:\w+\s){0,2}$"
)

_LINE_FOR = re.compile(
    r"\b(?:lines?|plants?|factor(?:y|ies)|gigafactory)\s(?:for|of|with|to make|to build"
    r"|that can make)\s(?:up to |about )?$"
)

_PAID_ZH = re.compile(
    r"(?:花|斥资|耗资|豪掷|掷|付出|作价|出价|支付|砸)了?(?:大约|约|近|逾|超过?|总计|合计)?$"
)

_FOR_STAKE_ZH = re.compile(
    r"[^。;；]{0,26}(?:拿下|拿到|收购|买下|买走|入主|购得|受让|接手|接盘|吃下|取得)"
    r"[^。;；]{0,26}(?:股权|股份|\d%|控制权|业务|资产)"
)


def decided_by_wording(
    text: str,
    sentence: tuple[int, int],
    quantity: QuantityMatch,
    hits: Sequence[MetricHit],
    book: MetricBook,
    language: Language,
) -> ChosenMetric | None:
    """Wordings that decide by themselves."""
    after = text[quantity.end : quantity.end + 48]
    before = text[max(sentence[0], quantity.cue_start - 60) : quantity.cue_start]
    kinds = value_kinds(quantity)
    if language == "zh":
        told_zh = told_in_chinese(text, sentence, quantity, kinds)
        if told_zh is not None:
            return told_zh
    english = told_in_english(text, sentence, quantity, kinds, before, after) if language == "en" else None
    if english is not None:
        return ChosenMetric(*english, 0.8)
    clause = told_by_clause(text, sentence, quantity, kinds, before, after) if language == "en" else None
    if clause is not None:
        return ChosenMetric(*clause, 0.8)
    if (
        kinds & {"money", "rate"}
        and language == "en"
        and re.search(
            r"(?<!total )(?<!the )(?<!its )\b(?:costs?|sells?(?: \w+){0,3} for|asks|charges|fetch(?:es)?"
            r"|retails? (?:for|at)|goes for|priced (?:at|from))\s+(?:just |only |about )?$",
            before,
        )
        and max(quantity.low, quantity.high) < 1e6
    ):
        return ChosenMetric("unit_price", "unit_price", "verb of price", 0.85)
    if quantity.unit == "percent" and not quantity.is_change and language == "zh":
        named = re.search(
            r"([\u4e00-\u9fff]{1,4}率)(?:就|也|都)?(?:已|仅|约|只|更|高)?(?:为|达到?|是|在|有|到|不到|超过"
            r"|超|近|升至|降至|降到|升到)?$",
            before,
        )
        if named is not None:
            at = quantity.cue_start - len(before) + named.end(1)
            if not any(h.end == at for h in hits):
                return ChosenMetric("share", "share", "a rate without a key", 0.7)
    if quantity.unit == "percent" and not quantity.is_change:
        research = [
            h for h in hits if h.metric_id in {"rnd_expense", "rnd_ratio"} and h.end <= quantity.start
        ]
        if (
            research
            and re.search(r"营收|收入|revenue|sales", text[research[-1].end : quantity.end + 30])
            and (quantity.start - research[-1].end < 40)
        ):
            return ChosenMetric("rnd_ratio", "rnd_ratio", "research as a part of revenue", 0.85)
    if quantity.unit.endswith("/kWh") and not re.search(
        r"batter|cell|storage|pack|电芯|电池"
        r"|储能",
        text[sentence[0] : sentence[1]],
    ):
        return ChosenMetric("electricity_price", "electricity_price", "money per kWh", 0.85)
    if quantity.unit.endswith("/share"):
        whole = text[sentence[0] : sentence[1]]
        if re.search(r"hareholders (?:will |are to |would )?(?:get|receive)\b", whole) and not re.search(
            r"acqui|merger|takeover|buyout|offer|bid\b|deal\b|private\b", whole
        ):
            return ChosenMetric("dividend", "dividend", "per share: paid out", 0.8)
        if re.search(r"(?:[Ee]arnings|[Pp]rofit|[Ii]ncome|[Ll]oss|EPS) (?:of |was |were )?\S{0,3}$", before):
            return ChosenMetric("eps", "eps", "per share: earnings", 0.9)
        if re.search(
            r"dividend|payout|distribution|分红|派息|股息|派发|红利|派现|中期息|末期息|特别息|股利|每1?0?股派",
            whole,
            re.IGNORECASE,
        ):
            return ChosenMetric("dividend", "dividend", "per share: dividend", 0.9)
        lead = text[sentence[0] : quantity.end]
        if re.search(
            r"[Ee]arnings per share|每股收益|每股盈利|\bEPS\b|\b(?:[Ee]arned|earn|[Ee]arnings|[Pp]rofit"
            r"|[Nn]et income|lost"
            r"|loss)\b[^,;]{0,40}\s(?:a|per) (?:[a-z]+ )?share",
            whole,
        ) or re.search(
            r"\b(?:[Ee]arn(?:ed|ings|ing|s)|[Pp]rofits?|[Nn]et (?:income|earnings)|[Ll]oss(?:es)?|lost|FFO"
            r"|funds from operations)\b[^;]{0,110}?,?"
            r" or \S{0,3}[\d.]+ (?:cents |yuan |francs |euros )?(?:a|per) (?:[a-z]+ )?share",
            lead,
        ):
            return ChosenMetric("eps", "eps", "per share: earnings", 0.9)
        if language == "en" and _OR_A_SHARE.search(text, sentence[0], quantity.start):
            return ChosenMetric("deal_price", "deal_price", "per share: deal", 0.85)
        if re.search(
            r"\b(?:acqui|merg(?:er|es|ed|ing)\b|takeover|tender offer|buyout|agreed to pay|bid\b"
            r"|offer(?:ed|s)?\b"
            r"|take .{1,30} private|(?<!reference )\bdeal\b|\b(?:share)?holders (?:will )?(?:get|receive)"
            r"|\bpremium of\b|(?:will|to) pay\b)|要约|私有化|收购|并购",
            whole,
            re.IGNORECASE,
        ) and not re.search(r"frozen|closed at|\boffering\b|\bIPO\b|\blisting\b|收盘|股价", whole):
            return ChosenMetric("deal_price", "deal_price", "per share: deal", 0.85)
        return ChosenMetric("share_price", "share_price", "per share: price", 0.8)
    if quantity.unit == "percent" and not quantity.is_change:
        if re.match(
            r"\s*(?:of the |of its |的)?(?:equity |voting |controlling |minority |majority )?(?:stake"
            r"|interest|shareholding|holding|of (?:the|its) shares|股权|股份|的?权益|控股权)",
            after,
        ):
            return ChosenMetric("stake", "stake", "share of a firm", 0.95)
        run = re.match(
            r"(?:\s*(?:,|and|,\s*and)\s*(?:about |nearly |over )?\d[\d.]*%)*",
            text[quantity.end : quantity.end + 60],
        )
        if re.match(
            r"\s*of (?:the |all )?(?!its |their )(?:[\w-]+ ){0,4}(?:market|shipments)\b",
            text[quantity.end + (run.end() if run else 0) :][:60],
        ):
            return ChosenMetric("market_share", "market_share", "of a market", 0.9)
        if re.search(r"(?:持股|占股|股比|股权占比|持有)[^,，。]{0,8}$", before):
            return ChosenMetric("stake", "stake", "holds", 0.9)
    if (
        "money" in kinds
        and language == "zh"
        and max(quantity.low, quantity.high) >= 1e5
        and _PAID_ZH.search(before)
        and _FOR_STAKE_ZH.match(text, quantity.end, sentence[1])
    ):
        return ChosenMetric("deal_value", "deal_value", "paid for a stake", 0.85)
    if "money" in kinds and language == "zh":
        if (
            re.match(
                r"(?:的?(?:价格|现金|总价|对价|代价))?(?:全资|战略)?(?:收购|买下|拿下|并购|买走|吃下|接盘"
                r"|出售|转让|卖给|卖出)",
                after,
            )
            and not quantity.is_change
        ):
            return ChosenMetric("deal_value", "deal_value", "price of a purchase", 0.9)
        if re.match(r"(?:的|人民币的)?[A-D][+]?轮|的?(?:战略)?融资", after):
            return ChosenMetric("funding", "funding", "round", 0.95)
        if max(quantity.low, quantity.high) < 2e4 and re.search(
            r"(?:一|每)[双件个杯盒瓶张支只碗斤份台部次晚度套袋条份桶片](?![^，。,]{0,4}(?:成本|毛|利润|赚|亏|补贴))"
            r"[^，。,]{0,4}$",
            before,
        ):
            return ChosenMetric("unit_price", "unit_price", "price of a piece", 0.8)
    if quantity.unit == "percent" and quantity.is_change and _IN_TRADING.match(after):
        return ChosenMetric("share_price_change", "share_price", "in trading", 0.9)
    if "money" in kinds and re.search(
        r"\b(?:was|were|is|are|be|been) paid (?:about |nearly |some )?$", before
    ):
        return ChosenMetric("salary", "salary", "paid to a person", 0.7)
    if (
        kinds & {"money"}
        and max(quantity.low, quantity.high) >= 1e5
        and (
            (_PUTS.search(before) and re.match(r"\s*(?:more |worth )?(?:in)?to\b", after))
            or (
                re.search(r"投[下入]?了?(?:约|近|超|逾)?$", before)
                and re.match(r"[^,，。]{0,6}(?:建|扩|造|研|开发|升级)", after)
            )
        )
    ):
        return ChosenMetric("investment", "investment", "put into", 0.8)
    if language == "en":
        told = told_by_verb(text, sentence, quantity, kinds, before, after)
        if told is not None:
            return ChosenMetric(told[0], told[0], told[1], 0.8)
    if (
        "money" in kinds
        and not re.match(r"\s*(?:for|to) (?:capital|capex|invest|buil|buy|research)", after)
        and re.search(r"\b(?:set|sets|setting|put|putting) aside (?:\w+ )?$", before)
    ):
        return ChosenMetric("cost", "cost", "set aside", 0.75)
    if (
        quantity.unit == "percent"
        and not quantity.is_change
        and _SUPPLIES.search(before)
        and _OF_ALL.match(after)
    ):
        return ChosenMetric("market_share", "market_share", "part of all that is made", 0.8)
    if (
        "physical" in kinds
        and re.match(r"\s*(?:a|per|each) year\b", after)
        and _PLANT.search(text, *sentence)
        and _CAN_MAKE.search(before)
    ):
        return ChosenMetric("capacity", "capacity", "what a plant can make a year", 0.8)
    if quantity.unit.endswith(("/month", "/year", "/week", "/day", "/h")) and re.search(
        r"\bpa(?:ys|id) (?:its |their |the |new )?(?:crew|staff|workers|engineers|drivers|employees"
        r"|graduates|couriers|nurses|miners"
        r"|pilots|interns|trainees|riders|welders|cashiers)(?: members)? (?:about |around |up to "
        r"|at least |an average of )?$",
        before,
    ):
        return ChosenMetric("salary", "salary", "pay of a time", 0.7)
    if quantity.unit.endswith(("/month", "/year", "/week", "/day", "/h")) and _EARNS.search(before):
        return ChosenMetric("salary", "salary", "pay of a time", 0.75)
    if quantity.unit == "percent" and re.match(r"\s*(?:full|occupied|utili[sz]ed)\b", after):
        return ChosenMetric("capacity_utilization", "capacity_utilization", "how full", 0.85)
    if kinds & {"store", "count"} and re.match(
        r"\s*(?:\w+ )?(?:were |was |have been |had been |has been |to be |will be |are being |have )?"
        r"(?:shut|closed|opened|shuttered|went bust|went under)\b",
        after,
    ):
        return ChosenMetric("count", "count", "openings and closures are counts", 0.8)
    if "money" in kinds and _EXCHANGE_TURNOVER.search(
        text, max(sentence[0], quantity.start - 110), quantity.start
    ):
        return ChosenMetric("amount", "amount", "turnover of an exchange", 0.8)
    if "money" in kinds and re.match(
        r"\s*(?:for|against|to cover) (?:[a-z-]+ ){0,2}(?:bad|soured|problem|potential|credit|loan|litigation"
        r"|legal|warranty)\b",
        after,
    ):
        return ChosenMetric("cost", "cost", "set aside for losses", 0.75)
    if (
        kinds & {"physical", "unit", "vehicle"}
        and re.search(r"年产[^，,。]{0,4}$", before)
        and re.search(r"项目|基地|工厂|规划|新建|投建|达产|投产|建成|设计", text[sentence[0] : sentence[1]])
    ):
        return ChosenMetric("capacity", "capacity", "what a plant can make a year", 0.8)
    if "money" in kinds and max(quantity.low, quantity.high) >= 1e6:
        if language == "en" and _SOLD_GOODS.search(before):
            return ChosenMetric("revenue", "revenue", "goods sold for", 0.75)
        if _SOLD_FOR.search(text[sentence[0] : quantity.cue_start]):
            return ChosenMetric("deal_value", "deal_value", "bought or sold for", 0.9)
        if re.search(
            r"\b(?:deal|transaction|acquisition|takeover|offer|merger)\b[^.;]{0,50}\b(?:equity value"
            r"|enterprise value|value) of (?:about |around |some |nearly )?$",
            before,
        ):
            return ChosenMetric("deal_value", "deal_value", "value of a deal", 0.85)
        if re.match(
            r"\s*(?:on|to|for|in) (?:buy(?:ing)? back|(?:share )?repurchas|buy-?backs?"
            r"|its own (?:shares|stock))",
            after,
        ):
            return ChosenMetric("buyback", "buyback", "own shares bought", 0.85)
        if re.search(r"\b(?:buy(?:s|ing)?|bought) back\b|\brepurchas|\bbuy-?backs?\b", before):
            return ChosenMetric("buyback", "buyback", "own shares bought", 0.85)
        if _EARNED_FROM.search(before + "#" + after):
            return ChosenMetric("revenue", "revenue", "earned from a business", 0.8)
        if (
            re.search(r"\b(?:acquire|takeover|buyout)\b", text[sentence[0] : sentence[1]])
            and re.search(r"\bvalu(?:es|ing|ed)\b[^.;]{0,60}\bat (?:about |around |some )?$", before)
            and "%" not in text[sentence[0] : quantity.start]
        ):
            return ChosenMetric("deal_value", "deal_value", "value of a takeover", 0.8)
    if (
        "money" in kinds
        and re.search(
            r"\bordered to pay\b|\bmust pay\b|\bfined\b|\bfines? (?:of|totalling)\b|罚款|罚没|被罚",
            text[sentence[0] : quantity.start],
        )
        and (
            re.search(r"\b(?:ordered to|must) pay\b|\bfined\b|\bfines? of\b|罚款|罚没|被罚", before)
            is not None
        )
    ):
        return ChosenMetric("fine", "fine", "penalty", 0.9)
    if (
        kinds & {"people"}
        and re.search(
            r"%[^%;.。]{0,50}(?:\bor|,|，|即|约)\W*(?:about |around |roughly |some |nearly )?$", before
        )
        and re.search(
            r"(?:\b(?:cut|lay|laid|shed|axe|slash|eliminat|dismiss|reduc)\w*\b|裁)[^;.。]{0,40}\d[\d.]*%",
            text[max(sentence[0], quantity.start - 110) : quantity.start],
        )
    ):
        return ChosenMetric("layoffs", "layoffs", "the part cut, in people", 0.85)
    if (
        kinds & {"count", "unit"}
        and re.match(r"\s*(?:个|名)?(?:工作)?(?:岗位|职位)", after)
        and re.search(r"(?:裁[掉减撤去]?|削减|砍[掉去]?|减[少去]?|取消|精简)了?(?:约|近|超|逾)?\s?$", before)
    ):
        return ChosenMetric("layoffs", "layoffs", "posts cut", 0.9)
    if kinds & {"people"} and _CUT_PEOPLE.search(before):
        return ChosenMetric("layoffs", "layoffs", "people cut", 0.9)
    if (
        kinds & {"vehicle", "unit", "count"}
        and language == "en"
        and _LINE_FOR.search(before)
        and re.match(r"\s*(?:[A-Za-z][\w-]* ){0,3}(?:a|per) year\b", after)
    ):
        return ChosenMetric("capacity", "capacity", "what a plant can make a year", 0.8)
    if (
        kinds & {"vehicle", "unit", "store"}
        and re.match(r"\s*(?:a|per|each)\s+year\b|\s*annually\b", after)
        and re.search(r"\b(?:can|could|able to|designed|enough)\b", before)
    ):
        return ChosenMetric("capacity", "capacity", "what can be made a year", 0.85)
    if (
        "money" in kinds
        and language == "en"
        and re.search(
            r"\b(?:earns?|paid|makes?|earning|average|pays? (?:its|their|the|his)? ?(?:[a-z]+ )?(?:workers"
            r"|staff|engineers|employees|drivers|graduates|couriers))\b[^,;.]{0,24}$",
            before,
        )
        and not re.search(
            r"\b(?:rent|fee|tuition|mortgage|subscription|customers?|users?|tenants?)\b", before
        )
        and re.match(r"\s*(?:a|per)\s+(?:year|month|week)\b|\s*(?:annually|monthly)\b", after)
        and max(quantity.low, quantity.high) < 2e6
    ):
        return ChosenMetric("salary", "salary", "pay of a time", 0.75)
    if (
        "money" in kinds
        and language == "zh"
        and re.search(r"(?:收?报|收于)(?:每股)?$", before)
        and not re.search(r"汇率|人民币|原油|黄金|期货|合约|每[吨桶克盎]|价|中间", before[-24:])
        and max(quantity.low, quantity.high) < 1e5
    ):
        return ChosenMetric("share_price", "share_price", "quoted at", 0.8)
    if (
        kinds & {"people", "count"}
        and quantity.unit != "share"
        and re.search(
            r"(?:\b(?:hir(?:e|ed|es|ing)|recruit(?:ed|s|ing)?|add(?:ed|s|ing)?|gain(?:ed|s|ing)?|sign(?:ed|s)"
            r" up|attract(?:ed|s|ing)?|lost|losing|creat(?:ed?|es|ing))\s+(?:(?:about|some|around|nearly|over"
            r"|more|than|another|a|further|up|to|an|additional|net)\s+)*|(?:招聘|校招|招募|扩招|新增|净增|净增加|流失)"
            r"(?:用户|会员|客户|员工|人手|就业)?了?(?:约|近|超过?|逾)?)$",
            text[max(sentence[0], quantity.start - 44) : quantity.start],
        )
    ):
        return ChosenMetric("count", "count", "hires and gains are counts", 0.8)
    if "people" in kinds and re.search(r"裁(?:到|至)[^，。]{0,6}$", before):
        return ChosenMetric("employees", "employees", "cut down to", 0.85)
    if "people" in kinds and re.match(r"[^，。]{0,6}裁(?:到|至)", after):
        return ChosenMetric("employees", "employees", "cut down from", 0.85)
    if (
        kinds & {"store", "count", "unit"}
        and not quantity.unit.startswith("share")
        and re.search(
            r"(?:clos(?:e|ed|ing)|shut|shutter\w*|open(?:ed|s)?(?! stores)|add(?:ed)?|关[掉闭停]?了?"
            r"|[新再增加净拟将要]开(?:出|设)?了?(?:不少于|不低于|至少|不超过|近|约|超过?|逾)?|净?新?增|闭店|闭掉)(?:门店|店铺|餐厅|网点)?(?:约|近|超"
            r"|逾)?\W*(?:[a-z]+\W+){0,3}$",
            text[max(sentence[0], quantity.start - 40) : quantity.start],
        )
    ):
        return ChosenMetric("count", "count", "openings and closures are counts", 0.8)
    if kinds & {"number"} and re.match(r"\s*(?:个|名|位|家)?(?:月活|MAU)", after):
        return ChosenMetric("mau", "mau", "counted noun", 0.95)
    return None
