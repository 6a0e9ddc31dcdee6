"""What parts one word of a sentence from another: commas, clause marks, "and", "while".

Counted for every pair of a term and a figure, so that the count has to cost little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


class Breaks:
    """Marks (single characters), whole words, and patterns that begin with a plain character.

    `count` is that of a regular expression of all as alternatives, each looked for by its own first letters,
    which a search does at full speed.
    """

    __slots__ = ("_marks", "_others")

    def __init__(self, marks: str, words: Sequence[str] = (), patterns: Sequence[str] = ()) -> None:
        self._marks = tuple(marks)
        whole = [(word, re.compile(rf"{word}(?<=\b{word})\b")) for word in words]
        self._others = (*whole, *((pattern[0], re.compile(pattern)) for pattern in patterns))

    def count(self, text: str) -> int:
        """How many stand in the text."""
        found = 0
        for mark in self._marks:
            if mark in text:
                found += text.count(mark)
        for start, pattern in self._others:
            if start in text:
                found += len(pattern.findall(text))
        return found

    def is_in(self, text: str) -> bool:
        """Whether any stands in the text."""
        return self.count(text) > 0


# What ends a clause; what parts one piece of it from another.
HARD = Breaks(";；。", ("while", "whereas", "but", "although", "though"), ("而(?!且|言|是)",))
SOFT = Breaks("，", ("and",), (r",(?!\d)",))
