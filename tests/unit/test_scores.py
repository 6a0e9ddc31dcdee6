"""What the marts hold is scored against annotations, by language, and kept."""

import json

import pytest

from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.stages.scores import read_annotated, score_by_language, store_scores, table
from newsledger.warehouse.working_copy import open_working_copy

FACT = {
    "low": 7.0,
    "high": 7.0,
    "unit": "CNY",
    "bound": "exact",
    "metric": "revenue",
    "subject": ["Acme"],
    "start": "2025-01-01",
    "end": "2025-12-31",
    "modality": "actual",
    "flags": [],
}
COMPANY = {"company_id": "acme", "names": ["Acme"]}


def article(key, lang, **more):
    annotated = {"companies": [{"names": ["ACME", "Acme"]}], "topics": ["ai"], "metrics": [FACT]}
    return {"id": key, "lang": lang, "title": "t", "body": "b", **annotated, **more}


def prediction(**changed):
    return {"companies": [COMPANY], "topics": ["ai"], "metrics": [FACT | changed]}


def test_scores_are_of_all_articles_and_of_each_language():
    scores = score_by_language(
        [article("one", "en"), article("two", "zh"), article("three", "zh")],
        {"one": prediction(), "two": prediction(metric="net_profit")},
    )
    assert scores["en"].as_row()["facts"] == 1.0
    assert (scores["zh"].quantities.hit, scores["zh"].quantities.missed) == (1, 1)
    assert (scores["zh"].facts.hit, scores["zh"].facts.spare, scores["zh"].facts.missed) == (0, 1, 2)
    assert scores["all"].articles == 3
    assert scores["all"].as_row()["main_topic"] == pytest.approx(2 / 3)
    assert scores["zh"].as_row()["companies"] == pytest.approx(2 / 3)
    assert "facts" in table(scores)


def test_scores_are_kept_with_the_extractor_and_the_file_that_they_are_of(tmp_path):
    home = Home(tmp_path / "home")
    source = tmp_path / "gold.jsonl"
    source.write_text(json.dumps(article("one", "en")), encoding="utf-8")
    scores = score_by_language(read_annotated(source), {"one": prediction()})
    store_scores(home, source, "1.0.0+abc", scores)
    with open_working_copy(home, "test") as connection:
        rows = connection.execute(
            "select language, measure, value, article_count, hit_count from raw.extraction_scores "
            "where measure in ('facts', 'metric') order by all"
        ).fetchall()
    assert rows == [
        ("all", "facts", 1.0, 1, 1),
        ("all", "metric", 1.0, 1, None),
        ("en", "facts", 1.0, 1, 1),
        ("en", "metric", 1.0, 1, None),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("{", "line 1 of .* is no JSON object"), ('{"id": 1}', "has no title"), ("", "holds no article")],
)
def test_a_file_that_is_not_annotated_is_refused(tmp_path, text, complaint):
    source = tmp_path / "gold.jsonl"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(TerminalError, match=complaint):
        read_annotated(source)
