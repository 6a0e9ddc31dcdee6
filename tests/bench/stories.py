"""How well and how fast edited copies are found among articles that are alike."""

from __future__ import annotations

import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np  # noqa: F401 - that loading it is not measured
import rensa  # noqa: F401 - likewise

from newsledger.settings import Home
from newsledger.warehouse.story_store import compare_new_texts
from newsledger.warehouse.working_copy import open_working_copy
from tests.bench.story_corpus import Made, make_corpus, make_long_corpus


@dataclass(frozen=True)
class Scores:
    """Over pairs of articles. `missed`, `wrong`: the pairs, by places in the corpus."""

    true_pairs: int
    found_pairs: int
    seconds: float
    processor_seconds: float
    characters: int
    missed: tuple[tuple[int, int], ...]
    wrong: tuple[tuple[int, int], ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / max(self.true_pairs, 1)

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / max(self.found_pairs, 1)


def land(connection: duckdb.DuckDBPyConnection, corpus: list[Made], prefix: str = "v") -> None:
    """The corpus as rows of raw.article_versions, numbered in their order."""
    columns = {
        "article_version_id": [f"{prefix}{place:06d}" for place in range(len(corpus))],
        "title": [article.title for article in corpus],
        "body": [article.body for article in corpus],
    }
    connection.execute(
        """
        insert into raw.article_versions (
            article_version_id, article_id, source_id, content_sha256, text_sha256, title, body, body_kind,
            is_truncated, credit_end_char, citations, parser, parser_version, is_demo, batch_id, seen_at
        )
        select
            id, id, 'bench', md5(title || body), md5(title || body), title, body, 'full', false, 0, '[]', 'bench', '1',
            false, 'bench', timestamptz '2026-01-15 00:00:00+00'
        from (select unnest($ids) as id, unnest($titles) as title, unnest($bodies) as body)
        """,
        {
            "ids": columns["article_version_id"],
            "titles": columns["title"],
            "bodies": columns["body"],
        },
    )


def groups_of(ties: list[tuple[int, int]], count: int) -> list[int]:
    """The smallest member of each one's connected component."""
    parents = list(range(count))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for one, other in ties:
        low, high = sorted((root(one), root(other)))
        parents[high] = low
    return [root(place) for place in range(count)]


def pairs_within(groups: list[int]) -> set[tuple[int, int]]:
    members = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    return {pair for group in members.values() for pair in combinations(group, 2)}


def score(home: Home, corpus: list[Made]) -> Scores:
    """Land the corpus in an empty home, compare all texts, hold the stories against the truth."""
    with open_working_copy(home, "bench stories") as connection:
        land(connection, corpus)
        started, processor = time.perf_counter(), time.process_time()
        compare_new_texts(connection)
        seconds, processor = time.perf_counter() - started, time.process_time() - processor
        versions = connection.execute("select article_version_id, text_id from stories.versions").fetchall()
        ties = connection.execute("select text_id, other_text_id from stories.ties").fetchall()
    owners = defaultdict(list)
    for version, text in versions:
        owners[text].append(int(version[1:]))
    tied = [(places[0], place) for places in owners.values() for place in places[1:]]
    tied += [(owners[one][0], owners[other][0]) for one, other in ties]
    found = pairs_within(groups_of(tied, len(corpus)))
    true = pairs_within([article.story for article in corpus])
    return Scores(
        len(true), len(found), seconds, processor, sum(len(article.body) for article in corpus),
        tuple(sorted(true - found)), tuple(sorted(found - true)),
    )  # fmt: skip


def bench_stories(articles: int = 5_000, copies: int = 500) -> None:
    """Recall, precision and speed over articles of which some are edited copies."""
    for name, make in (("articles", make_corpus), ("long articles", make_long_corpus)):
        corpus = make(20260115, articles, copies)
        with tempfile.TemporaryDirectory() as scratch:
            scores = score(Home(Path(scratch)), corpus)
        print(
            f"stories: {articles:,} {name} of {scores.characters / articles:,.0f} characters, {copies:,} of them edited "
            f"copies: recall {scores.recall:.4f}, precision {scores.precision:.4f} over {scores.true_pairs:,} pairs; "
            f"{articles / scores.seconds:,.0f} articles/s, {articles / scores.processor_seconds:,.0f} a processor second"
        )
        missed = Counter(edit for pair in scores.missed for place in pair for edit in corpus[place].edits)
        if missed:
            print(f"stories: edits in missed pairs: {dict(missed.most_common())}")
