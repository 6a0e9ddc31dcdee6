"""Which companies and subjects a text names: term matches, resolved by context.

An alias that is also a common word, a place or another firm's name carries `needs_context` in the seeds and,
in `context`, what decides (separated by spaces, an underscore stands for a space):

| token | meaning |
|---|---|
| `word` | a hint: the alias counts if the article holds the word |
| `-word` | the alias does not count where the word stands right before or after it |
| `--word` | the alias does not count in an article with the word, unless a hint is there too |
| `rule:capitalised` | counts capitalised inside a sentence, or beginning one as firms do ("Target said") |
| `rule:fruit` | 苹果: the firm, unless the article is about the fruit |

Whatever the tokens, an alias counts if the article names the same company by an unambiguous name (an
anchor), except beside a `-word`. An alias without tokens counts by an anchor alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from newsledger.extract.frozen import record
from newsledger.extract.reading import Reading
from newsledger.extract.terms import TermEntry, TermMatch, fold


@record
class MentionMatch:
    """A company named in a reading, `[start, end)` in the reading's own offsets. `names` are set for a
    candidate only: a firm that the vocabulary does not hold."""

    company_id: str
    surface: str
    start: int
    end: int
    rule: str
    names: tuple[str, ...] = ()

    @property
    def is_candidate(self) -> bool:
        return self.company_id.startswith("candidate:")


@record
class SubjectMatch:
    """A subject (place, index, product, sector, group) named in a reading."""

    subject_id: str
    subject_type: str
    surface: str
    start: int
    end: int


@dataclass(frozen=True)
class DocumentContext:
    """What the whole article says: its text (all fields), and the companies named beyond doubt."""

    text: str
    folded: str
    anchors: frozenset[str] = frozenset()
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def holds(self, word: str) -> bool:
        """Whether the article holds the word: Latin words whole, in any case if written in lower case."""
        if word not in self._known:
            is_any_case = word.islower() or not word.isascii()
            self._known[word] = _holds_word(
                self.folded if is_any_case else self.text, fold(word) if is_any_case else word
            )
        return self._known[word]


@record
class ContextRule:
    """An alias's `context`, parsed."""

    hints: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    excluding: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()


_FRUIT_WORDS = (
    *("苹果期货", "果农", "果园", "果价", "苹果产量", "苹果种植", "红富士", "鲜果", "套袋", "苹果主产区"),
    *("苹果收购", "苹果汁", "apple futures", "orchard", "orchards", "apple growers", "apple harvest"),
)
_APPLE_WORDS = (
    "iPhone",
    "iPad",
    "Mac",
    "iOS",
    "库克",
    "App Store",
    "果链",
    "Tim Cook",
    "AirPods",
    "Vision Pro",
)
_FRUIT_NEIGHBOURS = (
    *("期货", "产量", "种植", "树", "汁", "醋", "园"),
    *("采摘", "收购", "库存", "批发", "产区", "主产"),
)
_FIRM_VERBS = re.compile(
    r"['’]s\b|\s(?:Inc|Corp|Co|Ltd|Group|Holdings|said|says|reported|reports|plans?|announced|announces"
    r"|agreed|"
    r"posted|posts|raised|raises|cut|cuts|lifts?|lifted|expects?|forecast|shares|stock|has|had|is|was|will|"
    r"bought|buys|sold|sells|launched|launches|fell|rose|jumped|slid|dropped|closed|warned|warns|which|and|"
    r"stays?|remains?|trims?|faces?|hires?|fired|lost|gained|saw|sees|unveiled|told|did|does|would|may"
    r"|could)\b"
    r"|,\s(?:an?|which|whose)\s"
)
_FIRM_SUFFIX = re.compile(r"\s(?:Inc|Corp|Corporation|Co|Ltd|plc|PLC|Group|Holdings|SE|AG|NV|N\.V)\b")
_VENUE_AFTER = re.compile(r"\s?(?:主板|科创板|创业板|上市|挂牌|披露|公告|IPO|敲钟|递|(?:-| )?listed\b|:)")
_VENUE_BEFORE = re.compile(r"(?:在|于|赴|登陆|向|到|登录|从)$|\b(?:on|with|via|to) (?:the )?$|\(\s?$|（$")
_ARTICLE_BEFORE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Oo]ur|[Tt]his|[Tt]hat)\s$")
_WORDS = re.compile(r"[A-Za-z][\w'’-]*")
_SENTENCE_END = frozenset(".!?:;。！？；：\n|•")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def document_context(readings: Sequence[Reading], matches: Sequence[Sequence[TermMatch]]) -> DocumentContext:
    """The context of an article from its fields, title first. Two rounds: names beyond doubt, then those
    that stand by a hint or by their place in the sentence."""
    text = "\n".join(reading.text for reading in readings)
    context = DocumentContext(text, fold(text))
    anchors: set[str] = set()
    for round_number in range(2):
        for reading, found in zip(readings, matches, strict=True):
            for match in found:
                if match.layer != "name":
                    continue
                for entry in match.companies:
                    if entry.key in anchors or (round_number == 0 and entry.needs_context):
                        continue
                    if _rule_of(entry, match, reading.text, context) is not None:
                        anchors.add(entry.key)
        context = DocumentContext(text, context.folded, frozenset(anchors), context._known)
    return context


def find_companies(
    reading: Reading, term_matches: Iterable[TermMatch], context: DocumentContext
) -> list[MentionMatch]:
    """The companies of the vocabulary that the reading names, in the order of the text."""
    found: list[MentionMatch] = []
    for match in term_matches:
        if match.layer != "name":
            continue
        mention = _resolve_company(match, reading.text, context) or _maker_of(match)
        if mention is not None:
            found.append(mention)
    return found


def _maker_of(match: TermMatch) -> MentionMatch | None:
    """The maker whose name begins a product's: 小米SU7 names 小米."""
    for entry in match.subjects:
        if entry.maker_length:
            end = match.start + entry.maker_length
            surface = match.surface[: entry.maker_length]
            return MentionMatch(entry.payload.company_id, surface, match.start, end, "maker")
    return None


def find_subjects(
    reading: Reading, term_matches: Iterable[TermMatch], context: DocumentContext
) -> list[SubjectMatch]:
    """The subjects that the reading names, where the name does not stand for a company."""
    found: list[SubjectMatch] = []
    text = reading.text
    for match in term_matches:
        if match.layer != "name":
            continue
        entries = match.subjects
        if not entries or _resolve_company(match, text, context) is not None:
            continue
        for entry in entries:
            if entry.needs_context and not _subject_fits(entry, match, text, context):
                continue
            found.append(
                SubjectMatch(entry.key, entry.payload.subject_type, match.surface, match.start, match.end)
            )
            break
    return found


def _resolve_company(match: TermMatch, text: str, context: DocumentContext) -> MentionMatch | None:
    """The company that a match means: an unambiguous name before an anchored one before a hinted one."""
    best: tuple[int, str, str] | None = None
    for entry in match.companies:
        rule = _rule_of(entry, match, text, context)
        if rule is None:
            continue
        order = 0 if entry.key in context.anchors else 1
        option = (order, entry.key, rule)
        best = option if best is None else min(best, option)
    if best is None:
        return None
    return MentionMatch(best[1], match.surface, match.start, match.end, best[2])


def _rule_of(entry: TermEntry, match: TermMatch, text: str, context: DocumentContext) -> str | None:
    """Why the match means the company, or None."""
    if _is_part_of_another_word(entry, match, text):
        return None
    if entry.payload == "exchange" and _is_listing_venue(match, text):
        return None
    if not entry.needs_context:
        return f"name:{entry.alias_kind or 'full'}"
    rule = parse_context(entry.context)
    if any(_stands_beside(word, match, text) for word in rule.neighbours):
        return None
    if entry.key in context.anchors:
        return "anchored"
    is_hinted = any(context.holds(word) for word in rule.hints)
    if any(context.holds(word) for word in rule.excluding) and not is_hinted:
        return None
    if is_hinted:
        return "hint"
    if "capitalised" in rule.rules and _is_capitalised_name(match, text):
        return "capitalised"
    if "fruit" in rule.rules and _is_apple_firm(match, text, context):
        return "not_fruit"
    has_only_exclusions = bool(rule.excluding or rule.neighbours) and not rule.hints and not rule.rules
    return "not_excluded" if has_only_exclusions else None


@lru_cache(maxsize=8192)
def parse_context(written: str) -> ContextRule:
    """The tokens of a seed's `context`."""
    hints, neighbours, excluding, rules = [], [], [], set()
    for token in written.split():
        word = token.replace("_", " ")
        if word.startswith("rule:"):
            rules.add(word[5:])
        elif word.startswith("--"):
            excluding.append(word[2:])
        elif word.startswith("-"):
            neighbours.append(word[1:])
        else:
            hints.append(word)
    return ContextRule(tuple(hints), tuple(neighbours), tuple(excluding), frozenset(rules))


# 董事长付景林: a family name before it, and what the person is.
_OF_A_PERSON = re.compile(
    r"(?:董事长|总经理|总裁|行长|创始人|实控人|实际控制人|控制人|股东|分析师|经济学家|首席|局长|部长|主任"
    r"|会长|高管|副总|合伙人|教练|导演|演员|选手|球员|歌手|主播|教授|院士)"
    r"(?:[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹柏窦章苏潘葛范彭郎鲁韦马苗凤方俞"
    r"任袁柳唐罗薛雷贺倪汤郝邬毕安常乐于傅付皮卞齐康伍余元顾孟平黄穆萧尹姚邵汪毛狄戴宋茅庞熊纪舒屈项董梁"
    r"杜阮季贾路江童颜郭梅林钟徐邱骆高夏蔡田胡凌霍万柯卢莫丁邓石崔龚程邢裴陆荣翁甄曲封储靳段焦巴牧侯全班"
    r"宁仇甘武符刘景詹龙叶白蒲赖卓屠池乔温庄晏柴翟阎连易向古廖居耿满寇广阙沃蔚夏])$"
)


def _is_part_of_another_word(entry: TermEntry, match: TermMatch, text: str) -> bool:
    """中国银行 in 中国银行业 names a trade, 中国石油 in 中国石油消费 a country's use of oil."""
    after = text[match.end : match.end + 2]
    surface = match.surface
    if len(surface) == 2 and _OF_A_PERSON.search(text, max(0, match.start - 6), match.start):
        return True
    if surface.endswith("银行") and after[:1] in {"业", "间", "家"}:
        return True
    if surface.startswith("中国") and len(surface) == 4:
        return after in {
            "消费",
            "需求",
            "进口",
            "产量",
            "市场",
            "行业",
            "产业",
            "企业",
            "用户",
            "出口",
            "工业",
            "游戏",
            "互联",
            "支付",
            "电商",
            "广告",
            "阅读",
            "终端",
        }
    is_place = after[:1] in {"市", "省", "县"} and after[1:] not in {"值", "场", "盈", "占", "净", "销", "面"}
    return entry.alias_kind != "ticker" and len(surface) == 2 and is_place


def _is_listing_venue(match: TermMatch, text: str) -> bool:
    """An exchange as the place of a listing, not as a firm that acts: 在港交所上市, "on the NYSE"."""
    return bool(
        _VENUE_AFTER.match(text[match.end : match.end + 12])
        or _VENUE_BEFORE.search(text[max(0, match.start - 16) : match.start])
    )


def _stands_beside(word: str, match: TermMatch, text: str) -> bool:
    after = text[match.end : match.end + len(word) + 1].lstrip(" ")
    before = text[max(0, match.start - len(word) - 1) : match.start].rstrip(" ")
    low = word.lower()
    return after.lower().startswith(low) or before.lower().endswith(low)


def _is_capitalised_name(match: TermMatch, text: str) -> bool:
    """A capitalised common word that reads as a firm's name where it stands."""
    if not match.surface[:1].isupper() and match.surface[:1].isalpha() and match.surface[0].islower():
        return False
    before, after = text[: match.start].rstrip(" \"'“‘(《")[-1:], text[match.end : match.end + 24]
    if _HAN.match(before or " ") or _HAN.match(after.lstrip(" ")[:1] or " "):
        return True
    if _FIRM_SUFFIX.match(after):
        return True
    if _ARTICLE_BEFORE.search(text[max(0, match.start - 6) : match.start]):
        return False
    is_start = not before or before in _SENTENCE_END or text[: match.start].endswith(" - ")
    if is_start:
        return _FIRM_VERBS.match(after) is not None
    return not _is_title_case(_sentence_around(match, text))


def _sentence_around(match: TermMatch, text: str) -> str:
    """The words around the match, up to the next sentence ends, at most 200 characters to each side."""
    left, right = match.start, match.end
    while left > 0 and match.start - left < 200 and text[left - 1] not in _SENTENCE_END:
        left -= 1
    while right < len(text) and right - match.end < 200 and text[right] not in _SENTENCE_END:
        right += 1
    return text[left : match.start] + " " + text[match.end : right]


def _is_title_case(words: str) -> bool:
    long_words = [word for word in _WORDS.findall(words) if len(word) > 3]
    if len(long_words) < 3:
        return False
    capitals = sum(1 for word in long_words if word[0].isupper())
    return capitals > 0.7 * len(long_words)


def _is_apple_firm(match: TermMatch, text: str, context: DocumentContext) -> bool:
    if match.surface.islower() or any(_stands_beside(word, match, text) for word in _FRUIT_NEIGHBOURS):
        return False
    is_fruity = any(context.holds(word) for word in _FRUIT_WORDS)
    return not is_fruity or any(context.holds(word) for word in _APPLE_WORDS)


def _subject_fits(entry: TermEntry, match: TermMatch, text: str, context: DocumentContext) -> bool:
    rule = parse_context(entry.context)
    if any(_stands_beside(word, match, text) for word in rule.neighbours):
        return False
    if any(context.holds(word) for word in rule.hints):
        return True
    if any(context.holds(word) for word in rule.excluding):
        return False
    return not rule.hints


def _holds_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        starts = not _is_latin(word[0]) or at == 0 or not _is_latin(text[at - 1])
        ends = not _is_latin(word[-1]) or end == len(text) or not _is_latin(text[end])
        if starts and ends:
            return True
        at = text.find(word, at + 1)
    return False


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
