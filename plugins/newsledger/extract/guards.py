"""Patterns that are not tried where no word stands that they cannot do without.

A regular expression that may begin anywhere is tried at every character. Most of ours need one of some words
("shares of", 有限): those are read off the parsed pattern, so that they cannot drift from it, and all of a
text's are sought in one Aho-Corasick pass, which costs a hundredth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import ahocorasick_rs

from newsledger.extract.openings import Opened

Words = frozenset[str]

_MOST_WORDS = 32
_SHORTEST = 2
"""Letters of the shortest word worth looking for, for Latin; one Han character is enough."""


def needed_words(pattern: re.Pattern[str]) -> list[Words]:
    """Sets of words, one of each of which every match of the pattern holds; in lower case where the pattern
    ignores case."""
    parser: Any = re._parser  # type: ignore[attr-defined]
    ignores_case = bool(pattern.flags & re.IGNORECASE)
    found = _of_sequence(parser.parse(pattern.pattern, pattern.flags), ignores_case=ignores_case)
    if not ignores_case:
        return found
    return [frozenset(word.lower() for word in words) for words in found if all(map(_has_plain_case, words))]


def _of_sequence(items: Iterable[tuple[Any, Any]], *, ignores_case: bool) -> list[Words]:
    """The sets that the parts of a sequence need. Letters and small sets of them in a row make words
    together."""
    found: list[Words] = []
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
        if name == "SUBPATTERN":
            _, added, _, body = value
            if ignores_case or not added & re.IGNORECASE:
                found += _of_sequence(body, ignores_case=ignores_case)
        elif name == "BRANCH":
            found += _of_branches(value[1], ignores_case=ignores_case)
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] >= 1:
            found += _of_sequence(value[2], ignores_case=ignores_case)
        elif name == "ATOMIC_GROUP":
            found += _of_sequence(value, ignores_case=ignores_case)
        elif name == "ASSERT" and value[0] == 1:
            found += _of_sequence(value[1], ignores_case=ignores_case)
    return [words for words in found if all(map(_is_worthy, words))]


def _of_branches(branches: Iterable[Any], *, ignores_case: bool) -> list[Words]:
    """One set: of each branch its best."""
    words: Words = frozenset()
    for branch in branches:
        found = _of_sequence(branch, ignores_case=ignores_case)
        if not found:
            return []
        words |= max(found, key=lambda some: (min(map(len, some)), -len(some)))
    return [words]


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
    return len(word) >= _SHORTEST or not word.isascii() or not (word.isalnum() or word in " ,.-")


class Guards:
    """Patterns that are asked for the same texts. `in_lower_case`: words are sought in any case, as patterns
    that ignore case need; without it such a pattern has no guard."""

    def __init__(self, *, in_lower_case: bool = False) -> None:
        self._in_lower_case = in_lower_case
        self._patterns: list[re.Pattern[str]] = []
        self._needs: list[int] = []
        self._bits: list[int] = []
        self._automaton: ahocorasick_rs.AhoCorasick | None = None
        self._words_in = lru_cache(maxsize=8)(self._seek)

    def guard(self, pattern: re.Pattern[str]) -> Guarded:
        """Adds a pattern."""
        self._patterns.append(pattern)
        self._automaton = None
        self._words_in.cache_clear()
        return Guarded(pattern, self, len(self._patterns) - 1)

    def may_match(self, text: str) -> tuple[bool, ...]:
        """Of each pattern, in their order: False where no part of the text can match. Kept for the last
        texts."""
        there = self._words_in(text)
        return tuple([there & need == need for need in self._needs])

    def may_match_one(self, text: str, place: int) -> bool:
        """The same of one pattern alone."""
        there = self._words_in(text)
        need = self._needs[place]
        return there & need == need

    def _built(self) -> ahocorasick_rs.AhoCorasick:
        bits: dict[str, int] = {}
        bit = 1
        self._needs = []
        for pattern in self._patterns:
            has_guard = self._in_lower_case or not pattern.flags & re.IGNORECASE
            needed = 0
            for words in needed_words(pattern) if has_guard else ():
                for word in words:
                    sought = word.lower() if self._in_lower_case else word
                    bits[sought] = bits.get(sought, 0) | bit
                needed |= bit
                bit <<= 1
            self._needs.append(needed)
        self._bits = [bits[word] for word in sorted(bits)]
        return ahocorasick_rs.AhoCorasick(sorted(bits), implementation=ahocorasick_rs.Implementation.DFA)

    def _seek(self, text: str) -> int:
        """The bits of the sets of words of which one stands in the text."""
        if self._automaton is None:
            self._automaton = self._built()
        sought = text.lower() if self._in_lower_case else text
        there = 0
        for word in {hit[0] for hit in self._automaton.find_matches_as_indexes(sought, overlapping=True)}:
            there |= self._bits[word]
        return there


class Guarded:
    """A pattern and its place among its guards."""

    __slots__ = ("_find", "_guards", "_place", "pattern")

    def __init__(self, pattern: re.Pattern[str], guards: Guards, place: int) -> None:
        self.pattern = pattern
        self._guards, self._place = guards, place
        self._find: Callable[[str], Iterator[re.Match[str]]] = pattern.finditer

    def may_match(self, text: str) -> bool:
        """False where no part of the text can match."""
        return self._guards.may_match_one(text, self._place)

    def search(self, text: str) -> re.Match[str] | None:
        """As the pattern's own."""
        return self.pattern.search(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the pattern's own."""
        return self._find(text) if self.may_match(text) else iter(())

    def opened(self, length: int) -> Guarded:
        """The same, tried only where a word begins as one of its forms does; see openings."""
        self._find = Opened(self.pattern, length, at_words=True).finditer
        return self


_OF_FIELDS = Guards()
_OF_SENTENCES = Guards()


def guarded(pattern: str) -> Guarded:
    """A pattern that is sought in whole fields."""
    return _OF_FIELDS.guard(re.compile(pattern))


def guarded_in_sentences(pattern: str) -> Guarded:
    """A pattern that is sought in sentences."""
    return _OF_SENTENCES.guard(re.compile(pattern))
