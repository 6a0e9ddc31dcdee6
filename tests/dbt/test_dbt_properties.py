"""Properties of the compiled SQL over any rows, against plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from dbt_process import Dbt

ARTICLES = st.sampled_from([f"article_{letter}" for letter in "abcdefghij"])
TEXTS = st.sampled_from([f"text_{number}" for number in range(6)])
PROPERTY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def stories_sql(stepwise: Dbt) -> str:
    return next(stepwise.target.glob("compiled/**/int_articles__stories.sql")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def latest_sql(stepwise: Dbt) -> str:
    return next(stepwise.target.glob("compiled/**/int_articles__latest_version.sql")).read_text(
        encoding="utf-8"
    )


@pytest.fixture
def warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as warehouse")
    connection.execute("create schema warehouse.staging")
    connection.execute("create schema warehouse.intermediate")
    return connection


def components(rows: list[tuple[str, str, bool]]) -> dict[str, str]:
    """Article to the smallest article that it is tied to, by merging sets until nothing merges."""
    texts: dict[tuple[str, bool], set[str]] = {}
    for article, text, is_demo in rows:
        texts.setdefault((text, is_demo), set()).add(article)
    groups = list(texts.values())
    merged = True
    while merged:
        merged = False
        for i, left in enumerate(groups):
            for right in groups[i + 1 :]:
                if left & right:
                    left.update(right)
                    groups.remove(right)
                    merged = True
                    break
            if merged:
                break
    return {article: min(group) for group in groups for article in group}


@PROPERTY
@given(
    rows=st.lists(st.tuples(ARTICLES, TEXTS, st.booleans()), min_size=1, max_size=14),
    links=st.lists(st.tuples(ARTICLES, ARTICLES), max_size=5),
)
def test_stories_are_the_connected_components(
    warehouse: duckdb.DuckDBPyConnection,
    stories_sql: str,
    rows: list[tuple[str, str, bool]],
    links: list[tuple[str, str]],
) -> None:
    # An article comes of one source, so all its versions are the demo's or none is.
    rows = [(f"{article}{'_demo' if is_demo else ''}", text, is_demo) for article, text, is_demo in rows]
    warehouse.execute(
        "create or replace table warehouse.staging.stg_raw__article_versions "
        "(article_id text, text_sha256 text, is_demo boolean)"
    )
    warehouse.executemany("insert into warehouse.staging.stg_raw__article_versions values (?, ?, ?)", rows)
    held = {article for article, _, _ in rows}
    links = [(one, other) for one, other in links if {one, other} <= held]
    warehouse.execute(
        "create or replace table warehouse.intermediate.int_articles__story_links "
        "(article_id text, other_article_id text, reason text)"
    )
    for link in links:
        warehouse.execute(
            "insert into warehouse.intermediate.int_articles__story_links values (?, ?, 'excerpt')", link
        )
    # What int_articles__story_links says of a text that several articles tell: a star around the smallest.
    warehouse.execute(
        """
        insert into warehouse.intermediate.int_articles__story_links
        select distinct min(article_id) over (partition by is_demo, text_sha256), article_id, 'same_text'
        from warehouse.staging.stg_raw__article_versions
        """
    )
    found = dict(warehouse.execute(stories_sql).fetchall())
    tied = [(article, f"link {place}", False) for place, link in enumerate(links) for article in link]
    expected = components(rows + tied)
    assert found.keys() == expected.keys()
    keys = {
        smallest: {found[a] for a, s in expected.items() if s == smallest} for smallest in expected.values()
    }
    assert all(len(key) == 1 for key in keys.values())
    assert len({next(iter(key)) for key in keys.values()}) == len(keys)


VERSIONS = st.lists(
    st.tuples(ARTICLES, st.integers(0, 2), st.integers(1, 6), st.text("ab", max_size=3)),
    min_size=1,
    max_size=12,
    unique=True,
)


@PROPERTY
@given(versions=VERSIONS)
def test_the_latest_version_does_not_depend_on_the_order_of_loading(
    warehouse: duckdb.DuckDBPyConnection,
    latest_sql: str,
    versions: list[tuple[str, int, int, str]],
) -> None:
    named = [(*row, f"{position:02d}") for position, row in enumerate(versions)]
    expected = {
        article: min(
            (row for row in named if row[0] == article),
            key=lambda row: (-row[1], row[2], -len(row[3]), row[4]),
        )[4]
        for article in {row[0] for row in named}
    }
    shuffled = sorted(named, key=lambda row: row[3] + row[4][::-1])
    for rows in (named, list(reversed(named)), shuffled):
        warehouse.execute(
            "create or replace table warehouse.intermediate.int_article_versions__observed ("
            "article_id text, day integer, body_kind_rank integer, body text, content_sha256 text, "
            "article_version_id text, first_observed_at timestamptz, last_observed_at timestamptz)"
        )
        warehouse.executemany(
            "insert into warehouse.intermediate.int_article_versions__observed "
            "select $1, $2, $3, $4, $5, $5, seen, seen "
            "from (select make_timestamptz(0) + to_days($2::int) as seen)",
            rows,
        )
        found = warehouse.execute(f"select article_id, article_version_id from ({latest_sql})").fetchall()
        assert dict(found) == expected
