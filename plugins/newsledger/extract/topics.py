"""What an article is about: weighted terms of the seeds, the title above the lead above the body.

A topic's score is the sum over its terms of weight x place x a damped count, so that many different terms
say more than one repeated. Companies speak for their sector. A topic term that most topics' articles share
(revenue, market) weighs little by the seeds themselves.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from newsledger.extract.mentions import MentionMatch
from newsledger.extract.reading import Reading
from newsledger.extract.records import TopicAssignment
from newsledger.extract.terms import TermMatch
from newsledger.extract.vocabulary import Vocabulary

TITLE_FACTOR = 6.0
RESULTS_FACTOR = 2.0
"""Of a headline's words for results (profit, dividend) where it names a firm: they are of its trade."""
RESULTS = frozenset(
    (
        *("profit", "net profit", "revenue", "earnings", "results", "quarter", "gross margin", "dividend"),
        *("buyback", "guidance", "outlook", "forecast", "shares"),
        *("净利润", "营收", "业绩", "财报", "季度", "毛利率", "分红"),
    )
)
LEAD_FACTOR = 1.4
LEAD_SHARE = 0.3
LEAD_MINIMUM = 160
LEAD_MAXIMUM = 700
SECTOR_WEIGHT = 1.6

RELATIVE_FLOOR = 0.22
ABSOLUTE_FLOOR = 5.0
MOST_TOPICS = 4
EVIDENCE_TERMS = 6
DIGEST_VOTE = 10.0
DIGEST_LEAST = 5.0
FIRST_HEADLINE = 1.5
"""How many votes the first headline of a digest has: editors begin with what matters most."""
OF_CONSUMERS = frozenset({"retail", "brands_dining", "travel"})
CONSUMER_PART = 0.2
"""What an article about one of these trades adds to `consumer`: whom they sell to is half of their story."""
PRIORS: Mapping[str, float] = {"capital_markets": 0.65, "macro": 0.9, "mergers_funding": 1.2}
"""Factors for topics that articles touch by the way: every report of results has shares and profits."""

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
DEAL_FACTOR = 1.9
"""What a headline that tells of a deal adds to its terms: the trade of the firms comes second."""

# "Merck to pay $9 billion for …", "Voltline raises $120M", "X agrees to buy Y".
_DEAL = re.compile(
    r"\b(?:to (?:buy|acquire|merge|pay \$?[\d.,]+ ?(?:billion|million|bn|mn|m|b)?\w* for)"
    r"|agrees? to (?:buy|sell|acquire|merge|be)"
    r"|acquires?|buys|takeover|merger|buyout|raises? [$€£¥][\d.,]+ ?(?:m|b|mn|bn|million"
    r"|billion)?\b(?! (?:fine|forecast))"
    r"|bids? for|sale to)",
    re.IGNORECASE,
)

# What the last words of an unknown firm's name say of its trade.
_NAME_TOPICS = (
    (
        "energy_power",
        re.compile(
            r"\b(?:Petroleum|Energy|Energi|Oil|Power|Solar|Gas|Utilities|Water|Midstream|Offshore|Drilling)\b"
        ),
    ),
    ("banking_credit", re.compile(r"\b(?:Bank|Bancorp|Bancshares|Savings)\b")),
    (
        "healthcare",
        re.compile(
            r"\b(?:Therapeutics|Pharma|Pharmaceuticals?|Bio|Biosciences|Biotech|Biologics|Medical|Labs)\b"
        ),
    ),
    ("travel", re.compile(r"\b(?:Wings|Airlines|Airways|Air|Hotels|Resorts|Cruises)\b")),
    ("real_estate", re.compile(r"\b(?:Trust|Residential|Properties|Realty|Homes|Estates)\b")),
    ("automotive", re.compile(r"\b(?:Motors?|Auto|Automotive|Trucks|Vehicles)\b")),
    ("semiconductors", re.compile(r"\b(?:Semiconductors?|Microelectronics|Memory|Silicon|Photonics)\b")),
    (
        "logistics",
        re.compile(r"\b(?:Shipping|Dockyard|Shipyards?|Maritime|Tankers|Logistics|Freight|Lines)\b"),
    ),
    ("agriculture_food", re.compile(r"\b(?:Foods?|Farms|Grain|Dairy|Seafood|Agri)\b")),
    ("retail", re.compile(r"\b(?:Stores|Retail|Outfitters|Grocers|Supermarkets?)\b")),
    ("batteries", re.compile(r"\b(?:Battery|Batteries|Lithium)\b")),
    ("cloud_software", re.compile(r"\b(?:Software|Cloud)\b")),
    ("robotics", re.compile(r"\b(?:Robotics|Robots)\b")),
)

_STORY_END = re.compile(r"[;；。|]|[.!?](?= [A-Z])")
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
    in_title = [*_topic_hits(title_matches), *_sector_hits(title_mentions, vocabulary)]
    in_body = [*_topic_hits(body_matches), *_sector_hits(body_mentions, vocabulary)]
    lead_end = max(min(int(len(body.text) * LEAD_SHARE), LEAD_MAXIMUM), min(len(body.text), LEAD_MINIMUM))
    if is_digest(title.text):
        values = _digest_values(title, body, in_title, in_body)
    else:
        names_a_firm = any(_sector_hits(title_mentions, vocabulary))
        values = _values(
            [
                (hit, RESULTS_FACTOR if names_a_firm and _is_of_results(hit) else TITLE_FACTOR)
                for hit in in_title
            ]
            + [(hit, LEAD_FACTOR if hit[0] < lead_end else 1.0) for hit in in_body]
        )
        priors = dict(PRIORS)
        if _DEAL.search(title.text):
            priors["mergers_funding"] *= DEAL_FACTOR
        for key in values:
            values[key] *= priors.get(key[0], 1.0)
    _speak_for_consumers(values)
    scores: dict[str, float] = defaultdict(float)
    evidence: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (topic_id, term), value in sorted(values.items()):
        scores[topic_id] += value
        evidence[topic_id].append((-value, term))
    ranked = sorted(scores, key=lambda topic_id: (-scores[topic_id], topic_id))
    return [
        TopicAssignment(
            topic_id,
            rank,
            round(scores[topic_id], 4),
            tuple(term for _, term in sorted(evidence[topic_id])[:EVIDENCE_TERMS]),
        )
        for rank, topic_id in enumerate(_kept(ranked, scores), start=1)
    ]


def _speak_for_consumers(values: dict[tuple[str, str], float]) -> None:
    """Let the terms of a trade of consumers, where it leads, speak for `consumer` in part."""
    scores: dict[str, float] = defaultdict(float)
    for (topic_id, _), value in sorted(values.items()):
        scores[topic_id] += value
    first = min(scores, key=lambda topic_id: (-scores[topic_id], topic_id), default="")
    if first in OF_CONSUMERS:
        for (topic_id, term), value in sorted(values.items()):
            if topic_id == first:
                key = ("consumer", term)
                values[key] = values.get(key, 0.0) + CONSUMER_PART * value


_Hit = tuple[int, tuple[str, str], float]
"""A term, or a company of a sector, that speaks for a topic: where it stands, topic and term, weight."""


def _is_of_results(hit: _Hit) -> bool:
    topic_id, term = hit[1]
    return topic_id == "capital_markets" and term in RESULTS


def _topic_hits(matches: Iterable[TermMatch]) -> list[_Hit]:
    return [
        (match.start, (entry.key, entry.term), entry.weight)
        for match in matches
        if match.layer == "topic"
        for entry in match.entries
    ]


def _sector_hits(mentions: Iterable[MentionMatch], vocabulary: Vocabulary) -> Iterator[_Hit]:
    for mention in mentions:
        company = vocabulary.companies.get(mention.company_id)
        topic_id = SECTOR_TOPICS.get(company.sector) if company else None
        if company is None and mention.names and mention.names[0].isascii():
            name = mention.names[0]
            topic_id = next((key for key, pattern in _NAME_TOPICS if pattern.search(name)), None)
            if topic_id is not None:
                yield mention.start, (topic_id, name), SECTOR_WEIGHT
        if company is not None and topic_id is not None:
            yield mention.start, (topic_id, company.name_zh or company.name_en), SECTOR_WEIGHT


def _values(hits: Iterable[tuple[_Hit, float]]) -> dict[tuple[str, str], float]:
    """What each term adds to its topic: weight x damped sum of its places' factors."""
    weights: dict[tuple[str, str], float] = {}
    places: dict[tuple[str, str], float] = defaultdict(float)
    for (_, key, weight), factor in hits:
        weights[key] = max(weights.get(key, 0.0), weight)
        places[key] += factor
    return {key: weight * damped(places[key]) for key, weight in weights.items()}


def _digest_values(
    title: Reading, body: Reading, in_title: Sequence[_Hit], in_body: Sequence[_Hit]
) -> dict[tuple[str, str], float]:
    """Each story of a digest has one vote, shared among its topics; headlines vote as stories do."""
    total: dict[tuple[str, str], float] = defaultdict(float)
    for reading, hits in ((title, in_title), (body, in_body)):
        starts = story_starts(reading)
        stories: list[list[tuple[_Hit, float]]] = [[] for _ in range(len(starts) + 1)]
        for hit in hits:
            stories[bisect_right(starts, hit[0])].append((hit, 1.0))
        vote = DIGEST_VOTE * (FIRST_HEADLINE if reading is title else 1.0)
        for story in stories:
            values = _values(story)
            whole = sum(values.values())
            for key, value in values.items():
                total[key] += vote * value / max(whole, DIGEST_LEAST)
            if values:
                vote = DIGEST_VOTE
    return total


def story_starts(reading: Reading) -> list[int]:
    """Where the stories of a digest begin: at section marks, else at headline or sentence ends."""
    if len(reading.structure) > 1:
        return [start for start, _ in reading.structure]
    return [mark.end() for mark in _STORY_END.finditer(reading.text)]


def damped(count: float) -> float:
    """Grows with the count, ever more slowly: 1 for one mention in the body, about 2.6 for five."""
    return math.log1p(count) / math.log(2.0)


def _kept(ranked: Sequence[str], scores: Mapping[str, float]) -> list[str]:
    """The first topic and those close to it."""
    if not ranked:
        return []
    floor = max(ABSOLUTE_FLOOR, scores[ranked[0]] * RELATIVE_FLOOR)
    others = [topic_id for topic_id in ranked[1:] if scores[topic_id] >= floor]
    return [ranked[0], *others[: MOST_TOPICS - 1]]


def is_digest(title: str) -> bool:
    """Whether the title announces several stories."""
    return _DIGEST.search(title) is not None
