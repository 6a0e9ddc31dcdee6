"""Keys: what makes two things one article, one version, one text."""

from dataclasses import replace

from newsledger.parse.records import ParsedArticle
from newsledger.warehouse.identity import article_id, article_version_id, content_sha256, text_sha256

ARTICLE = ParsedArticle(
    title="赛力斯三季度交付创新高",
    body="赛力斯称,三季度交付 12 万辆[3]。",
    body_kind="full",
    url="https://demo.newsledger.example/a/1",
    source_name="测试源",
    published_raw="2025-10-08 09:00",
)


def test_the_id_it_came_with_goes_before_its_address():
    with_id = replace(ARTICLE, external_id="x-1")
    moved = replace(with_id, url="https://demo.newsledger.example/other")
    assert article_id("s", with_id) == article_id("s", moved) != article_id("s", ARTICLE)


def test_one_address_is_one_article_whichever_source_lists_it():
    assert article_id("feed", ARTICLE) == article_id("pages", replace(ARTICLE, title="改了标题"))


def test_without_address_the_title_and_the_raw_time_make_the_key():
    listed = replace(ARTICLE, url=None)
    assert article_id("s", listed) == article_id("s", replace(listed, body="另一段正文", body_kind="summary"))
    assert article_id("s", listed) != article_id("s", replace(listed, published_raw="2025-10-08 10:00"))


def test_a_changed_body_is_a_new_version_of_the_same_article():
    edited = replace(ARTICLE, body=ARTICLE.body + "公司随后更正。")
    key = article_id("s", ARTICLE)
    assert key == article_id("s", edited)
    assert article_version_id(key, content_sha256(ARTICLE)) != article_version_id(key, content_sha256(edited))


def test_equal_texts_differ_neither_by_marks_nor_widths_nor_times():
    same = replace(
        ARTICLE,
        title="赛力斯三季度交付创新高 ",
        body="赛力斯称，三季度交付12万辆。",
        published_raw="2025-10-09 09:00",
        url=None,
    )
    assert text_sha256(same) == text_sha256(ARTICLE)
    assert text_sha256(replace(same, body="赛力斯称，三季度交付13万辆。")) != text_sha256(ARTICLE)


def test_a_decimal_point_is_no_mark():
    assert text_sha256(replace(ARTICLE, body="净利润3.6亿元。")) != text_sha256(
        replace(ARTICLE, body="净利润36亿元。")
    )


def test_the_address_of_the_original_makes_a_version_only_where_there_is_one():
    known = content_sha256(ARTICLE)
    assert content_sha256(replace(ARTICLE, original_url=None)) == known
    assert content_sha256(replace(ARTICLE, original_url="https://a.example/1")) != known


def test_the_repost_card_is_no_part_of_the_text():
    card = "以下文章来源于车记 ,作者阿木 "
    reposted = replace(ARTICLE, body=card + ARTICLE.body, credit_end_char=len(card))
    assert text_sha256(reposted) == text_sha256(ARTICLE)
