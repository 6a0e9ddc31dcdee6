"""A figure is a fact unless a cue in its own clause says otherwise."""

from __future__ import annotations

import re

import pytest

from newsledger.extract.modality import modality_of


def _mood(text: str) -> str:
    figure = re.search(r"#\d+#", text)
    assert figure is not None
    language = "zh" if re.search("[一-鿿]", text) else "en"
    return modality_of(text, 0, len(text), figure.span(), language)[0]


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("The mill sold #5# trucks.", "actual"),
        ("Acme expects sales of #5#.", "forecast"),
        ("Sales are projected to reach #5#.", "forecast"),
        ("Output will rise to #5#.", "forecast"),
        ("Acme guides for #5#.", "forecast"),
        ("Acme plans to open #5# shops.", "target"),
        ("It aims for #5#.", "target"),
        ("missing the #5# it had targeted", "target"),
        ("Costs could reach #5#.", "hypothetical"),
        ("Fees may fall by #5# if the rule passes.", "hypothetical"),
        ("a margin of #5# is considered acceptable", "hypothetical"),
        ("Prices rose from 3 in May to #5# in June.", "actual"),
        ("Acme expects growth of 3, while Bolt sold #5#.", "actual"),
        ("It expects demand to be flat, with a margin of #5#.", "forecast"),
        ("It plans a new plant, and revenue rose to #5#.", "actual"),
        ("Revenue is seen climbing to #5#.", "forecast"),
        ("Profit beat the #5# analysts had expected.", "forecast"),
        ("公司要造#5#台机器人。", "target"),
        ("工程需要建#5#座桥。", "actual"),
        ("公司营收#5#。", "actual"),
        ("预计营收#5#。", "forecast"),
        ("销量有望达到#5#。", "forecast"),
        ("公司计划开店#5#家。", "target"),
        ("力争做到#5#。", "target"),
        ("成本可能升至#5#。", "hypothetical"),
        ("若成交,价格将达#5#。", "hypothetical"),
        ("预计明年增长,去年已经卖出#5#。", "actual"),
    ],
)
def test_the_cue_nearest_in_the_clause_decides(text: str, mood: str) -> None:
    assert _mood(text) == mood


def test_a_cue_inside_a_name_is_no_cue() -> None:
    text = "良品计划旗下门店有#5#家"
    figure = (text.index("#"), text.rindex("#") + 1)
    assert modality_of(text, 0, len(text), figure, "zh", [(0, 4)])[0] == "actual"
    assert modality_of(text, 0, len(text), figure, "zh")[0] == "target"
