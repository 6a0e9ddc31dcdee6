"""What a dbt build came to is kept row by row."""

import json

from newsledger.settings import Home
from newsledger.warehouse.dbt_results import load_results
from newsledger.warehouse.working_copy import open_working_copy


def node(key, status, **more):
    return {"unique_id": key, "status": status, "execution_time": 0.5, "timing": [], **more}


def test_each_node_of_a_build_is_a_row_with_its_name_and_message(tmp_path):
    home = Home(tmp_path)
    results = tmp_path / "run_results.json"
    timing = [
        {"name": "execute", "started_at": "2026-01-01T00:00:00Z", "completed_at": "2026-01-01T00:00:01Z"}
    ]
    nodes = [
        node("model.newsledger.fct_articles", "success", timing=timing, message="OK"),
        node(
            "test.newsledger.unique_fct_articles_article_id.1a2b",
            "fail",
            failures=3,
            message="Got\n 3  results",
        ),
        node("unit_test.newsledger.fct_articles.a_story_counts_once", "pass"),
        node("test.newsledger.dailies_equal", "warn", failures=1, message="x" * 900),
    ]
    results.write_text(json.dumps({"results": nodes}), encoding="utf-8")
    with open_working_copy(home, "test") as connection:
        assert load_results(connection, "build_1", results) == 4
        rows = connection.execute(
            "select resource_type, name, status, failures, message, started_at is not null "
            "from raw.dbt_results order by rowid"
        ).fetchall()
    assert rows[:3] == [
        ("model", "fct_articles", "success", None, "OK", True),
        ("test", "unique_fct_articles_article_id", "fail", 3, "Got 3 results", False),
        ("unit_test", "fct_articles.a_story_counts_once", "pass", None, None, False),
    ]
    assert rows[3][:3] == ("test", "dailies_equal", "warn") and len(rows[3][4]) == 500


def test_a_build_that_wrote_no_results_has_none(tmp_path):
    with open_working_copy(Home(tmp_path), "test") as connection:
        assert load_results(connection, "build_1", tmp_path / "run_results.json") == 0
