"""The guide's SQL runs, finds rows, is of the house's style, and shows the results that it gives."""

import json
import re
import shutil
from dataclasses import dataclass

import duckdb
import pytest
from sqlfluff.core import FluffConfig, Linter

from newsledger.settings import DBT_DIR, PROJECT_ROOT, SEEDS_DIR
from newsledger.warehouse.serving import open_serving_copy
from tests.integration.guide_results import (
    COMMAND,
    GUIDE,
    Result,
    SqlBlock,
    blocks_with_result,
    cell,
    run_block,
    sql_blocks,
    table,
    with_results,
)

README = PROJECT_ROOT / "README.md"
FLAGS_TEST = DBT_DIR / "tests" / "flags_are_known_and_say_why.sql"
TEXT = GUIDE.read_text(encoding="utf-8")
BLOCKS = sql_blocks(TEXT)
QUESTIONS = [title for title in dict.fromkeys(block.heading for block in BLOCKS) if title[0].isdigit()]


@dataclass(frozen=True)
class Answers:
    """What the demo warehouse answers to the guide's blocks."""

    by_block: dict[tuple[str, int], Result]

    def rows(self, question: int, number: int = 1) -> list[dict]:
        heading = QUESTIONS[question - 1]
        assert heading.startswith(f"{question}. ")
        return self.by_block[heading, number].as_dicts()


@pytest.fixture(scope="module")
def answers(demo):
    with open_serving_copy(demo) as connection:
        return Answers({(b.heading, b.number): run_block(connection, b.sql)[-1] for b in BLOCKS})


def label(block: SqlBlock) -> str:
    return f"{block.heading}-{block.number}"


def test_the_guide_asks_twenty_questions_each_with_its_sql():
    assert len(QUESTIONS) == 20
    assert [int(title.split(".")[0]) for title in QUESTIONS] == list(range(1, 21))


def test_a_result_stands_below_every_query():
    assert [label(block) for block, has_result in blocks_with_result(TEXT) if not has_result] == []


@pytest.mark.slow
def test_the_results_shown_are_what_the_queries_give(demo):
    with open_serving_copy(demo) as connection:
        renewed = with_results(TEXT, connection)
    assert renewed == TEXT, f"docs/{GUIDE.name} is stale; run: {COMMAND}"


@pytest.mark.slow
def test_every_query_of_the_guide_finds_rows(answers):
    assert [key for key, result in answers.by_block.items() if not result.rows] == []


@pytest.mark.slow
def test_the_queries_of_the_readme_find_rows(demo):
    blocks = sql_blocks(README.read_text(encoding="utf-8"))
    with open_serving_copy(demo) as connection:
        results = [result for block in blocks for result in run_block(connection, block.sql)]
    assert len(results) == 3
    assert [result.columns for result in results if not result.rows] == []


@pytest.mark.slow
def test_the_answers_hold_what_the_demo_site_says(answers):
    catl = {(row["metric"], row["period_label"]): row for row in answers.rows(1)}
    assert catl["Revenue", "2025Q3"]["value_low"] == pytest.approx(1.04186e12)
    tencent = answers.rows(2)[0]
    assert (tencent["reported_value"], tencent["unit"], tencent["year"]) == (192.87e9, "CNY", "2025")
    luckin = next(
        row for row in answers.rows(2, 2) if (row["subject_name"], row["unit"]) == ("Luckin Coffee", "CNY")
    )
    assert (luckin["value"], luckin["period_label"], luckin["story_count"]) == (15.29e9, "2025Q3", 2)
    assert "15.29 billion yuan" in luckin["evidence_text"]
    assert {row["metric"]: row["value"] for row in answers.rows(9)}["Operating profit"] == 11.38e12
    xiaomi = next(row for row in answers.rows(10) if row["subject_name"] == "Xiaomi")
    assert (xiaomi["expected_value"], xiaomi["actual_value"]) == (350_000, 410_000)
    hangzhou = next(row for row in answers.rows(10, 2) if row["metric_id"] == "gdp")
    assert (hangzhou["target_value"], hangzhou["last_known_value"]) == (3e12, 2.3e12)
    assert {row["holder"]: row["percent"] for row in answers.rows(12)}["Shenzhen Metro Group"] == 27.18
    lithium = [row for row in answers.rows(13) if row["subject_name"] == "lithium carbonate"]
    assert (158_000, "CNY/t", 158, "CNY/kg") in [
        (row["value_low"], row["unit"], row["value_base"], row["base_unit"]) for row in lithium
    ]
    shanghai = next(row for row in answers.rows(14) if row["subject_name"] == "Shanghai Composite")
    assert (shanghai["points"], shanghai["change_percent"]) == (4112.6, -0.33)
    assert ("苏州", "actual", 2.77) in [
        (row["name_zh"], row["modality"], round(row["trillion"], 6)) for row in answers.rows(15)
    ]


@pytest.mark.slow
def test_shares_and_counts_are_of_stories(answers):
    topics = answers.rows(4, 2)
    assert sum(row["main_stories"] for row in topics) == answers.by_block["Measures", 1].rows[0][2]
    assert all(row["main_stories"] <= row["stories"] and 0 < row["share_of_voice"] <= 100 for row in topics)
    assert all(0 < row["share_of_voice"] <= 100 for row in answers.rows(16))
    grains = answers.by_block["Layers, keys, grains", 1].as_dicts()
    channel = next(row for row in grains if row["source_id"] == "demo_channel")
    assert (channel["articles"], channel["stories"]) == (20, 19)


@pytest.mark.slow
def test_what_cannot_be_right_keeps_its_value_and_names_a_tenth(answers):
    suspects = answers.rows(6)
    assert ("CATL", "revenue") in [(row["subject_name"], row["metric_id"]) for row in suspects]
    assert all(
        row["stated"] == pytest.approx(10 * row["likelier"]) and row["flag_reason"] for row in suspects
    )


@pytest.mark.slow
def test_a_number_is_traced_to_the_characters_that_state_it(answers):
    traced = answers.rows(8)[0]
    assert traced["figure_text"] == traced["text_there"] == "23.82亿美元"
    assert traced["url"].endswith("/articles/smic-utilisation")
    assert traced["figure_text"] in traced["evidence_text"]
    explained = {(row["part"], row["detail"]) for row in answers.rows(8, 2)}
    assert ("vocabulary", "销售收入 (metric_terms.csv)") in explained
    assert ("vocabulary", "中芯国际 (companies.csv)") in explained
    assert ("article", traced["url"]) in explained
    assert ("sentence", traced["evidence_text"]) in explained


@pytest.mark.slow
def test_every_number_can_be_explained_from_its_sentence_to_the_raw_table(demo):
    with open_serving_copy(demo) as connection:
        facts = connection.execute(
            "select observation_id, evidence_text, rule from marts.fct_metric_observations "
            "order by observation_id limit 6"
        ).fetchall()
        for observation_id, evidence_text, rule in facts:
            pieces = connection.execute(
                "select part, name, detail from marts.explain_observation(?)", [observation_id]
            ).fetchall()
            told = {(part, detail) for part, _, detail in pieces}
            named = {name for part, name, _ in pieces if part == "model"}
            assert ("sentence", evidence_text) in told
            assert {detail for part, detail in told if part == "rule"} == set(rule.split("; "))
            assert {part for part, *_ in pieces} >= {"figure", "article", "version", "publication"}
            assert named >= {"raw.observations", "seeds.units", "marts.fct_metric_observations"}
            assert "staging.stg_raw__observations" in named
        manifest = json.loads((demo.dbt_target / "target" / "manifest.json").read_text(encoding="utf-8"))
        published = connection.execute(
            "select distinct mart from provenance.lineage order by mart"
        ).fetchall()
    marts = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    assert {mart for (mart,) in published} == marts


@pytest.mark.slow
def test_versions_reposts_and_refusals_are_told(answers):
    assert [(row["is_latest"], row["body_kind"]) for row in answers.rows(17)] == [
        (True, "summary"),
        (False, "excerpt"),
    ]
    assert [(row["articles"], row["original_title"]) for row in answers.rows(18)] == [
        (2, "月薪八千,我把外卖戒了")
    ]
    assert [row["source_id"] for row in answers.rows(7)] == ["demo_feed", "demo_channel", "demo_pages"]
    assert {row["outcome_code"]: row["address"] for row in answers.rows(19)} == {
        "fetch_failed": "/articles/out-of-order.html",
        "forbidden_by_robots": "/drafts/unfinished.html",
        "not_found": "/articles/withdrawn.html",
    }


@pytest.mark.slow
def test_the_columns_that_the_prose_names_exist(demo):
    """Every `word` with an underscore outside the SQL is a table, a column, a value or a thing named here."""
    prose = re.sub(r"^```.*?^```$|<!-- result.*?/result -->", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    named = {
        part
        for code in re.findall(r"`([^`\n]+)`", prose)
        for part in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", code)
    }
    with open_serving_copy(demo) as connection:
        known = {
            name
            for row in connection.execute(
                "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
            ).fetchall()
            for name in row
        }
        known |= {row[0] for row in connection.execute("select metric_id from marts.dim_metrics").fetchall()}
        for name, parameters in connection.execute(
            "select function_name, parameters from duckdb_functions() where schema_name = 'marts'"
        ).fetchall():
            known |= {name, *parameters}
    known |= {word for block in BLOCKS for word in re.findall(r"\w+", block.sql)}
    known |= {path.stem for path in SEEDS_DIR.glob("*.csv")}
    known |= set(re.findall(r"'(\w+)'", FLAGS_TEST.read_text(encoding="utf-8")))
    elsewhere = {
        "read_only",
        "access_mode",
        "guide_results",
        "co_mention",
        "read_again",
        "cleared_fields",
    }
    assert sorted(named - known - elsewhere) == []


@pytest.mark.parametrize("block", BLOCKS, ids=label)
def test_a_query_reads_only_marts(block):
    sql = re.sub(r"'[^']*'|--[^\n]*", "''", block.sql)
    made_here = set(re.findall(r"^(\w+) as \($", sql, re.MULTILINE))
    read = set(re.findall(r"(?<!distinct )\b(?:from|join)\s+([\w.]+)", sql))
    assert {name for name in read - made_here if not name.startswith("marts.")} == set()
    assert any(name.startswith("marts.") for name in read)
    assert "select *" not in sql


def test_the_queries_keep_the_style_of_the_models():
    config = FluffConfig.from_path(str(PROJECT_ROOT / "pyproject.toml"), overrides={"templater": "raw"})
    linter = Linter(config=config)
    found = [
        f"{label(block)}, line {violation.line_no}: {violation.desc()}"
        for block in BLOCKS
        for violation in linter.lint_string(block.sql).get_violations()
    ]
    assert found == []
    assert linter.lint_string("SELECT 1\n").get_violations() != []


def test_a_cell_is_one_short_line_whatever_it_holds():
    assert cell(1041859999999.9999) == "1,041,860,000,000"
    assert cell(0.1 + 0.2) == "0.3"
    assert cell(None) == "·"
    assert cell(True) == "true"
    assert cell("a|b\nc") == "a\\|b c"
    assert cell("长" * 200).endswith("长…") and len(cell("长" * 200)) == 120


def test_a_table_says_how_many_rows_it_leaves_out():
    assert table(Result(["a"], [(1,), (2,), (3,)]), 2).splitlines() == [
        "| a |",
        "|---|",
        "| 1 |",
        "| 2 |",
        "",
        "*2 of 3 rows.*",
    ]


def test_a_result_that_no_longer_holds_is_written_anew(tmp_path):
    stale = "### Q\n```sql\nselect 7 as n;\n```\n<!-- result rows=1 -->\n| n |\n|---|\n| 6 |\n<!-- /result -->\nend\n"
    with duckdb.connect() as connection:
        renewed = with_results(stale, connection)
        assert "| 7 |" in renewed and "| 6 |" not in renewed and renewed.endswith("\nend\n")
        assert with_results(renewed, connection) == renewed


def test_a_process_that_reopens_a_swapped_file_beside_an_old_connection_reads_old_rows(tmp_path):
    """What the guide warns of. If this fails, DuckDB has become kinder and the warning can go."""
    for name, generation in (("old", 1), ("new", 2)):
        with duckdb.connect(tmp_path / name) as connection:
            connection.execute(f"create table marts as select {generation} as generation")
    published = tmp_path / "published"
    (tmp_path / "old").rename(published)

    def read(path):
        with duckdb.connect(path, read_only=True) as connection:
            return connection.execute("select generation from marts").fetchall()

    with duckdb.connect(published, read_only=True) as held:
        held.execute("select 1")
        shutil.copy(tmp_path / "new", tmp_path / "own_path")
        (tmp_path / "new").replace(published)
        assert read(published) == [(1,)]
        assert read(tmp_path / "own_path") == [(2,)]
    assert read(published) == [(2,)]
