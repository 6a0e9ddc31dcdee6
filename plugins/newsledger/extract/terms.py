"""One Aho-Corasick pass over a text for every term of the vocabulary.

All terms are looked for at once in the lower-cased text; each hit is then checked for case and for word
boundaries. Overlaps are settled inside a layer, the longest from the left: names (companies and subjects)
compete with names, metric terms with metric terms, topic terms with topic terms. A topic's term therefore
never hides a company.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Literal

import ahocorasick_rs

from newsledger.extract.frozen import record
from newsledger.extract.traditional import SIMPLIFIED_BY_TRADITIONAL
from newsledger.extract.vocabulary import Company, Vocabulary, many_objects, ticker_forms

TermKind = Literal["company", "subject", "metric", "topic"]
Layer = Literal["name", "metric", "topic"]

LAYER_OF: dict[TermKind, Layer] = {
    "company": "name",
    "subject": "name",
    "metric": "metric",
    "topic": "topic",
}


@record
class TermEntry:
    """One meaning of a term. `key` is the id of the entity; `payload` what its module needs to know: the
    sector of a company, the record of a subject, the row of a metric term. `maker_length`: how many letters
    at the head of a product's name are a name of its maker (小米 in 小米SU7)."""

    kind: TermKind
    key: str
    term: str
    needs_context: bool = False
    context: str = ""
    alias_kind: str = ""
    weight: float = 1.0
    payload: Any = None
    maker_length: int = 0


@record
class TermMatch:
    """A term in a text, `[start, end)` in code points, with all that it may mean in its layer."""

    start: int
    end: int
    surface: str
    layer: Layer
    entries: tuple[TermEntry, ...]
    companies: tuple[TermEntry, ...] = ()
    subjects: tuple[TermEntry, ...] = ()
    """Of a name: what is a company of it, and what a subject."""


@record
class TermIndex:
    """The automaton and what its patterns mean. Build once a vocabulary with `term_index`."""

    automaton: ahocorasick_rs.AhoCorasick
    meanings: tuple[tuple[tuple[Layer, tuple[TermEntry, ...]], ...], ...]
    is_latin_start: tuple[bool, ...]
    is_latin_end: tuple[bool, ...]


@many_objects()
def build_term_index(vocabulary: Vocabulary, extra: Iterable[TermEntry] = ()) -> TermIndex:
    """The index of all names, metric terms and topic terms; `extra` adds terms of other modules."""
    by_pattern: dict[str, list[TermEntry]] = {}
    for entry in (*_vocabulary_entries(vocabulary), *extra):
        pattern = fold(entry.term)
        held = by_pattern.get(pattern)
        if held is None:
            by_pattern[pattern] = [entry]
        elif entry not in held:
            held.append(entry)
    patterns = sorted(pattern for pattern in by_pattern if pattern.strip())
    edges = {pattern[0] for pattern in patterns} | {pattern[-1] for pattern in patterns}
    is_latin = {char: char in _WORD_LETTERS for char in edges}
    return TermIndex(
        automaton=ahocorasick_rs.AhoCorasick(patterns),
        meanings=tuple([_by_layer(by_pattern[pattern]) for pattern in patterns]),
        is_latin_start=tuple([is_latin[pattern[0]] for pattern in patterns]),
        is_latin_end=tuple([is_latin[pattern[-1]] for pattern in patterns]),
    )


def _by_layer(entries: Sequence[TermEntry]) -> tuple[tuple[Layer, tuple[TermEntry, ...]], ...]:
    if len(entries) == 1:
        return ((LAYER_OF[entries[0].kind], (entries[0],)),)
    found: dict[Layer, list[TermEntry]] = {}
    for entry in entries:
        found.setdefault(LAYER_OF[entry.kind], []).append(entry)
    return tuple((layer, tuple(found[layer])) for layer in sorted(found))


@lru_cache(maxsize=4)
def _index_of(version: str, holder: _Held) -> TermIndex:
    index = build_term_index(holder.vocabulary)
    # It stays as long as the process: no later search for cycles has to look through it.
    gc.freeze()
    return index


@dataclass(frozen=True)
class _Held:
    """Lets the cache key on the version: two vocabularies of one version are equal."""

    vocabulary: Vocabulary

    def __hash__(self) -> int:
        return hash(self.vocabulary.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.vocabulary.version == self.vocabulary.version


def term_index(vocabulary: Vocabulary) -> TermIndex:
    """The index of a vocabulary, kept for the process."""
    return _index_of(vocabulary.version, _Held(vocabulary))


def find_terms(text: str, index: TermIndex) -> tuple[TermMatch, ...]:
    """All terms of the text, sorted by where they start, then by layer."""
    folded = fold(text)
    by_layer: dict[Layer, list[_Hit]] = {"name": [], "metric": [], "topic": []}
    length = len(text)
    starts, ends, meanings = index.is_latin_start, index.is_latin_end, index.meanings
    for pattern, start, end in index.automaton.find_matches_as_indexes(folded, overlapping=True):
        if starts[pattern] and start and text[start - 1] in _WORD_LETTERS:
            continue
        stop = end
        is_glued = ends[pattern] and end < length and text[end] in _WORD_LETTERS
        if is_glued:
            if _is_plural_tail(folded, end, length):
                stop = end + 1
            elif not (text[end].isdigit() and _is_metric_in_chinese(text, start, meanings[pattern])):
                continue
        for layer, entries in meanings[pattern]:
            if is_glued and stop == end and layer != "metric":
                continue
            fitting = entries
            if layer == "name":
                surface = text[start:end]
                fitting = tuple([e for e in entries if _case_fits(e, surface, is_plural=stop > end)])
                if not fitting:
                    continue
            hits = by_layer[layer]
            hits.append((start, -stop, len(hits), fitting))
    found = [
        (start, layer, end, entries)
        for layer, hits in by_layer.items()
        for start, end, entries in _leftmost_longest(hits)
    ]
    found.sort(key=_BY_PLACE)
    return tuple(
        [
            TermMatch(
                start,
                end,
                text[start:end],
                layer,
                entries,
                *((_of_kind(entries, "company"), _of_kind(entries, "subject")) if layer == "name" else ()),
            )
            for start, layer, end, entries in found
        ]
    )


def _of_kind(entries: tuple[TermEntry, ...], kind: TermKind) -> tuple[TermEntry, ...]:
    if len(entries) == 1:
        return entries if entries[0].kind == kind else ()
    return tuple([entry for entry in entries if entry.kind == kind])


_Hit = tuple[int, int, int, tuple[TermEntry, ...]]
"""Where a term begins, its end as a negative number, its number among the hits: so they sort from the left,
the longest first."""
_BY_PLACE = itemgetter(0, 1, 2)


_TRADITIONAL = re.compile(f"[{''.join(map(chr, SIMPLIFIED_BY_TRADITIONAL))}]")
"""Chinese text mostly holds none of them, and a search for a set is ten times as fast as a translation."""


def fold(text: str) -> str:
    """Lower case, traditional characters simplified, without a change of length (İ and its like stay)."""
    if _TRADITIONAL.search(text) is not None:
        text = text.translate(SIMPLIFIED_BY_TRADITIONAL)
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _leftmost_longest(hits: Sequence[_Hit]) -> list[tuple[int, int, tuple[TermEntry, ...]]]:
    chosen: list[tuple[int, int, tuple[TermEntry, ...]]] = []
    free_from = 0
    for start, until, _, entries in sorted(hits):
        end = -until
        if start >= free_from:
            chosen.append((start, end, entries))
            free_from = end
        elif end == free_from and chosen[-1][0] == start:
            chosen[-1] = (start, end, (*chosen[-1][2], *(e for e in entries if e not in chosen[-1][2])))
    return chosen


_WORD_LETTERS = frozenset(
    [char for char in map(chr, range(128)) if char.isalnum()] + [chr(code) for code in range(0xC0, 0x250)]
)
"""Letters and digits of scripts that write spaces between words."""


def _is_metric_in_chinese(
    text: str, start: int, meanings: Sequence[tuple[Layer, tuple[TermEntry, ...]]]
) -> bool:
    """Whether Latin letters are a metric's term that stands in Chinese, where no space parts it from its
    figure: 单季GMV411亿元."""
    return bool(start) and "\u4e00" <= text[start - 1] <= "\u9fff" and any(m[0] == "metric" for m in meanings)


def _is_plural_tail(folded: str, end: int, length: int) -> bool:
    return folded[end] == "s" and (end + 1 == length or folded[end + 1] not in _WORD_LETTERS)


def _case_fits(entry: TermEntry, surface: str, *, is_plural: bool) -> bool:
    """Names keep their case: as written; in capitals throughout; or, from five letters on, any case that
    begins with a capital. Subjects of several letters may be in lower case (gold, polysilicon)."""
    term = entry.term
    if surface == term:
        return not (is_plural and entry.kind == "company")
    if is_plural and entry.kind == "company":
        return False
    if not any(char.isalpha() and char.isascii() for char in term):
        return True
    if term.islower():
        return True
    if len(term) >= 4 and surface.isupper():
        return True
    if len(term) < 5 or (term.isupper() and len(term) < 6 and not surface[0].isupper()):
        return False
    return surface[0].isupper() or term[0].islower() or not term[0].isalpha()


def _vocabulary_entries(vocabulary: Vocabulary) -> Iterable[TermEntry]:
    for company in vocabulary.companies.values():
        yield from _company_entries(company)
    for subject in vocabulary.subjects.values():
        flags = {alias.text: alias for alias in subject.aliases}
        for name in subject.names:
            alias = flags.get(name)
            yield TermEntry(
                "subject",
                subject.subject_id,
                name,
                needs_context=alias is not None and alias.needs_context,
                context=alias.context if alias else "",
                payload=subject,
                maker_length=_maker_length(name, subject.company_id, vocabulary),
            )
    for row in vocabulary.metric_term_rows:
        yield TermEntry("metric", row["metric_id"], row["term"], payload=row)
    for term in vocabulary.topic_terms:
        yield TermEntry("topic", term.topic_id, term.term, weight=term.weight)


def _maker_length(name: str, company_id: str, vocabulary: Vocabulary) -> int:
    if not company_id:
        return 0
    heads = (maker for maker in vocabulary.companies[company_id].names if len(maker) > 1)
    return max((len(head) for head in heads if name.startswith(head) and len(head) < len(name)), default=0)


def _company_entries(company: Company) -> Iterable[TermEntry]:
    company_id, sector = company.company_id, company.sector
    flagged = {alias.text: alias for alias in company.aliases}
    for name in dict.fromkeys((company.name_zh, company.name_en, *flagged)):
        if not name:
            continue
        alias = flagged.get(name)
        if alias is None:
            yield TermEntry("company", company_id, name, alias_kind="full", payload=sector)
        elif alias.kind != "ticker":
            yield TermEntry(
                "company", company_id, name, alias.needs_context, alias.context, alias.kind, payload=sector
            )
    for ticker in company.tickers:
        for form in ticker_forms(ticker):
            if "." in form or ":" in form:
                yield TermEntry("company", company_id, form, alias_kind="ticker", payload=sector)
