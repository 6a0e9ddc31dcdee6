"""What the marts must hold of the hand-written rows."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from raw_rows import FIRST_CRAWL, _listing, first_crawl, load

from conftest import Dbt

Marts = duckdb.DuckDBPyConnection


def rows(marts: Marts, query: str) -> list[tuple[Any, ...]]:
    return marts.execute(query).fetchall()


def test_row_counts_are_those_of_the_rows_that_hold(marts: Marts) -> None:
    expected = {
        "fct_articles": 11,
        "fct_article_versions": 14,
        "fct_company_mentions": 12,
        "fct_metric_observations": 9,
        "fct_metric_series": 3,
        "fct_article_topics": 7,
        "fct_fetch_outcomes": 8,
        "fct_listings": 5,
        "dim_sources": 3,
    }
    counted = {table: rows(marts, f"select count(*) from {table}")[0][0] for table in expected}
    assert counted == expected
