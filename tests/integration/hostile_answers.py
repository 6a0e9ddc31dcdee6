"""Hostile and broken answers by path, for a loopback server that writes raw bytes to its socket.

`PAGES` are asked for as article pages; `FEEDS`, `CHANNELS`, `JSON_LISTS` and `SITEMAPS` as listings. A value is
the body of a plain 200, or a function that writes to the socket whatever it likes.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import time
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

Answer = bytes | Callable[[socket.socket], None]

GOOD_PAGE = (
    "<!doctype html><html><head><title>示例汽车一月交付3.2万辆</title>"
    '<meta property="article:published_time" content="2026-01-20T09:00:00+08:00"></head><body><article>'
    "<p>示例汽车公布一月交付数据：共交付3.2万辆，同比增长41%，环比下降6%，其中出口0.4万辆。</p>"
    "<p>公司预计二月交付2.8万辆到3.0万辆，全年目标维持在45万辆不变，毛利率指引为18%到19%。</p>"
    "</article></body></html>"
).encode()
TEXT = (
    "<p>Example Motors said that it delivered 32,000 cars in January, up 41 per cent from a year before, and that"
    " it expects to deliver 28,000 to 30,000 in February while its target for the year stays at 450,000.</p>"
)


def page(title: str = "Example Motors delivers 32,000 cars", body: str = TEXT, head: str = "") -> bytes:
    return (
        f"<!doctype html><html><head><title>{title}</title>"
        f'<meta property="article:published_time" content="2026-01-20T09:00:00Z">{head}</head>'
        f"<body><article>{body}</article></body></html>"
    ).encode("utf-8", "surrogatepass")


def raw(*pieces: bytes, pause: float = 0.0) -> Answer:
    """Write these bytes as they are, then hang up."""

    def write(sock: socket.socket) -> None:
        for piece in pieces:
            sock.sendall(piece)
            time.sleep(pause)

    return write


def http(status: str, *headers: str, body: bytes = b"") -> Answer:
    """A well-formed answer with a status and headers of its own."""
    head = "".join(f"{each}\r\n" for each in (f"HTTP/1.1 {status}", *headers, "Connection: close"))
    length = (
        ""
        if any(each.lower().startswith("content-length") for each in headers)
        else f"Content-Length: {len(body)}\r\n"
    )
    return raw(f"{head}{length}\r\n".encode("latin-1"), body)


def coded(encoding: str, body: bytes) -> Answer:
    return http("200 OK", "Content-Type: text/html", f"Content-Encoding: {encoding}", body=body)


def typed(kind: str, body: bytes) -> Answer:
    return http("200 OK", f"Content-Type: {kind}", body=body)


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """A gigabyte of zeros, packed."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    chunk = bytes(8 * 1024 * 1024)
    return b"".join([*(packer.compress(chunk) for _ in range(128)), packer.flush()])


def packed_bomb(header: str) -> Answer:
    """The bomb, made when it is first asked for."""

    def write(sock: socket.socket) -> None:
        head = f"HTTP/1.1 200 OK\r\n{header}\r\nContent-Length: {len(bomb())}\r\n\r\n"
        sock.sendall(head.encode() + bomb())

    return write


def drip(prefix: bytes, piece: bytes) -> Answer:
    """A piece each tenth of a second, for ever."""

    def write(sock: socket.socket) -> None:
        sock.sendall(prefix)
        for _ in range(200):
            sock.sendall(piece)
            time.sleep(0.1)

    return write


def flood(prefix: bytes, piece: bytes, count: int) -> Answer:
    def write(sock: socket.socket) -> None:
        sock.sendall(prefix)
        for _ in range(count):
            sock.sendall(piece)

    return write


def reset(prefix: bytes) -> Answer:
    """Break the connection off with a reset."""

    def write(sock: socket.socket) -> None:
        sock.sendall(prefix)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return write


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE l [<!ENTITY a0 "ha">{LAUGHS}]>'
EXTERNAL = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

_STATUSES = (
    "201 Created", "202 Accepted", "203 Non-Authoritative", "204 No Content", "205 Reset Content",
    "206 Partial Content", "226 IM Used", "300 Multiple Choices", "304 Not Modified", "305 Use Proxy",
    "400 Bad Request", "401 Unauthorized", "402 Payment Required", "403 Forbidden", "404 Not Found",
    "405 Method Not Allowed", "406 Not Acceptable", "407 Proxy Authentication Required", "408 Request Timeout",
    "410 Gone", "418 I'm a teapot", "421 Misdirected Request", "429 Too Many Requests",
    "451 Unavailable For Legal Reasons", "500 Internal Server Error", "501 Not Implemented", "502 Bad Gateway",
    "503 Service Unavailable", "504 Gateway Timeout", "520 Web Server Returned an Unknown Error",
    "599 Network Connect Timeout", "600 Beyond", "999 Request Denied",
)  # fmt: skip

_TARGETS = {
    "the metadata address": "http://169.254.169.254/latest/meta-data/",
    "the metadata address in IPv6": "http://[::ffff:169.254.169.254]/",
    "a file": "file:///etc/passwd",
    "ftp": "ftp://example.org/x",
    "javascript": "javascript:alert(1)",
    "data": "data:text/html,<p>x",
    "gopher": "gopher://127.0.0.1:25/_HELO",
    "a port of 0": "http://127.0.0.1:0/",
    "a port beyond": "http://127.0.0.1:99999/",
    "no host": "http:///x",
    "brackets": "http://[::1/",
    "a closed port": "http://127.0.0.1:9/",
    "an unknown name": "http://no-such-host.invalid/",
    "spaces": "   ",
    "a very long address": "/" + "a" * 60_000,
}

TRANSPORT: dict[str, Answer] = {
    **{f"status {status[:3]}": http(status, "Content-Type: text/html", body=b"" if status[:3] in ("204", "304") else GOOD_PAGE) for status in _STATUSES},
    **{f"redirect to {name}": http("302 Found", f"Location: {target}") for name, target in _TARGETS.items()},
    "redirect to itself": lambda sock: sock.sendall(b"HTTP/1.1 302 Found\r\nLocation: ?\r\nContent-Length: 0\r\n\r\n"),
    "redirect without end": http("301 Moved", "Location: /redirect without end/x"),
    "redirect without a location": http("302 Found"),
    "truncated gzip": coded("gzip", gzip.compress(GOOD_PAGE)[:-40]),
    "gzip that is none": coded("gzip", GOOD_PAGE),
    "gzip with rubbish behind": coded("gzip", gzip.compress(GOOD_PAGE) + b"rubbish"),
    "gzip in gzip in gzip": coded("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(GOOD_PAGE)))),
    "a bomb of one gigabyte": packed_bomb("Content-Encoding: gzip"),
    "a bomb in a file": packed_bomb("Content-Type: application/gzip"),
    "deflate": coded("deflate", zlib.compress(GOOD_PAGE)),
    "an unknown encoding": coded("x-newsledger", GOOD_PAGE),
    "brotli that is none": coded("br", GOOD_PAGE),
    "zstd that is none": coded("zstd", GOOD_PAGE),
    "five gigabytes declared": raw(OK + b"Content-Length: 5368709120\r\n\r\n" + GOOD_PAGE),
    "a length beyond all numbers": raw(OK + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n" + GOOD_PAGE),
    "a negative length": raw(OK + b"Content-Length: -1\r\n\r\n" + GOOD_PAGE),
    "a length that is no number": raw(OK + b"Content-Length: many\r\n\r\n" + GOOD_PAGE),
    "two lengths": raw(OK + b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n" + GOOD_PAGE),
    "shorter than declared": raw(OK + b"Content-Length: 99999\r\n\r\n" + GOOD_PAGE),
    "longer than declared": raw(OK + b"Content-Length: 30\r\n\r\n" + GOOD_PAGE),
    "no length": raw(OK + b"\r\n" + GOOD_PAGE),
    "endless without a length": flood(OK + b"\r\n", b"<p>again and again" * 4096, 400),
    "endless chunks": flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n", 400),
    "chunks cut off": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n40\r\n<html>"),
    "chunks without sizes": raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<html>\r\n0\r\n\r\n"),
    "a negative chunk": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n<html>\r\n0\r\n\r\n"),
    "a chunk of a gigabyte": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n40000000\r\n<html>"),
    "a chunk size without end": flood(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1" * 65536, 50),
    "slow bytes": drip(OK + b"Content-Length: 100000\r\n\r\n", b"x"),
    "slow headers": drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n"),
    "slow status": drip(b"HTTP/1.1 2", b"0"),
    "slow chunks": drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "silence": lambda sock: time.sleep(6),
    "nothing": raw(b""),
    "reset at once": reset(b""),
    "reset in the headers": reset(b"HTTP/1.1 200 OK\r\nContent-"),
    "reset in the body": reset(OK + b"Content-Length: 9999\r\n\r\n<html><p>"),
    "only a line feed": raw(b"\n"),
    "another protocol": raw(b"220 mail.example ESMTP\r\n"),
    "HTTP 0.9": raw(GOOD_PAGE),
    "HTTP 9.9": raw(b"HTTP/9.9 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
    "no status": raw(b"HTTP/1.1\r\n\r\n"),
    "a status of letters": raw(b"HTTP/1.1 abc OK\r\n\r\n"),
    "a status of four digits": raw(b"HTTP/1.1 2000 OK\r\n\r\n"),
    "a header of a megabyte": raw(OK + b"X-Big: " + b"a" * 1_000_000 + b"\r\n\r\n"),
    "ten thousand headers": raw(OK + b"X-Many: 1\r\n" * 10_000 + b"\r\n" + GOOD_PAGE),
    "a header without a colon": raw(OK + b"nonsense\r\n\r\n" + GOOD_PAGE),
    "a header with NUL": raw(OK + b"X-Nul: a\x00b\r\nContent-Length: 5\r\n\r\nhello"),
    "a header in Chinese": raw(OK + "X-Name: 示例\r\nContent-Length: 5\r\n\r\nhello".encode()),
    "a status in Chinese": raw("HTTP/1.1 200 好\r\nContent-Length: 5\r\n\r\nhello".encode()),
    "continue without end": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 20_000),
    "a hundred megabytes of cookies": flood(OK, b"Set-Cookie: a=" + b"b" * 60_000 + b"\r\n", 200),
    "an ETag of a megabyte": raw(OK + b'ETag: "' + b"e" * 60_000 + b'"\r\nContent-Length: 5\r\n\r\nhello'),
    "Retry-After of a year": http("429 Too Many", "Retry-After: 31536000"),
    "Retry-After in the year 9999": http("503 Busy", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"),
    "Retry-After of nonsense": http("503 Busy", "Retry-After: soon"),
    "Retry-After below zero": http("503 Busy", "Retry-After: -5"),
}  # fmt: skip

CONTENT: dict[str, Answer] = {
    "empty": b"",
    "white space": b" \r\n\t" * 5000,
    "a PDF": typed("application/pdf", b"%PDF-1.7\n" + b"\x00\x01" * 500),
    "an image": typed("image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "a zip": typed("application/zip", b"PK\x03\x04" + bytes(2000)),
    "noise": bytes((n * 7919) % 256 for n in range(50_000)),
    "a type of nonsense": typed(";;;=text", GOOD_PAGE),
    "a charset of nonsense": typed("text/html; charset=klingon", GOOD_PAGE),
    "gb2312 declared, UTF-8 sent": typed("text/html; charset=gb2312", GOOD_PAGE),
    "UTF-8 declared, GB18030 sent": typed("text/html; charset=utf-8", GOOD_PAGE.decode().encode("gb18030")),
    "GB18030 without a word": GOOD_PAGE.decode().encode("gb18030"),
    "Big5 without a word": GOOD_PAGE.decode().replace("总", "總").encode("big5", "replace"),
    "UTF-16 with a mark": GOOD_PAGE.decode().encode("utf-16"),
    "UTF-16 without a mark": GOOD_PAGE.decode().encode("utf-16-le"),
    "UTF-32 with a mark": GOOD_PAGE.decode().encode("utf-32"),
    "UTF-7": GOOD_PAGE.decode().encode("utf-7"),
    "half a character": GOOD_PAGE[:200] + b"\xe4\xb8" + GOOD_PAGE[200:],
    "lost characters": page(body="<p>" + "\ufffd" * 500 + "</p>"),
    "NUL bytes": GOOD_PAGE.replace("，".encode(), "，\x00".encode()),
    "surrogates": page(body=TEXT + "<p>&#xD800;&#xDFFF;&#0;&#x110000;&#99999999999;</p>"),
    "raw surrogates": page(body=TEXT + "<p>\ud800\udfff</p>"),
    "nested divs": page(body="<div>" * 100_000 + "x"),
    "nested tables": page(body="<table><tr><td>" * 20_000 + "x"),
    "nested lists": page(body="<ul><li>" * 50_000),
    "nested inline": page(body="<b><i>" * 50_000 + TEXT),
    "a hundred thousand paragraphs": page(body="<p>x</p>" * 100_000),
    "fifty thousand links": page(body='<a href="/x">x</a>' * 50_000),
    "a hundred thousand attributes": page(
        body="<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"
    ),
    "an attribute of a megabyte": page(body=f'<p class="{"c" * 1_000_000}">x</p>{TEXT}'),
    "tags without end": page(body="<a" * 100_000),
    "less-than signs": page(body="<" * 500_000),
    "ampersands": page(body="&" * 500_000 + TEXT),
    "comments without end": page(body="<!--" * 100_000),
    "a comment without end": page(body=TEXT + "<!-- " + "x" * 500_000),
    "a script without end": page(body=TEXT + "<script>" + "x" * 500_000),
    "scripts without end": page(body="<script" * 100_000),
    "CDATA without end": page(body="<![CDATA[" * 100_000),
    "a title without end": b"<html><head><title>" + b"t" * 500_000,
    "a title of a megabyte": page(title="T" * 1_000_000),
    "a title of control signs": page(title="A\u202eB\u200b\u0007C\u0085D"),
    "a script in a title": page(title="<script>alert(1)</script>Plant opens"),
    "SQL in an author": page(head='<meta name=author content="\'); drop table raw.article_versions; --">'),
    "an author of a megabyte": page(head=f'<meta name="author" content="{"a" * 1_000_000}">'),
    "a date of year 0": page().replace(b"2026-01-20", b"0000-00-00"),
    "a date of year 1": page().replace(b"2026-01-20", b"0001-01-01"),
    "a date of year 9999": page().replace(b"2026-01-20", b"9999-12-31"),
    "a date of year 99999": page().replace(b"2026-01-20", b"99999-12-31"),
    "a date of month 13": page().replace(b"2026-01-20", b"2026-13-41"),
    "a date of digits": page().replace(b"2026-01-20T09:00:00Z", b"9" * 300),
    "an offset of a hundred hours": page().replace(b"09:00:00Z", b"09:00:00+99:99"),
    "a canonical link of javascript": page(head='<link rel="canonical" href="javascript:alert(1)">'),
    "a canonical link of nonsense": page(head='<link rel="canonical" href="http://[x">'),
    "a canonical link of a megabyte": page(
        head=f'<link rel="canonical" href="https://a.example/{"a" * 1_000_000}">'
    ),
    "a base of nonsense": page(head='<base href="http://[::1">'),
    "a refresh": page(head='<meta http-equiv="refresh" content="0;url=file:///etc/passwd">'),
    "broken JSON-LD": page(head='<script type="application/ld+json">{"@type": "NewsArticle", </script>'),
    "nested JSON-LD": page(head=f'<script type="application/ld+json">{"[" * 50_000}</script>'),
    "JSON-LD of other types": page(
        head='<script type="application/ld+json">{"@type":["NewsArticle",1],"headline":{"a":[1]},"author":[[[1]]],'
        '"datePublished":[2026],"publisher":7,"url":{"x":1}}</script>'
    ),
    "a script object of quotes": b'<html><div id="js_article"></div><script>window.cgiDataNew = {'
    + b"a:'" * 90_000,
    "a script object of braces": b'<html><div id="js_article"></div><script>window.cgiDataNew = {'
    + b"a:{" * 90_000,
    "laughs": f'<?xml version="1.0"?>{LAUGHS}<html><body><p>&a11;</p></body></html>'.encode(),
    "an external entity": f'<?xml version="1.0"?>{EXTERNAL}<html><body><p>&x;</p></body></html>'.encode(),
    "XSLT": b'<?xml-stylesheet href="file:///etc/passwd"?>' + page(),
    "a frame set": b'<html><frameset><frame src="/a"></frameset></html>',
    "only scripts": b"<html><body><script>document.write('x')</script></body></html>",
    "only styles": b"<html><style>p { color: red }</style></html>",
    "a challenge": b"<html><script>window._cf_chl_opt={}</script><p>Just a moment</p></html>",
    "a text in Russian": page(body="<p>" + "Компания сообщила о росте выручки за квартал. " * 20 + "</p>"),
    "one line of four megabytes": page(body="<p>" + "word " * 800_000 + "</p>"),
    "two html elements": GOOD_PAGE + GOOD_PAGE,
    "text before the markup": b"}{" * 1000 + GOOD_PAGE,
    "a doctype of a megabyte": b"<!DOCTYPE html " + b"x" * 1_000_000 + b">" + GOOD_PAGE,
    "JSON where a page was asked for": b'{"code": 403, "message": "no"}',
    "a feed where a page was asked for": b"<rss><channel><item><title>t</title></item></channel></rss>",
}

PAGES: dict[str, Answer] = {**TRANSPORT, **CONTENT}

_ITEM = "<item><title>Plant {n} opens</title><link>https://news.example/{n}</link><description>{d}</description></item>"
GOOD_ITEM = _ITEM.format(n=1, d="Example said that the plant will make 120,000 cars a year.")


def feed(items: str = GOOD_ITEM, prologue: str = "") -> bytes:
    return f'<?xml version="1.0"?>{prologue}<rss><channel><title>x</title>{items}</channel></rss>'.encode(
        "utf-8", "surrogatepass"
    )


FEEDS: dict[str, Answer] = {
    "empty": b"",
    "a page": GOOD_PAGE,
    "laughs": feed(_ITEM.format(n="&a11;", d="&a11;"), LAUGHS),
    "an external entity": feed(_ITEM.format(n=2, d="a &x; b"), EXTERNAL),
    "cut off": feed(GOOD_ITEM * 3)[:-120],
    "no items": feed(""),
    "an item of nothing": feed("<item></item>" + GOOD_ITEM),
    "twenty thousand items": feed(GOOD_ITEM + "<item><title>t</title></item>" * 20_000),
    "dates of years 0 and 9999": feed(
        "".join(
            _ITEM.format(n=n, d="A plant opened.").replace("</item>", f"<pubDate>{date}</pubDate></item>")
            for n, date in enumerate(
                ("0000-00-00", "Fri, 31 Dec 9999 23:59:59 GMT", "x" * 9999, "-1", "1e999")
            )
        )
    ),
    "a title of a megabyte": feed(GOOD_ITEM + f"<item><title>{'T' * 1_000_000}</title></item>"),
    "a script in a title": feed(GOOD_ITEM.replace("Plant 1", "&lt;script&gt;alert(1)&lt;/script&gt;Plant")),
    "a link of javascript": feed(GOOD_ITEM.replace("https://news.example/1", "javascript:alert(1)")),
    "a nested description": feed(GOOD_ITEM + _ITEM.format(n=2, d="&lt;div&gt;" * 60_000)),
    "nested elements": feed("<item>" * 30_000),
    "comments without end": feed("<!--" * 100_000),
    "NUL bytes": feed().replace(b"Plant", b"Pl\x00ant"),
    "UTF-16": feed().decode().encode("utf-16"),
    "gb2312 declared wrongly": feed(GOOD_ITEM.replace("Plant", "工厂")).replace(
        b'version="1.0"', b'version="1.0" encoding="gb2312"'
    ),
    "truncated gzip": coded("gzip", gzip.compress(feed())[:-20]),
    "status 500": http("500 No"),
    "slow bytes": drip(OK + b"\r\n", b"<rss>"),
}
CHANNELS: dict[str, Answer] = {
    "empty": b"",
    "no items": b"<html><body><p>Search documents</p></body></html>",
    "a stamp alone": "虎嗅APP· 2026-01-20 10:01".encode(),
    "stamps alone": ("<p>虎嗅APP· 2026-01-20 10:01</p>" * 3000).encode(),
    "a stamp of month 13": "<p>标题</p><p>某号· 2026-13-41 25:99</p><p>正文在此。</p>".encode(),
    "a source of a megabyte": (
        "<p>标题</p><p>" + "源" * 300_000 + "· 2026-01-20 10:01</p><p>正文</p>"
    ).encode(),
    "middle dots": ("·" * 200_000).encode(),
    "spaces before a stamp": ("<p>" + " " * 200_000 + "· 2026-01-20 10:01</p>").encode(),
    "nested divs": b"<html><body>" + b"<div>" * 100_000,
    "status 403": http("403 No"),
}
JSON_LISTS: dict[str, Answer] = {
    "empty": b"",
    "a page": GOOD_PAGE,
    "cut off": b'[{"title": "t", "body"',
    "nested": b"[" * 200_000,
    "a number": b"1e999",
    "NaN": b"[NaN, Infinity]",
    "null": b"null",
    "a list of lists": b"[[[]], [], 7, null, true]",
    "other types": b'[{"title": ["a", {"name": "b"}], "body": {"x": 1}, "url": 7, "published": {}, "id": []}]',
    "a title of a megabyte": json.dumps([{"title": "T" * 1_000_000, "body": "b", "url": "/1"}]).encode(),
    "surrogates": b'[{"title": "t\\ud800", "body": "The plant opened.", "url": "/2"}]',
    "a body of nested markup": json.dumps([{"title": "t", "body": "<div>" * 60_000, "url": "/3"}]).encode(),
    "numbers beyond": b'[{"title": "t", "body": "The plant opened.", "url": "/4", "published": '
    + b"9" * 4000
    + b"}]",
    "a number of digits beyond": b'[{"title": "t", "id": ' + b"9" * 100_000 + b"}]",
    "twenty thousand items": json.dumps([{"title": "t", "url": "/5"}] * 20_000).encode(),
    "status 429": http("429 Too Many", "Retry-After: 99999"),
}
SITEMAPS: dict[str, Answer] = {
    "empty": b"",
    "a page": GOOD_PAGE,
    "laughs": f'<?xml version="1.0"?>{LAUGHS}<urlset><url><loc>&a11;</loc></url></urlset>'.encode(),
    "an external entity": f'<?xml version="1.0"?>{EXTERNAL}<urlset><url><loc>&x;</loc></url></urlset>'.encode(),
    "a bomb": packed_bomb("Content-Type: application/gzip"),
    "an index of itself": b"<sitemapindex><sitemap><loc>/sitemaps/an%20index%20of%20itself</loc></sitemap></sitemapindex>",
    "addresses of other schemes": b"<urlset><url><loc>file:///etc/passwd</loc></url><url><loc>x:y</loc></url></urlset>",
    "nested": b"<urlset>" + b"<url>" * 100_000,
    "NUL bytes": b"<urlset>\x00<url>\x00</url></urlset>",
    "cut off": b"<urlset><url><loc>http://127.0.0.1:9/x</loc>",
}

LISTINGS: Mapping[str, Mapping[str, Answer]] = {
    "feeds": FEEDS,
    "channels": CHANNELS,
    "json_lists": JSON_LISTS,
    "sitemaps": SITEMAPS,
}
