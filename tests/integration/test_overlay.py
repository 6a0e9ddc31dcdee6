"""A home's own vocabulary: the extractor reads it, and the tables know every name that it brings."""

import json

import duckdb
import pytest

from newsledger.settings import SEEDS_DIR, Home
from newsledger.stages.facts import land_extract_build


def write_overlay(home: Home, table: str, **values: str) -> None:
    header = (SEEDS_DIR / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0]
    row = ",".join(values.get(column, "") for column in header.split(","))
    folder = home.path / "vocabulary"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{table}.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")


@pytest.mark.slow
def test_an_overlaid_company_goes_from_the_text_to_the_marts(tmp_path):
    home = Home(tmp_path / "home")
    write_overlay(
        home,
        "companies",
        company_id="own_baker",
        name_zh="晨曦面包坊",
        name_en="Morning Bakery",
        country_code="CN",
        sector="brands_dining",
        status="curated",
        is_verified="false",
    )
    write_overlay(
        home,
        "company_aliases",
        company_id="own_baker",
        alias="晨曦面包",
        language="zh",
        kind="short",
        needs_context="false",
    )
    articles = tmp_path / "articles.jsonl"
    article = {
        "id": "x",
        "source": "自写",
        "published_at": "2025-08-01T00:00:00+00:00",
        "title": "晨曦面包开店",
        "body": "晨曦面包2024年营收3.2亿元。",
    }
    articles.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    land_extract_build(home, [str(articles)])
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        assert connection.execute(
            "select metric_id, value_low, companies.name_en from marts.fct_metric_observations "
            "inner join marts.dim_companies as companies using (company_id)"
        ).fetchall() == [("revenue", 320_000_000.0, "Morning Bakery")]
        assert connection.execute("select status from raw.builds order by rowid").fetchall() == [
            ("running",),
            ("success",),
        ]
