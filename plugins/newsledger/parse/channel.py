"""The channel page: title, `<source>· YYYY-MM-DD HH:MM`, body, newest first, as text or as HTML.

The flattened text is the contract: no class name is looked at. How many items a page lists is
counted from the stamps in the page's structure, apart from reading the items.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html

from newsledger.errors import ItemOutcome
from newsledger.parse.bodies import body_kind
from newsledger.parse.decoding import decode
from newsledger.parse.items import article_item, refused
from newsledger.parse.markup import BLOCKS, SKIPPED, TooDeepError, lines_of, tree_of
from newsledger.parse.records import ParsedItem, ParsedListing

PARSER, VERSION = "channel_page", "1"

_STAMP = re.compile(
    r"(?P<source>\S.{0,79}?)\s*·\s*(?P<raw>\d{4}-\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d{1,2}(?::\d{1,2})?)?)"
)
_STAMP_END = re.compile(r"·\s*\d{4}-\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d{1,2}(?::\d{1,2})?)?\s*\Z")
_STAMPS_OF_AN_ARTICLE = 5
_DECLARES_ARTICLE = (
    "//meta[@property='og:type'][@content='article'] | //meta[starts-with(@property,'article:')]"
    " | //script[@type='application/ld+json'][contains(.,'Article')]"
)
_MAX_STAMP_CHARS = 110
_CHROME = frozenset({"search documents", "搜索文档", "workflow", "icon", "工作流", "search", "搜索"})
_PAGER = re.compile(
    r"(?:[\d\s<>«»‹›…·|/-]|previous|prev|next|load more|page|of|上一页|下一页|加载更多|第|页|共)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Segment:
    title: str
    source: str
    raw: str
    body: str


def parse_channel_text(text: str, time_zone: str) -> ParsedListing:
    """The items of a channel page saved as text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    listed = sum(1 for line in text.split("\n") if len(line) <= _MAX_STAMP_CHARS and _STAMP_END.search(line))
    return _listing([line.strip() for line in text.split("\n")], listed, time_zone)


def parse_channel_html(text: str, time_zone: str) -> ParsedListing:
    """The items of a channel page's HTML."""
    try:
        root = tree_of(text)
    except TooDeepError as error:
        return refused(PARSER, VERSION, ItemOutcome.TOO_DEEP, str(error))
    if root is None:
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the page has no markup")
    return _listing(lines_of(root), count_stamps(root), time_zone)


def parse_channel_page(content: bytes, content_type: str | None, time_zone: str) -> ParsedListing:
    """The items of a channel page from its bytes, HTML or text."""
    decoded = decode(content, content_type)
    if not decoded.text.strip():
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the page is empty")
    if re.search(r"<(?:!doctype|html|body|div|p)\b", decoded.text[:50_000], re.IGNORECASE):
        return parse_channel_html(decoded.text, time_zone)
    return parse_channel_text(decoded.text, time_zone)


def count_stamps(root: html.HtmlElement) -> int:
    """How many innermost elements of the page end with `· YYYY-MM-DD HH:MM`: the items listed."""
    counted = 0
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag not in BLOCKS or node.tag in ("br", "hr"):
            continue
        if any(
            child.tag in BLOCKS and child.tag != "br"
            for child in node.iterdescendants()
            if isinstance(child.tag, str)
        ):
            continue
        if any(parent.tag in SKIPPED for parent in node.iterancestors()):
            continue
        content = " ".join(node.text_content().split())
        counted += len(content) <= _MAX_STAMP_CHARS and bool(_STAMP_END.search(content))
    return counted


def is_channel_page(root: html.HtmlElement) -> bool:
    """Whether the page lists items. A page that declares itself an article is one, whatever its byline and
    its related links look like, until it lists more than a few."""
    stamps = count_stamps(root)
    return stamps > _STAMPS_OF_AN_ARTICLE or (stamps > 0 and not root.xpath(_DECLARES_ARTICLE))


def looks_like_channel(text: str) -> bool:
    """Whether flattened text has at least one stamp line."""
    return any(len(line) <= _MAX_STAMP_CHARS and _STAMP.fullmatch(line.strip()) for line in text.splitlines())


def is_chrome_alone(text: str) -> bool:
    """Whether flattened text is a channel's head and nothing else."""
    lines = [line.strip().lower() for line in text.splitlines() if line.strip()]
    return len(lines) <= 6 and not _CHROME.isdisjoint(lines)


def _listing(lines: list[str], items_listed: int, time_zone: str) -> ParsedListing:
    items = tuple(_item(position, each, time_zone) for position, each in enumerate(_segments(lines), start=1))
    if not items and not items_listed:
        return ParsedListing(PARSER, VERSION, 0, (), message="no item on the page")
    message = "" if len(items) == items_listed else f"{items_listed} items listed, {len(items)} read"
    lost = tuple(
        ParsedItem(
            position, ItemOutcome.MALFORMED, None, f"an item's line of source and time is cut up; {message}"
        )
        for position in range(len(items) + 1, items_listed + 1)
    )
    return ParsedListing(PARSER, VERSION, max(items_listed, len(items)), items + lost, message=message)


def _item(position: int, segment: _Segment, time_zone: str) -> ParsedItem:
    return article_item(
        position,
        title=segment.title,
        body=segment.body,
        source_name=segment.source,
        published_raw=segment.raw,
        time_zone=time_zone,
    )


def _segments(lines: list[str]) -> list[_Segment]:
    """Cuts the lines at the stamps. The last line before a stamp is the title of its item, unless it
    can only be the body of the item before (a summary, a cut excerpt): then that item has no title."""
    lines = [line for line in lines if line]
    stamps = [
        (at, found)
        for at, line in enumerate(lines)
        if len(line) <= _MAX_STAMP_CHARS and (found := _STAMP.fullmatch(line))
    ]
    segments = []
    titles = [
        _title_line(lines, stamps[number - 1][0] if number else -1, at)
        for number, (at, _) in enumerate(stamps)
    ]
    for number, (at, found) in enumerate(stamps):
        following = titles[number + 1] if number + 1 < len(stamps) else None
        if number + 1 == len(stamps):
            end = len(lines)
        else:
            end = following if following is not None else stamps[number + 1][0]
        body = lines[at + 1 : end]
        while (
            body and number + 1 == len(stamps) and (_PAGER.fullmatch(body[-1]) or body[-1].lower() in _CHROME)
        ):
            body.pop()
        title_at = titles[number]
        segments.append(
            _Segment(
                title="" if title_at is None else lines[title_at],
                source=found["source"].strip(),
                raw=found["raw"],
                body="\n".join(body),
            )
        )
    return segments


def _title_line(lines: list[str], previous_stamp: int, stamp: int) -> int | None:
    at = stamp - 1
    if at <= previous_stamp:
        return None
    line = lines[at]
    if previous_stamp < 0 and (line.lower() in _CHROME):
        return None
    if at == previous_stamp + 1 and previous_stamp >= 0 and body_kind(line) != "full":
        return None
    return at
