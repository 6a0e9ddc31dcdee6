"""Yearly rates are means of the days' cross rates, of full years only."""

import csv
import zipfile
from datetime import date, timedelta

import pytest

from newsledger.errors import TerminalError
from newsledger.settings import SEEDS_DIR
from newsledger.warehouse.exchange_rates import read_daily_rates, write_seed, yearly_rates


def weekdays(first, last):
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


YEAR = list(weekdays(date(2024, 1, 1), date(2024, 12, 31)))


def test_a_rate_is_the_mean_of_the_days_dollars_for_one_unit():
    half = len(YEAR) // 2
    daily = [(day, {"USD": 1.0 if place < half else 1.2, "CNY": 8.0}) for place, day in enumerate(YEAR)]
    rates = {rate.currency_code: rate for rate in yearly_rates(daily)}
    assert rates["CNY"].usd_per_unit == pytest.approx(1.1 / 8)
    assert rates["EUR"].usd_per_unit == pytest.approx(1.1)
    assert rates["CNY"].quote_count == len(YEAR)
    assert "USD" not in rates


@pytest.mark.parametrize(
    "days",
    [
        [day for day in YEAR if day < date(2024, 12, 1)],
        [day for day in YEAR if day > date(2024, 1, 20)],
        [day for day in YEAR if not date(2024, 3, 1) < day < date(2024, 4, 1)],
    ],
    ids=["ends early", "begins late", "pauses for a month"],
)
def test_a_year_that_is_not_full_has_no_rate(days):
    quoted = dict.fromkeys(days)
    daily = [(day, {"USD": 1.1} | ({"RUB": 90.0} if day in quoted else {})) for day in YEAR]
    assert {rate.currency_code for rate in yearly_rates(daily)} == {"EUR"}


def test_the_seed_is_written_from_the_banks_file_zipped_or_not(tmp_path):
    lines = ["Date,USD,CNY,RUB,", *(f"{day},1.1,7.7,N/A," for day in reversed(YEAR))]
    plain = tmp_path / "eurofxref-hist.csv"
    plain.write_text("\n".join(lines), encoding="utf-8")
    zipped = tmp_path / "eurofxref-hist.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(plain, plain.name)
    for source in (plain, zipped):
        assert write_seed(source, tmp_path / "seed.csv") == 2
        with (tmp_path / "seed.csv").open(encoding="utf-8", newline="") as file:
            rows = [(row["currency_code"], row["year"], row["usd_per_unit"]) for row in csv.DictReader(file)]
        assert rows == [("CNY", "2024", "0.142857"), ("EUR", "2024", "1.1")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Day,USD\n2024-01-01,1.1\n", "does not begin"),
        ("Date,USD\n1 January 2024,1.1\n", "line 2"),
        ("Date,USD\n2024-01-01,-1\n", "not above 0"),
        ("Date,USD\n2024-01-01,1.1\n", "no full year"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path, text, complaint):
    source = tmp_path / "rates.csv"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(TerminalError, match=complaint):
        list(read_daily_rates(source)) and write_seed(source, tmp_path / "seed.csv")
    assert not (tmp_path / "seed.csv").exists()


def test_the_seed_holds_the_yuan_of_every_full_year_and_no_carried_rate():
    with (SEEDS_DIR / "exchange_rates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    yuan = {int(row["year"]): float(row["usd_per_unit"]) for row in rows if row["currency_code"] == "CNY"}
    assert sorted(yuan) == list(range(2006, max(yuan) + 1)) and max(yuan) >= 2025
    assert yuan[2023] == pytest.approx(0.1412, abs=5e-5)
    assert not any(row["currency_code"] == "RUB" and int(row["year"]) >= 2022 for row in rows)
