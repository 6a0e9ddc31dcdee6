"""Chinese names of firms that the vocabulary does not hold, told by what stands around them.

A Chinese name has no capitals and no spaces: where it begins and ends is told by a mark (brackets with a
ticker, quotation marks, the colon of an announcement), by the trade word before it (芯片设计公司X) and by
what firms do behind it (X宣布, X前三季度营收). A name without a mark at both ends counts only if it ends in
a trade's word or is met again in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = r"[\u4e00-\u9fff]"

# What a name of a firm ends in, besides what `candidates` reads anywhere.
_TRADE = (
    r"(?:科技|技术|信息|智能|数智|电子|微电子|光电|半导体|芯片|集成电路|通信|软件|网络|数据|云"
    r"|机器人|航空|航天|无人机|汽车|车业|动力|电机|电池|锂能|储能|储电|能源|电力|电气|电器|新能源"
    r"|光伏|氢能|环境|环保|水务|燃气|矿业|矿产|锂业|钴业|稀土|钢铁|金属|有色|铝业|铜业|铜冠|材料"
    r"|新材|化工|化学|石化|橡胶|轮胎|玻璃|陶瓷|建材|水泥|家居|家具|木业|纸业|纺织|服饰|服装"
    r"|鞋业|珠宝|黄金|钟表|美妆|日化|母婴|玩具|文创|文化|传媒|影业|影视|动漫|动画|游戏|互动|娱乐"
    r"|体育|教育|出版|广告|旅游|文旅|酒店|民宿|餐饮|茶饮|咖啡|烘焙|食品|乳业|乳品|饮料|啤酒"
    r"|酒业|粮油|糖业|牧业|农业|农牧|种业|渔业|水产|生物|医药|制药|药业|药房|医疗|医学|健康|诊断"
    r"|基因|器械|眼科|口腔|证券|期货|保险|人寿|财险|信托|基金|资本|创投|投资|租赁|金控|银行"
    r"|农商行|支付|集团|控股|股份|实业|国际|商贸|百货|超市|零售|便利店|物流|快运|速运|快递|供应链"
    r"|航运|海运|船舶|港口|港务|机场|高速|轨交|置业|地产|置地|物业|建设|建工|重工|机械|装备|精密"
    r"|工业"
    r"|智造|制造|仪器|自动化|激光|光学|传感)"
)

_WHEN = (
    r"(?:今日|昨日|近日|日前|正在|正|刚刚|周[一二三四五六日]|\d{1,2}月(?:\d{1,2}日)?|晚间|早间|盘后"
    r"|则|也|还|已|亦|仍|同日"
    r"|随后|曾|将|于)*(?:\d{4}年|[今去前明]年|前三季度|前三季|上半年|下半年|第?[一二三四]季度|单季|单月|全年"
    r"|前\d{1,2}个?月|期内|同期)?(?:的)?"
)
_ACTS = (
    r"(?:宣布|公告|披露|公布|发布|表示|回应|被曝|被传|完成[^，。；]{0,12}轮|获得?[^，。；]{0,12}(?:轮|投资"
    r"|融资|批|订单)|递交|递表|冲刺"
    r"|登陆|挂牌|敲钟|中标|被罚|被处|因[^，。；]{2,14}(?:被|收到)|控股股东|董事长|创始人|CEO|总经理"
    r"|与[^，。；]{2,14}(?:签|联合|达成|合作|订立)|以[^，。；]{2,16}(?:收购|拿下|竞得)|成立于|首条|旗下)"
)
_STATES = (
    r"(?:拟(?!合)|营收|营业收入|收入|归母|净利|净亏|亏损|盈利|实现营|实现净|毛利率|研发|员工|门店"
    r"|产能|交付|销量|估值|市值"
    r"|股价|在手订单|负责人|首款|计划|预计|称|上市)"
)

_KIND = (
    r"(?:公司|企业|厂商|品牌|平台|独角兽|运营商|研发商|制造商|供应商|服务商|开发商|经销商|零售商"
    r"|新玩家|新势力|新锐|初创(?:公司|企业)?|创业公司|后来者|老牌(?:厂商|企业)?"
    r"|房企|车企|药企|券商|船企|酒企|光伏企业|游戏厂商|支付机构|连锁|龙头|子公司|对手|同行|要约人"
    r"|收购方|买方|卖方|控股股东|大股东|实控人)"
)

# Found by what stands behind a name, which is rare; then the name is read backwards from there.
_TICKER = re.compile(r"[（(](?:(?:SH|SZ|BJ|HK)[:：.]?)?(?:\d{6}|0?\d{4,5})(?:\.(?:SH|SZ|BJ|HK|N|O))?[）)]")
_BEFORE_TICKER = re.compile(r"(?<![\u4e00-\u9fffA-Za-z])(\*?(?:ST)?[\u4e00-\u9fffA-Z]{2,7})$")
# "海川环境：全资子公司中标…", each a paragraph or behind 【合同】.
_COLON = re.compile(
    r"[：:]\s?(?:公司|全资|控股|子公司|拟|股东|实际控制人|董事|预计|收到|中标|签|获|因"
    r"|第[一二三四]季|前三季|上半年"
    r"|去年|20\d\d年|\d{1,2}月|终止|筹划|完成|与|向|发行|产品|旗下|股票|近日|累计|不存在|目前|本次"
    r"|上市|回购|全年|单季|营收|净利)"
)
_BEFORE_COLON = re.compile(rf"(?:^|[\n】。；]\s*|[①-⑩]\s*|\d[、.]\s*)(\*?(?:ST)?{_HAN}{{2,6}})$")
_SPECIAL = re.compile(
    rf"(?<![A-Za-z*])(\*?ST(?:(?!公告|公司|披露|发布|宣布|收到|[被因的股昨今晚近早午涨跌触已也]){_HAN}){{2,3}})"
)
# "旺旺2024财年营收235亿元": a name at the head of its clause that a period and a firm's measure follow.
_TELLS = re.compile(
    rf"(?:(?<=[，。；：\s])|^)({_HAN}{{2,4}}?)(?=(?:20\d\d财?年|前三季度|前三季|[上下]半年|第?[一二三四]季度|去年|上财年)(?:的)?"
    rf"(?:营收|营业收入|总?收入|归母|净利|净亏|净赚))"
)
_NO_TELLER = re.compile(
    r"自己|本身|各家|彼此|业务|市场|渠道|产品|地区|板块|品牌|部门|收入|利润|公司|集团|其中|同期|整个|合计|单季|国内|海外|境内|境外|线上|线下|自营|全年|主业|对手"
    r"|两者|三家|双方|前者|后者|行业|大盘|整体|方面|旗下|母公司|子公司|龙头|老大|老二|同行|上市|不过|但是|而且|因为|所以|如果|虽然|此外|另外|目前"
    r"|截至|今年|去年|前年|明年|财报|年报|季报|数据|显示|预计|据|报告|期内|当季|本季|毛利|费用|成本|员工|工资|中国|美国|欧洲|日本|韩国|全球|全国|大陆|香港"
    r"|[的了是在和与及其它他她这那每各我你们也都就还又最很把被让]"
)
_QUOTED = re.compile(rf"{_KIND}[「“‘\"『]({_HAN}{{2,8}}|[A-Z][A-Za-z]{{1,14}}{_HAN}{{0,4}})[」”’\"』]")
# 零售商CECONOMY: capitals too many for a term (公司CEO, 平台SAAS), right behind the word of a trade.
_CAPITALS = re.compile(rf"{_KIND}([A-Z]{{6,20}})(?![A-Za-z0-9])")
_FUNDED = re.compile(
    rf"[「『“]({_HAN}{{2,8}})[」』”](?=[^，。；\n]{{0,10}}(?:完成|获)[^，。；\n]{{0,14}}(?:轮|融资|投资))"
)
_CALLED = re.compile(rf"[（(](?:下称|以下简称|简称|下文简称)[“「\"]?({_HAN}{{2,8}})[”」\"]?[）)]")
_KIND_THEN = re.compile(
    rf"{_KIND}({_HAN}{{2,5}}?{_TRADE}|{_HAN}{{3,5}}?)(?={_WHEN}(?P<act>{_ACTS}|{_STATES}))"
)
_TRADE_THEN = re.compile(
    rf"(?:(?<=[，。；：、的\s“「（(】|])|^)({_HAN}{{2,5}}?{_TRADE})(?={_WHEN}(?P<act>{_ACTS}"
    rf"|{_STATES}))"
)
_INVESTS = re.compile(
    rf"(?:(?<=[，。；、由和及\s])|^)({_HAN}{{3,9}}?)(?=(?:独家|联合|共同)?(?:领投|跟投|参投))"
)
# Met again in the text, and once at the head of a clause.
_REPEATED = re.compile(
    rf"(?:(?<=[，。；：、\s“「（(】|人将])|^)({_HAN}{{2,4}}?(?:科技|生物|医药|制药|药业|集团|股份"
    rf"|控股|国际|教育|互动|传媒|影业|航空|半导体"
    rf"|微电子|电子|智能|能源|动力|新材|新材料|新能源|食品|乳业|酒业|茶饮|咖啡|物流|证券|资本|重工"
    rf"|精密|光电|环境|环保|文化|娱乐"
    rf"|网络|信息|软件|机器人|医疗|健康|置业|商业|百货|矿业|锂业|化学|化工|材料|实业|海运|航运))"
    r"(?=[，。；：、“”（）()\s的于在与和因也则还已截获宣称拟将今去前上第被完以]|私有化|联合|正式"
    r"|发布|公布|表示|计划|$)"
)
_NO_NAME = re.compile(
    r"[的了是把被让为不也都就还又最很等到说去来这那其它他她们你我与和及或在从向对给将已而且但]|公司"
    r"|企业|行业|市场|产业|平台|业务|机构|国家|全国|国内|全球|我国|中国|本土|海外|有限"
    r"|板块|概念|集体|主力|投资者|分析|数据|指数|期货|合约|现货|每日|今日|昨日|上市|融资|收购|方面"
    r"|相关|部分|多数|少数|整体|同类|传统|头部|中小|大型|小型|民营|国有|外资|合资|新兴|主流|某|各"
    r"|该|几|多"
    r"|价格|均价|成本|产量|销量|收入|利润|需求|供给|库存|进口|出口|项目|工程|计划|方案|报告|论坛"
    r"|大会|协会|学会|基金会|委员会|研究院|研究所|大学|学院|政府|部门|监管|主管"
    r"|股东|资方|投资方|本轮|由|一家|两家|三家|四家|[一二三四五六七八九十\d]+[家个条款只名位]|消费"
    r"|服务|制造业|工业企业|规模"
    r"|重点|核心|关键|智能网联|新一代|人工智能|具身|低空|商业|跨境|移动|互联|传感器|智慧|云计算"
)
_NOT_BEGIN = re.compile(
    r"(?:国庆|春节|五一|端午|中秋|元旦|假期|暑期|寒假|双节|旗下|子公司|母公司|老牌|知名|国产|新能源"
    r"|动力|储能|光伏|风电|汽车|整车|芯片|半导体|生物"
    r"|医药|医疗|食品|乳业|白酒|酒店|航空|快递|物流|银行|证券|保险|基金|信托|期货|地产|物业|电商"
    r"|直播|游戏"
    r"|影视|传媒|教育|连锁|零售|餐饮|茶饮|咖啡|美妆|服装|家电|家居|手机|面板|通信|软件|数据|网络"
    r"|社交|支付|租赁|环保|化工|钢铁|煤炭|石油|天然气|电力|电网|核电|水电|航运|港口|机场|铁路|公路"
    r"|建筑|建材|水泥"
    r"|玻璃|纺织|造纸|农业|养殖|种植|饲料|去年|今年|明年|上半年|下半年|前三季|三季度|四季度|一季度"
    r"|二季度|当年|当月|本月|上月|同期|期内|其中|此外|同时|目前|近年|未来|预计|随着|由于|因此|不过"
    r"|如果|尽管"
    r"|可能|需要|可以|已经|正在|继续|进一步|持续|主要|包括|涉及|来自|根据|按照|通过|关于|对于|至于"
    r"|由|受|据|上|下|大|小|高|低|新|老|首|第|单|双|全|总|年|月|日|周|季)"
)


# Everyday words that stand before a trade's word where no firm is meant: 平价超市, 远洋航运, 儿童眼科.
_EVERYDAY_WORDS = (
    "一线 三大 三线 上游 下游 专业 专用 世界 业内 东北 两大 个人 中型 中小 中式 "
    "中游 中端 中药 临床 主流 义务 乡村 二手 二线 五大 亚洲 产业 亲子 人工 人形 "
    "人身 仓储 仿制 企业 休闲 会员 传统 低碳 低空 低端 住宅 体检 体育 保健 债券 "
    "健康 储能 儿童 光伏 光学 光电 光纤 入境 全球 公共 公募 公益 公路 六大 共享 "
    "养殖 养老 内河 内销 内陆 再生 军用 农业 农商 农村 农用 冰雪 冷冻 冷藏 冷链 "
    "几大 出口 出境 出租 创新 功率 功能 动力 动漫 化学 化石 区域 医疗 医美 华东 "
    "华中 华北 华南 卫星 即时 厨卫 厨房 县域 口腔 各地 各大 各家 各类 合资 同业 "
    "同城 同行 周边 咖啡 品牌 商业 商品 商用 啤酒 四大 团体 团餐 园区 固态 国产 "
    "国内 国有 国营 国际 在线 地下 地方 地面 城乡 城商 城市 城投 基因 基建 基础 "
    "外卖 外商 外贸 外资 多家 大众 大型 大宗 天使 头部 奢侈 女性 奶茶 婴儿 婴童 "
    "存储 学前 学生 安防 定制 宠物 客运 家居 家庭 家用 家装 宽带 导航 寿险 射频 "
    "小型 尾部 居家 工业 工程 市政 干线 平价 平板 应急 度假 康复 廉价 建筑 开源 "
    "引导 影视 微型 快消 快运 快递 快餐 意外 成人 户外 手机 批发 折扣 指数 支线 "
    "政府 散货 数字 数据 整车 文化 新兴 新型 新式 旅游 无人 无糖 无线 日化 日式 "
    "日本 日用 时尚 显示 智慧 智能 有机 有色 期货 本土 本地 林业 核能 模拟 欧洲 "
    "母婴 民宿 民生 民用 民营 民间 气象 氢能 水上 水产 油轮 沿海 流行 测绘 海上 "
    "海外 海工 海洋 消费 消防 液态 混动 混合 清洁 渔业 游戏 滚装 滨海 激光 火锅 "
    "烘焙 燃油 物业 特殊 特种 特色 环保 现代 现制 现磨 现货 珠宝 甜品 生物 生鲜 "
    "电动 电脑 男性 畜牧 白酒 白银 直播 眼科 短途 研学 硬件 社交 社会 社区 私募 "
    "种植 租赁 移动 稀土 稀有 空中 算力 粮食 精品 精密 精细 精酿 素质 红酒 纯电 "
    "线上 线下 经典 综合 绿色 网约 网络 美国 美容 老年 老式 老牌 职业 职教 股权 "
    "股票 能量 腰部 自动 航空 航运 节能 营养 行业 街边 西北 西南 西式 西药 设施 "
    "调味 豪华 财产 货币 货运 跨境 车用 车规 车载 车险 轨道 软件 轻奢 运动 近海 "
    "进口 远洋 连锁 通用 速冻 逻辑 遥感 量贩 铁路 长租 长途 陆上 院线 集体 零售 "
    "零担 青年 面板 韩国 韩式 音乐 预制 风电 风险 食用 骨科 高档 高空 高端 高等 "
    "高速 高铁 黄酒 黄金 黑色 龙头 东南亚 乳制品 互联网 低成本 写字楼 半固态 "
    "半导体 可再生 婴幼儿 干散货 政策性 短视频 碳化硅 第三代 第三方 第四方 经济型 "
    "肉制品 股份制 装配式 豪华型 集装箱 固定收益 固定资产"
)
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())

# 海关总署：, 国家能源局：: an office announces as firms do.
_OFFICE = re.compile(r"(?:[局委厅署]|法院|检察院|办公室|人民政府|银保监会)$")


def named_firms(text: str) -> Iterator[tuple[int, int]]:
    """Spans of Chinese names that the text treats as firms, the surest first."""
    seen: set[str] = set()
    for mark, back in ((_TICKER, _BEFORE_TICKER), (_COLON, _BEFORE_COLON)):
        for behind in mark.finditer(text):
            floor = max(0, behind.start() - 12)
            found = back.search(text[floor : behind.start()])
            if found is not None and not (_NO_NAME.search(found.group(1)) or _OFFICE.search(found.group(1))):
                seen.add(found.group(1))
                yield floor + found.start(1), behind.start()
    for told in _TELLS.finditer(text):
        if not (_NO_NAME.search(told.group(1)) or _NO_TELLER.search(told.group(1))):
            seen.add(told.group(1))
            yield told.span(1)
    patterns = [_QUOTED, _FUNDED, _CALLED, _CAPITALS]
    if "ST" in text:
        patterns.append(_SPECIAL)
    if "投" in text:
        patterns.append(_INVESTS)
    for pattern in patterns:
        for match in pattern.finditer(text):
            name = match.group(1)
            if pattern is not _SPECIAL and (_NO_NAME.search(name) or len(name) < 2):
                continue
            seen.add(name)
            yield match.span(1)
    for match in _REPEATED.finditer(text):
        name = match.group(1)
        if (
            name not in seen
            and text.count(name) > 1
            and not (_NO_NAME.search(name) or _NOT_BEGIN.match(name))
        ):
            seen.add(name)
            yield match.span(1)
    for pattern in (_KIND_THEN, _TRADE_THEN):
        for match in pattern.finditer(text):
            name = match.group(1)
            if name in seen or _NO_NAME.search(name) or _NOT_BEGIN.match(name):
                continue
            if is_everyday(name):
                continue
            has_trade = _ENDS_IN_TRADE.search(name) is not None and len(name) >= 4
            if pattern is _TRADE_THEN and not _IS_ACT.match(match.group("act")):
                has_trade = False
            if has_trade or (len(name) >= 3 and text.count(name) > 1):
                yield match.span(1)


_IS_ACT = re.compile(_ACTS)
_ENDS_IN_TRADE = re.compile(rf"{_TRADE}$")

# Two or three characters and a trade's word, at the head of a clause or behind what joins firms, and right
# before what only a firm has or does. Read last, and not where the first characters are a common word.
_TRADING = re.compile(
    rf"(?:^|[，。；：、,;:\n\s“「（(与和由给向从为被对将好手])"
    rf"((?![与和由给向从为被对将手]){_HAN}{{2,3}}{_TRADE})(?=(?:上周|本周|上月|本月)?"
    rf"{_WHEN}(?:营收|营业收入|归母|净利|净亏|净赚|预亏|扣非|毛利率|股价|股东|董事长|创始人|总裁|老板|高管|召回"
    r"|三季报|半年报|年报|中报|财报|宣布|公告|警告|预计|排在|排名|回购|认购|募资|挂牌|递表|的股份|的股权"
    r"|的股价|的盈利|的员工|的前员工|的创始人|的工厂|的门店|的营收|的净利|的估值|领投|跟投|追加|旗下|总部"
    r"|同日|达成合作|签|\d[\d.,]*%的?(?:股份|股权)|在[^，。；]{2,6}(?:新开|建厂|设厂|上市|挂牌)"
    r"|正与|与[^，。；]{2,8}(?:签|达成|合作)|下调了?|上调了?|也?没有|拿下|把))"
)


# 软件供应商Vizion称: a Latin name right behind a firm's trade. Capitals alone are a term (公司CEO, 平台IP).
_LATIN = re.compile(
    rf"{_KIND}((?!Logo|Agent|Token|Model|Pro\b|Max\b|App)[A-Z][A-Za-z0-9]{{0,3}}[a-z][A-Za-z0-9]{{1,14}})"
    rf"(?=[称的，。、；,;（(]|{_WHEN}(?:{_ACTS}|{_STATES}))"
)
# 航班管家的数据显示, 医药魔方统计，: who counts is a firm, unless it is an office or a word for many.
_COUNTS = re.compile(
    r"(?:^|[。；\n\s])([\u4e00-\u9fff]{4,6}?)(?=(?:的)?(?:最新)?(?:数据|统计|监测数据|测算)(?:显示|[，,]))"
)
_NO_COUNTER = re.compile(
    r"数据|统计|监测|官方|公开|最新|行业|业内|机构|海关|协会|[部局委院会所厅署处网报社]|中心|政府|国家|全国|市场|平台"
    r"|公司|第三方|初步|内部|财务|季|年|月|日|其他|相关|多|该|这|那|据|按|从|以|上述|不完全|券商|银行"
)


def told_firms(text: str) -> Iterator[tuple[int, int]]:
    """Spans of Latin names behind a firm's trade, and of names that count something."""
    for match in _LATIN.finditer(text):
        yield match.span(1)
    if "显示" in text or "统计" in text or "测算" in text:
        for match in _COUNTS.finditer(text):
            if not _NO_COUNTER.search(match.group(1)):
                yield match.span(1)


def trading_firms(text: str) -> Iterator[tuple[int, int]]:
    """Spans of Chinese names that end in a trade's word and do what firms do."""
    for match in _TRADING.finditer(text):
        name = match.group(1)
        if not (_NO_NAME.search(name) or _NOT_BEGIN.match(name) or is_everyday(name)):
            yield match.span(1)


def is_everyday(name: str) -> bool:
    """Whether what stands before a trade's word is no name: 平价超市."""
    stem = _ENDS_IN_TRADE.sub("", name)
    return len(stem) < 2 or stem in _EVERYDAY
