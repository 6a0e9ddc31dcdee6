"""Keys of articles, versions and texts. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

from newsledger.parse.records import ParsedArticle

_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_NOT_TEXT = re.compile(r"[\W_]+")


def _digest(*parts: str | None) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def article_id(source_id: str, article: ParsedArticle) -> str:
    """The id it came with; else its canonical URL; else source, title and raw publication string."""
    if article.external_id:
        return "article_" + _digest("external", source_id, article.external_id)[:24]
    if article.url:
        return "article_" + _digest("url", article.url)[:24]
    source = article.source_name or source_id
    return "article_" + _digest("listing", source, article.title, article.published_raw)[:24]


def text_sha256(article: ParsedArticle) -> str:
    """Of title and body without their spaces, marks and widths: equal texts tell one story.

    The repost card is lineage, not text; so are citation marks.
    """
    body = re.sub(r"\[\d{1,3}\]", "", article.body[article.credit_end_char :])
    # A decimal point is no mark: 3.6 and 36 tell different stories.
    text = unicodedata.normalize("NFKC", f"{article.title}\n{body}").casefold()
    return hashlib.sha256(_NOT_TEXT.sub("", _POINT.sub("p", text)).encode()).hexdigest()


def content_sha256(article: ParsedArticle) -> str:
    """Of everything that makes a version: its text and what the page says about it."""
    return _digest(
        article.title,
        article.body,
        article.body_kind,
        article.url,
        article.source_name,
        article.author,
        article.published_raw,
        article.original_account,
        article.original_author,
        article.original_title,
        *(
            [article.original_url] if article.original_url else []
        ),  # versions landed before it was read stay known
    )


def article_version_id(identifier: str, content: str) -> str:
    """Of the article and its content: the same bytes landed twice are one version."""
    return "version_" + _digest(identifier, content)[:24]
