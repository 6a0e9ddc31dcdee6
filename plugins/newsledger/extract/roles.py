"""Entities as the linker sees them, and the role of each in its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from newsledger.extract.candidate_evidence import TRADES
from newsledger.extract.frozen import record
from newsledger.extract.records import SubjectType
from newsledger.extract.sentences import Language

NAMELESS = "name:"


@record
class Entity:
    """An entity named in the text, positions of the reading. `company_id` is its own or its maker's."""

    start: int
    end: int
    entity_id: str
    entity_type: SubjectType
    name: str
    company_id: str | None
    is_garbled: bool = False
    surface: str = ""
    is_forecaster: bool = False
    parent_id: str | None = None  # the firm that it belongs to
    sector: str = ""
    country: str = ""

    @property
    def is_company(self) -> bool:
        return self.entity_type == "company"

    @property
    def is_unknown(self) -> bool:
        """Whether the vocabulary does not hold it: a name or a noun of the text."""
        return self.entity_id.startswith(NAMELESS)


# The country that Chinese offices count for, where no name says so.
NATION = Entity(0, 0, "place:china", "place", "China", None)

_OBJECT_EN = re.compile(
    r"(?:\b(?:from|with|to|against|than|like|such as|including|behind|over|into|ahead of|rivals?|by|between"
    r"|led by|alongside|unlike|via|under|about|beyond|beat|overtook|versus|vs\.?|compared with|besides"
    r"|for)\s+(?:the |its |rival |chip maker |carmaker )?)$",
    re.IGNORECASE,
)

_HOLDER_EN = re.compile(r"(?:\b(?:of|at)\s+(?:the )?)$", re.IGNORECASE)

_PLACE_IN = re.compile(r"(?:\b(?:in|across|within|for)\s+(?:the |mainland )?)$", re.IGNORECASE)

_HEAD_EN = re.compile(
    r"(?:^|[.;:!?]\s*|\s[-–—]+\s|,\s*(?:and\s+|while\s+|whereas\s+|but\s+)?|\b(?:and|while|whereas"
    r"|but|although|though"
    r"|as|because|after|since|that|which|says|said|when|where|meanwhile)\s+|[“\"(]\s*)(?:the\s+|rival\s+"
    r"|smaller\s+|chinese\s+|(?:an?|the|each)\s+(?:average\s+|typical\s+|median\s+)?)?$",
    re.IGNORECASE,
)

_PLACE_TOPIC = re.compile(
    r"(?:^|[.;:(]\s*|,\s*|\b(?:and|while|whereas|but)\s+)(?:in|across)\s+(?:the\s+)?$", re.IGNORECASE
)

COORDINATE = re.compile(
    r"\s*(?:\([^)]*\)|（[^）]*）)?\s*(?:[,，、]|,?\s*and|和|与|及|以及)\s*(?:those of\s+|that of\s+"
    r"|the\s+)?"
)

POSSESSIVE = re.compile(r"(?:'s|’s|s'|s’|')\s")

_OBJECT_ZH = re.compile(
    r"(?:与|向|对|给|被|由|为|比|跟|把|从|超过|高于|低于|相比|来自|联手|联合|携手|收购|拿下|入股|投资"
    r"|收购了|卖给了?|供应|替|据|照着|按照|学着|模仿|前|找|让|追赶|持有|控股|握着|出售|增持|减持|超|包括|像"
    r"|如|领投|战略投资|收到|获得|获|拿到|收取)$"
)

# "国内的X", "隔壁的X": an attribute at the head of the clause, the name behind it.
_AFTER_ATTRIBUTE = re.compile(
    r"(?:^|[，,；;。:：“\"（( ])(?!把|被|对|向|为|给|由|从|与|和|跟|比)[^，,；;。:：“]{1,6}的$"
)

_SOURCE = re.compile(
    r"(?:\b[Aa]ccording to|\bsurvey by|\bdata from|\bestimates? (?:of|by|from)|\bfigures from"
    r"|\b[Aa]nalysts? at|\b[Ee]conomists? at)\s(?:the\s)?$"
)

_SPEAKS = re.compile(
    r"(?:['’]s)?\s*(?:(?:economists?|analysts?|strategists?|researchers?|research|now|also)\s+)*(?:expects?"
    r"|expected|forecasts?|estimates?"
    r"|estimated|predicts?|says?|said|sees?|reckons?|projects|puts|raised its|cut its|lowered its"
    r"|trimmed its|warns?|thinks|believes)\b"
    r"|[^，。；\d]{0,10}[，,](?:预测|预计|认为|预期)(?!其|公司)"
    r"|(?:专业版|研究院|证券)?(?:把|将)[^，。；]{0,20}?(?:目标价|预测|预期|评级|估值|预估)"
    r"|(?:的)?[\u4e00-\u9fff]{0,8}(?:预计|预测|预期|认为|估计|估算|称|表示|指出|研报|报告|数据|问卷|调查"
    r"|统计|上调|下调|榜单|测算|监测)"
)
_REPORTS = re.compile(
    r"(?:《[^》]{1,10}》)?(?:此前|早前|日前|近日|昨日|今日|援引|周[一二三四五六日])?(?:的)?(?:报道|援引|引述|独家获悉|独家报道)"
)
_TOLD_BY = re.compile(
    r"(?:的|研究院|产业研究所)?[\u4e00-\u9fff]{0,4}(?:数据|统计|监测|研报|榜单|测算|调研"
    r"|问卷)(?:显示|称|指出|表明|,|，)"
)
_RESEARCHER = re.compile(
    r"(?:研究院|研究所|研究中心|咨询|数据|评级|Research|Institute|Academy|Analytics|Intelligence|专业版)$"
    r"|^(?:猫眼|灯塔|克而瑞|IDC|Canalys|Counterpoint|TrendForce|集邦|Omdia|Gartner|QuestMobile|艾瑞|易观|星图|飞瓜|蝉妈妈"
    r"|企查查|天眼查|IT桔子|清科|CINNO|洛图|奥维|同花顺|标普|穆迪|惠誉|晨星|尼尔森|凯度|欧睿|弗若斯特|灼识|头豹|CIC)"
)


# "Toyota's American arm", "its U.S. stores": a part of a firm, not what the place does.
_OWNED_BEFORE = re.compile(r"(?:\b(?:its|their|our)|[a-z]['’]s|s['’])\s(?:[a-z-]+\s)?$")
_OWNED_BY = re.compile(r"\b(?:its|their)\s(?:[a-z-]+\s)?$")
_PART_OF_FIRM = re.compile(
    r"\s(?:[a-z-]+\s){0,2}?(?:arm|unit|subsidiary|division|branch|business|operations|affiliate"
    r"|joint venture|stores"
    r"|outlets|restaurants|plants?|factor(?:y|ies)|workforce|employees|staff|headquarters|customers|shops)\b"
)
_OF_A_TRADE = re.compile(rf"\s(?:[a-z-]+\s){{0,2}}?(?:{TRADES}|company|firm|group|giant|maker)\b(?!s)")
# "German bearing maker Schaeffler", "Japan's SoftBank", "Canadian pension manager Northquay".
_ATTRIBUTE_GAP = re.compile(
    r"(?:['’]s)?\s(?:(?!(?:and|or|to|of|in|at|by|for|from|with|as|on|is|was|has)\b)[a-z][\w-]*,?\s){0,5}"
)

# What stands by a firm's name as its kind: "discounter Dollar Barrel", "its affiliate Kia".
KIN = (
    r"affiliate|subsidiary|unit|parent|owner|rival|peer|partner|competitor|sister company|arm|suitor"
    r"|division|brand"
    r"|backer|successor|predecessor|group|giant|company|firm|house|business|maker|start-?up|titan|heavyweight"
    r"|powerhouse|champion|stalwart|behemoth|juggernaut|leader|pioneer|specialist|franchise"
)
_NO_ATTRIBUTE = (
    r"(?:to|from|with|by|of|for|in|at|on|into|over|than|as|after|before|against|between|like|via|through"
    r"|under|and|or"
    r"|is|was|are|were|has|had|have|will|would|sold|bought|sued|joined|left|beat|[a-z]+ing)\b"
)
_APPOSED_HEAD = re.compile(
    rf"(?:^|[.;:!?]\s*|\s[-–—]+\s|,\s*(?:and\s+|while\s+|whereas\s+|but\s+)?|\b(?:and|while|whereas|but"
    rf"|although"
    rf"|though|because|that|says|said|when|where|meanwhile)\s+)(?:(?!{_NO_ATTRIBUTE})[\w'’-]+,?\s+){{0,5}}"
    rf"(?:{KIN}|{TRADES})\s$",
    re.IGNORECASE,
)

# "Acme's subsidiary Beta": what follows is Beta's.
_KIN_OF = re.compile(rf"['’]s?\s(?:(?!{_NO_ATTRIBUTE})[\w-]+\s){{0,3}}(?:{KIN}|{TRADES})\s")

# "Exports to America from Vietnam": Vietnam's.
_EXPORTED_FROM = re.compile(r"\b[Ee]xports?\b[^,;.]{0,40}\bfrom\s(?:the\s)?$")

# "The firm expects EVs to make up 9%": what is forecast is about the thing, not about who forecasts.
_FORECAST_OF = re.compile(
    r"\b(?:expects?|expected|sees?|saw|forecasts?|predicts?|projects?|estimates?|reckons?|anticipates?|wants?"
    r"|expecting|seeing|predicting)\s(?:that\s)?(?:the\s|average\s|global\s)?$"
)
_TO_DO = re.compile(
    r"\s(?:[a-z-]+\s){0,3}?(?:to\s[a-z]+|will|would|could|may|might|should|growing|rising|falling|reaching"
    r"|dropping"
    r"|climbing|averaging|hitting)\b"
)

# Words for where something is, which are seldom what a figure is about.
WIDE_PLACES = frozenset(
    {
        "海外",
        "全球",
        "国际",
        "国外",
        "境外",
        "世界",
        "县域",
        "Overseas",
        "Global",
        "global",
        "Worldwide",
        "Foreign",
    }
)


# 连续七年全国最多: among whom, not whose.
_RANKS = re.compile(
    r"(?:范围内)?(?:最[高低多少大小快慢]|第[一二三四五六七八九十]|首位|倒数|领先|排名|居首|之首|均值|平均水平)"
)
_PLACE_NOUN = re.compile(
    r"(?:门店|市场|工厂|用户|员工|业务|渠道|总部|区(?!域)|地区|子公司|分公司|收入|营收|销量|销售|订单|基地)"
)


# "X的对手Y", "X旗下的Y", "X持股20%的Y": what follows is about Y.
_RELATED = re.compile(
    r"(?:的?(?:老?对手|竞争对手|死对头|旗下(?!有|拥有|包括|还有)的?|子公司|控股子公司|母公司|大股东|供应商|代工厂|前身)"
    r"|持股[^，。、]{0,8}的|控股的|投资的|参股的)"
)


# "老股东顺为资本追加…", "芯片设计公司X…": what the firm is, and its name.
_TITLED = re.compile(
    r"(?:^|[，,；;。:：\s])(?!由|被|向|与|和|对|给|从)[\u4e00-\u9fff]{0,8}(?:股东|公司|企业|厂商"
    r"|巨头|龙头|品牌|平台|对手|同行|独角兽|运营商|研发商|制造商|服务商|供应商|开发商"
    r"|车企|药企|房企|券商|酒企|老大|老二|老三|子公司|母公司|新势力|新玩家)$"
)

# "X、Y等头部客户", "X等七家银行": the names only tell who is meant by the noun.
_AMONG = re.compile(
    r"等(?:[\u4e00-\u9fff]{0,4}?|[一二三四五六七八九十两多\d]{1,3}(?:家|名|位|个)[\u4e00-\u"
    r"9fff]{0,4}?)(?:客户|机构|股东|品牌|厂商|公司"
    r"|大厂|平台|供应商|投资方|投资人|合作伙伴|车企|药企|企业|对手|同行|巨头|主机厂|渠道|终端|龙头)"
)

# "由甲、乙领投": who puts in, not whom the round is of.
_LEADS_ROUND = re.compile(
    r"(?:等|龙珠|战投|产投|资本|创投|投资|基金|集团|系)?(?:独家|联合|共同|继续|战略)?(?:领投|跟投|参投)(?![^，。；]{0,4}\d)"
)

# "由滨江集团以3.4万元竞得": the firm behind 由 is who acts.
_ACTS = re.compile(r"[^，。；;]{0,24}(?:拿下|竞得|摘得|收购|接手|接盘|中标|认购|买下|持有|受让|投资|承建)")

_WHOLE_TRADE = re.compile(r"^(?:中国|国内|全国|全球)|(?:市场|行业)$")

# 以高端服务业著称, 靠白酒: what is done with, not who does it.
_MEANS = re.compile(r"(?:以|靠|凭|借|因|受|随着|围绕|专注|主营|聚焦|布局|深耕|从事|做)[\u4e00-\u9fff]{0,3}$")

# 其中量贩零食业务贡献…: a trade that names a part of the firm.
_PART_NOUN = re.compile(
    r"(?:类|及[\u4e00-\u9fff]{2,6})?(?:业务|板块|分部|部门|事业部|产品线|产品|渠道|订单|解决方案"
    r"|服务)?(?:的)?(?:总)?(?:[\u4e00-\u9fff]{0,4}占比|收入|营收|销售收入|业务|板块"
    r"|分部|毛利|占比|产能利用率|渠道|订单|出货)"
)

# "TOKYO, Nov 11 - ": where the report was written.
_DATELINE = re.compile(r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2})? (?:\([A-Za-z ]{2,20}\) )?[-–—]+ ")

# What belongs to a place rather than to a firm of the article: "house prices in Bergen", 上海的房价.
_PLACE_HELD = re.compile(
    r"\b(?:prices?|rents?|homes?|houses|wages|unemployment|births|consumption|inflation|population"
    r"|tourism|growth)"
    r"\s(?:in|of|across)\s(?:the\s)?$"
)
_HELD_BY_PLACE = re.compile(
    r"的?(?:房价|租金|物价|人口|失业率|出生率|楼市|新房|二手房|财政|常住人口|GDP|经济|工资|游客)"
)


def is_wide_place(entity: Entity) -> bool:
    """Whether a place is but a direction: overseas, 全球, counties."""
    return entity.entity_type == "place" and (entity.surface.islower() or entity.surface in WIDE_PLACES)


def is_source(text: str, entity: Entity) -> bool:
    """Whether a Chinese text names a firm as whose figures they are told by: 据伽马数据, 克而瑞数据显示."""
    if (
        text[max(0, entity.start - 1) : entity.start] == "据"
        or text[max(0, entity.start - 2) : entity.start] == "根据"
    ):
        return True
    return _TOLD_BY.match(text, entity.end) is not None or _REPORTS.match(text, entity.end) is not None


# "The market for obesity drugs could be worth …", "Prices of flats fell": what the sentence is about.
_TOPIC_OF = re.compile(
    r"(?:^|[.;:]\s|\s-\s|,\s(?:and\s|while\s|but\s)?|\b(?:and|while|whereas|but|as|that|because|though)\s)"
    r"(?:[Tt]he\s)?(?:[A-Za-z-]+\s){0,2}(?:[Mm]arkets?|[Pp]rices?|[Ss]ales|[Dd]emand|[Ss]uppl(?:y|ies)"
    r"|[Oo]utput"
    r"|[Pp]roduction|[Ee]xports|[Ii]mports|[Ss]hipments|[Dd]eliveries|[Cc]onsumption|[Rr]ents|[Ss]tocks"
    r"|[Ii]nventories|[Ff]utures|[Cc]osts?|[Nn]umber|[Uu]se|[Ss]pending)\s(?:of|for)\s(?:the\s)?$"
)
_YIELD_ON = re.compile(
    r"(?:^|[.;:]\s|,\s(?:and\s|while\s|but\s)?|\b(?:and|while|but|as)\s)(?:[Tt]he\s)?[Yy]ields?\son"
    r"\s(?:the\s)?(?:[\w-]+\s)?$"
)
# "Zillow predicts that prices will rise": not Zillow's.
_SPEAKS_OF_MARKET = re.compile(
    r"\s(?:now\s)?(?:predicts?|forecasts?|expects?|estimates?|sees|reckons|thinks)\s(?:that\s)?(?:the\s)?"
    r"(?:U\.S\.\s|global\s|world\s|domestic\s|home\s|house\s|average\s|local\s|Chinese\s|American\s)*"
    r"(?:prices|sales|demand|rates|rents|output|supply|imports|exports|shipments|inflation|growth"
    r"|consumption)"
    r"\s(?:will|to|would|could|may)\b"
)
# "New yuan loans": what they are counted in.
_CURRENCY_OF = re.compile(
    r"(?:yuan|dollar|euro|yen|renminbi|rupee|sterling)[ -](?:loans|deposits|bonds|lending|debt|denominated"
    r"|terms)\b"
)
_STREET_SAYS = re.compile(
    r"\s(?:had\s|was\s|has\s|is\s)?(?:been\s)?(?:expect\w*|look\w*|forecast\w*|pencill?ed|predict\w*"
    r"|estimat\w*"
    r"|anticipat\w*|hop\w*)\b|['’]s (?:expectations|estimates|forecasts?|consensus)"
)


# "Acme veterans", "the former Acme chief", X前员工: who has left it. "with Acme rising": what Acme does.
_LEFT_IT = re.compile(r"(?:辞职|离职|的?前?员工|的老员工|出来的|系创业)")
_WHICH_DOES = re.compile(r",?\s(?:which|whose|who)\s")
_WITH = re.compile(r"\bwith\s+(?:the\s+)?$")
_DOING = re.compile(r"(?:\s+\w+ing\b|\s+(?:at|up|down|on)?\s*\d|['’]s\s)")
_PAST_PEOPLE = re.compile(r"\s+(?:resign|quit|alumn|veteran|spin-?off)")
_FORMER = re.compile(r"\b(?:former|ex-)\s?$", re.IGNORECASE)


def forecasts(text: str, entity: Entity) -> bool:
    """Whether a Chinese text names a bank or a broker as who forecasts: 中金公司预测, 瑞银认为."""
    return (
        entity.is_forecaster
        and not entity.surface.isascii()
        and _SPEAKS.match(text[entity.end : entity.end + 24]) is not None
    )


def _role(text: str, floor: int, entity: Entity, language: Language) -> tuple[float, str]:
    """How much an entity looks like the subject of what follows it."""
    before = text[max(floor, entity.start - 40) : entity.start]
    after = text[entity.end : entity.end + 40]
    if language == "zh" and entity.is_company and is_source(text, entity):
        return -0.2, "source"
    if (entity.is_forecaster or _RESEARCHER.search(entity.surface)) and _SPEAKS.match(after):
        return -0.2, "source"
    if _SOURCE.search(before):
        return -0.2, "source"
    if entity.entity_type in {"sector", "group"} and language == "en" and _OWNED_BY.search(before):
        return 0.05, "modifier"
    if language == "en" and _CURRENCY_OF.match(text, entity.start):
        return -0.9, "modifier"
    if entity.entity_type in {"sector", "product", "group"} and language == "en" and not entity.is_unknown:
        modified = re.match(
            r" (?!(?:is|are|was|were|has|have|had|will|may|can|could|in|at|of|on|for|and|or|by|to|from|now"
            r"|also|slid|lost|sank|hit|shed|held|won|beat|fetch(?:es)?|trades?|remains?|futures"
            r"|contracts|output"
            r"|exports|imports|stocks|inventories|demand|supplies|supply|shipments|harvest|crop|usually|still"
            r"|stood|came|come|went|took|take|saw|see|paid|pay|ran|kept|keep|began|became|make|made|gave|drew"
            r"|spent|spend|accounts?|employs?|earns?|expects?|uses?|buys?|bought|needs?|wants?|plans?"
            r"|could|would"
            r"|might|must|should|did|does|do|with|who|which|that|than|as|still"
            r"|rose|fell|grew|costs?|sells?|sold)\b|(?:industr|sector|market|maker|compan|line|firm"
            r"|producer|price))[a-z]+(?<!ed)\b",
            after,
        )
        if modified is not None:
            return 0.05, "modifier"
    if language == "en" and entity.is_company and _SPEAKS_OF_MARKET.match(after):
        return -0.2, "source"
    if language == "en" and entity.surface == "Wall Street" and _STREET_SAYS.match(after):
        return -0.2, "source"
    if (
        language == "en"
        and entity.entity_type in {"product", "sector", "none", "group"}
        and (
            (
                before.endswith(("of ", "for ", "of the ", "for the "))
                and _TOPIC_OF.search(text[max(floor, entity.start - 60) : entity.start])
            )
            or ("ield" in before and _YIELD_ON.search(before))
        )
    ):
        return 0.92, "head of its clause"
    if language == "zh":
        if _LEFT_IT.match(after):
            return -0.3, "background"
        if before.endswith("对") and after.startswith(("来说", "而言", "来讲")):
            return 1.1, "head of its clause"
        if _AMONG.match(after):
            return -0.1, "object"
        if entity.is_company and _LEADS_ROUND.match(after):
            return -0.15, "object"
        if before.endswith(("、", "和", "与", "及")) and after[:1].isdecimal():
            return 0.9, "head of its clause"
        if _OBJECT_ZH.search(before):
            if before.endswith("由") and entity.is_company and _ACTS.match(after):
                return 1.0, "head of its clause"
            return -0.15, "object"
        if entity.entity_type == "place" and re.search(r"(?:在|于|至|往|赴|从|去)$", before):
            return 0.1, "place"
        if entity.is_company and _TITLED.search(before):
            return 0.87, "head of its clause"
        if _AFTER_ATTRIBUTE.search(before):
            return 0.85, "head of its clause"
        if entity.entity_type == "place" and _RANKS.match(after):
            return 0.05, "modifier"
        if entity.entity_type == "place" and _PLACE_NOUN.match(after):
            return 0.15, "modifier"
        if entity.entity_type == "place" and _HELD_BY_PLACE.match(after):
            return 0.85, "possessor"
        if entity.entity_type == "place" and after.startswith("的"):
            return 0.1, "modifier"
        if (
            entity.entity_type in {"sector", "product"}
            and not entity.is_unknown
            and (
                (_PART_NOUN.match(after) and not _WHOLE_TRADE.search(entity.surface)) or _MEANS.search(before)
            )
        ):
            return -0.15, "modifier"
        if (
            not before
            or before[-1] in '，,；;。:：“"（( '
            or re.search(
                r"(?:但|而|其中|同期|今年|去年|月|日|度|年|季|昨天|宣布|显示|底|末|预计|预期|预测|估计|认为|指出|表示"
                r"|透露|相信|披露|(?<![简名自号俗下])称)$",
                before,
            )
        ):
            return 0.9, "head of its clause"
        if after.startswith("的") and not before.endswith("的"):
            return 0.75, "possessor"
        return 0.5, "named"
    if _FORECAST_OF.search(before) and _TO_DO.match(after) and not POSSESSIVE.match(after):
        return 1.0, "object that moves"
    if _WHICH_DOES.match(after):
        return 0.95, "antecedent"
    if POSSESSIVE.match(after):
        return (
            (0.95, "possessor")
            if not re.search(
                r"\b(?:than|from|behind|with|against|to|unlike|(?:share|stake|part|half|holding"
                r"|interest)\s(?:of|in))\s+$",
                before,
            )
            else (0.35, "compared possessor")
        )
    if entity.entity_type == "place":
        if _OWNED_BEFORE.search(before) or _PART_OF_FIRM.match(after):
            return 0.1, "modifier"
        if _OF_A_TRADE.match(after):
            # "The British carmaker": where it is from.
            return 0.05, "modifier"
        if entity.surface.isupper() and _DATELINE.match(after):
            return 0.05, "dateline"
        if _PLACE_HELD.search(before) or _EXPORTED_FROM.search(
            text[max(floor, entity.start - 60) : entity.start]
        ):
            return 0.8, "place of prices and the like"
        if _PLACE_TOPIC.search(before):
            return 0.8, "place that opens the clause"
        if re.search(r"[A-Z][\w-]*,\s$", before):
            return 0.1, "part of an address"
    if _WITH.search(before) and _DOING.match(after):
        return 0.85, "head of its clause"
    if _PAST_PEOPLE.match(after) or _FORMER.search(before):
        return -0.3, "background"
    if _HEAD_EN.search(before):
        if re.match(
            r"\s*(?:,|and\b)?\s*(?:CEO|chief executive|founder|chairman|analysts?|president|executives?)\b",
            after,
        ):
            return 0.55, "role"
        return 0.9, "head of its clause"
    if entity.is_company and _APPOSED_HEAD.search(text[max(floor, entity.start - 80) : entity.start]):
        return 0.85, "head of its clause"
    if re.search(r"\b(?:sending|pushing|driving|lifting|leaving|giving|making)\s+(?:the\s+)?$", before):
        return 1.0, "object that moves"
    if _HOLDER_EN.search(before):
        return 0.6, "holder"
    if entity.entity_type == "place" and _PLACE_IN.search(before):
        return 0.2, "place"
    if _OBJECT_EN.search(before):
        return -0.15, "object"
    return 0.45, "named"


# 广期所碳酸锂主力合约: a thing that trades is not a part of its exchange.
_TRADED_THING = re.compile(r"(?:期货|主力|合约|现货|期价|均价|价格|指数)")

_HOUSING = re.compile(r"(?:二手|新)?(?:房|住宅|商品房|楼市|房价)")


def _is_of(text: str, entity: Entity, owner: Entity) -> bool:
    """Whether a thing is its owner's, named right before it: 深圳二手房, 比亚迪新能源汽车."""
    if entity.entity_type not in {"product", "sector"} or owner.entity_type not in {"place", "company"}:
        return False
    if _HOUSING.match(entity.surface):
        return True
    return owner.is_company and _TRADED_THING.match(text, entity.end) is None


Roles = dict[int, tuple[float, str]]


def roles_of(text: str, floor: int, entities: Sequence[Entity], language: Language) -> Roles:
    """The role of each entity by its start; a list's members share the role of its first."""
    roles: Roles = {}
    previous: Entity | None = None
    aside = _aside(text, floor, entities) if language == "en" else None
    for position, entity in enumerate(entities):
        role = _role(text, floor, entity, language)
        gap = text[previous.end : entity.start] if previous is not None else ""
        following = entities[position + 1] if position + 1 < len(entities) else None
        goes_on = following is not None and COORDINATE.fullmatch(text[entity.end : following.start])
        if (
            previous is not None
            and previous.entity_type == entity.entity_type
            and role[1] not in {"possessor"}
            and COORDINATE.fullmatch(gap)
            and (gap.strip() not in {",", "，"} or goes_on)
        ):
            shared = roles[previous.start]
            role = (min(shared[0], role[0]), shared[1]) if shared[0] < role[0] else role
        if (
            entity.entity_type == "place"
            and following is not None
            and language == "en"
            and (
                (
                    (following.is_company or following.entity_type == "none")
                    and _ATTRIBUTE_GAP.fullmatch(text[entity.end : following.start])
                )
                or (following.entity_type == "product" and text[entity.end : following.start] == " ")
            )
        ):
            role = (0.1, "modifier")
        if (
            language == "zh"
            and previous is not None
            and not gap
            and previous.is_company
            and entity.entity_type == "product"
            and _TRADED_THING.match(text, entity.end)
        ):
            roles[previous.start] = (0.05, "modifier")
            role = (0.9, "head of its clause")
        if language == "zh" and previous is not None and not gap and _is_of(text, entity, previous):
            role = (0.05, "modifier")
            if not previous.is_company and roles[previous.start][1] != "object":
                roles[previous.start] = (1.2, "head of its clause")
        if (
            language == "en"
            and entity.is_company
            and following is not None
            and following.is_company
            and _KIN_OF.fullmatch(text[entity.end : following.start])
        ):
            role = (0.1, "modifier")
        if entity.is_company and following is not None and following.is_company:
            related = _RELATED.match(text, entity.end, following.start + 1)
            if related is not None and following.start - related.end() < 6:
                role = (0.1, "modifier")
        if aside is not None and aside[0] <= entity.start < aside[1]:
            role = (min(role[0], 0.1), "aside")
        roles[entity.start] = role
        previous = entity
    for one, other in reversed(list(pairwise(entities))) if language == "zh" else ():
        is_list = text[one.end : other.start] in {"、", "和", "及", "与", "以及"}
        if is_list and one.entity_type == other.entity_type and roles[other.start] == (-0.1, "object"):
            roles[one.start] = (-0.1, "object")
    return roles


_PARTICIPLE = re.compile(
    r",\s(?:founded|formed|backed|owned|led|based|known|listed|headed|controlled|set up|once|formerly|the|a"
    r"|an|then|now|whose|[A-Z][a-z]+['’]s)\b"
)


def _aside(text: str, floor: int, entities: Sequence[Entity]) -> tuple[int, int] | None:
    """The span of "Acme, founded in 2023 by engineers of Bolt, employs 350 people" between the commas."""
    for entity in entities[:2]:
        opened = _PARTICIPLE.match(text, entity.end)
        if opened is None:
            continue
        closed = re.compile(r",\s(?=[a-z]+(?:s|ed|d|t)?\s)").search(text, opened.end(), opened.end() + 160)
        if closed is not None:
            return entity.end, closed.start()
    return None


def head_of(entities: Sequence[Entity], roles: Roles) -> Entity | None:
    """The entity that a sentence is about, where one heads it or owns what heads it, or is its only firm."""
    for entity in entities:
        if roles[entity.start][0] >= 0.74:
            return entity
    firms = [e for e in entities if e.is_company and roles[e.start][0] >= 0.45]
    return firms[0] if len({e.entity_id for e in firms}) == 1 else None
