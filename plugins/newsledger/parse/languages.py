"""Which language a field is in: by script first, Latin scripts by py3langid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

SUPPORTED = ("zh", "en")
NAMES = {
    "ar": "Arabic", "da": "Danish", "de": "German", "es": "Spanish", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish",
    "und": "in another script", "th": "Thai", "tr": "Turkish", "vi": "Vietnamese", "el": "Greek",
}  # fmt: skip
_LATIN = ("en", "da", "de", "es", "fi", "fr", "id", "it", "nl", "no", "pl", "pt", "sv", "tr", "vi")
_SCRIPTS = {
    "han": re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"),
    "hiragana": re.compile("[\u3041-\u309f]+"),
    "katakana": re.compile("[\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9f]+"),
    "latin": re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff\uff21-\uff5a]+"),
    "ko": re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+"),
    "ru": re.compile("[\u0400-\u052f]+"),
    "ar": re.compile("[\u0600-\u06ff\u0750-\u077f]+"),
    "he": re.compile("[\u0590-\u05ff]+"),
    "th": re.compile("[\u0e00-\u0e7f]+"),
    "hi": re.compile("[\u0900-\u097f]+"),
    "el": re.compile("[\u0370-\u03ff]+"),
}
"""A script by its name, or by the language that is commonest in it."""
_RARE_SCRIPTS = re.compile(
    "[\u0370-\u052f\u0590-\u06ff\u0750-\u077f\u0900-\u097f\u0e00-\u0e7f\u1100-\u11ff\u3041-\u30fa\u3130-\u318f\u31f0-\u31ff\uac00-\ud7af\uff66-\uff9f]"
)
"""Any script but Han and Latin."""
_LANGUAGE_SCRIPTS = tuple(name for name in _SCRIPTS if len(name) == 2)
_ENGLISH_GRAMMAR = re.compile(
    r"\b(?:a|an|and|as|at|by|for|from|has|in|is|its|of|on|or|that|the|to|was|with)\b"
)
_THE = re.compile(r"\b[Tt]he\b")
_MIN_SHARE_OF_THE = 0.02  # of all words; no other language has the word
_SAMPLE_CHARS = 1500
_MIN_LATIN_LETTERS = 120
_MIN_PROBABILITY = 0.95


def language_of(text: str) -> str | None:
    """`zh`, `en` or another ISO 639-1 code (`und`: a script that is not told apart); None without letters.

    Hiragana, which Japanese cannot do without, above a tenth of the Han characters means Japanese: a quoted
    product name is katakana. A Latin text is English unless it is long enough and py3langid is sure of
    another. In a mixed text English needs a word of its grammar: names alone do not make a Chinese title
    English.
    """
    text = text[:_SAMPLE_CHARS]
    counts = _letters_by_script(text)
    letters = sum(counts.values())
    if not letters:
        return "und" if any(char.isalpha() for char in text) else None
    han, latin, hiragana, katakana = (counts[script] for script in ("han", "latin", "hiragana", "katakana"))
    if (
        hiragana > max(2, 0.1 * han) or katakana > max(2, han)
    ) and hiragana + katakana + han >= 0.3 * letters:
        return "ja"
    for code in _LANGUAGE_SCRIPTS:
        if counts[code] >= 0.4 * letters:
            return code
    # One Han character carries about as much as three Latin letters.
    if han and (han * 3 >= latin or not _ENGLISH_GRAMMAR.search(text)):
        return "zh"
    return _latin_language(text, latin)


def _letters_by_script(text: str) -> dict[str, int]:
    counts = dict.fromkeys(_SCRIPTS, 0)
    looked_for: Iterable[str] = _SCRIPTS
    if text.isascii():
        looked_for = ("latin",)
    elif not _RARE_SCRIPTS.search(text):
        looked_for = ("han", "latin")
    for script in looked_for:
        counts[script] = sum(map(len, _SCRIPTS[script].findall(text)))
    return counts


def language_name(code: str) -> str:
    """English name of a language code."""
    return NAMES.get(code, code)


def _latin_language(text: str, letters: int) -> str:
    if letters < _MIN_LATIN_LETTERS or len(_THE.findall(text)) >= _MIN_SHARE_OF_THE * len(text.split()):
        return "en"
    code, probability = _identifier().classify(text)
    return str(code) if code != "en" and probability >= _MIN_PROBABILITY else "en"


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LATIN))
    return identifier
