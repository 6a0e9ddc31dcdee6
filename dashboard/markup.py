"""HTML that is escaped by construction: text becomes markup only here."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import quote, urlencode, urlsplit


class Markup(str):
    """Text that is HTML already. Made by `tag` and `join` only."""

    __slots__ = ()


Node: TypeAlias = "Markup | str | int | float | Iterable[Node] | None"

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
# XML's forbidden control characters mean nothing on a page and confuse tools that read it.
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), "�")


def join(*nodes: Node) -> Markup:
    """Nodes one after the other; whatever is not Markup is escaped."""
    parts: list[str] = []
    for node in nodes:
        if node is None:
            continue
        if isinstance(node, Markup):
            parts.append(node)
        elif isinstance(node, str):
            parts.append(html.escape(node.translate(CONTROLS), quote=True))
        elif isinstance(node, int | float):
            parts.append(html.escape(str(node)))
        else:
            parts.extend(join(child) for child in node)
    return Markup("".join(parts))


def tag(element: str, /, *children: Node, **attributes: str | int | float | bool | None) -> Markup:
    """One element. `class_` is class, other underscores are hyphens; None and False leave one out."""
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        written.append(f" {attribute}" if value is True else f' {attribute}="{join(str(value))}"')
    start = f"<{element}{''.join(written)}>"
    return Markup(start if element in VOID else f"{start}{join(*children)}</{element}>")


def address(path: str, **parameters: str | int | None) -> str:
    """A local URL with its query."""
    query = urlencode({key: value for key, value in parameters.items() if value not in (None, "")})
    return quote(path) + (f"?{query}" if query else "")


def link(label: Node, path: str, **parameters: str | int | None) -> Markup:
    """A link to a page of this site."""
    return tag("a", label, href=address(path, **parameters))


def outward(label: Node, url: str | None) -> Markup:
    """A link to the web, if it is one: anything but http and https is shown as text."""
    if url and urlsplit(url).scheme in {"http", "https"}:
        return tag("a", label, href=url, rel="noopener noreferrer")
    return join(label)
