"""The text of a new source file: every key that matters for its kind, each with a word on what it means."""

from __future__ import annotations

from textwrap import wrap
from typing import get_args

from newsledger.errors import TerminalError
from newsledger.sources.schema import FOLLOWING_KINDS, SOURCE_ID, PageParser, SourceKind

KINDS: tuple[str, ...] = get_args(SourceKind)
READS_PAGES = ("page_list", "sitemap", "wechat_album", *FOLLOWING_KINDS)

_OWN = {
    "rss": """\
urls:                                  # feeds, RSS or Atom
  - https://example.org/feed.xml
""",
    "channel_page": """\
urls:                                  # {page} counts from 1 to max_pages
  - https://example.org/channel?page={page}
max_pages: 2
""",
    "page_list": """\
urls:                                  # article pages; WeChat's too
  - https://example.org/articles/1.html
""",
    "json_list": """\
urls:                                  # {page} counts from 1 to max_pages
  - https://example.org/api/latest?page={page}
max_pages: 1
paths:                                 # keys joined by dots, alternatives by |; `.` is the answer itself
  items: data.items
  title: title
  body: content|summary                # HTML or text
  url: url                             # or id with a url_template
  published: published_at
  author: author.name
# expect: {code: 20000}                # what a good answer says of itself
# url_template: https://example.org/articles/{id}
body_kind: full                        # lead, if the list has only teasers
follow_links: false                    # true reads the page of each item whose text is not whole
""",
    "huxiu": """\
urls:                                  # the query is sent as a form
  - https://example.org/web/channel/articleListV1?platform=www&channel_id=0&pagesize=20
method: post
max_pages: 1                           # of the list, by its last_id
follow_links: true                     # items without a text are read one by one
reread_after_hours: 24                 # a page that landed is not asked for again sooner
""",
    "wechat_album": """\
urls:                                  # public albums: action=getalbum, with f=json; or their pages
  - https://mp.weixin.qq.com/mp/appmsgalbum?action=getalbum&__biz=AAAA&album_id=1&count=20&f=json
max_pages: 1                           # of the list, newest first
reread_after_hours: 168                # an article that landed is not asked for again sooner
""",
    "sitemap": """\
urls:                                  # a sitemap, or an index of up to max_pages of them
  - https://example.org/sitemap.xml
max_pages: 2
# link_pattern: /articles/\\d+         # a regular expression that addresses of articles match
max_links: 200                         # the newest of them
reread_after_hours: 24                 # a page that landed is not asked for again sooner
""",
    "folder": """\
urls:                                  # folders: HTML, text, feeds, JSON Lines, WARC, told apart by content
  - /path/to/folder
""",
    "files": """\
urls:                                  # files of this machine, told apart by content
  - /path/to/page.html
""",
}

_PARSERS = "\n".join(wrap(f"of article pages: {', '.join(get_args(PageParser))}", 70))
_PARSER = "# parser: auto                         # " + _PARSERS.replace("\n", "\n#" + 39 * " ") + "\n"

_TEMPLATE = """\
# What this source is, who runs it, and what of the lines below is verified and what is not.
# Try it, writing nothing:  make source-check SOURCE={path}
kind: {kind}
name: {name}                           # as the tables show it
# name_zh: 名称
{own}language: mixed                        # zh, en or mixed: what to expect
time_zone: UTC                         # in which times without an offset are meant; Asia/Shanghai, say
schedule: "17 * * * *"                 # cron or @hourly; leave it out to run by hand only
crawl_delay_seconds: 2                 # between two requests to a host; robots.txt may ask for more
max_failure_share: 0.5                 # above this share of refused items the run fails
# expected_articles_per_day: 20        # for the alarm of a feed that falls silent
{parser}# retention: {{raw_days: 365}}            # older bytes go; articles and facts stay
# publish_body: false                  # its texts stay in the working copy; titles and facts are published
# user_agent_contact: desk@example.org # or the variable NEWSLEDGER_CONTACT; no host is asked without
terms_note: Not reviewed.              # what the site's terms allow, and who read them when
enabled: false                         # true gives it a DAG of its own, ingest_{source_id}
"""


def new_source_text(source_id: str, kind: str, path: str) -> str:
    """The file of a new source. Raises TerminalError for a wrong name or kind."""
    if not SOURCE_ID.fullmatch(source_id):
        raise TerminalError(
            f"{source_id!r} is no name for a source",
            stage="source-new",
            do="Use lower-case letters, digits and _, beginning with a letter.",
        )
    if kind not in KINDS:
        raise TerminalError(f"unknown kind {kind!r}", stage="source-new", do=f"Known: {', '.join(KINDS)}.")
    name = source_id.replace("_", " ").capitalize()
    parser = _PARSER if kind in READS_PAGES else ""
    return _TEMPLATE.format(
        source_id=source_id, kind=kind, name=name, own=_OWN[kind], path=path, parser=parser
    )
