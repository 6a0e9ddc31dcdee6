"""What an article page says of itself: JSON-LD first, then meta, then elements; each field by the first that
has it. A date names the one that gave it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from newsledger.parse.markup import first_text
from newsledger.parse.times import FIRST_YEAR, LAST_YEAR, parse_time
from newsledger.parse.urls import are_one_site, is_of_this_network

_ARTICLE_TYPES = frozenset(
    ("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "Report")
)
_TITLE_META = ("og:title", "twitter:title", "title", "headline", "articletitle")
_TIME_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "pubdate", "publishdate",
    "publish_date", "datepublished", "date", "dc.date", "dc.date.issued", "parsely-pub-date", "sailthru.date",
    "weibo:article:create_at",
)  # fmt: skip
_AUTHOR_META = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
)
_SITE_META = ("og:site_name", "application-name", "publisher", "mediaid")
_VISIBLE_TIME = re.compile(r"20\d{2}(?:-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)[ T]*\d{1,2}:\d{2}(?::\d{2})?")
_MARKED_TIMES = "//*[@itemprop='datePublished' or @pubdate]"
_TIMES = (
    "//article//time[not(ancestor::aside or ancestor::footer or ancestor::nav)]",
    "//main//time[not(ancestor::aside or ancestor::footer or ancestor::nav)]",
    "//time[not(ancestor::aside or ancestor::footer or ancestor::nav)]",
)
_HEAD_CHARS = 3000
_MAX_CANDIDATES = 20


@dataclass(frozen=True)
class StatedTime:
    """A publication time: the string as it stands, its moment (None: it cannot be read), what gave it."""

    raw: str | None = None
    moment: datetime | None = None
    given_by: str = ""


@dataclass(frozen=True)
class PageMetadata:
    """What a page says of itself. `url`: the one address that it names for itself; `claimed_url`: where it
    says that its text stands on another site, which any page can say."""

    title: str | None = None
    author: str | None = None
    published: StatedTime = field(default_factory=StatedTime)
    url: str | None = None
    claimed_url: str | None = None
    site: str | None = None
    is_article: bool = False


def read_metadata(root: html.HtmlElement, url: str | None, time_zone: str) -> PageMetadata:
    """Title, author, time, canonical address and site of a page. htmldate is not asked: see
    `guessed_time`."""
    nodes = list(_described(root))
    described = next((node for node in nodes if not _ARTICLE_TYPES.isdisjoint(_types(node))), {})
    metas = _metas(root)
    canonical = (
        first_text(root, "//link[@rel='canonical']/@href")
        or metas.get("og:url")
        or _text(described.get("url"))
    )
    own, claimed = _own_and_claimed(_absolute(canonical, url), url)
    return PageMetadata(
        title=_text(described.get("headline"))
        or _first(metas, _TITLE_META)
        or first_text(root, "//h1")
        or first_text(root, "//title"),
        author=_names(described.get("author"))
        or _first(metas, _AUTHOR_META)
        or first_text(root, "//*[@rel='author']"),
        published=stated_time(_times(root, described, nodes, metas), time_zone),
        url=own,
        claimed_url=claimed,
        site=_first(metas, _SITE_META) or _names(described.get("publisher")),
        is_article=bool(described) or metas.get("og:type") == "article" or bool(root.xpath("//article")),
    )


def stated_time(candidates: Iterator[tuple[str, str]], time_zone: str) -> StatedTime:
    """The first candidate (what gave it, the string) that can be read; else the first of all."""
    first = StatedTime()
    for number, (given_by, raw) in enumerate(candidates):
        if number == _MAX_CANDIDATES:
            break
        moment = parse_time(raw, time_zone)
        if moment is not None:
            return StatedTime(raw, moment, given_by)
        if first.raw is None:
            first = StatedTime(raw, None, given_by)
    return first


def guessed_time(root: html.HtmlElement, url: str | None, time_zone: str, day: date | None) -> StatedTime:
    """What htmldate finds in the address and in elements named after a date, at most the day on which the
    page was read. It goes by no clock: where that day is not known, any year that is read at all will do."""
    from htmldate import find_date

    last = f"{LAST_YEAR}-12-31" if day is None else (day + timedelta(days=1)).isoformat()
    try:
        raw = find_date(
            root,
            extensive_search=False,
            original_date=True,
            url=url,
            min_date=f"{FIRST_YEAR}-01-01",
            max_date=last,
        )
    except (ValueError, OverflowError, TypeError, LookupError, AttributeError, RecursionError):
        # It trusts what a page says: an offset of a hundred hours, say.
        return StatedTime()
    if not raw or not _stands_in(
        date.fromisoformat(raw), f"{url} {etree.tostring(root, encoding='unicode')}"
    ):
        return StatedTime()
    return StatedTime(raw, parse_time(raw, time_zone), "htmldate")


def _stands_in(day: date, page: str) -> bool:
    """Whether a page writes out the whole date: htmldate makes the first of January of a year alone."""
    year, month, number = day.year, day.month, day.day
    name = f"{day:%b}[a-z]*\\.?"
    forms = (
        rf"{year}\D{{0,3}}0?{month}\D{{1,3}}0?{number}",
        f"{day:%Y%m%d}",
        rf"{name}\s+0?{number}(?:st|nd|rd|th)?,?\s+{year}",
        rf"0?{number}(?:st|nd|rd|th)?\.?\s+(?:{name}|{day:%B}),?\s+{year}",
        rf"0?{number}[./-]0?{month}[./-]{year}",
        rf"0?{month}/0?{number}/{year}",
    )
    return any(re.search(rf"(?<!\d){form}(?!\d)", page, re.IGNORECASE) for form in forms)


def _times(
    root: html.HtmlElement,
    described: dict[str, Any],
    nodes: list[dict[str, Any]],
    metas: dict[str, str],
) -> Iterator[tuple[str, str]]:
    """Each string that may be the time of publication, the best first."""
    for node in (described, *nodes):
        if raw := _text(node.get("datePublished")):
            yield "JSON-LD", raw
    for name in _TIME_META:
        if name in metas:
            yield "meta", metas[name]
    for xpath in (_MARKED_TIMES, *_TIMES):
        for element in root.xpath(xpath):
            raw = element.get("datetime") or element.get("content") or element.text_content()
            if raw := _text(raw[:200]):
                yield "a time element", raw
    if found := _VISIBLE_TIME.search(_head(root)):
        yield "the text's head", found[0]


def _head(root: html.HtmlElement) -> str:
    """The beginning of the visible text."""
    body = root.find("body")
    pieces: list[str] = []
    length = 0
    for text in (body if body is not None else root).itertext():
        folded = " ".join(text.split())
        if folded:
            pieces.append(folded)
            length += len(folded) + 1
            if length > _HEAD_CHARS:
                break
    return " ".join(pieces)[:_HEAD_CHARS]


def _described(root: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The nodes of the page's JSON-LD, in order."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _nodes(data)


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


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _metas(root: html.HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        value = " ".join((node.get("content") or "").split())
        if name and value:
            metas.setdefault(name.lower(), value)
    return metas


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _text(value: Any) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _names(value: Any) -> str | None:
    people = value if isinstance(value, list) else [value]
    names = [_text(each.get("name")) if isinstance(each, dict) else _text(each) for each in people]
    return ", ".join(name for name in names if name) or None


def _own_and_claimed(canonical: str | None, url: str | None) -> tuple[str | None, str | None]:
    """The canonical address of a page, as its own or as a claim on another site's. An address without a path
    names the site, not this page of it."""
    if canonical is None or url is None or not url.startswith(("http://", "https://")):
        return canonical, None
    parts = urlsplit(canonical)
    if parts.path in ("", "/") and not parts.query and urlsplit(url).path not in ("", "/"):
        return None, None
    is_own = are_one_site(canonical, url) or is_of_this_network(url)
    return (canonical, None) if is_own else (None, canonical)


def _absolute(link: str | None, base: str | None) -> str | None:
    if not link:
        return None
    try:
        joined = urljoin(base or "", link)
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None
