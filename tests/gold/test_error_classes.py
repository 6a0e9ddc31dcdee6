"""The classes of error tell errors apart, and the documentation holds the tables that the command prints."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from newsledger.settings import PROJECT_ROOT
from tests.gold.error_classes import (
    CLASSES,
    LANGUAGES,
    MARKS,
    LanguageTally,
    MetricTally,
    bound_error,
    error_table,
    metric_error,
    metric_table,
    pair_errors,
    period_error,
    put_into,
    subject_error,
    topic_table,
)
from tests.gold.scoring import agreement

YEAR = ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("wanted", "got", "named"),
    [
        ((None, None), YEAR, "none wanted"),
        (YEAR, (None, None), "none found"),
        (YEAR, ("2025-01-01", "2025-12-31"), "wrong year"),
        (YEAR, ("2024-07-01", "2024-12-31"), "wrong grain"),
        (("2024-07-01", "2024-09-30"), ("2024-04-01", "2024-06-30"), "wrong part of the year"),
        (("2024-12-31", "2024-12-31"), YEAR, "span for an instant"),
        (YEAR, ("2024-12-31", "2024-12-31"), "instant for a span"),
        ((None, "2030-12-31"), ("2030-01-01", "2030-12-31"), "closed for open"),
        (YEAR, ("2024-01-01", None), "open for closed"),
    ],
)
def test_a_period_is_wrong_in_one_way(
    wanted: tuple[str | None, str | None], got: tuple[str | None, str | None], named: str
) -> None:
    assert period_error(wanted, got) == named


@pytest.mark.parametrize(
    ("wanted_type", "got_type", "rule", "named"),
    [
        ("company", "none", "arabic; level; nothing; year", "none found"),
        ("company", "company", "arabic; level; carried over; year", "carried over to the wrong one"),
        ("company", "company", "arabic; level; head of its clause; year", "the wrong company"),
        ("product", "product", "arabic; level; named; year", "the wrong other kind"),
        ("product", "company", "arabic; level; pronoun; year", "a company for another kind"),
        ("company", "place", "arabic; level; named; year", "another kind for a company"),
    ],
)
def test_a_subject_is_wrong_in_one_way(wanted_type: str, got_type: str, rule: str, named: str) -> None:
    got = SimpleNamespace(subject_type=got_type, rule=rule)
    assert subject_error({"subject": ["x"], "subject_type": wanted_type}, got) == named  # type: ignore[arg-type]


def test_metrics_and_bounds_are_told_apart() -> None:
    assert metric_error("revenue", "amount") == "generic for special"
    assert metric_error("amount", "revenue") == "special for generic"
    assert metric_error("revenue", "net_profit") == "another special"
    assert metric_error("share", "count") == "another generic"
    assert [bound_error(*pair) for pair in (("about", "exact"), ("exact", "over"), ("over", "about"))] == [
        "missed", "none wanted", "another one",
    ]  # fmt: skip


def test_a_pair_has_all_its_errors_and_each_is_a_known_class() -> None:
    wanted = {"metric": "revenue", "subject": ["CATL"], "subject_type": "company", "low": -5, "start": None}
    fact = {"metric": "amount", "subject": ["BYD"], "low": 5, "start": YEAR[0], "end": YEAR[1]}
    fact |= {"modality": "forecast", "bound": "over"}
    got = SimpleNamespace(subject_type="company", rule="arabic; level; named; year")
    errors = list(pair_errors(wanted, fact, got, agreement(wanted, fact)))  # type: ignore[arg-type]
    assert [kind for kind, _ in errors] == ["metric", "sign", "subject", "period", "modality", "bound"]
    assert all(named in CLASSES[kind] for kind, named in errors)


def test_rare_metrics_are_one_row_and_an_error_is_counted_in_its_language() -> None:
    english = LanguageTally(
        pairs=50, metrics={"eps": MetricTally(2, 2, 1, 1), "revenue": MetricTally(9, 8, 6, 4)}
    )
    english.errors["sign", "wrong sign"] = 2
    chinese = LanguageTally(metrics={"revenue": MetricTally(3, 2, 2, 2), "gdp": MetricTally(1, 0, 0, 0)})
    tallies = {"en": english, "zh": chinese}
    assert metric_table(tallies, 10).splitlines()[2:] == [
        "| revenue | 12 | 10 | 0.800 | 0.500 |",
        "| others, each under 10 | 3 | 2 | 0.500 | 0.333 |",
    ]
    assert "| sign | wrong sign | 2 | 4.0 | 0 | 0.0 |" in error_table(tallies)


def test_tables_take_the_place_of_those_between_the_marks() -> None:
    text = f"a\n{MARKS[0]}\nold\n{MARKS[1]}\nb"
    assert put_into(text, "new") == f"a\n{MARKS[0]}\n\nnew\n\n{MARKS[1]}\nb"
    with pytest.raises(ValueError, match="no <!-- scores"):
        put_into("a", "new")


def test_the_documentation_holds_the_tables_that_the_command_prints() -> None:
    text = (PROJECT_ROOT / "docs" / "extraction.md").read_text(encoding="utf-8")
    held = text.partition(MARKS[0])[2].partition(MARKS[1])[0].splitlines()
    empty = {name: LanguageTally() for name in LANGUAGES}
    tables = (error_table(empty), metric_table(empty, 10), topic_table(empty))
    for line in (line for one in tables for line in one.splitlines()[:2]):
        assert line in held
    rows = [re.split(r" \| ", line.strip("| ")) for line in held if line.count("|") == 7]
    named = [(row[0], row[1]) for row in rows[2:] if row[0] in CLASSES and row[0] != "modality"]
    assert named == [
        (kind, one) for kind, classes in CLASSES.items() if kind != "modality" for one in classes
    ]
