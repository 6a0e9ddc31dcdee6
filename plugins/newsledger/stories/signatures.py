"""What texts are found by: MinHash bands and a sample of their character n-grams. Pure, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsledger.stories.plain_text import PlainText, StoryText

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIGNATURE_VERSION = "2"
"""Of everything in this package: with another one all texts are compared anew."""
PERMUTATIONS, BAND_ROWS, SEED = 32, 4, 20260115
SAMPLES, LONGEST_SAMPLE, LETTERS_A_CHARACTER = ((200, 3), (800, 8), (3_200, 16)), 32, 3
"""Up to so many Chinese characters one n-gram in so many is kept, of longer texts one in LONGEST_SAMPLE: some
forty of most texts. In letters both are three times as many. What a coarser sample keeps a finer one keeps
too, so that texts of any lengths can meet."""
WIDE_GRAM, NARROW_GRAM = 12, 32
"""Characters of an n-gram, in Chinese and in letters: longer than most of what two texts made from one
template share between their own names and figures, shorter than a sentence."""
_CHARACTERS_AT_ONCE = 100_000
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
    sampled_places, sampled = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    signed_places, minhashes = [np.zeros(0, np.int64)], [np.zeros((0, PERMUTATIONS), np.uint64)]
    for is_wide, length in ((True, WIDE_GRAM), (False, NARROW_GRAM)):
        chosen = [
            place
            for place, text in enumerate(texts)
            if text.body.is_wide == is_wide and len(text.body.text) >= length
        ]
        for lot in _lots([len(texts[place].body.text) for place in chosen]):
            bodies = [texts[chosen[place]].body for place in lot]
            places = np.array([chosen[place] for place in lot], dtype=np.int64)
            hashes, counts = _gram_hashes([body.text for body in bodies], length)
            limits = np.array([_sample_limit(body) for body in bodies], dtype=np.uint64)
            sample_limits[places] = limits
            is_sampled = hashes < np.repeat(limits, counts)
            sampled_places.append(np.repeat(places, counts)[is_sampled])
            sampled.append(hashes[is_sampled])
            signed_places.append(places)
            minhashes.append(_minhash(hashes, counts))
    minhash, signed = np.concatenate(minhashes), ids[np.concatenate(signed_places)]
    bands = range(PERMUTATIONS // BAND_ROWS)
    figures = [figure for text in texts for figure in text.telling_figures]
    figure_places = np.repeat(np.arange(len(texts)), [len(text.telling_figures) for text in texts])
    return Signatures(
        texts={
            "text_id": ids,
            "title_id": np.array([text.title_id for text in texts], dtype=np.uint64),
            "char_count": np.array([len(text.body.text) for text in texts], dtype=np.uint64),
            "sample_limit": sample_limits,
        },
        grams=_unique(ids, "gram", np.concatenate(sampled_places), np.concatenate(sampled)),
        bands={
            "text_id": np.tile(signed, len(bands)),
            "band": np.concatenate([_band_keys(minhash, band) for band in bands]),
        },
        figures=_unique(ids, "figure", figure_places, _hashes_of_figures(figures)),
    )


def _lots(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of such sizes, in lots whose hashes a processor's cache holds."""
    lot: list[int] = []
    held = 0
    for place, size in enumerate(sizes):
        if lot and held + size > _CHARACTERS_AT_ONCE:
            yield lot
            lot, held = [], 0
        lot.append(place)
        held += size
    if lot:
        yield lot


def _unique(
    ids: NDArray[np.uint64], name: str, places: NDArray[np.int64], values: NDArray[np.uint64]
) -> dict[str, NDArray[np.uint64]]:
    """Each value of a text once, text by text."""
    import numpy as np

    order = np.argsort(values)
    order = order[np.argsort(places[order].astype(np.min_scalar_type(len(ids))), kind="stable")]
    places, values = places[order], values[order]
    is_new = np.ones(len(places), dtype=bool)
    is_new[1:] = (places[1:] != places[:-1]) | (values[1:] != values[:-1])
    return {"text_id": ids[places[is_new]], name: values[is_new]}


def _sample_limit(body: PlainText) -> int:
    """Below it lie the hashes of the n-grams that are kept."""
    scale = 1 if body.is_wide else LETTERS_A_CHARACTER
    sizes = (one_in for most, one_in in SAMPLES if len(body.text) <= most * scale)
    return 2**64 // (next(sizes, LONGEST_SAMPLE) * scale)


def _hashes_of_figures(figures: list[str]) -> NDArray[np.uint64]:
    """Numbers of 64 bits, out of the digits with a one before them and how many are decimals."""
    import numpy as np

    values = (
        (
            int("1" + figure.replace(".", "")) * 32 + len(figure) - 1 - figure.rfind(".")
            if "." in figure
            else int("1" + figure) * 32
        )
        % 2**64
        for figure in figures
    )
    return mixed(np.fromiter(values, dtype=np.uint64, count=len(figures)))


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """MurmurHash3's finaliser: every bit of the result depends on every bit of the value."""
    import numpy as np

    shift = np.uint64(33)
    mixed = values >> shift
    for factor in (_MIX_1, _MIX_2):
        mixed ^= values
        mixed *= np.uint64(factor)
        values = mixed
        mixed = values >> shift
    mixed ^= values
    return mixed


def _gram_hashes(texts: Sequence[str], length: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hashes of all n-grams of all texts, one text after another, and how many each text has.

    The hash of an n-gram is that of a polynomial of its characters: the difference of two sums over the
    characters before its end and its start, moved to power 0."""
    import numpy as np

    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    powers, inverses = _powers(len(codes))
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    terms = mixed(codes + np.uint64(1))
    np.cumsum(np.multiply(terms, powers, out=terms), out=sums[1:])
    grams = sums[length:] - sums[:-length]
    grams *= inverses[: len(grams)]
    counts = sizes - length + 1
    ends = np.cumsum(sizes)
    is_inside = np.ones(len(codes) + length, dtype=bool)
    for back in range(1, length):
        is_inside[ends - back] = False
    return mixed(grams[is_inside[: len(grams)]]), counts


def hashes_of_grams(texts: Sequence[str], length: int) -> list[NDArray[np.uint64]]:
    """Hashes of all n-grams of each text, which is no shorter than one, in order."""
    import numpy as np

    found: list[NDArray[np.uint64]] = []
    for lot in _lots([len(text) for text in texts]):
        hashes, counts = _gram_hashes([texts[place] for place in lot], length)
        found += np.split(hashes, np.cumsum(counts)[:-1])
    return found


def _powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers of the polynomials' base from 0, and what undoes a multiplication by each."""
    size = 1 << max(count - 1, _CHARACTERS_AT_ONCE).bit_length()
    powers, inverses = _all_powers(size)
    return powers[:count], inverses[:count]


@lru_cache(maxsize=1)
def _all_powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    import numpy as np

    both = []
    for base in (_BASE, pow(_BASE, -1, 2**64)):
        factors = np.full(size, base, dtype=np.uint64)
        factors[0] = 1
        both.append(np.cumprod(factors, dtype=np.uint64))
    return both[0], both[1]


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
        key = mixed(key * np.uint64(_BASE) + minhash[:, row])
    return key
