"""The index behind `marts.search`, in the serving copy's schema `search`: made while publishing, from the
texts that are published and no others.

It knows each place of each term (newsledger.warehouse.search_terms), three integers a place. Places lie in
*runs*, some thousand articles each, sorted by term, so that DuckDB packs them tightly and reads little for a
query. A publication copies the runs of the one before it and sorts anew only the last, which takes the
articles that are new or changed: its cost does not grow with the archive, but for the copy.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newsledger.warehouse.search_terms import WordNumbers, create_query_macros, occurrences

if TYPE_CHECKING:
    import duckdb

INDEX_VERSION = 1  # of the terms: another number, and nothing of the last publication's index is taken over
RUN_CHARACTERS = 20_000_000
SLICE_ARTICLES = 2_000  # cut at once: bounds the memory
READS = ("marts.fct_articles", "marts.fct_article_versions")
TABLES = ("search.articles", "search.terms", "search.places", "search.totals")
PREVIOUS = "previous_publication"


def _attach_previous(connection: duckdb.DuckDBPyConnection, previous: Path | None) -> bool:
    """Attach the last publication, if it has an index that can be taken over."""
    import duckdb

    if previous is None or not previous.exists():
        return False
    literal = str(previous).replace("'", "''")
    try:
        connection.execute(f"attach '{literal}' as {PREVIOUS} (read_only)")
    except duckdb.IOException:  # damaged: it is about to be replaced
        return False
    named = connection.execute(
        "select count(*) from duckdb_tables() "
        "where database_name = ? and schema_name = 'search' and table_name = 'totals'",
        [PREVIOUS],
    ).fetchone()
    if named and named[0]:
        version = connection.execute(
            f"select index_version from {PREVIOUS}.search.totals"  # noqa: S608
        ).fetchone()
        if version == (INDEX_VERSION,):
            return True
    connection.execute(f"detach {PREVIOUS}")
    return False


def _number(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> int:
    row = connection.execute(sql, list(parameters)).fetchone()
    return int(row[0]) if row else 0


def _number_articles(connection: duckdb.DuckDBPyConnection, previous: bool) -> tuple[int, int]:
    """Fill `search.articles`: those of the last publication keep number and run, new ones fill up the last
    run, then runs of their own. Returns the first run to sort and the first new number."""
    connection.execute(
        """
        create temp table wanted_texts as
        select
            articles.article_id,
            versions.rowid as version_row,
            md5(coalesce(versions.title, '') || chr(0) || coalesce(versions.body, '')) as text_digest,
            length(coalesce(versions.title, '')) + length(coalesce(versions.body, '')) as char_count
        from marts.fct_articles as articles
        inner join marts.fct_article_versions as versions
            on articles.article_version_id = versions.article_version_id
        where not articles.is_deleted
        """
    )
    connection.execute(
        "create table search.articles (article_no integer, run integer, article_id text, "
        "text_digest text, char_count integer)"
    )
    run, characters, next_number = 0, 0, 0
    if previous:
        connection.execute(
            f"insert into search.articles select held.* from {PREVIOUS}.search.articles as held "  # noqa: S608
            "semi join wanted_texts using (article_id, text_digest) order by held.article_no"
        )
        run = _number(connection, f"select coalesce(max(run), 0) from {PREVIOUS}.search.articles")  # noqa: S608
        characters = _number(
            connection, "select coalesce(sum(char_count), 0) from search.articles where run = ?", run
        )
        next_number = _number(connection, f"select next_number from {PREVIOUS}.search.totals")  # noqa: S608
    connection.execute(
        f"""
        insert into search.articles
        select
            $next_number - 1 + row_number() over by_id,
            $run + ($characters + sum(char_count) over by_id) // {RUN_CHARACTERS},
            article_id, text_digest, char_count
        from wanted_texts
        anti join search.articles as held on wanted_texts.article_id = held.article_id
        window by_id as (order by article_id rows unbounded preceding)
        order by article_id
        """,  # noqa: S608
        {"next_number": next_number, "run": run, "characters": characters},
    )
    return run, next_number


def _cut(connection: duckdb.DuckDBPyConnection, words: WordNumbers, first: int, last: int) -> None:
    """Add to `new_places` the places of the terms of the articles with these numbers. A body's places begin
    at 1, a title's end before 0."""
    texts = connection.execute(
        """
        select numbered.article_no, versions.title, versions.body
        from search.articles as numbered
        inner join wanted_texts on numbered.article_id = wanted_texts.article_id
        inner join marts.fct_article_versions as versions on wanted_texts.version_row = versions.rowid
        where numbered.article_no between $first and $last
        order by numbered.article_no
        """,
        {"first": first, "last": last},
    ).fetchall()
    numbers, terms, places = [], [], []
    for article_no, title, body in texts:
        for text, is_title in ((title or "", True), (body or "", False)):
            found = occurrences(text, words)
            terms.append(found.terms)
            places.append(found.places + np.int32(-found.length - 1 if is_title else 1))
            numbers.append(np.full(len(found.terms), article_no, dtype=np.int32))
    cut = {  # noqa: F841  # read by name
        "term_no": np.concatenate(terms),
        "article_no": np.concatenate(numbers),
        "place": np.concatenate(places),
    }
    connection.execute("insert into new_places select term_no, article_no, place from cut")


def _write_run(
    connection: duckdb.DuckDBPyConnection, run: int, first_new: int, words: WordNumbers, previous: bool
) -> None:
    """Write one run's places by term: those that the last publication has, and those of the new articles."""
    connection.execute(
        "create or replace temp table new_places (term_no integer, article_no integer, place integer)"
    )
    in_run = "from search.articles where run = ? and article_no >= ?"
    first = connection.execute(
        f"select min(article_no), max(article_no) {in_run}", [run, first_new]
    ).fetchone()
    if first and first[0] is not None:
        for start in range(first[0], first[1] + 1, SLICE_ARTICLES):
            _cut(connection, words, start, min(start + SLICE_ARTICLES - 1, first[1]))
    held = (
        f"union all select held.term_no, held.article_no, held.place from {PREVIOUS}.search.places as held "  # noqa: S608
        "semi join search.articles using (article_no) where held.run = $run"
        if previous
        else ""
    )
    connection.execute(
        f"insert into search.places select $run::integer, * from (from new_places {held}) order by all",  # noqa: S608
        {"run": run},
    )


def build_search_index(connection: duckdb.DuckDBPyConnection, previous: Path | None = None) -> None:
    """Index the published texts of the database in use; `previous` is the last publication, if there is one.

    The index answers as one made from nothing would; only its numbers depend on the order of arrival.
    """
    connection.execute("create schema search")
    create_query_macros(connection)
    has_previous = _attach_previous(connection, previous)
    connection.execute("create table search.terms (term_no integer, term text)")
    connection.execute(
        "create table search.places (run integer, term_no integer, article_no integer, place integer)"
    )
    open_run, first_new = _number_articles(connection, has_previous)
    known: dict[str, int] = {}
    if has_previous:
        connection.execute(f"insert into search.terms from {PREVIOUS}.search.terms")
        known = dict(connection.execute("select term, term_no from search.terms").fetchall())
        dropped = _number(
            connection,
            f"select count(*) from {PREVIOUS}.search.articles anti join search.articles using (article_no)",  # noqa: S608
        )
        kept = "semi join search.articles using (article_no)" if dropped else ""
        connection.execute(
            f"insert into search.places select held.* from {PREVIOUS}.search.places as held {kept} "  # noqa: S608
            f"where held.run < {open_run}"
        )
    words = WordNumbers(known)
    for run in range(open_run, _number(connection, "select coalesce(max(run), -1) from search.articles") + 1):
        _write_run(connection, run, first_new, words, has_previous)
    connection.execute(
        "insert into search.terms select word ->> 0, word ->> 1 "
        "from (select unnest(from_json($words, '[\"json\"]')) as word) order by word ->> 1",
        {"words": json.dumps(words.added)},
    )
    connection.execute(
        f"""
        create table search.totals as
        select
            {INDEX_VERSION} as index_version,
            greatest(coalesce(max(article_no) + 1, 0), $first_new)::integer as next_number,
            count(*) as article_count,
            coalesce(greatest(avg(char_count), 1), 1) as mean_char_count
        from search.articles
        """,  # noqa: S608
        {"first_new": first_new},
    )
    connection.execute("drop table if exists temp.new_places")
    connection.execute("drop table temp.wanted_texts")
    if has_previous:
        connection.execute(f"detach {PREVIOUS}")
