"""`python -m tests.bench search`: the search index at 10,000 and 100,000 synthetic articles.

Beside each query stands the floor: the same word looked for in every text, by `contains`, without an index.
Times are processor time of all threads; on two idle cores the clock shows less.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from newsledger.settings import DBT_DIR
from newsledger.warehouse.search_index import build_search_index
from tests.bench.synthetic_news import synthetic_articles

SIZES = (10_000, 100_000)
ADDED = 1_000
RUNS = 5
# Rare and frequent words, phrases of two to six characters, several words, English.
QUERIES = (
    *("宁德时代", "爱尔眼科", "净利润", "市场", "中国经济", "数据显示市场", "同比增长", "爱慕股份 竞争"),
    *("wuliangye", "revenue growth", "the company"),
)


def _write_texts(path: Path, texts: Path, count: int) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_article_versions as select 'v_' || article_id as article_version_id, title, body "
            f"from read_json('{texts}', format = 'newline_delimited') limit {count}"
        )
        connection.execute(
            "create table marts.fct_articles as select substr(article_version_id, 3) as article_id, "
            "article_version_id, title, false as is_deleted, timestamptz '2026-01-01 00:00:00+00' as published_at, "
            "'bench' as source_id, article_version_id as story_id, 'zh' as language, null::text as url "
            "from marts.fct_article_versions"
        )


def _processor_seconds(job: Callable[[], object]) -> float:
    started = time.process_time()
    job()
    return time.process_time() - started


def _indexed(path: Path, previous: Path | None) -> float:
    """Builds the index of the texts at `path`; its processor seconds."""
    with duckdb.connect(str(path)) as connection:

        def build() -> None:
            build_search_index(connection, previous)
            connection.execute("checkpoint")

        seconds = _processor_seconds(build)
        connection.execute((DBT_DIR / "serving_macros" / "search.sql").read_text(encoding="utf-8"))
    return seconds


def _bench(folder: Path, texts: Path, size: int) -> None:
    path, grown = folder / f"{size}.duckdb", folder / f"{size}_grown.duckdb"
    _write_texts(path, texts, size)
    bare = path.stat().st_size
    seconds = _indexed(path, None)
    size_mb = (path.stat().st_size - bare) / 1e6
    print(
        f"search, {size:,} articles: index {size_mb:,.0f} MB beside {bare / 1e6:,.0f} MB of texts, built in "
        f"{seconds:.0f} s of processor time"
    )
    _write_texts(grown, texts, size + ADDED)
    print(f"  {ADDED:,} articles more: {_indexed(grown, path):.1f} s")
    with duckdb.connect(str(path), read_only=True) as connection:
        ask = "select * from marts.search($query) limit 20"
        look = "select count(*) from marts.fct_article_versions where contains(title, $query) or contains(body, $query)"
        medians = []
        for query in QUERIES:
            connection.execute(ask, {"query": query}).fetchall()
            taken, floor = (
                statistics.median(
                    _processor_seconds(
                        lambda sql=sql, query=query: connection.execute(sql, {"query": query}).fetchall()
                    )  # type: ignore[misc]
                    for _ in range(RUNS)
                )
                for sql in (ask, look)
            )
            medians.append(taken)
            print(f"  {query}: {taken * 1000:.0f} ms, {taken / floor:.2f} of a look at every text")
        print(
            f"  median {statistics.median(medians) * 1000:.0f} ms, slowest {max(medians) * 1000:.0f} ms",
            flush=True,
        )


def bench_search() -> None:
    """Size, cost and speed of the search index."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        texts = folder / "texts.jsonl"
        with texts.open("w", encoding="utf-8") as file:
            for article in synthetic_articles(max(SIZES) + ADDED):
                file.write(json.dumps(vars(article), ensure_ascii=False) + "\n")
        for size in SIZES:
            _bench(folder, texts, size)
