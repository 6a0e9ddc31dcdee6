"""What each kind of source lists and which parser reads it. The parsers are imported when they are used."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date

from newsledger.errors import FetchOutcome, ItemOutcome, TerminalError
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.sources.schema import Source

_REFERENCE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
_REFUSAL = {
    FetchOutcome.FORBIDDEN_BY_ROBOTS: ItemOutcome.FORBIDDEN_BY_ROBOTS,
    FetchOutcome.ROBOTS_UNREACHABLE: ItemOutcome.FORBIDDEN_BY_ROBOTS,
    FetchOutcome.NOT_FOUND: ItemOutcome.NOT_FOUND,
    FetchOutcome.GONE: ItemOutcome.DELETED,
    FetchOutcome.REFUSED: ItemOutcome.BLOCKED,
    FetchOutcome.RATE_LIMITED: ItemOutcome.BLOCKED,
    FetchOutcome.UNREADABLE_FILE: ItemOutcome.UNREADABLE_FILE,
}


_WORTH_FOLLOWING = (ItemOutcome.PARSED, ItemOutcome.NO_BODY)


def listing_urls(source: Source) -> list[str]:
    """The addresses to fetch first, in order: `${NAME}` and `{page}` filled in.

    For a page_list these are the articles' own addresses: each lists one item, itself.
    """
    urls = []
    for url in source.urls:
        expanded = _REFERENCE.sub(lambda found: _environment(found[1], source), url)
        pages = range(1, source.max_pages + 1) if "{page}" in expanded else (1,)
        urls += [expanded.replace("{page}", str(page)) for page in pages]
    return urls


def further_pages(source: Source) -> int:
    """How many pages beyond the declared ones may be read: of a sitemap's index `max_pages` sitemaps, of a
    list what is left of `max_pages` after the first page of each address."""
    return source.max_pages if source.kind == "sitemap" else (source.max_pages - 1) * len(source.urls)


def parse_listing(
    source: Source, url: str, content: bytes, content_type: str | None, day: date | None = None
) -> ParsedListing:
    """The items of a page fetched on that day (UTC), by the source's kind. Never raises for what is on it."""
    if source.kind == "channel_page":
        from newsledger.parse.channel import parse_channel_page

        return parse_channel_page(content, content_type, source.time_zone)
    if source.kind == "rss":
        from newsledger.parse.feed import parse_feed

        return _followed(source, parse_feed(content, content_type, source.time_zone))
    if source.kind == "json_list":
        from newsledger.parse.json_list import parse_json_list

        return _followed(source, parse_json_list(content, content_type, url, source))
    if source.kind == "huxiu":
        from newsledger.parse.huxiu import parse_huxiu_list

        return _followed(source, parse_huxiu_list(content, content_type, url, source.time_zone))
    if source.kind == "wechat_album":
        from newsledger.parse.wechat_album import parse_wechat_album

        return parse_wechat_album(content, content_type, url)
    if source.kind == "sitemap":
        from newsledger.parse.sitemap import parse_sitemap

        return parse_sitemap(content, url, source.link_pattern, source.max_links)
    if source.kind == "page_list":
        return parse_article_page(source, url, content, content_type, day)
    from newsledger.parse.files import parse_file

    return parse_file(url, content, source)


def parse_article_page(
    source: Source, url: str, content: bytes, content_type: str | None, day: date | None = None
) -> ParsedListing:
    """An article page fetched on that day (UTC) as a listing of one item, by the parser that the source
    names.
    Where a site was rebuilt, the day chooses the parser; None: the newest."""
    if source.parser == "huxiu" or (source.parser == "auto" and source.kind == "huxiu"):
        from newsledger.parse.huxiu import parse_huxiu_detail

        return parse_huxiu_detail(content, content_type, url, source.time_zone, day)
    from newsledger.parse.page import parse_page

    return parse_page(content, content_type, url, source.time_zone, source.parser, day)


def _followed(source: Source, listing: ParsedListing) -> ParsedListing:
    """With `follow_links`, what is listed without its full text becomes a link to it; the item that was
    listed stands in for a page that becomes no article."""
    if not source.follow_links:
        return listing
    kept: list[ParsedItem] = []
    links: list[str] = []
    fallbacks: list[ParsedItem | None] = []
    for item in listing.items:
        article = item.article
        if article is not None and article.body_kind == "full":
            kept.append(item)
            continue
        link = item.url if article is None else article.url
        if source.kind == "huxiu":
            link = article.extra.get("detail_url") if article else None
        if link and item.outcome in _WORTH_FOLLOWING and link not in links:
            links.append(link)
            fallbacks.append(item if article else None)
        else:
            kept.append(item)
    return replace(listing, items=tuple(kept), links=tuple(links), fallbacks=tuple(fallbacks))


def listing_of_failed_fetch(url: str, outcome: FetchOutcome, message: str) -> ParsedListing:
    """What an address that could not be read stands for: one thing, itself, refused with its reason."""
    refusal = _REFUSAL.get(outcome, ItemOutcome.FETCH_FAILED)
    return ParsedListing(
        "none", "1", 1, (ParsedItem(1, refusal, None, message or outcome.value, url),), message=message
    )


def _environment(name: str, source: Source) -> str:
    value = os.environ.get(name)
    if not value:
        raise TerminalError(
            f"the environment variable {name} is not set",
            stage="expand urls",
            source=source.source_id,
            do=f"Set {name}; `make run` sets it for the demo site.",
        )
    return value.rstrip("/")
