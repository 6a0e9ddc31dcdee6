"""One article page of any site: metadata by what the page declares, the body by the site's own parser where
there is one, else by trafilatura. The tree is made once."""

from __future__ import annotations

import re
from datetime import date

from lxml import html

from newsledger.errors import ItemOutcome
from newsledger.parse import wechat
from newsledger.parse.decoding import decode
from newsledger.parse.items import MAX_REPLACEMENT_SHARE, article_item, one_item, refused
from newsledger.parse.languages import SUPPORTED, language_of
from newsledger.parse.main_text import main_text
from newsledger.parse.markup import TooDeepError, tree_of
from newsledger.parse.metadata import PageMetadata, StatedTime, guessed_time, read_metadata, stated_time
from newsledger.parse.records import ParsedListing
from newsledger.parse.site_pages import SitePage, read_site_page
from newsledger.parse.site_parsers import SiteParser, known_parsers, site_parser

PARSER, VERSION = "article_page", "2"
AUTO = "auto"

_SHORT_CHARS = 140
_CHALLENGES = (
    "acw_sc__v2", "aliyun_waf", "aliyunCaptcha", "_cf_chl_opt", "/cdn-cgi/challenge-platform/",
    "cf-browser-verification",
    "TencentCaptcha", "geetest", "captcha-delivery.com", "px-captcha", "_Incapsula_Resource",
)  # fmt: skip
_MAX_ELEMENTS = 50_000
_MAX_GUESSED_CHARS = 1_000_000
_HEAD_LINE = re.compile(
    r"(?=.{0,60}\Z)(?:发布时间|时间)?[:：\s]*20\d{2}[-年/]\d{1,2}[-月/]\d{1,2}日?(?:\s+\d{1,2}:\d{2}|\s*(?:来源|作者))"
)


def parse_page(
    content: bytes,
    content_type: str | None,
    url: str | None,
    time_zone: str,
    parser: str = AUTO,
    day: date | None = None,
) -> ParsedListing:
    """The article of a page, as a listing of one item.

    `parser`: wechat_article, article_page, one of `site_parsers.known_parsers()`, or auto: WeChat's pages and
    those of a known site by their own rules, all others by what they declare. `day`: on which the page was
    fetched (UTC), None where that is not known; it chooses among the layouts of a site's parser.
    """
    decoded = decode(content, content_type)
    if not decoded.text.strip():
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the page is empty", url=url)
    if decoded.replacement_share > MAX_REPLACEMENT_SHARE:
        return refused(
            PARSER, VERSION, ItemOutcome.WRONG_CHARSET,
            f"{decoded.replacement_chars} characters could not be decoded as {decoded.charset}", url=url,
        )  # fmt: skip
    return parse_page_text(decoded.text, url, time_zone, parser, day)


def parse_page_text(
    text: str, url: str | None, time_zone: str, parser: str = AUTO, day: date | None = None
) -> ParsedListing:
    """As `parse_page`, from decoded text."""
    if parser == wechat.PARSER or (parser == AUTO and wechat.is_wechat(text, url)):
        return wechat.parse_wechat(text, url)
    try:
        root = tree_of(text)
    except TooDeepError as error:
        return refused(PARSER, VERSION, ItemOutcome.TOO_DEEP, str(error), url=url)
    if root is None or not any(not piece.isspace() for piece in root.itertext()):
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the page has no text", url=url)
    if text.count("<") > _MAX_ELEMENTS and (elements := sum(1 for _ in root.iter())) > _MAX_ELEMENTS:
        # trafilatura's time grows with the square of it.
        return refused(PARSER, VERSION, ItemOutcome.TOO_DEEP, f"a page of {elements:,} elements", url=url)
    found = read_metadata(root, url, time_zone)
    own = site_parser(found.url or url) if parser == AUTO else known_parsers().get(parser)
    if own is not None:
        page = read_site_page(own, root, day)
        if page is not None:
            return _of_site(own, page, found, root, text, url, time_zone, day)
    body = main_text(root, text)
    if len(body) < _SHORT_CHARS:
        if any(mark in text for mark in _CHALLENGES):
            return refused(PARSER, VERSION, ItemOutcome.BLOCKED, "the site asks for a verification", url=url)
        is_read = language_of(body) in (None, *SUPPORTED)
        if found.published.raw is None and not found.is_article and is_read:
            return refused(
                PARSER, VERSION, ItemOutcome.NOT_AN_ARTICLE,
                f"nothing marks it as an article, and it has {len(body)} characters of text",
                url=url, title=found.title,
            )  # fmt: skip
    published = _dated(found.published, root, text, url, time_zone, day)
    item = article_item(
        1,
        title=found.title,
        body=_without_head(body, found.title),
        url=found.url or url,
        author=found.author,
        source_name=found.site,
        published_raw=published.raw,
        published_at=published.moment,
        time_zone=time_zone,
        message=_notes(published, found, f"{own.name} found no text: read like any page" if own else ""),
        original_url=found.claimed_url,
    )
    return one_item(PARSER, VERSION, item)


def _of_site(
    own: SiteParser,
    page: SitePage,
    found: PageMetadata,
    root: html.HtmlElement,
    text: str,
    url: str | None,
    time_zone: str,
    day: date | None,
) -> ParsedListing:
    """The article as the site's own layout shows it, completed by what the page declares."""
    shown = iter([(f"{own.name}'s layout", page.published_raw or "")])
    published = stated_time(shown, own.time_zone)
    if published.moment is None:
        published = found.published
    published = _dated(published, root, text, url, time_zone, day)
    title = page.title or found.title
    item = article_item(
        1,
        title=title,
        body=_without_head(page.body, title),
        url=found.url or url,
        author=page.author or found.author,
        source_name=page.source or found.site,
        published_raw=published.raw,
        published_at=published.moment,
        time_zone=time_zone,
        message=_notes(published, found, ""),
        original_url=found.claimed_url,
    )
    return one_item(own.name, page.version, item)


def _dated(
    stated: StatedTime, root: html.HtmlElement, text: str, url: str | None, time_zone: str, day: date | None
) -> StatedTime:
    """The stated time; where there is none that can be read, htmldate's, which costs as much as all the rest,
    and more than that on a page of megabytes."""
    if stated.moment is not None or len(text) > _MAX_GUESSED_CHARS:
        return stated
    guessed = guessed_time(root, url, time_zone, day)
    return guessed if guessed.moment is not None else stated


def _notes(published: StatedTime, found: PageMetadata, note: str) -> str:
    given_by = f"date by {published.given_by}" if published.moment is not None else ""
    claim = f"says that its text is that of {found.claimed_url[:200]}" if found.claimed_url else ""
    return "; ".join(each for each in (given_by, claim, note) if each)


def _without_head(body: str, title: str | None) -> str:
    """Without the title and the line of date and source, which some pages repeat above the text."""
    for _ in range(3):
        first, _, rest = body.partition("\n")
        if not rest.strip() or not (first.strip() == title or _HEAD_LINE.match(first)):
            break
        body = rest.strip()
    return body
