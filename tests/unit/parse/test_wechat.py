"""WeChat's pages of all kinds. The synthetic ones are ours; the saved public ones are read where they are there."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from newsledger.errors import ItemOutcome
from newsledger.parse.decoding import decode
from newsledger.parse.files import parse_file
from newsledger.parse.page import parse_page
from newsledger.parse.records import ParsedArticle, ParsedItem
from newsledger.parse.wechat import script_data
from newsledger.sources.schema import Source
from tests.conftest import SHARED

URL = "https://mp.weixin.qq.com/s/AAAAAAAAAAAAAAAAAAAAAA"
FILES = Source(source_id="input_files", kind="files", name="Files", time_zone="Asia/Shanghai")
LONG = "店主说，二月第一周售出图书1860册，退货率7%，比去年同期少两个百分点。"


def escaped(markup: str) -> str:
    """As WeChat writes a value: `<` as \\x3c, a new line as \\x0a."""
    return "".join(f"\\x{ord(char):02x}" if char in "<>'\"&\n" else char for char in markup)


def with_script(show_type: str = "0", body: str = f"<p>{LONG}</p>", **values: str) -> str:
    """A page with the script object, whose element of the body is empty."""
    stated = {
        "nick_name": "合成书评", "title": "一家书店的声明", "content_noencode": body,
        "ori_create_time": "1770080400", "create_time": "2026-02-03 09:00", "author": "纸白",
        "bizuin": "MBBBBBBBBB==", "mid": "2000000002", "idx": "1",
    } | values  # fmt: skip
    lines = [f"{name}: JsDecode('{escaped(value)}')," for name, value in stated.items()]
    return (
        '<html><body><div id="js_article"><div id="js_content" style="visibility: hidden;"></div></div><script>'
        f"window.cgiDataNew = {{ {' '.join(lines)} item_show_type: '{show_type}' * 1, }};</script></body></html>"
    )


def with_elements(body: str, script: str = 'var ct = "1770080400";', head: str = "") -> str:
    """An older page, without the script object."""
    return (
        f'<html><body><div id="js_article">{head}<h1 id="activity-name">一家书店的声明</h1><a id="js_name">合成书评</a>'
        f'<em id="publish_time"></em><div id="js_content">{body}</div></div><script>{script}</script></body></html>'
    )


def read(page: str, url: str = URL) -> ParsedItem:
    listing = parse_page(page.encode(), "text/html; charset=utf-8", url, "UTC")
    assert listing.parser == "wechat_article"
    return listing.items[0]


def article(page: str) -> ParsedArticle:
    item = read(page)
    assert item.article is not None, item.message
    return item.article


@pytest.mark.parametrize("make", [with_script, with_elements])
@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            "<section><section><p>甲</p><section><section><p>乙<span>丙</span></p></section></section></section></section>",
            ["甲", "乙丙"],
        ),
        ("<p>甲&nbsp;乙&nbsp;&nbsp;12%</p>", ["甲 乙 12%"]),
        ("<p>宁\u200b德\ufeff时代</p><p>\u200b</p>", ["宁德时代"]),
        (
            '<p>甲<span style="display: none;">藏</span>乙</p><p style="color:red;display:none">藏</p>',
            ["甲乙"],
        ),
        ('<p style="visibility: visible; display: block;">甲</p>', ["甲"]),
        ("<ul><li><p>甲</p></li><li>乙</li></ul><ol><li>丙</li></ol>", ["甲", "乙", "丙"]),
        ("<table><tr><td>营收</td><td>3亿元</td></tr></table>", ["营收", "3亿元"]),
        (
            '<pre class="code-snippet__js"><code><span>a = 1</span></code><code><span>b = 2</span></code></pre><p>完</p>',
            ["a = 1", "b = 2", "完"],
        ),
        ("<pre>第一行\n第二行</pre>", ["第一行", "第二行"]),
        ("<blockquote><p>引文一句。</p></blockquote><p>正文。</p>", ["引文一句。", "正文。"]),
        (
            '<p>甲</p><mp-common-profile data-nickname="别号" data-signature="别话"></mp-common-profile>'
            '<mpvoice name="录音"></mpvoice><mp-miniprogram data-miniprogram-title="小程序"></mp-miniprogram><p>乙</p>',
            ["甲", "乙"],
        ),
        (
            '<p>看<a class="weapp_text_link" data-miniprogram-path="x">小程序</a>里的价格</p>',
            ["看小程序里的价格"],
        ),
        (
            "<section><svg viewBox='0 0 1 1'><foreignObject><p>图里的一段</p></foreignObject></svg></section><p>乙</p>",
            ["图里的一段", "乙"],
        ),
        ("<p>甲<script>var x = 1;</script><style>p{}</style></p><iframe>框</iframe>", ["甲"]),
        ("<p>甲<br>乙<br/><br/>丙</p>", ["甲", "乙", "丙"]),
        ("<p><strong>甲</strong>：<em>乙</em></p><h2>小标题</h2>尾", ["甲：乙", "小标题", "尾"]),
    ],
)
def test_the_body_is_what_a_reader_sees(make, body: str, lines: list[str]) -> None:
    page = make(body=body + f"<p>{LONG}</p>")
    assert article(page).body.split("\n") == [*lines, LONG]


@pytest.mark.parametrize(
    ("show_type", "what"), [("5", "a video"), ("7", "a sound"), ("11", "a shared article"), ("8", "pictures")]
)
def test_a_post_without_a_text_is_a_lead_by_its_description(show_type: str, what: str) -> None:
    item = read(with_script(show_type, body="", desc="跟拍一条产线的一天。"))
    assert item.article is not None
    assert (item.article.body, item.article.body_kind) == ("跟拍一条产线的一天。", "lead")
    assert what in item.message


def test_a_video_without_a_word_is_refused_for_its_body() -> None:
    assert read(with_script("5", body="")).outcome is ItemOutcome.NO_BODY


@pytest.mark.parametrize("show_type", ["8", "10", "17"])
def test_a_short_post_without_a_title_is_named_by_its_first_sentence(show_type: str) -> None:
    found = article(with_script(show_type, body=f"一月交付3.2万辆。\n{LONG}", title=""))
    assert found.title == "一月交付3.2万辆。"
    assert found.body == f"一月交付3.2万辆。\n{LONG}"


def test_the_text_of_pictures_is_plain_and_what_looks_like_a_tag_in_it_is_text() -> None:
    found = article(with_script("8", body=f"当 a &lt; b 时\n\n{LONG}&nbsp;"))
    assert found.body == f"当 a < b 时\n{LONG}"


@pytest.mark.parametrize(
    ("script", "head"),
    [
        ('var ct = "1770080400";', ""),
        ('var create_time = "1770080400" * 1;', ""),
        ("window.ct = '1770080400' || '';", ""),
        ("var ct = 1770080400;", ""),
        ("window.cgiDataNew = {ori_create_time: 1770080400 * 1, title: ''};", ""),
        ("window.cgiDataNew = {create_time: '昨天', ori_create_time: 1770080400};", ""),
        ("var createTime = '2026-02-03 09:00';", ""),
        ("", "<em id='publish_time'>2026年2月3日 09:00</em>"),
        ("var ct = {a: 1}; var createTime = '2026-02-03 09:00';", ""),
    ],
)
def test_the_time_stands_in_many_places_and_is_beijing_s(script: str, head: str) -> None:
    page = with_elements(f"<p>{LONG}</p>", script, head)
    assert str(article(page).published_at) == "2026-02-03 01:00:00+00:00"


@pytest.mark.parametrize("missing", ["ori_create_time", "create_time"])
def test_either_time_of_the_script_object_is_enough(missing: str) -> None:
    page = re.sub(rf"\b{missing}: JsDecode\('[^']*'\),", "", with_script())
    assert missing not in page or missing == "create_time"
    assert str(article(page).published_at) == "2026-02-03 01:00:00+00:00"


def test_a_page_without_any_time_lands_and_says_so() -> None:
    item = read(with_elements(f"<p>{LONG}</p>", script=""))
    assert item.article is not None
    assert item.article.published_at is None
    assert "no publication time" in item.message


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("{a: 'x', a: 'y'}", {"a": "x"}),
        ("{a: '' || 'y', b: 'z' || 'w'}", {"a": "y", "b": "z"}),
        ("{'a': 'x', \"b\": JsDecode(\"y\")}", {}),
        ("{a: {b: '1' * 1, c: ['x']}, d: 'it\\'s \\x3cb\\x3e'}", {"a.b": "1", "d": "it's <b>"}),
        ("{a: JsDecode('https://x.example/?a=1\\x26amp;b=2')}", {"a": "https://x.example/?a=1&amp;b=2"}),
    ],
)
def test_the_script_object_is_read_value_by_value(script: str, expected: dict[str, str]) -> None:
    found = script_data(f"window.cgiDataNew = {script};")
    assert {name: value for name, value in found.items() if name in expected} == expected


MESSAGES = {
    "该内容已被发布者删除": ItemOutcome.DELETED,
    "此内容因违规无法查看": ItemOutcome.DELETED,
    "此内容被投诉且经审核涉嫌侵权，无法查看。": ItemOutcome.DELETED,
    "此帐号已被屏蔽, 内容无法查看": ItemOutcome.DELETED,
    "该公众号已被冻结": ItemOutcome.DELETED,
    "此账号已自主注销，内容无法查看": ItemOutcome.DELETED,
    "该链接已过期": ItemOutcome.DELETED,
    "该内容暂时无法查看": ItemOutcome.UNAVAILABLE,
    "系统繁忙，请稍后再试": ItemOutcome.UNAVAILABLE,
    "当前环境异常，完成验证后即可继续访问。": ItemOutcome.BLOCKED,
    "访问过于频繁，请用微信扫描二维码进行访问": ItemOutcome.BLOCKED,
    "The content has been deleted by the author.": ItemOutcome.DELETED,
    "Unable to view this content because it violates regulations": ItemOutcome.DELETED,
    "This content is temporarily unavailable": ItemOutcome.UNAVAILABLE,
    "Complete the verification to go on": ItemOutcome.BLOCKED,
    "参数错误": ItemOutcome.NOT_AN_ARTICLE,
}


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="weui-msg"><div class="weui-msg__text-area"><h2 class="weui-msg__title warn">{}</h2></div></div>',
        '<div class="page_msg"><div class="inner"><div class="global_error_msg warn">{}</div></div></div>',
        '<div class="mesg-block"><p>{}</p></div>',
    ],
)
@pytest.mark.parametrize("words", MESSAGES)
def test_a_page_without_an_article_says_which_kind_it_is(words: str, markup: str) -> None:
    item = read(f"<html><head><title></title></head><body>{markup.format(words)}</body></html>")
    assert item.outcome is MESSAGES[words]
    assert words[:10] in item.message


@pytest.mark.parametrize("words", MESSAGES)
@pytest.mark.parametrize("make", [with_script, with_elements])
def test_an_article_that_says_such_words_is_an_article(make, words: str) -> None:
    page = make(body=f'<div class="weui-msg"><h2 class="weui-msg__title">{words}</h2></div><p>{LONG}</p>')
    assert article(page).body == f"{words}\n{LONG}"


def characters(text: str) -> Counter[str]:
    """Runs of four characters, white space apart: what the page says, however its lines are broken."""
    text = re.sub(r"\s|\u200b", "", text)
    return Counter(text[at : at + 4] for at in range(max(1, len(text) - 3)))


def body_f1(found: str, page: str) -> float:
    """Of a body against the page's own text, taken from the page by other means than the parser's."""
    value = re.search(r"content_noencode:\s*(?:JsDecode\()?'((?:[^'\\]|\\.)*)'", page)
    if value and value[1]:
        markup = re.sub(r"\\x([0-9a-f]{2})", lambda code: chr(int(code[1], 16)), value[1])
        own = html.fromstring(f"<div>{markup}</div>")
    else:
        own = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8")).get_element_by_id(
            "js_content"
        )
    for unseen in own.xpath(".//script|.//style"):
        unseen.drop_tree()
    a, b = characters(found), characters(own.text_content())
    return 2 * (a & b).total() / (a.total() + b.total())


@pytest.mark.parametrize(
    "page", [with_script(body=f"<p>{LONG}</p>" * 9), with_elements(f"<p>{LONG}</p>" * 9)]
)
def test_the_whole_text_of_a_synthetic_page_is_found(page: str) -> None:
    assert body_f1(article(page).body, page) > 0.99


SAVED = SHARED / "wechat"
KINDS = {
    "deleted": ItemOutcome.DELETED,
    "violation": ItemOutcome.DELETED,
    "unavailable": ItemOutcome.UNAVAILABLE,
}


@pytest.mark.skipif(not SAVED.exists(), reason="the saved WeChat pages are not on this machine")
@pytest.mark.parametrize("path", sorted(SAVED.glob("*.html.gz")), ids=lambda path: path.name)
def test_a_saved_public_page_is_read_whole(path: Path) -> None:
    page = decode(gzip.decompress(path.read_bytes())).text
    item = parse_file(path.name, page.encode(), FILES).items[0]
    kind = path.name.split("-", maxsplit=1)[0]
    assert item.outcome is KINDS.get(kind, ItemOutcome.PARSED)
    if item.article is None:
        return
    found = item.article
    assert body_f1(found.body, page) >= 0.99

    def stated(pattern: str) -> str | None:
        """What the page's scripts say, by a pattern of its own."""
        value = re.search(pattern, page)
        return json.loads(f'"{value[1]}"') if value else None

    seconds = stated(r"(?:var create_time = \"|window\.ct = ')(\d{10})")
    assert seconds is not None
    assert found.published_at is not None
    assert abs(found.published_at.timestamp() - int(seconds)) < 1
    account = re.search(r"nick_name:\s*(?:JsDecode\()?'([^']*)'", page.partition("window.cgiDataNew")[2])
    assert account is not None
    assert found.source_name == account[1]
    assert " ".join(found.title.split()) == found.title != ""
    assert found.title[:8] in page
    assert (found.original_account is not None) == (kind == "repost")
    if kind == "repost" and (name := re.search(r"original_primary_nickname[^>]*>\s*([^<]+?)\s*<", page)):
        assert found.original_account == name[1]


def test_the_page_of_an_account_that_moved_says_where_the_article_is_now() -> None:
    link = "https://mp.weixin.qq.com/s?__biz=QQ==&amp;mid=7&amp;idx=1&amp;sn=ab&amp;scene=0"
    page = f"""<html><body><div class="weui-msg"><h2 class="weui-msg__title">该公众号已迁移</h2></div>
        <script>var transferTargetLink = '' || '{link}';</script></body></html>"""
    item = read(page)
    assert item.outcome is ItemOutcome.NOT_AN_ARTICLE
    assert item.message.endswith("now at https://mp.weixin.qq.com/s?__biz=QQ==&mid=7&idx=1&sn=ab")


def test_a_card_that_names_nobody_credits_nobody() -> None:
    card = '<div class="original_primary_card_tips">以下文章来源于 ，作者 </div>'
    assert article(with_elements(f"{card}<p>{LONG}</p>")).original_account is None
