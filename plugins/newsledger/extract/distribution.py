"""Figures that are said of two or more at once: 双双, 均, "both A and B". Each of them gets its own fact.

The facts have one place in the text and differ in their subject. Joint figures ("A and B together sold …")
are not of each: they stay with one of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.frozen import changed
from newsledger.extract.linked_facts import LinkedFact
from newsledger.extract.roles import Entity

_EACH_ZH = re.compile(r"(?P<both>双双)[^，。；,;]{0,14}$|均(?![价值线衡摊])[^，。；,;]{0,10}$")
_EACH_EN = re.compile(r"\bboth\b(?! of\b| (?:sides|ways|companies|firms)\b)", re.I)
_JOINED = re.compile(r"\s*(?:和|与|及|以及|、|,? and|,|&)\s*")
_TOGETHER = re.compile(r"\b(?:together|combined|jointly|in total)\b|合计|共(?:同|计)?|总计", re.I)
LONGEST_CLAUSE = 120


def said_of_each(facts: Sequence[LinkedFact], named: Sequence[Entity], text: str) -> list[LinkedFact]:
    """The facts, with one more for each further subject that a figure is said of."""
    if "双双" not in text and "均" not in text and _EACH_EN.search(text) is None:
        return list(facts)
    found: list[LinkedFact] = []
    for place, fact in enumerate(facts):
        found.append(fact)
        for other in _others(facts[:place], fact, named, text):
            subject = changed(fact.subject, entity=other, rule="said of each")
            found.append(changed(fact, subject=subject))
    return found


def _others(
    before: Sequence[LinkedFact], fact: LinkedFact, named: Sequence[Entity], text: str
) -> list[Entity]:
    """Whom else the figure is said of."""
    entity = fact.subject.entity
    start = max(fact.sentence.start, fact.quantity.start - LONGEST_CLAUSE)
    clause = text[start : fact.quantity.start]
    if entity is None or _TOGETHER.search(clause):
        return []
    chinese = _EACH_ZH.search(clause)
    cues = [] if chinese else list(_EACH_EN.finditer(clause))
    english = cues[-1] if cues else None
    if chinese is None and (english is None or re.search("[,;]", clause[english.end() :])):
        return []
    if re.search(r"\brespectively\b|分别", text[fact.quantity.end : fact.sentence.end]):
        return []
    here = [one for one in named if start <= one.start and one.end <= fact.quantity.start]
    chains = [
        chain for chain in _chains(here, text) if any(one.entity_id == entity.entity_id for one in chain)
    ]
    if english is not None:
        cue = start + english.start()
        chains = [
            chain
            for chain in chains
            if 0 <= chain[0].start - cue - len("both") <= 5 or 0 <= cue - chain[-1].end <= 12
        ]
    elif chinese is not None:
        chains = [chain for chain in chains if chain[-1].end <= start + chinese.start()]
    if chains:
        return [one for one in chains[-1] if one.entity_id != entity.entity_id]
    if chinese is None or chinese.group("both") is None:
        return []
    return _of_the_figures_before(before, fact, entity)


def _chains(named: Sequence[Entity], text: str) -> list[list[Entity]]:
    """Names of one kind that stand side by side, joined by "and" or the like: two or more each."""
    chains: list[list[Entity]] = []
    for one in named:
        last = chains[-1][-1] if chains else None
        if (
            last is not None
            and one.entity_type == last.entity_type
            and one.start >= last.end
            and _JOINED.fullmatch(text, last.end, one.start)
        ):
            chains[-1].append(one)
        else:
            chains.append([one])
    return [chain for chain in chains if len({one.entity_id for one in chain}) > 1]


def _of_the_figures_before(before: Sequence[LinkedFact], fact: LinkedFact, entity: Entity) -> list[Entity]:
    """杭州达1.6万亿,宁波达1.3万亿,双双增长: the two that the sentence has just given a figure each."""
    subjects: list[Entity] = []
    for earlier in reversed(before):
        other = earlier.subject.entity
        if earlier.sentence.start != fact.sentence.start or other is None:
            break
        if other.entity_type == entity.entity_type and other.entity_id not in {s.entity_id for s in subjects}:
            subjects.append(other)
        if len(subjects) == 2:
            break
    if len(subjects) < 2 or entity.entity_id not in {one.entity_id for one in subjects}:
        return []
    return [one for one in subjects if one.entity_id != entity.entity_id]
