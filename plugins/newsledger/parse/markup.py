"""HTML trees to lines of text: one line a block element, as a browser would break them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from lxml import etree, html

MAX_DEPTH = 250
BLOCKS = frozenset(
    "address article aside blockquote body br dd details div dl dt fieldset figcaption figure footer form h1"  # noqa: SIM905
    " h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr"
    " ul".split()
)
SKIPPED = frozenset(
    "head script style noscript template svg iframe object nav footer form button select"  # noqa: SIM905
    " textarea".split()
)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


class TooDeepError(ValueError):
    """Elements nested deeper than MAX_DEPTH, or a tag of very many attributes: no article is like that."""


def tree_of(text: str) -> html.HtmlElement | None:
    """The tree of a page; None where there is no markup. Raises TooDeepError. No network, no entities."""
    cleaned = _NOT_XML.sub("", _DECLARATION.sub("", text))
    if not cleaned.strip():
        return None
    parser = html.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8")
    try:
        _check_depth(cleaned)
        root = html.document_fromstring(cleaned.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    return root


def lines_of(
    root: html.HtmlElement,
    *,
    skipped: frozenset[str] = SKIPPED,
    dropped: Set[html.HtmlElement] = frozenset(),
) -> list[str]:
    """The text's lines, white space folded as HTML folds it, but for the lines of `pre`; empty lines dropped.
    Elements of a `skipped` name, and those that are `dropped`, are left out with all they hold."""
    lines: list[str] = []
    current: list[str] = []

    def close() -> None:
        line = _SPACE.sub(" ", "".join(current)).strip()
        if line:
            lines.append(line)
        current.clear()

    for kind, value in _pieces(root, skipped, dropped):
        if kind == "text":
            current.append(value)
        else:
            close()
    close()
    return lines


def text_of(markup: str) -> str:
    """Text of an HTML fragment with one line a paragraph; entities resolved."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    root = tree_of(f"<html><body><div>{markup}</div></body></html>")
    return "" if root is None else "\n".join(lines_of(root, skipped=SKIPPED - {"nav", "footer"}))


def first_text(root: html.HtmlElement, xpath: str) -> str | None:
    """Folded text of the first match that has any."""
    for found in root.xpath(xpath):
        value = found if isinstance(found, str) else found.text_content()
        value = _SPACE.sub(" ", value).strip()
        if value:
            return str(value)
    return None


def _pieces(
    root: html.HtmlElement, skipped: frozenset[str], dropped: Set[html.HtmlElement]
) -> Iterator[tuple[str, str]]:
    """Walks without recursion: ("text", …) and ("break", "")."""
    skip_depth = pre_depth = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if node.tail and not skip_depth:
                yield "text", node.tail
            continue
        tag = node.tag
        if event == "start":
            skip_depth += tag in skipped or node in dropped
            pre_depth += tag == "pre"
            if not skip_depth:
                if tag in BLOCKS:
                    yield "break", ""
                if node.text:
                    yield from _text(node.text, pre_depth)
            continue
        skip_depth -= tag in skipped or node in dropped
        pre_depth -= tag == "pre"
        if not skip_depth:
            if tag in BLOCKS:
                yield "break", ""
            if node.tail and node is not root:
                yield from _text(node.tail, pre_depth)


def _text(text: str, pre_depth: int) -> Iterator[tuple[str, str]]:
    if not pre_depth:
        yield "text", text
        return
    for number, line in enumerate(text.splitlines()):
        if number:
            yield "break", ""
        yield "text", line


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)([^<>]*+)>")
_MANY_ATTRIBUTES = re.compile(
    r"<[a-zA-Z][^\s<>/]*+"
    r"(?:[\s/]++[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?){1000}"
)
_LONG_TAG_CHARS = 2000  # A tag of a thousand attributes has as many.
_RAW_TEXT = frozenset(("script", "style", "textarea", "title"))
_UNNESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr html head body p li dt dd tr td th"  # noqa: SIM905
    " thead tbody tfoot option".split()
)


def _check_depth(text: str) -> None:
    """Counts open elements as a parser would, in one pass and without building the tree. A tag of very many
    attributes is refused too: the parser compares each with all before it."""
    tags = text.count("<")
    if len(text) > _LONG_TAG_CHARS and _MANY_ATTRIBUTES.search(text):
        raise TooDeepError("a tag of a thousand attributes")
    if tags <= MAX_DEPTH:
        return
    stack: list[str] = []
    counts: dict[str, int] = {}
    raw = ""
    for found in _TAG.finditer(text):
        closing, name, rest = found[1], found[2].lower(), found[3]
        if raw:
            if closing and name == raw:
                raw = ""
            continue
        if name in _RAW_TEXT and not closing:
            raw = name
        elif name in _UNNESTED or rest.endswith("/"):
            continue
        elif not closing:
            stack.append(name)
            counts[name] = counts.get(name, 0) + 1
            if len(stack) > MAX_DEPTH:
                raise TooDeepError(f"elements are nested more than {MAX_DEPTH} deep")
        elif counts.get(name):
            while True:
                last = stack.pop()
                counts[last] -= 1
                if last == name:
                    break


def without(text: str, opening: re.Pattern[str], closings: dict[str, str]) -> str:
    """The text without what stands between an opening and its closing mark, in linear time. An opening
    that is never closed takes the rest of the text with it, as parsers do."""
    kept, at = [], 0
    while found := opening.search(text, at):
        kept.append(text[at : found.start()])
        end = re.compile(closings[found[0].lower()], re.IGNORECASE).search(text, found.end())
        if end is None:
            return "".join(kept)
        at = end.end()
    kept.append(text[at:])
    return "".join(kept)


_SCRIPT_OPENING = re.compile(r"<script(?=[\s>/])", re.IGNORECASE)


def without_scripts(text: str) -> str:
    """The page without its scripts."""
    return without(text, _SCRIPT_OPENING, {"<script": r"</script\s*>"})
