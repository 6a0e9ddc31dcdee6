"""Which texts are met: by array operations the same pairs as by looking at each pair of texts."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.stories import meeting
from newsledger.stories.meeting import Texts, meet, share_figures, share_words, values_of


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), unique=True, max_size=60),
    st.lists(st.integers(0, 3), min_size=10, max_size=10),
    st.integers(0, 10),
)
@settings(max_examples=100, deadline=None)
def test_pairs_meet_under_a_key_of_few_titles_and_texts(
    postings: list[tuple[int, int]], titles: list[int], fresh: int
) -> None:
    by_key = defaultdict(set)
    for key, owner in postings:
        by_key[key].add(owner)
    expected = {
        pair
        for owners in by_key.values()
        if len(owners) <= 5 and len({titles[owner] for owner in owners}) <= 2
        for pair in combinations(sorted(owners), 2)
        if pair[0] < fresh
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meeting, "TITLES_A_KEY", 2)
        patch.setattr(meeting, "TEXTS_A_KEY", 5)
        patch.setattr(meeting, "_PAIRS_AT_ONCE", 3)
        one, other = meet(
            np.array([key for key, _ in postings], dtype=np.uint64),
            np.array([owner for _, owner in postings], dtype=np.int64),
            np.array(titles, dtype=np.uint64),
            fresh,
        )
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == sorted(expected)


@given(st.lists(st.sets(st.integers(0, 2**64 - 1), max_size=12), min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_figures_and_words_are_counted_exactly(held: list[set[int]]) -> None:
    ids = np.arange(10, 10 + len(held), dtype=np.uint64)[::-1].copy()
    owners = [place for place, values in enumerate(held) for _ in values]
    values = values_of(
        ids,
        ids[owners] if owners else ids[:0],
        np.array([value for each in held for value in sorted(each)], dtype=np.uint64),
    )
    pairs = [(one, other) for one in range(len(held)) for other in range(len(held)) if one != other]
    arrays = (np.array([one for one, _ in pairs]), np.array([other for _, other in pairs]))
    short, long = share_figures(arrays, values)
    assert list(zip(short.tolist(), long.tolist(), strict=True)) == [
        (one, other)
        for one, other in pairs
        if not held[one] or len(held[one] & held[other]) >= max(0.7 * len(held[one]) - 1, 1)
    ]
    limits = np.array([2**63 + place for place in range(len(held))], dtype=np.uint64)
    texts = Texts(text_id=ids, title_id=ids, char_count=ids, sample_limit=limits)
    assert share_words(arrays, texts, values) == [
        (one, other)
        for one, other in pairs
        if len(held[one] & held[other]) >= 0.25 * sum(value < 2**63 + other for value in held[one])
    ]
