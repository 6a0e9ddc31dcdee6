"""What kind of body it is, what it cites, where it is cut: by the rules of channel pages.

The body itself is never changed here: marks, wraps and the repost card stay in the landed text.
"""

from __future__ import annotations

import re

from newsledger.parse.records import BodyKind, Citation

_VIEWPOINT = re.compile(r"\s*(?:Core (?:Viewpoint|Insights?)|\**核心观点\**)\s*[-:：—–]", re.IGNORECASE)
_GROUP = re.compile(r"\s*Group\s+\d{1,2}\s*(?:-|:)", re.IGNORECASE)
_CUTS = ("...", "…")
_CITATION = re.compile(r"\[(\d{1,4})\]")


def body_kind(body: str, default: BodyKind = "full") -> BodyKind:
    """summary, digest or excerpt where the body shows it, else `default`."""
    if not body.strip():
        return "none"
    if _VIEWPOINT.match(body):
        return "summary"
    if _GROUP.match(body):
        return "digest"
    return "excerpt" if is_truncated(body) else default


def is_truncated(body: str) -> bool:
    """Whether the body ends with the mark of a cut: a blank and three dots."""
    text = body.rstrip()
    for mark in _CUTS:
        if text.endswith(mark):
            return text == mark or text[-len(mark) - 1].isspace()
    return False


def citations(body: str, kind: BodyKind) -> tuple[Citation, ...]:
    """The marks `[n]` of a summary or digest. In an article's own text such a mark is a footnote."""
    if kind not in ("summary", "digest"):
        return ()
    return tuple(Citation(int(found[1]), found.start()) for found in _CITATION.finditer(body))
