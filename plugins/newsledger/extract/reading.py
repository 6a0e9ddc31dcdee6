"""The text that rules read, made of the landed text, with a map back to it.

Dropped: citation marks, the repost card, spaces that a hard line wrap left inside Chinese text.
Folded one to one: full-width letters and digits, traditional characters.
Section marks ("Group 3: Title -", "核心观点 -") stay in the text and are listed as `structure`.
Linear in the length of the text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from newsledger.extract.frozen import record
from newsledger.extract.traditional import SIMPLIFIED_BY_TRADITIONAL

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"

_TRADITIONAL = (
    "億亿萬万兩两餘余點点個个幾几數数約约過过達达漲涨減减長长營营輛辆噸吨戶户間间臺台單单類类頭头雙双隻只條条"
    "張张棟栋門门開开關关從从價价幣币圓圆歐欧韓韩無无電电網网錢钱塊块鎊镑業业產产資资額额淨净潤润虧亏損损僅仅"
    "將将場场預预計计貸贷當当廠厂國国東东時时後后與与為为會会員员據据總总銷销售售餐餐廳厅車车機机裝装併并購购"
    "債债稅税費费務务籌筹購购進进務务續续際际歲岁環环級级線线觀观積积極极賣卖買买絕绝給给統统錄录鋼钢銀银鐵铁"
    "鋰锂電电動动創创歷历連连運运遠远選选還还週周報报場场層层島岛師师帶带幫帮應应擴扩擬拟數数斷断於于書书東东"
    "樓楼標标權权歸归殺杀決决測测滿满漸渐熱热爾尔獲获現现畫画疊叠盤盘監监確确離离種种穩稳節节範范經经維维編编"
    "職职聯联聲声腦脑節节補补製制複复規规視视計计訂订設设許许訊讯論论證证評评試试話话該该認认語语説说說说調调"
    "請请負负貨货責责貼贴貿贸質质購购賽赛贏赢趨趋軟软輸输轉转較较載载農农達达遲迟適适邊边鄉乡醫医針针門门閉闭"
    "陸陆陽阳險险隨随雖虽雜杂難难電电頂顶項项順顺須须領领頻频題题願愿顧顾顯显飛飞養养駐驻驗验體体龍龙齊齐"
)
_WIDE = {0xFF10 + i: 0x30 + i for i in range(10)}
_WIDE |= {0xFF21 + i: 0x41 + i for i in range(26)}
_WIDE |= {0xFF41 + i: 0x61 + i for i in range(26)}
_WIDE |= {
    ord(wide): ord(narrow)
    for wide, narrow in zip("％＄＋－．～／￥￡＃＆＊＝＠", "%$+-.~/¥£#&*=@", strict=True)
}
_WIDE |= {0x00A0: 0x20, 0x3000: 0x20, 0x202F: 0x20, 0x2009: 0x20, 0x2212: 0x2D, 0x2011: 0x2D, 0xFE63: 0x2D}
_FOLD = (
    _WIDE
    | SIMPLIFIED_BY_TRADITIONAL
    | {
        ord(old): ord(new)
        for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)
        if old != new
    }
)
_FOLDED = re.compile(f"[{''.join(re.escape(chr(char)) for char in _FOLD)}]")

_CITATION = re.compile(r"\[\d{1,4}(?:[-,–]\d{1,4}){0,9}\]")
_WRAP = re.compile(
    rf" (?:(?<=[{HAN}，、；：] ) *+(?=[{HAN}0-9“《（])|(?<=[0-9%] ) *+(?=[{HAN}])"
    rf"|(?<=[“《（] ) *+(?=[{HAN}0-9]))"
)
_STRUCTURE = {
    "Group ": re.compile(
        r"Group (?<![A-Za-z]Group )\d{1,3}(?:: ?(?:[^\n\[\].!?]|\.(?! )){0,120}?(?= - )| ?(?=-))(?: ?-)?"
    ),
    "Core ": re.compile(r"Core (?<![A-Za-z]Core )(?:Viewpoint|Insights?|View|Points?) ?[-:：]"),
    "Key ": re.compile(r"Key (?<![A-Za-z]Key )(?:Points?|Takeaways?|Insights?) ?[-:：]"),
    "核心": re.compile(r"核心(?:观点|洞察|要点) ?[-:：—]"),
    "要点总结": re.compile(r"要点总结 ?[-:：—]"),
}
"""Section marks by the literal that they begin with, so that the search runs at full speed."""


def word_list(words: str) -> list[str]:
    """The words of a table that is written as running text."""
    return words.split()


def word_set(words: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(words.split())


@record
class Reading:
    """`text` is read by the rules; `offsets[i]` is the place of `text[i]` in the landed text, and the
    last offset is the landed text's length. `structure` are spans of section marks in `text`;
    `cuts` are the places in `text` where citation marks stood."""

    text: str
    offsets: Sequence[int]
    structure: tuple[tuple[int, int], ...] = ()
    cuts: tuple[int, ...] = ()

    def to_landed(self, start: int, end: int) -> tuple[int, int]:
        """The span of the landed text that `text[start:end]` was read from."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1

    def is_structure(self, position: int) -> bool:
        """Whether the character at `position` belongs to a section mark."""
        place = bisect_right(self.structure, (position, len(self.text) + 1)) - 1
        return place >= 0 and position < self.structure[place][1]


def read_field(landed: str, skip_until: int = 0) -> Reading:
    """Reads a landed field; what stands before `skip_until` (a repost card) is not read."""
    folded = landed.translate(_FOLD) if _FOLDED.search(landed) is not None else landed
    dropped: list[tuple[int, int, bool]] = [(0, skip_until, False)] if skip_until > 0 else []
    for mark in _CITATION.finditer(folded, max(0, skip_until)):
        start = mark.start()
        floor = dropped[-1][1] if dropped else 0
        while start > floor and folded[start - 1] == " ":
            start -= 1
        dropped.append((start, mark.end(), True))
    dropped.extend((gap.start(), gap.end(), False) for gap in _WRAP.finditer(folded, max(0, skip_until)))
    if not dropped:
        return Reading(folded, range(len(folded) + 1), _structure(folded))
    dropped.sort()
    pieces: list[str] = []
    offsets, places = array("l"), _places(len(folded).bit_length())
    cuts: list[int] = []
    at = 0
    for start, end, is_citation in dropped:
        if start > at:
            pieces.append(folded[at:start])
            offsets += places[at:start]
        at = max(at, min(end, len(folded)))
        if is_citation and (not cuts or cuts[-1] != len(offsets)):
            cuts.append(len(offsets))
    pieces.append(folded[at:])
    offsets += places[at : len(folded)]
    offsets.append(len(folded))
    text = "".join(pieces)
    return Reading(text, offsets, _structure(text), tuple(cuts))


@lru_cache(maxsize=32)
def _places(bits: int) -> array[int]:
    """The numbers from 0 to what so many bits can hold; a part of them is copied faster than counted."""
    return array("l", range(1 << bits))


def _structure(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the section marks."""
    marks = [
        mark.span() for word, pattern in _STRUCTURE.items() if word in text for mark in pattern.finditer(text)
    ]
    return tuple(sorted(marks))
