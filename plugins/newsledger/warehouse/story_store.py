"""Texts, what they are found by, and the pairs that tell the same, in the schema `stories`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newsledger.failpoints import failpoint
from newsledger.stories.likeness import compare_all
from newsledger.stories.meeting import (
    TEXTS_A_KEY,
    TITLES_A_KEY,
    Texts,
    Values,
    by_length,
    meet,
    share_figures,
    share_words,
    values_of,
)
from newsledger.stories.plain_text import StoryText, plain_texts, story_texts, title_id
from newsledger.stories.signatures import SIGNATURE_VERSION, Signatures, sign_texts
from newsledger.warehouse.working_copy import transaction

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

TABLES = ("state", "versions", "texts", "grams", "bands", "figures", "pairs", "ties")
_VERSION_COLUMNS = ("text_id", "title_id", "title_size", "credited_title_id", "credited_title_size")
VERSIONS_A_BATCH = 5_000
_FRESH = """
    select versions.article_version_id
    from raw.article_versions as versions
    anti join stories.versions as compared on versions.article_version_id = compared.article_version_id
    order by versions.article_version_id
    limit ?
"""

# What texts meet by: n-grams, bands, and their title.
_KEYS = """
    select gram as key, text_id from stories.grams
    union all
    select band as key, text_id from stories.bands
    union all
    select title_id as key, text_id from stories.texts where sample_limit > 0
"""

# Who else has the keys of fresh texts, as far as these are not in too many texts already.
_HELD = f"""
    with keys as ({_KEYS}),
    held as (select keys.key, keys.text_id from keys semi join arrays using (key))
    select held.key, held.text_id
    from held
    semi join (select key from held group by key having count(*) <= {TEXTS_A_KEY}) as few using (key)
"""  # noqa: S608

_TEXTS = """
    select text_id, title_id, char_count, sample_limit from stories.texts semi join arrays using (text_id)
"""

# Ties whose texts do not share a living key any more.
_DEAD_TIES = f"""
    with tied as (
        select text_id from stories.ties union select other_text_id from stories.ties
    ),
    keys as ({_KEYS}),
    tied_keys as (
        select keys.key, keys.text_id from keys semi join tied on keys.text_id = tied.text_id
    ),
    shared as (
        select ties.text_id, ties.other_text_id, one.key
        from stories.ties as ties
        inner join tied_keys as one on ties.text_id = one.text_id
        inner join tied_keys as other on ties.other_text_id = other.text_id and one.key = other.key
    ),
    postings as (
        select keys.key, keys.text_id from keys semi join shared on keys.key = shared.key
    ),
    several as (
        select postings.key, postings.text_id
        from postings
        semi join (
            select key from postings group by key having count(*) between 2 and {TEXTS_A_KEY}
        ) as numbers on postings.key = numbers.key
    ),
    living as (
        select several.key
        from several
        inner join stories.texts as texts on several.text_id = texts.text_id
        group by several.key
        having count(distinct texts.title_id) <= {TITLES_A_KEY}
    ),
    living_pairs as (
        select shared.text_id, shared.other_text_id from shared semi join living on shared.key = living.key
    )
    select ties.text_id, ties.other_text_id
    from stories.ties as ties
    anti join living_pairs
        on ties.text_id = living_pairs.text_id and ties.other_text_id = living_pairs.other_text_id
"""  # noqa: S608


def stories_are_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether every version has been compared by this code, and none that was compared is gone."""
    return not (_is_of_other_code(connection) or _has_vanished(connection) or _has_fresh(connection))


def compare_new_texts(connection: duckdb.DuckDBPyConnection, *, anew: bool = False) -> dict[str, int]:
    """Compare the texts of versions that have not been compared yet with all others.

    The ties are the same whatever the order of arrival: whether two texts tell the same depends on them
    alone, and whether a key lives on how many titles it stands under now. A key that dies takes its ties
    along, for ever: titles and texts under a key only grow in number. After a change of the code, or when a
    version is gone, all is made anew. Each batch is one transaction; a killed run goes on where it stopped.
    Returns counts.
    """
    counts = {"versions": 0, "texts": 0, "pairs": 0}
    if anew or _is_of_other_code(connection) or _has_vanished(connection):
        _reset(connection)
    while _has_fresh(connection):
        with transaction(connection):
            versions, texts, pairs = _compare_batch(connection)
            failpoint("build_during_stories")
        counts["versions"] += versions
        counts["texts"] += texts
        counts["pairs"] += pairs
    return counts


def _is_of_other_code(connection: duckdb.DuckDBPyConnection) -> bool:
    return connection.execute("select signature_version from stories.state").fetchall() != [
        (_version(connection),)
    ]


def _version(connection: duckdb.DuckDBPyConnection) -> str:
    """Of the code, and how often pages have been read anew: that may move a version's repost card."""
    row = connection.execute("select count(*) from raw.reparses").fetchone()
    return f"{SIGNATURE_VERSION}+{row[0] if row else 0}"


def _has_vanished(connection: duckdb.DuckDBPyConnection) -> bool:
    return _any(
        connection,
        "select 1 from stories.versions where article_version_id not in "
        "(select article_version_id from raw.article_versions) limit 1",
    )


def _has_fresh(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute(_FRESH, [1]).fetchone())


def _any(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    return connection.execute(query).fetchone() is not None


def _reset(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        for table in TABLES:
            connection.execute(f"delete from stories.{table}")  # noqa: S608
        connection.execute("insert into stories.state values (?)", [_version(connection)])


def _compare_batch(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """Add a batch of versions, their texts and the pairs found. Returns the numbers of them."""
    connection.execute(
        f"create or replace temp table fresh_versions as "  # noqa: S608
        "select article_version_id, row_number() over (order by article_version_id) as place "
        f"from ({_FRESH})",
        [VERSIONS_A_BATCH],
    )
    rows = connection.execute(
        """
        select
            versions.title, versions.body, versions.credit_end_char, versions.is_demo, versions.original_title
        from fresh_versions
        inner join raw.article_versions as versions
            on fresh_versions.article_version_id = versions.article_version_id
        order by fresh_versions.place
        """
    ).fetchall()
    texts = story_texts([row[:4] for row in rows])
    names = sorted({row[4] for row in rows if row[4]})
    credited = dict(zip(names, plain_texts(names), strict=True))
    columns: dict[str, list[int]] = {name: [] for name in _VERSION_COLUMNS}
    for text, row in zip(texts, rows, strict=True):
        title = credited[row[4]] if row[4] else text.title
        credited_id = title_id(title, text.is_demo) if row[4] else text.title_id
        values = (text.text_id, text.title_id, text.title.size, credited_id, title.size)
        for name, value in zip(_VERSION_COLUMNS, values, strict=True):
            columns[name].append(value)
    arrays = {"place": range(1, len(rows) + 1), **columns}
    with _arrays(connection, {name: _numbers(values) for name, values in arrays.items()}) as name:
        connection.execute(
            f"insert into stories.versions select article_version_id, {', '.join(columns)} "  # noqa: S608
            f"from fresh_versions inner join {name} using (place)"
        )
    by_id = {text.text_id: text for text in texts}
    known = _those_held(connection, list(by_id))
    fresh = {text_id: text for text_id, text in by_id.items() if text_id not in known}
    if not fresh:
        return len(rows), 0, 0
    signatures = sign_texts(list(fresh.values()))
    pairs = list(_compared(connection, _worth_comparing(connection, signatures), fresh))
    for table in ("texts", "grams", "bands", "figures"):
        _insert(connection, table, getattr(signatures, table))
    if _any(connection, "select 1 from stories.ties limit 1"):
        _drop_dead_ties(connection)
    if pairs:
        one, other, is_excerpt, similarity, containment = zip(*pairs, strict=True)
        found = {
            "text_id": _numbers(one),
            "other_text_id": _numbers(other),
            "is_excerpt": _shares(is_excerpt).astype(bool),
            "similarity": _shares(similarity),
            "containment": _shares(containment),
        }
        for table in ("pairs", "ties"):
            _insert(connection, table, found)
    return len(rows), len(fresh), len(pairs)


def _drop_dead_ties(connection: duckdb.DuckDBPyConnection) -> None:
    with _arrays(connection, _columns_of(connection.execute(_DEAD_TIES))):
        connection.execute(
            "delete from stories.ties where (text_id, other_text_id) in "
            "(select (text_id, other_text_id) from arrays)"
        )


def _worth_comparing(connection: duckdb.DuckDBPyConnection, fresh: Signatures) -> list[tuple[int, int]]:
    """Pairs of ids, of a shorter and a longer text, one of them fresh, that share a living key, and most of
    what the shorter one's signature says. `fresh` has not been inserted yet."""
    import numpy as np

    has_title = fresh.texts["sample_limit"] > 0
    keys = np.concatenate([fresh.grams["gram"], fresh.bands["band"], fresh.texts["title_id"][has_title]])
    owners = np.concatenate(
        [fresh.grams["text_id"], fresh.bands["text_id"], fresh.texts["text_id"][has_title]]
    )
    with _arrays(connection, {"key": keys}):
        held = _columns_of(connection.execute(_HELD))
    with _arrays(connection, {"text_id": np.unique(held["text_id"])}):
        known = _columns_of(connection.execute(_TEXTS))
    columns = {name: np.concatenate([fresh.texts[name], known[name]]) for name in known}
    texts = Texts(**columns)
    order = np.argsort(texts.text_id)
    places = order[np.searchsorted(texts.text_id, np.concatenate([owners, held["text_id"]]), sorter=order)]
    met = meet(np.concatenate([keys, held["key"]]), places, texts.title_id, len(fresh.texts["text_id"]))
    figures = _values(connection, "figure", met, texts, fresh.figures)
    alike = share_figures(by_length(met, texts), figures)
    grams = _values(connection, "gram", alike, texts, fresh.grams)
    ids = texts.text_id.tolist()
    return [(ids[short], ids[long]) for short, long in share_words(alike, texts, grams)]


def _values(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    texts: Texts,
    fresh: dict[str, NDArray[np.uint64]],
) -> Values:
    """Figures or n-grams of fresh texts and of those known ones that are in a pair."""
    import numpy as np

    wanted = texts.text_id[np.unique(np.concatenate(pairs))]
    with _arrays(connection, {"text_id": wanted}):
        known = _columns_of(
            connection.execute(
                f"select text_id, {name} from stories.{name}s semi join arrays using (text_id) "  # noqa: S608
                f"order by text_id, {name}"
            )
        )
    owners, values = (np.concatenate([fresh[column], known[column]]) for column in ("text_id", name))
    return values_of(texts.text_id, owners, values)


def _compared(
    connection: duckdb.DuckDBPyConnection, candidates: list[tuple[int, int]], texts: dict[int, StoryText]
) -> Iterator[tuple[int, int, bool, float, float]]:
    """The candidates that tell the same, and how alike they are."""
    missing = {text_id for pair in candidates for text_id in pair} - texts.keys()
    held = texts | _read_texts(connection, sorted(missing))
    alike = compare_all([(held[one], held[other]) for one, other in candidates])
    for (one, other), likeness in zip(candidates, alike, strict=True):
        if likeness:
            low, high = sorted((one, other))
            yield low, high, likeness.is_excerpt, likeness.similarity, likeness.containment


def _those_held(connection: duckdb.DuckDBPyConnection, text_ids: list[int]) -> set[int]:
    with _arrays(connection, {"text_id": _numbers(text_ids)}) as name:
        rows = connection.execute(
            f"select text_id from stories.texts semi join {name} using (text_id)"  # noqa: S608
        ).fetchall()
    return {int(row[0]) for row in rows}


def _read_texts(connection: duckdb.DuckDBPyConnection, text_ids: list[int]) -> dict[int, StoryText]:
    if not text_ids:
        return {}
    with _arrays(connection, {"text_id": _numbers(text_ids)}) as name:
        rows = connection.execute(
            f"""
            with chosen as (
                select compared.text_id, min(compared.article_version_id) as article_version_id
                from stories.versions as compared semi join {name} using (text_id)
                group by compared.text_id
            )
            select versions.title, versions.body, versions.credit_end_char, versions.is_demo
            from raw.article_versions as versions
            inner join chosen on versions.article_version_id = chosen.article_version_id
            """  # noqa: S608
        ).fetchall()
    return {text.text_id: text for text in story_texts(rows)}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, Any]) -> None:
    names = ", ".join(columns)
    with _arrays(connection, columns) as name:
        connection.execute(f"insert into stories.{table} ({names}) select {names} from {name}")  # noqa: S608


@contextmanager
def _arrays(connection: duckdb.DuckDBPyConnection, columns: dict[str, Any]) -> Iterator[str]:
    """The name under which DuckDB reads arrays where they are: far faster than as parameters."""
    connection.register("arrays", columns)
    try:
        yield "arrays"
    finally:
        connection.unregister("arrays")


def _columns_of(result: duckdb.DuckDBPyConnection) -> dict[str, NDArray[np.uint64]]:
    return dict(result.fetchnumpy())


def _numbers(values: Iterable[int]) -> NDArray[np.uint64]:
    import numpy as np

    return np.array(list(values), dtype=np.uint64)


def _shares(values: Iterable[float]) -> NDArray[np.float64]:
    import numpy as np

    return np.array(list(values), dtype=np.float64)
