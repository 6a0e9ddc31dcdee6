"""Firms that the vocabulary does not hold become candidates; other capitalised or 科技 words do not."""

from __future__ import annotations

import time

import pytest

from newsledger.extract.candidates import candidate_id, candidate_names, find_candidates
from newsledger.extract.mentions import document_context, find_companies
from newsledger.extract.reading import read_field
from newsledger.extract.terms import find_terms, term_index
from newsledger.extract.vocabulary import Vocabulary


def _candidates(vocabulary: Vocabulary, text: str) -> list[str]:
    reading = read_field(text)
    matches = find_terms(reading.text, term_index(vocabulary))
    known = find_companies(reading, matches, document_context([reading], [matches]))
    found = find_candidates(reading, known, matches)
    assert all(reading.text[one.start : one.end] == one.surface for one in found)
    return [one.surface for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The supplier, Quorvex Technology, ships lidars.", ["Quorvex Technology"]),
        ("Marlpit Holdings Ltd. raised $30 million.", ["Marlpit Holdings Ltd."]),
        ("Shares of Brindle Foods Inc. fell.", ["Brindle Foods Inc."]),
        ("Zelmont (NASDAQ: ZLMT) reported a loss.", ["Zelmont"]),
        ("It bought the start-up Fennwick in May.", ["Fennwick"]),
        ("Orlith, a nuclear start-up, signed with Meta.", ["Orlith"]),
        ("Rivals such as Nvidia, Corvane and AMD cut prices.", ["Corvane"]),
        ("采购方是杭州云岫谷科技有限公司。", ["杭州云岫谷科技有限公司"]),
        ("投资人押注的, 是青岚机器人。", ["青岚机器人"]),
        ("腾讯、墨川、京东都派人到场。", ["墨川"]),
        ("竞争对手云岫动力上周下调了价格。", ["云岫动力"]),
        ("去年，青岚乳品在华东新开了八十家门店。", ["青岚乳品"]),
        ("与松蔚医药签约的客户超过两百家。", ["松蔚医药"]),
        ("软件供应商Quorvex称，运价已回落。", ["Quorvex"]),
        ("票价还没回来。旅途管家的数据显示，客流回升。", ["旅途管家"]),
        ("消息人士称，岭川机器人正与银行商谈贷款。", ["岭川机器人"]),
    ],
)
def test_an_unknown_firm_is_a_candidate(vocabulary: Vocabulary, text: str, expected: list[str]) -> None:
    assert _candidates(vocabulary, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Tesla Inc. and Apple Inc. are known.",
        "Artificial Intelligence Technology is dear. New Energy is cheap.",
        "The Department of Energy and Tsinghua University agreed.",
        "The World Bank and the Central Bank of Kenya met.",
        "Group 3: Harbour Technology - Costs rose. Group 4: Energy - They fell.",
        "Tencent's AI and Microsoft's Power business grew.",
        "人工智能、新能源、机器人, 都是国产科技。",
        "这家科技公司与多家传媒集团合作。",
        "北京、上海、深圳的写字楼空了。",
        "公司CEO说，平台IP和企业App都要改。官方数据显示，客流回升。第三方机构统计，价格回落。",
        "海关总署：上半年我国汽车出口增长三成。",
        "去年，平价超市净利润下滑两成，远洋航运股价大涨。",
        "今年，儿童眼科宣布涨价，几大集团预计跟进。",
    ],
)
def test_a_common_word_is_no_candidate(vocabulary: Vocabulary, text: str) -> None:
    assert _candidates(vocabulary, text) == []


def test_a_candidate_keeps_its_id_with_and_without_its_legal_form() -> None:
    assert candidate_id("Marlpit Holdings Ltd.") == candidate_id("Marlpit Holdings, Ltd")
    assert candidate_id("Quorvex Technology") == "candidate:quorvex_technology"
    assert candidate_id("云岫谷科技有限公司") == candidate_id("云岫谷科技")
    assert candidate_names("云岫谷科技有限公司") == ("云岫谷科技有限公司", "云岫谷科技")


@pytest.mark.parametrize("piece", ["A", "A-", "Aa ", "有", "科技", "（", "、腾讯", "Inc. "])
def test_no_text_runs_away(vocabulary: Vocabulary, piece: str) -> None:
    started = time.process_time()
    _candidates(vocabulary, piece * (60_000 // len(piece)))
    assert time.process_time() - started < 3.0
