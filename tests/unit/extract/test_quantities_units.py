"""The unit seeds hold together, and every way to write a unit is read as that unit."""

from __future__ import annotations

import csv
import math

import pytest
from tests.unit.extract.stated import stated, unit_table

from newsledger.extract.units import build_unit_table
from newsledger.settings import SEEDS_DIR


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS_DIR / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_keys_and_terms_are_unique_and_refer_to_units() -> None:
    units = [row["unit"] for row in rows("units.csv")]
    terms = [(row["term"], row["language"]) for row in rows("unit_terms.csv")]
    assert len(units) == len(set(units))
    assert len(terms) == len(set(terms))
    assert {row["unit"] for row in rows("unit_terms.csv")} <= set(units)
    assert {row["language"] for row in rows("unit_terms.csv")} == {"zh", "en", "any", "prefix"}


def test_each_base_unit_is_a_unit_of_the_same_dimension_with_factor_one() -> None:
    table = unit_table()
    for unit in table.units.values():
        base = table.units.get(unit.base_unit)
        if base is not None and base.unit != unit.unit:
            assert base.factor_to_base == 1.0, unit
            assert base.dimension == unit.dimension, unit


def test_money_and_only_money_has_a_currency() -> None:
    for unit in unit_table().units.values():
        assert (unit.currency_code is not None) == (unit.dimension == "money")


@pytest.mark.parametrize(
    "row", [row for row in rows("unit_terms.csv") if row["language"] == "prefix"], ids=lambda r: r["term"]
)
def test_every_currency_sign_is_read_before_a_figure(row: dict[str, str]) -> None:
    (found,) = stated(f"It paid {row['term']}250 million in all.")
    expected = {"¥": "CNY"}.get(row["term"], row["unit"])
    assert found == f"250000000 {expected}"


@pytest.mark.parametrize(
    "row",
    [row for row in rows("unit_terms.csv") if row["language"] in {"zh", "any"} and row["term"] != "成"],
    ids=lambda row: f"{row['term']}-{row['unit']}",
)
def test_every_chinese_term_is_read_after_a_figure(row: dict[str, str]) -> None:
    table = unit_table()
    dimension = table.units[row["unit"]].dimension
    found = stated(f"指数一共为250{row['term']}。")
    if dimension == "time":
        assert found == []
        return
    value = 250 * float(row["scale"])
    size = str(int(value)) if value == int(value) else f"{value:.10g}"
    assert found == [f"{size} {row['unit']}"]


@pytest.mark.parametrize(
    "row",
    [row for row in rows("unit_terms.csv") if row["language"] == "en"],
    ids=lambda row: f"{row['term']}-{row['unit']}",
)
def test_every_english_term_is_read_after_a_figure(row: dict[str, str]) -> None:
    table = unit_table()
    unit = table.units[row["unit"]]
    found = stated(f"The index stood at 3,250 {row['term']} then.")
    if unit.dimension == "time":
        assert found == []
        return
    value = 3250 * float(row["scale"])
    if unit.dimension == "count":
        assert len(found) == 1 and found[0].startswith("3250 ")
        return
    size = str(int(value)) if value == int(value) else f"{value:.10g}"
    assert found == [f"{size} {row['unit']}"]


def test_values_and_rates_convert_to_their_base() -> None:
    table = unit_table()
    assert table.to_base(2.0, "GWh") == (2e6, "kWh")
    value, base = table.to_base(35_000.0, "CNY/t")
    assert base == "CNY/kg" and math.isclose(value, 35.0)
    assert table.to_base(5.0, "USD/share") == (5.0, "USD/share")
    assert table.currency("CNY/kWh") == "CNY" and table.currency("GW") is None
    assert table.dimension("USD/share") == "rate" and table.dimension("people") == "count"


def test_a_term_of_an_unknown_unit_is_refused() -> None:
    with pytest.raises(KeyError):
        build_unit_table([], [{"unit": "parsec", "term": "pc", "language": "en", "scale": "1"}])
