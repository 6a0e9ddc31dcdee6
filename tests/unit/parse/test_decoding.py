"""Bytes to text: BOM, HTTP charset, meta, detection, and what is declared wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.parse.decoding import decode

TEXT = "镕基铝业说,一季度实现净利润3200万元,氧化铝价格下跌是主要原因。"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), None),
        (TEXT.encode("gb18030"), "text/html; charset=gb2312"),
        (f'<meta charset="gbk">{TEXT}'.encode("gb18030"), None),
        (TEXT.encode("gb18030"), None),
        (TEXT.encode("gb18030"), "text/html; charset=utf-8"),
        (TEXT.encode(), "text/html; charset=gb2312"),
        (TEXT.encode(), "text/html; charset=iso-8859-1"),
    ],
)
def test_chinese_text_survives(content: bytes, content_type: str | None) -> None:
    decoded = decode(content, content_type)
    assert TEXT in decoded.text
    assert decoded.replacement_chars == 0


def test_characters_that_were_lost_are_counted() -> None:
    decoded = decode("好".encode() + b"\xff\xfe\xff" * 3 + "天气".encode(), "text/html; charset=utf-8")
    assert decoded.replacement_chars == decoded.text.count("\ufffd") > 0
    assert 0 < decoded.replacement_share <= 1


@given(st.binary(max_size=300), st.sampled_from([None, "text/html; charset=gb2312", "x; charset=nonsense"]))
def test_any_bytes_decode_to_text(content: bytes, content_type: str | None) -> None:
    decoded = decode(content, content_type)
    assert isinstance(decoded.text, str)
    assert decoded.replacement_chars <= len(decoded.text)
