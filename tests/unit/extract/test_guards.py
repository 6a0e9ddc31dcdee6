"""What makes extraction fast must not change what it finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bench.peers import open_texts

from newsledger.extract import (
    breaks,
    candidate_evidence,
    candidates,
    dating,
    metrics,
    modality,
    named_subjects,
)
from newsledger.extract.breaks import Breaks
from newsledger.extract.frozen import changed, record
from newsledger.extract.guards import Guarded, Guards, needed_words
from newsledger.extract.periods_english import ENGLISH_TRIGGER
from newsledger.extract.reading import read_field
from newsledger.extract.sentences import split_sentences


def guarded_patterns() -> list[Guarded]:
    found = [ENGLISH_TRIGGER]
    for module in (candidate_evidence, candidates, named_subjects):
        for value in vars(module).values():
            found += [
                one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Guarded)
            ]
    return found


def test_a_guard_lets_through_every_sentence_that_its_pattern_matches():
    texts = [read_field(row["text"]) for row in open_texts()]
    sentences = [reading.text[s.start : s.end] for reading in texts for s in split_sentences(reading)]
    guarded = guarded_patterns()
    assert len(guarded) > 15
    matched = 0
    for one in guarded:
        for sentence in sentences:
            if one.pattern.search(sentence) is not None:
                matched += 1
                assert one.may_match(sentence), (one.pattern.pattern[:60], sentence)
    assert matched > 100


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_mood_s_guards_let_through_every_sentence_that_holds_a_cue(language):
    patterns = {
        "en": (modality._EN, modality._STRONG, modality._EN_AFTER),
        "zh": (modality._ZH, modality._STRONG, modality._ZH_AFTER),
    }[language]
    for row in open_texts():
        reading = read_field(row["text"])
        for found in split_sentences(reading):
            sentence = reading.text[found.start : found.end]
            may = modality._GUARDS[language].may_match(sentence)
            for pattern, is_let_through in zip(patterns, may, strict=True):
                assert is_let_through or pattern.search(sentence) is None


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b[Ss]hares (?:of|in) \w+", {"Shares ", "shares "}),
        (r"(?:19|20)\d\d", {"19", "20"}),
        (r"x*(?:foo|bar)+?", {"foo", "bar"}),
        (r"(?!foo)bar", {"bar"}),
        (r"(?<=foo)bar", {"bar"}),
        (r"\w+(?= yuan)", {" yuan"}),
    ],
)
def test_the_words_that_a_pattern_needs_are_read_off_it(pattern, words):
    assert frozenset(words) in needed_words(re.compile(pattern))


@pytest.mark.parametrize("pattern", [r"\w+", r"(?:foo|\d+)", r"(?:foo)?", r"foo{0,2}|", r"(?i:foo)"])
def test_a_pattern_that_can_do_without_any_word_has_no_guard(pattern):
    assert needed_words(re.compile(pattern)) == [] or pattern == r"foo{0,2}|"
    guards = Guards()
    assert guards.guard(re.compile(pattern)).may_match("7 FOO")


def test_a_guard_of_any_case_reads_capitals():
    guarded = Guards(in_lower_case=True).guard(re.compile("plans? to", re.IGNORECASE))
    assert guarded.may_match("It PLANS TO grow")
    assert not guarded.may_match("It grew")


WORDS = [
    "and",
    "band",
    "which",
    "while",
    "but",
    "though",
    "although",
    "up",
    "vs",
    "vs.",
    "against",
    "compared",
]
PIECES = st.lists(
    st.sampled_from([*",;；。，、 5a而且言是", *WORDS]),
    max_size=12,
).map("".join)


@settings(max_examples=300)
@given(text=PIECES)
def test_breaks_are_counted_as_a_regular_expression_of_all_counts_them(text):
    hard = r"[;；。]|\b(?:while|whereas|but|although|though)\b|而(?!且|言|是)"
    dated = r"[;；。]|\b(?:while|whereas|but|although|though|compared|versus|vs\.?|against)\b|而(?!且|言|是)"
    for some, pattern in (
        (metrics._HARD, hard),
        (metrics._SOFT, r",(?!\d)|，|\band\b|\bwhich\b"),
        (breaks.HARD, hard),
        (breaks.SOFT, r",(?!\d)|，|\band\b"),
        (dating._HARD, dated),
        (dating._SOFT, r",(?!\d)|，|、|\band\b|\bwhich\b|\bup\b|\bdown\b"),
    ):
        count = len(re.findall(pattern, text))
        assert some.count(text) == count
        assert some.is_in(text) == (count > 0)


def test_breaks_of_marks_alone():
    assert Breaks("，").count("一，二，三") == 2


def test_a_record_is_changed_equal_and_hashed_by_content():
    @record
    class Pair:
        first: int
        second: str = ""

    one = Pair(1, "a")
    assert changed(one, second="b") == Pair(1, "b")
    assert one == Pair(1, "a")
    assert len({one, Pair(1, "a"), Pair(2)}) == 2
    with pytest.raises(KeyError):
        changed(one, third=1)
