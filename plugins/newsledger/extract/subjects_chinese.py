"""Chinese rules of subject: what is but a part of a firm, and what is not carried into a survey."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.discourse import Discourse
from newsledger.extract.roles import NATION, Entity, Roles
from newsledger.extract.subject_fits import COMPANY_METRICS

# 员工的4%: of the firm whose they are.
_OF_STAFF = frozenset({"group:employees"})
# 广东出生人口113万, 全省老人占28%: of the place.
_OF_A_PLACE = frozenset({"group:newborns", "group:elderly"})
_PART_THEN = re.compile(
    r"(?:的)?(?:类|产品|业务|板块)?(?:总)?(?:销量|出货|产量|产能|收入|营收|毛利|销售|均价|交付|装机|业务|订单"
    r"|GMV|成交|交易额)"
)


_TAKINGS = re.compile(r"(?:累计|首日|单日|总|首周|上映|的)*(?:票房|流水|销量|播放)")


def is_part_of_firm(
    text: str, entity: Entity, entities: Sequence[Entity], roles: Roles, gap: str, discourse: Discourse
) -> bool:
    """Whether a name means but a part of a firm that the sentence has named: 大全…，硅料销量4万吨; a firm's
    subsidiary behind a semicolon; the staff of which a figure is a share."""
    if entity.entity_id in _OF_STAFF:
        return discourse.last_company is not None or any(
            e.is_company and e.end <= entity.start for e in entities
        )
    if entity.entity_id == "group:newborns":
        return True
    if entity.entity_id in _OF_A_PLACE:
        return any(e.entity_type == "place" and e.end <= entity.start for e in entities)
    if entity.is_company:
        return ("；" in gap or ";" in gap) and any(
            e.entity_id == entity.parent_id and e.end <= entity.start for e in entities
        )
    if entity.entity_type == "place":
        # 《…》上映6天，内地累计票房: of the film.
        return _TAKINGS.match(text, entity.end) is not None and any(
            text[e.start - 1 : e.start + 1].find("《") >= 0 and e.end <= entity.start for e in entities
        )
    if entity.entity_type not in {"product", "sector"} or entity.is_unknown:
        return False
    if text[entity.start - 1 : entity.start] == "《" or _PART_THEN.match(text, entity.end) is None:
        return False
    if discourse.is_of_one_firm and entity.entity_type == "sector":
        return True
    return any(
        e.is_company
        and e.end <= entity.start
        and roles[e.start][0] >= 0.74
        and not roles[e.start][1].startswith(("source", "object"))
        for e in entities
    )


# A research house's figures open the sentence, of a trade or a place.
_SURVEY = re.compile(
    r"(?:据)?(?![^，。]{0,12}(?:财报|年报|公告|公司|招股|季报))[^，。；\d]{2,18}(?:的)?(?:数据|统计|监测|报告|调查)"
    r"(?:显示|表明|指出|称)?[，,：:](?:截至[^，。]{2,10}[，,])?[^，。；]{0,8}?"
    r"(?:全球|全国|国内|我国|中国|全网|全行业|全市场|A股|行业)"
    r"|据(?:不完全)?统计[，,]"
)

# 乘联分会的数字说，…: of what the office counts.
_OFFICE_SAYS = re.compile(
    r"(?:据|来自)?(?:国家统计局|统计局|海关总署|海关|农业农村部|商务部|人社部|财政部|央行|国家能源局|能源局|工信部|发改委|住建部|文旅部|卫健委|教育部|民政部"
    r"|民航局|国家邮政局|邮政局|乘联分?会|中汽协|中国结算|国家电影局)[^，。；]{0,12}(?:数据|数字|统计|公布|披露|显示|说|称|表示|监测|规定|规矩)[^，。；]{0,8}[，,：:]"
)

# What a product cannot have.
_FIRM_ONLY = frozenset(
    [
        "capex",
        "cash",
        "operating_cash_flow",
        "total_assets",
        "total_debt",
        "debt_ratio",
        "employees",
        "layoffs",
        "buyback",
        "dividend",
        "eps",
        "market_cap",
        "valuation",
        "funding",
        "ipo_proceeds",
        "share_price",
        "rnd_expense",
        "rnd_ratio",
        "net_profit",
        "net_profit_growth",
        "net_loss",
    ]
)


def carried_in_chinese(
    text: str, start: int, left: int, carried: Entity | None, metric_id: str, discourse: Discourse
) -> Entity | None:
    """What a Chinese sentence goes on about, `carried` by default: a product told before does not hold what
    only firms have, and 某网站的数据显示，今年全球有218家公司… is not of whom the sentence before told."""
    if discourse.is_of_one_firm:
        carried = discourse.of_group(carried)
    if carried is not None and carried.entity_type == "product" and metric_id in _FIRM_ONLY:
        carried = discourse.last_company or discourse.section or discourse.main or carried
    is_thing = carried is not None and not carried.is_company and carried.entity_type != "place"
    if is_thing and metric_id not in COMPANY_METRICS and _OFFICE_SAYS.match(text, start, left):
        return NATION
    surveyed = _SURVEY.match(text, start, left) if carried is not None else None
    if carried is not None and surveyed is not None:
        if carried.is_company and surveyed.group().endswith(("全国", "国内", "我国", "全网")):
            return NATION
        return discourse.main_place if not carried.is_company else None
    return carried


def opening_firm(text: str, start: int, entities: Sequence[Entity]) -> Entity | None:
    """The firm that heads an announcement: 【中标】中国电建：…；下属公司…."""
    for entity in entities:
        if entity.start - start > 10:
            return None
        if entity.is_company and text.startswith(("：", ":"), entity.end):
            return entity
    return None
