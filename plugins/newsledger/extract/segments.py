"""Which part of a firm a figure is about: games of Tencent, the cloud of Alibaba, the business overseas.

A segment keeps a part's revenue apart from the whole firm's. Only words that name parts of firms count,
where they stand right before the metric's term ("cloud revenue", 游戏收入), behind "from" ("22.8 billion
yuan from games") or at the head of a verb that earns ("Games brought in 59 billion yuan").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.metric_book import ChosenMetric
from newsledger.extract.openings import Opened

SEGMENT_METRICS = frozenset(
    {
        "revenue", "revenue_growth", "revenue_share", "operating_profit", "operating_margin", "gross_profit",
        "gross_margin", "net_profit", "net_loss", "cost", "sales_volume", "sales_volume_growth", "shipments",
        "gmv", "capex", "order_value", "growth_rate", "ebitda", "net_profit_growth",
    }
)  # fmt: skip

_EN_WORDS = (
    r"(?:domestic|international|overseas|foreign|online|offline|mobile|digital|consumer|enterprise|instant"
    r"|local|"
    r"value-added|energy|data[- ]cent(?:er|re)|smart|electric|automotive|food|cloud|game|gaming|games|"
    r"advertising|ad|ads|marketing|smartphone|phone|handset|car|vehicle|e-commerce|commerce|delivery|retail"
    r"|wholesale|services|service|"
    r"hardware|software|storage|battery|solar|streaming|music|video|subscription|membership|licensing"
    r"|memory|foundry|"
    r"display|semiconductor|chip|logistics|wearables|iPhone|iPad|Mac|device|devices|fintech|payments"
    r"|insurance|"
    r"computing|AI|robotaxi|beauty|fashion|watches|jewellery|infant|pharmaceutical)"
)
_EN_SEGMENT = rf"({_EN_WORDS}(?:[ -]{_EN_WORDS}){{0,2}})"
_EN_UNIT = r"(?: (?:segment|unit|division|business|arm))?"
_EN_BEFORE = Opened(re.compile(rf"\b{_EN_SEGMENT}{_EN_UNIT}(?:'s|’s)? $", re.I), 3, at_words=True)
_EN_WITHIN = Opened(
    re.compile(rf"\b{_EN_SEGMENT} (?:revenues?|sales|profits?|margins?|shipments|deliveries|orders)$", re.I),
    3,
    at_words=True,
)
_EN_FROM = re.compile(rf"\s(?:from|in|on) (?:its |the )?{_EN_SEGMENT}\b(?! revenue)", re.I)
_EN_HEAD = re.compile(
    rf"(?:^|[.,;] |['’]s |\band |\bits ){_EN_SEGMENT}{_EN_UNIT}"
    r" (?:brought in|contributed|earned|generated|grew|rose|fell|made up|accounted for"
    r"|lost)\b[^,;.]{0,40}$",
    re.I,
)
_ZH_WORDS = (
    r"(?:国内|海外|国际|境外|线上|线下|本土|网络|手机|智能|移动|在线|数字|新|核心|增值|金融科技|企业|本地"
    r"|即时|直营|加盟|自营|"
    r"会员|订阅|直播|短视频|游戏|云计算|智能云|云智能|云|广告|营销|汽车|电动汽车|整车|手机|电商|外卖|闪购"
    r"|零售|批发|物流|快递|储能|"
    r"动力电池|电池|光伏|锂电|电解液|硬件|软件|芯片|存储|面板|家电|空调|互联网|社交|音乐|视频|影视|教育"
    r"|保险|支付|"
    r"白酒|饮料|IoT|AIoT|AI|数据中心|充电|换电|餐饮|酒店|机票|旅游|租赁|服务|产品)"
)
_ZH_BEFORE = re.compile(
    rf"((?:{_ZH_WORDS}){{1,3}}(?:业务|服务|板块|分部|产品|集团|事业群|事业部|与[\u4e00-\u9fff]{{2,4}}业务)?)(?:的|总|业务的|部分)?$"
)
_ZH_WITHIN = re.compile(
    rf"((?:{_ZH_WORDS}){{1,3}}(?:业务)?)(?:总)?(?:收入|营收|销售额|销量|交付量|出货量|毛利率|毛利|利润)(?:占比|比重)?$"
)
_ZH_FROM = re.compile(rf"(?:来自|源于)((?:{_ZH_WORDS}){{1,3}}(?:业务|服务|板块|市场)?)")
_NO_SEGMENT = frozenset(
    {"service", "services", "产品", "服务", "新", "核心", "企业", "本土", "智能", "在线", "vehicle", "car"}
)


def segment_of(
    text: str,
    sentence: tuple[int, int],
    metric: ChosenMetric,
    figure: tuple[int, int],
    language: str,
    names: Sequence[tuple[int, int]] = (),
) -> str | None:
    """The part of the firm, as written, in lower case; None where the figure is the whole firm's.

    Words inside `names` (腾讯音乐) are none."""
    if metric.metric_id not in SEGMENT_METRICS:
        return None
    hit = metric.hit
    if hit is not None and sentence[0] <= hit.start <= figure[1]:
        before = text[max(sentence[0], hit.start - 40) : hit.start]
        found = (_ZH_BEFORE if language == "zh" else _EN_BEFORE).search(before)
        if found is None:  # "海外收入" may be one term
            before = text[max(sentence[0], hit.start - 40) : hit.end]
            found = (_ZH_WITHIN if language == "zh" else _EN_WITHIN).search(before)
            start_of = hit.end - len(before)
        else:
            start_of = hit.start - len(before)
        if found is not None:
            start = start_of + found.start(1)
            is_name = any(a <= start < b for a, b in names)
            return None if is_name else _named(found.group(1))
    if language == "zh":
        origin = _ZH_FROM.search(text, max(sentence[0], figure[0] - 24), min(sentence[1], figure[1] + 24))
        return _named(origin.group(1)) if origin is not None else None
    origin = _EN_FROM.match(text, figure[1], sentence[1])
    if origin is not None:
        return _named(origin.group(1))
    head = _EN_HEAD.search(text[sentence[0] : figure[0]])
    return _named(head.group(1)) if head is not None else None


def _named(words: str) -> str | None:
    name = words.strip().lower()
    return None if name in _NO_SEGMENT else name
