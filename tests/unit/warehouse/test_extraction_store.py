"""What is read again, what is carried over, and that a text is never extracted twice."""

import json
from pathlib import Path

import duckdb
import pytest

from newsledger.extract.vocabulary import load_vocabulary
from newsledger.settings import SEEDS_DIR, Home
from newsledger.stages import extraction
from newsledger.warehouse import loading
from tests.unit.warehouse.rows import SOURCE, article, listing
from tests.unit.warehouse.test_loading import query, write

TEXTS = (
    "宁德时代2024年营收3620亿元，同比下降9.7%。",
    "Costco said revenue rose 8.2% to $275 billion in fiscal 2025.",
    "理想汽车第三季度交付93211辆。",
)


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path)
    write(made, [listing(*(article(number, text) for number, text in enumerate(TEXTS)))])
    loading.load_ingest_batches(made, SOURCE)
    return made


def extract(home, run_key):
    planned = extraction.plan_extraction(home, run_key)
    for chunk in planned["chunks"]:
        extraction.extract_chunk(home, run_key, chunk)
    return planned["texts"], extraction.load_facts(home)


def with_alias(home, alias):
    """An overlay that gives CATL one more name."""
    overlay = home.path / "vocabulary"
    overlay.mkdir(exist_ok=True)
    header = (SEEDS_DIR / "company_aliases.csv").read_text(encoding="utf-8").splitlines()[0]
    values = {"company_id": "catl", "alias": alias, "language": "any", "kind": "nickname"}
    row = ",".join(values.get(name, "false" if name == "needs_context" else "") for name in header.split(","))
    (overlay / "company_aliases.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")


CURRENT = """
    select article_version_id, rows_extraction_id, vocabulary_version, basis
    from raw.extractions
    qualify row_number() over (partition by article_version_id order by sequence desc) = 1
    order by 1
"""


def test_what_is_extracted_is_not_extracted_again(home):
    texts, loaded = extract(home, "one")
    assert (texts, loaded["extracted"]) == (3, 3)
    assert loaded["facts"] > 0
    texts, loaded = extract(home, "two")
    assert (texts, loaded["batches"]) == (0, 0)


def test_a_new_alias_re_reads_only_the_texts_that_contain_it(home):
    extract(home, "one")
    before = {row[0]: row for row in query(home, CURRENT)}
    with_alias(home, "理想汽车第三")
    texts, loaded = extract(home, "two")
    assert (texts, loaded["extracted"], loaded["carried"]) == (1, 1, 2)
    after = {row[0]: row for row in query(home, CURRENT)}
    assert {row[3] for row in after.values()} == {"extracted", "carried"}
    assert len({row[2] for row in after.values()}) == 1
    for version, row in after.items():
        if row[3] == "carried":
            assert row[1] == before[version][1]


def test_carried_rows_are_what_a_fresh_extraction_gives(home, tmp_path_factory):
    extract(home, "one")
    with_alias(home, "理想汽车第三")
    extract(home, "two")
    fresh = Home(tmp_path_factory.mktemp("fresh"))
    with_alias(fresh, "理想汽车第三")
    write(fresh, [listing(*(article(number, text) for number, text in enumerate(TEXTS)))])
    loading.load_ingest_batches(fresh, SOURCE)
    extract(fresh, "one")
    facts = f"""
        with current as ({CURRENT})
        select facts.* exclude (extraction_id, batch_id), extractions.vocabulary_version
        from current as extractions
        inner join raw.observations as facts on facts.extraction_id = extractions.rows_extraction_id
        order by all
    """
    assert query(home, facts) == query(fresh, facts)


def test_a_vocabulary_that_comes_back_does_not_double_its_rows(home):
    extract(home, "one")
    rows = query(home, "select count(*) from raw.observations")
    with_alias(home, "理想汽车第三")
    extract(home, "two")
    (home.path / "vocabulary" / "company_aliases.csv").unlink()
    (home.path / "vocabulary").rmdir()
    _texts, loaded = extract(home, "three")
    assert loaded["extracted"] + loaded["carried"] == 3
    current = query(home, CURRENT)
    assert {row[2] for row in current} == {load_vocabulary(SEEDS_DIR).version}
    held = "', '".join(row[1] for row in current)
    assert query(home, f"select count(*) from raw.observations where extraction_id in ('{held}')") == rows


def test_a_text_that_breaks_the_extractor_is_a_row_and_stops_nothing(home, monkeypatch):
    whole = extraction.extract_article

    def breaks(document, vocabulary):
        if "Costco" in document.body:
            raise RuntimeError("a rule went wrong")
        return whole(document, vocabulary)

    monkeypatch.setattr(extraction, "extract_article", breaks)
    _, loaded = extract(home, "one")
    assert (loaded["extracted"], loaded["failed"]) == (2, 1)
    assert query(home, "select message from raw.extractions where basis = 'failed'") == [
        ("RuntimeError: a rule went wrong",)
    ]


def test_every_figure_is_the_text_between_its_offsets(home):
    extract(home, "one")
    rows = query(
        home,
        """
        select facts.figure_text, substr(
            case field when 'title' then title else body end, start_char + 1, end_char - start_char)
        from raw.observations as facts inner join raw.article_versions using (article_version_id)
        """,
    )
    assert rows
    assert all(figure == text for figure, text in rows)


def test_the_chunk_files_are_gone_when_the_facts_are_loaded(home):
    extract(home, "one")
    assert list(home.landing.rglob("*.jsonl")) == []
    assert Path(home.warehouse).exists()
    with duckdb.connect(str(home.warehouse)) as connection:
        counts = connection.execute("select row_counts from raw.batches order by sequence").fetchall()
    assert all(json.loads(row[0]) for row in counts)
