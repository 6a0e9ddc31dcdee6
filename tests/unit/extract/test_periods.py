"""Expressions of time become the dates that gold/GUIDE.md's rules give them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.extract.period_dates import Period, PeriodState
from newsledger.extract.periods import find_periods

PUBLISHED = date(2025, 11, 14)


def _read(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    mentions, _ = find_periods(text, PeriodState(published))
    return [
        (m.role, str(m.period.start) if m.period.start else None, str(m.period.end) if m.period.end else None)
        for m in mentions
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in 2023", "2023-01-01", "2023-12-31"),
        ("in the third quarter of 2025", "2025-07-01", "2025-09-30"),
        ("third-quarter revenue", "2025-07-01", "2025-09-30"),
        ("guidance for the fourth quarter", "2025-10-01", "2025-12-31"),
        ("Q2 2024 sales", "2024-04-01", "2024-06-30"),
        ("2Q25 sales", "2025-04-01", "2025-06-30"),
        ("the September quarter", "2025-07-01", "2025-09-30"),
        ("first-half profit", "2025-01-01", "2025-06-30"),
        ("in the second half of 2024", "2024-07-01", "2024-12-31"),
        ("the first nine months of 2025", "2025-01-01", "2025-09-30"),
        ("in the first three quarters", "2025-01-01", "2025-09-30"),
        ("in October", "2025-10-01", "2025-10-31"),
        ("in December 2024", "2024-12-01", "2024-12-31"),
        ("on November 5", "2025-11-05", "2025-11-05"),
        ("on 3 March 2025", "2025-03-03", "2025-03-03"),
        ("January–September output", "2025-01-01", "2025-09-30"),
        ("for April-September", "2025-04-01", "2025-09-30"),
        ("in the year to July", "2024-08-01", "2025-07-31"),
        ("in the fiscal year ending March 2026", "2025-04-01", "2026-03-31"),
        ("in the three months to June", "2025-04-01", "2025-06-30"),
        ("in the quarter ended September 30", "2025-07-01", "2025-09-30"),
        ("in fiscal 2025", "2025-01-01", "2025-12-31"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("last quarter", "2025-07-01", "2025-09-30"),
        ("next year", "2026-01-01", "2026-12-31"),
        ("last month", "2025-10-01", "2025-10-31"),
        ("yesterday", "2025-11-13", "2025-11-13"),
        ("from 2026 to 2030", "2026-01-01", "2030-12-31"),
        ("between 2022 and 2024", "2022-01-01", "2024-12-31"),
        ("in the fiscal fourth quarter ended September 27", "2025-07-01", "2025-09-27"),
        ("in the last quarter of 2024", "2024-10-01", "2024-12-31"),
        ("in the week ended November 7", "2025-11-01", "2025-11-07"),
        ("rose on Tuesday", "2025-11-11", "2025-11-11"),
        ("2025H1 sales", "2025-01-01", "2025-06-30"),
        ("takes effect on January 1", "2026-01-01", "2026-01-01"),
        ("2023年", "2023-01-01", "2023-12-31"),
        ("2019～2024年间", "2019-01-01", "2024-12-31"),
        ("“十五五”期间", "2026-01-01", "2030-12-31"),
        ("上周五收盘", "2025-11-07", "2025-11-07"),
        ("周三早盘", "2025-11-12", "2025-11-12"),
        ("2026财年第一财季", "2026-01-01", "2026-03-31"),
        ("公司25Q3收入", "2025-07-01", "2025-09-30"),
        ("半年报显示", "2025-01-01", "2025-06-30"),
        ("预计一季度", "2026-01-01", "2026-03-31"),
        ("二〇二四年", "2024-01-01", "2024-12-31"),
        ("今年", "2025-01-01", "2025-12-31"),
        ("去年9月", "2024-09-01", "2024-09-30"),
        ("前三季度", "2025-01-01", "2025-09-30"),
        ("三季度", "2025-07-01", "2025-09-30"),
        ("第二季度", "2025-04-01", "2025-06-30"),
        ("今年上半年", "2025-01-01", "2025-06-30"),
        ("去年下半年", "2024-07-01", "2024-12-31"),
        ("10月30日", "2025-10-30", "2025-10-30"),
        ("7月至9月", "2025-07-01", "2025-09-30"),
        ("1-8月", "2025-01-01", "2025-08-31"),
        ("前8个月", "2025-01-01", "2025-08-31"),
        ("11月的报价", "2025-11-01", "2025-11-30"),
        ("9月季度", "2025-07-01", "2025-09-30"),
        ("截至2025年6月30日的财年", "2024-07-01", "2025-06-30"),
        ("2022年到2025年", "2022-01-01", "2025-12-31"),
        ("上季度", "2025-07-01", "2025-09-30"),
        ("两年前", "2023-01-01", "2023-12-31"),
        ("今年双11", "2025-11-11", "2025-11-11"),
    ],
)
def test_a_period_is_its_first_and_last_day(text: str, start: str, end: str) -> None:
    assert _read(text) == [("within", start, end)]


@pytest.mark.parametrize(
    ("text", "role", "start", "end"),
    [
        ("By 2030", "by", None, "2030-12-31"),
        ("by the end of next year", "by", None, "2026-12-31"),
        ("by the end of September", "by", None, "2025-09-30"),
        ("since 2018", "since", "2018-01-01", None),
        ("since May", "since", "2025-05-01", None),
        ("as of the end of 2023", "instant", "2023-12-31", "2023-12-31"),
        ("at the end of June", "instant", "2025-06-30", "2025-06-30"),
        ("as of September 30", "instant", "2025-09-30", "2025-09-30"),
        ("截至6月底", "instant", "2025-06-30", "2025-06-30"),
        ("9月末", "instant", "2025-09-30", "2025-09-30"),
        ("到2027年", "by", None, "2027-12-31"),
        ("2030年前", "by", None, "2030-12-31"),
        ("年底前", "by", None, "2025-12-31"),
        ("自2018年以来", "since", "2018-01-01", None),
        ("10月22日起", "since", "2025-10-22", None),
    ],
)
def test_deadlines_have_an_end_beginnings_a_start_and_instants_one_day(
    text: str, role: str, start: str | None, end: str | None
) -> None:
    assert _read(text) == [(role, start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "over the next decade",
        "in the next three years",
        "未来三年",
        "3个月",
        "一个季度",
        "Ruipu Jun and May Wong may agree",
        "the H100 and Q100 boards",
        "2,025 vehicles",
        "2025 yuan",
        "in 2-3k",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert [m for m in _read(text) if m[1] or m[2]] == []


@pytest.mark.parametrize(
    "text",
    [
        "than a year earlier",
        "from the same period last year",
        "year on year",
        "from the previous quarter",
        "同比",
        "较去年同期",
        "比上年同期",
        "环比",
        "比2019年同期",
        "与2024年底相比",
        "环比上月",
    ],
)
def test_the_base_of_a_change_is_not_its_period(text: str) -> None:
    assert [m[0] for m in _read(text)] == ["compare"]


def test_the_same_period_of_last_year_counts_from_the_period_named_before() -> None:
    assert _read("前三季度亏损,去年同期盈利")[1] == ("prior", "2024-01-01", "2024-09-30")


def test_that_quarter_is_the_one_that_the_text_has_named() -> None:
    _, state = find_periods("In the June quarter of 2024 sales fell.", PeriodState(PUBLISHED))
    mentions, _ = find_periods("Costs in the quarter rose.", state)
    assert [m.period for m in mentions] == [Period(date(2024, 4, 1), date(2024, 6, 30))]


def test_without_a_date_of_publication_only_full_dates_are_read() -> None:
    assert _read("last year and in 2023", None) == [("within", "2023-01-01", "2023-12-31")]


def test_a_month_named_in_january_is_of_the_year_before() -> None:
    assert _read("in November", date(2026, 1, 8)) == [("within", "2025-11-01", "2025-11-30")]


@given(st.text(alphabet="0123456789年月日季度前上半今去Q2-至到 in the year ofMay,quarter", max_size=60))
def test_any_text_is_read_and_mentions_lie_inside_it_in_order(text: str) -> None:
    mentions, _ = find_periods(text, PeriodState(PUBLISHED))
    last = 0
    for mention in mentions:
        assert 0 <= mention.start_char < mention.end_char <= len(text)
        assert mention.end_char > last
        last = mention.end_char
        if mention.period.start and mention.period.end:
            assert mention.period.start <= mention.period.end
