"""The language of a field: two are read, the others are named."""

from __future__ import annotations

import pytest

from newsledger.parse.languages import language_of

ENGLISH = (
    "The maker of ferries said that its revenue had risen by nine percent to 3.4 million crowns last year."
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("腾讯掉队了?", "zh"),
        ("OpenAI发布GPT-5.2 Codex", "zh"),
        ("一款叫「ポケモン」的游戏在中国卖出了三百万份,公司说还会加印,渠道商也在补货", "zh"),
        (ENGLISH, "en"),
        ("Core Viewpoint - Tencent (腾讯控股) and ByteDance (字节跳动) compete for users [4].", "en"),
        ("TSMC", "en"),
        ("同社は売上高が前年より増えたと発表した。", "ja"),
        ("삼성전자는 4분기 영업이익이 20조원이라고 밝혔다", "ko"),
        ("Компания сообщила о росте выручки на девять процентов", "ru"),
        (
            "Le groupe a annoncé mardi que son chiffre d'affaires avait progressé de neuf pour cent, "
            "porté par la demande des entreprises et par une hausse des prix dans toutes les régions.",
            "fr",
        ),
        ("நிறுவனத்தின் வருவாய் ஒன்பது சதவீதம் உயர்ந்தது", "und"),
        ("12345 %", None),
        ("", None),
    ],
)
def test_language_of(text: str, code: str | None) -> None:
    assert language_of(text) == code


def test_a_short_latin_text_is_not_refused_on_a_guess() -> None:
    assert language_of("Volkswagen AG und Porsche SE") == "en"
