"""Numbers are read back from every style that they are written in."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.extract.numbers import Number, find_numbers, parse_chinese, parse_chinese_range

DIGITS = "零一二三四五六七八九"


def values(text: str) -> list[float]:
    return [number.low for number in find_numbers(text) if isinstance(number, Number)]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一百二十三万", 1_230_000), ("两千", 2000), ("三千亿", 3e11), ("一万亿", 1e12), ("千亿", 1e11),
        ("一亿七千万", 1.7e8), ("四千五百六十七亿八千万", 4.5678e11), ("三千六", 3600), ("一万二", 12_000),
        ("两百五", 250), ("一千零五", 1005), ("十五", 15), ("二十", 20), ("一万零三百", 10_300),
        ("二〇二五", 2025), ("两万亿", 2e12), ("一万五千", 15_000),
    ],
)  # fmt: skip
def test_chinese_numerals(numeral: str, value: float) -> None:
    assert parse_chinese(numeral) == value


@pytest.mark.parametrize(
    ("numeral", "expected"),
    [
        ("三四百", (300, 400, None)), ("两三百万", (2e6, 3e6, None)), ("数十亿", (1e9, 1e9, "about")),
        ("十几", (10, 10, "over")), ("几百", (100, 100, "about")), ("七八", (7, 8, None)),
        ("一二三", None), ("几", None), ("数", None),
    ],
)  # fmt: skip
def test_vague_and_paired_chinese_numerals(
    numeral: str, expected: tuple[float, float, str | None] | None
) -> None:
    assert parse_chinese_range(numeral) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,299", 1299), ("5.67万亿", 5.67e12), ("1亿5000万", 1.5e8), ("3千万", 3e7), ("20多万", 2e5),
        ("27.8 billion", 2.78e10), ("5bn", 5e9), ("725 thousand", 725_000), ("3 hundred million", 3e8),
        ("one hundred and fifty million", 1.5e8), ("twenty-five", 25), ("two hundred thousand", 2e5),
        ("a billion", 1e9), ("two dozen", 24), ("twelve", 12), ("Seven", 7), ("three million", 3e6),
        ("百分之十二", 12), ("三分之一", 100 / 3), ("百分之3.5", 3.5), ("两个亿", 2e8), ("3个多亿", 3e8),
    ],
)  # fmt: skip
def test_numbers_in_text(text: str, value: float) -> None:
    (found,) = values(f"see {text} now")
    assert math.isclose(found, value)


@pytest.mark.parametrize(
    "code",
    [
        "138-0000-2714",
        "+1 415-555-0123",
        "002714.SZ",
        "2025-11-03",
        "2025/11/3",
        "09:30",
        "10.0.0.1",
        "600x600",
        "4-for-1",
    ],
)
def test_codes_are_stepped_over(code: str) -> None:
    assert values(f"see {code} now") == []


def test_a_run_longer_than_any_figure_is_no_number() -> None:
    assert values("9" * 500) == values("亿" * 500) == []


def in_chinese(value: int) -> str:
    """A plain writer of Chinese numerals below 10**12, apart from the reader."""

    def below_10000(n: int) -> str:
        out, zero = "", False
        for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, n = divmod(n, scale)
            if digit:
                out += ("零" if zero and out else "") + DIGITS[digit] + name
                zero = False
            else:
                zero = True
        return out

    high, rest = divmod(value, 10**8)
    middle, low = divmod(rest, 10**4)
    out = below_10000(high) + "亿" if high else ""
    if middle:
        out += ("零" if out and middle < 1000 else "") + below_10000(middle) + "万"
    if low:
        out += ("零" if out and low < 1000 else "") + below_10000(low)
    return out


SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_english(value: int) -> str:
    def below_1000(n: int) -> str:
        parts = []
        if n >= 100:
            parts.append(SMALL[n // 100] + " hundred")
            n %= 100
        if n >= 20:
            parts.append(TENS[n // 10] + ("-" + SMALL[n % 10] if n % 10 else ""))
        elif n:
            parts.append(SMALL[n])
        return " and ".join(parts)

    parts = []
    for scale, name in ((10**9, " billion"), (10**6, " million"), (10**3, " thousand"), (1, "")):
        count, value = divmod(value, scale)
        if count:
            parts.append(below_1000(count) + name)
    return " ".join(parts)


@given(st.integers(min_value=10, max_value=10**12 - 1))
def test_written_numbers_are_read_back_in_six_styles(value: int) -> None:
    styles = {
        "digits": str(value),
        "grouped": f"{value:,}",
        "chinese": in_chinese(value),
        "english": in_english(value),
        "wan": f"{value / 1e4:.10f}万",
        "billion": f"{value / 1e9:.12f} billion",
    }
    for style, written in styles.items():
        found = values(f"see {written} now")
        assert len(found) == 1, (style, written, found)
        assert math.isclose(found[0], value, rel_tol=1e-9), (style, written, found)


@given(
    st.text(
        alphabet=st.one_of(
            st.characters(), st.sampled_from(list("0123456789,.-+万亿千百十一两几数多半分之%kmb "))
        ),
        max_size=120,
    )
)
def test_no_text_breaks_the_reader_and_tokens_are_in_order(text: str) -> None:
    at = 0
    for number in find_numbers(text):
        start, end = number if isinstance(number, tuple) else (number.start, number.end)
        assert at <= start < end <= len(text)
        if isinstance(number, Number):
            assert math.isfinite(number.low) and number.low <= number.high
        at = end
