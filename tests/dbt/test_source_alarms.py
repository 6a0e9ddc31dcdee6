"""A feed that falls silent, loses its dates, halves its texts or fills with U+FFFD raises its alarm, and dbt
warns; a feed that is well does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from raw_rows import load, outcome, version

if TYPE_CHECKING:
    from dbt_process import Dbt

DAYS = [f"2025-03-{day:02} 08:00:00+00" for day in range(1, 6)]
TEXT = "The harbour was widened and the ferries are back on their line. " * 10
ALARMS = {
    "silent": "fct_source_alarms_no_source_is_silent",
    "undated": "fct_source_alarms_no_source_has_lost_its_dates",
    "shortened": "fct_source_alarms_no_source_has_halved_its_texts",
    "garbled": "fct_source_alarms_no_source_is_garbled",
}
CAUTIOUS = ("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test")


def feed(name: str) -> dict[str, list[dict[str, Any]]]:
    """Five days of a feed of ten texts a day, named after what ails it in the last two, or `well`."""
    tables: dict[str, list[dict[str, Any]]] = {
        "sources": [
            {
                "source_id": name, "kind": "rss", "name": name, "language": "en", "time_zone": "UTC",
                "expected_articles_per_day": 10, "is_demo": False, "is_enabled": True, "definition": "{}",
                "batch_id": "batch-1",
            }
        ],
        "fetches": [], "listings": [], "article_versions": [], "parse_outcomes": [],
    }  # fmt: skip
    for number, at in enumerate(DAYS):
        ails = number >= 3
        listing = f"{name}-{number}"
        texts = [] if ails and name == "silent" else range(10)
        rows = [
            version(
                f"{listing}-{text}", name, f"Ferries {text}", TEXT[: 200 if ails and name == "shortened" else None],
                published=None if ails and name == "undated" else at, seen=at,
            )
            for text in texts
        ]  # fmt: skip
        tables["article_versions"] += rows
        tables["parse_outcomes"] += [
            outcome(listing, place, name, "landed", at, row) for place, row in enumerate(rows)
        ]
        tables["fetches"].append(
            {
                "fetch_id": f"fetch-{listing}", "batch_id": "batch-1", "source_id": name,
                "url": f"https://news.example/{name}", "requested_at": at, "attempt": 1, "outcome_code": "ok",
                "content_sha256": listing, "byte_count": 20_000, "content_type": "application/rss+xml",
                "replacement_char_count": 500 if ails and name == "garbled" else 0,
            }
        )  # fmt: skip
        tables["listings"].append(
            {
                "listing_id": listing, "batch_id": "batch-1", "fetch_id": f"fetch-{listing}", "source_id": name,
                "url": f"https://news.example/{name}", "parser": "written_by_hand", "parser_version": "1",
                "items_listed": len(rows), "observed_at": at,
            }
        )  # fmt: skip
    return tables


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, project: Path) -> tuple[Dbt, str]:
    """The four ailing feeds and a well one, built; and what dbt said."""
    from dbt_process import Dbt

    dbt = Dbt(tmp_path_factory.mktemp("alarms") / "warehouse.duckdb", project)
    load(dbt.warehouse, *(feed(name) for name in ("well", *ALARMS)))
    done = dbt.run("build", "--select", "+fct_source_alarms", *CAUTIOUS)
    assert done.returncode == 0, done.stdout[-4000:]
    return dbt, done.stdout


def test_each_ailing_feed_raises_its_own_alarm_and_the_well_one_none(built: tuple[Dbt, str]) -> None:
    with duckdb.connect(str(built[0].warehouse), read_only=True) as connection:
        raised = connection.execute(
            "select source_id, alarm_code, observed_date::text, is_current from marts.fct_source_alarms "
            "where is_current order by all"
        ).fetchall()
    assert raised == [(name, name, "2025-03-05", True) for name in sorted(ALARMS)]


def test_an_alarm_says_what_was_measured_and_what_to_do(built: tuple[Dbt, str]) -> None:
    with duckdb.connect(str(built[0].warehouse), read_only=True) as connection:
        said = dict(
            connection.execute(
                "select alarm_code, reason from marts.fct_source_alarms where is_current"
            ).fetchall()
        )
        idle = connection.execute("select count(*) from marts.fct_source_alarms where trim(what_to_do) = ''")
        assert idle.fetchone() == (0,)
    assert said["silent"].startswith("no new article on 2 days")
    assert said["undated"].startswith("100 % of the latest texts")
    assert said["shortened"].startswith("the latest texts have 200 characters in the median")
    assert said["garbled"].startswith("2.5 % of what was read")


@pytest.mark.parametrize("code", ALARMS)
def test_dbt_warns_of_each_alarm_and_goes_on(built: tuple[Dbt, str], code: str) -> None:
    assert f"WARN 1 {ALARMS[code]}" in built[1]


def test_every_other_test_passes_on_ailing_feeds(built: tuple[Dbt, str]) -> None:
    assert f"WARN={len(ALARMS)} ERROR=0" in built[1]
