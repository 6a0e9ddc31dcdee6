"""A text as it is compared: letters and figures, without what a copy changes. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CITATION = re.compile(r"\[\d{1,3}\]")
_FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_FIRST_SYMBOL, _SYMBOLS = 0xF0000, 0x1FFFE
SYMBOL = re.compile("[\U000f0000-\U0010fffd]")
"""A figure's character in a plain text; what stands there in a landed text is an icon."""
SYMBOL = re.compile("[\U000f0000-\U0010fffd]")
"""A figure's character in a plain text; what stands there in a landed text is an icon."""
_WIDE_SHARE = 0.3
_ITEM_MARK = re.compile(
    r"\d{1,2}\s*[.、．)）](?!\d)|[①-⑳•■▪◆●【]|[一二三四五六七八九十]{1,3}、|(?:Group|Item)\s+\d"
)
_GROUP_MARK = re.compile(r"\bGroup\s+\d{1,2}\s*[-:]")
_ITEMS_OF_A_ROUNDUP = 3


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


def plain_text(text: str) -> PlainText:
    """The letters and figures of a text."""
    import numpy as np

    figures: list[str] = []

    def symbol(found: re.Match[str]) -> str:
        figure = found[0].replace(",", "")
        figures.append(figure)
        return chr(_FIRST_SYMBOL + zlib.crc32(figure.encode()) % _SYMBOLS)

    folded = SYMBOL.sub("", _CITATION.sub("", unicodedata.normalize("NFKC", text))).casefold()
    codes = np.frombuffer(_FIGURE.sub(symbol, folded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = codes[_letters()[codes]]
    wide = np.count_nonzero((codes >= 0x3040) & (codes <= 0x9FFF))
    return PlainText(
        codes.tobytes().decode("utf-32-le"), tuple(figures), bool(wide > _WIDE_SHARE * len(codes))
    )


@cache
def _letters() -> NDArray[np.bool_]:
    """Which code points are letters, digits or figures' symbols."""
    import numpy as np

    is_letter = np.zeros(0x110000, dtype=bool)
    is_letter[[code for code in range(0x33480) if chr(code).isalnum()]] = True
    is_letter[_FIRST_SYMBOL : _FIRST_SYMBOL + _SYMBOLS] = True
    return is_letter


def _has_items(body: str) -> bool:
    marks = sum(bool(_ITEM_MARK.match(line.lstrip())) for line in body.split("\n"))
    if "Group" in body:
        marks = max(marks, len(_GROUP_MARK.findall(body)))
    return marks >= _ITEMS_OF_A_ROUNDUP


def story_text(title: str, body: str, credit_end_char: int, is_demo: bool) -> StoryText:
    """What is compared of an article: its title and, without the repost card, its body. Texts of the demo are
    never those of real sources."""
    own = body[credit_end_char:]
    plain_title, plain_body = plain_text(title), plain_text(own)
    has_items = _has_items(own)
    body_parts = (
        is_demo,
        has_items,
        plain_title.text,
        plain_title.figures,
        plain_body.text,
        plain_body.figures,
    )
    return StoryText(
        _hash(body_parts),
        title_id(plain_title, is_demo),
        plain_title,
        plain_body,
        has_items,
        is_demo,
    )


def title_id(title: PlainText, is_demo: bool) -> int:
    """The same for equal titles."""
    return _hash(("title", is_demo, title.text, title.figures))


def _hash(parts: tuple[object, ...]) -> int:
    """64 bits of strings, flags and tuples of strings."""
    return int.from_bytes(hashlib.blake2b(repr(parts).encode(), digest_size=8).digest())


def is_telling(figure: str) -> bool:
    """Whether a figure tells texts apart: not a small number, which many texts hold, nor a year."""
    if "." in figure:
        return True
    return len(figure) >= 3 and not is_year(figure)


def is_year(figure: str) -> bool:
    """Whether it reads as a year of our time."""
    return len(figure) == 4 and "1950" <= figure <= "2100"
