"""One article page of any site: metadata by what the page declares, the body by trafilatura."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import trafilatura
from lxml import html

from newsledger.errors import ItemOutcome
from newsledger.parse import wechat
from newsledger.parse.decoding import decode
from newsledger.parse.items import MAX_REPLACEMENT_SHARE, article_item, one_item, refused
from newsledger.parse.languages import SUPPORTED, language_of
from newsledger.parse.markup import TooDeepError, first_text, tree_of
from newsledger.parse.records import ParsedListing

PARSER, VERSION = "article_page", "1"

_SHORT_CHARS = 140
_CHALLENGES = (
    "acw_sc__v2", "aliyun_waf", "aliyunCaptcha", "_cf_chl_opt", "/cdn-cgi/challenge-platform/",
    "cf-browser-verification",
    "TencentCaptcha", "geetest", "captcha-delivery.com", "px-captcha", "_Incapsula_Resource",
)  # fmt: skip
_MAX_ELEMENTS = 50_000
_ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BlogPosting",
    "Report",
)
_TITLE_META = ("og:title", "twitter:title", "title", "headline", "ArticleTitle")
_TIME_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "pubdate", "publishdate",
    "publish_date", "datepublished", "date", "dc.date", "dc.date.issued", "parsely-pub-date", "sailthru.date",
    "weibo:article:create_at",
)  # fmt: skip
_AUTHOR_META = ("author", "article:author", "og:article:author", "dc.creator", "parsely-author", "byl")
_SITE_META = ("og:site_name", "application-name", "publisher", "mediaid")
_VISIBLE_TIME = re.compile(r"20\d{2}(?:-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)[ T]*\d{1,2}:\d{2}(?::\d{2})?")
_HEAD_LINE = re.compile(
    r"(?=.{0,60}\Z)(?:发布时间|时间)?[:：\s]*20\d{2}[-年/]\d{1,2}[-月/]\d{1,2}日?(?:\s+\d{1,2}:\d{2}|\s*(?:来源|作者))"
)


@dataclass(frozen=True)
class PageMetadata:
    """What a page says of itself."""

    title: str | None = None
    author: str | None = None
    published_raw: str | None = None
    url: str | None = None
    site: str | None = None
    is_article: bool = False


def parse_page(content: bytes, content_type: str | None, url: str | None, time_zone: str) -> ParsedListing:
    """The article of a page, as a listing of one item."""
    decoded = decode(content, content_type)
    if not decoded.text.strip():
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the page is empty", url=url)
    if decoded.replacement_share > MAX_REPLACEMENT_SHARE:
        return refused(
            PARSER, VERSION, ItemOutcome.WRONG_CHARSET,
            f"{decoded.replacement_chars} characters could not be decoded as {decoded.charset}", url=url,
        )  # fmt: skip
    return parse_page_text(decoded.text, url, time_zone)


def parse_page_text(text: str, url: str | None, time_zone: str) -> ParsedListing:
    """As `parse_page`, from decoded text."""
    if wechat.is_wechat(text, url):
        return wechat.parse_wechat(text, url)
    try:
        root = tree_of(text)
    except TooDeepError as error:
        return refused(PARSER, VERSION, ItemOutcome.TOO_DEEP, str(error), url=url)
    if root is None or not " ".join(root.text_content().split()):
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the page has no text", url=url)
    if (elements := sum(1 for _ in root.iter())) > _MAX_ELEMENTS:
        # trafilatura's time grows with the square of it.
        return refused(PARSER, VERSION, ItemOutcome.TOO_DEEP, f"a page of {elements:,} elements", url=url)
    found = read_metadata(root, url)
    body = trafilatura.extract(root, url=found.url or url, include_comments=False, include_tables=False) or ""
    if len(body) < _SHORT_CHARS:
        if any(mark in text for mark in _CHALLENGES):
            return refused(PARSER, VERSION, ItemOutcome.BLOCKED, "the site asks for a verification", url=url)
        is_read = language_of(body) in (None, *SUPPORTED)
        if found.published_raw is None and not found.is_article and is_read:
            return refused(
                PARSER, VERSION, ItemOutcome.NOT_AN_ARTICLE,
                f"nothing marks it as an article, and it has {len(body)} characters of text",
                url=url, title=found.title,
            )  # fmt: skip
    item = article_item(
        1,
        title=found.title,
        body=_without_head(body, found.title),
        url=found.url or url,
        author=found.author,
        source_name=found.site,
        published_raw=found.published_raw,
        time_zone=time_zone,
    )
    return one_item(PARSER, VERSION, item)


def read_metadata(root: html.HtmlElement, url: str | None = None) -> PageMetadata:
    """JSON-LD first, then meta, then elements; each field by the first that has it."""
    described = _described_article(root)
    metas = _metas(root)
    canonical = (
        first_text(root, "//link[@rel='canonical']/@href")
        or metas.get("og:url")
        or _text(described.get("url"))
    )
    return PageMetadata(
        title=_text(described.get("headline"))
        or _first(metas, _TITLE_META)
        or first_text(root, "//h1")
        or first_text(root, "//title"),
        author=_names(described.get("author"))
        or _first(metas, _AUTHOR_META)
        or first_text(root, "//*[@rel='author']"),
        published_raw=_text(described.get("datePublished"))
        or _first(metas, _TIME_META)
        or first_text(root, "//article//time/@datetime | //main//time/@datetime | //time/@datetime")
        or first_text(root, "//*[@itemprop='datePublished']/@content")
        or _visible_time(root),
        url=_absolute(canonical, url),
        site=_first(metas, _SITE_META) or _names(described.get("publisher")),
        is_article=bool(described) or metas.get("og:type") == "article" or bool(root.xpath("//article")),
    )


def _described_article(root: html.HtmlElement) -> dict[str, Any]:
    for script in root.xpath("//script[translate(@type,'LDJSON','ldjson')='application/ld+json']/text()"):
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            if any(kind in _ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return node
    return {}


def _nodes(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 5:
        return
    if isinstance(data, list):
        for each in data:
            yield from _nodes(each, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph"), depth + 1)
        yield from _nodes(data.get("mainEntity"), depth + 1)


def _metas(root: html.HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        value = " ".join((node.get("content") or "").split())
        if name and value:
            metas.setdefault(name.lower(), value)
    return metas


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name.lower()] for name in names if name.lower() in metas), None)


def _text(value: Any) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _names(value: Any) -> str | None:
    people = value if isinstance(value, list) else [value]
    names = [_text(each.get("name")) if isinstance(each, dict) else _text(each) for each in people]
    return ", ".join(name for name in names if name) or None


def _visible_time(root: html.HtmlElement) -> str | None:
    """The first date with a time near the head of the visible text."""
    body = root.find("body")
    head = " ".join((body if body is not None else root).text_content().split())[:3000]
    found = _VISIBLE_TIME.search(head)
    return found[0] if found else None


def _absolute(link: str | None, base: str | None) -> str | None:
    if not link:
        return None
    try:
        joined = urljoin(base or "", link)
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None


def _without_head(body: str, title: str | None) -> str:
    """Without the title and the line of date and source, which some pages repeat above the text."""
    for _ in range(3):
        first, _, rest = body.partition("\n")
        if not rest.strip() or not (first.strip() == title or _HEAD_LINE.match(first)):
            break
        body = rest.strip()
    return body
