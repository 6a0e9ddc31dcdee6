"""What a text says, for a reader in a terminal: companies, facts and topics with evidence and rule."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from newsledger.extract.article import extract_article
from newsledger.extract.records import Document, Extraction, Observation
from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR

_BOLD, _PLAIN = "\x1b[1;33m", "\x1b[0m"
_EVIDENCE_WIDTH = 160


def explain(
    title: str,
    body: str,
    published_at: datetime | None = None,
    vocabulary: Vocabulary | None = None,
    *,
    color: bool | None = None,
) -> str:
    """The extraction of a text as tables. Figures stand in «» in their sentences, in colour on a terminal."""
    vocabulary = vocabulary or load_vocabulary(SEEDS_DIR)
    is_colored = sys.stdout.isatty() if color is None else color
    zone = "UTC" if published_at is None or published_at.tzinfo is None else str(published_at.tzinfo)
    document = Document(title, body, published_at, zone)
    found = extract_article(document, vocabulary)
    parts = [
        _companies(found, vocabulary),
        _facts(found, is_colored=is_colored),
        _topics(found, vocabulary),
    ]
    if published_at is None:
        parts.append(
            "No publication date is given: 今年, last quarter and the like stay undated (DATE=YYYY-MM-DD)."
        )
    return "\n\n".join(parts)


def _companies(found: Extraction, vocabulary: Vocabulary) -> str:
    rows: list[tuple[str, ...]] = []
    seen: dict[str, int] = {}
    for mention in found.mentions:
        seen[mention.company_id] = seen.get(mention.company_id, 0) + 1
    named: set[str] = set()
    for mention in found.mentions:
        if mention.company_id in named:
            continue
        named.add(mention.company_id)
        company = vocabulary.companies.get(mention.company_id)
        name = (company.name_en or company.name_zh) if company else mention.surface
        ticker = company.ticker if company else ""
        place = f"{mention.field} {mention.start_char}–{mention.end_char}"
        rows.append((name, ticker, mention.surface, place, str(seen[mention.company_id]), mention.rule))
    head = ("company", "ticker", "as written", "first at", "times", "rule")
    return _section("Companies", head, rows, "none named")


def _facts(found: Extraction, *, is_colored: bool) -> str:
    if not found.observations:
        return "Facts\n  none stated"
    head = ("#", "metric", "value", "of", "period", "mood", "confidence")
    rows = [
        (
            str(number),
            fact.metric_id + (f" ({fact.comparison})" if fact.comparison else ""),
            value_text(fact),
            _subject_text(fact),
            period_text(fact),
            fact.modality,
            f"{fact.confidence:.2f}",
        )
        for number, fact in enumerate(found.observations, start=1)
    ]
    lines = [_section("Facts", head, rows, ""), ""]
    for number, fact in enumerate(found.observations, start=1):
        lines.append(f"  {number:>2}  {_marked(fact, is_colored=is_colored)}")
        lines.append(f"      by {fact.rule}")
        if fact.flags:
            candidate = "" if fact.value_candidate is None else f"; likelier {fact.value_candidate:,.6g}"
            reason = f" ({fact.flag_reason})" if fact.flag_reason else ""
            lines.append(f"      flags: {', '.join(fact.flags)}{reason}{candidate}")
    return "\n".join(lines)


def _topics(found: Extraction, vocabulary: Vocabulary) -> str:
    rows = []
    for topic in found.topics:
        known = vocabulary.topics.get(topic.topic_id)
        name = known.name_en if known else topic.topic_id
        rows.append((str(topic.rank), name, f"{topic.score:.2f}", ", ".join(topic.evidence)))
    return _section("Topics", ("rank", "topic", "score", "because of"), rows, "none fits")


def value_text(fact: Observation) -> str:
    """The value with its bound and unit: `about 5.4 percent`, `1–5 percent`."""
    bound = "" if fact.bound == "exact" else f"{fact.bound} "
    if fact.value_low == fact.value_high:
        return f"{bound}{_number(fact.value_low)} {fact.unit}"
    return f"{bound}{_number(fact.value_low)} to {_number(fact.value_high)} {fact.unit}"


def _number(value: float) -> str:
    return f"{value:,.10g}"


def period_text(fact: Observation) -> str:
    """The period as dates: one day, a span, "by" or "since"."""
    start, end = fact.period_start, fact.period_end
    if start is None and end is None:
        return "–"
    if start is None:
        return f"by {end}"
    if end is None:
        return f"since {start}"
    return str(start) if start == end else f"{start} … {end}"


def _subject_text(fact: Observation) -> str:
    name = fact.subject_name or "–"
    other = f", with {fact.counterparty_company_id}" if fact.counterparty_company_id else ""
    region = f", in {fact.region}" if fact.region else ""
    segment = f", {fact.segment}" if fact.segment else ""
    return f"{name}{segment}{region}{other}"


def _marked(fact: Observation, *, is_colored: bool) -> str:
    """The evidence sentence, cut around the figure, which is marked."""
    text = fact.evidence_text
    start, end = fact.start_char - fact.evidence_start_char, fact.end_char - fact.evidence_start_char
    left, right = max(0, start - _EVIDENCE_WIDTH // 2), min(len(text), end + _EVIDENCE_WIDTH // 2)
    before = ("…" if left else "") + text[left:start]
    after = text[end:right] + ("…" if right < len(text) else "")
    opened, closed = (f"{_BOLD}«", f"»{_PLAIN}") if is_colored else ("«", "»")
    return f"{before}{opened}{text[start:end]}{closed}{after}".replace("\n", " ")


def _section(name: str, head: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> str:
    if not rows:
        return f"{name}\n  {empty}"
    widths = [max(_width(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = [name]
    for row in (head, tuple("─" * width for width in widths), *rows):
        lines.append(
            "  " + "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
    return "\n".join(lines)


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
