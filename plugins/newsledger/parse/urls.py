"""An address by what identifies the page: rules of the host first, then general ones.

General canonicalisers destroy WeChat's links, whose four parameters are the identity.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

WECHAT_HOST = "mp.weixin.qq.com"
_WECHAT_IDENTITY = (("__biz", "__biz"), ("mid", "appmsgid"), ("idx", "itemidx"), ("sn", "sign"))
_PAGES_BY_HOST = {
    host: (re.compile(pattern), page)
    for hosts, pattern, page in (
        (
            "huxiu.com www.huxiu.com m.huxiu.com",
            r"/article/(\d+)(?:\.html)?",
            r"www.huxiu.com/article/\1.html",
        ),
        ("36kr.com www.36kr.com m.36kr.com", r"/(p|newsflashes)/(\d+)", r"www.36kr.com/\1/\2"),
        ("m.ithome.com", r"/html/(\d{3})(\d{3})\.htm", r"www.ithome.com/0/\1/\2.htm"),
        ("ithome.com www.ithome.com", r"/0/(\d{3})/(\d{3})\.htm", r"www.ithome.com/0/\1/\2.htm"),
        ("tmtpost.com www.tmtpost.com m.tmtpost.com", r"/(\d+)\.html", r"www.tmtpost.com/\1.html"),
        ("yicai.com www.yicai.com m.yicai.com", r"/(news|brief)/(\d+)\.html", r"www.yicai.com/\1/\2.html"),
        (
            "wallstreetcn.com www.wallstreetcn.com m.wallstreetcn.com",
            r"/(articles|livenews)/(\d+)",
            r"wallstreetcn.com/\1/\2",
        ),
    )
    for host in hosts.split()
}
"""Hosts whose article pages are known by a number in the path, whatever the edition, the scheme and the
query: the path as it is asked for, and the one address of the page."""
_TRACKING = frozenset(
    "spm scm fbclid gclid dclid msclkid yclid igshid mc_cid mc_eid cmpid ocid ncid wt.mc_id share_from"  # noqa: SIM905
    " share_token share_source sharer_sharetime sharer_shareid from_source _hsenc _hsmi vd_source".split()
)
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_")
_FEED_MARKS = frozenset({("f", "rss"), ("from", "rss"), ("source", "rss"), ("ref", "rss")})


_SECOND_LEVELS = frozenset("ac co com edu gob gov go gr ltd ne net nom or org plc".split())  # noqa: SIM905
_LANDLORDS = frozenset(
    "blogspot.com wordpress.com substack.com medium.com tumblr.com weebly.com wixsite.com github.io gitlab.io"  # noqa: SIM905
    " netlify.app vercel.app pages.dev web.app firebaseapp.com herokuapp.com fly.dev azurewebsites.net"
    " cloudfront.net amazonaws.com myqcloud.com aliyuncs.com beehiiv.com ghost.io typepad.com livejournal.com"
    " sites.google.com translate.goog".split()
)
"""Domains under which strangers have their own sites."""


def are_one_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: of one host, or of hosts under one domain that is registered as
    a whole (`m.site.com.cn` and `www.site.com.cn`)."""
    try:
        hosts = [(urlsplit(url).hostname or "").rstrip(".") for url in (one, other)]
    except ValueError:
        return False
    return bool(hosts[0]) and (hosts[0] == hosts[1] or _domain(hosts[0]) == _domain(hosts[1]))


def is_of_this_network(url: str) -> bool:
    """Whether it is read from a machine of one's own (`allow_private`), whose address is nobody's identity: a
    mirror, a test server, the demo."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_private
    except ValueError:
        return False


def _domain(host: str) -> str:
    """The part of a host's name that is registered; all of an address of numbers."""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    count = 3 if len(labels[-1]) == 2 and len(labels) > 2 and labels[-2] in _SECOND_LEVELS else 2
    while ".".join(labels[-count:]) in _LANDLORDS and count < len(labels):
        count += 1
    return ".".join(labels[-count:])


def canonical_url(url: str) -> str:
    """The address without fragment, default port, tracking parameters and the mark of a feed.

    What remains keeps its order and its spelling. An address that cannot be taken apart is given back.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return url
    if not host or parts.scheme.lower() not in ("http", "https"):
        return url
    if host == WECHAT_HOST and (link := wechat_article_url(url)):
        return link
    if host in _PAGES_BY_HOST and port is None:
        pattern, page = _PAGES_BY_HOST[host]
        if found := pattern.fullmatch(parts.path.rstrip("/")):
            return "https://" + found.expand(page)
    scheme = parts.scheme.lower()
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        netloc += f":{port}"
    query = parts.query
    if any(_is_tracking(name, value) for name, value in parse_qsl(query, keep_blank_values=True)):
        kept = [
            each
            for each in query.split("&")
            if not any(_is_tracking(*pair) for pair in parse_qsl(each, keep_blank_values=True))
        ]
        query = "&".join(kept)
    return urlunsplit((scheme, netloc, parts.path or "/", query.strip(), "")).strip()


def wechat_article_url(link: str) -> str | None:
    """A WeChat article's address: a short link without its query, a long one by its four parameters."""
    try:
        parts = urlsplit(link.strip())
        hostname = parts.hostname
    except ValueError:
        return None
    if hostname != WECHAT_HOST or not (parts.path == "/s" or parts.path.startswith("/s/")):
        return None
    if parts.path.startswith("/s/"):
        return f"https://{WECHAT_HOST}{parts.path}"
    query = parse_qs(parts.query.replace("&amp;", "&"))
    values = {name: (query.get(name) or query.get(alias) or [""])[0] for name, alias in _WECHAT_IDENTITY}
    if not values["__biz"] or not values["mid"]:
        return None
    kept = urlencode([(name, value) for name, value in values.items() if value], safe="=")
    return f"https://{WECHAT_HOST}/s?{kept}"


def _is_tracking(name: str, value: str) -> bool:
    name = name.lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES) or (name, value.lower()) in _FEED_MARKS
