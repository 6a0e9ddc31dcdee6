"""Sitemaps (sitemaps.org): addresses of articles, newest first, and the sitemaps that an index lists."""

from __future__ import annotations

import gzip
import io
import re
import zlib

from lxml import etree

from newsledger.errors import ItemOutcome
from newsledger.parse.items import refused
from newsledger.parse.json_list import absolute
from newsledger.parse.records import ParsedListing

PARSER, VERSION = "sitemap", "1"

_MAX_UNPACKED_BYTES = 60_000_000
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>", re.IGNORECASE)


def parse_sitemap(
    content: bytes, url: str, pattern: str | None = None, max_links: int = 200
) -> ParsedListing:
    """The addresses that match the pattern, newest `lastmod` first, at most `max_links` of them."""
    if content.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                content = packed.read(_MAX_UNPACKED_BYTES + 1)
        except (EOFError, OSError, zlib.error) as error:
            return refused(PARSER, VERSION, ItemOutcome.MALFORMED, f"gzip: {str(error)[:120]}", url=url)
        if len(content) > _MAX_UNPACKED_BYTES:
            return refused(PARSER, VERSION, ItemOutcome.MALFORMED, "unpacks to more than 60 MB", url=url)
    content = _DOCTYPE.sub(b"", content[:100_000], count=1) + content[100_000:]
    if not content.strip():
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the answer is empty", url=url)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return refused(PARSER, VERSION, ItemOutcome.MALFORMED, f"no XML: {str(error)[:120]}", url=url)
    name = "" if root is None else _local(root)
    if name not in ("urlset", "sitemapindex"):
        return refused(
            PARSER, VERSION, ItemOutcome.NOT_AN_ARTICLE, f"no sitemap; its root is <{name}>", url=url
        )
    entries = _entries(root, url)
    if name == "sitemapindex":
        pages = tuple(link for link, _ in entries)
        return ParsedListing(
            PARSER, VERSION, 0, (), next_pages=pages, message=f"an index of {len(pages)} sitemaps"
        )
    wanted = [link for link, _ in entries if pattern is None or re.search(pattern, link)]
    links = tuple(dict.fromkeys(wanted))[:max_links]
    message = f"{len(entries)} addresses, {len(wanted)} of articles, the newest {len(links)} are read"
    return ParsedListing(PARSER, VERSION, len(links), (), links, message=message)


def _entries(root: etree._Element, base: str) -> list[tuple[str, str]]:
    """Address and lastmod of each entry, newest first; those without one last, in the page's order."""
    found = []
    for entry in root:
        values: dict[str, str] = {}
        for node in entry.iter():
            if isinstance(node.tag, str) and node.text:
                values.setdefault(_local(node), node.text.strip())
        link = absolute(values.get("loc"), base)
        if link:
            found.append((link, values.get("lastmod") or values.get("publication_date") or ""))
    return sorted(found, key=lambda entry: entry[1], reverse=True)


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
