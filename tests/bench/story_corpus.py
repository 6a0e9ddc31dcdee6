"""Synthetic business news in Chinese and English, much of it made from templates, with edited copies.

Different articles of one template, of one company in two quarters, follow-ups that quote half of an older article,
and round-ups that tell several flashes in full are different stories; copies that were cut, reordered,
re-punctuated, excerpted or given another title are not. Everything follows from the seed.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from newsledger.settings import SEEDS_DIR
from tests.bench.synthetic_news import synthetic_articles

ZH_QUARTERS = ("一季度", "上半年", "三季度", "前三季度", "四季度")
EN_QUARTERS = ("the first quarter", "the second quarter", "the third quarter", "the fourth quarter")
ZH_FLASH = [
    "{a}今日公布{y}年{q}财报。财报显示,公司{q}实现营收{m}亿元,同比增长{p}%;归属于上市公司股东的净利润{m2}亿元,同比增长{p2}%。"
    "公司表示,业绩增长主要得益于主营业务收入增加以及费用管控成效显现。经营活动产生的现金流量净额为{m3}亿元。截至发稿,{a}股价报{s}元。",
    "{a}({c})公告称,公司拟以集中竞价方式回购股份,回购金额不低于{n}万元且不超过{n2}万元,回购价格不超过{s}元/股,"
    "回购期限为自董事会审议通过之日起12个月内。本次回购的股份将用于员工持股计划或股权激励。公司股票今日收于{s2}元。",
    "{d}日消息,{a}宣布完成新一轮融资,金额达{m}亿元,由{b}领投,{e}跟投。本轮融资后公司估值约{m2}亿元。{a}成立于{y}年,"
    "资金将主要用于产品研发、市场拓展以及人才引进。公司创始人表示,未来三年计划将研发人员增至{n}人。",
    "{a}发布公告,公司董事会近日收到董事会秘书提交的书面辞职报告。因个人原因,该董事会秘书申请辞去所任职务,辞职后不再担任公司任何职务。"
    "其辞职不会影响公司的正常经营。截至公告日,其持有公司股份{n}股。{a}董事会对其任职期间所作贡献表示感谢。",
    "{d}日,两市主要指数收盘涨跌不一,沪指报{s}点,跌{p}%,深成指报{s2}点,涨{p2}%。两市成交额{m}亿元,较上一交易日放量{m2}亿元。"
    "盘面上,{a}、{b}等个股领涨,{e}领跌。北向资金全天净买入{m3}亿元。",
    "{a}与{b}签署战略合作协议。双方将在产品开发、供应链以及海外市场等方面开展深度合作,优势互补,实现共赢。协议有效期三年,"
    "不涉及具体金额。{a}相关负责人表示,此次合作有助于公司进一步拓展业务,对本年度业绩不构成重大影响。",
]  # fmt: skip
EN_FLASH = [
    "{a} reported revenue of ${m} billion for {q} of {y}, up {p}% from a year earlier. Net income came to ${m2} billion, or "
    "${s} per share, compared with ${s2} a year ago. The company said growth was driven by strong demand across its main "
    "businesses and by tighter control of costs. Operating cash flow was ${m3} billion. Shares of {a} were little changed in "
    "extended trading.",
    "{a} said on Tuesday it had agreed to acquire {b} in an all-cash deal valued at ${m} billion, a premium of {p}% over the "
    "last closing price. The transaction is expected to close in the second half of {y}, subject to regulatory approval and "
    "other customary conditions. {a} expects annual cost savings of about ${n} million within three years of closing.",
    "{a} plans to cut about {n} jobs, or {p}% of its workforce, as part of a restructuring announced on Monday. The company "
    "will take a charge of ${m} billion in the current quarter. Chief executive of {a} told staff in a memo that the company "
    "had grown too fast and must simplify the way it works.",
    "{a} and {b} announced a multi-year strategic partnership to develop products for enterprise customers. Financial terms "
    "were not disclosed. Under the agreement the two companies will combine their engineering teams on selected projects and "
    "sell jointly in several markets. The partnership is not expected to have a material effect on results this year.",
]  # fmt: skip
ZH_TAILS = (
    "风险提示:本文所载信息仅供参考,不构成任何投资建议。市场有风险,投资需谨慎。投资者据此操作,风险自担,与本平台立场无关。",
    "本文为原创稿件,转载请联系授权。更多精彩内容,欢迎关注我们的公众号,点亮在看,分享给更多朋友。未经许可不得以任何方式使用本文内容。",
    "以上内容由系统根据公开数据自动生成,仅供读者参考,如与公告不符,以公司公告为准。数据来源:交易所公告、公开资料整理。",
)
EN_TAILS = (
    "This press release contains forward-looking statements that involve risks and uncertainties. Actual results may differ "
    "materially from those expressed or implied. The company undertakes no obligation to update these statements, whether as a "
    "result of new information, future events or otherwise.",
    "Reporting by our staff; editing by the desk. Our standards are available on request. This material may not be "
    "published, broadcast, rewritten or redistributed without permission.",
)
ZH_WHO = ("业内人士", "一位接近公司的人士", "分析师", "供应商", "渠道商", "一名前员工", "投资人", "监管部门", "消费者", "工程师", "门店店长", "研究机构")  # fmt: skip
ZH_DO = (
    "认为",
    "告诉记者",
    "指出",
    "透露",
    "担心",
    "预计",
    "强调",
    "承认",
    "坦言",
    "观察到",
    "反复提到",
    "并不同意",
)
ZH_WHAT = (
    "海外建厂的周期比想象中长", "价格战还没有看到尽头", "渠道库存已经连续上升", "新产品的良率仍在爬坡", "补贴退坡后的需求要重新估算", "真正的瓶颈在于人才",
    "旧的打法正在失效", "下沉市场的复购率被高估", "这笔账迟早要算清楚", "供应链的话语权正在转移", "大模型的成本下降超出预期", "客户更看重交付而不是参数",
    "资本开支的高峰已经过去", "出口订单的能见度只有一个季度", "合规成本被低估", "年轻人的偏好变得更快", "行业集中度会继续提高", "现金流比增速更重要",
    "仓储环节的损耗难以压缩", "技术路线之争没有赢家", "门店模型需要重新验证", "广告预算正在向短视频倾斜", "售后网络决定了口碑", "上游涨价难以传导",
)  # fmt: skip
ZH_WHERE = (
    "在{p0}",
    "从{p0}到{p1}",
    "与{a}相比",
    "在{b}之后",
    "放到整个行业看",
    "过去{k}个月里",
    "进入{y}年以来",
    "在{n}家门店里",
)
PLACES = ("杭州", "成都", "合肥", "苏州", "东莞", "武汉", "郑州", "长沙", "宁波", "青岛", "佛山", "西安", "越南", "墨西哥", "匈牙利", "印尼", "沙特", "巴西")  # fmt: skip
EN_WHO = ("Analysts", "A person close to the company", "Suppliers", "Two former employees", "Investors", "Regulators", "Retailers", "Engineers", "Rivals", "Executives")  # fmt: skip
EN_DO = (
    "say",
    "argue",
    "concede",
    "warn",
    "expect",
    "doubt",
    "insist",
    "believe",
    "have noticed",
    "told this paper",
)
EN_WHAT = (
    "that building plants abroad takes longer than planned", "that the price war has no end in sight", "that inventories keep rising in every channel",
    "that yields of the new line are still low", "that demand after subsidies must be estimated anew", "that talent is the real bottleneck",
    "that old habits of selling no longer work", "that power over the supply chain is shifting", "that models become cheaper faster than hoped",
    "that customers prefer delivery to specifications", "that the peak of capital spending has passed", "that orders are visible for one quarter only",
    "that the cost of compliance was underestimated", "that tastes change more quickly", "that the industry will consolidate further",
    "that cash matters more than growth", "that losses in storage are hard to cut", "that no technology has won yet",
)  # fmt: skip
EN_WHERE = ("in {p0}", "compared with {a}", "after the exit of {b}", "over the past {k} months", "since early {y}", "across {n} stores", "between {a} and {b}")  # fmt: skip
EN_PLACES = ("Texas", "Hungary", "Mexico", "Vietnam", "Bavaria", "Ohio", "Brazil", "Poland", "Ontario", "Gujarat", "Leeds", "Osaka")  # fmt: skip


@dataclass(frozen=True)
class Made:
    """An article of the corpus; articles of one `story` tell the same."""

    title: str
    body: str
    story: int
    edits: tuple[str, ...] = field(default=())


class Names:
    """Companies' names out of the vocabulary."""

    def __init__(self) -> None:
        with (SEEDS_DIR / "companies.csv").open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        self.zh = sorted({row["name_zh"] for row in rows if 3 <= len(row["name_zh"]) <= 6})
        self.en = sorted({row["name_en"] for row in rows if 4 <= len(row["name_en"]) <= 24})


def _slots(pick: random.Random, names: list[str], places: tuple[str, ...]) -> dict[str, str]:
    a, b, e = pick.sample(names, 3)
    p0, p1 = pick.sample(places, 2)
    return {
        "a": a, "b": b, "e": e, "p0": p0, "p1": p1, "y": str(pick.randint(2018, 2026)), "d": str(pick.randint(1, 28)),
        "m": f"{pick.uniform(1, 900):.2f}", "m2": f"{pick.uniform(1, 90):.2f}", "m3": f"{pick.uniform(1, 90):.1f}",
        "p": f"{pick.uniform(1, 90):.1f}", "p2": f"{pick.uniform(1, 90):.2f}", "s": f"{pick.uniform(3, 400):.2f}",
        "s2": f"{pick.uniform(3, 400):.2f}", "n": str(pick.randint(110, 9999)), "n2": str(pick.randint(10000, 99999)),
        "k": str(pick.randint(3, 36)), "c": f"{pick.randint(300000, 688999)}.{pick.choice(('SH', 'SZ'))}",
    }  # fmt: skip


def _zh_sentence(pick: random.Random, names: Names) -> str:
    slots = _slots(pick, names.zh, PLACES) | {"q": pick.choice(ZH_QUARTERS)}
    where, what, more = pick.choice(ZH_WHERE), pick.choice(ZH_WHAT), pick.choice(ZH_WHAT)
    shape = pick.choice(
        (
            "{who}{do},{where},{what}。", "{where},{what},而{more}。", "{a}的情况则不同,{what},{n}人的团队要面对{more}。",
            "{who}{do}{what},“{more}”。", "按{b}披露的口径,{q}的数字是{m}亿元,{what}。", "{what}。这也是{e}选择{p1}的原因,{where}。",
        )
    )  # fmt: skip
    text = shape.format_map(slots | {"who": pick.choice(ZH_WHO), "do": pick.choice(ZH_DO), "where": where, "what": what, "more": more})  # fmt: skip
    return text.format_map(slots)


def _en_sentence(pick: random.Random, names: Names) -> str:
    slots = _slots(pick, names.en, EN_PLACES) | {"q": pick.choice(EN_QUARTERS)}
    shape = pick.choice(
        (
            "{who} {do} {what} {where}.", "{where}, {who} {do} {what}, and {more}.", "The case of {a} is another: {who} {do} {what}.",
            "By the figures of {b}, {q} brought ${m} million; {who} {do} {what}.", "{who} {do} {what}, which is why {e} chose {p1}.",
        )
    )  # fmt: skip
    text = shape.format_map(
        slots
        | {
            "who": pick.choice(EN_WHO), "do": pick.choice(EN_DO), "where": pick.choice(EN_WHERE),
            "what": pick.choice(EN_WHAT), "more": pick.choice(EN_WHAT),
        }
    )  # fmt: skip
    text = text.format_map(slots)
    return text[0].upper() + text[1:]


def _feature(pick: random.Random, names: Names, is_zh: bool) -> tuple[str, str]:
    sentence = _zh_sentence if is_zh else _en_sentence
    paragraphs = [
        ("" if is_zh else " ").join(sentence(pick, names) for _ in range(pick.randint(2, 4)))
        for _ in range(pick.randint(4, 9))
    ]
    name = pick.choice(names.zh if is_zh else names.en)
    what = pick.choice(ZH_WHAT if is_zh else EN_WHAT)
    title = f"{name}:{what}" if is_zh else f"{name} and the view {what}"
    return title, "\n".join(paragraphs)


def _flash(pick: random.Random, names: Names, is_zh: bool) -> tuple[str, str]:
    slots = _slots(pick, names.zh if is_zh else names.en, PLACES if is_zh else EN_PLACES)
    slots["q"] = pick.choice(ZH_QUARTERS if is_zh else EN_QUARTERS)
    body = pick.choice(ZH_FLASH if is_zh else EN_FLASH).format_map(slots)
    title = f"{slots['a']}发布最新公告" if is_zh else f"{slots['a']} makes an announcement"
    if pick.random() < 0.5:
        body += "\n" + pick.choice(ZH_TAILS if is_zh else EN_TAILS)
    return title, body


def _sentences(body: str) -> list[str]:
    return [part for part in re.split(r"(?<=[。!?])|(?<=\.)(?:\s+)(?=[A-Z])|\n", body) if part.strip()]


def _cut(pick: random.Random, body: str) -> str:
    parts = _sentences(body)
    dropped = set(pick.sample(range(len(parts)), max(1, round(len(parts) * pick.uniform(0.1, 0.4)))))
    kept = [part for place, part in enumerate(parts) if place not in dropped]
    text = "\n".join(kept)
    return text if len(text) > len(body) // 2 else body[: len(body) * 3 // 4]


def _reordered(pick: random.Random, body: str) -> str:
    parts = _sentences(body)
    pick.shuffle(parts)
    return "\n".join(parts)


def _repunctuated(pick: random.Random, body: str) -> str:
    body = body.translate(str.maketrans({",": pick.choice((",", ", ", " ")), "。": pick.choice((". ", "!", "。")), ";": "。"})) if "。" in body else re.sub(r"[,;](?!\d)", pick.choice((" -", "", ";")), body)  # fmt: skip
    return body.replace("“", '"').replace("”", '"').replace("\n", pick.choice(("\n\n", " ", "\n")))


def _excerpted(pick: random.Random, body: str) -> str:
    least = 110 if "。" in body else 320
    size = max(least, round(len(body) * pick.uniform(0.2, 0.6)))
    if pick.random() < 0.6:
        return body[:size] + " ..."
    start = pick.randrange(max(1, len(body) - size))
    return "..." + body[start : start + size] + "..."


Edit = Callable[[random.Random, str], str]
EDITS: dict[str, Edit] = {
    "cut": _cut,
    "reordered": _reordered,
    "re-punctuated": _repunctuated,
    "excerpted": _excerpted,
}


ZH_PREFACES = (
    "编者按:这几天后台留言最多的就是这件事,小编把全文找来给大家看看。",
    "本号获授权转发,排版有改动,读完记得留言告诉我们你怎么看。",
)
EN_PREFACES = (
    "Editor's note: many of you wrote in about this one, so here it is in full with thanks to those who found it.",
    "Shared here by permission of the author; we only changed how it is laid out. Tell us below what you make of it.",
)


def _prefaced(pick: random.Random, body: str) -> str:
    return pick.choice(ZH_PREFACES if "。" in body else EN_PREFACES) + "\n" + body


LONG_EDITS = EDITS | {"prefaced": _prefaced}


def _copy(pick: random.Random, original: Made, names: Names, edits: dict[str, Edit] = EDITS) -> Made:
    title, body = original.title, original.body
    chosen = pick.sample(sorted(edits), pick.choice((1, 1, 2)))
    for edit in chosen:
        body = edits[edit](pick, body)
    is_zh = any("一" <= letter <= "鿿" for letter in body[:200])
    if pick.random() < 0.25:
        title, chosen = (
            ("深度:" if is_zh else "Focus: ") + title[: len(title) * 2 // 3],
            [*chosen, "retitled"],
        )
    if pick.random() < 0.2:
        tail = pick.choice(ZH_TAILS if is_zh else EN_TAILS)
        if tail[:20] not in body and len(body) > 4 * len(tail):
            body, chosen = body + "\n" + tail, [*chosen, "signed"]
    return Made(title, body, original.story, tuple(chosen))


def make_corpus(seed: int, articles: int, copies: int) -> list[Made]:
    """`articles` in all, `copies` of them edited copies of others, in a random order."""
    pick, names = random.Random(seed), Names()
    made: list[Made] = []
    while len(made) < articles - copies:
        is_zh, kind = pick.random() < 0.6, pick.random()
        if kind < 0.5:
            title, body = _flash(pick, names, is_zh)
        elif kind < 0.9 or len(made) < 50:
            title, body = _feature(pick, names, is_zh)
        elif kind < 0.95:  # a follow-up: half of it is an older article's background
            old = pick.choice(made)
            is_zh = "。" in old.body
            title, body = _feature(pick, names, is_zh)
            parts = _sentences(old.body)
            body += "\n" + "\n".join(parts[: max(1, len(parts) // 2)])
        else:  # a round-up tells several flashes in full
            flashes = [old for old in made if len(old.body) < 700 and ("。" in old.body) == is_zh]
            items = pick.sample(flashes, min(len(flashes), 5))
            title = f"早报{len(made)}期" if is_zh else f"Morning briefing {len(made)}"
            body = "\n".join(f"{place}、{item.title}\n{item.body}" if is_zh else f"{place}. {item.title}\n{item.body}" for place, item in enumerate(items, start=1))  # fmt: skip
        made.append(Made(title, body, len(made)))
    originals = [article for article in made if not article.body.startswith(("1、", "1. "))]
    chosen = pick.sample(originals, min(len(originals), copies * 4 // 5))
    while len(chosen) < copies:
        chosen.append(pick.choice(chosen))
    made += [_copy(pick, original, names) for original in chosen]
    pick.shuffle(made)
    return made


def make_long_corpus(seed: int, articles: int, copies: int) -> list[Made]:
    """Articles as long as those of real sources, 300 to 3,000 characters, in words as frequent as those of natural
    text. One in ten is a report on the model of an older one: other figures, and one sentence in three of its own."""
    pick, names = random.Random(seed), Names()
    made: list[Made] = []
    for source in synthetic_articles(articles - copies, seed):
        is_zh = source.language == "zh"
        length = min(3_000, max(300, int(pick.lognormvariate(6.9, 0.6))))
        title, body = source.title, source.body
        if made and pick.random() < 0.1:
            title, body = _next_report(pick, pick.choice(made), body)
        elif pick.random() < 0.3:
            title, body = _feature(pick, names, is_zh)
        end = max(body.rfind(mark, 0, length) for mark in ("。", ". ", "\n")) + 1
        body = body[: end if end >= 300 else length]
        if pick.random() < 0.3:
            body += "\n" + pick.choice(ZH_TAILS if is_zh else EN_TAILS)
        made.append(Made(title, body, len(made)))
    chosen = pick.sample(made, min(len(made), copies * 4 // 5))
    while len(chosen) < copies:
        chosen.append(pick.choice(chosen))
    made += [_copy(pick, original, names, LONG_EDITS) for original in chosen]
    pick.shuffle(made)
    return made


def _next_report(pick: random.Random, old: Made, other: str) -> tuple[str, str]:
    """A report of the same form as an older one, with figures of its own."""
    own = _sentences(other)
    parts = [pick.choice(own) if place % 3 == 0 else part for place, part in enumerate(_sentences(old.body))]
    body = "\n".join(parts)
    return old.title, re.sub(r"\d+", lambda found: str(int(found[0]) + pick.randint(1, 90)), body)
