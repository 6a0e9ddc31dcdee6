"""`extract_article`: one document in, companies, facts and topics out.

Pure: the same text and vocabulary give the same rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsledger.extract.candidates import find_candidates, swallowed
from newsledger.extract.checks import check_scale, check_share, check_tense, check_venue
from newsledger.extract.discourse import Discourse
from newsledger.extract.distribution import said_of_each
from newsledger.extract.frozen import changed, record
from newsledger.extract.linked_facts import LinkedFact, initial_state
from newsledger.extract.linking import link_field
from newsledger.extract.mentions import (
    DocumentContext,
    MentionMatch,
    document_context,
    find_companies,
    find_subjects,
)
from newsledger.extract.metric_book import metric_book, metric_hits
from newsledger.extract.named_subjects import (
    named_subjects,
    without_places_of_names,
    without_words_of_trades,
)
from newsledger.extract.quantities import QuantityContext, find_quantities
from newsledger.extract.reading import Reading, read_field
from newsledger.extract.records import (
    CompanyMention,
    Document,
    Extraction,
    Field,
    Observation,
    SubjectType,
)
from newsledger.extract.retold import mark_retold
from newsledger.extract.roles import Entity, forecasts, is_source, is_wide_place
from newsledger.extract.sentences import Sentence, split_sentences
from newsledger.extract.terms import TermMatch, find_terms, term_index
from newsledger.extract.topics import assign_topics
from newsledger.extract.units import UnitTable, build_unit_table
from newsledger.extract.vocabulary import Vocabulary
from newsledger.extract.wholes import mark_wholes


@record
class FieldReading:
    """A field as the stages see it."""

    field: Field
    landed: str
    reading: Reading
    sentences: list[Sentence]
    terms: tuple[TermMatch, ...]
    names: tuple[TermMatch, ...]
    """Those of companies and subjects."""


def unit_table(vocabulary: Vocabulary) -> UnitTable:
    """The units of the vocabulary, built once."""
    key = (len(vocabulary.unit_rows), vocabulary.version)
    if key not in _UNIT_TABLES:
        _UNIT_TABLES.clear()
        _UNIT_TABLES[key] = build_unit_table(vocabulary.unit_rows, vocabulary.unit_term_rows)
    return _UNIT_TABLES[key]


# Words that point back at a firm; as a group's name they would hide it.
_FORECASTERS = frozenset({"banking", "brokerage", "asset_management", "professional_services", "insurance"})
_OF_PEOPLE = frozenset({"employees", "count", "users"})
_PRONOUNS = frozenset({"公司", "企业", "集团", "company", "companies", "firm", "firms"})

_UNIT_TABLES: dict[tuple[int, str], UnitTable] = {}


def local_date(document: Document) -> date | None:
    """The day of publication in the source's own time zone."""
    if document.published_at is None:
        return None
    try:
        zone = ZoneInfo(document.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return document.published_at.astimezone(zone).date()


def extract_article(document: Document, vocabulary: Vocabulary) -> Extraction:
    """Companies, facts and topics of one article version. Offsets are of the landed fields."""
    fields = [
        _read("title", document.title, 0, vocabulary),
        _read("body", document.body, document.credit_end_char, vocabulary),
    ]
    context = document_context([f.reading for f in fields], [f.names for f in fields])
    named = [_companies(f, context) for f in fields]
    named[0] = _also_in_title(fields[0], *named)
    named = _one_id_each(named)
    entities = [
        _entities(f, companies, context, vocabulary) for f, companies in zip(fields, named, strict=True)
    ]
    observations = _observations(document, fields, entities, vocabulary)
    mentions = tuple(
        _mention(f, match) for f, companies in zip(fields, named, strict=True) for match in companies
    )
    topics = assign_topics(
        fields[0].reading, fields[1].reading, fields[0].terms, fields[1].terms, vocabulary, named[0], named[1]
    )
    return Extraction(mentions, tuple(observations), tuple(topics))


def _read(field: Field, landed: str, skip: int, vocabulary: Vocabulary) -> FieldReading:
    reading = read_field(landed, skip)
    sentences = _cut_long(reading.text, split_sentences(reading))
    terms = find_terms(reading.text, term_index(vocabulary))
    names = tuple([term for term in terms if term.layer == "name"])
    return FieldReading(field, landed, reading, sentences, terms, names)


LONGEST_SENTENCE = {"en": 480, "zh": 240}


def _cut_long(text: str, sentences: list[Sentence]) -> list[Sentence]:
    """The sentences, those without end cut at a comma or a space: what links figures to words looks at
    all pairs of a sentence, and must stay linear in the text."""
    if all(s.end - s.start <= LONGEST_SENTENCE[s.language] for s in sentences):
        return sentences
    cut: list[Sentence] = []
    for sentence in sentences:
        start, longest = sentence.start, LONGEST_SENTENCE[sentence.language]
        while sentence.end - start > longest:
            limit = start + longest
            place = max(
                text.rfind(mark, start + longest // 2, limit) for mark in ("; ", ", ", "；", "，", " ")
            )
            stop = place + 1 if place > start else limit
            cut.append(Sentence(start, stop, sentence.language))
            start = stop
        cut.append(Sentence(start, sentence.end, sentence.language))
    return cut


def _companies(read: FieldReading, context: DocumentContext) -> list[MentionMatch]:
    """The firms that a field names, known ones and candidates, in the order of the text."""
    known = find_companies(read.reading, read.names, context)
    places = {(term.start, term.end) for term in read.names if term.subjects}
    hidden = swallowed(read.reading.text, known, places)
    known = [match for match in known if (match.start, match.end) not in hidden]
    found = [*known, *find_candidates(read.reading, known, read.terms)]
    return sorted(found, key=lambda match: (match.start, match.end))


def _also_in_title(
    title: FieldReading, in_title: list[MentionMatch], in_body: list[MentionMatch]
) -> list[MentionMatch]:
    """The mentions of a title with those unknown firms that only the body tells to be firms."""
    found = list(in_title)
    forms = {m.surface: m for m in reversed(in_body) if m.is_candidate and m.surface.isascii()}
    for surface in sorted(forms, key=lambda form: (-len(form), form)):
        at = title.reading.text.find(surface)
        end = at + len(surface)
        if at < 0 or len(surface) < 5 or any(m.start < end and at < m.end for m in found):
            continue
        found.append(changed(forms[surface], start=at, end=end, rule="as in the body"))
    return sorted(found, key=lambda match: (match.start, match.end))


def _one_id_each(named: list[list[MentionMatch]]) -> list[list[MentionMatch]]:
    """The mentions of title and body, an unknown firm's short name ("Helvora" in the title) under the id of
    its long one ("Helvora Therapeutics")."""
    unknown = {
        m.company_id: m for matches in named for m in matches if m.is_candidate and m.surface.isascii()
    }
    longer: dict[str, MentionMatch] = {}
    for key, match in unknown.items():
        name = match.names[-1] if match.names else match.surface
        others = [
            other
            for other_key, other in unknown.items()
            if other_key != key and any(full.startswith(f"{name} ") for full in other.names)
        ]
        if len({other.company_id for other in others}) == 1:
            longer[key] = others[0]
    if not longer:
        return named
    return [
        [
            changed(m, company_id=longer[m.company_id].company_id, names=longer[m.company_id].names)
            if m.company_id in longer
            else m
            for m in matches
        ]
        for matches in named
    ]


def _mention(read: FieldReading, match: MentionMatch) -> CompanyMention:
    start, end = read.reading.to_landed(match.start, match.end)
    return CompanyMention(match.company_id, read.landed[start:end], read.field, start, end, match.rule)


def _entities(
    read: FieldReading, companies: Sequence[MentionMatch], context: DocumentContext, vocabulary: Vocabulary
) -> list[Entity]:
    """Companies and subjects of a field as the linker sees them, in order."""
    found: list[Entity] = []
    for match in companies:
        company = vocabulary.companies.get(match.company_id)
        name = (
            (company.name_en or company.name_zh)
            if company
            else (match.names[0] if match.names else match.surface)
        )
        found.append(
            Entity(
                match.start,
                match.end,
                match.company_id,
                "company",
                name,
                match.company_id,
                is_garbled=match.rule == "name:garbled" or _is_garbled(match, vocabulary),
                surface=match.surface,
                is_forecaster=company is not None and company.sector in _FORECASTERS,
                parent_id=company.parent_company_id or None if company is not None else None,
                sector=company.sector if company is not None else "",
                country=company.country_code if company is not None else "",
            )
        )
    firm_starts = [match.start for match in companies]

    def is_in_firm(start: int, end: int) -> bool:
        at = bisect_right(firm_starts, start) - 1
        return at >= 0 and end <= companies[at].end

    for subject in find_subjects(read.reading, read.names, context):
        if subject.surface in _PRONOUNS or is_in_firm(subject.start, subject.end):
            continue
        row = vocabulary.subjects[subject.subject_id]
        kind: SubjectType = row.subject_type  # type: ignore[assignment]
        found.append(
            Entity(
                subject.start,
                subject.end,
                subject.subject_id,
                kind,
                row.name_en or row.name_zh,
                row.company_id or None,
                surface=subject.surface,
            )
        )
    found.sort(key=lambda e: (e.start, e.end, e.entity_id))
    found = without_places_of_names(read.reading.text, found)
    named = Counter(match.company_id for match in companies)
    is_of_firm = any(count > 1 for count in named.values())
    own = named_subjects(
        read.reading.text, found, lambda: _metric_words(read.terms), with_nouns=not is_of_firm
    )
    found = [*without_words_of_trades(found, own), *own]
    found.sort(key=lambda e: (e.start, e.end, e.entity_id))
    return found


def _metric_words(terms: Sequence[TermMatch]) -> set[str]:
    """The words of a text that are metrics', in lower case."""
    return {
        match.surface.lower()
        for match in terms
        if match.layer == "metric" and any(entry.key not in _OF_PEOPLE for entry in match.entries)
    }


def _is_garbled(match: MentionMatch, vocabulary: Vocabulary) -> bool:
    company = vocabulary.companies.get(match.company_id)
    return company is not None and any(
        a.kind == "garbled" and a.text == match.surface for a in company.aliases
    )


def _main_entity(
    entities: Sequence[Sequence[Entity]], kind: str, text: str, lead: int = 200
) -> Entity | None:
    """What the article is about: title before body, frequency before order. A name that is met once, and
    not in the lead, is not what it is about."""
    title, body = entities
    in_body = {e.entity_id for e in body}
    counts: Counter[str] = Counter(
        e.entity_id
        for e in body
        if e.entity_type == kind
        and not is_wide_place(e)
        and not is_source(text, e)
        and not forecasts(text, e)
    )
    for entity in title:
        if entity.entity_type == kind and (entity.entity_id in in_body or not body):
            counts[entity.entity_id] += 3
    first: dict[str, int] = {}
    for position, entity in enumerate((*title, *body)):
        first.setdefault(entity.entity_id, position)
    in_lead = {e.entity_id for e in body if e.start < lead}
    best = min(
        (key for key in counts if counts[key] > 1 or key in in_lead),
        key=lambda key: (-counts[key], first[key]),
        default=None,
    )
    return next((e for e in (*body, *title) if e.entity_id == best), None)


def _family(
    main: Entity | None, entities: Sequence[Sequence[Entity]], vocabulary: Vocabulary
) -> frozenset[str]:
    """The firms of the text that belong to its main one: subsidiaries of the vocabulary, and unknown firms
    whose name begins with the same word."""
    if main is None:
        return frozenset()
    word = main.surface.split(" ", maxsplit=1)[0]

    def belongs(entity: Entity) -> bool:
        company = vocabulary.companies.get(entity.entity_id)
        if company is not None:
            return company.parent_company_id == main.entity_id
        return len(word) > 4 and word.isascii() and entity.surface.startswith(f"{word} ")

    firms = {e.entity_id: e for named in entities for e in named if e.is_company}
    return frozenset(key for key, e in firms.items() if key != main.entity_id and belongs(e))


def _is_of_one_firm(
    main: Entity | None, entities: Sequence[Sequence[Entity]], family: frozenset[str]
) -> bool:
    """Whether a text is about one firm: its title names it, and most of the firms it names are that one or
    its own."""
    title, body = entities
    if main is None or all(e.entity_id != main.entity_id for e in title):
        return False
    firms = [e.entity_id for e in body if e.is_company]
    return sum(key == main.entity_id or key in family for key in firms) * 2 > len(firms)


_EXAMPLES = 2  # mentions of a firm that is but an example


def _is_of_a_place(main: Entity, place: Entity, entities: Sequence[Sequence[Entity]], headline: str) -> bool:
    """Whether an English headline names a place and no firm, and the text begins with the place: its firms
    are examples."""
    title, body = entities
    if not headline.isascii() or any(e.is_company for e in title):
        return False
    if all(e.entity_id != place.entity_id for e in title):
        return False
    if sum(e.entity_id == main.entity_id for e in body) > _EXAMPLES:
        return False
    first = next((e for e in body if e.entity_id in {main.entity_id, place.entity_id}), None)
    return first is not None and first.entity_id == place.entity_id


def _named_in_passing(main: Entity | None, entities: Sequence[Sequence[Entity]]) -> frozenset[str]:
    """The firms that a text about another firm names once in its body and not in its title."""
    title, body = entities
    counts = Counter(e.entity_id for e in body if e.is_company)
    in_title = {e.entity_id for e in title}
    if main is None or counts[main.entity_id] + 2 * (main.entity_id in in_title) < 3:
        return frozenset()
    return frozenset(key for key, count in counts.items() if count == 1 and key not in in_title)


def _observations(
    document: Document,
    fields: Sequence[FieldReading],
    entities: Sequence[Sequence[Entity]],
    vocabulary: Vocabulary,
) -> list[Observation]:
    book = metric_book(vocabulary)
    units = unit_table(vocabulary)
    published = local_date(document)
    body = fields[1].reading.text
    main, place = _main_entity(entities, "company", body), _main_entity(entities, "place", body)
    if (
        main is not None
        and place is not None
        and _is_of_a_place(main, place, entities, fields[0].reading.text)
    ):
        main = None
    family = _family(main, entities, vocabulary)
    passing = _named_in_passing(main, entities)
    observations: list[Observation] = []
    for read, named in zip(fields, entities, strict=True):
        quantities = find_quantities(
            read.reading, read.sentences, units, _quantity_context(read, named, vocabulary)
        )
        state = initial_state(
            published,
            Discourse(
                main=main,
                main_place=place,
                family=family,
                passing=passing,
                titled=frozenset(e.entity_id for e in entities[0]),
                is_of_one_firm=_is_of_one_firm(main, entities, family),
            ),
        )
        hits = metric_hits(read.terms, book)
        facts = link_field(read.reading, read.sentences, quantities, named, hits, book, state)
        facts = said_of_each(facts, named, read.reading.text)
        rows = [_observation(read, fact, units, published, vocabulary, frozenset()) for fact in facts]
        suspect = frozenset(_place_of(row) for row in rows if "scale_suspect" in row.flags)
        # A second look: what stands beside a figure out of scale is doubted sooner.
        observations += [
            _observation(read, fact, units, published, vocabulary, suspect)
            if _place_of(row) in suspect
            else row
            for fact, row in zip(facts, rows, strict=True)
        ]
    return mark_wholes(mark_retold(observations))


def _place_of(row: Observation) -> tuple[int, str]:
    """The sentence and the firm of a figure."""
    return row.evidence_start_char, row.company_id or ""


def _quantity_context(read: FieldReading, named: Sequence[Entity], vocabulary: Vocabulary) -> QuantityContext:
    places: list[tuple[int, str]] = []
    for entity in named:
        company = vocabulary.companies.get(entity.company_id or "")
        if company is not None and company.country_code:
            places.append((entity.start, company.country_code))
    return QuantityContext(places=tuple(places))


def _observation(
    read: FieldReading,
    fact: LinkedFact,
    units: UnitTable,
    published: date | None,
    vocabulary: Vocabulary,
    suspect: frozenset[tuple[int, str]],
) -> Observation:
    """The row of a fact. `suspect`: (sentence, company) that already have a figure out of scale."""
    quantity, entity = fact.quantity, fact.subject.entity
    start, end = read.reading.to_landed(quantity.start, quantity.end)
    evidence_start, evidence_end = read.reading.to_landed(fact.sentence.start, fact.sentence.end)
    figure_text = read.landed[start:end]
    currency = units.currency(quantity.unit)
    company = vocabulary.companies.get(entity.company_id or "") if entity else None
    flags: list[str] = []
    candidate: float | None = None
    reason: str | None = None
    if company is not None and entity is not None and entity.is_company and not fact.is_change:
        verdict = check_scale(
            fact.metric.metric_id,
            max(abs(fact.low), abs(fact.high)),
            currency,
            figure_text,
            company.revenue_magnitude,
            company.revenue_currency,
            fact.period.start,
            fact.period.end,
            sector=company.sector,
            has_suspect_sibling=(evidence_start, company.company_id) in suspect,
        )
        if verdict is not None:
            flags.append("scale_suspect")
            candidate, reason = verdict.candidate, verdict.reason
    if entity is not None and entity.is_garbled:
        flags.append("approximate_translation")
    if check_tense(fact.modality, fact.period.end, published):
        flags.append("tense_conflict")
        reason = reason or "forecast wording over a period that was past at publication"
    if not fact.is_change and check_share(
        fact.metric.metric_id, quantity.unit, fact.high, read.landed[evidence_start:evidence_end]
    ):
        flags.append("share_above_whole")
        reason = reason or "a part above 100 percent of its whole"
    before = read.landed[evidence_start:start]
    venue = check_venue(fact.metric.metric_id, company.company_id, before) if company else None
    if venue is not None:
        flags.append("venue_conflict")
        reason = reason or venue
    other = fact.subject.counterparty
    return Observation(
        metric_id=fact.metric.metric_id,
        subject_id=entity.entity_id if entity and not entity.is_unknown else None,
        subject_type=entity.entity_type if entity else "none",
        subject_name=entity.name if entity else None,
        company_id=entity.company_id if entity else None,
        counterparty_company_id=other.company_id if other else None,
        segment=fact.segment,
        region=fact.region.name if fact.region else None,
        is_change=fact.is_change,
        comparison=fact.comparison,
        value_low=fact.low,
        value_high=fact.high,
        unit=quantity.unit,
        currency_code=currency,
        bound=quantity.bound,
        modality=fact.modality,
        period_start=fact.period.start,
        period_end=fact.period.end,
        flags=tuple(flags),
        value_candidate=candidate,
        flag_reason=reason,
        figure_text=figure_text,
        evidence_text=read.landed[evidence_start:evidence_end],
        field=read.field,
        start_char=start,
        end_char=end,
        evidence_start_char=evidence_start,
        evidence_end_char=evidence_end,
        confidence=fact.confidence,
        rule=f"{quantity.rule}; {fact.metric.rule}; {fact.subject.rule}; {fact.period_rule}",
    )
