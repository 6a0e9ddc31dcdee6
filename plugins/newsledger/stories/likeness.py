"""Whether two texts tell the same: all that the shorter one says must stand in the longer one. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from newsledger.stories.plain_text import SYMBOL, PlainText, StoryText, is_telling, is_year
from newsledger.stories.signatures import hashes_of_grams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}$")
_OF_A_DATE = "年月日号时点分"
_TAIL_CHARS = 12
"""A text may be cut off within a figure: those so near the end say nothing."""


@dataclass(frozen=True)
class Measures:
    """Sizes in characters of a script. `gram`: what must agree at one place to count as the same words.
    `least`: a shorter body is like its equals only. `long`: a body so long is known whatever its title.
    `gap`: an agreement no longer than this between two novelties is chance. `slip`: so much another wording
    may have in a text that is not `long`. `passage`: from here on, what a text has of its own at its head or
    end was added (an account's own lines). `repeated`: new words so long in two places are a name."""

    gram: int
    least: int
    long: int
    gap: int
    slip: int
    passage: int
    repeated: int


WIDE = Measures(gram=4, least=40, long=400, gap=8, slip=1, passage=20, repeated=2)
NARROW = Measures(gram=10, least=120, long=1200, gap=20, slip=2, passage=60, repeated=4)

CONTAINED, CONTAINED_UNDER_ITS_TITLE = 0.8, 0.65
"""The share of the shorter text that must stand in the longer one; the rest may be an account's own lines, of
which a short excerpt bears as many as a long one."""
REWORDED = 0.02
EXCERPT_OF = 0.6
"""Below this share of the longer text's length the shorter one is an excerpt of it."""
LEAST_PART = 0.1
OPENING = 24
TITLE_NOVEL, TITLE_RETOLD, TITLE_RELATED = 0.1, 0.3, 0.5
LONG_FIGURE = 4
"""A figure of so many digits is enough to know a text by, or two shorter ones."""


@dataclass(frozen=True)
class Likeness:
    """`similarity`: Jaccard of the character n-grams, 0 to 1. `containment`: the share of the shorter text's
    characters that stand in the longer one in the same company."""

    is_excerpt: bool
    similarity: float
    containment: float


@dataclass(frozen=True)
class Grams:
    """The hashes of a body's n-grams, in order. Two n-grams have one hash once in 2^64."""

    hashes: NDArray[np.uint64]

    @cached_property
    def rising(self) -> NDArray[np.uint64]:
        """Each hash once."""
        import numpy as np

        values = np.sort(self.hashes)
        once: NDArray[np.uint64] = values[np.concatenate([[True], values[1:] != values[:-1]])]
        return once

    @property
    def count(self) -> int:
        """How many n-grams there are."""
        return len(self.rising)

    def hold(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which hashes are among these."""
        import numpy as np

        places = np.searchsorted(self.rising, hashes)
        held: NDArray[np.bool_] = self.rising[np.minimum(places, len(self.rising) - 1)] == hashes
        return held

    def shared_with(self, other: Grams) -> int:
        """How many n-grams both bodies have."""
        return int(other.hold(self.rising).sum())


def compare_texts(one: StoryText, other: StoryText) -> Likeness | None:
    """How two texts are alike, None if they tell different stories."""
    return compare_all([(one, other)])[0]


def compare_all(pairs: Sequence[tuple[StoryText, StoryText]]) -> list[Likeness | None]:
    """How the two texts of each pair are alike, None if they tell different stories.

    Different are: a figure that the longer text has not; words other than the longer text's, beyond a few;
    another name in the same places. Two companies' reports from one template are all of this. A part of a
    round-up of several items is a story only where it opens it, or under its title.
    """
    ordered = [_by_length(one, other) for one, other in pairs]
    wanted = [
        short.body.is_wide == long.body.is_wide
        and short.is_demo == long.is_demo
        and len(short.body.text) >= _measures(short).least
        and _is_telling(short, long, _measures(short))
        for short, long in ordered
    ]
    grams = grams_of_bodies([pair for pair, is_wanted in zip(ordered, wanted, strict=True) if is_wanted])
    return [
        _compare(short, long, grams[short.text_id], grams[long.text_id]) if is_wanted else None
        for (short, long), is_wanted in zip(ordered, wanted, strict=True)
    ]


def grams_of_bodies(pairs: Sequence[tuple[StoryText, StoryText]]) -> dict[int, Grams]:
    """The n-grams of the bodies of pairs that are to be compared, by the texts' ids."""
    bodies: dict[bool, dict[int, str]] = {True: {}, False: {}}
    for pair in pairs:
        for text in pair:
            bodies[text.body.is_wide][text.text_id] = text.body.text
    return {
        text_id: Grams(hashes)
        for is_wide, texts in bodies.items()
        for text_id, hashes in zip(
            texts, hashes_of_grams(list(texts.values()), (WIDE if is_wide else NARROW).gram), strict=True
        )
    }


def _by_length(one: StoryText, other: StoryText) -> tuple[StoryText, StoryText]:
    sizes = len(one.body.text), len(other.body.text)
    is_shorter = sizes[0] < sizes[1] or (sizes[0] == sizes[1] and one.text_id <= other.text_id)
    return (one, other) if is_shorter else (other, one)


def _measures(text: StoryText) -> Measures:
    return WIDE if text.body.is_wide else NARROW


def _compare(short: StoryText, long: StoryText, own: Grams, others: Grams) -> Likeness | None:
    measures, size = _measures(short), len(short.body.text)
    novel = _joined(_uncovered(own, others, size, measures.gram), measures.gap)
    containment = 1 - sum(end - start for start, end in novel) / size
    if containment < CONTAINED and (
        containment < CONTAINED_UNDER_ITS_TITLE or not _are_titled_alike(short.title, long.title)
    ):
        return None
    put_in = [run for run in novel if not _is_left_out(run, short.body.text, long.body.text, measures.gram)]
    added = [run for run in put_in if _is_added(run, size, measures)]
    reworded = [run for run in put_in if run not in added and not _is_broken_off(run, size, measures)]
    most = REWORDED * size if size >= measures.long else measures.slip
    if sum(end - start for start, end in reworded) > most:
        return None
    if _has_strange_figure(short.body, long.body, put_in, added):
        return None
    if _has_strange_name(short.body.text, reworded, measures):
        return None
    is_excerpt = size / len(long.body.text) < EXCERPT_OF
    if is_excerpt and not _is_part_of(short, long):
        return None
    shared = own.shared_with(others)
    return Likeness(
        is_excerpt,
        round(shared / (own.count + others.count - shared), 4),
        round(containment, 4),
    )


def _uncovered(own: Grams, others: Grams, size: int, length: int) -> list[tuple[int, int]]:
    """The spans of a text of `size` characters that no n-gram of the other text covers."""
    import numpy as np

    starts = np.flatnonzero(others.hold(own.hashes))
    if not len(starts):
        return [(0, size)]
    begins = np.concatenate([starts, [size]])
    covered_to = np.concatenate([[0], starts + length])
    gaps = np.flatnonzero(begins > covered_to)
    return list(zip(covered_to[gaps].tolist(), begins[gaps].tolist(), strict=True))


def _grams(text: str, length: int) -> frozenset[str]:
    return frozenset([text[start : start + length] for start in range(len(text) - length + 1)])


def _novel_runs(text: str, grams: frozenset[str], length: int) -> list[tuple[int, int]]:
    """The spans of a title that no n-gram of the other one covers."""
    runs: list[tuple[int, int]] = []
    covered_to = 0
    for start in range(len(text) - length + 1):
        if text[start : start + length] in grams:
            if start > covered_to:
                runs.append((covered_to, start))
            covered_to = start + length
    if covered_to < len(text):
        runs.append((covered_to, len(text)))
    return runs


def _joined(runs: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Runs with no more than `gap` characters between them, as one."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_left_out(run: tuple[int, int], short: str, long: str, gram: int) -> bool:
    """Whether the longer text goes on where the run ends: its copyist left something out, and put nothing in
    its place."""
    start, end = run
    return (
        gram <= start
        and end + gram <= len(short)
        and short[start - gram : start] + short[end : end + gram] in long
    )


def _is_added(run: tuple[int, int], size: int, measures: Measures) -> bool:
    """Whether a run was put before or behind the text."""
    start, end = run
    return end - start >= measures.passage and (start == 0 or end == size)


def _is_broken_off(run: tuple[int, int], size: int, measures: Measures) -> bool:
    """Whether it is what a cut has left of a word at the head or end."""
    start, end = run
    return end - start < measures.gram and (start == 0 or end == size)


def _has_strange_figure(
    short: PlainText, long: PlainText, novel: list[tuple[int, int]], own: list[tuple[int, int]]
) -> bool:
    """Whether new words of the shorter text hold a figure that the longer one does not state.

    Days and years are no figures: a copy may bear another dateline. Small numbers count for nothing in what
    was added, nor does a figure where the text begins or breaks off, which may be a part of another."""
    known = set(long.figures)
    for found, figure in zip(SYMBOL.finditer(short.text), short.figures, strict=True):
        place = found.start()
        if (
            figure not in known
            and 0 < place < len(short.text) - _TAIL_CHARS
            and all(place not in (start, end - 1) for start, end in own)
            and any(start <= place < end for start, end in novel)
            and not is_year(figure)
            and short.text[place + 1] not in _OF_A_DATE
            and not _MONTH.search(short.text[max(place - 9, 0) : place])
            and (is_telling(figure) or not any(start <= place < end for start, end in own))
        ):
            return True
    return False


def _has_strange_name(text: str, edits: list[tuple[int, int]], measures: Measures) -> bool:
    """Whether the same new words stand in several places: a name in the place of another."""
    counts = Counter(text[start:end] for start, end in edits if end - start >= measures.repeated)
    return any(count > 1 for count in counts.values())


def _is_telling(short: StoryText, long: StoryText, measures: Measures) -> bool:
    """Whether there is more to go by than a formula that any number of texts may share.

    That is length, or figures; or, where neither article has a subject that the other never mentions, one
    title, one subject in titles and bodies, or a related title over the same opening."""
    if len(short.body.text) >= measures.long or _shares_figures(short, long):
        return True
    if _has_own_subject(short, long) or _has_own_subject(long, short):
        return False
    return (
        _are_titled_alike(short.title, long.title)
        or _share_a_subject(short, long)
        or (_opens(short, long) and _novel_in_title(short.title, long.title) <= TITLE_RETOLD)
    )


def _share_a_subject(one: StoryText, other: StoryText) -> bool:
    """Whether words of both titles stand in both bodies."""
    title, length = one.title.text, 3 if one.title.is_wide else 6
    return any(
        all(gram in text for text in (other.title.text, one.body.text, other.body.text))
        for gram in (title[start : start + length] for start in range(len(title) - length + 1))
    )


def _shares_figures(short: StoryText, long: StoryText) -> bool:
    telling = short.telling_figures & set(long.body.figures)
    return len(telling) > 1 or any(len(figure) >= LONG_FIGURE for figure in telling)


def _has_own_subject(one: StoryText, other: StoryText) -> bool:
    """Whether words of one's title that its body repeats stand nowhere in the other article."""
    length = 2 if one.title.is_wide else 5
    own = {gram for gram in one.subjects if gram not in other.title.text and gram not in other.body.text}
    if not own:
        return False
    title = one.title.text
    runs = _novel_runs(title, _grams(other.title.text, length), length)
    return any(
        title[start : start + length] in own
        for run_start, run_end in runs
        for start in range(run_start, run_end - length + 1)
    )


def _is_part_of(short: StoryText, long: StoryText) -> bool:
    """Whether an excerpt belongs to the longer article, not to another one that quotes the same words.

    It does if it opens it or their titles are related; an item among several, or a small part, only by its
    very title."""
    if _opens(short, long):
        return True
    if long.has_items or len(short.body.text) < LEAST_PART * len(long.body.text):
        return _are_titled_alike(short.title, long.title)
    return _novel_in_title(short.title, long.title) <= TITLE_RELATED


def _are_titled_alike(one: PlainText, other: PlainText) -> bool:
    """Whether hardly a word of either title is missing in the other."""
    return max(_novel(one, other), _novel(other, one)) <= TITLE_NOVEL


def _opens(short: StoryText, long: StoryText) -> bool:
    return long.body.text.startswith(short.body.text[:OPENING])


def _novel_in_title(one: PlainText, other: PlainText) -> float:
    """The share of the shorter title that the other one does not hold."""
    short, long = sorted((one, other), key=lambda title: len(title.text))
    return _novel(short, long)


def _novel(title: PlainText, other: PlainText) -> float:
    """The share of a title that the other one does not hold; all of one that is too short to tell."""
    if title.text == other.text:
        return 0.0 if title.text else 1.0
    length = 2 if title.is_wide else 5
    if len(title.text) < length:
        return 1.0
    runs = _novel_runs(title.text, _grams(other.text, length), length)
    return sum(end - start for start, end in runs) / len(title.text)
