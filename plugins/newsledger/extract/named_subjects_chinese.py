"""Chinese trades and markets that the vocabulary does not hold, where they head a clause.

"触觉传感器市场规模", "制造业需求增长，而互联网行业减少": the words before 行业, 产业 or 市场规模 say what the
figure is about. They have no key: the fact keeps them as the subject's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsledger.extract.records import SubjectType

_TAIL = re.compile(
    r"(?:行业|产业|群体)(?=[^，。；]{0,16}?(?:\d|[一二三四五六七八九两]成))"
    r"|(?:市场|行业|产业)(?=的?(?:总|整体)?(?:规模|空间|容量|体量))"
)
_BEFORE = re.compile(
    r"(?:(?:^|[，。；：、\s,;:“（(])(?:而|但|其中)?|显示|预计|年|月|度)(?:全国|国内|我国|全球|中国|[今去明后前]年|当前|目前|预计)?"
    r"(?P<name>[\u4e00-\u9fffA-Z]{2,8})$"
)
_NO_TRADE = re.compile(
    r"^而|第|按|据|支柱|合并|之后|[的了是在有和与及或对向把被从到为让将更最都也还就这那其该各同本某几每]|公司|上述|相关|目标"
    r"|主要|所有|部分|多数|不少|许多|众多|其他|其余"
    r"|整个|海外|境外|国际|下沉|区域|一家|两家|三家|头部|龙头|当地|本地|入选|中标|投标|参展|签约"
    r"|上榜|受访|样本|家企业|\d|[一二三四五六七八九十百千万两]家"
)


# 聚合MDI的市场价在10月平均为每吨…: goods that the vocabulary does not hold, at the head of a clause.
_PRICE_OF = re.compile(
    r"(?:(?<=[，。；：\s])|^)(?:但|而|可|只是|不过)?(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,9})"
    r"(?:的|现货|出厂|到岸|离岸|主流|批发|零售|市场|平均|成交|挂牌|中标|采购|期货){0,2}"
    r"(?:价格|均价|报价|市场价|出厂价|批发价|现货价|中标价|到岸价|期价)(?=[^，。；]{0,20}(?:\d|[一二三四五六七八九两]))"
)
_NO_GOODS = re.compile(
    r"[的了是在有和与及或对向把被从到为让将更最都也还就这那其该各同每它他她]|公司|平均|销售|成交|收盘|开盘|目标|目前|最新|单位|综合|产品"
    r"|股|发行|回购|行权|转让|收购|挂牌|中标|国内|国际|全国|全球|市场|现货|期货|[今去明前]年|\d{1,2}月|月|日|周|季|年|数据|显示|起步"
    r"|定价|售价|票|门票|官方|黄牛|商家|厂家|卖家|经销商|渠道|门店|店家|房东|中介|平台|酒店|机构|黑市|预售|上市|指导|同比|环比|以上|以下|双方|整体|部分|主力|合约|一级|二级"
    r"|零售|批发|出厂"
)
_AGES = re.compile(r"\d{2}(?:岁)?(?:-|—|–|至|到)\d{2}岁(?:的)?(?:劳动力|人口|人群|群体|青年)?")


def trades_named(text: str) -> Iterator[tuple[int, int, SubjectType]]:
    """Spans of trades and markets at the head of a clause, and of ages."""
    for match in _AGES.finditer(text):
        yield *match.span(), "group"
    for price in _PRICE_OF.finditer(text) if "价" in text else ():
        if _NO_GOODS.search(price["name"]) is None:
            yield *price.span("name"), "product"
    for tail in _TAIL.finditer(text):
        head = _BEFORE.search(text[max(0, tail.start() - 16) : tail.start()])
        if head is not None and not _NO_TRADE.search(head["name"]):
            start = tail.start() - len(head["name"])
            is_market = tail.group() == "市场" or text.startswith(_SIZES, tail.end())
            yield start, tail.start() if is_market else tail.end(), "sector"


_SIZES = ("规模", "空间", "容量", "体量", "的规模", "总规模")
