"""Chinese wordings that decide a metric by themselves, asked before the terms are weighed."""

from __future__ import annotations

import re

from newsledger.extract.metric_book import ChosenMetric
from newsledger.extract.quantities import QuantityMatch

_HOW = r"(?:了|约|近|超过?|逾|不超过|不低于|不少于|至少|合计|共|累计|最高|至多|人民币)*"
_ROUND = re.compile(r"(?:获|完成|拿下|拿到|收获)(?:得|了)?[^，。；]{0,6}$")
_ISSUES = re.compile(
    r"定增|定向增发|非公开发行|向特定对象发行|配股|可转债|配售|发债|公司债|中票|科创债|永续债|专项债"
)
_STAKE_AFTER = re.compile(
    r"(?:的)?(?:公司|其|上市公司|该公司|已发行|标的公司|合资公司)?(?:总)?(?:股份|股权|股本"
    r"|已发行股本|控股权|表决权|权益|股)(?!价|息|东大会|市|票)"
)
_STAKE_BEFORE = re.compile(
    r"(?:持股比例|持股|占股|控股|减持|增持|转让|收购|持有|出让|受让)(?:其|公司|合计|比例)*(?:由|从"
    r"|为|至|降至|升至|增至|达到?|不超过|约|近|超过?|不低于)*$"
)
_PLANT = re.compile(
    r"(?:的)?(?:独立|共享|新型|电网侧|海上|陆上|集中式|分布式|用户侧)?(?:储能)?(?:储能|光伏|风电"
    r"|水电|核电|抽蓄|火电)?(?:电站|项目|基地|工厂|产线|生产线|装机|机组|风场|风电场|光伏|储能系统"
    r"|电池厂)"
)
_ADDED = re.compile(r"新增[^，。；\d]{0,14}$")
_POWER_UNITS = frozenset({"W", "kW", "MW", "GW", "TW"})
_UPFRONT = re.compile(
    r"(?:首付款?|预付款|里程碑(?:付款|款项?)?)(?:合计|总额|总计|最高|可达|超过?|约|近|达|为|的)*$"
)
_DEAL_SUM = re.compile(
    r"(?:交易总?额|总金额|总交易额|总额|潜在[^，。；]{0,6}?)(?:合计|最高|可达|接近|超过?|约|近|达到?|为|可能|或)*$"
)
_LICENSED = re.compile(r"授权|许可|首付|里程碑|BD|出海交易|licen", re.IGNORECASE)
_PUT_IN = re.compile(r"(?:投入|烧掉|砸下|花掉|砸了|烧了|花了)(?:已|合计|超过?|约|近|逾|达到?|了)*$")
_RANKED = re.compile(
    r"[^，。；]{0,4}(?:领跑|位居|位列|排名|排在|蝉联|夺|登顶|拿下|摘得|居首|稳坐|卫冕|重返|跻身|获得)"
)
_STAFF = re.compile(r"[\u4e00-\u9fff]{0,4}(?:员工|雇员|职工)(?![\u4e00-\u9fff]?[持股])")
_MORE_PEOPLE = re.compile(r"(?:增加|减少|净增加?|净减|多了|少了|净?流入|净?流出)了?(?:约|近|超过?|逾)?$")
_TAKES_IN = re.compile(
    r"(?:拿下|收获|斩获|吸金|豪取|揽下|揽收|入账|拿走|贡献|砍下|狂揽)了?(?:约|近|超过?|逾)?$"
)
_A_PIECE = re.compile(
    r"(?:一|每)[台辆部套颗艘架只枚盏](?:[^，。；\d]{0,4}(?:卖|售|要|标)[价到]?|的?(?:价格|售价|均价|报价))(?:已|就|只|高达|为|约|近|超过?)*$"
)
_OFFERED = re.compile(
    r"的?(?:价格|对价|现金|要约价)?[，,]?(?:现金|全面|自愿|发起|提出|向[^，。]{1,12})*(?:要约|收购|私有化)"
)
_COMES_FROM = re.compile(r"(?:以上|左右|上下|多)?(?:的收入|的营收)?(?:都|则|是|均)?(?:来自|出自|源于|靠)")
_SIZE = re.compile(
    r"(?:市场|行业|产业)(?:的)?(?:总|整体|销售)?(?:规模|空间|容量|体量)|市场(?:将|或|有望|可能"
    r"|或将)(?:会)?(?:达到?|突破|超过|增至|接近|逼近)?$"
)


def told_in_chinese(
    text: str, sentence: tuple[int, int], quantity: QuantityMatch, kinds: frozenset[str]
) -> ChosenMetric | None:
    """The metric that the words right around a figure give it, or None."""
    before = text[max(sentence[0], quantity.cue_start - 40) : quantity.start]
    after = text[quantity.end : min(sentence[1], quantity.end + 24)]
    size = max(quantity.low, quantity.high)
    if "money" in kinds and not quantity.is_change:
        clauses = re.split(r"[，。；,;]", before)[-2:]
        clause = "".join(clauses) if re.search(r"募|集资|融资", clauses[-1]) else clauses[-1]
        if size >= 1e5 and _ISSUES.search(clause) and re.search(r"募|发行|融资|集资|配售|认购", before):
            return ChosenMetric("funding", "funding", "raised by issuing", 0.85)
        if (
            size >= 1e5
            and re.match(r"的?[\u4e00-\u9fff]{0,6}(?:战略|股权){0,2}投资(?!者|机构|人|方|额|收益)", after)
            and not _ROUND.search(before)
        ):
            return ChosenMetric("investment", "investment", "put in", 0.8)
        if size >= 1e5 and re.search(rf"(?:跟投|领投|参投|追加(?:投资)?|注资|认缴){_HOW}$", before):
            return ChosenMetric("investment", "investment", "put in", 0.85)
        if size >= 1e7 and _SIZE.search(before[-24:]) and not re.search(r"公司|其(?!中)|它", before[-24:]):
            return ChosenMetric("revenue", "revenue", "size of a market", 0.75)
    if (
        "money" in kinds
        and not quantity.is_change
        and size >= 1e5
        and re.search(
            r"订单[^。；]{0,16}[，,]?(?:合同)?(?:总)?(?:金额|价值|总额|总价)(?:合计|约|超过?|近|达到?|为)*$",
            before,
        )
    ):
        return ChosenMetric("order_value", "order_value", "sum of orders", 0.85)
    if (
        "money" in kinds
        and size >= 1e6
        and re.match(r"(?:的价格|总价)?(?:订造|建造|新建|购置|采购|扩建|投建)", after)
    ):
        return ChosenMetric("investment", "investment", "put in", 0.8)
    if "money" in kinds and re.search(
        r"回购[^。；]{0,60}(?:成交总金额|总金额|成交金额|支付[^，。；]{0,8}金额|资金总额"
        r"|使用资金)[^，。；\d]{0,8}$",
        text[sentence[0] : quantity.cue_start],
    ):
        return ChosenMetric("buyback", "buyback", "paid for own shares", 0.85)
    if "money" in kinds and size < 3e7 and not quantity.is_change and _A_PIECE.search(before[-14:]):
        return ChosenMetric("unit_price", "unit_price", "price of a piece", 0.8)
    if "people" in kinds and _MORE_PEOPLE.search(before):
        return ChosenMetric("count", "count", "more or fewer people", 0.8)
    if (
        "money" in kinds
        and size >= 1e5
        and _TAKES_IN.search(before[-14:])
        and text.find("票房", sentence[0], quantity.start) >= 0
    ):
        return ChosenMetric("revenue", "revenue", "taken at the box office", 0.8)
    if (
        quantity.unit == "percent"
        and not quantity.is_change
        and _COMES_FROM.match(after)
        and re.search(r"收入|营收|销售额", text[sentence[0] : quantity.start])
    ):
        return ChosenMetric("revenue_share", "revenue_share", "where revenue comes from", 0.8)
    if quantity.unit.endswith("/share") and _OFFERED.match(after):
        return ChosenMetric("deal_price", "deal_price", "offered a share", 0.9)
    if "money" in kinds and size >= 1e4 and re.search(r"虚[增构报][^，。；\d]{0,10}$", before):
        return ChosenMetric("amount", "amount", "made up", 0.8)
    if "money" in kinds and size >= 1e6 and _UPFRONT.search(before[-16:]):
        return ChosenMetric("amount", "amount", "paid for a licence", 0.8)
    if (
        "money" in kinds
        and size >= 1e6
        and _DEAL_SUM.search(before[-16:])
        and _LICENSED.search(text, *sentence)
    ):
        return ChosenMetric("amount", "amount", "sum of a licence", 0.8)
    if "money" in kinds and size >= 1e6 and not quantity.is_change and _PUT_IN.search(before[-12:]):
        research = text.rfind("研发", sentence[0], quantity.start)
        if research >= 0 and not re.search(r"[；;。]|营收|收入|利润|建", text[research : quantity.start]):
            return ChosenMetric("rnd_expense", "rnd_expense", "put into research", 0.75)
    if (
        kinds & {"vehicle"}
        and _RANKED.match(after)
        and re.search(r"(?:以|凭借?|靠)(?:月销|销量|交付)?(?:约|近|超)?$", before[-8:])
    ):
        return ChosenMetric("sales_volume", "sales_volume", "ranked by it", 0.8)
    if (
        ("people" in kinds or quantity.counter in {"名", "位", "个"})
        and _STAFF.match(after)
        and not re.search(r"[招聘裁增减补关辞流]", before[-10:])
    ):
        return ChosenMetric("employees", "employees", "counted noun", 0.8)
    if ("physical") in kinds and re.search(
        r"订单(?:量|规模|总量)?(?:已|合计|累计|达|超过?|约|近|逾|为|有)*$", before
    ):
        return ChosenMetric("contract_volume", "contract_volume", "ordered", 0.8)
    if kinds & {"unit", "count", "vehicle"}:
        if re.search(r"产销(?:量)?(?:分别|各)[^，。；\d]{0,8}$", before):
            return ChosenMetric("production", "production", "made and sold", 0.85)
        if re.search(r"产销(?:量)?(?:分别|各)[^，。；\d]{0,8}\d[^，。；]{0,10}(?:和|、|与)$", before):
            return ChosenMetric("sales_volume", "sales_volume", "made and sold", 0.85)
        if re.search(r"(?:订造|订购|增订|增购|新订|加订|采购|购置|购入|引进|接收)(?:了|约|近|超)*$", before):
            return ChosenMetric("count", "count", "ordered or received", 0.8)
        if re.search(
            r"达产后(?:可|将|年产|产能)*(?:升至|增至|达到?|提升至|提升到|扩至|为)?(?:约|近|超)?$", before
        ):
            return ChosenMetric("capacity", "capacity", "what a plant can make a year", 0.8)
    if "people" in kinds and re.search(
        r"(?:新增|净增|增聘|扩招|招聘)[\u4e00-\u9fff]{0,6}?(?:约|近|超|逾)?$", before
    ):
        return ChosenMetric("count", "count", "hires and gains are counts", 0.8)
    if (
        quantity.unit == "percent"
        and not quantity.is_change
        and (
            _STAKE_AFTER.match(after)
            or (_STAKE_BEFORE.search(before) and not re.match(r"的?(?:产能|收入|股息)", after))
        )
    ):
        return ChosenMetric("stake", "stake", "share of a firm", 0.9)
    if quantity.unit in _POWER_UNITS and _ADDED.search(before):
        return ChosenMetric("power_capacity_added", "power_capacity_added", "power added", 0.85)
    if (quantity.unit in _POWER_UNITS or quantity.unit.endswith("Wh")) and re.match(
        r"(?:/\d[\d.]*[GMk]Wh)?" + _PLANT.pattern, after
    ):
        return ChosenMetric("capacity", "capacity", "size of a plant", 0.85)
    return None


_INDUSTRY = re.compile(r"(?:工业|制造业|制造|采矿业|技术产业)$")


def growth_of_value_added(text: str, start: int, term: str) -> str | None:
    """The key of a change of value added: industry's is its output's; a trade's has none of its own. `start`
    is where the term stands in the text."""
    if not term.endswith("增加值"):
        return None
    whose = text[max(0, start - 6) : start] + term.removesuffix("增加值")
    return "production_growth" if _INDUSTRY.search(whose) else "growth_rate"
