"""Addresses, sizes, times, redirects: each refusal is an outcome, and none a crash."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from newsledger.errors import FetchOutcome
from newsledger.fetch.addresses import AddressRefusedError, check_host, is_public
from newsledger.fetch.client import Fetcher, FetchPolicy
from newsledger.sources.schema import Source
from tests.unit.fetch.conftest import Site

FAST = FetchPolicy(backoff_base=0.01, backoff_cap=0.02, connect_timeout=5, read_timeout=5)
PAGE = (200, {}, b"text")


@pytest.fixture
def public(source: Source) -> Source:
    """The same source without leave to read private addresses."""
    return source.model_copy(update={"allow_private": False, "user_agent_contact": "desk@example.org"})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1%eth0",
        "no address",
    ],
)
def test_an_address_that_is_not_of_the_internet_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "223.5.5.5", "2606:4700:4700::1111", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def test_loopback_is_refused_by_the_address_that_is_connected_to(site: Site, public: Source) -> None:
    site.answers |= {"/a": PAGE}
    with Fetcher(FAST) as fetcher:
        for url in (f"{site.url}/a", site.url.replace("127.0.0.1", "localhost") + "/a"):
            attempts = fetcher.fetch_all_attempts(url, public)
            assert attempts[0].outcome is FetchOutcome.ADDRESS_REFUSED
            assert "allow_private" in attempts[0].message
            assert not attempts[-1].is_ok
    assert site.asked == []


def test_a_name_that_resolves_anew_to_a_private_address_is_refused(
    site: Site, public: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the address is checked where the socket is opened, whatever was resolved before."""
    port = int(site.url.rsplit(":", 1)[1])
    answers = [
        [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))],
        [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ],
    ]
    for answer in answers:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, found=answer, **kwargs: found)
        with pytest.raises(AddressRefusedError):
            check_host("news.example")
        with Fetcher(FAST) as fetcher:
            first = fetcher.fetch_all_attempts(f"http://news.example:{port}/a", public)[0]
        assert first.outcome is FetchOutcome.ADDRESS_REFUSED
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "gopher://x",
        "javascript:1",
        "data:,x",
        "http://",
        "x",
        "http://[::1",
        "http://a:99999/",
    ],
)
def test_only_http_is_read(url: str, source: Source) -> None:
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(url, source).outcome is FetchOutcome.SCHEME_REFUSED


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/"])
def test_a_redirect_to_another_scheme_is_refused(site: Site, source: Source, target: str) -> None:
    site.answers |= {"/a": (302, {"Location": target}, b"")}
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).outcome is FetchOutcome.SCHEME_REFUSED


def test_redirects_are_followed_to_their_cap(site: Site, source: Source) -> None:
    site.answers |= {
        "/a": (301, {"Location": "/b"}, b""),
        "/b": PAGE,
        "/loop": (302, {"Location": "/loop"}, b""),
    }
    with Fetcher(FAST) as fetcher:
        followed = fetcher.fetch(f"{site.url}/a", source)
        looped = fetcher.fetch(f"{site.url}/loop", source)
    assert (followed.outcome, followed.final_url, followed.url) == (
        FetchOutcome.OK,
        f"{site.url}/b",
        f"{site.url}/a",
    )
    assert looped.outcome is FetchOutcome.TOO_MANY_REDIRECTS
    assert site.paths().count("/loop") == FAST.max_redirects + 1


def test_a_redirect_into_a_forbidden_path_is_not_followed(site: Site, source: Source) -> None:
    site.answers |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /drafts/\n"),
        "/a": (302, {"Location": "/drafts/b"}, b""),
        "/drafts/b": PAGE,
    }
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).outcome is FetchOutcome.FORBIDDEN_BY_ROBOTS
    assert "/drafts/b" not in site.paths()


def test_a_redirect_to_another_host_obeys_that_host_s_robots(site: Site, source: Source) -> None:
    other = site.url.replace("127.0.0.1", "localhost")
    asked: list[str] = []

    def robots(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.headers["Host"])
        rules = b"User-agent: *\nDisallow: /\n" if "localhost" in handler.headers["Host"] else b""
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(rules)))
        handler.end_headers()
        handler.wfile.write(rules)

    site.answers |= {"/robots.txt": robots, "/a": (302, {"Location": f"{other}/b"}, b""), "/b": PAGE}
    with Fetcher(FAST) as fetcher:
        attempts = fetcher.fetch_all_attempts(f"{site.url}/a", source)
    assert attempts[-1].outcome is FetchOutcome.FORBIDDEN_BY_ROBOTS
    assert [each.url for each in attempts] == [
        f"{site.url}/robots.txt",
        f"{other}/robots.txt",
        f"{site.url}/a",
    ]
    assert "/b" not in site.paths()


def test_a_proxy_of_the_environment_is_used_and_private_addresses_are_refused_behind_it(
    site: Site, public: Source, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, site.url)
    site.answers |= {"http://news.invalid/a": PAGE, "/a": PAGE}
    with Fetcher(FAST) as fetcher:
        proxied = fetcher.fetch("http://news.invalid/a", public)
        refused = fetcher.fetch_all_attempts("http://169.254.169.254/a", public)[0]
        direct = fetcher.fetch(f"{site.url}/a", source)
    assert proxied.content == PAGE[2]
    assert refused.outcome is FetchOutcome.ADDRESS_REFUSED
    assert direct.is_ok, "a source that may read loopback never goes through the proxy"
    assert "/a" in site.paths()


def test_a_body_that_declares_too_much_is_not_read(site: Site, source: Source) -> None:
    def claims(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(5 * 2**30))
        handler.end_headers()
        handler.wfile.write(b"x" * 1000)

    site.answers |= {"/a": claims}
    with Fetcher(FAST) as fetcher:
        result = fetcher.fetch(f"{site.url}/a", source)
    assert (result.outcome, result.content) == (FetchOutcome.TOO_LARGE, None)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_small_body_that_unfolds_beyond_the_cap_is_too_large(
    site: Site, source: Source, encoding: str
) -> None:
    bomb = b"\0" * 50_000_000
    packed = gzip.compress(bomb) if encoding == "gzip" else zlib.compress(bomb)
    assert len(packed) < source.max_bytes
    site.answers |= {"/a": (200, {"Content-Encoding": encoding}, packed)}
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).outcome is FetchOutcome.TOO_LARGE


def test_a_packed_body_is_unpacked(site: Site, source: Source) -> None:
    site.answers |= {"/a": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"text" * 1000))}
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).content == b"text" * 1000


def test_a_truncated_packed_body_is_a_bad_response(site: Site, source: Source) -> None:
    site.answers |= {"/a": (200, {"Content-Encoding": "gzip"}, b"not gzip at all")}
    with Fetcher(FAST) as fetcher:
        attempts = fetcher.fetch_all_attempts(f"{site.url}/a", source)
    assert [each.outcome for each in attempts[1:]] == [FetchOutcome.BAD_RESPONSE] * 3


def test_a_body_shorter_than_declared_is_a_bad_response(site: Site, source: Source) -> None:
    def breaks_off(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"x" * 10)

    site.answers |= {"/a": breaks_off}
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", source).outcome is FetchOutcome.BAD_RESPONSE


@pytest.mark.parametrize("slow", ["headers", "body"])
def test_bytes_that_come_one_by_one_meet_the_deadline(site: Site, source: Source, slow: str) -> None:
    def drips(handler: BaseHTTPRequestHandler) -> None:
        if slow == "body":
            handler.send_response(200)
            handler.end_headers()
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            handler.wfile.write(b"X-A: b\r\n" if slow == "headers" else b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    site.answers |= {"/a": drips}
    hasty = source.model_copy(update={"max_seconds": 0.5, "max_attempts": 1})
    began = time.monotonic()
    with Fetcher(FAST) as fetcher:
        result = fetcher.fetch(f"{site.url}/a", hasty)
    assert result.outcome is FetchOutcome.TIMED_OUT
    assert time.monotonic() - began < 6


def test_a_silent_server_times_out(site: Site, source: Source) -> None:
    site.answers |= {"/a": lambda handler: time.sleep(2)}
    hasty = source.model_copy(update={"max_seconds": 0.5, "max_attempts": 1})
    with Fetcher(FAST) as fetcher:
        assert fetcher.fetch(f"{site.url}/a", hasty).outcome is FetchOutcome.TIMED_OUT


def test_a_port_where_nobody_listens_is_unreachable(source: Source) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Fetcher(FAST) as fetcher:
        attempts = fetcher.fetch_all_attempts(f"http://127.0.0.1:{port}/a", source)
    assert [each.outcome for each in attempts[:-1]] == [FetchOutcome.UNREACHABLE] * 3
    assert attempts[-1].outcome is FetchOutcome.ROBOTS_UNREACHABLE


@pytest.mark.parametrize(
    "garbage", [b"", b"\x00\x01\x02\x03", b"HTTP/1.1 banana\r\n\r\n", b"HTTP/1.1 200 OK\r\nA" + b"a" * 70_000]
)
def test_garbage_instead_of_http_is_an_outcome(site: Site, source: Source, garbage: bytes) -> None:
    site.answers |= {"/a": lambda handler: handler.wfile.write(garbage) and None}
    with Fetcher(FAST) as fetcher:
        result = fetcher.fetch(f"{site.url}/a", source)
    expected = FetchOutcome.BAD_RESPONSE if garbage else FetchOutcome.UNREACHABLE
    assert result.outcome is expected
