"""Huxiu's JSON: the list of a channel, and one article's detail.

The envelope is `{"success": bool, "data": {…}}`; the list stands under `datalist` or `dataList`. Types wobble
between text and number. An item without its text links to its detail and stands in for it where the detail
is refused (the server may answer with a challenge page).
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from newsledger.errors import ItemOutcome
from newsledger.parse.items import article_item, one_item, refused
from newsledger.parse.json_list import answer_of, text_at, value_at
from newsledger.parse.markup import TooDeepError, text_of
from newsledger.parse.page import parse_page
from newsledger.parse.records import BodyKind, ParsedItem, ParsedListing

PARSER, VERSION = "huxiu", "1"
DETAIL_PATH = "/web/article/detail"
ARTICLE_PAGE = "https://www.huxiu.com/article/{aid}.html"
PUBLISHER = "虎嗅"


def parse_huxiu_list(content: bytes, content_type: str | None, url: str, time_zone: str) -> ParsedListing:
    """The items of a channel's list, and the address of its next page by `last_id`. `extra["detail_url"]` of
    a lead is where its full text stands."""
    answer = answer_of(content, content_type)
    if isinstance(answer, ParsedListing):
        return answer
    if (refusal := _refusal(answer, url)) is not None:
        return refusal
    data = value_at(answer, "data")
    rows = data if isinstance(data, list) else value_at(data, "datalist|dataList")
    if rows is None and (data is None or isinstance(data, dict)):
        return ParsedListing(PARSER, VERSION, 0, (), message="the list is empty")
    if not isinstance(rows, list):
        return refused(PARSER, VERSION, ItemOutcome.MALFORMED, "no datalist in the answer", url=url)
    items = tuple(_item(position, row, url, time_zone) for position, row in enumerate(rows, start=1))
    return ParsedListing(PARSER, VERSION, len(rows), items, next_pages=_next_page(data, url) if rows else ())


def _next_page(data: Any, url: str) -> tuple[str, ...]:
    """The list from its cursor on; none where it says none, or the one that this page was asked for by."""
    cursor = text_at(data, "last_id") if isinstance(data, dict) else None
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    if cursor in (None, "0") or ("last_id", cursor) in asked:
        return ()
    query = urlencode([*(pair for pair in asked if pair[0] != "last_id"), ("last_id", cursor)])
    return (urlunsplit(parts._replace(query=query)),)


def parse_huxiu_detail(
    content: bytes, content_type: str | None, url: str, time_zone: str, day: date | None = None
) -> ParsedListing:
    """One article: the detail's JSON, or the article's page as it was on that day."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return parse_page(content, content_type, url, time_zone, day=day)
    answer = answer_of(content, content_type)
    if isinstance(answer, ParsedListing):
        return answer
    if (refusal := _refusal(answer, url)) is not None:
        return refusal
    data = value_at(answer, "data")
    row = value_at(data, "article_detail|article|detail") if isinstance(data, dict) else None
    item = _item(1, row if isinstance(row, dict) else data, url, time_zone)
    if item.article is not None and item.article.body_kind == "lead":
        return refused(PARSER, VERSION, ItemOutcome.NO_BODY, "the detail has no text", url=url)
    return one_item(PARSER, VERSION, item)


def _refusal(answer: Any, url: str) -> ParsedListing | None:
    success = value_at(answer, "success") if isinstance(answer, dict) else None
    if success in (True, 1, "1", "true"):
        return None
    said = text_at(answer, "message|msg|error") if isinstance(answer, dict) else None
    return refused(
        PARSER, VERSION, ItemOutcome.UNAVAILABLE, f"no success: {said or 'no reason given'}", url=url
    )


def _item(position: int, row: Any, list_url: str, time_zone: str) -> ParsedItem:
    aid = text_at(row, "aid|object_id") if isinstance(row, dict) else None
    if aid is None or not aid.isdigit():
        return ParsedItem(position, ItemOutcome.MALFORMED, None, f"entry {position} has no aid")
    page = ARTICLE_PAGE.format(aid=aid)
    try:
        full = text_of(text_at(row, "content") or "")
        lead = text_of(text_at(row, "content_preface|preface|summary") or "")
    except TooDeepError as error:
        return ParsedItem(position, ItemOutcome.TOO_DEEP, None, str(error), page)
    is_video = bool(value_at(row, "video_article_tag")) and len(full) <= len(lead)
    has_text = len(full) > len(lead) and not is_video
    kind: BodyKind = "full" if has_text else "lead"
    return article_item(
        position,
        title=" ".join((text_at(row, "title") or "").split()),
        body=full if has_text else lead or full,
        default_kind=kind,
        url=page,
        source_name=PUBLISHER,
        author=text_at(row, "author|user_info.username"),
        published_raw=text_at(row, "dateline|publish_time|fdateline"),
        time_zone=time_zone,
        extra={} if has_text or is_video else {"detail_url": detail_url(list_url, aid)},
        place=f"entry {position}",
    )


def detail_url(list_url: str, aid: str) -> str:
    """The detail's address; its query is what is sent as a form."""
    return urljoin(list_url, f"{DETAIL_PATH}?platform=www&aid={aid}")
