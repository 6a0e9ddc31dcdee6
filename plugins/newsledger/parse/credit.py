"""The repost card at the head of a body: lineage and credit, not text.

`以下文章来源于X ,作者Y X . <motto> 本文来自微信公众号: X ,作者:Y,原文标题:《…》,头图来自:…`, in
half- or full-width punctuation; either half may stand alone, and the parts after the account may be missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAX_CARD_CHARS = 600
_COMMA = r"\s*[,，]\s*"
_COLON = r"\s*[:：]\s*"
_HEAD = re.compile(
    rf"\s*以下文章来源于\s*(?P<account>[^,，\n]{{1,40}}?){_COMMA}作者\s*(?P<author>[^\s,，]{{1,30}})"
)
_HEAD_NO_AUTHOR = re.compile(r"\s*以下文章来源于\s*(?P<account>\S{1,40})")
_SOURCE = re.compile(
    rf"本文来自(?:微信)?公众号{_COLON}(?P<account>[^,，\s（(]{{1,40}}(?:\s[A-Za-z0-9][^,，\s（(]{{0,30}})*)"
)
_ID = re.compile(rf"\s*[(（]\s*ID{_COLON}[^)）]{{1,60}}[)）]", re.IGNORECASE)
_AUTHOR = re.compile(rf"{_COMMA}(?:作者|文){_COLON}(?P<author>[^\s,，]{{1,60}})")
_TITLE = re.compile(rf"{_COMMA}原文标题{_COLON}《(?P<title>.{{1,200}}?)》(?=\s*(?:[,，]|\s|$))", re.DOTALL)
_IMAGE = re.compile(
    rf"{_COMMA}(?:头图|题图|封面图?)(?:来自|来源|由){_COLON}?(?P<image>(?:《[^》]{{1,80}}》|[^\s《])+)"
)
_WRAP = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef,])\s(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


@dataclass(frozen=True)
class Credit:
    """Whose article it was. `end_char`: the card ends here in the body, 0 where there is none."""

    account: str | None = None
    author: str | None = None
    title: str | None = None
    end_char: int = 0


def read_credit(body: str) -> Credit:
    """The repost card at the head of `body`; an empty Credit where there is none."""
    window = body[:_MAX_CARD_CHARS]
    head = _HEAD.match(window) or _HEAD_NO_AUTHOR.match(window)
    source = _SOURCE.search(window, head.end() if head else 0)
    if source and not head and window[: source.start()].strip():
        source = None
    if not head and not source:
        return Credit()
    account = head["account"].strip() if head else None
    author = head.groupdict().get("author") if head else None
    title = None
    end = head.end() if head else 0
    if source:
        account = account or source["account"].strip()
        end = source.end()
        if found := _ID.match(window, end):
            end = found.end()
        if found := _AUTHOR.match(window, end):
            author, end = author or found["author"], found.end()
        if found := _TITLE.match(window, end):
            title, end = _WRAP.sub("", found["title"]), found.end()
        if found := _IMAGE.match(window, end):
            end = found.end()
    elif head and account and (found := re.compile(rf"\s*{re.escape(account)}\s+\.").match(window, end)):
        # Without the second half only the account's own name and its dot can be told from the text.
        end = found.end()
    return Credit(account, author, title, end)
