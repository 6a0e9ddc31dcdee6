"""What texts are found by: MinHash bands and a sample of their character n-grams. Pure, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsledger.stories.plain_text import PlainText, StoryText, is_telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIGNATURE_VERSION = "1"
"""Of everything in this package: with another one all texts are compared anew."""
PERMUTATIONS, BAND_ROWS, SEED = 64, 4, 20260115
SAMPLES, LONGEST_SAMPLE, LETTERS_A_CHARACTER = ((200, 3), (800, 8), (3_200, 16)), 32, 3
"""Up to so many Chinese characters one n-gram in so many is kept, of longer texts one in LONGEST_SAMPLE: some
forty of most texts. In letters both are three times as many. What a coarser sample keeps a finer one keeps
too, so that texts of any lengths can meet."""
WIDE_GRAM, NARROW_GRAM = 12, 32
"""Characters of an n-gram, in Chinese and in letters: longer than most of what two texts made from one
template share between their own names and figures, shorter than a sentence."""
_BASE, _MIX_1, _MIX_2 = 0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53


@dataclass(frozen=True)
class Signatures:
    """Rows of the tables of those names, as columns."""

    texts: dict[str, NDArray[np.uint64]]
    grams: dict[str, NDArray[np.uint64]]
    bands: dict[str, NDArray[np.uint64]]
    figures: dict[str, NDArray[np.uint64]]


def sign_texts(texts: Sequence[StoryText]) -> Signatures:
    """The signatures of texts. A body shorter than one n-gram has no keys: it is like its equals only."""
    import numpy as np

    ids = np.array([text.text_id for text in texts], dtype=np.uint64)
    sample_limits = np.zeros(len(texts), dtype=np.uint64)
    key_owners: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
    keys: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
    sampled_owners, sampled = list(key_owners), list(keys)
    for is_wide, length in ((True, WIDE_GRAM), (False, NARROW_GRAM)):
        places = np.array(
            [
                place
                for place, text in enumerate(texts)
                if text.body.is_wide == is_wide and len(text.body.text) >= length
            ],
            dtype=np.int64,
        )
        if not len(places):
            continue
        hashes, counts = _gram_hashes([texts[place].body.text for place in places], length)
        owners = np.repeat(ids[places], counts)
        limits = np.array([_sample_limit(texts[place].body) for place in places], dtype=np.uint64)
        sample_limits[places] = limits
        is_sampled = hashes < np.repeat(limits, counts)
        sampled_owners.append(owners[is_sampled])
        sampled.append(hashes[is_sampled])
        minhash = _minhash(hashes, counts)
        for band in range(PERMUTATIONS // BAND_ROWS):
            key_owners.append(ids[places])
            keys.append(_band_keys(minhash, band))
    figure_owners = np.repeat(ids, [len(text.body.figures) for text in texts])
    figures = [figure for text in texts for figure in text.body.figures]
    hashes_of_figures = np.fromiter(
        (hash_of_figure(figure) for figure in figures), dtype=np.uint64, count=len(figures)
    )
    telling = np.fromiter((is_telling(figure) for figure in figures), dtype=bool, count=len(figures))
    return Signatures(
        texts={
            "text_id": ids,
            "title_id": np.array([text.title_id for text in texts], dtype=np.uint64),
            "char_count": np.array([len(text.body.text) for text in texts], dtype=np.uint64),
            "sample_limit": sample_limits,
        },
        grams=_unique("gram", np.concatenate(sampled_owners), np.concatenate(sampled)),
        bands={"text_id": np.concatenate(key_owners), "band": np.concatenate(keys)},
        figures=_unique("figure", figure_owners[telling], hashes_of_figures[telling]),
    )


def _unique(
    name: str, owners: NDArray[np.uint64], values: NDArray[np.uint64]
) -> dict[str, NDArray[np.uint64]]:
    """Each value of a text once, text by text."""
    import numpy as np

    order = np.lexsort((values, owners))
    owners, values = owners[order], values[order]
    is_new = np.ones(len(owners), dtype=bool)
    is_new[1:] = (owners[1:] != owners[:-1]) | (values[1:] != values[:-1])
    return {"text_id": owners[is_new], name: values[is_new]}


def _sample_limit(body: PlainText) -> int:
    """Below it lie the hashes of the n-grams that are kept."""
    scale = 1 if body.is_wide else LETTERS_A_CHARACTER
    sizes = (one_in for most, one_in in SAMPLES if len(body.text) <= most * scale)
    return 2**64 // (next(sizes, LONGEST_SAMPLE) * scale)


def hash_of_figure(figure: str) -> int:
    """A number of 64 bits that is the same in every process."""
    value = 0xCBF29CE484222325
    for byte in figure.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """MurmurHash3's finaliser: every bit of the result depends on every bit of the value."""
    import numpy as np

    shift = np.uint64(33)
    values = (values ^ (values >> shift)) * np.uint64(_MIX_1)
    values = (values ^ (values >> shift)) * np.uint64(_MIX_2)
    return values ^ (values >> shift)


def _gram_hashes(texts: Sequence[str], length: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hashes of all n-grams of all texts, one text after another, and how many each text has."""
    import numpy as np

    flat = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    sums, span = _mixed(flat + np.uint64(1)), 1
    partial, partial_span = sums[:0], 0
    while length:  # a polynomial of `length` terms out of those of 1, 2, 4, … terms
        if length & 1:
            partial = sums if not partial_span else _joined(partial, partial_span, sums)
            partial_span += span
        length >>= 1
        if length:
            sums, span = _joined(sums, span, sums), span * 2
    counts = sizes - partial_span + 1
    ends = np.cumsum(sizes)
    starts_after_end = np.repeat(ends - partial_span, sizes)
    is_inside = np.arange(len(flat)) <= starts_after_end
    return _mixed(partial[is_inside[: len(partial)]]), counts


def _joined(left: NDArray[np.uint64], left_span: int, right: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Polynomials over `left_span` characters and, from where they end, those of `right`."""
    import numpy as np

    shifted = right[left_span:]
    size = min(len(left), len(shifted))
    return left[:size] + shifted[:size] * np.uint64(pow(_BASE, left_span, 2**64))


def _minhash(hashes: NDArray[np.uint64], counts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """MinHash of each text, one row a text."""
    import numpy as np
    from rensa import RMinHash

    offsets = np.concatenate([np.zeros(1, np.uint64), np.cumsum(counts).astype(np.uint64)])
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, PERMUTATIONS, SEED)
    return np.array(matrix.to_rows(), dtype=np.uint64)


def _band_keys(minhash: NDArray[np.uint64], band: int) -> NDArray[np.uint64]:
    """One key a text, equal where the rows of the band are."""
    import numpy as np

    key = np.full(len(minhash), band + 1, dtype=np.uint64)
    for row in range(band * BAND_ROWS, (band + 1) * BAND_ROWS):
        key = _mixed(key * np.uint64(_BASE) + minhash[:, row])
    return key
