"""How texts and queries are cut into terms, each a number: Chinese by pairs of neighbours, all else by words.

A pair's number follows from its two characters, so only words need a dictionary. Python cuts the texts
(`occurrences`), SQL the queries (`create_query_macros`); both follow from the same ranges and table of
folded characters.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsledger.extract.traditional import SIMPLIFIED_BY_TRADITIONAL

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

HAN_FIRST, HAN_LAST = 0x3400, 0x9FFF
HAN_COUNT = HAN_LAST - HAN_FIRST + 1
FIRST_SINGLE = HAN_COUNT * HAN_COUNT  # a Chinese character that stands alone
FIRST_WORD = FIRST_SINGLE + HAN_COUNT
WORD_PLACES = 8  # of a word in an article: more would hardly raise its score

# Small letters and digits: Latin, Greek, Cyrillic, kana, Hangul.
_LETTERS = ((0x30, 0x39), (0x61, 0x7A), (0xDF, 0x24F), (0x370, 0x4FF), (0x3041, 0x30FF), (0xAC00, 0xD7A3))


def _folded_characters() -> dict[int, int]:
    """One character for one: small letters without accents, half-width forms, simplified characters."""
    folded: dict[int, int] = {}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x530), *range(0x1E00, 0x1F00), *range(0xFF10, 0xFF5B)):
        plain = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if len(plain) == 1 and plain.isalnum() and plain != chr(code):
            folded[code] = ord(plain)
    return folded | SIMPLIFIED_BY_TRADITIONAL


FOLDED = _folded_characters()
_FOLD_TABLE = np.arange(0x110000, dtype=np.uint32)
_FOLD_TABLE[list(FOLDED)] = list(FOLDED.values())
_LETTER_CLASS = "".join(f"{chr(first)}-{chr(last)}" for first, last in _LETTERS)
# A number with its decimals is one word.
WORD_PATTERN = f"[0-9]+(?:[.][0-9]+)+|[{_LETTER_CLASS}]+"
_WORD = re.compile(WORD_PATTERN)


class Occurrences(NamedTuple):
    """Terms of one text: their numbers, and the place of each. Two neighbours' places differ by one."""

    terms: NDArray[np.int32]
    places: NDArray[np.int32]
    length: int


class WordNumbers:
    """The dictionary of words; a word that is new gets the next number."""

    def __init__(self, known: dict[str, int]) -> None:
        self.numbers = known
        self.added: list[tuple[int, str]] = []
        self._next = max(known.values(), default=FIRST_WORD - 1) + 1

    def number(self, word: str) -> int:
        found = self.numbers.get(word)
        if found is None:
            found = self.numbers[word] = self._next
            self.added.append((found, word))
            self._next += 1
        return found


def occurrences(text: str, words: WordNumbers) -> Occurrences:
    """The terms of a text. A single blank between two Chinese characters is a line's wrap, and goes."""
    codes = _FOLD_TABLE[np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)]
    han = (codes >= HAN_FIRST) & (codes <= HAN_LAST)
    if len(codes) > 2:
        wrap = np.zeros(len(codes), dtype=bool)
        wrap[1:-1] = (codes[1:-1] == 0x20) & han[:-2] & han[2:]
        codes, han = codes[~wrap], han[~wrap]
    shifted = codes.astype(np.int64) - HAN_FIRST
    pairs = np.flatnonzero(han[:-1] & han[1:])
    alone = han.copy()
    alone[1:] &= ~han[:-1]
    alone[:-1] &= ~han[1:]
    singles = np.flatnonzero(alone)
    folded = codes.tobytes().decode("utf-32-le", "replace")
    word_terms: list[int] = []
    word_places: list[int] = []
    seen: dict[int, int] = {}
    for match in _WORD.finditer(folded):
        number = words.number(match[0])
        seen[number] = seen.get(number, 0) + 1
        if seen[number] <= WORD_PLACES:
            word_terms.append(number)
            word_places.append(match.start())
    terms = np.concatenate(
        [
            shifted[pairs] * HAN_COUNT + shifted[pairs + 1],
            FIRST_SINGLE + shifted[singles],
            np.array(word_terms, dtype=np.int64),
        ]
    )
    places = np.concatenate([pairs, singles, np.array(word_places, dtype=np.int64)])
    return Occurrences(terms.astype(np.int32), places.astype(np.int32), len(codes))


def create_fold_macro(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """`folded(text)` in a schema: what makes no difference between two writings is gone."""
    old, new = ("".join(map(chr, characters)) for characters in (FOLDED.keys(), FOLDED.values()))
    connection.execute(f"create macro {schema}.folded(text) as translate(text, '{old}', '{new}')")


def create_query_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """`search.folded(text)`, `search.words(query)`, and `search.pairs(word)`: the numbers of a Chinese word's
    terms in their order (null for another word, whose number `search.terms` knows)."""
    create_fold_macro(connection, "search")
    han = f"[{chr(HAN_FIRST)}-{chr(HAN_LAST)}]"
    connection.execute(
        "create macro search.words(query) as "
        f"regexp_extract_all(search.folded(query), '{WORD_PATTERN}|{han}+')"
    )
    connection.execute(
        f"""
        create macro search.pairs(word) as case
            when not regexp_matches(word, '^{han}') then null
            when length(word) = 1 then [{FIRST_SINGLE} + unicode(word) - {HAN_FIRST}]
            else list_transform(
                range(1, length(word)),
                lambda place: (unicode(substr(word, place, 1)) - {HAN_FIRST}) * {HAN_COUNT}
                + unicode(substr(word, place + 1, 1)) - {HAN_FIRST}
            )
        end
        """
    )
