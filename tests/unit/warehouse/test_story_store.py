"""Comparing texts in the working copy: the same ties from any order of arrival, however often it is killed."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from newsledger.settings import Home
from newsledger.warehouse import story_store
from newsledger.warehouse.story_store import compare_new_texts, stories_are_current
from newsledger.warehouse.working_copy import open_working_copy
from tests.bench.stories import groups_of, land, pairs_within, score
from tests.bench.story_corpus import Made, make_corpus

CORPUS = make_corpus(7, 240, 60)
TIES = "select * from stories.ties order by all"


def ties_of(home: Home, *parts: list[Made]) -> list[tuple[object, ...]]:
    """The ties after the parts have come one after another."""
    with open_working_copy(home, "test") as connection:
        for number, part in enumerate(parts):
            land(connection, part, prefix=f"part-{number}-")
            compare_new_texts(connection)
        assert stories_are_current(connection)
        return connection.execute(TIES).fetchall()


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    return ties_of(Home(tmp_path_factory.mktemp("at_once")), CORPUS)


def test_edited_copies_are_found_and_articles_of_one_template_kept_apart(tmp_path: Path) -> None:
    # Few pairs would make this a lottery: one copy of a story of six is five pairs.
    scores = score(Home(tmp_path), make_corpus(11, 1_500, 300))
    assert scores.true_pairs > 300
    assert scores.recall >= 0.975, scores.missed
    assert scores.precision >= 0.99, scores.wrong


@pytest.mark.parametrize("seed", [1, 2])
def test_the_ties_do_not_depend_on_the_order_of_arrival(
    tmp_path: Path, at_once: list[tuple[object, ...]], seed: int
) -> None:
    shuffled = random.Random(seed).sample(CORPUS, len(CORPUS))
    assert ties_of(Home(tmp_path), shuffled[:90], shuffled[90:100], shuffled[100:]) == at_once


def test_a_formula_that_too_many_titles_share_ties_nothing_even_what_it_tied_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formula = (
        "本公告所载资料均由本所整理,读者应以原始披露为准,本所不对任何因使用本资料而产生的损失承担责任,亦不作任何形式的保证或推荐。"
        * 3
    )
    first = [Made(f"第{name}号通知摘要", formula + tail, 0) for name, tail in (("甲", ""), ("乙", "完"))]
    later = [
        Made(f"{number}日的另一种说明{number * 7919}", formula + f"其{number * 31}。", 0)
        for number in range(40)
    ]
    both = Home(tmp_path / "both")
    both.path.mkdir()
    with open_working_copy(both, "test") as connection:
        land(connection, first, prefix="first-")
        compare_new_texts(connection)
        before = connection.execute("select count(*) from stories.ties").fetchone()
        land(connection, later, prefix="later-")
        compare_new_texts(connection)
        after = connection.execute(TIES).fetchall()
    assert before == (1,)
    other = Home(tmp_path / "other")
    other.path.mkdir()
    assert after == ties_of(other, later, first) == []


def test_a_run_killed_between_batches_and_run_again_comes_to_the_same(
    tmp_path: Path, at_once: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_store, "VERSIONS_A_BATCH", 50)
    passages = []

    def stop(name: str) -> None:
        passages.append(name)
        if len(passages) in (2, 4):
            raise KeyboardInterrupt

    monkeypatch.setattr(story_store, "failpoint", stop)
    with open_working_copy(Home(tmp_path), "test") as connection:
        land(connection, CORPUS, prefix="part-0-")
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                compare_new_texts(connection)
            assert not stories_are_current(connection)
        compare_new_texts(connection)
        assert connection.execute(TIES).fetchall() == at_once


def test_all_is_made_anew_when_a_version_is_gone_or_the_code_is_another(
    tmp_path: Path, at_once: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_working_copy(Home(tmp_path), "test") as connection:
        land(connection, CORPUS, prefix="part-0-")
        land(connection, [Made("多出来的一篇", CORPUS[0].body, 0)], prefix="gone-")
        compare_new_texts(connection)
        connection.execute("delete from raw.article_versions where article_version_id like 'gone-%'")
        assert not stories_are_current(connection)
        compare_new_texts(connection)
        assert connection.execute(TIES).fetchall() == at_once
        connection.execute("delete from stories.pairs")
        monkeypatch.setattr(story_store, "SIGNATURE_VERSION", "of a test")
        assert not stories_are_current(connection)
        compare_new_texts(connection)
        assert connection.execute(TIES).fetchall() == at_once


def test_texts_of_the_demo_are_never_tied_to_real_ones(tmp_path: Path) -> None:
    with open_working_copy(Home(tmp_path), "test") as connection:
        land(connection, CORPUS[:5], prefix="real-")
        land(connection, CORPUS[:5], prefix="demo-")
        connection.execute(
            "update raw.article_versions set is_demo = true where article_version_id like 'demo-%'"
        )
        compare_new_texts(connection)
        assert count(connection, "select count(distinct text_id) from stories.versions") == 10
        assert count(connection, "select count(*) from stories.ties") == 0


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row
    return int(row[0])


def test_groups_are_named_after_their_smallest_member() -> None:
    assert groups_of([(3, 1), (4, 3)], 6) == [0, 1, 2, 1, 1, 5]
    assert pairs_within([0, 1, 2, 1, 1, 5]) == {(1, 3), (1, 4), (3, 4)}
