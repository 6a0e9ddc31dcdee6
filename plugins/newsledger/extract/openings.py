"""Patterns that are tried only where they can begin.

A regular expression of many forms is tried at every character of a text, and most of its time goes there.
What each form begins with is read off the parsed pattern, so that it cannot drift from it, and made into a
small pattern of its own that a search runs at full speed; only where that one matches is the large one tried.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

_MOST_HEADS = 2_000
_OTHER_CASES = {"i": "ıİ", "k": "\u212a", "s": "ſ"}
"""Letters beyond ASCII that stand for an ASCII one where case is ignored."""


_LAST_DIGIT = 0x20000

Opening = tuple[str, ...]
"""Of each character the letters that it can be."""


def openings(pattern: re.Pattern[str], length: int) -> frozenset[Opening]:
    """Openings of at most so many characters, with one of which every match begins that does not begin where
    the text does; the empty one among them means that a match can begin with anything."""
    parser: Any = re._parser  # type: ignore[attr-defined]
    reader = _Reader(length, ignores_case=bool(pattern.flags & re.IGNORECASE))
    reader.finished |= reader.read(parser.parse(pattern.pattern, pattern.flags), {()})
    return frozenset(reader.finished)


class _Reader:
    """`finished`: openings that are long enough, or that go on with what cannot be spelled out."""

    def __init__(self, length: int, *, ignores_case: bool) -> None:
        self.finished: set[Opening] = set()
        self._length, self._ignores_case = length, ignores_case
        self._first: frozenset[str] | None = None

    def read(self, items: Iterable[tuple[Any, Any]], heads: set[Opening]) -> set[Opening]:
        """What `heads` can have become behind these parts of a pattern, where they are still too short."""
        for code, value in items:
            name = str(code)
            if name == "ASSERT" and value[0] == 1 and heads == {()}:
                self._first = self._allowed(value[1])
            # What begins where the text does is tried there in any case.
            if name == "AT" and str(value) == "AT_BEGINNING" and heads == {()}:
                return set()
            if name in {"AT", "ASSERT", "ASSERT_NOT"}:
                continue
            if name == "SUBPATTERN":
                heads = self.read(value[3], heads)
            elif name == "ATOMIC_GROUP":
                heads = self.read(value, heads)
            elif name == "BRANCH":
                heads = set().union(*(self.read(branch, heads) for branch in value[1]))
            elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
                heads = self._repeated(value[0], value[1], value[2], heads)
            else:
                heads = self._grown(heads, self._letters(name, value))
            if len(heads) > _MOST_HEADS:
                self.finished |= heads
                return set()
            if not heads:
                return heads
        return heads

    def _repeated(self, least: int, most: int, body: Any, heads: set[Opening]) -> set[Opening]:
        found = set(heads) if least == 0 else set()
        for times in range(1, min(most, self._length) + 1):
            heads = self.read(body, heads)
            if times >= least:
                found |= heads
        return found

    def _grown(self, heads: set[Opening], letters: str | None) -> set[Opening]:
        if letters is None:
            self.finished |= heads
            return set()
        grown: set[Opening] = {(*head, letters) for head in heads if head}
        if () in heads:
            grown |= {(letter,) for letter in letters if self._first is None or letter in self._first}
        self.finished |= {head for head in grown if len(head) >= self._length}
        return {head for head in grown if len(head) < self._length}

    def _letters(self, name: str, value: Any) -> str | None:
        """The characters that one part stands for; None where they are too many. A digit at the very
        beginning is one of those that a look ahead there allows."""
        if name == "LITERAL":
            return self._any_case(chr(value))
        if name != "IN":
            return None
        found = ""
        for kind, letter in value:
            if str(kind) == "LITERAL":
                found += self._any_case(chr(letter))
            elif str(kind) == "RANGE" and letter[1] - letter[0] < 64:
                found += "".join(self._any_case(chr(code)) for code in range(letter[0], letter[1] + 1))
            elif str(kind) == "CATEGORY" and str(letter) == "CATEGORY_DIGIT" and self._first is not None:
                found += _digits()
            else:
                return None
        return found

    def _any_case(self, letter: str) -> str:
        if not self._ignores_case:
            return letter
        low = letter.lower()
        return f"{letter}{low}{letter.upper()}{_OTHER_CASES.get(low, '')}"

    def _allowed(self, body: Any) -> frozenset[str] | None:
        """The characters that a look ahead at the very beginning lets through."""
        ahead = _Reader(1, ignores_case=self._ignores_case)
        found = ahead.finished | ahead.read(body, {()})
        return None if () in found else frozenset(letter for opening in found for letter in opening[0])


@lru_cache(maxsize=1)
def _digits() -> str:
    """All that \\d matches: the digits of every script."""
    return "".join(letter for letter in map(chr, range(_LAST_DIGIT)) if letter.isdecimal())


def one_of(found: Iterable[Opening]) -> str:
    """A pattern that matches where one of the openings stands: a tree of their letters, the first of which
    are alternatives of their own, so that a search can skip to them."""
    return "|".join(_branches(frozenset(found)))


def _branches(found: frozenset[Opening]) -> list[str]:
    by_letters: dict[str, set[Opening]] = {}
    for opening in found:
        by_letters.setdefault(opening[0], set()).add(opening[1:])
    branches = []
    for letters, tails in sorted(by_letters.items()):
        letter = re.escape(letters) if len(letters) == 1 else f"[{''.join(map(re.escape, letters))}]"
        rest = [] if () in tails else _branches(frozenset(tails))
        branches.append(letter + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})" if rest else ""))
    return branches


class Opened:
    """A pattern that is tried where one of its openings stands. `at_words`: it begins nowhere inside a Latin
    word, which the pattern itself has to see to."""

    __slots__ = ("_at_words", "_length", "_place", "pattern")

    def __init__(self, pattern: re.Pattern[str], length: int, *, at_words: bool = False) -> None:
        self.pattern = pattern
        self._length, self._at_words = length, at_words
        self._place: re.Pattern[str] | None = None  # made at the first search: imports stay fast

    def _made(self) -> re.Pattern[str]:
        found = openings(self.pattern, self._length)
        if () in found:
            raise ValueError(f"a pattern that can begin with anything: {self.pattern.pattern[:60]}")
        place = one_of(found)
        self._place = re.compile(rf"[^A-Za-z](?={place})" if self._at_words else place)
        return self._place

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As the pattern's own."""
        return next(self.finditer(text, start, end), None)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As the pattern's own; no match may be empty."""
        next_place, try_at, at_words = (
            (self._place or self._made()).search,
            self.pattern.match,
            self._at_words,
        )
        at = start
        if (match := try_at(text, at, end)) is not None:
            yield match
            at = match.end() - at_words
        while (place := next_place(text, at, end)) is not None:
            at = place.end() if at_words else place.start()
            if (match := try_at(text, at, end)) is not None:
                yield match
                at = match.end() - at_words
            elif not at_words:
                at += 1
