"""What must hold of the quantities of any text: offsets, order, finite values, linear cost."""

from __future__ import annotations

import json
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.extract.stated import read, stated, unit_table

from newsledger.settings import PROJECT_ROOT

PIECES = st.sampled_from(
    [
        "0",
        "1",
        "5",
        "12",
        "3.5",
        "1,299",
        "2025",
        "亿",
        "万",
        "千",
        "百",
        "十",
        "一",
        "两",
        "三",
        "几",
        "数",
        "多",
        "半",
        "成",
        "倍",
        "%",
        "元",
        "美元",
        "个百分点",
        "基点",
        "家",
        "辆",
        "吨",
        "每股",
        "每",
        "/",
        "从",
        "到",
        "至",
        "-",
        ",",
        "，",
        "。",
        ".",
        "超",
        "近",
        "不足",
        "以上",
        "左右",
        "增长",
        "下降",
        "翻番",
        "腰斩",
        "分之",
        "$",
        "¥",
        "€",
        "HK$",
        "billion",
        "million",
        "k",
        "percent",
        "points",
        "times",
        "fold",
        "half",
        "quarter",
        "third",
        "one",
        "two",
        "twenty",
        "hundred",
        "doubled",
        "from",
        "to",
        "between",
        "and",
        "or",
        "at",
        "least",
        "more",
        "than",
        "per",
        "share",
        "a",
        "an",
        "the",
        "yuan",
        "(",
        ")",
        "[4]",
        "\n",
        "A",
        "H100",
    ]
)


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(PIECES, max_size=40).map(" ".join),
        st.lists(PIECES, max_size=40).map("".join),
    )
)
def test_no_text_breaks_the_finder_and_offsets_point_at_figures(text: str) -> None:
    reading, matches = read(text)
    at = 0
    for match in matches:
        assert at <= match.start < match.end <= len(reading.text)
        assert match.cue_start <= match.start
        assert 0 <= match.low <= match.high < math.inf
        assert match.unit
        start, end = reading.to_landed(match.start, match.end)
        assert 0 <= start < end <= len(text)
        at = match.end


@pytest.mark.parametrize("piece", ["1", "亿", "[", " ", "a", "一", "1-", "$", "[1]"])
def test_a_megabyte_of_one_piece_costs_no_more_than_its_length(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    unit_table()
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 3.0 * (1 if len(piece) == 1 else 4)


def test_twice_the_text_costs_about_twice_the_time() -> None:
    text = "营收增长12.3%至45.6亿元,从5万吨到8万吨。 Sales rose 3% to $4.5 billion, from 1,299 stores. " * 300
    unit_table()

    def cost(times: int) -> float:
        start = time.process_time()
        read(text * times)
        return time.process_time() - start

    cost(1)
    assert cost(4) < 12 * max(cost(1), 0.02)


def test_the_figure_is_what_stands_in_the_landed_text() -> None:
    landed = "价码高达6.7万 亿日元,到2030年 要达到一万 五千颗 [3]。每股 263港元。"
    reading, matches = read(landed)
    figures = [landed[slice(*reading.to_landed(match.start, match.end))] for match in matches]
    assert figures == ["6.7万 亿日元", "一万 五千颗", "每股 263港元"]


def test_currency_sign_and_unit_belong_to_the_figure() -> None:
    landed = "It pays about HK$30.75 per share and -3.5% more [4]."
    reading, matches = read(landed)
    assert [landed[slice(*reading.to_landed(m.start, m.end))] for m in matches] == [
        "HK$30.75 per share",
        "-3.5%",
    ]
    assert landed[matches[0].cue_start : matches[0].start] == "about "


@given(
    st.integers(min_value=1, max_value=9999),
    st.sampled_from(["亿元", "万元", "亿美元", "万辆", "亿港元", "万吨"]),
)
def test_ranges_share_scale_and_unit(low: int, term: str) -> None:
    high = low + 7
    (short,) = stated(f"预计为{low}至{high}{term}。")
    (long,) = stated(f"预计为{low}{term}至{high}{term}。")
    assert short == long
    assert ".." in short


def _gold_rows() -> list[dict[str, object]]:
    folder = PROJECT_ROOT.parent / "shared" / "gold"
    if not folder.is_dir():
        pytest.skip(
            "the shared gold files are not on this machine; test_quantities.py holds on own sentences"
        )
    return [
        json.loads(line)
        for name in ("seed", "dev")
        for line in (folder / f"{name}.jsonl").open(encoding="utf-8")
    ]


def test_gold_quantities_are_found() -> None:
    from collections import Counter

    found_all = stated_all = missed = 0
    for row in _gold_rows():
        found = Counter(
            (round(m.low, 6), round(m.high, 6)) for key in ("title", "body") for m in read(str(row[key]))[1]
        )
        found_all += sum(found.values())
        for metric in row["metrics"]:  # type: ignore[attr-defined]
            if metric.get("optional"):
                continue
            stated_all += 1
            low, high = sorted((abs(metric["low"]), abs(metric["high"])))
            if found[round(low, 6), round(high, 6)]:
                found[round(low, 6), round(high, 6)] -= 1
            else:
                missed += 1
    assert missed <= 0.02 * stated_all
    assert found_all <= 1.35 * stated_all
