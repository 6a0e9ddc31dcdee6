"""Reading a page by the layout of its site and day, as `site_parsers` declares it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import html

from newsledger.parse.main_text import is_of_figures
from newsledger.parse.markup import SKIPPED, first_text, lines_of
from newsledger.parse.site_parsers import SiteLayout, SiteParser

_MIN_TEXT_CHARS = 40


@dataclass(frozen=True)
class SitePage:
    """What a layout found on a page; `body` has one line a paragraph."""

    version: str
    body: str
    title: str | None = None
    author: str | None = None
    published_raw: str | None = None
    source: str | None = None


def read_site_page(parser: SiteParser, root: html.HtmlElement, day: date | None) -> SitePage | None:
    """The page by the layout of its day; by the newest that finds a text where that one finds none, or where
    the day is not known. None if no layout finds a text. The tree is left as it is."""
    for layout in _layouts(parser, day):
        body = _body(layout, root)
        if len(body) >= _MIN_TEXT_CHARS:
            return SitePage(
                version=layout.version,
                body=body,
                title=_stated(root, layout.title),
                author=_stated(root, layout.author),
                published_raw=_time(_stated(root, layout.published)),
                source=_stated(root, layout.source),
            )
    return None


def _layouts(parser: SiteParser, day: date | None) -> Iterator[SiteLayout]:
    of_the_day = [layout for layout in parser.layouts if day is not None and layout.is_valid_on(day)]
    yield from of_the_day
    yield from (layout for layout in reversed(parser.layouts) if layout not in of_the_day)


def _body(layout: SiteLayout, root: html.HtmlElement) -> str:
    dropped = set(root.xpath(layout.dropped)) if layout.dropped else set()
    dropped.update(table for table in root.iter("table") if is_of_figures(table))
    texts = []
    taken: set[html.HtmlElement] = set()
    for element in root.xpath(layout.body):
        if not taken.isdisjoint(element.iterancestors()):
            continue
        taken.add(element)
        texts.append("\n".join(lines_of(element, skipped=SKIPPED, dropped=dropped)))
    return "\n".join(text for text in texts if text)


def _stated(root: html.HtmlElement, xpaths: tuple[str, ...]) -> str | None:
    """Text of the first XPath that has any, without a label before it."""
    for xpath in xpaths:
        if found := first_text(root, xpath):
            return _LABEL.sub("", found) or None
    return None


_LABEL = re.compile(r"\A(?:来源|作者|发布时间|Source|By)\s*[:：]\s*")


_TIME = re.compile(
    r"(?:20\d{2}\s*[-/年.]\s*\d{1,2}\s*[-/月.]\s*\d{1,2}|[A-Z][a-z]{2,8}\.? \d{1,2}, 20\d{2}).*", re.DOTALL
)
_ZONE_NAME = re.compile(r",?\s+(?:E[DS]?T|P[DS]?T|C[DS]?T)\b")


def _time(text: str | None) -> str | None:
    """The date of a line such as `·2026年08月26日 09:28` or `Mar 05, 2026, 08:00 ET`; the zone is the
    source's."""
    found = _TIME.search(text or "")
    return _ZONE_NAME.sub("", found[0]).strip() if found else None
