"""Which language a field is in: by script first, Latin scripts by py3langid."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

SUPPORTED = ("zh", "en")
NAMES = {
    "ar": "Arabic", "da": "Danish", "de": "German", "es": "Spanish", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "vi": "Vietnamese", "el": "Greek",
}  # fmt: skip
_LATIN = ("en", "da", "de", "es", "fi", "fr", "id", "it", "nl", "no", "pl", "pt", "sv", "tr", "vi")
_SCRIPTS = (
    ("HANGUL", "ko"), ("CYRILLIC", "ru"), ("ARABIC", "ar"), ("HEBREW", "he"), ("THAI", "th"),
    ("DEVANAGARI", "hi"), ("GREEK", "el"),
)  # fmt: skip
_ENGLISH_GRAMMAR = re.compile(
    r"\b(?:a|an|and|as|at|by|for|from|has|in|is|its|of|on|or|that|the|to|was|with)\b"
)
_SAMPLE_CHARS = 3000
_MIN_LATIN_LETTERS = 120
_MIN_PROBABILITY = 0.95


def language_of(text: str) -> str | None:
    """`zh`, `en` or another ISO 639-1 code; None where there are no letters.

    Hiragana, which Japanese cannot do without, above a tenth of the Han characters means Japanese: a quoted
    product name is katakana. A Latin text is English unless it is long enough and py3langid is sure of
    another. In a mixed text English needs a word of its grammar: names alone do not make a Chinese title
    English.
    """
    text = text[:_SAMPLE_CHARS]
    counts = _script_counts(text)
    letters = sum(counts.values())
    if not letters:
        return None
    han, latin = counts.get("han", 0), counts.get("latin", 0)
    hiragana, katakana = counts.get("hiragana", 0), counts.get("katakana", 0)
    if (
        hiragana > max(2, 0.1 * han) or katakana > max(2, han)
    ) and hiragana + katakana + han >= 0.3 * letters:
        return "ja"
    for _, code in _SCRIPTS:
        if counts.get(code, 0) >= 0.4 * letters:
            return code
    # One Han character carries about as much as three Latin letters.
    if han and (han * 3 >= latin or not _ENGLISH_GRAMMAR.search(text)):
        return "zh"
    return _latin_language(text, latin)


def language_name(code: str) -> str:
    """English name of a language code."""
    return NAMES.get(code, code)


def _script_counts(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for char in text:
        if not char.isalpha():
            continue
        script = _script(char)
        counts[script] = counts.get(script, 0) + 1
    return counts


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    if char.isascii():
        return "latin"
    name = unicodedata.name(char, "")
    if name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY")):
        return "han"
    for kana in ("HIRAGANA", "KATAKANA"):
        if name.startswith(kana):
            return kana.lower()
    if name.startswith(("LATIN", "FULLWIDTH LATIN")):
        return "latin"
    for script, code in _SCRIPTS:
        if name.startswith(script):
            return code
    return "other"


def _latin_language(text: str, letters: int) -> str:
    if letters < _MIN_LATIN_LETTERS:
        return "en"
    code, probability = _identifier().classify(text)
    return str(code) if code != "en" and probability >= _MIN_PROBABILITY else "en"


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LATIN))
    return identifier
