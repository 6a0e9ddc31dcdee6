"""What an article is about: weighted terms of the seeds, the title above the lead above the body.

A topic's score is the sum over its terms of weight x place x a damped count, so that many different terms
say more than one repeated. Companies speak for their sector. A topic term that most topics' articles share
(revenue, market) weighs little by the seeds themselves.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from newsledger.extract.mentions import MentionMatch
from newsledger.extract.reading import Reading
from newsledger.extract.records import TopicAssignment
from newsledger.extract.terms import TermMatch
from newsledger.extract.vocabulary import Vocabulary

TITLE_FACTOR = 2.6
LEAD_FACTOR = 1.6
LEAD_SHARE = 0.3
LEAD_MAXIMUM = 700
SECTOR_WEIGHT = 1.6
SECTOR_TITLE_FACTOR = 1.8
RELATIVE_FLOOR = 0.42
ABSOLUTE_FLOOR = 5.0
MOST_TOPICS = 4
EVIDENCE_TERMS = 6

SECTOR_TOPICS: Mapping[str, str] = {
    "ai": "ai",
    "semiconductors": "semiconductors",
    "robotics": "robotics",
    "internet": "internet",
    "cloud_software": "cloud_software",
    "consumer_electronics": "consumer_electronics",
    "telecom_space": "telecom_space",
    "automotive": "automotive",
    "batteries": "batteries",
    "energy_power": "energy_power",
    "manufacturing": "manufacturing",
    "logistics": "logistics",
    "real_estate": "real_estate",
    "agriculture_food": "agriculture_food",
    "healthcare": "healthcare",
    "retail": "retail",
    "brands_dining": "brands_dining",
    "consumer": "consumer",
    "travel": "travel",
    "media_entertainment": "media_entertainment",
    "gaming": "gaming",
    "sports": "sports",
    "education": "education",
    "banking": "banking_credit",
    "insurance": "finance",
    "fintech": "finance",
    "materials_mining": "commodities",
}
_DIGEST = re.compile(r"早报|晚报|午报|早餐|周报|日报|[Mm]orning [Bb]rief|[Nn]ews [Dd]igest|[Dd]aily [Bb]rief")


def assign_topics(
    title: Reading,
    body: Reading,
    title_matches: Iterable[TermMatch],
    body_matches: Iterable[TermMatch],
    vocabulary: Vocabulary,
    title_mentions: Sequence[MentionMatch] = (),
    body_mentions: Sequence[MentionMatch] = (),
) -> list[TopicAssignment]:
    """The topics of an article, the main one first, at most four. Empty where nothing speaks for any.

    Ties go to the topic id, so that equal texts give equal rows.
    """
    weights: dict[tuple[str, str], float] = {}
    places: dict[tuple[str, str], float] = defaultdict(float)
    lead_end = min(int(len(body.text) * LEAD_SHARE), LEAD_MAXIMUM)
    lead_end = max(lead_end, min(len(body.text), 160))
    for matches, is_title in ((title_matches, True), (body_matches, False)):
        for match in matches:
            if match.layer != "topic":
                continue
            place = TITLE_FACTOR if is_title else LEAD_FACTOR if match.start < lead_end else 1.0
            for entry in match.entries:
                key = (entry.key, entry.term)
                weights[key] = max(weights.get(key, 0.0), entry.weight)
                places[key] += place
    for mentions, is_title in ((title_mentions, True), (body_mentions, False)):
        for mention in mentions:
            company = vocabulary.companies.get(mention.company_id)
            topic_id = SECTOR_TOPICS.get(company.sector) if company else None
            if company is None or topic_id is None:
                continue
            key = (topic_id, company.name_zh or company.name_en)
            weights[key] = max(weights.get(key, 0.0), SECTOR_WEIGHT)
            places[key] += SECTOR_TITLE_FACTOR if is_title else 1.0
    scores: dict[str, float] = defaultdict(float)
    evidence: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (topic_id, term), weight in sorted(weights.items()):
        value = weight * damped(places[topic_id, term])
        scores[topic_id] += value
        evidence[topic_id].append((-value, term))
    ranked = sorted(scores, key=lambda topic_id: (-scores[topic_id], topic_id))
    kept = _kept(ranked, scores, vocabulary)
    return [
        TopicAssignment(
            topic_id,
            rank,
            round(scores[topic_id], 4),
            tuple(term for _, term in sorted(evidence[topic_id])[:EVIDENCE_TERMS]),
        )
        for rank, topic_id in enumerate(kept, start=1)
    ]


def damped(count: float) -> float:
    """Grows with the count, ever more slowly: 1 for one mention in the body, about 2.6 for five."""
    return math.log1p(count) / math.log(2.0)


def _kept(ranked: Sequence[str], scores: Mapping[str, float], vocabulary: Vocabulary) -> list[str]:
    """The first topic and those close to it; a broad parent only where none of its children is kept."""
    if not ranked or scores[ranked[0]] < ABSOLUTE_FLOOR:
        return list(ranked[:1])
    floor = max(ABSOLUTE_FLOOR, scores[ranked[0]] * RELATIVE_FLOOR)
    kept: list[str] = []
    for topic_id in ranked:
        if scores[topic_id] < floor or len(kept) == MOST_TOPICS:
            break
        kept.append(topic_id)
    parents = {vocabulary.topics[topic_id].parent_topic_id for topic_id in kept}
    return [topic_id for topic_id in kept if topic_id not in parents or topic_id == kept[0]]


def is_digest(title: str) -> bool:
    """Whether the title announces several stories."""
    return _DIGEST.search(title) is not None
