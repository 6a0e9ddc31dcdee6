"""Texts, what they are found by, and the pairs that tell the same, in the schema `stories`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from newsledger.failpoints import failpoint
from newsledger.stories.likeness import compare_texts
from newsledger.stories.plain_text import StoryText, plain_text, story_text, title_id
from newsledger.stories.signatures import SIGNATURE_VERSION, sign_texts
from newsledger.warehouse.working_copy import transaction

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

TABLES = ("state", "versions", "texts", "grams", "bands", "figures", "pairs", "ties")
_VERSION_COLUMNS = ("text_id", "title_id", "title_size", "credited_title_id", "credited_title_size")
VERSIONS_A_BATCH = 5_000
TITLES_A_KEY, TEXTS_A_KEY = 32, 500
"""A key that stands under more titles, or in more texts, is boilerplate: a disclaimer, an account's closing
lines, a template, the title of a column. It ties nothing. Copies mostly keep their title, and equal texts
count once, so that a story has room for many."""
LEAST_SHARED_GRAMS = 0.25
LEAST_SHARED_FIGURES = 0.7

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

# Of postings (key, text_id), the keys that few enough titles and texts have.
_LIVING = f"""
    select several.key
    from (
        select postings.key, postings.text_id
        from postings
        semi join (
            select key from postings group by key having count(*) between 2 and {TEXTS_A_KEY}
        ) as numbers on postings.key = numbers.key
    ) as several
    inner join stories.texts as texts on several.text_id = texts.text_id
    group by several.key
    having count(distinct texts.title_id) <= {TITLES_A_KEY}
"""  # noqa: S608

# The keys of fresh texts, with all texts that have them; then pairs with a fresh text that share a living
# one.
_POSTINGS = f"""
    create or replace temp table postings as
    with keys as ({_KEYS}),
    fresh_keys as (
        select distinct keys.key from keys semi join fresh_texts on keys.text_id = fresh_texts.text_id
    )
    select keys.key, keys.text_id, fresh_texts.text_id is not null as is_fresh
    from keys
    semi join fresh_keys on keys.key = fresh_keys.key
    left join fresh_texts on keys.text_id = fresh_texts.text_id
"""  # noqa: S608
_MET = f"""
    create or replace temp table met as
    with living as ({_LIVING}),
    living_postings as (
        select postings.* from postings semi join living on postings.key = living.key
    ),
    pairs as (
        select distinct
            least(fresh.text_id, known.text_id) as one_id,
            greatest(fresh.text_id, known.text_id) as other_id
        from living_postings as fresh
        inner join living_postings as known on fresh.key = known.key
        where fresh.is_fresh and (not known.is_fresh or fresh.text_id < known.text_id)
    )
    select
        case when is_one_shorter then one_id else other_id end as short_id,
        case when is_one_shorter then other_id else one_id end as long_id,
        case when is_one_shorter then other_limit else one_limit end as long_limit
    from (
        select
            pairs.*,
            (one.char_count, one.text_id) < (other.char_count, other.text_id) as is_one_shorter,
            one.sample_limit as one_limit,
            other.sample_limit as other_limit
        from pairs
        inner join stories.texts as one on pairs.one_id = one.text_id
        inner join stories.texts as other on pairs.other_id = other.text_id
    )
"""  # noqa: S608

# Of these, pairs that share most of the shorter one's figures, and enough of its n-grams as far as the longer
# one's sample goes. It depends on the two texts alone.
_CANDIDATES = f"""
    with stated as (
        select met.short_id, met.long_id, figures.figure
        from met inner join stories.figures as figures on met.short_id = figures.text_id
    ),
    figure_shares as (
        select stated.short_id, stated.long_id
        from stated
        left join stories.figures as others
            on stated.long_id = others.text_id and stated.figure = others.figure
        group by stated.short_id, stated.long_id
        having count(others.figure) < greatest({LEAST_SHARED_FIGURES} * count(*) - 1, 1)
    ),
    of_same_figures as (
        select met.* from met
        anti join figure_shares
            on met.short_id = figure_shares.short_id and met.long_id = figure_shares.long_id
    ),
    wanted as (
        select short_id as text_id from of_same_figures union select long_id from of_same_figures
    ),
    grams as (
        select grams.text_id, grams.gram
        from stories.grams as grams semi join wanted on grams.text_id = wanted.text_id
    ),
    shared as (
        select pairs.short_id, pairs.long_id
        from of_same_figures as pairs
        left join grams as short on pairs.short_id = short.text_id and short.gram < pairs.long_limit
        left join grams as long on pairs.long_id = long.text_id and short.gram = long.gram
        group by pairs.short_id, pairs.long_id
        having count(long.gram) >= {LEAST_SHARED_GRAMS} * count(short.gram)
    )
    select short_id, long_id from shared
"""  # noqa: S608

_TIES = f"""
    insert into stories.ties
    with tied as (
        select text_id from stories.pairs union select other_text_id from stories.pairs
    ),
    keys as ({_KEYS}),
    tied_keys as (
        select keys.key, keys.text_id from keys semi join tied on keys.text_id = tied.text_id
    ),
    shared as (
        select pairs.text_id, pairs.other_text_id, one.key
        from stories.pairs as pairs
        inner join tied_keys as one on pairs.text_id = one.text_id
        inner join tied_keys as other on pairs.other_text_id = other.text_id and one.key = other.key
    ),
    postings as (
        select keys.key, keys.text_id from keys semi join shared on keys.key = shared.key
    ),
    living as ({_LIVING}),
    living_pairs as (
        select shared.text_id, shared.other_text_id from shared semi join living on shared.key = living.key
    )
    select pairs.*
    from stories.pairs as pairs
    semi join living_pairs
        on pairs.text_id = living_pairs.text_id and pairs.other_text_id = living_pairs.other_text_id
"""  # noqa: S608


def stories_are_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether every version has been compared by this code, and none that was compared is gone."""
    return not (_is_of_other_code(connection) or _has_vanished(connection) or _has_fresh(connection))


def compare_new_texts(connection: duckdb.DuckDBPyConnection, *, anew: bool = False) -> dict[str, int]:
    """Compare the texts of versions that have not been compared yet with all others.

    The ties are the same whatever the order of arrival: whether two texts tell the same depends on them
    alone, and whether a key lives on how many titles it stands under now. A key that dies takes its ties
    along. After a change of the code, or when a version is gone, all is made anew. Each batch is one
    transaction; a killed run goes on where it stopped. Returns counts.
    """
    counts = {"versions": 0, "texts": 0, "pairs": 0}
    if anew or _is_of_other_code(connection) or _has_vanished(connection):
        _reset(connection)
    while _has_fresh(connection):
        with transaction(connection):
            versions, texts, pairs = _compare_batch(connection)
            connection.execute("delete from stories.ties")
            connection.execute(_TIES)
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
            versions.is_demo, versions.title, versions.body, versions.credit_end_char, versions.original_title
        from fresh_versions
        inner join raw.article_versions as versions
            on fresh_versions.article_version_id = versions.article_version_id
        order by fresh_versions.place
        """
    ).fetchall()
    columns: dict[str, list[int]] = {name: [] for name in _VERSION_COLUMNS}
    texts: dict[int, StoryText] = {}
    for is_demo, title, body, credit_end_char, original_title in rows:
        text = story_text(title, body, credit_end_char, is_demo)
        credited = plain_text(original_title) if original_title else text.title
        values = (text.text_id, text.title_id, text.title.size, title_id(credited, is_demo), credited.size)
        for name, value in zip(_VERSION_COLUMNS, values, strict=True):
            columns[name].append(value)
        texts.setdefault(text.text_id, text)
    arrays = {"place": range(1, len(rows) + 1), **columns}
    with _arrays(connection, {name: _numbers(values) for name, values in arrays.items()}) as name:
        connection.execute(
            f"insert into stories.versions select article_version_id, {', '.join(columns)} "  # noqa: S608
            f"from fresh_versions inner join {name} using (place)"
        )
    known = _those_held(connection, list(texts))
    fresh = [text for text in texts.values() if text.text_id not in known]
    if not fresh:
        return len(rows), 0, 0
    signatures = sign_texts(fresh)
    for table in ("texts", "grams", "bands", "figures"):
        _insert(connection, table, getattr(signatures, table))
    with _arrays(connection, {"text_id": signatures.texts["text_id"]}) as name:
        connection.execute(f"create or replace temp table fresh_texts as select text_id from {name}")  # noqa: S608
    connection.execute(_POSTINGS)
    connection.execute(_MET)
    candidates = [(int(short), int(long)) for short, long in connection.execute(_CANDIDATES).fetchall()]
    pairs = list(_compared(connection, candidates, texts))
    if pairs:
        one, other, is_excerpt, similarity, containment = zip(*pairs, strict=True)
        _insert(
            connection,
            "pairs",
            {
                "text_id": _numbers(one),
                "other_text_id": _numbers(other),
                "is_excerpt": _shares(is_excerpt).astype(bool),
                "similarity": _shares(similarity),
                "containment": _shares(containment),
            },
        )
    return len(rows), len(fresh), len(pairs)


def _compared(
    connection: duckdb.DuckDBPyConnection, candidates: list[tuple[int, int]], texts: dict[int, StoryText]
) -> Iterator[tuple[int, int, bool, float, float]]:
    """The candidates, each a shorter text and a longer one, that tell the same, and how alike they are."""
    missing = {text_id for pair in candidates for text_id in pair} - texts.keys()
    held = texts | _read_texts(connection, sorted(missing))
    for short, long in sorted(
        candidates, key=itemgetter(1, 0)
    ):  # a longer text's n-grams are kept for its next pair
        likeness = compare_texts(held[short], held[long])
        if likeness:
            low, high = sorted((short, long))
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
            select versions.is_demo, versions.title, versions.body, versions.credit_end_char
            from raw.article_versions as versions
            inner join chosen on versions.article_version_id = chosen.article_version_id
            """  # noqa: S608
        ).fetchall()
    found = [story_text(title, body, credit, is_demo) for is_demo, title, body, credit in rows]
    return {text.text_id: text for text in found}


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


def _numbers(values: Iterable[int]) -> NDArray[np.uint64]:
    import numpy as np

    return np.array(list(values), dtype=np.uint64)


def _shares(values: Iterable[float]) -> NDArray[np.float64]:
    import numpy as np

    return np.array(list(values), dtype=np.float64)
