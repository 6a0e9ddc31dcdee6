"""The main text of any page, as trafilatura finds it, in less time where its second opinion cannot count.

trafilatura compares its own extraction with readability's and justext's. That costs a third of its time, and
by its rules (external.compare_extraction of 2.3.1) the other one is taken only where its own text is short,
has no paragraph or more tables than paragraphs, holds elements that no text has, or where readability's is
more than twice as long: never where its own is more than half of all that the page says. A test holds the
short way against the long one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import trafilatura
from lxml import html
from trafilatura.external import SANITIZED_XPATH
from trafilatura.settings import Extractor

_MAX_FIGURE_SHARE = 0.3
_FIGURE_CELL = re.compile(r"[^\w]*(?:[A-Z]{0,3}\$|[¥€£])?[-–—(\s]*\d[\d,.\s]*[^\w]*", re.ASCII)
_UNSPOKEN = frozenset(("script", "style", "head"))


def main_text(root: html.HtmlElement, markup: str) -> str:
    """The text of a page, one line a paragraph, without comments and without tables of figures, which are no
    sentences. `markup` is what the tree was made of. The tree is spoilt where it has such tables."""
    for table in list(root.iter("table")):
        if is_of_figures(table):
            table.drop_tree()
    return _sure_text(root, markup) or trafilatura.extract(root, options=_options(is_fast=False)) or ""


@lru_cache(maxsize=2)
def _options(is_fast: bool) -> Any:
    """trafilatura's settings, made once: it would read them anew for each page."""
    return Extractor(output_format="python" if is_fast else "txt", comments=False, tables=True, fast=is_fast)


def _sure_text(root: html.HtmlElement, markup: str) -> str | None:
    """trafilatura's own extraction where no other can be taken instead of it; else None."""
    options = _options(is_fast=True)
    # Parts named teasers are kept in the short way alone. Most of the text must be in paragraphs, or the
    # attempt is a waste.
    if "teaser" in markup.lower():
        return None
    said = _length(root, _UNSPOKEN)
    if 2 * sum(len(paragraph.text_content()) for paragraph in root.iter("p")) < said:
        return None
    found = trafilatura.bare_extraction(root, options=options)
    if found is None:
        return None
    body = found.body
    length = len(" ".join(body.itertext()).strip())
    is_sure = (
        length >= options.min_extracted_size
        and 2 * length >= said
        and any(text.strip() for paragraph in body.iter("p") for text in paragraph.itertext())
        and len(body.findall(".//table")) <= len(body.findall(".//p"))
        and not body.xpath(SANITIZED_XPATH)
    )
    return unicodedata.normalize("NFC", found.text) if is_sure else None


def _length(root: html.HtmlElement, skipped: frozenset[str]) -> int:
    """Characters of a tree's text outside some elements, white space folded."""
    total = 0
    for element in root.iter():
        if element.tag not in skipped and isinstance(element.tag, str) and element.text:
            total += len(" ".join(element.text.split())) + 1
        if element.tail:
            total += len(" ".join(element.tail.split())) + 1
    return total


def is_of_figures(table: html.HtmlElement) -> bool:
    """Whether many of a table's cells are figures, as no layout's are."""
    cells = [" ".join(cell.text_content().split()) for cell in table.iter("td", "th")]
    filled = [cell for cell in cells if cell]
    figures = sum(bool(_FIGURE_CELL.fullmatch(cell)) for cell in filled)
    return figures > 1 and figures >= _MAX_FIGURE_SHARE * len(filled)
