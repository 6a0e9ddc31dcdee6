"""The extractor as a whole: offsets, determinism, flags, digests, and texts that state nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsledger.extract.article import extract_article
from newsledger.extract.explain import explain
from newsledger.extract.records import Document, Extraction
from newsledger.extract.version import extractor_version
from newsledger.extract.vocabulary import Vocabulary
from newsledger.settings import PROJECT_ROOT

PUBLISHED = datetime(2025, 11, 10, 2, tzinfo=UTC)
BODY = (
    "Group 1: Cars - BYD sold 480,186 vehicles in September, down 5.5% from a year earlier [3][4]. "
    "Its gross margin was 17.9% in the third quarter [5]. Group 2: 电池 - 宁德时代前三季度营收2830.7 亿元,同比增长9.28%。"
)


def _read(vocabulary: Vocabulary, body: str, title: str = "") -> Extraction:
    return extract_article(Document(title, body, PUBLISHED, "Asia/Shanghai"), vocabulary)


def test_every_figure_mention_and_sentence_stands_where_its_offsets_say(vocabulary: Vocabulary) -> None:
    found = _read(vocabulary, BODY, "比亚迪卖出48万辆")
    texts = {"title": "比亚迪卖出48万辆", "body": BODY}
    assert len(found.observations) >= 5
    for fact in found.observations:
        assert texts[fact.field][fact.start_char : fact.end_char] == fact.figure_text
        evidence = texts[fact.field][fact.evidence_start_char : fact.evidence_end_char]
        assert evidence == fact.evidence_text
        assert fact.evidence_start_char <= fact.start_char < fact.end_char <= fact.evidence_end_char
    for mention in found.mentions:
        assert texts[mention.field][mention.start_char : mention.end_char] == mention.surface


def test_a_fact_has_subject_metric_value_unit_period_and_mood(vocabulary: Vocabulary) -> None:
    fact = _read(vocabulary, BODY).observations[0]
    assert (fact.subject_id, fact.metric_id, fact.value_low, fact.unit) == (
        "byd",
        "sales_volume",
        480186,
        "vehicle",
    )
    assert (str(fact.period_start), str(fact.period_end), fact.modality) == (
        "2025-09-01",
        "2025-09-30",
        "actual",
    )


def test_a_fall_is_negative_and_says_what_it_is_measured_against(vocabulary: Vocabulary) -> None:
    fact = _read(vocabulary, BODY).observations[1]
    assert (fact.metric_id, fact.value_low, fact.is_change, fact.comparison) == (
        "sales_volume_growth",
        -5.5,
        True,
        "yoy",
    )


def test_each_section_speaks_of_its_own_subject(vocabulary: Vocabulary) -> None:
    body = (
        "Group 1: Nvidia - Revenue rose 62% in the third quarter. "
        "Group 2: Intel - Revenue fell 3% in the third quarter."
    )
    assert [f.subject_id for f in _read(vocabulary, body).observations] == ["nvidia", "intel"]


def test_numbered_items_of_a_digest_do_not_hand_on_their_subject(vocabulary: Vocabulary) -> None:
    body = "1、特斯拉三季度营收281亿美元。2、全国出口额同比增长8%。"
    facts = _read(vocabulary, body).observations
    assert facts[0].subject_id == "tesla"
    assert all(fact.subject_id != "tesla" for fact in facts[1:])


def test_what_stands_before_the_credit_ends_is_not_read(vocabulary: Vocabulary) -> None:
    credit = "本文来自:特斯拉观察,作者:2025年赚9亿元。"
    document = Document("", credit + "比亚迪营收10亿元。", PUBLISHED, "Asia/Shanghai", None, len(credit))
    found = extract_article(document, vocabulary)
    assert [m.company_id for m in found.mentions] == ["byd"]
    assert all(f.start_char >= len(credit) for f in found.observations)


@pytest.mark.parametrize("body", ["", " ", "\n\n", "...", "[1][2][3]", "Group 1: - Group 2: -"])
def test_a_text_that_states_nothing_gives_nothing(vocabulary: Vocabulary, body: str) -> None:
    found = _read(vocabulary, body)
    assert (found.mentions, found.observations) == ((), ())


def test_the_version_names_code_and_vocabulary(vocabulary: Vocabulary) -> None:
    assert extractor_version(vocabulary).endswith("+" + vocabulary.version)


def test_the_rows_are_the_same_in_every_process(vocabulary: Vocabulary) -> None:
    code = (
        "import json,sys;from dataclasses import asdict;from datetime import datetime,UTC;"
        "from newsledger.extract.article import extract_article;"
        "from newsledger.extract.records import Document;"
        "from newsledger.extract.vocabulary import load_vocabulary;"
        "from newsledger.settings import SEEDS_DIR;"
        "d=Document('',sys.stdin.read(),datetime(2025,11,10,2,tzinfo=UTC),'Asia/Shanghai');"
        "print(json.dumps(asdict(extract_article(d,load_vocabulary(SEEDS_DIR))),default=str,ensure_ascii=False))"
    )
    rows = []
    for seed in ("0", "7"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT_ROOT / "plugins")}
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=BODY,
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        rows.append(done.stdout)
    here = json.dumps(asdict(_read(vocabulary, BODY)), default=str, ensure_ascii=False) + "\n"
    assert rows[0] == rows[1] == here


def test_the_explanation_marks_each_figure_in_its_sentence(vocabulary: Vocabulary) -> None:
    shown = explain("", BODY, PUBLISHED, vocabulary, color=False)
    assert "sold «480,186 vehicles» in September" in shown
    assert "sales_volume_growth (yoy)" in shown
    facts = _read(vocabulary, BODY).observations
    assert all(f"      by {fact.rule}\n" in f"{shown}\n" for fact in facts)
    assert shown.count("      by ") == len(facts) > 0
    assert "SZ:300750" in shown
    assert "\x1b" not in shown
    assert "\x1b" in explain("", BODY, PUBLISHED, vocabulary, color=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=120)
    | st.text(alphabet="宁德时代营收亿元同比增长12.5%，。BYD rose to $3bn in 2024 ", max_size=120)
)
def test_no_text_makes_it_fail_and_offsets_always_hold(vocabulary: Vocabulary, body: str) -> None:
    for fact in _read(vocabulary, body).observations:
        assert body[fact.start_char : fact.end_char] == fact.figure_text
        assert fact.value_low <= fact.value_high
        assert 0.0 < fact.confidence <= 1.0


def test_a_firm_outside_the_vocabulary_is_a_candidate_and_a_subject(vocabulary: Vocabulary) -> None:
    found = _read(vocabulary, "Quillhaven Robotics raised $40 million in a Series B round.")
    assert [m.surface for m in found.mentions] == ["Quillhaven Robotics"]
    fact = found.observations[0]
    assert found.mentions[0].company_id.startswith("candidate:")
    assert (fact.subject_type, fact.company_id) == ("company", found.mentions[0].company_id)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "亿",
        "(",
        " ",
        "a",
        "1,",
        "营收5亿元，",
        "revenue rose 5% to 3 billion yuan, ",
        "BYD and ",
        "1月",
        "1%, ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(vocabulary: Vocabulary, piece: str) -> None:
    def seconds(length: int) -> float:
        body = piece * (length // len(piece))
        start = time.process_time()
        _read(vocabulary, body)
        return time.process_time() - start

    seconds(1500)
    short = max(seconds(3000), 0.02)
    assert seconds(12000) < 4 * 3 * short
