"""A public album of WeChat: an account's own list of some of its articles, as JSON or as a page.

The JSON (`/mp/appmsgalbum?action=getalbum&__biz=…&album_id=…&f=json`) has `getalbum_resp.article_list`, a
list or, of one article, the article itself; `continue_flag` says whether more stand behind the last one, from
which the next page begins. The page has an `li` of the class `album__list-item` for each. Neither needs an
account's cookies.
"""

from __future__ import annotations

import html as entities
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newsledger.errors import ItemOutcome
from newsledger.parse.decoding import decode
from newsledger.parse.items import refused
from newsledger.parse.json_list import answer_of, text_at, value_at
from newsledger.parse.markup import TooDeepError, tree_of
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.parse.urls import wechat_article_url
from newsledger.parse.wechat import is_wechat, parse_wechat

PARSER, VERSION = "wechat_album", "1"

_LISTED = re.compile(r"""<li\b[^>]*\bclass\s*=\s*["'](?:[^"']*\s)?album__list-item[\s"']""", re.IGNORECASE)
_ENTRIES = "//li[contains(concat(' ',normalize-space(@class),' '),' album__list-item ')]"
_BUSY = ("-1", "200013")  # The system's error, and asked too often.


def parse_wechat_album(content: bytes, content_type: str | None, url: str) -> ParsedListing:
    """The links to the articles of an album, in its order, and the address of its next page."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _of_json(content, content_type, url)
    text = decode(content, content_type).text
    listed = len(_LISTED.findall(text))
    if not listed:
        if text.strip() and is_wechat(text, url):
            return parse_wechat(text, url)
        return refused(
            PARSER, VERSION, ItemOutcome.MALFORMED, "neither an album's JSON nor its page", url=url
        )
    try:
        root = tree_of(text)
    except TooDeepError as error:
        return refused(PARSER, VERSION, ItemOutcome.TOO_DEEP, str(error), url=url)
    entries = [] if root is None else root.xpath(_ENTRIES)
    return _listing(
        max(listed, len(entries)), [(each.get("data-link"), each.get("data-title")) for each in entries], ()
    )


def _of_json(content: bytes, content_type: str | None, url: str) -> ParsedListing:
    answer = answer_of(content, content_type)
    if isinstance(answer, ParsedListing):
        return answer
    code = text_at(answer, "base_resp.ret")
    if code not in (None, "0"):
        outcome = ItemOutcome.BLOCKED if code in _BUSY else ItemOutcome.UNAVAILABLE
        return refused(PARSER, VERSION, outcome, f"WeChat answers with ret {code}", url=url)
    album = value_at(answer, "getalbum_resp")
    rows = value_at(album, "article_list") if isinstance(album, dict) else None
    if not isinstance(album, dict):
        return refused(PARSER, VERSION, ItemOutcome.MALFORMED, "no getalbum_resp in the answer", url=url)
    rows = [] if rows is None else rows if isinstance(rows, list) else [rows]
    links = [
        (text_at(row, "url"), text_at(row, "title")) if isinstance(row, dict) else (None, None)
        for row in rows
    ]
    has_more = text_at(album, "continue_flag") == "1"
    return _listing(len(rows), links, _next_page(rows[-1], url) if rows and has_more else ())


def _next_page(last: Any, url: str) -> tuple[str, ...]:
    """The address from the last article on."""
    message, index = text_at(last, "msgid"), text_at(last, "itemidx")
    if not message or not index:
        return ()
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("begin_msgid", "begin_itemidx")]
    query = urlencode([*kept, ("begin_msgid", message), ("begin_itemidx", index)])
    return (urlunsplit(parts._replace(query=query)),)


def _listing(
    listed: int, entries: list[tuple[str | None, str | None]], next_pages: tuple[str, ...]
) -> ParsedListing:
    """Each entry is a link or, without one, a refusal. An article that an album lists twice is listed
    twice."""
    links: list[str] = []
    items: list[ParsedItem] = []
    for position, (link, title) in enumerate(entries, start=1):
        address = _article_address(link)
        if address is None:
            said = "no address of an article" if not link else f"{link[:80]!r} is no address of an article"
            items.append(
                ParsedItem(position, ItemOutcome.MALFORMED, None, f"entry {position}: {said}", title=title)
            )
        else:
            links.append(address)
    items += [
        ParsedItem(position, ItemOutcome.MALFORMED, None, f"entry {position} is cut up")
        for position in range(len(entries) + 1, listed + 1)
    ]
    return ParsedListing(
        PARSER,
        VERSION,
        listed,
        tuple(items),
        tuple(links),
        next_pages=next_pages,
        message="" if listed else "the album lists nothing",
    )


def _article_address(link: str | None) -> str | None:
    """The canonical address of an article's link; None for any other."""
    return wechat_article_url(entities.unescape(link)) if link else None
