"""Publication strings in every form that sources use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.parse.times import parse_time

SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-01-21 10:01", "2026-01-21T02:01:00"),
        ("2026-01-21 10:01:30", "2026-01-21T02:01:30"),
        ("2026-01-21 10:01:30 +0800", "2026-01-21T02:01:30"),
        ("2026-01-21 10:01:30  +0800", "2026-01-21T02:01:30"),
        ("2026-01-21T10:01:30Z", "2026-01-21T10:01:30"),
        ("2026-01-21T10:01:30.123+08:00", "2026-01-21T02:01:30"),
        ("2026-01-21T10:01:30-05:00", "2026-01-21T15:01:30"),
        ("20260121T100130Z", "2026-01-21T10:01:30"),
        ("20260121", "2026-01-20T16:00:00"),
        ("2026-01-21", "2026-01-20T16:00:00"),
        ("2026/1/21 9:05", "2026-01-21T01:05:00"),
        ("2026.01.21 09:05", "2026-01-21T01:05:00"),
        ("2026年1月21日 9:05", "2026-01-21T01:05:00"),
        ("2026年01月21日 09时05分", "2026-01-21T01:05:00"),
        ("2026年1月21日 星期三 下午 3:05", "2026-01-21T07:05:00"),
        ("2026年1月21日", "2026-01-20T16:00:00"),
        ("Wed, 21 Jan 2026 10:01:00 +0800", "2026-01-21T02:01:00"),
        ("Wed, 21 Jan 2026 10:01:00 GMT", "2026-01-21T10:01:00"),
        ("Wed, 21 Jan 2026 10:01:00 EST", "2026-01-21T15:01:00"),
        ("January 21, 2026 3:05 PM", "2026-01-21T07:05:00"),
        ("Jan. 21, 2026", "2026-01-20T16:00:00"),
        ("21 January 2026", "2026-01-20T16:00:00"),
        ("1768960860", "2026-01-21T02:01:00"),
        (1768960860, "2026-01-21T02:01:00"),
        ("1768960860000", "2026-01-21T02:01:00"),
    ],
)
def test_a_time_without_offset_is_in_the_source_s_zone_and_one_with_an_offset_is_not(
    raw: str, expected: str
) -> None:
    parsed = parse_time(raw, SHANGHAI)
    assert parsed is not None
    assert parsed.replace(microsecond=0) == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "  ",
        None,
        "3小时前",
        "昨天 10:00",
        "yesterday",
        "2026-13-45 10:00",
        "2026-02-30",
        "0000-01-01 00:00",
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-12:00",
        "1016-01-21 10:01",
        "x" * 5000,
        "١٢٣٤-٠١-٠١",
        True,
    ],
)
def test_what_cannot_be_told_is_none(raw: object) -> None:
    assert parse_time(raw, SHANGHAI) is None  # type: ignore[arg-type]


def test_summer_time_counts() -> None:
    assert parse_time("2026-07-01 10:00", "America/New_York") == datetime(2026, 7, 1, 14, tzinfo=UTC)
    assert parse_time("2026-01-01 10:00", "America/New_York") == datetime(2026, 1, 1, 15, tzinfo=UTC)


@given(st.text(max_size=90))
def test_no_string_breaks_it(raw: str) -> None:
    parsed = parse_time(raw, "UTC")
    assert parsed is None or 1990 <= parsed.year <= 2101


@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001
def test_the_channel_page_s_form_round_trips(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    assert parse_time(f"{moment:%Y-%m-%d %H:%M}", "UTC") == moment.replace(tzinfo=UTC)
