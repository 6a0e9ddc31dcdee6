"""Article pages in the shapes that sites have, with the text that a reader would take for the article.

All are synthetic: the sentences are the demo's, shuffled by a fixed seed. `pages_of_size` is what the benchmark of
parsing reads.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import lru_cache

from newsledger.demo_site.server import CONTENT_DIR
from newsledger.parse.channel import parse_channel_page

Paragraphs = list[str]


@lru_cache(maxsize=1)
def _sentences() -> tuple[list[str], list[str]]:
    """The demo's sentences, English and Chinese."""
    english: list[str] = []
    chinese: list[str] = []
    for name in ("channel_1.html", "channel_2.html"):
        parsed = parse_channel_page((CONTENT_DIR / name).read_bytes(), "text/html; charset=utf-8", "UTC")
        for item in parsed.items:
            if item.article is None:
                continue
            if item.article.body_language == "zh":
                chinese += [part + "。" for part in item.article.body.split("。") if len(part) > 12]
            else:
                english += [part for part in item.article.body.split(" - ") if len(part) > 40]
    return english, chinese


def _text(shuffle: random.Random, language: str, count: int) -> Paragraphs:
    sentences = _sentences()[language == "zh"]
    return [" ".join(shuffle.choice(sentences) for _ in range(2)) for _ in range(count)]


def _paragraphs(texts: Paragraphs) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _links(shuffle: random.Random, language: str, count: int) -> str:
    sentences = _sentences()[language == "zh"]
    return "".join(f'<li><a href="/{n}">{shuffle.choice(sentences)[:40]}</a></li>' for n in range(count))


def _plain(texts: Paragraphs, links: str) -> str:
    return (
        f'<header><nav><ul>{links}</ul></nav></header><main><article><h1>Heading</h1><time datetime="2026-01-15T08:00:00Z">'
        f"15 January</time>{_paragraphs(texts)}</article><aside><h2>More</h2><ul>{links}</ul></aside></main>"
        "<footer><p>Terms and privacy.</p></footer>"
    )


def _divs(texts: Paragraphs, links: str) -> str:
    return (
        f'<div id="nav">{links}</div><div class="wrap"><div class="post-content">'
        + "".join(f"<div>{text}</div>" for text in texts)
        + f'</div><div class="sidebar"><ul>{links}</ul></div></div><div class="footer">Terms</div>'
    )


def _breaks(texts: Paragraphs, links: str) -> str:
    return (
        f'<ul>{links}</ul><div class="article-body">{"<br><br>".join(texts)}</div>'
        f'<div class="related"><ul>{links}</ul></div>'
    )


def _lists_and_quotes(texts: Paragraphs, links: str) -> str:
    half = len(texts) // 2
    return (
        f"<nav>{links}</nav><article>{_paragraphs(texts[:half])}<h2>Figures</h2><ul>"
        + "".join(f"<li>{text}</li>" for text in texts[half:-1])
        + f"</ul><blockquote><p>{texts[-1]}</p></blockquote></article><footer>{links}</footer>"
    )


def _comments(texts: Paragraphs, links: str) -> str:
    return (
        f'<article class="entry"><div class="entry-content">{_paragraphs(texts)}</div></article>'
        f'<div id="comments"><h3>Comments</h3><div class="comment"><p>I do not think that this will hold for long, '
        f"and I said so last year in this very place.</p></div></div><ul>{links}</ul>"
    )


def _table_layout(texts: Paragraphs, links: str) -> str:
    return (
        f"<table><tr><td width=20%><ul>{links}</ul></td><td>{_paragraphs(texts)}</td></tr></table>"
        "<p>Terms and privacy.</p>"
    )


def _teaser(texts: Paragraphs, links: str) -> str:
    return (
        f'<main><p class="teaser">{texts[0]}</p><section>{_paragraphs(texts[1:])}</section></main>'
        f'<div class="teaser-list"><ul>{links}</ul></div>'
    )


def _many_links(texts: Paragraphs, links: str) -> str:
    return f"<ul>{links * 12}</ul><article>{_paragraphs(texts)}</article><ul>{links * 12}</ul>"


SHAPES: dict[str, Callable[[Paragraphs, str], str]] = {
    "plain": _plain,
    "divs": _divs,
    "breaks": _breaks,
    "lists and quotes": _lists_and_quotes,
    "comments": _comments,
    "table layout": _table_layout,
    "teaser": _teaser,
    "many links": _many_links,
}


def page(shape: str, language: str, seed: int, paragraphs: int = 8) -> tuple[str, str]:
    """A page of a shape, and the article's text."""
    shuffle = random.Random(f"{shape} {language} {seed}")
    texts = _text(shuffle, language, paragraphs)
    body = SHAPES[shape](texts, _links(shuffle, language, 6))
    html = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Synthetic {seed}</title>'
        f'<meta property="og:title" content="Synthetic {seed}"><meta name="author" content="A. Writer">'
        f'<meta property="article:published_time" content="2026-01-15T08:00:00Z">'
        f'<link rel="canonical" href="https://a.example/{seed}"><style>p {{ margin: 0 }}</style></head>'
        f"<body>{body}<script>var loaded = true;</script></body></html>"
    )
    return html, "\n".join(texts)


def pages_of_size(count: int, size: int = 5_000) -> list[bytes]:
    """Pages of about so many bytes, of the shapes in turn (but the one of links), two English ones for each Chinese one."""
    made = []
    shapes = [shape for shape in SHAPES if shape != "many links"]
    for number in range(count):
        shape, language = shapes[number % len(shapes)], "zh" if number % 3 == 2 else "en"
        paragraphs = 2
        html = page(shape, language, number, paragraphs)[0]
        while len(html.encode()) < size:
            paragraphs += 1
            html = page(shape, language, number, paragraphs)[0]
        made.append(html.encode())
    return made
