"""A reviewed candidate goes from the mart to the home's vocabulary, and what cannot be right is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from newsledger.cli import main
from newsledger.errors import TerminalError
from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR, Home
from newsledger.stages import curation, extraction
from newsledger.stages.curation import Decision, accept_candidate, candidates_listed
from newsledger.warehouse import loading
from tests.unit.warehouse.rows import SOURCE, article, listing
from tests.unit.warehouse.test_loading import write

CANDIDATES = [
    ("candidate:corvane_robotics", None, "Corvane Robotics", ["Corvane", "Corvane Robotics"], 3, 4, 2),
    ("candidate:0f3d6a1b2c4e", "澜栖咖啡", None, ["澜栖咖啡", "澜栖咖啡有限公司"], 2, 2, 0),
    ("candidate:byd_group", None, "BYD Group", ["BYD", "BYD Group"], 1, 1, 0),
]


def _publish(home: Home) -> None:
    """A serving copy that holds these candidates."""
    home.serving.parent.mkdir(parents=True)
    path = home.serving.with_name("publication.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.company_candidates (company_id text, name_zh text, name_en text, "
            "surfaces text[], story_count bigint, text_count bigint, observation_count bigint, "
            "evidence_texts text[])"
        )
        connection.executemany(
            "insert into marts.company_candidates values (?, ?, ?, ?, ?, ?, ?, ['A sentence.'])", CANDIDATES
        )
    home.serving.with_name("current.json").write_text(json.dumps({"path": path.name}), encoding="utf-8")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds with two firms, without other subjects but one, and without terms: quick to load."""
    made = tmp_path_factory.mktemp("seeds")
    wanted = {"companies": ("byd", "catl"), "subjects": ("place:sweden",), "topics": ("",)}
    wanted |= {
        "company_aliases": wanted["companies"],
        "subject_aliases": wanted["subjects"],
        "topic_terms": ("",),
    }
    for path in SEEDS_DIR.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        if path.stem in wanted:
            rows = [row for row in rows if row[0] in wanted[path.stem]]
        elif path.stem.endswith("_terms"):
            rows = []
        if path.stem == "companies":
            links = {header.index(name) for name in ("parent_company_id", "not_same_as")}
            rows = [["" if at in links else cell for at, cell in enumerate(row)] for row in rows]
        with (made / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    return made


@pytest.fixture
def home(tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(curation, "SEEDS_DIR", seeds)
    monkeypatch.setattr(extraction, "SEEDS_DIR", seeds)
    home = Home(tmp_path / "home")
    _publish(home)
    return home


def _vocabulary(home: Home) -> Vocabulary:
    return load_vocabulary(curation.SEEDS_DIR, home.path / "vocabulary")


def _rows(home: Home, table: str) -> list[dict[str, str]]:
    with (home.path / "vocabulary" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _files(home: Home) -> dict[str, bytes]:
    folder = home.path / "vocabulary"
    return {path.name: path.read_bytes() for path in folder.glob("*")} if folder.is_dir() else {}


def test_candidates_are_listed_with_how_they_are_written_and_a_sentence(home: Home) -> None:
    lines = candidates_listed(home, limit=2)
    assert lines[:3] == [
        "candidate:corvane_robotics  Corvane | Corvane Robotics  (stories: 3, figures: 2)",
        "    “A sentence.”",
        "candidate:0f3d6a1b2c4e  澜栖咖啡 | 澜栖咖啡有限公司  (stories: 2, figures: 0)",
    ]
    assert lines[-2] == "… 1 more; LIMIT=3 shows all"


def test_an_accepted_candidate_is_a_company_of_the_vocabulary_once(home: Home) -> None:
    decision = Decision(
        "candidate:corvane_robotics", sector="robotics", country_code="SE", parent_company_id="byd"
    )
    accept_candidate(home, decision)
    company = _vocabulary(home).companies["corvane_robotics"]
    assert (company.name_en, company.sector, company.country_code, company.parent_company_id) == (
        "Corvane Robotics", "robotics", "SE", "byd",
    )  # fmt: skip
    # The short name alone may be anybody's: it counts where the full one stands too.
    assert [(alias.text, alias.needs_context) for alias in company.aliases] == [("Corvane", True)]
    before = _files(home)
    assert accept_candidate(home, decision) == [
        "candidate:corvane_robotics is corvane_robotics already; nothing changed"
    ]
    assert _files(home) == before


def test_a_second_candidate_joins_the_first_in_the_files(home: Home) -> None:
    accept_candidate(home, Decision("candidate:corvane_robotics"))
    accept_candidate(
        home, Decision("candidate:0f3d6a1b2c4e", company_id="lanxi_coffee", sector="brands_dining")
    )
    assert [row["company_id"] for row in _rows(home, "companies")] == ["corvane_robotics", "lanxi_coffee"]
    aliases = [(row["company_id"], row["alias"], row["kind"]) for row in _rows(home, "company_aliases")]
    assert aliases == [
        ("corvane_robotics", "Corvane", "short"),
        ("lanxi_coffee", "澜栖咖啡有限公司", "full"),
    ]


def test_an_accepted_candidate_may_be_another_name_of_a_known_company(home: Home) -> None:
    accept_candidate(home, Decision("candidate:byd_group", alias_of="byd"))
    assert not (home.path / "vocabulary" / "companies.csv").exists()
    assert "BYD Group" in _vocabulary(home).companies["byd"].names


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision("candidate:corvane"), "no candidate candidate:corvane is published.*Near: candidate:corvane_rob"),
        (Decision("candidate:corvane_robotics", company_id="catl"), "company id catl is taken: CATL.*ALIAS_OF=catl"),
        (Decision("candidate:corvane_robotics", company_id="Corvane Robotics"), "is no company id"),
        (Decision("candidate:0f3d6a1b2c4e"), "Say COMPANY_ID"),
        (Decision("candidate:byd_group"), "BYD is a name of byd already.*ALIAS_OF=byd"),
        (Decision("candidate:corvane_robotics", alias_of="cattl"), "ALIAS_OF=cattl is no company.*catl"),
        (Decision("candidate:corvane_robotics", alias_of="byd", company_id="x"), "both COMPANY_ID and ALIAS_OF"),
        (Decision("candidate:corvane_robotics", sector="robots"), "SECTOR=robots is none.*robotics"),
        (Decision("candidate:corvane_robotics", country_code="Sweden"), "COUNTRY=Sweden"),
        (Decision("candidate:corvane_robotics", ticker="300750"), "TICKER=300750"),
        (Decision("candidate:corvane_robotics", parent_company_id="nobody"), "PARENT=nobody is no company"),
        (
            Decision("candidate:corvane_robotics", leave_out=("Corvane", "Corvane Robotics")),
            "no name of candidate:corvane_robotics is left",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_accepted_is_refused_and_changes_nothing(
    home: Home, decision: Decision, words: str
) -> None:
    with pytest.raises(TerminalError, match=words):
        accept_candidate(home, decision)
    assert _files(home) == {}


def test_the_next_extraction_reads_only_the_texts_that_hold_a_name_of_it(home: Home) -> None:
    texts = ["Corvane Robotics had revenue of 5 million euros in 2024.", "CATL grew.", "Corvane alone."]
    write(home, [listing(*(article(n, text) for n, text in enumerate(texts)))])
    loading.load_ingest_batches(home, SOURCE)
    _extract(home, "one")
    accept_candidate(home, Decision("candidate:corvane_robotics"))
    assert _extract(home, "two") == 2
    assert _extract(home, "three") == 0


def _extract(home: Home, run_key: str) -> int:
    planned = extraction.plan_extraction(home, run_key)
    for chunk in planned["chunks"]:
        extraction.extract_chunk(home, run_key, chunk)
    extraction.load_facts(home)
    return int(planned["texts"])


def test_the_command_line_says_what_it_did_or_what_is_wrong(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSLEDGER_HOME", str(home.path))
    assert main(["candidates", "--limit", "1"]) == 0
    assert main(["candidate-accept", "--leave-out=Corvane", "--", "candidate:corvane_robotics"]) == 0
    out = capsys.readouterr().out
    assert "candidate:corvane_robotics is the company corvane_robotics now: Corvane Robotics\n" in out
    assert main(["candidate-accept", "--", "candidate:nobody"]) == 1
    assert "no candidate candidate:nobody is published" in capsys.readouterr().err
