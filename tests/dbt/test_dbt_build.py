"""What the marts must hold of the hand-written rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import yaml
from raw_rows import (
    CATL_EDITED,
    CATL_FULL,
    CATL_NEW,
    FIRST_CRAWL,
    FORECAST_BODY,
    TINCI_BODY,
    TINCI_OTHER_BODY,
    first_crawl,
    listed,
    load,
    outcome,
)  # fmt: skip

if TYPE_CHECKING:
    from dbt_process import Dbt

Marts = duckdb.DuckDBPyConnection
ROW_COUNTS = Path(__file__).with_name("row_counts.yaml")
BESIDE_SEEDS = {
    "dim_companies": ("companies",),
    "dim_metrics": ("metrics",),
    "dim_subjects": ("companies", "subjects"),
    "dim_topics": ("topics",),
}


def rows(marts: Marts, query: str) -> list[tuple[Any, ...]]:
    return marts.execute(query).fetchall()


def test_row_counts_are_the_reviewed_ones(marts: Marts) -> None:
    """Every mart's rows, counted over the hand-written rows (less the vocabulary's). A change of the
    file is a change of the tables: read it, and put the counts below into it if they are meant."""
    reviewed = yaml.safe_load(ROW_COUNTS.read_text(encoding="utf-8"))
    tables = rows(marts, "select table_name from duckdb_tables() where schema_name = 'marts' order by 1")
    tables += rows(
        marts,
        "select view_name from duckdb_views() where schema_name = 'marts' and not internal order by 1",
    )
    counted = {table: rows(marts, f"select count(*) from {table}")[0][0] for (table,) in sorted(tables)}
    for table, seeds in BESIDE_SEEDS.items():
        counted[table] -= sum(rows(marts, f"select count(*) from seeds.{seed}")[0][0] for seed in seeds)
    changed = [
        f"{table}: reviewed {reviewed.get(table)}, counted {counted.get(table)}"
        for table in sorted(reviewed.keys() | counted.keys())
        if reviewed.get(table) != counted.get(table)
    ]
    assert not changed, "\n".join([*changed, f"{ROW_COUNTS.name} would be:", yaml.safe_dump(counted)])


def test_an_edited_article_shows_its_last_observed_version(marts: Marts) -> None:
    assert rows(
        marts,
        "select article_version_id, version_count, body_kind, is_deleted "
        "from fct_articles where article_id = 'catl_report'",
    ) == [(CATL_NEW["article_version_id"], 3, "full", False)]
    figures = rows(
        marts,
        "select figure_text from fct_metric_observations "
        "where article_id = 'catl_report' order by start_char",
    )
    assert figures == [("3620亿元",), ("475GWh",)]


def test_a_repost_is_the_same_story_and_the_demo_is_not(marts: Marts) -> None:
    stories = dict(rows(marts, "select article_id, story_id from fct_articles"))
    assert stories["wire"] == stories["repost"]
    assert stories["wire"] != stories["demo_wire"]
    assert len(set(stories.values())) == 11


def test_two_texts_are_one_story_if_an_article_told_both(marts: Marts) -> None:
    stories = dict(rows(marts, "select article_id, story_id from fct_articles"))
    assert stories["left"] == stories["bridge"] == stories["right"]


def test_a_deleted_article_stays_known_and_loses_its_facts(marts: Marts) -> None:
    assert rows(
        marts, "select is_deleted, deleted_at::text from fct_articles where article_id = 'deleted'"
    ) == [(True, "2025-03-03 01:00:00+00")]
    for table in ("fct_metric_observations", "fct_company_mentions", "fct_article_topics"):
        assert rows(marts, f"select count(*) from {table} where article_id = 'deleted'") == [(0,)]


def test_only_the_extraction_that_holds_counts(marts: Marts) -> None:
    assert rows(
        marts,
        "select metric_id, extractor_version from fct_metric_observations where article_id = 'forecast'",
    ) == [("revenue", "1+v2")]
    assert rows(marts, "select topic_id from fct_article_topics where article_id = 'forecast'") == [
        ("capital_markets",)
    ]


def test_carried_facts_keep_the_time_at_which_they_were_first_stated(marts: Marts) -> None:
    assert rows(
        marts,
        "select extractor_version, first_held_at::text, last_held_at::text "
        "from fct_metric_observations where article_id = 'wire'",
    ) == [("1+v2", "2025-03-02 02:00:00+00", "2025-03-03 02:00:00+00")]


def test_values_are_given_in_base_units_too(marts: Marts) -> None:
    assert rows(
        marts,
        "select value_low, unit, value_base, base_unit, unit_dimension from fct_metric_observations "
        "where figure_text = '475GWh'",
    ) == [(475.0, "GWh", 4.75e8, "kWh", "energy")]


def test_a_suspect_scale_is_marked_and_the_stated_value_kept(marts: Marts) -> None:
    assert rows(
        marts,
        "select value_low, value_candidate, counterparty_company_id from fct_metric_observations "
        "where is_scale_suspect",
    ) == [(1.22e11, 1.22e10, "catl")]


def test_a_result_beats_a_later_forecast_and_reposts_count_once(marts: Marts) -> None:
    assert rows(
        marts,
        "select value, modality, supporting_story_count, story_count, article_count, is_disputed "
        "from fct_metric_series where series_id in (select series_id from fct_metric_series "
        "where subject_id = 'catl' and metric_id = 'revenue' and not is_demo)",
    ) == [(3.62e11, "actual", 2, 3, 4, False)]


def test_stories_that_differ_by_more_than_rounding_are_a_dispute(marts: Marts) -> None:
    assert rows(
        marts,
        "select is_disputed, lowest_value, highest_value, story_count from fct_metric_series "
        "where subject_id = 'tinci_materials'",
    ) == [(True, 1.25e10, 1.35e10, 2)]


def test_a_conflict_shows_both_sentences_and_the_likely_reason(marts: Marts) -> None:
    assert rows(
        marts,
        "select subject_id, value, other_value, likely_reason, evidence_text, other_evidence_text "
        "from fct_metric_conflicts where subject_id != 'byd' order by subject_id",
    ) == [
        ("catl", 3.62e11, 4e11, "forecast_against_actual", CATL_EDITED, FORECAST_BODY),
        ("tinci_materials", 1.25e10, 1.35e10, "unexplained", TINCI_BODY, TINCI_OTHER_BODY),
    ]


def test_dailies_add_up_to_the_mentions_and_topics_they_count(marts: Marts) -> None:
    for daily, facts, key in (
        ("fct_company_daily", "fct_company_mentions", "company_id"),
        ("fct_topic_daily", "fct_article_topics", "topic_id"),
    ):
        by_day = rows(marts, f"select {key}, sum(article_count)::int from {daily} group by all order by all")
        counted = rows(
            marts,
            f"select {key}, count(distinct article_id) from {facts} where published_at is not null "
            "group by all order by all",
        )
        assert by_day == counted != []


def test_companies_are_tied_by_stories_and_by_facts(marts: Marts) -> None:
    links = rows(
        marts,
        "select link_type, company_id, other_company_id, story_count from fct_company_links "
        "where not is_demo order by all",
    )
    assert links == [
        ("co_mention", "byd", "catl", 1),
        ("co_mention", "byd", "tesla", 2),
        ("co_mention", "catl", "tinci_materials", 1),
        ("customer", "tinci_materials", "catl", 1),
        ("supplier", "catl", "tinci_materials", 1),
    ]


def test_a_firm_outside_the_vocabulary_is_a_company_and_a_subject_with_its_evidence(marts: Marts) -> None:
    candidate = "where company_id = 'candidate:orchid_robotics'"
    assert rows(marts, f"select name_en, name_zh, status, aliases from dim_companies {candidate}") == [
        ("Orchid Robotics", None, "candidate", ["Orchid Robotics"])
    ]
    assert rows(marts, f"select subject_id, subject_type from dim_subjects {candidate}") == [
        ("candidate:orchid_robotics", "company")
    ]
    assert rows(
        marts,
        "select surfaces, story_count, article_count, observation_count, evidence_texts "
        f"from company_candidates {candidate}",
    ) == [(["Orchid Robotics"], 1, 1, 1, ["Orchid Robotics hired 40 people in 2024."])]


def test_a_sources_day_adds_up_and_reads_no_clock(marts: Marts) -> None:
    assert rows(
        marts,
        "select attempts, fetched, gone, blocked, errors, parsed, refused, new_articles, freshness "
        "from fct_source_health where source_id = 'daily_wire' order by observed_date",
    ) == [(4, 1, 1, 1, 1, 7, 1, 6, 5.0), (1, 1, 0, 0, 0, 5, 0, 2, 29.0)]


def test_tables_and_columns_carry_their_descriptions(marts: Marts) -> None:
    silent = rows(
        marts,
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'marts' and coalesce(comment, '') = ''",
    )
    assert silent == []
    openings = rows(
        marts,
        "select comment from duckdb_tables() where schema_name = 'marts' union all "
        "select comment from duckdb_views() where schema_name = 'marts'",
    )
    assert len(openings) == len(yaml.safe_load(ROW_COUNTS.read_text(encoding="utf-8")))
    assert all(str(comment).startswith("One row per ") for (comment,) in openings)


def test_a_build_of_nothing_new_writes_no_row_again(stepwise: Dbt) -> None:
    incremental = (
        "fct_article_versions", "fct_company_mentions", "fct_metric_conflicts", "fct_metric_observations",
    )  # fmt: skip

    def stored() -> list[list[tuple[Any, ...]]]:
        with duckdb.connect(str(stepwise.warehouse), read_only=True) as connection:
            return [
                connection.execute(f"select rowid, * from marts.{table} order by rowid").fetchall()
                for table in incremental
            ]

    before = stored()
    stepwise.must_run("run", "--select", "int_articles__current", *incremental)
    assert stored() == before


def test_money_is_comparable_in_dollars(marts: Marts) -> None:
    found = rows(
        marts,
        "select usd_rate_year, round(value_usd / value_base, 3) from fct_metric_observations "
        "where unit = 'CNY' and period_end is not null group by all",
    )
    assert len(found) == 1
    assert found[0] == (2024, 0.139)
    assert rows(
        marts, "select count(*) from fct_metric_observations where unit != 'CNY' and value_usd > 0"
    ) == [(0,)]


def test_a_correction_outlives_an_edit_and_a_new_reading_and_shows(marts: Marts) -> None:
    assert rows(
        marts,
        "select metric_id, is_corrected, correction_reason, correction_author, values_as_read::text "
        "from fct_metric_observations where figure_text = '475GWh'",
    ) == [("shipments", True, "counts deliveries", "tester", '{"metric_id": "sales_volume"}')]
    assert rows(
        marts, "select metric_id from fct_metric_series where subject_id = 'catl' and unit = 'kWh'"
    ) == [("shipments",)]
    assert rows(
        marts, "select correction_id, outcome, match_count from fct_corrections order by correction_id"
    ) == [("catl-gwh", "corrected", 1), ("gone", "matches_nothing", 0)]


def test_a_correction_that_matches_nothing_is_warned_of(stepwise: Dbt) -> None:
    done = stepwise.run("test", "--select", "corrections_that_match_nothing")
    assert done.returncode == 0
    assert "WARN 1 corrections_that_match_nothing" in done.stdout


def known_at(marts: Marts, moment: str, article: str) -> list[tuple[Any, ...]]:
    return rows(
        marts,
        "select figure_text, ended_by from fct_metric_observation_spans "
        f"where article_id = '{article}' and held_from_at <= timestamptz '{moment}' "
        f"and (held_until_at is null or held_until_at > timestamptz '{moment}') order by start_char",
    )


def test_what_was_known_on_a_date_outlives_edits_deletions_and_new_vocabularies(marts: Marts) -> None:
    before, between, after = "2025-03-02 01:30:00+00", "2025-03-02 12:00:00+00", "2025-03-04 00:00:00+00"
    assert known_at(marts, before, "catl_report") == []
    assert known_at(marts, between, "catl_report") == [("3600亿元", "edited"), ("475GWh", "edited")]
    assert known_at(marts, after, "catl_report") == [("3620亿元", None), ("475GWh", None)]
    assert known_at(marts, between, "deleted") == [("1.79 million vehicles", "deleted")]
    assert known_at(marts, after, "deleted") == []
    assert known_at(marts, between, "forecast") == [("400 billion yuan", None), ("10% to 12%", "read_again")]
    assert known_at(marts, after, "forecast") == [("400 billion yuan", None)]
    assert known_at(marts, after, "wire") == [("362 billion yuan", None)]


def test_every_reading_is_on_record_and_one_of_each_version_holds(marts: Marts) -> None:
    assert rows(
        marts,
        "select basis, is_current, observation_count from fct_extraction_outcomes "
        "where article_id = 'wire' order by sequence",
    ) == [("extracted", False, 1), ("carried", True, 1)]
    assert (
        rows(
            marts,
            "select article_version_id from fct_extraction_outcomes "
            "group by all having count(*) filter (where is_current) != 1",
        )
        == []
    )


def test_a_table_that_no_model_makes_any_more_is_dropped(stepwise: Dbt) -> None:
    with duckdb.connect(str(stepwise.warehouse)) as connection:
        connection.execute("create table marts.fct_renamed as select 1 as row_id")
        connection.execute("create view staging.stg_removed as select 1 as row_id")
        connection.execute("create or replace table raw.kept as select 1 as row_id")
    stepwise.must_run("run", "--select", "dim_topics")
    with duckdb.connect(str(stepwise.warehouse)) as connection:
        left = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_name in ('fct_renamed', 'stg_removed', 'kept', 'fct_articles')"
        ).fetchall()
        connection.execute("drop table raw.kept")
    assert sorted(left) == [("marts", "fct_articles"), ("raw", "kept")]


CAUTIOUS = ("--indirect-selection", "cautious")  # tests whose every table is built


@pytest.fixture
def fresh(tmp_path: Path, project: Path) -> Dbt:
    from dbt_process import Dbt

    return Dbt(tmp_path / "warehouse.duckdb", project)


def test_an_item_without_an_outcome_fails_the_build(fresh: Dbt) -> None:
    short = listed("short", "daily_wire", FIRST_CRAWL, [("landed", CATL_FULL)])
    short["listings"][0]["items_listed"] = 2
    load(fresh.warehouse, first_crawl(), short)
    done = fresh.run("build", "--select", "+fct_listings", *CAUTIOUS)
    assert done.returncode == 1
    assert "FAIL 1 fct_listings_listed_equals_landed_known_and_refused" in done.stdout

    load(fresh.warehouse, {"parse_outcomes": [outcome("short", 1, "daily_wire", "interrupted", FIRST_CRAWL)]})
    fresh.must_run("build", "--select", "+fct_listings", *CAUTIOUS)
