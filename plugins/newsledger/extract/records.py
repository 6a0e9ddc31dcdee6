"""What extraction takes and gives. Offsets count code points from 0 into the landed text of a field;
`text[start_char:end_char]` is the figure or the name as written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from newsledger.extract.frozen import record

Field = Literal["title", "body"]
Bound = Literal["exact", "about", "over", "under"]
Modality = Literal["actual", "forecast", "target", "hypothetical"]
SubjectType = Literal["company", "place", "sector", "product", "index", "group", "none"]


@dataclass(frozen=True)
class Document:
    """The article version to read. `published_at` is aware; `time_zone` is the source's own, in which
    今年 and "last quarter" count. `credit_end_char`: the body's repost card ends here and is not read."""

    title: str
    body: str
    published_at: datetime | None = None
    time_zone: str = "UTC"
    source_name: str | None = None
    credit_end_char: int = 0


@dataclass(frozen=True)
class CompanyMention:
    """One mention of a company. `company_id` is the vocabulary's key."""

    company_id: str
    surface: str
    field: Field
    start_char: int
    end_char: int
    rule: str = ""


@dataclass(frozen=True)
class Quantity:
    """A stated quantity, before it is linked: values multiplied out, unit as gold/GUIDE.md names it."""

    low: float
    high: float
    unit: str
    bound: Bound
    figure_text: str
    field: Field
    start_char: int
    end_char: int
    rule: str = ""


@record
class Observation:
    """A fact: what is stated of whom, for which period, and in which mood.

    `value_low`, `value_high` are in `unit`, signed (a fall is negative). `currency_code` is the ISO
    code of a money unit or of the money part of a rate. `evidence_start`..`evidence_end` is the
    sentence in the same field. `value_candidate` is the likelier value where `scale_suspect` is among
    `flags`; the stated value is never overwritten. `subject_id` is null where the subject is none.
    """

    metric_id: str
    subject_id: str | None
    subject_type: SubjectType
    subject_name: str | None
    company_id: str | None
    counterparty_company_id: str | None
    segment: str | None
    region: str | None
    is_change: bool
    comparison: str | None
    value_low: float
    value_high: float
    unit: str
    currency_code: str | None
    bound: Bound
    modality: Modality
    period_start: date | None
    period_end: date | None
    flags: tuple[str, ...]
    value_candidate: float | None
    flag_reason: str | None
    figure_text: str
    evidence_text: str
    field: Field
    start_char: int
    end_char: int
    evidence_start_char: int
    evidence_end_char: int
    confidence: float
    rule: str


@dataclass(frozen=True)
class TopicAssignment:
    """A topic of the article; rank 1 is the main one. `evidence` are its top terms."""

    topic_id: str
    rank: int
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Extraction:
    """Everything read out of one document, in the order of the text (topics by rank)."""

    mentions: tuple[CompanyMention, ...]
    observations: tuple[Observation, ...]
    topics: tuple[TopicAssignment, ...]
