"""Synthetic business news for benchmarks: Chinese and English, any number of articles, always the same.

Words come from a vocabulary with the frequencies of natural text (Zipf): the function words of each
language first, then the seeds' names and terms, then made-up two-character words, so that pairs of
characters spread as they do in a real archive. About seven in ten articles are Chinese, of some 1,300
characters; the English ones have some 450 words.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from newsledger.settings import SEEDS_DIR


def _listed(words: str) -> list[str]:
    return words.split()


CHINESE_SHARE = 0.7
CHINESE_WORDS, ENGLISH_WORDS = 30_000, 25_000
_CHINESE_COMMON = _listed(
    "的 了 在 是 和 将 为 与 对 公司 市场 企业 同比 增长 亿元 万元 今年 去年 其中 以及 通过 目前 表示 认为 中国 产品 业务 "
    "行业 技术 收入 数据 显示 超过 达到 下降 预计 未来 发展 投资 资金 价格 需求 全球 消费者 平台 用户 品牌 经济 政策 项目 "
    "实现 净利润 营业收入 上涨 成本 不过 因此 如果 仍然 已经 可能 开始 进行 推出 合作 成为 提升 规模 领域 季度 报告 第三 "
    "分析师 机构 增速 占比 部分 方面 关注 影响 问题 时间 记者 消息 发布 宣布 计划 成立 持续 竞争 压力 机会"
)
_ENGLISH_COMMON = _listed(
    "the of to and in a that for on as with by its at from is was said be has are will it an this not or more than year "
    "company billion million percent quarter revenue market growth sales shares after up new which their over about last "
    "have were per also while first profit first analysts chief executive demand prices from one two three would could "
    "business group investors deal global expected reported compared rose fell plans according since between during"
)
_SYLLABLES = _listed(
    "ba co de fi gen har in jo ka lan mi nor pa que ri sol ta ul ver wa xen yo zer tri bel cro dun est"
)


@dataclass(frozen=True)
class SyntheticArticle:
    article_id: str
    language: str
    title: str
    body: str


@dataclass(frozen=True)
class _Words:
    """Words, most frequent first, with their summed weights for `random.choices`."""

    words: list[str]
    weights: list[float]

    @classmethod
    def of(cls, words: list[str]) -> _Words:
        return cls(words, list(accumulate(1 / (rank + 2.7) for rank in range(len(words)))))

    def draw(self, source: random.Random, count: int) -> list[str]:
        return source.choices(self.words, cum_weights=self.weights, k=count)


def _seed_words(name: str, column: str) -> list[str]:
    with (SEEDS_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file) if row[column]]


def _vocabularies(source: random.Random) -> tuple[_Words, _Words]:
    seeded = [
        *_seed_words("metric_terms", "term"),
        *_seed_words("topic_terms", "term"),
        *_seed_words("companies", "name_zh"),
        *_seed_words("companies", "name_en"),
    ]
    source.shuffle(seeded)
    chinese = [word for word in seeded if not word.isascii()]
    english = [word for word in seeded if word.isascii()]
    characters = sorted({char for word in chinese for char in word if "\u4e00" <= char <= "\u9fff"})
    source.shuffle(characters)
    common = _Words.of(characters)
    made = ["".join(common.draw(source, source.choice((1, 2, 2, 2, 3)))) for _ in range(CHINESE_WORDS)]
    coined = ["".join(source.choices(_SYLLABLES, k=source.choice((2, 3, 4)))) for _ in range(ENGLISH_WORDS)]
    # Half of what follows the common words are terms of the trade: names are frequent in business news.
    mixed_chinese = [word for pair in zip(made, chinese, strict=False) for word in pair] + made[
        len(chinese) :
    ]
    mixed_english = [word for pair in zip(coined, english, strict=False) for word in pair] + coined[
        len(english) :
    ]
    return _Words.of(_CHINESE_COMMON + mixed_chinese), _Words.of(_ENGLISH_COMMON + mixed_english)


def _figure(source: random.Random, chinese: bool) -> str:
    number = f"{source.lognormvariate(3, 2):.{source.choice((0, 1, 2))}f}"
    unit = source.choice(
        ("亿元", "万辆", "%", "个百分点") if chinese else ("billion", "million", "%", "points")
    )
    return number + (unit if chinese or unit == "%" else f" {unit}")


def _chinese_body(source: random.Random, words: _Words) -> str:
    drawn = words.draw(source, max(40, int(source.lognormvariate(6.3, 0.5))))
    parts: list[str] = []
    for position, word in enumerate(drawn, start=1):
        parts.append(word)
        if position % 29 == 0:
            parts.append(_figure(source, chinese=True))
        if position % 97 == 0:
            parts.append("。\n")
        elif position % 8 == 0:
            parts.append(source.choice("，，，。；、"))
    return "".join(parts) + "。"


def _english_body(source: random.Random, words: _Words) -> str:
    drawn = words.draw(source, max(40, int(source.lognormvariate(6.0, 0.5))))
    parts: list[str] = []
    for position, word in enumerate(drawn, start=1):
        parts.append(word)
        if position % 31 == 0:
            parts.append(_figure(source, chinese=False))
        if position % 19 == 0:
            parts[-1] += "."
    return " ".join(parts) + "."


def synthetic_articles(count: int, seed: int = 1) -> Iterator[SyntheticArticle]:
    """`count` articles; the same for the same seed, and the first n of them are those of any count."""
    source = random.Random(seed)
    chinese, english = _vocabularies(source)
    for number in range(count):
        if source.random() < CHINESE_SHARE:
            title = "".join(chinese.draw(source, source.randint(5, 9)))
            yield SyntheticArticle(f"article_{number:07d}", "zh", title, _chinese_body(source, chinese))
        else:
            title = " ".join(english.draw(source, source.randint(6, 11)))
            yield SyntheticArticle(f"article_{number:07d}", "en", title, _english_body(source, english))
