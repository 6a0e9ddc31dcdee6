"""The main text of any page: the short way gives what trafilatura gives, and parsing is not below it."""

from __future__ import annotations

import statistics

import pytest
import trafilatura

from newsledger.parse.main_text import _sure_text, main_text
from newsledger.parse.markup import tree_of
from newsledger.parse.page import parse_page
from tests.unit.parse.shingles import f1, shingles
from tests.unit.parse.synthetic_pages import SHAPES, page, pages_of_size

CASES = [(shape, language, seed) for shape in SHAPES for language in ("en", "zh") for seed in (1, 2)]


@pytest.mark.parametrize("paragraphs", [1, 3, 9])
@pytest.mark.parametrize(("shape", "language", "seed"), CASES[::2])
def test_the_short_way_gives_what_trafilatura_gives(
    shape: str, language: str, seed: int, paragraphs: int
) -> None:
    html, _ = page(shape, language, seed, paragraphs)
    root = tree_of(html)
    assert root is not None
    assert main_text(root, html) == (trafilatura.extract(html, include_comments=False) or "")


def test_the_short_way_is_taken_for_most_articles_and_never_beside_a_teaser() -> None:
    taken = {}
    for shape in SHAPES:
        html, _ = page(shape, "en", 1)
        root = tree_of(html)
        assert root is not None
        taken[shape] = _sure_text(root, html) is not None
    assert taken["plain"]
    assert taken["comments"]
    assert not taken["teaser"]
    assert not taken["many links"]


def test_on_pages_of_all_shapes_parsing_is_not_below_plain_trafilatura() -> None:
    ours, plain = [], []
    for shape, language, seed in CASES:
        html, wanted = page(shape, language, seed)
        item = parse_page(html.encode(), None, "https://a.example/1", "UTC").items[0]
        assert item.article is not None, (shape, language, item.message)
        ours.append(f1(item.article.body, wanted))
        plain.append(f1(trafilatura.extract(html) or "", wanted))
    assert statistics.mean(ours) >= statistics.mean(plain)
    assert statistics.mean(ours) > 0.95
    assert min(ours) > 0.8


def test_a_table_of_figures_is_no_text_and_a_table_of_words_is() -> None:
    def body(cells: str) -> str:
        html = page("plain", "en", 3)[0].replace("</article>", f"<table>{cells}</table></article>")
        root = tree_of(html)
        assert root is not None
        return main_text(root, html)

    figures = "<tr><td>Revenue</td><td>$ 212.0</td><td>194.5</td></tr><tr><td>Costs</td><td>(81.1)</td><td>-</td></tr>"
    words = "<tr><td>The harbour was closed on Friday.</td></tr><tr><td>It opened again on Sunday.</td></tr>"
    assert "194.5" not in body(figures)
    assert "opened again on Sunday" in body(words)


@pytest.mark.parametrize(
    ("found", "wanted", "score"),
    [
        ("a b c d e", "a b c d e", 1.0),
        ("a b c d", "w x y z", 0.0),
        ("甲乙丙丁戊", "甲乙丙丁", 2 / 3),
        ("", "", 1.0),
        ("a", "", 0.0),
    ],
)
def test_shingles_count_what_is_found(found: str, wanted: str, score: float) -> None:
    assert f1(found, wanted) == pytest.approx(score)
    assert shingles(found).total() <= max(1, len(found))


def test_pages_of_the_benchmark_have_the_size_and_become_articles() -> None:
    pages = pages_of_size(8)
    assert all(5_000 <= len(each) < 8_000 for each in pages)
    assert all(parse_page(each, None, None, "UTC").items[0].article for each in pages)
