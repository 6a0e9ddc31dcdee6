"""Every saved page gives its expected rows, whichever kind it is told to be by its content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsledger.parse.files import parse_file
from newsledger.parse.records import ParsedItem
from newsledger.sources.schema import Source
from tests.conftest import PROJECT_ROOT

PAGES = PROJECT_ROOT / "tests" / "fixtures" / "pages"
NAMES = sorted(path.name for path in PAGES.iterdir() if path.suffix in (".txt", ".html", ".xml", ".jsonl"))
FILES = Source(source_id="input_files", kind="files", name="Files", time_zone="Asia/Shanghai")


def row(item: ParsedItem) -> dict[str, Any]:
    """An item as its expected row states it: what is empty is left out."""
    stated: dict[str, Any] = {"outcome": item.outcome.value}
    if item.message:
        stated["message"] = item.message
    article = item.article
    if article is None:
        stated |= {name: value for name in ("title", "url") if (value := getattr(item, name))}
    else:
        for name in (
            "title", "body", "body_kind", "url", "external_id", "source_name", "author", "published_raw",
            "title_language", "body_language", "is_truncated", "original_account", "original_author",
            "original_title", "original_url", "credit_end_char",
        ):  # fmt: skip
            if value := getattr(article, name):
                stated[name] = value
        if article.published_at:
            stated["published_at"] = article.published_at.isoformat()
        if article.citations:
            stated["citations"] = [[each.paragraph, each.start_char] for each in article.citations]
    return stated


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_page_gives_its_expected_rows(name: str) -> None:
    listing = parse_file(name, (PAGES / name).read_bytes(), FILES)
    expected = json.loads((PAGES / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert {
        "parser": listing.parser,
        "items_listed": listing.items_listed,
        "items": [row(item) for item in listing.items],
    } == expected


@pytest.mark.parametrize("name", NAMES)
def test_each_listed_item_has_one_outcome(name: str) -> None:
    listing = parse_file(name, (PAGES / name).read_bytes(), FILES)
    assert [item.position for item in listing.items] == list(range(1, listing.items_listed + 1))


def test_every_page_has_its_rows_and_none_is_left_over() -> None:
    rows = {path.name.removesuffix(".expected.json") for path in PAGES.glob("*.expected.json")}
    assert rows == set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith((".html", ".xml"))])
def test_a_page_says_that_it_is_synthetic(name: str) -> None:
    assert "Synthetic" in (PAGES / name).read_bytes().decode("gb18030" if "gb2312" in name else "utf-8")


def write_expected_rows() -> None:  # pragma: no cover
    """Writes the rows for reading: `python -m tests.unit.parse.test_saved_pages`."""
    for name in NAMES:
        listing = parse_file(name, (PAGES / name).read_bytes(), FILES)
        rows = {
            "parser": listing.parser,
            "items_listed": listing.items_listed,
            "items": [row(item) for item in listing.items],
        }
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        Path(PAGES / f"{name}.expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_expected_rows()
