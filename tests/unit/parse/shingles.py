"""How much of a text was found, by the method of the article-extraction-benchmark: 4-grams of its words."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+")


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """The text's runs of `size` words; a Chinese character is a word. A shorter text is one run."""
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))


def f1(found: str, wanted: str) -> float:
    """Of the shingles of one text against those of the other, 0 to 1."""
    a, b = shingles(found), shingles(wanted)
    common = (a & b).total()
    return 2 * common / (a.total() + b.total()) if a or b else 1.0
