"""The search index: it finds what a plain look at every text finds, however it came about."""

import random
import re
from pathlib import Path

import duckdb
import pytest

from newsledger.settings import DBT_DIR
from newsledger.warehouse import search_index
from newsledger.warehouse.search_index import build_search_index
from newsledger.warehouse.search_terms import FOLDED, WORD_PATTERN, WordNumbers, occurrences

MACRO = (DBT_DIR / "serving_macros" / "search.sql").read_text(encoding="utf-8")
SMALL_RUN = 120  # characters


def publish(
    path: Path | str,
    texts: dict[str, tuple[str, str | None]],
    previous: Path | None = None,
    deleted: str = "",
) -> duckdb.DuckDBPyConnection:
    """A serving copy with these articles (id to title and body), its index and the macro."""
    connection = duckdb.connect(str(path))
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.fct_articles (article_id text, article_version_id text, title text, "
        "is_deleted boolean, published_at timestamptz, source_id text, story_id text, language text, url text)"
    )
    connection.execute(
        "create table marts.fct_article_versions (article_version_id text, title text, body text)"
    )
    parameters = {
        "rows": [[article_id, title] for article_id, (title, _) in texts.items()],
        "bodies": [body for _, body in texts.values()],
    }
    connection.execute(
        "insert into marts.fct_articles select row[1], 'v_' || row[1], row[2], row[1] = $deleted, now(), 's', "
        "'story', 'zh', null from (select unnest($rows) as row)",
        {"rows": parameters["rows"], "deleted": deleted},
    )
    connection.execute(
        "insert into marts.fct_article_versions select 'v_' || row[1], row[2], body "
        "from (select unnest($rows) as row, unnest($bodies) as body)",
        parameters,
    )
    build_search_index(connection, previous)
    connection.execute(MACRO)
    return connection


def found(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, float]:
    return dict(connection.execute("select article_id, score from marts.search(?)", [query]).fetchall())


def plain_look(texts: dict[str, tuple[str, str | None]], query: str) -> set[str]:
    """The articles that hold every word of the query, by looking into each text."""

    def words(text: str) -> list[str]:
        return re.findall(f"{WORD_PATTERN}|[一-鿿]+", text.translate(FOLDED))

    def holds(text: str, word: str) -> bool:
        there = words(re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", text))
        if not "一" <= word[0] <= "鿿":
            return word in there
        return word in there if len(word) == 1 else any(word in run for run in there)

    wanted = set(words(query))
    return {
        article_id
        for article_id, (title, body) in texts.items()
        if wanted and all(holds(title, word) or holds(body or "", word) for word in wanted)
    }


def random_texts(source: random.Random, count: int) -> dict[str, tuple[str, str | None]]:
    alphabet = ["中", "国", "經", "经", "济", "中国", " ", "，", "CATL ", "catl", " 3.5", "Ａ", "é", "\n"]
    return {
        f"a{number:03d}": ("".join(source.choices(alphabet, k=4)), "".join(source.choices(alphabet, k=25)))
        for number in range(count)
    }


QUERIES = [
    "中国",
    "中国经济",
    "經濟",
    "国中国",
    "经",
    "catl",
    "CATL 中国",
    "3.5",
    "a",
    "e",
    "中国 国经",
    "，",
    "经济中国经",
]


@pytest.mark.parametrize("seed", range(2))
def test_it_finds_what_a_look_at_every_text_finds(seed):
    texts = random_texts(random.Random(seed), 150)
    with publish(":memory:", texts) as connection:
        answers = {query: set(found(connection, query)) for query in QUERIES}
    assert answers == {query: plain_look(texts, query) for query in QUERIES}
    assert sum(1 for answer in answers.values() if answer) >= 10


@pytest.fixture(scope="module")
def written():
    body = "高盛：宁德时代CATL在成 都 市谈Nestlé，收入23.82亿美元，市场与场景。"
    with publish(":memory:", {"a": ("又创新", body), "b": ("别的", "没有关系")}) as connection:
        yield connection


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("宁德时代", True),
        ("寧德時代", True),  # traditional
        ("ＣＡＴＬ", True),  # full width
        ("nestle", True),
        ("Nestlé", True),
        ("成都市", True),  # wrapped amid the word
        ("23.82", True),
        ("82", False),  # not a number's decimals
        ("宁德德时", False),
        ("德时 宁德", True),
        ("新高", False),  # 新 and 高 stand on either side of the title's end
        ("时代宁德", False),  # 时代 and 宁德 are there
        ("市场场景", False),  # 市场 and 场景 are there, apart
    ],
)
def test_a_word_is_found_as_it_stands_whatever_its_writing(written, query, is_found):
    assert bool(found(written, query)) is is_found


def test_the_title_counts_more_and_a_longer_text_less():
    texts = {
        "title": ("利率下调", "央行昨日宣布。"),
        "short": ("央行昨日宣布", "利率下调。"),
        "long": ("央行昨日宣布", "利率下调。" + "此外还有许多别的事情。" * 40),
        "none": ("央行", "无事。"),
    }
    with publish(":memory:", texts) as connection:
        ranked = list(found(connection, "利率"))
    assert ranked == ["title", "short", "long"]


def test_as_many_as_are_asked_for_come_back_the_best_first():
    texts: dict[str, tuple[str, str | None]] = {
        f"a{number}": ("标题", "利率" + "，别的" * number) for number in range(5)
    }
    with publish(":memory:", texts) as connection:
        best = connection.execute("select article_id from marts.search('利率', hits := 2)").fetchall()
        assert [article_id for (article_id,) in best] == list(found(connection, "利率"))[:2] == ["a0", "a1"]


def test_an_index_that_grew_answers_as_one_made_at_once(tmp_path, monkeypatch):
    """Articles come, change, lose their body, are deleted and vanish; runs fill up meanwhile."""
    monkeypatch.setattr(search_index, "RUN_CHARACTERS", SMALL_RUN * 10)
    source = random.Random(7)
    texts = random_texts(source, 60)
    previous: Path | None = None
    for step in range(4):
        path = tmp_path / f"{step}.duckdb"
        deleted = sorted(texts)[step]
        with (
            publish(path, texts, previous, deleted) as grown,
            publish(":memory:", texts, None, deleted) as at_once,
        ):
            for query in QUERIES:
                assert found(grown, query) == found(at_once, query)
            assert set(found(grown, "中国")) == plain_look(texts, "中国") - {deleted}
            numbered = grown.execute(
                "select count(*), count(distinct article_no) from search.articles"
            ).fetchone()
            assert numbered == (len(texts) - 1, len(texts) - 1)
        previous = path
        texts |= {f"n{step}{key}": value for key, value in random_texts(source, 8).items()}
        texts[sorted(texts)[9]] = ("换了", "中国经济换了说法")
        texts[sorted(texts)[12]] = (texts[sorted(texts)[12]][0], None)
        del texts[sorted(texts)[15]]
    with duckdb.connect(str(previous), read_only=True) as connection:
        runs = connection.execute("select count(distinct run) from search.places").fetchone()
        numbers = connection.execute("select max(article_no) + 1, count(*) from search.articles").fetchone()
    assert runs and runs[0] > 1
    assert numbers and numbers[0] > numbers[1]  # a number that is free again is not given twice


def test_only_the_last_run_is_written_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(search_index, "RUN_CHARACTERS", SMALL_RUN)
    cut: list[str] = []

    def recorded(text, words):
        cut.append(text)
        return occurrences(text, words)

    monkeypatch.setattr(search_index, "occurrences", recorded)
    texts = random_texts(random.Random(3), 40)
    publish(tmp_path / "1.duckdb", texts).close()
    assert len(cut) == 80
    cut.clear()
    publish(tmp_path / "2.duckdb", texts | {"new": ("新的", "新的正文")}, tmp_path / "1.duckdb").close()
    assert cut == ["新的", "新的正文"]


def test_a_body_that_is_not_published_is_not_indexed(tmp_path):
    with publish(tmp_path / "1.duckdb", {"a": ("标题", "秘密的正文")}) as before:
        assert set(found(before, "秘密")) == {"a"}
    with publish(tmp_path / "2.duckdb", {"a": ("标题", "")}, tmp_path / "1.duckdb") as after:
        assert found(after, "秘密") == {}
        assert set(found(after, "标题")) == {"a"}
        assert after.execute("select count(*) from search.places").fetchall() == [(1,)]


def test_an_index_of_other_terms_or_a_damaged_file_is_not_taken_over(tmp_path, monkeypatch):
    texts: dict[str, tuple[str, str | None]] = {"a": ("标题", "正文")}
    publish(tmp_path / "1.duckdb", texts).close()
    (tmp_path / "damaged.duckdb").write_bytes(b"not a database" * 1000)
    with publish(":memory:", texts, tmp_path / "damaged.duckdb") as connection:
        assert set(found(connection, "正文")) == {"a"}
    monkeypatch.setattr(search_index, "INDEX_VERSION", search_index.INDEX_VERSION + 1)
    with publish(":memory:", texts, tmp_path / "1.duckdb") as connection:
        assert set(found(connection, "正文")) == {"a"}


def test_a_word_said_very_often_takes_few_places():
    said = occurrences("profit " * 1000, WordNumbers({}))
    assert len(said.terms) == 8
    assert said.places[-1] == 7 * len("profit ")
