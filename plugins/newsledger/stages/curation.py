"""Unknown firms that a person has reviewed: from the mart `company_candidates` into the home's vocabulary.

A candidate becomes a company of its own, or another name of one that is known. The rows go to
`vocabulary/companies.csv` and `vocabulary/company_aliases.csv` in the home, which overlay the seeds; the next
extraction reads only those texts again that hold one of the names.
"""

from __future__ import annotations

import csv
import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.extract.candidates import candidate_id, candidate_names
from newsledger.extract.vocabulary import SECTORS, TABLES, Row, Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR, Home
from newsledger.warehouse.serving import open_serving_copy

STAGE = "curation"
SHOWN = 20
_COMPANY_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,60}")
_TICKER = re.compile(r"[A-Z]{2}:[A-Z0-9.\-]{1,12}")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Candidate:
    """A row of `company_candidates`, as a person judges it."""

    candidate_id: str
    name_zh: str
    name_en: str
    surfaces: tuple[str, ...]
    story_count: int
    text_count: int
    observation_count: int
    evidence_texts: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """What the reviewer says of a candidate. `alias_of` makes it another name of that company; otherwise it
    is a company of its own. `leave_out`: ways of writing it that are no names of it."""

    candidate_id: str
    company_id: str = ""
    alias_of: str = ""
    name_zh: str = ""
    name_en: str = ""
    ticker: str = ""
    country_code: str = ""
    sector: str = ""
    parent_company_id: str = ""
    leave_out: tuple[str, ...] = ()


def read_candidates(home: Home) -> list[Candidate]:
    """The published candidates, those of most stories and figures first."""
    with open_serving_copy(home) as connection:
        rows = connection.execute(
            "select company_id, name_zh, name_en, surfaces, story_count, text_count, observation_count, "
            "evidence_texts from marts.company_candidates "
            "order by story_count desc, observation_count desc, company_id"
        ).fetchall()
    return [
        Candidate(key, zh or "", en or "", tuple(surfaces), stories, texts, figures, tuple(evidence))
        for key, zh, en, surfaces, stories, texts, figures, evidence in rows
    ]


def candidates_listed(home: Home, limit: int = SHOWN) -> list[str]:
    """The candidates as lines for a terminal: id, how it is written, how often, a sentence."""
    found = read_candidates(home)
    if not found:
        return ["no candidates: every firm that the published articles name is known"]
    lines: list[str] = []
    for one in found[:limit]:
        lines.append(
            f"{one.candidate_id}  {' | '.join(one.surfaces)}  "
            f"(stories: {one.story_count}, figures: {one.observation_count})"
        )
        lines += [f"    “{text}”" for text in one.evidence_texts[:1]]
    if len(found) > limit:
        lines.append(f"… {len(found) - limit} more; LIMIT={len(found)} shows all")
    lines.append("accept one: make candidate-accept ID=candidate:… (COMPANY_ID=… SECTOR=… or ALIAS_OF=…)")
    return lines


def accept_candidate(home: Home, decision: Decision) -> list[str]:
    """Write a reviewed candidate to the home's vocabulary; returns what was done, as lines.

    Doing it twice changes nothing. Raises TerminalError, and leaves the files as they were, for a candidate
    that is not published, a company id that is taken or malformed, and a name that is somebody else's.
    """
    overlay = home.path / "vocabulary"
    vocabulary = load_vocabulary(SEEDS_DIR, overlay if overlay.is_dir() else None)
    target = _target(decision, vocabulary)
    held = vocabulary.companies.get(target)
    if held is not None and any(candidate_id(name) == decision.candidate_id for name in held.names):
        return [f"{decision.candidate_id} is {target} already; nothing changed"]
    candidate = _published(home, decision.candidate_id)
    names = [name for name in candidate.surfaces if name not in decision.leave_out]
    if not names:
        raise _refused(f"no name of {candidate.candidate_id} is left", "LEAVE_OUT less of them.")
    _check_names(names, target, vocabulary)
    rows: dict[str, list[Row]] = {"companies": [], "company_aliases": []}
    if not decision.alias_of:
        if held is not None:
            raise _refused(
                f"the company id {target} is taken: {held.name_en or held.name_zh}",
                f"Choose another COMPANY_ID, or say ALIAS_OF={target} if they are one firm.",
            )
        company = _company_row(decision, target, candidate, names, vocabulary)
        rows["companies"].append(company)
        names = [name for name in names if name not in {company["name_zh"], company["name_en"]}]
    rows["company_aliases"] = [_alias_row(target, name, candidate.surfaces) for name in names]
    _write(overlay, rows)
    what = "another name of" if decision.alias_of else "the company"
    return [
        f"{candidate.candidate_id} is {what} {target} now: {', '.join(_written(rows))}",
        *(f"  {overlay / f'{table}.csv'}: {len(made)} new" for table, made in rows.items() if made),
        f"the next run reads the texts again that hold these names ({candidate.text_count} known), no others",
    ]


def _written(rows: Mapping[str, list[Row]]) -> list[str]:
    named = [row[column] for row in rows["companies"] for column in ("name_zh", "name_en") if row[column]]
    return [*named, *(row["alias"] for row in rows["company_aliases"])]


def _target(decision: Decision, vocabulary: Vocabulary) -> str:
    """The company that the candidate is to be."""
    if decision.alias_of and decision.company_id:
        raise _refused("both COMPANY_ID and ALIAS_OF are given", "A firm of its own has a COMPANY_ID only.")
    if decision.alias_of:
        if decision.alias_of not in vocabulary.companies:
            raise _unknown_company("ALIAS_OF", decision.alias_of, vocabulary)
        return decision.alias_of
    target = decision.company_id or decision.candidate_id.partition(":")[2]
    if not decision.company_id and _is_hash(target):
        raise _refused(
            f"{decision.candidate_id} has a Chinese name, of which no company id follows", "Say COMPANY_ID=…"
        )
    if not _COMPANY_ID.fullmatch(target):
        raise _refused(
            f"{target!r} is no company id", "Small letters, digits and underscores, as acme_robotics."
        )
    return target


def _is_hash(slug: str) -> bool:
    """Whether a candidate's id is the short hash of a Chinese name."""
    return re.fullmatch("[0-9a-f]{12}", slug) is not None


def _published(home: Home, identifier: str) -> Candidate:
    known = {one.candidate_id: one for one in read_candidates(home)}
    if identifier not in known:
        near = difflib.get_close_matches(identifier, known, n=3)
        raise _refused(
            f"no candidate {identifier} is published",
            f"Near: {', '.join(near)}." if near else "`make candidates` lists them.",
        )
    return known[identifier]


def _unknown_company(column: str, identifier: str, vocabulary: Vocabulary) -> TerminalError:
    by_name = vocabulary.company_ids_by_name.get(identifier.casefold(), ())
    near = by_name or difflib.get_close_matches(identifier, vocabulary.companies, n=3)
    return _refused(
        f"{column}={identifier} is no company of the vocabulary",
        f"Near: {', '.join(near)}." if near else "Take a company_id of dim_companies.",
    )


def _check_names(names: list[str], target: str, vocabulary: Vocabulary) -> None:
    """Raises TerminalError for a name that is another company's, or another subject's."""
    of_subjects = {
        name.casefold(): subject_id
        for subject_id, subject in vocabulary.subjects.items()
        if subject.company_id != target
        for name in subject.names
    }
    for name in names:
        others = [key for key in vocabulary.company_ids_by_name.get(name.casefold(), ()) if key != target]
        if others:
            raise _refused(
                f"{name} is a name of {others[0]} already",
                f"ALIAS_OF={others[0]} if they are one firm, LEAVE_OUT={name!r} if not.",
            )
        if name.casefold() in of_subjects:
            raise _refused(
                f"{name} is a name of the subject {of_subjects[name.casefold()]} already",
                f"LEAVE_OUT={name!r} to take the other names only.",
            )


def _company_row(
    decision: Decision, target: str, candidate: Candidate, names: list[str], vocabulary: Vocabulary
) -> Row:
    sector = decision.sector or "unclassified"
    if sector not in SECTORS:
        raise _refused(f"SECTOR={sector} is none", f"Known: {', '.join(sorted(SECTORS))}.")
    if decision.country_code and not re.fullmatch("[A-Z]{2}", decision.country_code):
        raise _refused(f"COUNTRY={decision.country_code} is no code", "Two capital letters, as CN or US.")
    if decision.ticker and not _TICKER.fullmatch(decision.ticker):
        raise _refused(f"TICKER={decision.ticker} is no ticker", "As SZ:300750, HK:3750 or US:NVDA.")
    if decision.parent_company_id and decision.parent_company_id not in vocabulary.companies:
        raise _unknown_company("PARENT", decision.parent_company_id, vocabulary)
    chinese = [name for name in (candidate.name_zh, *names) if name in names and _HAN.search(name)]
    others = [name for name in (candidate.name_en, *names) if name in names and not _HAN.search(name)]
    row = dict.fromkeys(TABLES["companies"].columns, "")
    return row | {
        "company_id": target,
        "name_zh": decision.name_zh or next(iter(chinese), ""),
        "name_en": decision.name_en or next(iter(others), ""),
        "ticker": decision.ticker,
        "country_code": decision.country_code,
        "sector": sector,
        "parent_company_id": decision.parent_company_id,
        "status": "curated",
        "is_verified": "true",
    }


def _alias_row(target: str, name: str, surfaces: tuple[str, ...]) -> Row:
    """A way of writing a firm. What is but a part of a longer one ("Exact" of "Exact Sciences") counts only
    where the article names the firm in full."""
    is_part = any(name != other and name in other for other in surfaces)
    is_full = candidate_names(name)[-1] != name
    return {
        "company_id": target,
        "alias": name,
        "language": "zh" if _HAN.search(name) else "en",
        "kind": "full" if is_full else "short",
        "needs_context": "true" if is_part and _is_one_word(name) else "false",
        "context": "",
    }


def _is_one_word(name: str) -> bool:
    return len(name) <= 2 if _HAN.search(name) else " " not in name


def _write(overlay: Path, rows: Mapping[str, list[Row]]) -> None:
    """Add the rows to the overlay's files: tried as a whole beside them first, then moved into place."""
    overlay.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=overlay.parent, prefix=".vocabulary-") as trial:
        tried = Path(trial)
        shutil.copytree(overlay, tried, dirs_exist_ok=True)
        changed = [table for table, added in rows.items() if added]
        for table in changed:
            _write_table(tried / f"{table}.csv", table, rows[table])
        load_vocabulary(SEEDS_DIR, tried)
        for table in changed:
            (tried / f"{table}.csv").replace(overlay / f"{table}.csv")


def _write_table(path: Path, table: str, added: list[Row]) -> None:
    columns: list[str] = list(TABLES[table].columns)
    key = TABLES[table].key
    held: list[Row] = []
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            held = list(reader)
            columns = list(reader.fieldnames or columns)
    by_key = {tuple(row[column].strip() for column in key): row for row in (*held, *added)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(by_key[place] for place in sorted(by_key))
        file.flush()
        os.fsync(file.fileno())


def _refused(what: str, do: str) -> TerminalError:
    return TerminalError(what, stage=STAGE, do=do)
