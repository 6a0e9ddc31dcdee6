"""Patterns that are not tried where no word stands that they cannot do without.

A regular expression that may begin anywhere is tried at every character. Most of ours need one of some words
("shares of", 有限): those are read off the parsed pattern, so that they cannot drift from it, and sought in
one Aho-Corasick pass, which costs a hundredth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import ahocorasick_rs

_MOST_WORDS = 32
_SHORTEST = 2
"""Letters of the shortest word worth looking for, for Latin; one Han character is enough."""


def needed_words(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Words one of which every match of the pattern holds (in lower case where the pattern ignores case);
    None where there are no such words."""
    parser: Any = re._parser  # type: ignore[attr-defined]
    ignores_case = bool(pattern.flags & re.IGNORECASE)
    words = _of_sequence(parser.parse(pattern.pattern, pattern.flags), ignores_case=ignores_case)
    if words is None or (ignores_case and not all(map(_has_plain_case, words))):
        return None
    return frozenset(word.lower() for word in words) if ignores_case else words


def _of_sequence(items: Iterable[tuple[Any, Any]], *, ignores_case: bool) -> frozenset[str] | None:
    """The best of the sets that each part of a sequence needs. Letters and small sets of them in a row
    make words together."""
    found: list[frozenset[str]] = []
    runs = [""]
    for code, value in (*items, (None, None)):
        name = str(code)
        if name == "AT":
            continue
        letters = _letters(name, value)
        if letters and len(letters) * len(runs) <= _MOST_WORDS:
            runs = [run + letter for run in runs for letter in letters]
            continue
        if runs != [""]:
            found.append(frozenset(runs))
        runs = list(letters) or [""]
        inner: frozenset[str] | None = None
        if name == "SUBPATTERN":
            _, added, _, body = value
            if ignores_case or not added & re.IGNORECASE:
                inner = _of_sequence(body, ignores_case=ignores_case)
        elif name == "BRANCH":
            inner = _of_branches(value[1], ignores_case=ignores_case)
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] >= 1:
            inner = _of_sequence(value[2], ignores_case=ignores_case)
        elif name == "ATOMIC_GROUP":
            inner = _of_sequence(value, ignores_case=ignores_case)
        elif name == "ASSERT" and value[0] == 1:
            inner = _of_sequence(value[1], ignores_case=ignores_case)
        if inner is not None:
            found.append(inner)
    worthy = [words for words in found if all(_is_worthy(word) for word in words)]
    return max(worthy, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _letters(name: str, value: Any) -> list[str]:
    """The letters that one part of a pattern stands for, where they are few."""
    if name == "LITERAL":
        return [chr(value)]
    if name != "IN":
        return []
    letters: list[str] = []
    for kind, letter in value:
        if str(kind) == "LITERAL":
            letters.append(chr(letter))
        elif str(kind) == "RANGE" and letter[1] - letter[0] < _MOST_WORDS:
            letters += [chr(code) for code in range(letter[0], letter[1] + 1)]
        else:
            return []
    return letters


def _has_plain_case(word: str) -> bool:
    return all(char.isascii() or char.lower() == char.upper() for char in word)


def _is_worthy(word: str) -> bool:
    return len(word) >= _SHORTEST or not word.isascii() or not (word.isalnum() or word in " ,.'-")


def _of_branches(branches: Iterable[Any], *, ignores_case: bool) -> frozenset[str] | None:
    words: frozenset[str] = frozenset()
    for branch in branches:
        inner = _of_sequence(branch, ignores_case=ignores_case)
        if inner is None:
            return None
        words |= inner
    return words


class Guarded:
    """A compiled pattern with its guard."""

    __slots__ = ("_automaton", "_ignores_case", "pattern", "words")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.words = needed_words(pattern)
        self._ignores_case = bool(pattern.flags & re.IGNORECASE)
        self._automaton = ahocorasick_rs.AhoCorasick(sorted(self.words)) if self.words else None

    def may_match(self, text: str) -> bool:
        """False where no part of the text can match."""
        if self._automaton is None:
            return True
        return bool(self._automaton.find_matches_as_indexes(text.lower() if self._ignores_case else text))

    def search(self, text: str) -> re.Match[str] | None:
        """As the pattern's own."""
        return self.pattern.search(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the pattern's own."""
        return self.pattern.finditer(text) if self.may_match(text) else iter(())


def guarded(pattern: str, flags: int = 0) -> Guarded:
    """Compiles a pattern with its guard."""
    return Guarded(re.compile(pattern, flags))
