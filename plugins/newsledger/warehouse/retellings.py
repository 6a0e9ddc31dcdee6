"""Articles that tell what others tell: reposts, edited copies, excerpts, and all else of their story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsledger.parse.urls import canonical_url
from newsledger.warehouse.story_store import compare_new_texts

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Retelling:
    """An article that stays when others are taken out. `reason`: `near_duplicate` or `excerpt` of one of
    their texts, `reprint_url` where it names the address of one, else `story`: it belongs to their story."""

    article_id: str
    title: str
    url: str | None
    reason: str


# Texts that hold the words of the chosen ones, and what in turn holds theirs.
_TOLD = """
    with recursive chosen as (
        select distinct compared.text_id
        from stories.versions as compared
        inner join raw.article_versions as versions
            on compared.article_version_id = versions.article_version_id
        where versions.article_id in (select unnest($ids::text[]))
    ),
    tied as (
        select text_id, other_text_id, is_excerpt from stories.ties
        union all
        select other_text_id, text_id, is_excerpt from stories.ties
    ),
    reached as (
        select text_id from chosen
        union
        select tied.other_text_id from reached inner join tied on reached.text_id = tied.text_id
    ),
    reasons as (
        select
            reached.text_id,
            case
                when reached.text_id in (select text_id from chosen) or not bool_and(tied.is_excerpt)
                    then 'near_duplicate'
                else 'excerpt'
            end as reason
        from reached left join tied on reached.text_id = tied.other_text_id
        group by reached.text_id
    )
    select versions.article_id, any_value(reasons.reason)
    from reasons
    inner join stories.versions as compared on reasons.text_id = compared.text_id
    inner join raw.article_versions as versions
        on compared.article_version_id = versions.article_version_id
    group by versions.article_id
"""

_OF_STORY = """
    select article_id, 'story'
    from marts.fct_articles
    where story_id in (
        select story_id from marts.fct_articles where article_id in (select unnest($ids::text[]))
    )
"""


def find_retellings(connection: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> list[Retelling]:
    """Other articles of the same words or the same story, as raw has it now and as the marts had it when they
    were built. The caller holds the writer lock: texts that are new are compared first."""
    ids = sorted(article_ids)
    if not ids:
        return []
    compare_new_texts(connection)
    found = dict(_pairs(connection, _TOLD, ids))
    addresses = {
        canonical_url(str(url))
        for (url,) in connection.execute(
            "select distinct url from raw.article_versions where article_id in (select unnest($ids::text[])) "
            "and url is not null",
            {"ids": ids},
        ).fetchall()
    }
    named = {_without_signature(each) for each in addresses}
    for article_id, address in connection.execute(
        "select distinct article_id, original_url from raw.article_versions where original_url is not null"
    ).fetchall():
        if _without_signature(address) in named:
            found.setdefault(str(article_id), "reprint_url")
    if connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'marts' and table_name = 'fct_articles'"
    ).fetchone():
        found = dict(_pairs(connection, _OF_STORY, ids)) | found
    rows = connection.execute(
        """
        select article_id, max_by(title, seen_at), max_by(url, seen_at)
        from raw.article_versions
        where article_id in (select unnest($others::text[]))
        group by article_id
        order by article_id
        """,
        {"others": sorted(found.keys() - set(ids))},
    ).fetchall()
    return [Retelling(str(row[0]), str(row[1]), row[2], found[str(row[0])]) for row in rows]


def _pairs(connection: duckdb.DuckDBPyConnection, query: str, ids: list[str]) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1])) for row in connection.execute(query, {"ids": ids}).fetchall()]


def _without_signature(address: str) -> str:
    """WeChat's signature differs from link to link."""
    return address.partition("&sn=")[0]
