"""The units that figures are stated in, built from the rows of the seeds units.csv and unit_terms.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsledger.extract.frozen import record


@record
class Unit:
    """`factor_to_base` turns a value in this unit into one in `base_unit`."""

    unit: str
    dimension: str
    name_en: str
    name_zh: str
    base_unit: str
    factor_to_base: float
    currency_code: str | None


@record
class UnitTerm:
    """A way to write a unit: `value in unit = figure as written * scale`."""

    unit: str
    dimension: str
    scale: float


@record
class UnitTable:
    """Units by key; their terms by language; `prefixes` are currency signs and codes before a figure."""

    units: Mapping[str, Unit]
    zh: Mapping[str, UnitTerm]
    en: Mapping[str, UnitTerm]
    prefixes: Mapping[str, UnitTerm]
    longest_zh: int

    def dimension(self, unit: str) -> str:
        """The dimension of a unit; a rate such as `USD/share` has the dimension `rate`."""
        if "/" in unit and unit not in self.units:
            return "rate"
        found = self.units.get(unit)
        return found.dimension if found else "count"

    def currency(self, unit: str) -> str | None:
        """The ISO code of a money unit or of the money part of a rate."""
        found = self.units.get(unit.split("/", 1)[0])
        return found.currency_code if found else None

    def to_base(self, value: float, unit: str) -> tuple[float, str]:
        """The value in the unit's base; a rate is converted in both of its parts."""
        top, _, bottom = unit.partition("/")
        over = self.units.get(top)
        under = self.units.get(bottom) if bottom else None
        factor = over.factor_to_base if over else 1.0
        base = over.base_unit if over else top
        if bottom:
            factor /= under.factor_to_base if under else 1.0
            base = f"{base}/{under.base_unit if under else bottom}"
        return value * factor, base


def build_unit_table(
    units_rows: Iterable[Mapping[str, str]], unit_terms_rows: Iterable[Mapping[str, str]]
) -> UnitTable:
    """The table from parsed seed rows (a dict a row, as csv.DictReader gives them)."""
    units = {
        row["unit"]: Unit(
            unit=row["unit"],
            dimension=row["dimension"],
            name_en=row["name_en"],
            name_zh=row["name_zh"],
            base_unit=row["base_unit"] or row["unit"],
            factor_to_base=float(row["factor_to_base"] or 1),
            currency_code=row["currency_code"] or None,
        )
        for row in units_rows
    }
    zh: dict[str, UnitTerm] = {}
    en: dict[str, UnitTerm] = {}
    prefixes: dict[str, UnitTerm] = {}
    for row in unit_terms_rows:
        unit = units[row["unit"]]
        term, language = row["term"], row["language"]
        meaning = UnitTerm(unit.unit, unit.dimension, float(row["scale"] or 1))
        if language in {"zh", "any"}:
            zh[term] = meaning
        if language in {"en", "any"}:
            en[term] = meaning
        if language == "prefix" or (language == "any" and unit.dimension == "money"):
            prefixes[term] = meaning
    return UnitTable(units, zh, en, prefixes, max((len(term) for term in zh), default=0))
