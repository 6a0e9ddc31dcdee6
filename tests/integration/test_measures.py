"""Each shared measure equals SQL written out, and docs/measures.md lists them all."""

from __future__ import annotations

import re

import pytest

from newsledger.settings import DBT_DIR, PROJECT_ROOT
from newsledger.warehouse.serving import open_serving_copy

PAGE = (PROJECT_ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
LISTED = {
    match["column"]: re.findall(r"`(\w+)`", match["macros"])
    for match in re.finditer(r"^\| [^|]+ \| `(?P<column>\w+)` \| (?P<macros>[^|]+) \|", PAGE, re.MULTILINE)
}
NO_MEASURES = {"search", "explain_observation", "facts_as_of", "articles_between"}
SPAN = "date '2026-01-12', date '2026-01-14'"
IN_SPAN = (
    "not is_deleted and published_at >= '2026-01-12 00:00:00+00' and published_at < '2026-01-15 00:00:00+00'"
)
ARTICLES = {
    SPAN: f"(select * from marts.fct_articles where {IN_SPAN})",
    "null, null": "(select * from marts.fct_articles where not is_deleted)",
}
VERSIONS = "join marts.fct_article_versions v on v.article_version_id = a.article_version_id"
NAMED = "join marts.fct_company_mentions m on m.article_id = a.article_id"
TOPICS = "join marts.fct_article_topics t on t.article_id = a.article_id"
FACTS = "join marts.fct_metric_observations f on f.article_id = a.article_id"

# Of each measure: what the macro says, and the same written out; {a} are the articles of the span.
OF_A_SPAN = {
    ("articles", "archive_measures"): "select count(*) from {a} a",
    ("texts", "archive_measures"): f"select count(distinct v.text_sha256) from {{a}} a {VERSIONS}",
    ("stories", "archive_measures"): "select count(distinct story_id) from {a} a",
    (
        "repost_share",
        "archive_measures",
    ): "select 100.0 * (count(*) - count(distinct story_id)) / count(*) from {a} a",
    ("companies", "archive_measures"): f"select count(distinct m.company_id) from {{a}} a {NAMED}",
    ("facts", "archive_measures"): f"select count(*) from {{a}} a {FACTS}",
    (
        "expected_share",
        "archive_measures",
    ): "select 100.0 * avg((f.modality in ('forecast', 'target', 'hypothetical'))::integer) "
    f"from {{a}} a {FACTS}",
    (
        "suspect_share",
        "archive_measures",
    ): f"select 100.0 * avg(f.is_scale_suspect::integer) from {{a}} a {FACTS}",
    (
        "articles",
        "company_measures",
    ): f"select m.company_id, count(distinct a.article_id) from {{a}} a {NAMED} group by 1",
    (
        "texts",
        "company_measures",
    ): f"select m.company_id, count(distinct v.text_sha256) from {{a}} a {NAMED} {VERSIONS} group by 1",
    (
        "stories",
        "company_measures",
    ): f"select m.company_id, count(distinct a.story_id) from {{a}} a {NAMED} group by 1",
    ("mentions", "company_measures"): f"select m.company_id, count(*) from {{a}} a {NAMED} group by 1",
    (
        "facts",
        "company_measures",
    ): f"select c.company_id, count(f.observation_id) from (select distinct m.company_id from {{a}} a {NAMED}) c "
    f"left join (select f.* from {{a}} a {FACTS}) f on f.company_id = c.company_id group by 1",
    ("share_of_voice", "company_measures"): "select m.company_id, 100.0 * count(distinct a.story_id) / "
    f"(select count(distinct story_id) from {{a}} x) from {{a}} a {NAMED} group by 1",
    (
        "articles",
        "topic_measures",
    ): f"select t.topic_id, count(distinct a.article_id) from {{a}} a {TOPICS} group by 1",
    (
        "texts",
        "topic_measures",
    ): f"select t.topic_id, count(distinct v.text_sha256) from {{a}} a {TOPICS} {VERSIONS} group by 1",
    (
        "stories",
        "topic_measures",
    ): f"select t.topic_id, count(distinct a.story_id) from {{a}} a {TOPICS} group by 1",
    (
        "main_stories",
        "topic_measures",
    ): "select t.topic_id, count(distinct case when t.rank = 1 then a.story_id end) "
    f"from {{a}} a {TOPICS} group by 1",
    ("share_of_voice", "topic_measures"): "select t.topic_id, 100.0 * count(distinct a.story_id) / "
    f"(select count(distinct story_id) from {{a}} x) from {{a}} a {TOPICS} group by 1",
}
OF_ALL = {
    ("reported_value", "as_reported", "'revenue'", "observation_id"): "select agreed_observation_id, value "
    "from marts.fct_metric_series where metric_id = 'revenue' and modality = 'actual' and is_change = false "
    "and (segment, region, counterparty_company_id) is not distinct from (null, null, null)",
    (
        "disputed_share",
        "metric_measures",
        "",
        "metric_id",
    ): "select metric_id, 100.0 * sum(is_disputed::integer) / "
    "nullif(sum((story_count >= 2)::integer), 0) from marts.fct_metric_series group by 1",
    (
        "new_articles",
        "source_measures",
        "null, null",
        "source_id",
    ): "select source_id, count(*) from marts.fct_articles group by 1",
    ("success_share", "source_measures", "null, null", "source_id"): "select source_id, 100.0 * "
    "avg((outcome_code in ('ok', 'not_modified'))::integer) from marts.fct_fetch_outcomes group by 1",
}


@pytest.fixture(scope="module")
def ask(demo):
    with open_serving_copy(demo) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


def test_fifteen_measures_are_listed_and_each_is_written_out_here():
    assert len(LISTED) == 15
    written_out = {(key[0], key[1]) for key in (*OF_A_SPAN, *OF_ALL)}
    assert written_out == {(column, macro) for column, macros in LISTED.items() for macro in macros}


def test_every_macro_is_on_the_page_and_every_column_listed_is_in_it(ask):
    macros = {path.stem for path in (DBT_DIR / "serving_macros").glob("*.sql")}
    assert {macro for macros_of in LISTED.values() for macro in macros_of} == macros - NO_MEASURES
    arguments = {"as_reported": "'revenue'", "metric_measures": ""}
    for macro in macros - NO_MEASURES:
        columns = {
            row[0] for row in ask(f"describe from marts.{macro}({arguments.get(macro, 'null, null')})")
        }
        assert {column for column, named in LISTED.items() if macro in named} <= columns, macro
        assert f"`{macro}" in PAGE


@pytest.mark.slow
@pytest.mark.parametrize("span", ARTICLES)
@pytest.mark.parametrize(("column", "macro"), OF_A_SPAN)
def test_a_measure_of_a_span_equals_sql_written_out(ask, column, macro, span):
    key = {"archive_measures": "", "company_measures": "company_id, ", "topic_measures": "topic_id, "}[macro]
    measured = sorted(ask(f"select {key}{column} from marts.{macro}({span})"))
    expected = sorted(ask(OF_A_SPAN[column, macro].replace("{a}", ARTICLES[span])))
    assert [row[:-1] for row in measured] == [row[:-1] for row in expected]
    assert [row[-1] for row in measured] == pytest.approx([row[-1] for row in expected], abs=0.006)
    assert any(row[-1] for row in measured) or (column, span) in {
        ("repost_share", SPAN),
        ("suspect_share", SPAN),
    }


@pytest.mark.slow
@pytest.mark.parametrize(("column", "macro", "argument", "key"), OF_ALL)
def test_a_measure_of_everything_equals_sql_written_out(ask, column, macro, argument, key):
    measured = sorted(ask(f"select {key}, {column} from marts.{macro}({argument})"))
    expected = sorted(ask(OF_ALL[column, macro, argument, key]))
    assert [row[0] for row in measured] == [row[0] for row in expected] != []
    assert [row[1] for row in measured] == [
        None if row[1] is None else pytest.approx(row[1], abs=0.006) for row in expected
    ]
    assert any(row[1] for row in measured)


@pytest.mark.slow
def test_an_empty_span_measures_nothing(ask):
    nothing = "date '2001-01-01', date '2001-12-31'"
    assert ask(f"from marts.archive_measures({nothing})") == [(0, 0, 0, None, 0, 0, None, None)]
    for macro in ("company_measures", "topic_measures", "source_measures"):
        assert ask(f"from marts.{macro}({nothing})") == []
