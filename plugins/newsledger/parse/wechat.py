"""WeChat article pages (mp.weixin.qq.com/s/…): the article, or which of its no-article pages it is.

Read first from the script object `window.cgiDataNew`, which equals the visible body and holds it where
the page does not; else from the page's elements. A page's kind is judged by its structure: words such
as 该内容已被发布者删除 count only inside the message element of a page that has no `#js_article`.
"""

from __future__ import annotations

import html as entities
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lxml import html

from newsledger.errors import ItemOutcome
from newsledger.parse.items import article_item, one_item, refused
from newsledger.parse.json_list import title_of
from newsledger.parse.markup import SKIPPED, TooDeepError, first_text, lines_of, tree_of, without_scripts
from newsledger.parse.records import ParsedListing
from newsledger.parse.urls import WECHAT_HOST, wechat_article_url

PARSER, VERSION = "wechat_article", "3"
TIME_ZONE = "Asia/Shanghai"

_MARKS = ('id="js_article"', "cgiDataNew", "res.wx.qq.com/mmbizappmsg")
_MESSAGE_PAGE = re.compile(r"""class=["'](?:weui-msg|mesg-block)[\s"']""")
_MESSAGE_CLASSES = ("weui-msg__title", "mesg-block", "weui-msg", "global_error_msg", "icon_msg", "page_msg")
_BLOCKED_PATHS = ("/mp/wappoc_appmsgcaptcha", "/mp/verify")
_PLAIN_KINDS = ("8", "10")  # item_show_type: images and text, whose content is plain text
_TITLELESS_KINDS = ("8", "10", "17")  # The short ones may do without: their first sentence names them.
_SHOW_TYPES = {"5": "a video", "7": "a sound", "8": "pictures", "11": "a shared article", "16": "a video"}
_COPYRIGHT_REPOST = "2"


_VERIFY = re.compile(
    r"环境异常|完成验证|去验证|频繁|verif(?:y|ication)|too (?:often|frequent)", re.IGNORECASE
)
_LATER = re.compile(
    r"暂时无法|系统(?:出错|繁忙)|稍后|网络(?:出错|异常)|temporarily|system (?:error|busy)|try again later",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"删除|违规|投诉|侵权|注销|屏蔽|停止(?:访问|使用)|无法查看|失效|过期|不存在|冻结"
    r"|\bdeleted\b|violat|infring|\bblocked\b|\bdeactivated\b|unable to view|(?:cannot|can['’]t) be viewed"
    r"|\bexpired\b|does(?: not|n['’]t) exist|suspended",
    re.IGNORECASE,
)
"""What WeChat's message pages say, in Chinese or, to a client that asks for English, in English."""


def is_wechat(text: str, url: str | None) -> bool:
    """Whether it is one of WeChat's pages, by address or by structure."""
    if url and urlsplit(url).hostname == WECHAT_HOST:
        return True
    if any(mark in text for mark in _MARKS):
        return True
    return len(text) < 100_000 and bool(_MESSAGE_PAGE.search(text))


def parse_wechat(text: str, url: str | None) -> ParsedListing:
    """The article, or DELETED, UNAVAILABLE, BLOCKED or NOT_AN_ARTICLE with what the page says."""
    if url and urlsplit(url).hostname == WECHAT_HOST and urlsplit(url).path.startswith(_BLOCKED_PATHS):
        return refused(PARSER, VERSION, ItemOutcome.BLOCKED, "WeChat asks for a verification", url=url)
    try:
        root = tree_of(without_scripts(text))
    except TooDeepError as error:
        return refused(PARSER, VERSION, ItemOutcome.TOO_DEEP, str(error), url=url)
    if root is None:
        return refused(PARSER, VERSION, ItemOutcome.EMPTY_PAGE, "the page has no markup", url=url)
    data = script_data(text)
    if not root.xpath("//*[@id='js_article' or @id='js_content']") and not data.get("content_noencode"):
        return _no_article(root, text, url)
    return _article(root, text, data, url)


def script_data(text: str) -> dict[str, str]:
    """The scalar values of `window.cgiDataNew = {…}`, first of each path, nested keys joined by a dot."""
    start = re.search(r"window\.cgiDataNew\s*=\s*\{", text)
    if not start:
        return {}
    values: dict[str, str] = {}
    path: list[str] = []
    key = last = ""
    for token in _TOKEN.finditer(text, start.end()):
        kind = token.lastgroup
        if token["key"]:
            key = token["key"]
            if token["number"]:
                values.setdefault(".".join([*path, key]), token["number"])
                key = ""
        elif kind == "string":
            if key:
                last = ".".join([*path, key])
                values.setdefault(last, _js_string(token["string"][1:-1]))
            key = ""
        elif kind == "or":
            # `'' || '…'`: the second counts where the first is empty.
            if last and not values.get(last):
                values.pop(last, None)
                key = last.rpartition(".")[2]
        elif kind == "open":
            path.append(key)
            key = ""
        elif kind == "close":
            if not path:
                break
            path.pop()
    return values


_TOKEN = re.compile(
    r"""(?P<key>[A-Za-z_]\w*)\s*:(?!:)(?:\s*(?P<number>\d{1,15})(?=\s*[,}*]))?|(?P<string>'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+")|(?P<open>[{\[])|(?P<close>[}\]])|(?P<or>\|\|)""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SINGLE = {"n": "\n", "r": "\r", "t": "\t"}


def _js_string(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else _SINGLE.get(found[3], found[3])

    return _ESCAPE.sub(one, text)


def _no_article(root: html.HtmlElement, text: str, url: str | None) -> ParsedListing:
    said = next(
        (
            words
            for name in _MESSAGE_CLASSES
            if (words := first_text(root, f"//*[contains(concat(' ',@class,' '),' {name} ')]"))
        ),
        None,
    )
    if said is None:
        return refused(
            PARSER, VERSION, ItemOutcome.NOT_AN_ARTICLE, "a WeChat page without an article", url=url
        )
    violates = re.search(r"del_reason_id\s*:\s*'([1-9]\d*)'", text)
    if _VERIFY.search(said):
        outcome = ItemOutcome.BLOCKED
    elif _LATER.search(said):
        outcome = ItemOutcome.UNAVAILABLE
    elif violates or _GONE.search(said):
        outcome = ItemOutcome.DELETED
    else:
        outcome = ItemOutcome.NOT_AN_ARTICLE
    moved = wechat_article_url(entities.unescape(_variable(text, "transferTargetLink") or ""))
    now_at = f"; the article is now at {moved}" if moved else ""
    return refused(PARSER, VERSION, outcome, f"WeChat says: {said[:120]}{now_at}", url=url)


def _article(root: html.HtmlElement, text: str, data: dict[str, str], url: str | None) -> ParsedListing:
    show_type = data.get("item_show_type") or _variable(text, "item_show_type") or "0"
    body = _body(root, data, show_type)
    note = ""
    if not body.strip() and (said := _decoded(data.get("desc") or _variable(text, "msg_desc") or "")):
        body, note = said, f"{_SHOW_TYPES.get(show_type, 'a post')} without a text: its description stands in"
    title = (
        data.get("title")
        or first_text(root, "//*[@id='activity-name']")
        or _variable(text, "msg_title")
        or first_text(root, "//meta[@property='og:title']/@content")
        or first_text(root, "//*[contains(concat(' ',@class,' '),' rich_media_title ')]")
    )
    if not (title or "").strip() and show_type in _TITLELESS_KINDS:
        title = title_of(body)
    biz = data.get("bizuin") or _variable(text, "biz")
    mid, idx = data.get("mid") or _variable(text, "mid"), data.get("idx") or _variable(text, "idx")
    link = entities.unescape(
        data.get("link") or first_text(root, "//meta[@property='og:url']/@content") or url or ""
    )
    seconds = data.get("ori_create_time") or _variable(text, "ct") or _variable(text, "create_time")
    shown = (
        data.get("create_time")
        or _variable(text, "createTime")
        or first_text(root, "//*[@id='publish_time']")
        or seconds
    )
    original = _original(root, data)
    item = article_item(
        1,
        title=" ".join(_decoded(title).split()) if title else None,
        body=body,
        default_kind="lead" if note else "full",
        message=note,
        url=wechat_article_url(link) or url,
        external_id=f"wechat:{biz}:{mid}:{idx}" if biz and mid and idx and mid != "0" else None,
        source_name=_decoded(
            data.get("nick_name") or first_text(root, "//*[@id='js_name']") or _nickname(root, text)
        ),
        author=_author(root, text, data),
        published_raw=shown,
        published_at=_moment(seconds),
        time_zone=TIME_ZONE,
        original=original,
        original_url=entities.unescape(data.get("copyright_info.reprint_url", "")) if original else None,
        extra={"item_show_type": show_type},
    )
    return one_item(PARSER, VERSION, item)


def _body(root: html.HtmlElement, data: dict[str, str], show_type: str) -> str:
    content = data.get("content_noencode")
    if content and (show_type in _PLAIN_KINDS or "<" not in content):
        plain = re.sub(r"<br\s*/?>", "\n", content)
        plain = entities.unescape(re.sub(r"<[a-zA-Z/][^>]*>", "", plain))
        return "\n".join(line.strip() for line in plain.split("\n") if line.strip())
    if content:
        fragment = tree_of(f"<html><body><div>{content}</div></body></html>")
        return "" if fragment is None else _shown_text(fragment)
    for node in root.xpath("//*[@id='js_content']"):
        return _shown_text(node)
    return ""


def _shown_text(node: html.HtmlElement) -> str:
    """The text that a reader sees, without what is hidden in it. Drawings (svg) may hold paragraphs; each
    line of a program stands in a `code` of its own."""
    for line in node.xpath(".//pre/code[following-sibling::code or preceding-sibling::code]"):
        line.tag = "div"
    hidden = {
        each for each in node.xpath(".//*[contains(@style,'none')]") if _HIDDEN.search(each.get("style"))
    }
    text = "\n".join(lines_of(node, skipped=_SKIPPED, dropped=hidden))
    lines = (line.strip() for line in _ZERO_WIDTH.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)


_SKIPPED = (SKIPPED | {"title", "desc"}) - {"svg", "nav", "footer"}
_HIDDEN = re.compile(r"(?:\A|[;\s])display\s*:\s*none", re.IGNORECASE)
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]")


def _original(
    root: html.HtmlElement, data: dict[str, str]
) -> tuple[str | None, str | None, str | None] | None:
    """(account, author, title) of a reposted article, by the card above the body or the script object."""
    card = first_text(root, "//*[contains(@class,'original_primary_card_tips')]")
    if card:
        account = first_text(root, "//*[contains(@class,'original_primary_nickname')]")
        found = re.search(r"以下文章来源于\s*(.+?)\s*(?:[，,]\s*作者\s*(.+))?$", card)
        if found and not (account or found[1]).startswith(("，", ",")):
            return account or found[1], (found[2] or "").strip() or None, None
        return (account, None, None) if account else None
    if data.get("copyright_info.copyright_stat") == _COPYRIGHT_REPOST and data.get("copyright_info.platform"):
        return data["copyright_info.platform"], data.get("author") or None, None
    return None


def _author(root: html.HtmlElement, text: str, data: dict[str, str]) -> str | None:
    if "author" in data:
        return _decoded(data["author"]) or None
    return (
        _decoded(_variable(text, "author") or "")
        or first_text(root, "//meta[@property='og:article:author']/@content")
        or first_text(root, "//*[@id='js_author_name']")
        or first_text(root, "//meta[@name='author']/@content")
    )


def _nickname(root: html.HtmlElement, text: str) -> str:
    return _variable(text, "nickname") or first_text(root, "//*[contains(@class,'wx_follow_nickname')]") or ""


def _variable(text: str, name: str) -> str | None:
    """The first non-empty string or number assigned to a script variable: `var ct = "…"`, `var ct = 17…;`,
    `window.ct = '…' || ''`."""
    for found in re.finditer(
        rf"""(?:var\s+|window\.){name}\s*=\s*(?:(?:""|'')\s*\|\|\s*)*(?:htmlDecode\()?(?:"((?:[^"\\\n]|\\.)+)"|'((?:[^'\\\n]|\\.)+)'|(\d{{1,15}})\b)""",
        text,
    ):
        return found[3] or _js_string(found[1] or found[2])
    return None


def _decoded(text: str) -> str:
    return entities.unescape(text).strip()


def _moment(seconds: str | None) -> datetime | None:
    if not seconds or not re.fullmatch(r"\d{9,10}", seconds):
        return None
    return datetime.fromtimestamp(int(seconds), UTC)
