"""Whom or what a figure is about, across clauses and sentences, and the other party where one is named.

Candidates are the entities of the sentence and those that the text goes on about. Each gets a score from its
role (possessor, head of its clause, member of a list, object of a preposition) and from what stands between
it and the figure.
A list of names and a list of figures of the same length pair off ("A, B and C held 53%, 35% and 11%").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.extract.breaks import HARD, SOFT
from newsledger.extract.counterparties import counterparty_of
from newsledger.extract.discourse import Discourse
from newsledger.extract.frozen import record
from newsledger.extract.pronouns import (
    PLACE_AGAIN,
    THING_AGAIN,
    country_meant,
    firm_meant,
    firm_taken_up,
    nearest_pronoun,
    sectors_meant,
)
from newsledger.extract.public_figures import of_central_bank, told_instead
from newsledger.extract.roles import COORDINATE, NATION, POSSESSIVE, Entity, Roles
from newsledger.extract.sentences import Language
from newsledger.extract.subject_fits import (
    COMMODITY_METRICS,
    COMPANY_METRICS,
    INDEX_METRICS,
    PLACE_METRICS,
    fits_metric,
)
from newsledger.extract.subjects_chinese import carried_in_chinese, is_part_of_firm, opening_firm


@record
class ChosenSubject:
    entity: Entity | None
    rule: str
    certainty: float
    counterparty: Entity | None = None


# What "its" owner is a firm for, though the clause opens with a place: "In Japan its market share was 5%".
_OF_A_FIRM = COMPANY_METRICS | {"market_share", "unit_price", "users", "subscribers", "cost", "sales_volume"}

_OF_GROUP = re.compile(r"\sof\s(?:all\s|the\s)?(?:[A-Z][a-z]+\s)?")
_UNDER_ITS = re.compile(
    r"(?:Under|In|With|After|Despite|For|Following|By|On|At|Before|Since|Through) (?:its|their)"
)

# "Beta was bought by Acme for $3bn", "Beta is 30% owned by Acme": the buyer's, the holder's.
_BY_AGENT = frozenset({"stake", "deal_value", "deal_price"})
_DONE_BY = re.compile(
    r"\b(?:bought|acquired|purchased|taken over|snapped up|owned|held|controlled)\sby\s(?:the\s|rival\s"
    r"|larger\s)?$"
)
# What a bank holds is the bank's.
_HELD_BY_FIRM = frozenset(
    {"product:deposits", "product:mortgages", "product:consumer_loans", "product:credit_cards"}
)
_OF_FIRM = re.compile(r"^\s(?:at|of)\s(?:the\s)?[A-Z]")
# "followed by Beta with 20%", "ahead of Beta at 20%"
_WITH_SO_MUCH = re.compile(r"\s(?:with|at|on)\s(?:about |nearly |some |just |only )?")
_NEXT_TO = re.compile(r"\b(?:followed by|ahead of|behind|trailed by|trailing|and|then)\s(?:the\s|rival\s)?$")
# "compared with $5 million at Beta", "outpacing a 5% gain at Beta"
_AT_FIRM = re.compile(r"(?:\s[a-z]+){0,2}\s(?:at|for|by)\s(?:the\s|rival\s)?")
_HELD_NEXT_TO = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|than|outpacing|beating|exceeding|topping|trailing)\s"
    r"(?:an? |the )?(?:about |nearly |some )?$"
)


def _gap_cost(gap: str, language: Language) -> float:
    """What stands between a name and a figure; a clause's subject reaches to its end, however long it is."""
    hard, soft = HARD.count(gap), SOFT.count(gap)
    length = min(len(gap) * (0.006 if language == "zh" else 0.0025), 0.25)
    return 0.6 * hard + 0.16 * min(soft, 2) + length


_BESIDE = re.compile(r"(?:['’]s?)?\s?")
_NEXT_IN_LIST = re.compile(
    r"\s*(?:[,，、]|,?\s*and|和|及|以及|与|,?\s*or)\s*(?:and\s+)?(?:约|近|超|about |over )?"
)


def lists_pair_off(
    text: str,
    figures: Sequence[tuple[int, int]],
    entities: Sequence[Entity],
    sentence: tuple[int, int],
) -> dict[tuple[int, int], Entity]:
    """Figures of coordinated lists, each with its own name of a list of equal length beside them."""
    paired: dict[tuple[int, int], Entity] = {}
    runs: list[list[tuple[int, int]]] = []
    for figure in figures:
        if runs and _NEXT_IN_LIST.fullmatch(text, runs[-1][-1][1], figure[0]):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    groups: list[list[Entity]] = []
    for entity in entities:
        if groups and COORDINATE.fullmatch(text[groups[-1][-1].end : entity.start]):
            groups[-1].append(entity)
        else:
            groups.append([entity])
    groups = [
        g[1:]
        if len(g) > 1
        and re.search(
            r"\b(?:[Aa]ccording to|[Dd]ata from|[Ss]ays?)\s$", text[max(0, g[0].start - 16) : g[0].start]
        )
        else g
        for g in groups
    ]
    for run in runs:
        if len(run) < 2:
            continue
        named = [g for g in groups if len(g) == len(run) and g[0].entity_type == g[-1].entity_type]
        ahead = [g for g in named if g[-1].end <= run[0][0]]
        behind = [g for g in named if g[0].start >= run[-1][1]]
        tail = text[run[-1][1] : min(sentence[1], run[-1][1] + 60)]
        head = text[max(sentence[0], run[0][0] - 30) : run[0][0]]
        chosen = (
            ahead[-1]
            if ahead
            else behind[0]
            if behind and ("respectively" in tail or "分别" in head)
            else None
        )
        if chosen is None and ("respectively" in tail or "分别" in head):
            distinct = list(
                {e.entity_id: e for e in entities if e.is_company and e.end <= run[0][0]}.values()
            )
            chosen = distinct if len(distinct) == len(run) else None
        if chosen is not None:
            paired.update(dict(zip(run, chosen, strict=True)))
    return paired


# 其四足机器人、人形机器人收入占比分别约…: lines of a firm.
_ITS_ZH = re.compile(r"其(?![中他实余次间一二三])|公司")

# Offices that count what a nation makes, buys and sells: their figures are not a firm's.
_OFFICE = re.compile(
    r"统计局|海关|农业农村部|商务部|人社部|财政部|央行|中国人民银行|能源局|工信部|监管总局|发改委|住建部|文旅部|卫健委"
    r"|民航局|邮政局|乘联分?会|中汽协"
)


def choose_subject(
    text: str,
    sentence: tuple[int, int],
    figure: tuple[int, int],
    others: Sequence[tuple[int, int]],
    entities: Sequence[Entity],
    metric_id: str,
    language: Language,
    discourse: Discourse,
    paired: dict[tuple[int, int], Entity],
    roles: Roles,
    told: tuple[ChosenSubject, int] | None = None,
) -> ChosenSubject:
    """The subject of one figure; `told`: that of the figure before in the sentence, and where it ends."""
    is_line = (
        language == "zh"
        and figure in paired
        and metric_id in COMPANY_METRICS
        and paired[figure].entity_type in {"product", "sector"}
        and (any(e.is_company for e in entities) or _ITS_ZH.search(text, sentence[0], figure[0]))
    )
    if figure in paired and not is_line:
        return ChosenSubject(paired[figure], "lists pair off", 0.92)
    if language == "en" and metric_id in _BY_AGENT:
        agent = next(
            (
                e
                for e in entities
                if e.is_company and _DONE_BY.search(text, max(sentence[0], e.start - 28), e.start)
            ),
            None,
        )
        if agent is not None:
            return ChosenSubject(agent, "who bought or holds", 0.8)
    if language == "en" and metric_id == "share":
        part = next((e for e in entities if e.start >= figure[1] and e.entity_type == "group"), None)
        if part is not None and _OF_GROUP.fullmatch(text, figure[1], part.start):
            # "12% of American adults"
            return ChosenSubject(part, "part of a group", 0.7)
    chosen = _scored_subject(text, sentence, figure, others, entities, metric_id, language, discourse, roles)
    if (
        chosen.entity is None
        and language == "zh"
        and metric_id not in COMPANY_METRICS
        and _OFFICE.search(text, sentence[0], figure[0])
    ):
        return ChosenSubject(NATION, "an office counts it", 0.6)
    if (
        chosen.entity is None
        and chosen.rule == "only a source is named"
        and language == "zh"
        and told is not None
        and told[0].entity is not None
    ):
        return ChosenSubject(told[0].entity, "as the figure before it", 0.55)
    other = told_instead(
        text, sentence, figure[0], chosen.entity, chosen.rule, entities, metric_id, language, discourse
    )
    if other is not None:
        return ChosenSubject(*other, 0.6)
    if chosen.rule != "carried over":
        return chosen
    # What comes from sentences before gives way to what this one says.
    left = figure[0]
    is_of_firm = chosen.entity is not None and chosen.entity.is_company
    if (
        is_of_firm
        and language == "zh"
        and metric_id not in COMPANY_METRICS
        and not any(e.is_company and e.end <= left for e in entities)
        and _OFFICE.search(text, sentence[0], left)
    ):
        return ChosenSubject(NATION, "an office counts it", 0.6)
    if told is None or told[0].entity is None:
        return chosen
    if told[0].rule == "carried over" and not (language == "zh" and metric_id == "growth_rate"):
        return chosen
    if any(told[1] <= e.start and e.end <= left for e in entities):
        return chosen
    return ChosenSubject(told[0].entity, "as the figure before it", 0.6)


def _scored_subject(
    text: str,
    sentence: tuple[int, int],
    figure: tuple[int, int],
    others: Sequence[tuple[int, int]],
    entities: Sequence[Entity],
    metric_id: str,
    language: Language,
    discourse: Discourse,
    roles: Roles,
) -> ChosenSubject:
    """The best of the sentence's entities and of what the text goes on about."""
    left, right = figure
    scored: list[tuple[float, int, Entity, str]] = []
    for entity in entities:
        if entity.end <= left:
            role, rule = roles[entity.start]
            gap = text[entity.end : left]
            if (
                metric_id == "stake"
                and language == "zh"
                and re.fullmatch(r"(?:的)?(?:约|近|超|逾|超过|不超过|最多)?", gap)
                and len(entities) > 1
            ):
                role, rule = -0.3, "held firm"
            if language == "zh" and is_part_of_firm(text, entity, entities, roles, gap, discourse):
                role, rule = min(role, -0.5 if entity.entity_type == "group" else 0.1), "part of a firm"
            fits = fits_metric(entity, metric_id)
            is_object = rule == "object" and language == "zh"
            score = role + (min(0.0, fits) if is_object else fits) - _gap_cost(gap, language)
            if rule == "place that opens the clause" and metric_id in COMPANY_METRICS:
                # "In Amsterdam the shares fell": where, not whose.
                score -= 0.7
            if language == "zh" and "其中" in text[max(sentence[0], entity.start - 6) : entity.start]:
                # 其中问界占四万辆；前7个月…: behind the break the whole is meant again.
                score -= 0.6 if re.search(r"[;；]", gap) else 0.0
            if (
                entity.entity_id in _HELD_BY_FIRM
                and language == "en"
                and (discourse.is_of_one_firm or any(e.is_company for e in entities))
            ):
                score -= 0.9
            elif entity.is_unknown and entity.entity_type == "group" and _OF_FIRM.search(gap):
                score -= 0.5
            elif (
                entity.is_company
                and _WITH_SO_MUCH.fullmatch(gap)
                and _NEXT_TO.search(text, max(sentence[0], entity.start - 16), entity.start)
            ):
                score += 1.0
            if not is_object and len(gap) < 4 and _BESIDE.fullmatch(gap):
                score += 0.0 if rule == "held firm" else 0.3 if gap.isspace() or not gap else 0.6
            if _IN_WHICH.search(text[max(sentence[0], entity.start - 40) : entity.start]) and re.match(
                r"[^,.;]{1,60},\s(?!and\b|or\b|but\b)[a-z]", text[entity.end : left]
            ):
                score -= 0.7
            if (
                language == "en"
                and _WITHOUT.match(text, sentence[0], left)
                and "," not in text[sentence[0] : entity.start]
                and re.search(r",\s", gap)
            ):
                score -= 0.7
            scored.append((score, entity.start, entity, rule))
        elif entity.start >= right:
            gap = text[right : entity.start]
            if (
                len(gap) > 60
                or HARD.is_in(gap)
                or any(o[0] >= right and o[1] <= entity.start for o in others)
            ):
                continue
            if (
                entity.is_company
                and _AT_FIRM.fullmatch(gap)
                and _HELD_NEXT_TO.search(text, max(sentence[0], left - 30), left)
            ):
                scored.append((1.5, entity.start, entity, "behind the figure"))
                continue
            is_norm = _NORM.search(text[right : right + 80]) is not None
            if is_norm and entity.entity_type == "sector":
                scored.append((1.6, entity.start, entity, "norm of a sector"))
            elif (
                re.fullmatch(r"(?:\s(?:of|in)\s[\w\s-]{1,40})?\s(?:at|for)\s(?:the\s)?", gap)
                and entity.is_company
                and metric_id != "contract_volume"
                and not (metric_id in _BY_AGENT and gap.endswith((" for ", " for the ")))
            ):
                scored.append(
                    (
                        0.6 - _gap_cost(gap, language) + fits_metric(entity, metric_id),
                        entity.start,
                        entity,
                        "behind the figure",
                    )
                )
            elif (
                re.fullmatch(r"(?:\s[\w\s/-]{1,24})?\s(?:in|for)\s(?:the\s)?", gap)
                and " than " not in gap
                and (
                    (entity.entity_type == "place" and metric_id not in COMPANY_METRICS)
                    or (entity.entity_type == "product" and metric_id in COMMODITY_METRICS)
                )
            ):
                bonus = 0.75 if metric_id in PLACE_METRICS else 0.15
                scored.append((bonus - _gap_cost(gap, language), entity.start, entity, "behind the figure"))
            elif POSSESSIVE.match(text[entity.end : entity.end + 4]) and not SOFT.is_in(gap):
                scored.append((0.1 - _gap_cost(gap, language), entity.start, entity, "behind the figure"))
    if not any(
        item[2].end <= left and item[3] not in {"object", "modifier", "background", "place", "source"}
        for item in scored
    ):
        main = _main_clause_head(text, sentence, right, entities)
        if main is not None:
            scored.append((0.55 + fits_metric(main, metric_id), main.start, main, "head of the main clause"))
    carried = (
        discourse.of_group(_carried(metric_id, discourse))
        if language == "en"
        else opening_firm(text, sentence[0], entities)
        or carried_in_chinese(text, sentence[0], left, _carried(metric_id, discourse), metric_id, discourse)
    )
    if carried is not None and any(
        e.entity_id == carried.entity_id and roles[e.start][1] in {"source", "background"} for e in entities
    ):
        carried = None
    pronoun_span = nearest_pronoun(text, sentence, left, language, metric_id, {e.start for e in entities})
    if (
        pronoun_span is not None
        and language == "en"
        and _UNDER_ITS.fullmatch(text, sentence[0], pronoun_span[1])
        and any(e.is_company and pronoun_span[1] < e.start and e.end <= left for e in entities)
    ):
        # "Under its new agreement Acme holds 27%": the name comes behind.
        pronoun_span = None
    bank_of = of_central_bank(text, sentence, left, entities, discourse) if language == "en" else None
    if bank_of is not None and metric_id not in COMPANY_METRICS:
        carried, pronoun_span = bank_of, None
    if pronoun_span is not None:
        nearest = pronoun_span[0]
        if language == "en" and firm_meant(discourse, language) is not None:
            pronoun_span = firm_taken_up(text, sentence, pronoun_span, entities) or pronoun_span
        pronoun = pronoun_span[0]
        scored = [item for item in scored if not pronoun_span[0] <= item[2].start < pronoun_span[1]]
        is_firm = (
            text[pronoun_span[1] - 2 : pronoun_span[1]] in {"公司", "企业", "集团"}
            or text[pronoun] in "该这"
            or text[pronoun : pronoun + 4].lower() == "the "
        )
        earlier = [
            item
            for item in scored
            if item[2].end <= pronoun and item[2].is_company and item[3] not in {"object", "source"}
        ]
        if text[pronoun : pronoun_span[1]].lower() == "the former":
            near = [e for e in entities if e.is_company and e.end <= pronoun]
            earlier = [(1.0, e.start, e, "former") for e in near[-2:-1]]
        if text[pronoun : pronoun_span[1]].lower() in {"后者", "the latter"}:
            near = [e for e in entities if e.is_company and e.end <= pronoun]
            earlier = [(1.0, e.start, e, "latter") for e in near[-1:]]
            if not earlier and discourse.last_named is not None:
                earlier = [(1.0, -1, discourse.last_named, "latter")]
        is_one = text[pronoun : pronoun_span[1]].lower() in {"it", "its"}
        words = text[pronoun : pronoun_span[1]] if is_firm and language == "en" else ""
        trades, country = sectors_meant(words), country_meant(words)
        by_trade = None
        if trades or country:

            def is_meant(firm: Entity) -> bool:
                return (not trades or firm.sector in trades) and (not country or firm.country == country)

            fitting = [item for item in earlier if is_meant(item[2])]
            if fitting:
                earlier = fitting
            elif not any(
                item[2].sector in {"", "unclassified", "conglomerate"} and not country for item in earlier
            ):
                meant = firm_meant(discourse, language)
                firms = (meant, discourse.section, discourse.main, discourse.last_named)
                by_trade = next((e for e in firms if e is not None and is_meant(e)), None)
                earlier = [] if by_trade is not None else earlier
        if not is_firm and not earlier:
            earlier = [
                item
                for item in scored
                if item[2].end <= pronoun
                and (
                    (item[0] > 0.45 and not (is_one and item[2].entity_type == "group"))
                    or (item[1] >= 0 and roles[item[1]][0] >= 0.74 and item[2].entity_type == "place")
                )
                and not (
                    item[3] == "place that opens the clause"
                    and metric_id in _OF_A_FIRM
                    and discourse.last_company is not None
                )
            ]
        owner = (
            max(earlier, key=lambda item: (item[0], item[1]))[2]
            if earlier
            else (by_trade or firm_meant(discourse, language) or carried)
            if is_firm
            else (
                carried
                if metric_id in PLACE_METRICS
                else discourse.last_company or carried
                if metric_id in COMPANY_METRICS
                else discourse.last_head or discourse.last_company or carried
            )
        )
        if owner is not None:
            gap = text[nearest:left]
            score = 0.8 + fits_metric(owner, metric_id) - _gap_cost(gap, language)
            if not earlier:
                score += 0.1
            scored.append((score, -1, owner, "pronoun"))
    for again, owner in (
        (PLACE_AGAIN, discourse.last_place or discourse.main_place),
        (THING_AGAIN, discourse.last_thing),
    ):
        spans = [m.span() for m in again.finditer(text, sentence[0], left)] if owner is not None else []
        if again is PLACE_AGAIN and spans:
            opening = [
                e
                for e in entities
                if e.end <= spans[-1][0] and roles[e.start][1] == "place that opens the clause"
            ]
            owner = opening[0] if opening else owner  # noqa: PLW2901
        if owner is not None and spans and not any(e.start < spans[-1][1] < e.end for e in entities):
            score = 0.75 + fits_metric(owner, metric_id) - _gap_cost(text[spans[-1][1] : left], language)
            scored.append((score, -1, owner, "pronoun"))
    has_head = any(
        item[2].end <= left and roles[item[2].start][0] >= 0.74 and fits_metric(item[2], metric_id) >= 0.0
        for item in scored
        if item[1] >= 0 and not (discourse.is_of_one_firm and item[2].entity_id in _HELD_BY_FIRM)
    )
    if carried is not None and not (
        has_head and carried.entity_id not in {item[2].entity_id for item in scored}
    ):
        weak = metric_id in PLACE_METRICS and any(
            item[2].entity_type == "place" and item[3] != "object" for item in scored
        )
        scored.append(
            (
                (-0.4 if weak else 0.05)
                + (0.0 if carried is NATION else min(0.0, fits_metric(carried, metric_id))),
                -2,
                carried,
                "carried over",
            )
        )
    if not scored:
        return ChosenSubject(None, "none named", 0.4)
    scored.sort(key=lambda item: (-item[0], -item[1], item[2].entity_id))
    score, _, entity, rule = scored[0]
    if score < -0.45:
        return ChosenSubject(carried, "carried over", 0.4)
    if rule == "background" or (rule == "source" and metric_id not in COMPANY_METRICS):
        return ChosenSubject(None, "only a source is named", 0.4)
    runner_up = next((s for s, _, e, _ in scored[1:] if e.entity_id != entity.entity_id), -1.0)
    certainty = max(0.35, min(0.97, 0.62 + 0.35 * min(1.0, score) + 0.1 * min(1.0, score - runner_up)))
    other = counterparty_of(text, sentence, figure, entities, entity, metric_id)
    return ChosenSubject(entity, rule, certainty, other)


_NORM = re.compile(
    r"\b(?:considered|regarded as|seen as|the norm|industry average|acceptable)\b|可以接受|行业平均"
)

# "The studio, in which Acme holds 19%, hopes to sell …": what is said behind is not of Acme.
_IN_WHICH = re.compile(r",\s(?:(?:in|of|by|to|from|for|at)\s)?(?:which|whose|whom|where)\s(?:[a-z]+\s){0,3}$")

# "Excluding costs of the purchase of Acme, profit was …": not Acme's.
_WITHOUT = re.compile(
    r"(?:Excluding|Not counting|Without|Apart from|Stripping out|Besides|Leaving out|Including)\b"
)

_OPENING = re.compile(
    r"(?:despite|after|with|following|in|by|at|having|thanks|helped|on|as|although|while|driven|boosted)\b",
    re.IGNORECASE,
)


def _main_clause_head(
    text: str, sentence: tuple[int, int], right: int, entities: Sequence[Entity]
) -> Entity | None:
    """ "Despite investments of 400 million dollars, Acme's shares …": the head behind an opening phrase."""
    if not _OPENING.match(text, sentence[0]):
        return None
    for entity in entities:
        if (
            entity.start > right
            and entity.is_company
            and re.search(r",\s(?:the\s)?$", text[max(right, entity.start - 6) : entity.start])
        ):
            return entity if SOFT.count(text[right : entity.start]) <= 2 else None
    return None


_CURRENCY = re.compile(r"\b(?:yuan|dollar|euro|yen|pound|franc|rupee|won|peso|real|rouble|lira|baht)$")


def _carried(metric_id: str, discourse: Discourse) -> Entity | None:
    if metric_id in COMPANY_METRICS and discourse.last is not None and discourse.last.is_unknown:
        return discourse.last_company or discourse.section or discourse.main or discourse.last
    if metric_id in INDEX_METRICS:
        return (
            discourse.last if discourse.last is not None and discourse.last.entity_type == "index" else None
        )
    if discourse.main is None and discourse.main_place is not None and metric_id not in COMPANY_METRICS:
        passing = discourse.last is not None and discourse.last.is_company
        if passing:
            return discourse.last_place or discourse.main_place
    if (
        discourse.main is None
        and discourse.main_place is not None
        and discourse.last is not None
        and (
            (_CURRENCY.search(discourse.last.name) and metric_id not in COMMODITY_METRICS)
            or (discourse.last.entity_type == "index" and discourse.last.is_unknown)
        )
    ):
        # What a currency or an index did is no news of loans and jobs: those are the country's.
        return discourse.last_place or discourse.main_place
    if metric_id in PLACE_METRICS:
        if discourse.last is not None and discourse.last.entity_type == "place":
            return discourse.last
        return discourse.last_place or discourse.main_place or discourse.last or discourse.main
    return discourse.last or discourse.section or discourse.main or discourse.main_place
