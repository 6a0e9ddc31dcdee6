"""Which texts contain one of some terms: what must be read again when the vocabulary changes."""

from __future__ import annotations

from collections.abc import Callable, Collection

import ahocorasick_rs

from newsledger.extract.reading import read_field
from newsledger.extract.terms import fold


def contains_any(terms: Collection[str]) -> Callable[[str], bool]:
    """A test whether a landed text contains a term, as the extractor reads it: widths and case folded,
    line-wrap spaces and citation marks gone. It may say yes too often (within a longer word), never no
    where the extractor would find the term."""
    patterns = sorted({folded for term in terms if (folded := fold(term)).strip()})
    if not patterns:
        return lambda text: False
    automaton = ahocorasick_rs.AhoCorasick(patterns)

    def test(text: str) -> bool:
        read = fold(read_field(text).text)
        return bool(automaton.find_matches_as_indexes(read))

    return test
