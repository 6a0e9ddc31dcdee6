"""What an article is about, the main topic first."""

from __future__ import annotations

import pytest

from newsledger.extract.mentions import document_context, find_companies
from newsledger.extract.reading import read_field
from newsledger.extract.records import TopicAssignment
from newsledger.extract.terms import find_terms, term_index
from newsledger.extract.topics import assign_topics, damped, is_digest, story_starts
from newsledger.extract.vocabulary import Vocabulary


def _topics(vocabulary: Vocabulary, title: str, body: str) -> list[TopicAssignment]:
    readings = [read_field(title), read_field(body)]
    matches = [find_terms(reading.text, term_index(vocabulary)) for reading in readings]
    context = document_context(readings, matches)
    named = [find_companies(r, m, context) for r, m in zip(readings, matches, strict=True)]
    return assign_topics(*readings, *matches, vocabulary, *named)


@pytest.mark.parametrize(
    ("title", "body", "main"),
    [
        ("快递又打价格战", "中通和圆通的单票收入下降，包裹量却涨了两成，网点派费再被压低。", "logistics"),
        ("猪价跌破七元", "能繁母猪存栏仍高，养殖户亏损，饲料企业也不好过。", "agriculture_food"),
        ("A hospital chain bets on obesity drugs", "Clinical trials of the GLP-1 drug go on.", "healthcare"),
        ("Home prices fall again", "Property developers cut prices; mortgage demand is weak.", "real_estate"),
        ("新生儿又少了", "出生率走低，育儿补贴能否让生育回升？老龄化加快。", "demographics"),
        ("可回收火箭首飞", "商业航天公司的卫星发射排期到明年，低轨星座组网提速。", "telecom_space"),
        ("ECB holds rates", "Inflation is near target, the central bank said; GDP growth slowed.", "macro"),
        (
            "Layoffs reach the back office",
            "Job cuts hit recruiters; hiring is slow for graduates.",
            "employment",
        ),
        ("人形机器人进厂", "灵巧手和减速器的成本决定了机器人能否替代产线工人。", "robotics"),
        ("电影暑期档收官", "票房不及去年，动画片撑起半壁江山，院线关店。", "media_entertainment"),
    ],
)
def test_the_main_topic_is_what_the_article_is_about(
    vocabulary: Vocabulary, title: str, body: str, main: str
) -> None:
    topics = _topics(vocabulary, title, body)
    assert topics[0].topic_id == main


def test_topics_are_at_most_four_ranked_and_bear_their_evidence(vocabulary: Vocabulary) -> None:
    body = "银行贷款、房地产、汽车、半导体、机器人、医药、旅游、游戏、教育、光伏都在涨。" * 3
    topics = _topics(vocabulary, "早报|各行各业", body)
    assert 1 <= len(topics) <= 4
    assert [topic.rank for topic in topics] == list(range(1, len(topics) + 1))
    assert [topic.score for topic in topics] == sorted((topic.score for topic in topics), reverse=True)
    for topic in topics:
        assert topic.topic_id in vocabulary.topics
        assert topic.evidence


def test_the_title_outweighs_a_word_in_the_body(vocabulary: Vocabulary) -> None:
    body = "有人谈到了足球，也有人谈到了航运。"
    assert _topics(vocabulary, "足球联赛开幕", body)[0].topic_id == "sports"
    assert _topics(vocabulary, "航运旺季来临", body)[0].topic_id == "logistics"


def test_a_text_without_terms_has_no_topic(vocabulary: Vocabulary) -> None:
    assert _topics(vocabulary, "", "") == []
    assert _topics(vocabulary, "某某", "某某某") == []


def test_each_story_of_a_digest_has_one_vote(vocabulary: Vocabulary) -> None:
    shipping = "航运运费大涨，集装箱一箱难求，港口拥堵，货运公司加价，铁路分流，快递包裹延误。"
    stories = "足球联赛开幕。奥运选拔赛落幕。篮球联赛换帅。" + shipping
    assert _topics(vocabulary, "早报|四件事", stories)[0].topic_id == "sports"
    assert _topics(vocabulary, "四件事", stories)[0].topic_id == "logistics"


def test_a_digest_is_known_by_its_title() -> None:
    assert is_digest("早报|甲公司上市;乙公司裁员")
    assert is_digest("Morning Brief | Markets fall")
    assert not is_digest("早餐店的生意") or is_digest("财经早餐")
    assert not is_digest("一家公司的三十年")


def test_stories_begin_at_section_marks_else_at_sentence_ends() -> None:
    marked = read_field("Group 1 - A firm rose. Group 2 - Another fell.")
    assert [marked.text[start:][:7] for start in story_starts(marked)] == ["Group 1", "Group 2"]
    assert len(story_starts(read_field("甲涨了。乙跌了。"))) == 2


def test_repetition_counts_ever_less() -> None:
    assert damped(1) == pytest.approx(1.0)
    assert damped(2) - damped(1) > damped(10) - damped(9)


def test_the_first_headline_of_a_digest_weighs_more_than_the_others(vocabulary: Vocabulary) -> None:
    assert _topics(vocabulary, "早报|奥运闭幕；航运旺季来临", "")[0].topic_id == "sports"
    assert _topics(vocabulary, "早报|航运旺季来临；奥运闭幕", "")[0].topic_id == "logistics"


def test_a_currency_is_no_macroeconomy_and_earnings_per_share_are_no_deal(vocabulary: Vocabulary) -> None:
    body = (
        "Profit rose to 3 billion yuan, or 2 yuan per share, after the chain raised its forecast for hotels."
    )
    topics = {topic.topic_id for topic in _topics(vocabulary, "Hotel chain earns more", body)}
    assert topics & {"macro", "mergers_funding"} == set()
    assert "travel" in topics


def test_a_trade_that_sells_to_consumers_is_of_theirs_too(vocabulary: Vocabulary) -> None:
    body = "The supermarket chain closed stores; shoppers stay away, consumers save. Comparable sales fell."
    topics = _topics(vocabulary, "A retailer shuts its supermarkets", body)
    assert [topic.topic_id for topic in topics][:2] == ["retail", "consumer"]
    assert topics[1].evidence


def test_a_firms_results_are_about_its_trade(vocabulary: Vocabulary) -> None:
    body = "The carmaker said profit rose. Its pickup trucks sold well, and cars did not."
    assert _topics(vocabulary, "Ford lifts profit, dividend and guidance", body)[0].topic_id == "automotive"
    body = "Banks handed out dividends; profit and earnings rose, analysts said, and shares gained."
    assert _topics(vocabulary, "Profit, dividends and shares rise", body)[0].topic_id == "capital_markets"
