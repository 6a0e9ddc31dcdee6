"""An address is what identifies the page: no tracking, no feed's mark, WeChat's four parameters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.parse.urls import are_one_site, canonical_url, wechat_article_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://www.huxiu.com/article/1.html?f=rss", "https://www.huxiu.com/article/1.html"),
        (
            "https://Example.com:443/A?id=3&utm_source=x&b=%E4%B8%AD#top",
            "https://example.com/A?id=3&b=%E4%B8%AD",
        ),
        ("http://example.com:8080", "http://example.com:8080/"),
        ("https://example.com/a?spm=1.2.3", "https://example.com/a"),
        ("https://example.com/a?q=a+b&q=c&empty=", "https://example.com/a?q=a+b&q=c&empty="),
        ("https://example.com/a?from=home", "https://example.com/a?from=home"),
        (
            "http://mp.weixin.qq.com/s?__biz=MzA=&amp;mid=22&amp;idx=1&amp;sn=ab&amp;chksm=c&scene=27#rd",
            "https://mp.weixin.qq.com/s?__biz=MzA=&mid=22&idx=1&sn=ab",
        ),
        (
            "https://mp.weixin.qq.com/s?__biz=MzA=&appmsgid=22&itemidx=1&sign=ab",
            "https://mp.weixin.qq.com/s?__biz=MzA=&mid=22&idx=1&sn=ab",
        ),
        (
            "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv?scene=1&from=rss#rd",
            "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv",
        ),
        ("http://m.huxiu.com/article/4711.html?f=member", "https://www.huxiu.com/article/4711.html"),
        ("https://36kr.com/p/3511?channel=wechat", "https://www.36kr.com/p/3511"),
        ("https://m.ithome.com/html/891234.htm", "https://www.ithome.com/0/891/234.htm"),
        ("https://m.tmtpost.com/7654321.html", "https://www.tmtpost.com/7654321.html"),
        ("https://m.yicai.com/news/102345678.html", "https://www.yicai.com/news/102345678.html"),
        ("https://m.wallstreetcn.com/livenews/2987", "https://wallstreetcn.com/livenews/2987"),
        ("https://www.huxiu.com/channel/1?page=2", "https://www.huxiu.com/channel/1?page=2"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("https://[::1", "https://[::1"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


def test_a_wechat_link_without_an_article_is_none() -> None:
    assert wechat_article_url("https://mp.weixin.qq.com/mp/verify?x=1") is None
    assert wechat_article_url("https://mp.weixin.qq.com/s?mid=1") is None
    assert wechat_article_url("https://example.com/s/abc") is None


@given(st.text(alphabet="htps:/example.com?&=#%[]@utm_f 中rs", max_size=60))
def test_it_never_fails_and_is_idempotent(text: str) -> None:
    for url in (text, f"https://example.com/{text}"):
        once = canonical_url(url)
        assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://m.site.example/1", "https://www.site.example/1", True),
        ("https://news.site.com.cn/1", "https://site.com.cn/2", True),
        ("http://site.co.uk/1", "https://other.co.uk/1", False),
        ("https://ann.github.io/1", "https://bob.github.io/1", False),
        ("https://github.io/1", "https://bob.github.io/1", False),
        ("http://127.0.0.1:8000/1", "http://127.0.0.1:9000/1", True),
        ("http://10.0.0.1/1", "http://10.1.0.1/1", False),
        ("http://[::1]/1", "http://[::2]/1", False),
        ("https://a.example/1", "https://b.example/1", False),
        ("https://notsite.com/1", "https://site.com/1", False),
        ("http://[x", "http://[x", False),
    ],
)
def test_hosts_under_one_registered_domain_are_one_site(one: str, other: str, expected: bool) -> None:
    assert are_one_site(one, other) is expected
