"""A pattern that is tried only where it can begin finds what it finds when it is tried everywhere."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bench.peers import open_texts

from newsledger.extract.named_subjects import _NAMED
from newsledger.extract.openings import Opened, one_of, openings
from newsledger.extract.periods_chinese import CHINESE
from newsledger.extract.periods_english import ENGLISH
from newsledger.extract.reading import read_field

OPENED = [
    (ENGLISH, Opened(ENGLISH, 4, at_words=True)),
    (CHINESE, Opened(CHINESE, 3)),
    (_NAMED, Opened(_NAMED, 5)),
]


def same(pattern: re.Pattern[str], opened: Opened, text: str) -> int:
    found = [match.span() for match in pattern.finditer(text)]
    assert [match.span() for match in opened.finditer(text)] == found, text
    return len(found)


@pytest.mark.parametrize(("pattern", "opened"), OPENED, ids=["english", "chinese", "names"])
def test_every_match_of_real_news_is_found(pattern, opened):
    assert sum(same(pattern, opened, read_field(row["text"]).text) for row in open_texts()) > 20


PIECES = st.lists(
    st.sampled_from(
        [
            *("in ", "the ", "first", "second-", "quarter ", "of ", "2025", "FY", "24", "Q3", " H1", "'s "),
            *(
                "March",
                "Sept. ",
                "mid-",
                "year",
                "-on-",
                "to ",
                "last ",
                "ended ",
                "same ",
                "三",
                "季度",
                "12",
            ),
            *(
                "2024",
                "年",
                "月",
                "前",
                "去年",
                "同期",
                "上半",
                "近",
                "十",
                "五",
                "底",
                "日",
                "环比",
                "x",
                "٣",
            ),
        ]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=300)
@given(text=PIECES)
def test_every_match_of_a_made_up_text_is_found(text):
    for pattern, opened in OPENED:
        same(pattern, opened, text)


@pytest.mark.parametrize(
    ("pattern", "length", "found"),
    [
        (r"(?:the )?(?:first|last) half", 3, {"the", "fir", "las"}),
        (r"ab?c", 2, {"ab", "ac"}),
        (r"\bx{2,3}y", 3, {"xxx", "xxy"}),
        (r"(?<!q)(?=[12])\d+%", 1, {"1", "2"}),
        (r"a\w+", 3, {"a"}),
    ],
)
def test_what_a_pattern_begins_with_is_read_off_it(pattern, length, found):
    assert {"".join(opening) for opening in openings(re.compile(pattern), length)} == found


def test_letters_of_a_set_stay_together_behind_the_first():
    assert openings(re.compile(r"[ab][cd]"), 2) == {("a", "cd"), ("b", "cd")}
    assert one_of({("a", "cd"), ("b", "cd"), ("b", "e", "f")}) == "a[cd]|b(?:[cd]|ef)"


def test_a_pattern_of_any_case_is_opened_in_any_case():
    opened = Opened(re.compile("kist", re.IGNORECASE), 4)
    assert [match.group() for match in opened.finditer("Kist kIST \u212ai\u017ft")] == [
        "Kist",
        "kIST",
        "\u212ai\u017ft",
    ]


def test_a_pattern_that_can_begin_with_anything_is_refused():
    with pytest.raises(ValueError, match="can begin with anything"):
        Opened(re.compile(r"\w+ yuan"), 3).search("5 yuan")
