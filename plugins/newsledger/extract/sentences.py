"""Cuts a reading into sentences and clauses. The language is told by sentence, not by document."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

from newsledger.extract.frozen import record
from newsledger.extract.reading import HAN, Reading, word_set

Language = Literal["zh", "en"]

_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
_BREAK = re.compile(
    r"[。！？!?\n. …•](?:(?<=[。！？!?])[。！？!?”’』」）)]*+|(?<=\n)|(?<=\.)(?=[\s”\"')]|$)[”\"')]*+"
    r"|(?<= )- |(?<=…)…*|(?<=\s•))"
)
"""Begins with a set of characters, so that the search skips what is none of them at full speed."""
_ABBREVIATIONS = word_set(
    """
    mr mrs ms dr prof sr jr st vs inc ltd co corp bros no nos fig al dept est approx gov sen rep gen col
    capt jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun calif mass conn
    penn tex fla ill eg ie cf ca viz p pp vol ed eds bn mn rs plc llc intl assn ave blvd
    """
)
_OPENERS = word_set(
    """
    the a an in on at by for from it its he she they we you this that these those but and or so yet
    however meanwhile while although though despite as if when after before since with according both
    each some most many analysts shares revenue sales net our their his her there here to under over
    last no not
    """
)


@record
class Sentence:
    """`[start, end)` in the reading's text."""

    start: int
    end: int
    language: Language


def language_of(text: str) -> Language:
    """Chinese where there are at least as many Han characters as Latin words."""
    if text.isascii():
        return "en"
    han = sum(len(run) for run in _HAN_RUN.findall(text))
    if han == 0:
        return "en"
    return "zh" if han >= len(_WORD.findall(text)) else "en"


def _ends_sentence(text: str, at: int, floor: int) -> bool:
    """Whether the full stop at `at` ends a sentence, and is not part of an abbreviation."""
    start = at
    while start > floor and at - start < 16 and (text[start - 1].isalpha() or text[start - 1] == "."):
        start -= 1
    word = text[start:at]
    after = at + 1
    while after < len(text) and after - at < 8 and text[after] in " ”\"')(“":
        after += 1
    following = text[after : after + 24]
    if not following:
        return True
    if following[0].islower():
        return False
    is_initials = "." in word or (len(word) == 1 and word.isupper())
    if is_initials or word.lower() in _ABBREVIATIONS:
        if word.lower() == "no":
            return not following[0].isdigit()
        opener = _WORD.match(following)
        if word.lower() in {"vs", "mr", "mrs", "ms", "dr", "prof", "st"} or opener is None:
            return False
        return opener.group().lower() in _OPENERS
    return True


def split_sentences(reading: Reading) -> list[Sentence]:
    """The sentences in order, trimmed; section marks stand between sentences, not in them."""
    text, cuts = reading.text, reading.cuts
    edges: list[tuple[int, int]] = []
    for found in _BREAK.finditer(text):
        start, end = found.span()
        mark = text[start]
        if mark == "." and not _ends_sentence(text, start, edges[-1][1] if edges else 0):
            continue
        if mark == " ":
            before = text[start - 1] if start else "."
            place = bisect_left(cuts, start)
            is_cited = place < len(cuts) and cuts[place] == start
            if not (is_cited or before in '.!?。！？]"”'):
                continue
        if mark not in " \n•":
            begin = edges[-1][1] if edges else 0
            if text[end : end + 1] in {'"', "'"} and text.count(text[end], begin, end) % 2:
                end += 1
            start = end
        edges.append((start, end))
    for start, end in reading.structure:
        edges.append((start, end))
    edges.sort()
    edges.append((len(text), len(text)))
    sentences: list[Sentence] = []
    at = 0
    for start, end in edges:
        if start > at:
            piece = text[at:start]
            trimmed = piece.strip()
            if trimmed:
                begin = at + piece.index(trimmed[0])
                sentences.append(Sentence(begin, begin + len(trimmed), language_of(trimmed)))
        at = max(at, end)
    return sentences


_CLAUSE = re.compile(
    r"[，；;：]|,(?!\d{3}(?!\d))|(?<=[^\d]),"
    r"|(?<= )(?=(?:while|whereas|but|although|though|compared|versus|vs\.) )"
    r"|(?=而|但是|不过|相比|其中)"
)


def split_clauses(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """The clauses of a sentence: cut at commas, semicolons and words that set one clause against another."""
    spans: list[tuple[int, int]] = []
    at = sentence.start
    for found in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if text[at : found.start()].strip():
            spans.append((at, found.start()))
        at = max(at, found.end())
    if sentence.end > at:
        spans.append((at, sentence.end))
    return spans
