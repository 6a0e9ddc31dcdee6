"""A home's corrections are merged with the seed's, and a slip of the pen is named with its row."""

import csv

import pytest

from newsledger.errors import TerminalError
from newsledger.settings import DBT_DIR, Home
from newsledger.warehouse.corrections import corrections_file, merged_corrections
from newsledger.warehouse.dbt_project_files import project_of, project_sha256

GOOD = {
    "correction_id": "one",
    "observation_id": "obs_1",
    "metric_id": "net_profit",
    "reason": "misread",
    "author": "me",
    "corrected_on": "2026-01-20",
}


def write(home, *rows):
    home.path.mkdir(exist_ok=True)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with corrections_file(home).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def test_without_a_file_of_its_own_a_home_builds_the_bundled_project(tmp_path):
    assert project_of(Home(tmp_path)) == DBT_DIR


def test_a_homes_corrections_stand_in_the_seed_of_the_project_that_it_builds(tmp_path):
    home = Home(tmp_path)
    write(home, GOOD, GOOD | {"correction_id": "two", "metric_id": "", "cleared_fields": "segment region"})
    project = project_of(home)
    with (project / "seeds" / "fact_corrections.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (DBT_DIR / "seeds" / "fact_corrections.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert [row["correction_id"] for row in rows] == ["one", "two"]
    assert list(rows[0]) == header
    assert project_sha256(project) != project_sha256(DBT_DIR)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"reason": ""}, "has no reason"),
        ({"observation_id": ""}, "names no observation_id"),
        ({"observation_id": "", "article_id": "a"}, "names no observation_id"),
        ({"metric_id": "ebidta"}, "unknown metric ebidta"),
        ({"modality": "maybe"}, "none of actual, forecast"),
        ({"corrected_on": "20.1.2026"}, "not YYYY-MM-DD"),
        ({"value_low": "7"}, "one of value_low and value_high"),
        ({"value_low": "8", "value_high": "7"}, "value_low above its value_high"),
        ({"value_low": "nan", "value_high": "7"}, "not a number"),
        ({"period_start": "2025-02-01", "period_end": "2025-01-01"}, "period_start after"),
        ({"cleared_fields": "metric_id"}, "clears metric_id"),
        ({"cleared_fields": "segment", "segment": "cloud"}, "both clears and states segment"),
        ({"is_rejected": "true"}, "must either reject"),
        ({"metric_id": ""}, "must either reject"),
        ({"colour": "red"}, "unknown column colour"),
    ],
)
def test_a_correction_that_cannot_be_meant_is_refused(tmp_path, changed, complaint):
    home = Home(tmp_path)
    write(home, GOOD | changed)
    with pytest.raises(TerminalError, match=complaint):
        merged_corrections(home)


def test_two_corrections_of_one_key_are_refused(tmp_path):
    home = Home(tmp_path)
    write(home, GOOD, GOOD)
    with pytest.raises(TerminalError, match="repeats the correction_id one"):
        merged_corrections(home)


def test_a_figure_in_its_article_is_enough_to_name_a_reading(tmp_path):
    home = Home(tmp_path)
    by_place = {"article_id": "a", "figure_text": "7 yuan", "is_rejected": "true"}
    write(home, {**GOOD, "observation_id": "", "metric_id": "", **by_place})
    assert [row["figure_text"] for row in merged_corrections(home)] == ["7 yuan"]
