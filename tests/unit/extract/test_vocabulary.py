"""The seeds hold together, and the loader says clearly what is wrong with them."""

from __future__ import annotations

import csv
import random
import time
from pathlib import Path

import pytest

from newsledger.errors import TerminalError
from newsledger.extract.terms import build_term_index, find_terms, fold
from newsledger.extract.vocabulary import TABLES, Vocabulary, load_vocabulary, ticker_forms
from newsledger.settings import SEEDS_DIR

OWN_SEEDS = ("companies", "company_aliases", "subjects", "subject_aliases", "topics", "topic_terms")
SMALL = {
    "companies": "company_id,name_zh,name_en,ticker,country_code,sector,parent_company_id,status,"
    "revenue_magnitude,revenue_currency,revenue_year,is_verified,not_same_as\n"
    "acme,顶峰科技,Acme Technology,SZ:300999,CN,ai,,curated,1200000000,CNY,2024,false,acme_music\n"
    "acme_music,顶峰音乐,Acme Music,,CN,media_entertainment,acme,curated,,,,false,\n",
    "company_aliases": "company_id,alias,language,kind,needs_context,context\n"
    "acme,顶峰,zh,short,true,顶峰科技\n",
    "subjects": "subject_id,subject_type,name_zh,name_en\nplace:north,place,北国,Northland\n",
    "subject_aliases": "subject_id,alias,language,needs_context\nplace:north,北境,zh,false\n",
    "topics": "topic_id,name_en,name_zh,parent_topic_id\nai,AI,人工智能,\n",
    "topic_terms": "topic_id,term,language,weight\nai,大模型,zh,3\nai,neural network,en,1.5\n",
}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", OWN_SEEDS)
def test_a_seed_is_sorted_by_its_key_and_repeats_none(name: str) -> None:
    with (SEEDS_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    keys = [tuple(row[column] for column in TABLES[name].key) for row in rows]
    assert rows
    assert keys == sorted(set(keys))


def test_the_vocabulary_is_wide_and_loads_within_a_second() -> None:
    started = time.process_time()
    loaded = load_vocabulary(SEEDS_DIR)
    assert time.process_time() - started < 1.0
    assert len(loaded.companies) >= 2000
    private = [company for company in loaded.companies.values() if not company.ticker]
    assert len(private) >= 300


def test_a_name_without_context_belongs_to_one_company(vocabulary: Vocabulary) -> None:
    owners: dict[str, set[str]] = {}
    for company in vocabulary.companies.values():
        flagged = {alias.text for alias in company.aliases if alias.needs_context or alias.kind == "ticker"}
        names = {company.name_zh, company.name_en, *(alias.text for alias in company.aliases)} - {""}
        for name in names - flagged:
            owners.setdefault(name, set()).add(company.company_id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_every_ticker_names_a_market_and_one_company(vocabulary: Vocabulary) -> None:
    owners: dict[str, list[str]] = {}
    for company in vocabulary.companies.values():
        for ticker in company.tickers:
            market, colon, code = ticker.partition(":")
            assert colon and market.isupper() and code, ticker
            owners.setdefault(ticker, []).append(company.company_id)
    assert {ticker: ids for ticker, ids in owners.items() if len(ids) > 1} == {}


def test_every_magnitude_has_its_currency_and_year(vocabulary: Vocabulary) -> None:
    for company in vocabulary.companies.values():
        if company.revenue_magnitude is not None:
            assert company.revenue_magnitude > 0
            assert len(company.revenue_currency) == 3, company.company_id
            assert company.revenue_year is not None and 2015 <= company.revenue_year <= 2026


def test_a_company_is_known_by_both_forms_of_its_ticker(vocabulary: Vocabulary) -> None:
    names = vocabulary.companies["catl"].names
    assert {"宁德时代", "CATL", "SZ:300750", "300750.SZ", "HK:3750", "3750.HK", "宁王"} <= set(names)
    assert ticker_forms("HK:700") == ["HK:700", "700.HK", "0700.HK", "00700.HK"]
    assert ticker_forms("US:NVDA") == ["US:NVDA", "NVDA.US", "NVDA"]


def test_the_version_ignores_the_order_of_rows(seeds: Path) -> None:
    before = load_vocabulary(seeds).version
    path = seeds / "companies.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    random.Random(7).shuffle(rows)
    path.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    assert load_vocabulary(seeds).version == before
    _replace(path, "1200000000", "1300000000")
    assert load_vocabulary(seeds).version != before


def test_only_the_terms_of_a_changed_entity_change_their_meaning(seeds: Path) -> None:
    before = load_vocabulary(seeds).term_meanings()
    _replace(seeds / "companies.csv", "1200000000", "12000000000")
    after = load_vocabulary(seeds).term_meanings()
    changed = {term for term in before.keys() | after.keys() if before.get(term) != after.get(term)}
    assert {"顶峰", "顶峰科技", "acme technology", "300999.sz"} <= changed
    assert not changed & {"acme music", "大模型", "北境"}


def test_a_new_alias_is_a_new_term_and_a_weight_a_new_meaning(seeds: Path) -> None:
    before = load_vocabulary(seeds).term_meanings()
    with (seeds / "company_aliases.csv").open("a", encoding="utf-8") as lines:
        lines.write("acme_music,顶乐,zh,nickname,false,\n")
    _replace(seeds / "topic_terms.csv", "大模型,zh,3", "大模型,zh,2")
    after = load_vocabulary(seeds).term_meanings()
    assert "顶乐" in after and "顶乐" not in before
    assert after["大模型"] != before["大模型"]
    assert after["neural network"] == before["neural network"]


def test_an_overlay_replaces_rows_by_key_and_adds_others(seeds: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "topic_terms.csv").write_text(
        "topic_id,term,language,weight\nai,大模型,zh,9\nai,智能体,zh,2\n", encoding="utf-8"
    )
    terms = {term.term: term.weight for term in load_vocabulary(seeds, overlay).topic_terms}
    assert terms == {"大模型": 9.0, "智能体": 2.0, "neural network": 1.5}


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("company_aliases", "acme,顶峰", "acmee,顶峰", "unknown company_id 'acmee'"),
        ("companies", ",acme,curated", ",nobody,curated", "unknown parent_company_id 'nobody'"),
        ("companies", "CN,ai", "CN,magic", "has sector 'magic'"),
        ("companies", "1200000000", "12亿", "revenue_magnitude '12亿'"),
        ("topic_terms", "term,language,weight", "term,language,heft", "lacks the column weight"),
        ("company_aliases", "needs_context,context", "needs_context,context,mood", "unknown column mood"),
        ("subject_aliases", "place:north,北境", "place:south,北境", "unknown subject_id 'place:south'"),
        ("topic_terms", "ai,neural network,en", "ai,大模型,en", "repeats the key ai / 大模型"),
    ],
)  # fmt: skip
def test_a_wrong_seed_is_refused_with_what_is_wrong(
    seeds: Path, table: str, old: str, new: str, message: str
) -> None:
    path = seeds / f"{table}.csv"
    _replace(path, old, new)
    if "mood" in new:
        path.write_text(path.read_text(encoding="utf-8").rstrip() + ",\n", encoding="utf-8")
    with pytest.raises(TerminalError) as refused:
        load_vocabulary(seeds)
    assert message in str(refused.value)
    if "unknown column" in message or "sector" in message:
        assert "Known: a" in str(refused.value)


def test_a_missing_seed_is_named(seeds: Path) -> None:
    (seeds / "topics.csv").unlink()
    with pytest.raises(TerminalError, match=r"topics\.csv is missing"):
        load_vocabulary(seeds)


def test_term_matches_point_at_what_they_say(vocabulary: Vocabulary) -> None:
    text = "İstanbul’da 宁德时代（CATL）与Meta、腾讯音乐的人工智能；TARGETS and metadata"
    index = build_term_index(vocabulary)
    matches = find_terms(text, index)
    assert all(text[match.start : match.end] == match.surface for match in matches)
    names = [match.surface for match in matches if match.layer == "name" and match.companies]
    assert names == ["宁德时代", "CATL", "Meta", "腾讯音乐"]


def test_folding_keeps_the_length_of_any_text() -> None:
    for text in ("İİ", "ǅabc", "ẞ", "ΑΣ", "普通"):
        assert len(fold(text)) == len(text)


def test_equal_terms_of_different_kinds_are_both_found(seeds: Path) -> None:
    with (seeds / "subject_aliases.csv").open("a", encoding="utf-8") as lines:
        lines.write("place:north,顶峰科技,zh,false\n")
    loaded = load_vocabulary(seeds)
    (match,) = [m for m in find_terms("顶峰科技", build_term_index(loaded)) if m.layer == "name"]
    assert {entry.kind for entry in match.entries} == {"company", "subject"}
