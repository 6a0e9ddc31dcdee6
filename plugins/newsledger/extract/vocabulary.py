"""The vocabulary: the dbt seeds read into frozen records, checked, versioned.

The seeds are the one place where names live; dbt reads the same files. An overlay directory may hold files
of the same names: its rows replace those with the same key and add the others.
"""

from __future__ import annotations

import csv
import gc
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from newsledger.errors import TerminalError

Row = dict[str, str]
EntityKind = Literal["company", "subject", "metric", "unit", "topic"]

SECTORS = frozenset(
    (
        *("ai", "semiconductors", "robotics", "internet", "cloud_software"),
        *("consumer_electronics", "telecom_space", "automotive", "batteries", "energy_power"),
        *("manufacturing", "logistics", "real_estate", "agriculture_food", "healthcare"),
        *("retail", "brands_dining", "consumer", "travel", "media_entertainment"),
        *("gaming", "sports", "education", "banking", "insurance"),
        *("brokerage", "asset_management", "exchange", "fintech", "materials_mining"),
        *("conglomerate", "professional_services", "unclassified"),
    )
)
STATUSES = frozenset({"curated", "listed", "candidate"})
LANGUAGES = frozenset({"zh", "en", "any"})
ALIAS_KINDS = frozenset(
    {"full", "short", "former", "nickname", "garbled", "ticker", "transliteration", "subsidiary"}
)
SUBJECT_TYPES = frozenset({"place", "sector", "product", "index", "group"})


@dataclass(frozen=True)
class SeedTable:
    """What a seed file must look like. Optional columns may be absent; others are refused."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    is_open: bool = False  # the columns of metric and unit seeds belong to their own modules


TABLES = {
    table.name: table
    for table in (
        SeedTable(
            "companies",
            ("company_id",),
            (
                "company_id",
                "name_zh",
                "name_en",
                "ticker",
                "country_code",
                "sector",
                "parent_company_id",
                "status",
                "revenue_magnitude",
                "revenue_currency",
                "revenue_year",
                "is_verified",
                "not_same_as",
            ),
        ),
        SeedTable(
            "company_aliases",
            ("company_id", "alias"),
            ("company_id", "alias", "language", "kind", "needs_context", "context"),
        ),
        SeedTable(
            "subjects",
            ("subject_id",),
            ("subject_id", "subject_type", "name_zh", "name_en"),
            ("company_id",),
        ),
        SeedTable(
            "subject_aliases",
            ("subject_id", "alias"),
            ("subject_id", "alias", "language", "needs_context"),
            ("context",),
        ),
        SeedTable("topics", ("topic_id",), ("topic_id", "name_en", "name_zh", "parent_topic_id")),
        SeedTable("topic_terms", ("topic_id", "term"), ("topic_id", "term", "language", "weight")),
        SeedTable("metrics", ("metric_id",), ("metric_id",), is_open=True),
        SeedTable("metric_terms", ("metric_id", "term"), ("metric_id", "term"), is_open=True),
        SeedTable("units", (), (), is_open=True),
        SeedTable("unit_terms", (), (), is_open=True),
    )
}
REQUIRED_TABLES = ("companies", "company_aliases", "subjects", "subject_aliases", "topics", "topic_terms")


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name. `context` decides where `needs_context` is set: see newsledger.extract.mentions."""

    text: str
    language: str
    kind: str
    needs_context: bool = False
    context: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """A company of the vocabulary. `revenue_magnitude` is a yearly revenue in `revenue_currency`, right to
    about a factor of two, for `revenue_year`."""

    company_id: str
    name_zh: str
    name_en: str
    ticker: str
    country_code: str
    sector: str
    parent_company_id: str
    status: str
    revenue_magnitude: float | None
    revenue_currency: str
    revenue_year: int | None
    is_verified: bool
    not_same_as: tuple[str, ...]
    aliases: tuple[Alias, ...] = ()

    @property
    def tickers(self) -> tuple[str, ...]:
        """The main ticker, then those among the aliases, each as `SZ:300750`."""
        others = (alias.text for alias in self.aliases if alias.kind == "ticker")
        return tuple(dict.fromkeys(ticker for ticker in (self.ticker, *others) if ticker))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is known by, a ticker as SZ:300750, as 300750.SZ and (letters only) bare."""
        found = [self.name_zh, self.name_en, *(a.text for a in self.aliases if a.kind != "ticker")]
        for ticker in self.tickers:
            found += ticker_forms(ticker)
        return tuple(dict.fromkeys(name for name in found if name))


@dataclass(frozen=True, slots=True)
class Subject:
    """A place, sector, product, index or group that a figure can be about; `company_id` is a product's
    maker."""

    subject_id: str
    subject_type: str
    name_zh: str
    name_en: str
    company_id: str = ""
    aliases: tuple[Alias, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        found = (self.name_zh, self.name_en, *(a.text for a in self.aliases))
        return tuple(dict.fromkeys(name for name in found if name))


@dataclass(frozen=True, slots=True)
class Topic:
    topic_id: str
    name_en: str
    name_zh: str
    parent_topic_id: str


@dataclass(frozen=True, slots=True)
class TopicTerm:
    topic_id: str
    term: str
    language: str
    weight: float


@dataclass(frozen=True)
class Vocabulary:
    """Everything extraction knows. Immutable; equal content has an equal `version`."""

    companies: Mapping[str, Company]
    subjects: Mapping[str, Subject]
    topics: Mapping[str, Topic]
    topic_terms: tuple[TopicTerm, ...]
    metric_rows: tuple[Row, ...] = ()
    metric_term_rows: tuple[Row, ...] = ()
    unit_rows: tuple[Row, ...] = ()
    unit_term_rows: tuple[Row, ...] = ()
    version: str = field(default="")

    @cached_property
    def company_ids_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Casefolded name → the companies that bear it, in the order of their ids."""
        found: dict[str, list[str]] = defaultdict(list)
        for company_id in sorted(self.companies):
            for name in self.companies[company_id].names:
                ids = found[name.casefold()]
                if company_id not in ids:
                    ids.append(company_id)
        return {name: tuple(ids) for name, ids in found.items()}

    def term_meanings(self) -> dict[str, str]:
        """Casefolded term → sha256 of all that extraction knows of it: every entity that bears it, with its
        own columns, and the row that gives it this name. Not its other names: a text that holds none of
        them is read the same without them. So a text has to be read again only if it holds a term whose
        meaning differs between two vocabularies."""
        meanings: dict[str, set[str]] = defaultdict(set)

        def add(term: str, *facts: object) -> None:
            meanings[term.casefold()].add(_fingerprint(facts))

        for company in self.companies.values():
            entity = replace(company, aliases=())
            rows = {alias.text: alias for alias in company.aliases}
            for name in company.names:
                add(name, entity, rows.get(name))
            for ticker in company.tickers:
                add(ticker.partition(":")[2], entity, ticker)
        for subject in self.subjects.values():
            owner = replace(subject, aliases=())
            rows = {alias.text: alias for alias in subject.aliases}
            for name in subject.names:
                add(name, owner, rows.get(name))
        for term in self.topic_terms:
            add(term.term, term, self.topics[term.topic_id])
        for term_rows, owner_rows, key in (
            (self.metric_term_rows, self.metric_rows, "metric_id"),
            (self.unit_term_rows, self.unit_rows, "unit"),
        ):
            by_id = {row.get(key, ""): row for row in owner_rows}
            for row in term_rows:
                add(row.get("term", ""), sorted(row.items()), sorted(by_id.get(row.get(key, ""), {}).items()))
        return {
            term: hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()
            for term, facts in sorted(meanings.items())
            if term
        }


def ticker_forms(ticker: str) -> list[str]:
    """`SZ:300750` → itself, 300750.SZ, and for lettered codes the bare code. Hong Kong codes also with the
    four digits that the exchange prints (0700.HK)."""
    market, _, code = ticker.partition(":")
    if not code:
        return [ticker]
    forms = [ticker, f"{code}.{market}"]
    if market == "HK" and code.isdigit():
        forms += [f"{code.zfill(4)}.HK", f"{code.zfill(5)}.HK"]
    if market in {"JP", "KR", "TW"}:
        forms.append(f"{code}.{ {'JP': 'T', 'KR': 'KS', 'TW': 'TW'}[market] }")
    if code.isalpha():
        forms.append(code)
    return list(dict.fromkeys(forms))


@contextmanager
def many_objects() -> Iterator[None]:
    """Around the making of many objects that stay: the search for cycles among them costs a quarter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@many_objects()
def load_vocabulary(seeds_dir: Path, overlay_dir: Path | None = None) -> Vocabulary:
    """Reads and checks the seeds. Raises TerminalError with the file, the row and what is allowed there."""
    tables = {name: _read_table(table, seeds_dir, overlay_dir) for name, table in TABLES.items()}
    _check_references(tables)
    company_aliases = _aliases_by(tables["company_aliases"], "company_id")
    subject_aliases = _aliases_by(tables["subject_aliases"], "subject_id")
    return Vocabulary(
        companies={
            row["company_id"]: _company(row, company_aliases.get(row["company_id"], ()))
            for row in tables["companies"]
        },
        subjects={
            row["subject_id"]: Subject(
                row["subject_id"],
                row["subject_type"],
                row["name_zh"],
                row["name_en"],
                row.get("company_id", ""),
                subject_aliases.get(row["subject_id"], ()),
            )
            for row in tables["subjects"]
        },
        topics={
            row["topic_id"]: Topic(row["topic_id"], row["name_en"], row["name_zh"], row["parent_topic_id"])
            for row in tables["topics"]
        },
        topic_terms=tuple(
            TopicTerm(row["topic_id"], row["term"], row["language"], _number(row, "weight", "topic_terms"))
            for row in tables["topic_terms"]
        ),
        metric_rows=tuple(tables["metrics"]),
        metric_term_rows=tuple(tables["metric_terms"]),
        unit_rows=tuple(tables["units"]),
        unit_term_rows=tuple(tables["unit_terms"]),
        version=_version(tables),
    )


def _read_table(table: SeedTable, seeds_dir: Path, overlay_dir: Path | None) -> list[Row]:
    """The rows of a seed file, overlaid, sorted by key. Absent files of the open tables are empty."""
    base = _read_file(table, seeds_dir / f"{table.name}.csv", is_required=table.name in REQUIRED_TABLES)
    if overlay_dir is None or not (overlay_dir / f"{table.name}.csv").exists():
        return base
    merged = {_key(table, row): row for row in base}
    over = _read_file(table, overlay_dir / f"{table.name}.csv", is_required=True)
    merged.update({_key(table, row): row for row in over})
    return [merged[key] for key in sorted(merged)]


def merged_seeds(seeds_dir: Path, overlay_dir: Path) -> dict[str, list[Row]]:
    """The seeds that an overlay changes, by name, as the extractor reads them: for dbt, which must read the
    same. Raises TerminalError as `load_vocabulary` does."""
    return {
        table.name: _read_table(table, seeds_dir, overlay_dir)
        for table in TABLES.values()
        if (overlay_dir / f"{table.name}.csv").exists()
    }


def _key(table: SeedTable, row: Row) -> tuple[str, ...]:
    if len(table.key) == 1:
        return (row[table.key[0]],)
    return tuple([row[column] for column in table.key]) if table.key else tuple(row.values())


def _read_file(table: SeedTable, path: Path, *, is_required: bool) -> list[Row]:
    if not path.exists():
        if is_required:
            raise _refused(path, "is missing", "Every vocabulary needs it; see dbt_project/seeds.")
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(path, f"is not UTF-8 (byte {error.start})", "Save it as UTF-8.") from error
    reader = csv.reader(text.splitlines(), strict=True)
    header = next(reader, [])
    _check_header(table, path, header)
    rows: list[Row] = []
    width = len(header)
    for cells in reader:
        if not cells:
            continue
        if len(cells) != width:
            raise _refused(
                path,
                f"line {reader.line_num} has {len(cells)} cells, the header has {width}",
                "Quote cells that hold a comma.",
            )
        rows.append(dict(zip(header, map(str.strip, cells), strict=True)))
    keys = [_key(table, row) for row in rows]
    if len(set(keys)) < len(keys):
        seen: set[tuple[str, ...]] = set()
        for number, key in enumerate(keys, start=2):
            if key in seen:
                what = f"line {number} repeats the key {' / '.join(key)}"
                raise _refused(path, what, "Keep one of the two.")
            seen.add(key)
    return [rows[number] for number in sorted(range(len(rows)), key=keys.__getitem__)]


def _check_header(table: SeedTable, path: Path, header: Sequence[str]) -> None:
    known = set(table.columns) | set(table.optional)
    missing = [column for column in table.columns if column not in header]
    unknown = [] if table.is_open else [column for column in header if column not in known]
    if missing:
        raise _refused(path, f"lacks the column {missing[0]}", f"Needed: {', '.join(table.columns)}.")
    if unknown:
        raise _refused(path, f"has the unknown column {unknown[0]}", f"Known: {', '.join(sorted(known))}.")


def _check_references(tables: Mapping[str, list[Row]]) -> None:
    company_ids = {row["company_id"] for row in tables["companies"]}
    subject_ids = {row["subject_id"] for row in tables["subjects"]}
    topic_ids = {row["topic_id"] for row in tables["topics"]}
    for row in tables["companies"]:
        owner = f"company {row['company_id']}"
        _one_of("companies", owner, "sector", row["sector"], SECTORS)
        _one_of("companies", owner, "status", row["status"], STATUSES)
        _one_of("companies", owner, "is_verified", row["is_verified"], {"true", "false"})
        if row["parent_company_id"]:
            _known("companies", owner, "parent_company_id", row["parent_company_id"], company_ids)
        for other in row["not_same_as"].split():
            _known("companies", owner, "not_same_as", other, company_ids)
        if not (row["name_zh"] or row["name_en"]):
            raise _refused_row("companies", owner, "has neither name_zh nor name_en", "Give it one of them.")
    for row in tables["company_aliases"]:
        owner = f"alias {row['alias']}"
        _known("company_aliases", owner, "company_id", row["company_id"], company_ids)
        _one_of("company_aliases", owner, "kind", row["kind"], ALIAS_KINDS)
        _one_of("company_aliases", owner, "language", row["language"], LANGUAGES)
        _one_of("company_aliases", owner, "needs_context", row["needs_context"], {"true", "false"})
    for row in tables["subjects"]:
        _one_of("subjects", row["subject_id"], "subject_type", row["subject_type"], SUBJECT_TYPES)
        if row.get("company_id"):
            _known("subjects", row["subject_id"], "company_id", row["company_id"], company_ids)
    for row in tables["subject_aliases"]:
        owner = f"alias {row['alias']}"
        _known("subject_aliases", owner, "subject_id", row["subject_id"], subject_ids)
        _one_of("subject_aliases", owner, "language", row["language"], LANGUAGES)
        _one_of("subject_aliases", owner, "needs_context", row["needs_context"], {"true", "false"})
    for row in tables["topics"]:
        if row["parent_topic_id"]:
            _known("topics", row["topic_id"], "parent_topic_id", row["parent_topic_id"], topic_ids)
    for row in tables["topic_terms"]:
        _known("topic_terms", f"term {row['term']}", "topic_id", row["topic_id"], topic_ids)
    metric_ids = {row["metric_id"] for row in tables["metrics"]}
    for row in tables["metric_terms"]:
        _known("metric_terms", f"term {row['term']}", "metric_id", row["metric_id"], metric_ids)


def _aliases_by(rows: Iterable[Row], key: str) -> dict[str, tuple[Alias, ...]]:
    found: dict[str, list[Alias]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(
            Alias(
                row["alias"],
                row["language"],
                row.get("kind", "short"),
                row["needs_context"] == "true",
                row.get("context", ""),
            )
        )
    return {owner: tuple(aliases) for owner, aliases in found.items()}


def _company(row: Row, aliases: tuple[Alias, ...]) -> Company:
    return Company(
        company_id=row["company_id"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        ticker=row["ticker"],
        country_code=row["country_code"],
        sector=row["sector"],
        parent_company_id=row["parent_company_id"],
        status=row["status"],
        revenue_magnitude=_number(row, "revenue_magnitude", "companies")
        if row["revenue_magnitude"]
        else None,
        revenue_currency=row["revenue_currency"],
        revenue_year=int(_number(row, "revenue_year", "companies")) if row["revenue_year"] else None,
        is_verified=row["is_verified"] == "true",
        not_same_as=tuple(row["not_same_as"].split()),
        aliases=aliases,
    )


def _number(row: Row, column: str, table: str) -> float:
    try:
        return float(row[column])
    except ValueError as error:
        owner = next(iter(row.values()))
        raise _refused_row(table, owner, f"has {column} {row[column]!r}", "Write a plain number.") from error


def _version(tables: Mapping[str, list[Row]]) -> str:
    """Twelve hex digits over the content, whatever the order of rows and columns in the files."""
    digest = hashlib.sha256()
    for name in sorted(tables):
        orders = {columns: sorted(columns) for columns in {tuple(row) for row in tables[name]}}
        cells = ([(column, row[column]) for column in orders[tuple(row)]] for row in tables[name])
        written = sorted(map(repr, cells))
        digest.update("\n".join((name, *written, "")).encode())
    return digest.hexdigest()[:12]


def _fingerprint(value: object) -> str:
    return repr(value)


def _one_of(table: str, owner: str, column: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        do = f"Known: {', '.join(sorted(allowed))}."
        raise _refused_row(table, owner, f"has {column} {value!r}", do)


def _known(table: str, owner: str, column: str, value: str, ids: Iterable[str]) -> None:
    if value not in ids:
        raise _refused_row(table, owner, f"names the unknown {column} {value!r}", "Add it, or mend the id.")


def _refused(path: Path, what: str, do: str) -> TerminalError:
    return TerminalError(f"The seed {path.name} {what}", stage="vocabulary", do=do)


def _refused_row(table: str, owner: str, what: str, do: str) -> TerminalError:
    return TerminalError(f"The seed {table}.csv: {owner} {what}", stage="vocabulary", do=do)
