"""A JSON list of articles, described by paths in the source's file: an API of a site, WordPress's too."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

from newsledger.errors import ItemOutcome
from newsledger.parse.decoding import decode
from newsledger.parse.items import article_item, refused
from newsledger.parse.markup import TooDeepError, text_of
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.sources.schema import ListPaths, Source

PARSER, VERSION = "json_list", "1"

_SENTENCE = re.compile(r"\A.{4,120}?[。！？!?]|\A.{4,120}?\.(?=\s)|\A.{1,80}", re.DOTALL)
_BRACKETED = re.compile(r"\A\s*【([^】\n]{2,100})】")


def parse_json_list(content: bytes, content_type: str | None, url: str, source: Source) -> ParsedListing:
    """The items of the list. Never raises for what is in the answer."""
    answer = answer_of(content, content_type)
    if isinstance(answer, ParsedListing):
        return answer
    for path, value in source.expect.items():
        found = value_at(answer, path)
        if _scalar(found) != _scalar(value):
            return refused(
                PARSER,
                VERSION,
                ItemOutcome.UNAVAILABLE,
                f"{path} is {str(found)[:80]!r}, not {value!r}",
                url=url,
            )
    paths = source.paths
    rows = value_at(answer, paths.items) if paths else None
    if paths is None or not isinstance(rows, list):
        where = paths.items if paths else ""
        return refused(PARSER, VERSION, ItemOutcome.MALFORMED, f"no list at {where!r}", url=url)
    items = tuple(_item(position, row, paths, url, source) for position, row in enumerate(rows, start=1))
    return ParsedListing(PARSER, VERSION, len(rows), items, message="" if rows else "the list is empty")


def answer_of(content: bytes, content_type: str | None) -> Any:
    """The JSON of an answer, or the listing that refuses it."""
    text = decode(content, content_type).text.lstrip("\ufeff").strip()
    if not text:
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the answer is empty")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        is_page = text.startswith("<")
        return refused(
            PARSER,
            VERSION,
            ItemOutcome.BLOCKED if is_page else ItemOutcome.MALFORMED,
            "a page where JSON was expected" if is_page else f"no valid JSON: {str(error)[:120]}",
        )


def value_at(data: Any, path: str | None) -> Any:
    """What stands at a path; of alternatives the first that is not empty. None where nothing does."""
    for alternative in (path or "").split("|"):
        found = data
        for part in filter(None, alternative.strip().split(".")):
            if isinstance(found, dict):
                found = found.get(part)
            elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
                found = found[int(part)]
            else:
                found = None
        if path and found not in (None, "", [], {}):
            return found
    return None


def text_at(data: Any, path: str | None) -> str | None:
    """A text or a number at a path; of objects their names, of lists all of them."""
    return _text(value_at(data, path))


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value[:20]))) or None
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("username") or value.get("display_name"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _scalar(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _item(position: int, row: Any, paths: ListPaths, url: str, source: Source) -> ParsedItem:
    if not isinstance(row, dict):
        return ParsedItem(position, ItemOutcome.MALFORMED, None, f"entry {position} is no JSON object")
    identifier, link = text_at(row, paths.id), text_at(row, paths.url)
    if link is None and identifier and source.url_template:
        link = source.url_template.replace("{id}", identifier)
    link = absolute(link, url)
    try:
        body = text_of(text_at(row, paths.body) or "")
        title = " ".join(text_of(text_at(row, paths.title) or "").split())
    except TooDeepError as error:
        return ParsedItem(position, ItemOutcome.TOO_DEEP, None, str(error), link)
    note = ""
    if not title and body and source.title_from_body:
        title, note = title_of(body), "the title is taken from the text"
    return article_item(
        position,
        title=title,
        body=body,
        default_kind=source.body_kind,
        url=link,
        external_id=None if link else identifier,
        source_name=text_at(row, paths.source),
        author=text_at(row, paths.author),
        published_raw=text_at(row, paths.published),
        time_zone=source.time_zone,
        message=note,
        place=f"entry {position}",
    )


def title_of(body: str) -> str:
    """A title for a flash that has none: what stands in 【】 before it, else its first sentence."""
    found = _BRACKETED.match(body)
    if found:
        return found[1].strip()
    sentence = _SENTENCE.match(body.strip().partition("\n")[0])
    return sentence[0].strip() if sentence else body.strip()[:80]


def absolute(link: str | None, base: str) -> str | None:
    """The link from where it stands; None for what is no http address."""
    if not link:
        return None
    try:
        joined = urljoin(base, link)
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None
