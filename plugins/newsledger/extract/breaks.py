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

    __slots__ = ("_any", "_narrow", "_wide")

    def __init__(self, marks: str, words: Sequence[str] = (), patterns: Sequence[str] = ()) -> None:
        sought = [(mark, re.compile(mark)) for mark in marks]
        sought += [(word, re.compile(rf"{word}(?<=\b{word})\b")) for word in words]
        sought += [(pattern[0], re.compile(pattern)) for pattern in patterns]
        self._any = re.compile("|".join(start for start, _ in sought)).search
        self._narrow = tuple([(start, pattern.findall) for start, pattern in sought if start.isascii()])
        self._wide = tuple([(start, pattern.findall) for start, pattern in sought if not start.isascii()])

    def count(self, text: str) -> int:
        """How many stand in the text."""
        found = 0
        if self._any(text) is None:
            return found
        for start, find_all in self._narrow:
            if start in text:
                found += len(find_all(text))
        if not text.isascii():
            for start, find_all in self._wide:
                if start in text:
                    found += len(find_all(text))
        return found

    def is_in(self, text: str) -> bool:
        """Whether any stands in the text."""
        return self.count(text) > 0


# What ends a clause; what parts one piece of it from another.
HARD = Breaks(";；。", ("while", "whereas", "but", "although", "though"), ("而(?!且|言|是)",))
SOFT = Breaks("，", ("and",), (r",(?!\d)",))
