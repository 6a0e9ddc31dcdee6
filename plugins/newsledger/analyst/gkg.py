"""Articles with their facts as records of GDELT's Global Knowledge Graph, version 2.1: 27 columns, tabs
between them, no header. The codebook is GDELT-Global_Knowledge_Graph_Codebook-V2.1.pdf of its site.

What has no counterpart here (counts, locations, tone, images, quotations) is left empty, as GDELT does.
Unlike GDELT's own amounts, ours have percentages. Offsets count code points from 0 into title, line feed,
body.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    import duckdb

COLUMNS = (
    "GKGRECORDID",
    "V2.1DATE",
    "V2SOURCECOLLECTIONIDENTIFIER",
    "V2SOURCECOMMONNAME",
    "V2DOCUMENTIDENTIFIER",
    "V1COUNTS",
    "V2.1COUNTS",
    "V1THEMES",
    "V2ENHANCEDTHEMES",
    "V1LOCATIONS",
    "V2ENHANCEDLOCATIONS",
    "V1PERSONS",
    "V2ENHANCEDPERSONS",
    "V1ORGANIZATIONS",
    "V2ENHANCEDORGANIZATIONS",
    "V1.5TONE",
    "V2.1ENHANCEDDATES",
    "V2GCAM",
    "V2.1SHARINGIMAGE",
    "V2.1RELATEDIMAGES",
    "V2.1SOCIALIMAGEEMBEDS",
    "V2.1SOCIALVIDEOEMBEDS",
    "V2.1QUOTATIONS",
    "V2.1ALLNAMES",
    "V2.1AMOUNTS",
    "V2.1TRANSLATIONINFO",
    "V2EXTRASXML",
)
WEB, CITATION_ONLY = "1", "2"

Row = dict[str, Any]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _by_article(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(connection, sql):
        grouped[row["article_id"]].append(row)
    return grouped


def _bare(text: object) -> str:
    """A text without the characters that part columns, blocks and fields."""
    return " ".join(re.sub(r"[\t\r\n;,#|]", " ", str(text)).split())


def _number(value: float) -> str:
    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def _place(row: Row, title: str) -> int:
    """Where a mention or figure stands in title, line feed, body."""
    start = int(row["start_char"])
    return start if row["field"] == "title" else len(title) + 1 + start


def _date_block(start: date | None, end: date | None, offset: int) -> str | None:
    """Resolution#month#day#year#offset, if a year, a month or a day is what the period is."""
    if start is None or end is None or start.year != end.year:
        return None
    if start == end:
        return f"3#{start.month}#{start.day}#{start.year}#{offset}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"1#0#0#{start.year}#{offset}"
    following = date(end.year + end.month // 12, end.month % 12 + 1, 1)
    if start.month == end.month and start.day == 1 and (following - end).days == 1:
        return f"2#{start.month}#0#{start.year}#{offset}"
    return None


def _themes(topics: list[Row], text: str) -> tuple[str, str]:
    """Topics in order of rank; the offset is that of the first place of a term that speaks for it."""
    enhanced = []
    for topic in topics:
        places = [text.lower().find(str(term).lower()) for term in json.loads(topic["evidence"] or "[]")]
        offset = min((place for place in places if place >= 0), default=0)
        enhanced.append(f"{topic['topic_id'].upper()},{offset}")
    return ";".join(topic["topic_id"].upper() for topic in topics), ";".join(enhanced)


def _organizations(mentions: list[Row], title: str) -> tuple[str, str, str]:
    named = [(_bare(mention["name"]), _place(mention, title)) for mention in mentions]
    return (
        ";".join(dict.fromkeys(name.lower() for name, _ in named)),
        ";".join(f"{name},{offset}" for name, offset in named),
        ";".join(f"{_bare(mention['surface'])},{_place(mention, title)}" for mention in mentions),
    )


def _amounts(facts: list[Row], title: str) -> str:
    """Amount,object,offset. The object is the unit, the metric, and whom it is about; a range is two."""
    blocks = []
    for fact in facts:
        words = [fact["unit"], str(fact["metric_id"]).replace("_", " ")]
        words += ["change"] if fact["is_change"] and "growth" not in fact["metric_id"] else []
        words += ["of", fact["subject_name"]] if fact["subject_name"] else []
        thing = _bare(" ".join(words))
        for value in dict.fromkeys((fact["value_low"], fact["value_high"])):
            blocks.append(f"{_number(value)},{thing},{_place(fact, title)}")
    return ";".join(blocks)


def _extras(article: Row, moment: str) -> str:
    tags = (
        ("PAGE_TITLE", article["title"]),
        ("PAGE_AUTHORS", article["author"]),
        ("PAGE_PRECISEPUBTIMESTAMP", moment if article["published_at"] else None),
        ("NEWSLEDGER_ARTICLE", article["article_id"]),
        ("NEWSLEDGER_STORY", article["story_id"]),
        ("NEWSLEDGER_LANGUAGE", article["language"]),
    )
    return "".join(
        f"<{tag}>{escape(' '.join(str(value).split()))}</{tag}>" for tag, value in tags if value is not None
    )


def gkg_lines(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """One record per article that is not deleted, by time of publication (else of the first sight)."""
    mentions = _by_article(
        connection,
        """
        select
            mentions.article_id, mentions.field, mentions.start_char, mentions.surface,
            coalesce(companies.name_en, companies.name_zh, mentions.company_id) as name
        from marts.fct_company_mentions as mentions
        left join marts.dim_companies as companies on mentions.company_id = companies.company_id
        order by mentions.article_id, mentions.field desc, mentions.start_char, mentions.mention_id
        """,
    )
    facts = _by_article(
        connection,
        """
        select
            article_id, field, start_char, value_low, value_high, unit, metric_id, subject_name, is_change,
            period_start, period_end
        from marts.fct_metric_observations
        order by article_id, field desc, start_char, observation_id
        """,
    )
    topics = _by_article(
        connection,
        "select article_id, topic_id, evidence::text as evidence from marts.fct_article_topics "
        "order by article_id, rank",
    )
    numbers: dict[str, int] = defaultdict(int)
    articles = connection.execute(
        """
        select
            articles.article_id, articles.story_id, articles.title, articles.author, articles.url,
            articles.language, articles.published_at, coalesce(versions.body, '') as body,
            coalesce(sources.name_en, articles.source_id) as source_name,
            strftime(
                coalesce(articles.published_at, articles.first_seen_at) at time zone 'UTC', '%Y%m%d%H%M%S'
            ) as moment
        from marts.fct_articles as articles
        left join marts.fct_article_versions as versions
            on articles.article_version_id = versions.article_version_id
        left join marts.dim_sources as sources on articles.source_id = sources.source_id
        where not articles.is_deleted
        order by moment, articles.article_id
        """
    )
    names = [column[0] for column in articles.description or ()]
    for values in articles.fetchall():
        article = dict(zip(names, values, strict=True))
        article_id, title = article["article_id"], str(article["title"])
        moment = article["moment"]
        numbers[moment] += 1
        themes = _themes(topics[article_id], f"{title}\n{article['body']}")
        organizations, enhanced_organizations, all_names = _organizations(mentions[article_id], title)
        dates = [
            _date_block(fact["period_start"], fact["period_end"], _place(fact, title))
            for fact in facts[article_id]
        ]
        host = re.sub(r"^https?://(www\.)?([^/:]+).*$", r"\2", article["url"] or "")
        record = dict.fromkeys(COLUMNS, "") | {
            "GKGRECORDID": f"{moment}-{numbers[moment]}",
            "V2.1DATE": moment,
            "V2SOURCECOLLECTIONIDENTIFIER": WEB if article["url"] else CITATION_ONLY,
            "V2SOURCECOMMONNAME": host or _bare(article["source_name"]),
            "V2DOCUMENTIDENTIFIER": article["url"] or _bare(f"{article['source_name']}: {title}"),
            "V1THEMES": themes[0],
            "V2ENHANCEDTHEMES": themes[1],
            "V1ORGANIZATIONS": organizations,
            "V2ENHANCEDORGANIZATIONS": enhanced_organizations,
            "V2.1ENHANCEDDATES": ";".join(block for block in dict.fromkeys(dates) if block),
            "V2.1ALLNAMES": all_names,
            "V2.1AMOUNTS": _amounts(facts[article_id], title),
            "V2EXTRASXML": _extras(article, moment),
        }
        yield "\t".join(re.sub(r"[\t\r\n]", " ", record[name]) for name in COLUMNS)
