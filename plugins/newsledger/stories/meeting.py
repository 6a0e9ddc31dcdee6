"""Which texts are worth comparing: those that share a telling key, most figures and enough words. Pure."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsledger.stories.signatures import mixed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TITLES_A_KEY, TEXTS_A_KEY = 32, 500
"""A key that stands under more titles, or in more texts, is boilerplate: a disclaimer, an account's closing
lines, a template, the title of a column. It ties nothing. Copies mostly keep their title, and equal texts
count once, so that a story has room for many."""
LEAST_SHARED_GRAMS = 0.25
LEAST_SHARED_FIGURES = 0.7
_PAIRS_AT_ONCE = 2_000_000
_WORDS_OF_A_MASK = 4


@dataclass(frozen=True)
class Texts:
    """What is known of texts besides their keys, one row a text: columns of the table of texts."""

    text_id: NDArray[np.uint64]
    title_id: NDArray[np.uint64]
    char_count: NDArray[np.uint64]
    sample_limit: NDArray[np.uint64]


@dataclass(frozen=True)
class Values:
    """Figures or n-grams of texts: those of the text at `place` are `values[starts[place]:starts[place+1]]`,
    each once and in rising order."""

    starts: NDArray[np.int64]
    values: NDArray[np.uint64]

    def of(self, place: int) -> list[int]:
        """Those of one text."""
        found: list[int] = self.values[self.starts[place] : self.starts[place + 1]].tolist()
        return found


def values_of(text_ids: NDArray[np.uint64], owners: NDArray[np.uint64], values: NDArray[np.uint64]) -> Values:
    """Values by the places of the texts that have them. `owners`: the id of each one's text; those of a text
    stand together and rise."""
    import numpy as np

    order = np.argsort(text_ids)
    places = order[np.searchsorted(text_ids, owners, sorter=order)]
    by_place = np.argsort(places, kind="stable")
    counts = np.bincount(places, minlength=len(text_ids))
    return Values(np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]), values[by_place])


def meet(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], titles: NDArray[np.uint64], fresh: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of texts that share a living key, by places; the first of each pair is one of the `fresh` texts,
    which have the first places. `keys`: with those of fresh texts all others' that are equal; `owners`: the
    place of each one's text; `titles`: of all texts."""
    import numpy as np

    order = np.argsort(keys)
    keys, owners = keys[order], owners[order]
    starts = np.concatenate(
        [np.zeros(min(len(keys), 1), np.int64), np.flatnonzero(keys[1:] != keys[:-1]) + 1]
    )
    sizes = np.diff(starts, append=len(keys))
    kept = (sizes > 1) & (sizes <= TEXTS_A_KEY)
    starts, sizes = starts[kept], sizes[kept]
    members = owners[np.repeat(starts, sizes) + _counted(sizes)]
    starts = np.cumsum(sizes) - sizes
    if not len(starts):
        return owners[:0], owners[:0]
    # Most keys of a text are in the same texts as its others: once is enough.
    among = np.add.reduceat(mixed(members.astype(np.uint64)), starts) ^ sizes.astype(np.uint64)
    has_fresh = np.flatnonzero(np.minimum.reduceat(members, starts) < fresh)
    first = has_fresh[np.unique(among[has_fresh], return_index=True)[1]]
    starts, sizes = starts[first], sizes[first]
    living = _titles_under(members, starts, sizes, titles) <= TITLES_A_KEY
    starts, sizes = starts[living], sizes[living]
    count, held, parts = len(titles), 0, [np.zeros(0, np.int64)]
    for size in set(sizes.tolist()):
        one, other = np.triu_indices(size, 1)
        of_size = starts[sizes == size]
        step = max(1, _PAIRS_AT_ONCE // len(one))
        for begin in range(0, len(of_size), step):
            groups = members[of_size[begin : begin + step, None] + np.arange(size)]
            low = np.minimum(groups[:, one], groups[:, other])
            high = np.maximum(groups[:, one], groups[:, other])
            parts.append((low * count + high)[low < fresh])
            held += len(parts[-1])
            if held > 2 * _PAIRS_AT_ONCE:
                parts = [_once(np.concatenate(parts))]
                held = len(parts[0])
    low, high = np.divmod(_once(np.concatenate(parts)), count)
    return low, high


def _counted(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, … for each of several sizes, one after another."""
    import numpy as np

    return np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _once(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each value once, rising; by sorting, which is faster than NumPy's own way."""
    import numpy as np

    values = np.sort(values)
    once: NDArray[np.int64] = values[
        np.concatenate([np.ones(min(len(values), 1), bool), values[1:] != values[:-1]])
    ]
    return once


def _titles_under(
    members: NDArray[np.int64],
    starts: NDArray[np.int64],
    sizes: NDArray[np.int64],
    titles: NDArray[np.uint64],
) -> NDArray[np.int64]:
    """How many titles the texts of each group have."""
    import numpy as np

    names, numbers = np.unique(titles, return_inverse=True)
    group = np.repeat(np.arange(len(sizes)), sizes)
    named = group * len(names) + numbers[members[np.repeat(starts, sizes) + _counted(sizes)]]
    return np.bincount(_once(named) // len(names), minlength=len(sizes))


def by_length(
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]], texts: Texts
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs with the shorter text first, of two as long that of the smaller id."""
    import numpy as np

    one, other = pairs
    sizes, ids = texts.char_count, texts.text_id
    is_shorter = (sizes[one] < sizes[other]) | ((sizes[one] == sizes[other]) & (ids[one] < ids[other]))
    return np.where(is_shorter, one, other), np.where(is_shorter, other, one)


def share_figures(
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]], figures: Values
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of pairs of a shorter and a longer text those that share most of the shorter one's figures."""
    import numpy as np

    short, long = pairs
    counts = np.diff(figures.starts)
    least = np.where(counts > 0, np.maximum(LEAST_SHARED_FIGURES * counts - 1, 1), 0)
    masks = _masks(figures)
    unseen = counts - np.bitwise_count(masks).sum(axis=1, dtype=np.int64)
    likely = [np.zeros(0, dtype=bool)]  # most pairs are told apart by their masks
    for begin in range(0, len(short), _PAIRS_AT_ONCE):
        one, other = short[begin : begin + _PAIRS_AT_ONCE], long[begin : begin + _PAIRS_AT_ONCE]
        both = np.bitwise_count(masks[one] & masks[other]).sum(axis=1, dtype=np.int64)
        likely.append(both + unseen[one] >= least[one])
    short, long = short[np.concatenate(likely)], long[np.concatenate(likely)]
    sets = {place: set(figures.of(place)) for place in set(short.tolist()) | set(long.tolist())}
    kept = [
        len(sets[one] & sets[other]) >= enough
        for one, other, enough in zip(short.tolist(), long.tolist(), least[short].tolist(), strict=True)
    ]
    return short[kept], long[kept]


def _masks(figures: Values) -> NDArray[np.uint64]:
    """A bit for each figure of a text, the same one for equal figures."""
    import numpy as np

    counts = np.diff(figures.starts)
    masks = np.zeros((len(counts), _WORDS_OF_A_MASK), dtype=np.uint64)
    words = (figures.values >> np.uint64(6)) % np.uint64(_WORDS_OF_A_MASK)
    bits = np.uint64(1) << (figures.values & np.uint64(63))
    np.bitwise_or.at(masks, (np.repeat(np.arange(len(counts)), counts), words.astype(np.int64)), bits)
    return masks


def share_words(
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]], texts: Texts, grams: Values
) -> list[tuple[int, int]]:
    """Of pairs of a shorter and a longer text those that share enough of the shorter one's n-grams, as far as
    the longer one's sample goes."""
    short, long = (side.tolist() for side in pairs)
    held = {place: grams.of(place) for place in set(short) | set(long)}
    sets = {place: set(values) for place, values in held.items()}
    limits = texts.sample_limit.tolist()
    return [
        (one, other)
        for one, other in zip(short, long, strict=True)
        if len(sets[one] & sets[other]) >= LEAST_SHARED_GRAMS * bisect_left(held[one], limits[other])
    ]
