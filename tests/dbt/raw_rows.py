"""Hand-written rows of the schema `raw`: two crawls of two sources and of the demo.

The first crawl sees an article in two bodies, a repost, an article whose text links two others, refused
items and a dispute. The second edits an article, finds one deleted, and carries an extraction over to a new
vocabulary while it reads another text again. All sentences are the project's own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from newsledger.warehouse.story_store import compare_new_texts

SCHEMA = Path(__file__).resolve().parents[2] / "plugins" / "newsledger" / "warehouse" / "schema.sql"

FIRST_CRAWL = "2025-03-02 01:00:00+00"
SECOND_CRAWL = "2025-03-03 01:00:00+00"

CATL_TITLE = "宁德时代公布年度业绩"
CATL_LEAD = "宁德时代昨晚公布年报。"
CATL_BODY = "宁德时代昨晚公布年报，2024年营收3600亿元，动力电池销量475GWh。"
CATL_EDITED = "宁德时代昨晚公布年报，2024年营收3620亿元，动力电池销量475GWh。"
WIRE_TITLE = "CATL reports its year"
WIRE_BODY = "CATL said revenue came to 362 billion yuan in 2024. BYD is among its rivals."
FORECAST_BODY = "Analysts expect CATL revenue of 400 billion yuan for 2024, up 10% to 12%."
TINCI_BODY = "Tinci Materials booked 12.5 billion yuan of revenue in 2024."
TINCI_OTHER_BODY = (
    "Tinci Materials booked 13.5 billion yuan of revenue in 2024. "
    "Sales to CATL alone brought 122 billion yuan."
)
DELETED_BODY = "Tesla delivered 1.79 million vehicles in 2024."


def digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def version(
    article: str,
    source: str,
    title: str,
    body: str,
    *,
    published: str | None = "2025-03-01 08:00:00+00",
    kind: str = "full",
    story_text: str | None = None,
    seen: str = FIRST_CRAWL,
    is_demo: bool = False,
    language: str = "en",
) -> dict[str, Any]:
    """A row of raw.article_versions; its id is readable: the article, then the first of its content hash."""
    content = digest(title, body, kind)
    return {
        "article_version_id": f"{article}:{content[:6]}",
        "article_id": article,
        "source_id": source,
        "content_sha256": content,
        "text_sha256": story_text or digest(title, body),
        "url": f"https://news.example/{article}",
        "title": title,
        "body": body,
        "source_name": source,
        "published_raw": None if published is None else published[:16],
        "published_at": published,
        "title_language": language,
        "body_language": language,
        "body_kind": kind,
        "is_truncated": False,
        "credit_end_char": 0,
        "citations": "[]",
        "parser": "written_by_hand",
        "parser_version": "1",
        "is_demo": is_demo,
        "batch_id": f"batch-{seen[:10]}",
        "seen_at": seen,
    }


CATL_LED = version("catl_report", "market_channel", CATL_TITLE, CATL_LEAD, kind="lead", language="zh")
CATL_FULL = version("catl_report", "market_channel", CATL_TITLE, CATL_BODY, language="zh")
CATL_NEW = version("catl_report", "market_channel", CATL_TITLE, CATL_EDITED, language="zh", seen=SECOND_CRAWL)
WIRE = version("wire", "daily_wire", WIRE_TITLE, WIRE_BODY, published="2025-03-01 09:00:00+00")
REPOST = version("repost", "market_channel", WIRE_TITLE, WIRE_BODY, published="2025-03-01 12:00:00+00")
DEMO = version("demo_wire", "demo_feed", WIRE_TITLE, WIRE_BODY, is_demo=True)
FORECAST = version(
    "forecast", "daily_wire", "What to expect of CATL", FORECAST_BODY, published="2025-03-01 20:00:00+00"
)
TINCI = version("tinci", "daily_wire", "Tinci reports", TINCI_BODY)
TINCI_OTHER = version("tinci_other", "market_channel", "Tinci in figures", TINCI_OTHER_BODY, published=None)
DELETED = version("deleted", "market_channel", "Deliveries", DELETED_BODY)
BRIDGE_OLD = version("bridge", "daily_wire", "Rates", "The bank held its rate.", story_text="text-1")
BRIDGE_NEW = version(
    "bridge", "daily_wire", "Rates", "The bank held its rate again.", story_text="text-2", seen=SECOND_CRAWL
)
LEFT_BODY = "The bank held its rate. Orchid Robotics hired 40 people in 2024."
BRIDGE_LEFT = version("left", "market_channel", "Rates", LEFT_BODY, story_text="text-1")
BRIDGE_RIGHT = version(
    "right", "market_channel", "Rates", "The bank held its rate again.", story_text="text-2"
)

# Two accounts each post a part of an article under its title; the whole of it is read later and joins them.
HARBOR_TITLE = "Harbor Lifts wins the order of the port of Gdynia"
HARBOR_HEAD = (
    "Harbor Lifts will build eleven ship-to-shore cranes for the port of Gdynia, a contract of 148.5 million euros that was "
    "signed on Friday after two years of bidding. It is the largest order that the company has booked since 2019, and the "
    "first one outside of the Baltic states. Handovers begin in the spring and end with the eleventh crane in 2028. "
)
HARBOR_TAIL = (
    "The yard in Klaipeda has 640 welders and is looking for another 75. Steel has been bought ahead at 712 euros a tonne, "
    "which the finance chief called the luckiest purchase of her career. Rivals from Shanghai had offered a lower price, but "
    "could not promise spare parts within 36 hours. The port keeps an option for four further cranes of the same type."
)
PART_HEAD = version("harbor_head", "daily_wire", HARBOR_TITLE, HARBOR_HEAD)
PART_TAIL = version("harbor_tail", "market_channel", HARBOR_TITLE, HARBOR_TAIL)
WHOLE = version("a_harbor_whole", "daily_wire", HARBOR_TITLE, HARBOR_HEAD + HARBOR_TAIL, seen=SECOND_CRAWL)

# Told in Chinese and retold in English; the retelling is edited to other figures, and a late one takes its place.
PARKS_ZH_BODY = "比亚迪与特斯拉在里加建成三座充电站，耗资217万元，设车位412个，年供电8.65GWh。"
PARKS_EN_BODY = "BYD and Tesla opened three charging parks in Riga for 2.17 million yuan, with 412 bays and 8.65 GWh a year."
PARKS_EDITED = "BYD and Tesla opened three charging parks in Riga for 2.39 million yuan, with 434 bays and 9.15 GWh a year."
PARKS_LATE_BODY = "Tesla shares 412 bays in Riga with BYD: the 2.17 million yuan buy 8.65 GWh a year."
PARKS_DAY = "2025-02-20 08:00:00+00"
PARKS_ZH = version(
    "parks_zh", "market_channel", "里加的充电站", PARKS_ZH_BODY, published=PARKS_DAY, language="zh"
)
PARKS_EN = version("parks_en", "daily_wire", "Charging in Riga", PARKS_EN_BODY, published=PARKS_DAY)
PARKS_NEW = version(
    "parks_en", "daily_wire", "Charging in Riga", PARKS_EDITED, published=PARKS_DAY, seen=SECOND_CRAWL
)
PARKS_LATE = version(
    "parks_late", "daily_wire", "Bays for Riga", PARKS_LATE_BODY, published=PARKS_DAY, seen=SECOND_CRAWL
)

FIRST_VERSIONS = [
    CATL_LED, CATL_FULL, WIRE, REPOST, DEMO, FORECAST, TINCI, TINCI_OTHER, DELETED,
    BRIDGE_OLD, BRIDGE_LEFT, BRIDGE_RIGHT, PART_HEAD, PART_TAIL, PARKS_ZH, PARKS_EN,
]  # fmt: skip
SECOND_VERSIONS = [CATL_NEW, BRIDGE_NEW, WHOLE, PARKS_NEW, PARKS_LATE]


def extraction(
    row: Mapping[str, Any], vocabulary: str, sequence: int, *, rows_of: str | None = None
) -> dict[str, Any]:
    """A row of raw.extractions; `rows_of` names the vocabulary whose rows are carried over."""
    return {
        "extraction_id": f"{row['article_version_id']}@{vocabulary}",
        "rows_extraction_id": f"{row['article_version_id']}@{rows_of or vocabulary}",
        "article_version_id": row["article_version_id"],
        "code_version": "1",
        "vocabulary_version": vocabulary,
        "extractor_version": f"1+{vocabulary}",
        "basis": "carried" if rows_of else "extracted",
        "reading_body": None if rows_of else row["body"],
        "batch_id": f"facts-{sequence}",
        "sequence": sequence,
        "extracted_at": f"2025-03-0{1 + sequence} 02:00:00+00",
    }


def observation(
    row: Mapping[str, Any],
    vocabulary: str,
    index: int,
    figure: str,
    metric: str,
    low: float,
    unit: str,
    *,
    high: float | None = None,
    company: str | None = None,
    subject: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A row of raw.observations about a company, over 2024 unless `more` says otherwise."""
    body = str(row["body"])
    start = body.index(figure)
    return {
        "extraction_id": f"{row['article_version_id']}@{vocabulary}",
        "article_version_id": row["article_version_id"],
        "observation_index": index,
        "metric_id": metric,
        "subject_id": subject or company,
        "subject_type": "company" if company else "place",
        "subject_name": company or subject,
        "company_id": company,
        "is_change": False,
        "value_low": low,
        "value_high": low if high is None else high,
        "unit": unit,
        "currency_code": "CNY" if unit == "CNY" else None,
        "bound": "exact",
        "modality": "actual",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "flags": "[]",
        "figure_text": figure,
        "evidence_text": body,
        "field": "body",
        "start_char": start,
        "end_char": start + len(figure),
        "evidence_start_char": 0,
        "evidence_end_char": len(body),
        "confidence": 0.9,
        "rule": "written_by_hand",
        "batch_id": "facts",
        **more,
    }


def mention(
    row: Mapping[str, Any], vocabulary: str, index: int, surface: str, company: str
) -> dict[str, Any]:
    start = str(row["body"]).index(surface)
    return {
        "extraction_id": f"{row['article_version_id']}@{vocabulary}",
        "article_version_id": row["article_version_id"],
        "mention_index": index,
        "company_id": company,
        "surface": surface,
        "field": "body",
        "start_char": start,
        "end_char": start + len(surface),
        "rule": "alias",
        "batch_id": "facts",
    }


def topic(row: Mapping[str, Any], vocabulary: str, rank: int, key: str) -> dict[str, Any]:
    return {
        "extraction_id": f"{row['article_version_id']}@{vocabulary}",
        "article_version_id": row["article_version_id"],
        "topic_id": key,
        "rank": rank,
        "score": 10.0 / rank,
        "evidence": '["battery"]',
        "batch_id": "facts",
    }


def _wire_facts(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [observation(row, "v1", 0, "362 billion yuan", "revenue", 3.62e11, "CNY", company="catl")]


def _parks_facts(row: Mapping[str, Any], vocabulary: str, *figures: str) -> list[dict[str, Any]]:
    """Money, bays and energy, as `figures` spell them."""
    stated = (("investment", 1e6, "CNY"), ("count", 1.0, "unit"), ("sales_volume", 1.0, "GWh"))
    return [
        observation(row, vocabulary, index, figure, metric, _number(figure) * factor, unit, company="byd")
        for index, (figure, (metric, factor, unit)) in enumerate(zip(figures, stated, strict=True))
    ]


def _number(figure: str) -> float:
    """2.17 of "2.17 million yuan" and of "217万元"."""
    number = float(re.findall(r"[0-9.]+", figure)[0])
    return number / 100 if "万" in figure else number


ORCHID = "candidate:orchid_robotics"
FORECAST_MOOD = {"modality": "forecast", "bound": "about"}
FIRST_OBSERVATIONS = [
    observation(CATL_FULL, "v1", 0, "3600亿元", "revenue", 3.6e11, "CNY", company="catl"),
    observation(CATL_FULL, "v1", 1, "475GWh", "sales_volume", 475.0, "GWh", company="catl"),
    *_wire_facts(WIRE),
    *_wire_facts(REPOST),
    *_wire_facts(DEMO),
    observation(
        FORECAST, "v1", 0, "400 billion yuan", "revenue", 4e11, "CNY", company="catl", **FORECAST_MOOD
    ),
    observation(
        FORECAST,
        "v1",
        1,
        "10% to 12%",
        "revenue_growth",
        10.0,
        "percent",
        high=12.0,
        company="catl",
        is_change=True,
        comparison="yoy",
        **FORECAST_MOOD,
    ),
    observation(TINCI, "v1", 0, "12.5 billion yuan", "revenue", 1.25e10, "CNY", company="tinci_materials"),
    observation(
        TINCI_OTHER, "v1", 0, "13.5 billion yuan", "revenue", 1.35e10, "CNY", company="tinci_materials"
    ),
    observation(
        TINCI_OTHER,
        "v1",
        1,
        "122 billion yuan",
        "revenue",
        1.22e11,
        "CNY",
        company="tinci_materials",
        counterparty_company_id="catl",
        flags='["scale_suspect"]',
        value_candidate=1.22e10,
        flag_reason="more than the company's whole revenue",
        period_start=None,
        period_end=None,
    ),
    observation(
        DELETED, "v1", 0, "1.79 million vehicles", "sales_volume", 1.79e6, "vehicle", company="tesla"
    ),
    observation(PART_HEAD, "v1", 0, "eleven", "count", 11.0, "unit"),
    observation(BRIDGE_LEFT, "v1", 0, "40 people", "employees", 40.0, "people", company=ORCHID),
    *_parks_facts(PARKS_ZH, "v1", "217万元", "412个", "8.65GWh"),
    *_parks_facts(PARKS_EN, "v1", "2.17 million yuan", "412 bays", "8.65 GWh"),
]
SECOND_OBSERVATIONS = [
    observation(CATL_NEW, "v2", 0, "3620亿元", "revenue", 3.62e11, "CNY", company="catl"),
    observation(CATL_NEW, "v2", 1, "475GWh", "sales_volume", 475.0, "GWh", company="catl"),
    # Read again under a vocabulary that no longer takes the second figure for growth.
    observation(
        FORECAST, "v2", 0, "400 billion yuan", "revenue", 4e11, "CNY", company="catl", **FORECAST_MOOD
    ),
    *_parks_facts(PARKS_NEW, "v2", "2.39 million yuan", "434 bays", "9.15 GWh"),
    *_parks_facts(PARKS_LATE, "v2", "2.17 million yuan", "412 bays", "8.65 GWh"),
]
FIRST_MENTIONS = [
    mention(CATL_FULL, "v1", 0, "宁德时代", "catl"),
    *(mention(row, "v1", 0, "CATL", "catl") for row in (WIRE, REPOST, DEMO, FORECAST)),
    *(mention(row, "v1", 1, "BYD", "byd") for row in (WIRE, REPOST, DEMO)),
    mention(TINCI, "v1", 0, "Tinci Materials", "tinci_materials"),
    mention(TINCI_OTHER, "v1", 0, "Tinci Materials", "tinci_materials"),
    mention(TINCI_OTHER, "v1", 1, "CATL", "catl"),
    mention(DELETED, "v1", 0, "Tesla", "tesla"),
    mention(BRIDGE_LEFT, "v1", 0, "Orchid Robotics", ORCHID),
    mention(PARKS_ZH, "v1", 0, "比亚迪", "byd"),
    mention(PARKS_ZH, "v1", 1, "特斯拉", "tesla"),
    mention(PARKS_EN, "v1", 0, "BYD", "byd"),
    mention(PARKS_EN, "v1", 1, "Tesla", "tesla"),
]
SECOND_MENTIONS = [
    mention(CATL_NEW, "v2", 0, "宁德时代", "catl"),
    mention(FORECAST, "v2", 0, "CATL", "catl"),
    *(mention(row, "v2", 0, "BYD", "byd") for row in (PARKS_NEW, PARKS_LATE)),
    *(mention(row, "v2", 1, "Tesla", "tesla") for row in (PARKS_NEW, PARKS_LATE)),
]
FIRST_TOPICS = [
    *(topic(row, "v1", 1, "batteries") for row in (CATL_FULL, WIRE, REPOST, DEMO, FORECAST, TINCI)),
    topic(WIRE, "v1", 2, "automotive"),
    topic(DELETED, "v1", 1, "automotive"),
]
SECOND_TOPICS = [topic(CATL_NEW, "v2", 1, "batteries"), topic(FORECAST, "v2", 1, "capital_markets")]

SOURCES = [
    ("daily_wire", "rss", "Daily Wire", "en", "UTC", False),
    ("market_channel", "channel_page", "Market Channel", "zh", "Asia/Shanghai", False),
    ("demo_feed", "rss", "Demo Feed", "en", "UTC", True),
]


def outcome(
    listing: str,
    position: int,
    source: str,
    code: str,
    at: str,
    row: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "outcome_id": f"{listing}-{position}",
        "batch_id": f"batch-{at[:10]}",
        "listing_id": listing,
        "source_id": source,
        "position": position,
        "outcome_code": code,
        "article_id": row and row["article_id"],
        "article_version_id": row and row["article_version_id"],
        "url": row and row["url"],
        "message": None if code in ("landed", "already_known") else f"written by hand as {code}",
        "observed_at": at,
        **more,
    }


def _listing(listing: str, source: str, at: str, listed: int) -> dict[str, list[dict[str, Any]]]:
    fetch = f"fetch-{listing}"
    batch = f"batch-{at[:10]}"
    url = f"https://news.example/{source}"
    return {
        "fetches": [
            {
                "fetch_id": fetch, "batch_id": batch, "source_id": source, "url": url, "final_url": url,
                "requested_at": at, "elapsed_ms": 12, "attempt": 1, "outcome_code": "ok", "http_status": 200,
                "content_sha256": digest(listing), "byte_count": 2048, "content_type": "text/html",
            }
        ],
        "listings": [
            {
                "listing_id": listing, "batch_id": batch, "fetch_id": fetch, "source_id": source, "url": url,
                "parser": "written_by_hand", "parser_version": "1", "items_listed": listed, "observed_at": at,
            }
        ],
    }  # fmt: skip


def listed(
    listing: str, source: str, at: str, rows: Iterable[tuple[str, Mapping[str, Any] | None]]
) -> dict[str, list[dict[str, Any]]]:
    outcomes = [outcome(listing, place, source, code, at, row) for place, (code, row) in enumerate(rows)]
    return {**_listing(listing, source, at, len(outcomes)), "parse_outcomes": outcomes}


def _landed(
    source: str, versions: list[dict[str, Any]], code: str = "landed"
) -> list[tuple[str, dict[str, Any]]]:
    return [(code, row) for row in versions if row["source_id"] == source]


def _merge(parts: Iterable[Mapping[str, list[dict[str, Any]]]]) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        for table, rows in part.items():
            tables.setdefault(table, []).extend(rows)
    return tables


def dbt_result(build: str, node: str, status: str, failures: int | None = None) -> dict[str, Any]:
    kind, _, name = node.split(".", 2)
    return {
        "build_id": build, "unique_id": node, "name": name, "resource_type": kind, "status": status,
        "execution_seconds": 0.5, "failures": failures, "message": "as written by hand",
        "started_at": FIRST_CRAWL, "completed_at": FIRST_CRAWL,
    }  # fmt: skip


def score(key: str, value: float) -> dict[str, Any]:
    return {
        "scoring_id": key, "scored_at": f"2025-03-0{key[-1]} 05:00:00+00", "file_name": "own.jsonl",
        "file_sha256": digest("own"), "extractor_version": "1+v1", "language": "all", "measure": "facts",
        "article_count": 4, "value": value, "hit_count": 8, "spare_count": 1, "missed_count": 1,
    }  # fmt: skip


def first_crawl() -> dict[str, list[dict[str, Any]]]:
    """Tables and rows after one crawl and one extraction under the vocabulary v1."""
    read = [row for row in FIRST_VERSIONS if row not in (CATL_LED, BRIDGE_RIGHT)]
    failed_fetches = [
        {
            "fetch_id": f"fetch-{code}", "batch_id": "batch-2025-03-02", "source_id": "daily_wire",
            "url": f"https://news.example/{code}", "requested_at": FIRST_CRAWL, "attempt": 1,
            "outcome_code": code, "http_status": status,
        }
        for code, status in (("not_found", 404), ("server_error", 500), ("forbidden_by_robots", None))
    ]  # fmt: skip
    wire = [("no_body", None), ("already_known", WIRE), *_landed("daily_wire", FIRST_VERSIONS)]
    return _merge(
        [
            {
                "sources": [
                    {
                        "source_id": key, "kind": kind, "name": name, "language": language, "time_zone": zone,
                        "is_demo": is_demo, "is_enabled": True, "definition": "{}",
                        "batch_id": "batch-2025-03-02",
                    }
                    for key, kind, name, language, zone, is_demo in SOURCES
                ],
                "batches": [_batch("batch-2025-03-02", "ingest", 1), _batch("facts-1", "extraction", 2)],
                "fetches": failed_fetches,
                "article_versions": FIRST_VERSIONS,
                "extractions": [extraction(row, "v1", 1) for row in read],
                "observations": FIRST_OBSERVATIONS,
                "company_mentions": FIRST_MENTIONS,
                "article_topics": FIRST_TOPICS,
                "dbt_results": [
                    dbt_result("build_1", "model.newsledger.fct_articles", "success"),
                    dbt_result("build_2", "model.newsledger.fct_articles", "error"),
                    dbt_result("build_1", "test.newsledger.shares_lie_between_0_and_100.1", "warn", 3),
                ],
                "extraction_scores": [score("scoring_1", 0.8), score("scoring_2", 0.9)],
            },
            listed("wire-1", "daily_wire", FIRST_CRAWL, wire),
            listed("channel-1", "market_channel", FIRST_CRAWL, _landed("market_channel", FIRST_VERSIONS)),
            listed("demo-1", "demo_feed", FIRST_CRAWL, _landed("demo_feed", FIRST_VERSIONS)),
        ]
    )  # fmt: skip


def second_crawl() -> dict[str, list[dict[str, Any]]]:
    """What a later crawl and an extraction under the vocabulary v2 add."""
    carried = [WIRE, REPOST, DEMO, TINCI, TINCI_OTHER, DELETED, PART_HEAD, PART_TAIL, PARKS_ZH]
    deleted = ("deleted", {**DELETED, "article_version_id": None, "article_id": None})
    channel = [("landed", CATL_NEW), ("already_known", REPOST), deleted]
    return _merge(
        [
            {
                "batches": [_batch("batch-2025-03-03", "ingest", 3), _batch("facts-2", "extraction", 4)],
                "article_versions": SECOND_VERSIONS,
                "extractions": [
                    *(
                        extraction(row, "v2", 2)
                        for row in (
                            CATL_NEW,
                            FORECAST,
                            BRIDGE_NEW,
                            BRIDGE_RIGHT,
                            WHOLE,
                            PARKS_NEW,
                            PARKS_LATE,
                        )
                    ),
                    *(extraction(row, "v2", 2, rows_of="v1") for row in carried),
                ],
                "observations": SECOND_OBSERVATIONS,
                "company_mentions": SECOND_MENTIONS,
                "article_topics": SECOND_TOPICS,
            },
            listed(
                "wire-2",
                "daily_wire",
                SECOND_CRAWL,
                [
                    ("landed", BRIDGE_NEW),
                    ("already_known", WIRE),
                    *(("landed", row) for row in (WHOLE, PARKS_NEW, PARKS_LATE)),
                ],
            ),
            listed("channel-2", "market_channel", SECOND_CRAWL, channel),
        ]
    )


def _batch(key: str, kind: str, sequence: int) -> dict[str, Any]:
    return {
        "batch_id": key,
        "kind": kind,
        "run_key": "written_by_hand",
        "sequence": sequence,
        "row_counts": json.dumps({}),
        "loaded_at": f"2025-03-0{1 + sequence} 03:00:00+00",
    }


CORRECTION_COLUMNS = (
    "correction_id", "observation_id", "article_id", "field", "start_char", "figure_text", "is_rejected",
    "metric_id", "subject_id", "value_low", "value_high", "unit", "is_change", "comparison", "segment",
    "region", "counterparty_company_id", "modality", "bound", "period_start", "period_end",
    "cleared_fields", "reason", "author", "corrected_on",
)  # fmt: skip


def corrections() -> list[list[str]]:
    """Rows of the seed fact_corrections: one that outlives an edit, one of a figure that is gone."""
    given = [
        {
            "correction_id": "catl-gwh", "article_id": "catl_report", "figure_text": "475GWh",
            "metric_id": "shipments", "reason": "counts deliveries", "author": "tester",
            "corrected_on": "2025-03-02",
        },
        {
            "correction_id": "gone", "article_id": "catl_report", "figure_text": "3600亿元",
            "is_rejected": "true", "reason": "was edited away", "author": "tester",
            "corrected_on": "2025-03-02",
        },
    ]  # fmt: skip
    return [[row.get(column, "") for column in CORRECTION_COLUMNS] for row in given]


def load(path: Path, *parts: Mapping[str, list[dict[str, Any]]], is_reversed: bool = False) -> None:
    """Append the rows to a warehouse file, in their order or from the last to the first, and compare the texts,
    as each build does."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        for table, rows in _merge(parts).items():
            for row in reversed(rows) if is_reversed else rows:
                names, marks = ", ".join(row), ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into raw.{table} ({names}) values ({marks})",
                    list(row.values()),
                )
        compare_new_texts(connection)
