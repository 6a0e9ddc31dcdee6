"""A text as it is compared: letters and figures, without what a copy changes. Pure, many at once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CITATION = re.compile(r"\[\d{1,3}\]")
_FIGURE = re.compile(  # as `1,299.5` or `1299.5`; it begins with a digit so that texts are searched fast
    r"[0-9](?:[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)?)"
)
_FIRST_SYMBOL, _SYMBOLS = 0xF0000, 0x1FFFE
SYMBOL = re.compile("[\U000f0000-\U0010fffd]")
"""A figure's character in a plain text; what stands there in a landed text is an icon."""
_WIDE_SHARE = 0.3
_ITEM_MARK = re.compile(
    r"\d{1,2}\s*[.、．)）](?!\d)|[①-⑳•■▪◆●【]|[一二三四五六七八九十]{1,3}、|(?:Group|Item)\s+\d"
)
_FIRST_OF_A_MARK = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳•■▪◆●【一二三四五六七八九十GI")
_GROUP_MARK = re.compile(r"\bGroup\s+\d{1,2}\s*[-:]")
_ITEMS_OF_A_ROUNDUP = 3
_CHARACTERS_AT_ONCE = 200_000
_HAN_AND_HANGUL = (
    (0x3400, 0x4DC0),
    (0x4E00, 0xA000),
    (0xAC00, 0xD7A4),
    (0x20000, 0x2F800),
    (0x30000, 0x33480),
)
"""Letters all of them, and each its own plain form."""
_OTHERS = (
    (1, 0x3400),
    (0x4DC0, 0x4E00),
    (0xA000, 0xAC00),
    (0xD7A4, 0xD800),
    (0xF900, 0x10000),
    (0x1F000, 0x1FC00),
)
"""What else news is written with; rarer code points are looked up text by text."""
_KEPT_MARKS = ".,[]"
_ODD = 0x110000


@dataclass(frozen=True)
class PlainText:
    """`text` has no spaces, marks, widths or cases; each figure is one character of it, of a private-use
    plane, so that no two figures ever look alike in part. `figures` are they, in order: `1,299` is `1299`.
    `is_wide`: written in Chinese characters, of which one says as much as several letters."""

    text: str
    figures: tuple[str, ...]
    is_wide: bool

    @property
    def size(self) -> int:
        """Of a text so short that how much it says matters: a Chinese character counts as two letters."""
        return len(self.text) * (2 if self.is_wide else 1)


@dataclass(frozen=True)
class StoryText:
    """What is compared of an article. `text_id`: the same for texts that are the same in all of it.
    `title_id`: likewise of the title. `has_items`: several items stand under marks or numbers, each perhaps a
    story of its own."""

    text_id: int
    title_id: int
    title: PlainText
    body: PlainText
    has_items: bool
    is_demo: bool

    @cached_property
    def telling_figures(self) -> frozenset[str]:
        """The figures of the body that tell texts apart."""
        return frozenset(filter(is_telling, self.body.figures))

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Words of the title that the body repeats: its n-grams of two characters, of five letters."""
        title, length = self.title.text, 2 if self.title.is_wide else 5
        grams = {title[start : start + length] for start in range(len(title) - length + 1)}
        return frozenset(gram for gram in grams if gram in self.body.text)


def plain_text(text: str) -> PlainText:
    """The letters and figures of a text."""
    return plain_texts([text])[0]


def plain_texts(texts: Sequence[str]) -> list[PlainText]:
    """The letters and figures of texts."""
    return [plain for chunk in _chunks(texts) for plain in _plain_together(chunk)]


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts in lots of a size that a processor's cache holds."""
    chunk: list[str] = []
    size = 0
    for text in texts:
        if chunk and size + len(text) > _CHARACTERS_AT_ONCE:
            yield chunk
            chunk, size = [], 0
        chunk.append(text)
        size += len(text)
    if chunk:
        yield chunk


def _plain_together(texts: list[str]) -> list[PlainText]:
    """Plain texts in one pass over all of their characters."""
    import numpy as np

    codes = _plain_codes()[_codes("\0".join([*(text.replace("\0", " ") for text in texts), ""]))]
    odd_places = np.flatnonzero(codes == _ODD)
    if not len(odd_places):
        return _split(_CITATION.sub("", _text(codes)))
    odd = set(np.searchsorted(np.flatnonzero(codes == 0), odd_places).tolist())
    others = [text for place, text in enumerate(texts) if place not in odd]
    plain = iter(_plain_together(others) if others else [])
    return [_plain_alone(text) if place in odd else next(plain) for place, text in enumerate(texts)]


def _plain_alone(text: str) -> PlainText:
    """The plain text of one with characters that the table cannot replace one by one."""
    folded = unicodedata.normalize("NFKC", text.replace("\0", " "))
    return _split(SYMBOL.sub("", _CITATION.sub("", folded)).casefold() + "\0")[0]


def _split(folded: str) -> list[PlainText]:
    """Plain texts out of folded ones with a NUL behind each."""
    import numpy as np

    figures: list[str] = []

    def symbol(found: re.Match[str]) -> str:
        figure = found[0].replace(",", "")
        figures.append(figure)
        return chr(_FIRST_SYMBOL + zlib.crc32(figure.encode()) % _SYMBOLS)

    codes = _codes(_FIGURE.sub(symbol, folded))
    codes = codes[_is_letter()[codes]]
    text = _text(codes)
    ends = np.flatnonzero(codes == 0)
    starts = np.concatenate([[0], ends[:-1] + 1])
    wide = np.add.reduceat((codes >= 0x3040) & (codes <= 0x9FFF), starts, dtype=np.int64)
    is_wide = wide > _WIDE_SHARE * (ends - starts)
    bounds = np.searchsorted(np.flatnonzero(codes >= _FIRST_SYMBOL), np.concatenate([[0], ends]))
    return [
        PlainText(text[start:end], tuple(figures[first:after]), wide)
        for start, end, (first, after), wide in zip(
            starts.tolist(), ends.tolist(), pairwise(bounds.tolist()), is_wide.tolist(), strict=True
        )
    ]


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le")


@cache
def _is_letter() -> NDArray[np.bool_]:
    """Which code points are letters, digits, figures' symbols, or the NUL behind a text."""
    import numpy as np

    is_letter = np.zeros(0x110000, dtype=bool)
    is_letter[[code for code in range(0x20000) if chr(code).isalnum()]] = True
    is_letter[0x2F800:0x30000] = [chr(code).isalnum() for code in range(0x2F800, 0x30000)]
    for start, end in _HAN_AND_HANGUL:
        is_letter[start:end] = True
    is_letter[0] = True
    is_letter[_FIRST_SYMBOL : _FIRST_SYMBOL + _SYMBOLS] = True
    return is_letter


@cache
def _plain_codes() -> NDArray[np.uint32]:
    """Code points in plain form (NFKC, then folded), a space for those that are neither letters nor marks of
    figures or citations. `_ODD` are those whose form is several letters, or depends on the character before,
    and all that `_OTHERS` leaves out."""
    import numpy as np

    plain = np.full(0x110000, _ODD, dtype=np.uint32)
    plain[0], plain[0xD800:0xF900] = 0, ord(" ")
    for start, end in _HAN_AND_HANGUL:
        plain[start:end] = np.arange(start, end)
    codes = [code for start, end in _OTHERS for code in range(start, end)]
    forms = unicodedata.normalize("NFKC", "\0".join(map(chr, codes))).casefold().split("\0")
    for code, form in zip(codes, forms, strict=True):
        if any("\u1100" <= part < "\u1200" or unicodedata.category(part)[0] == "M" for part in form):
            continue  # joins the letter before
        if len(form) == 1 and (form.isalnum() or form in _KEPT_MARKS):
            plain[code] = ord(form)
        elif not any(map(str.isalnum, form)):
            plain[code] = ord(" ")
    return plain


def _has_items(body: str) -> bool:
    lines = body.split("\n")
    marks = 0
    if len(lines) >= _ITEMS_OF_A_ROUNDUP:
        heads = (line.lstrip() for line in lines)
        marks = sum(
            bool(_ITEM_MARK.match(head))
            for head in heads
            if head[:1] in _FIRST_OF_A_MARK or head[:1].isdigit()
        )
    if "Group" in body:
        marks = max(marks, len(_GROUP_MARK.findall(body)))
    return marks >= _ITEMS_OF_A_ROUNDUP


def story_text(title: str, body: str, credit_end_char: int, is_demo: bool) -> StoryText:
    """What is compared of an article."""
    return story_texts([(title, body, credit_end_char, is_demo)])[0]


def story_texts(articles: Sequence[tuple[str, str, int, bool]]) -> list[StoryText]:
    """What is compared of articles, each with its title, body, end of the repost card and whether it is of
    the demo: title and, without the card, body. Texts of the demo are never those of real sources."""
    own = [body[credit_end_char:] for _, body, credit_end_char, _ in articles]
    titles = plain_texts([title for title, *_ in articles])
    bodies = plain_texts(own)
    return [
        _story_text(title, body, _has_items(text), is_demo)
        for title, body, text, (_, _, _, is_demo) in zip(titles, bodies, own, articles, strict=True)
    ]


def _story_text(title: PlainText, body: PlainText, has_items: bool, is_demo: bool) -> StoryText:
    kind = f"{is_demo:d}{has_items:d}"
    text_id = _hash(kind, title.text, *title.figures, "", body.text, *body.figures)
    return StoryText(text_id, title_id(title, is_demo), title, body, has_items, is_demo)


def title_id(title: PlainText, is_demo: bool) -> int:
    """The same for equal titles."""
    return _hash(f"title{is_demo:d}", title.text, *title.figures)


def _hash(*parts: str) -> int:
    """64 bits of strings without a NUL."""
    written = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(written, digest_size=8).digest())


@lru_cache(maxsize=1 << 16)
def is_telling(figure: str) -> bool:
    """Whether a figure tells texts apart: not a small number, which many texts hold, nor a year."""
    if "." in figure:
        return True
    return len(figure) >= 3 and not is_year(figure)


def is_year(figure: str) -> bool:
    """Whether it reads as a year of our time."""
    return len(figure) == 4 and "1950" <= figure <= "2100"
