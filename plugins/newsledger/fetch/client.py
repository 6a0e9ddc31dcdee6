"""Polite fetching: robots.txt, delays, retries, caps, public addresses only. Every attempt is a result.

A failure of the network or of a server is an outcome, never an exception.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from newsledger import __version__
from newsledger.errors import FetchOutcome, TerminalError
from newsledger.fetch.addresses import AddressRefusedError, check_host
from newsledger.fetch.answers import ACCEPT_ENCODING, FetchFailure, failure_of, outcome_of, read_body
from newsledger.fetch.breaker import HostBreaker
from newsledger.fetch.budget import HostBudget
from newsledger.fetch.connections import PublicOnlyAdapter, WatchedAdapter, watch
from newsledger.fetch.records import FetchResult
from newsledger.fetch.robots import AGENT_TOKEN, Rules, rules_of
from newsledger.fetch.waiting import backoff_seconds, is_transient, retry_after_seconds
from newsledger.settings import home
from newsledger.sources.schema import Source

__all__ = ["FetchPolicy", "FetchResult", "Fetcher"]

FORM = "application/x-www-form-urlencoded"
_VALIDATORS = ("If-None-Match", "If-Modified-Since")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEPT_HEADERS = (
    "Age", "Cache-Control", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location",
    "Content-Type", "Date", "ETag", "Expires", "Last-Modified", "Location", "Retry-After", "Server",
    "Via", "X-Cache",
)  # fmt: skip


@dataclass(frozen=True)
class FetchPolicy:
    """The caps of a fetch, seconds each. The source caps attempts, bytes and time in all."""

    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    max_redirects: int = 5
    backoff_base: float = 1.0
    backoff_cap: float = 30.0
    retry_after_cap: float = 120.0
    crawl_delay_cap: float = 60.0

    @classmethod
    def from_environment(cls) -> FetchPolicy:
        """`NEWSLEDGER_FETCH_BACKOFF_SECONDS` sets the first wait between attempts."""
        base = os.environ.get("NEWSLEDGER_FETCH_BACKOFF_SECONDS")
        return cls(backoff_base=float(base)) if base else cls()


class Fetcher:
    """Reads addresses for sources. One per task; keeps connections and robots rules. The moments at which a
    host may be asked are shared by all tasks of a home. Use as a context manager."""

    def __init__(
        self,
        policy: FetchPolicy | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        budget: HostBudget | None = None,
    ) -> None:
        self.policy = policy or FetchPolicy.from_environment()
        self._sleep = sleep
        self._sessions: dict[bool, requests.Session] = {}
        self._behind_proxy: requests.Session | None = None
        self._rules: dict[tuple[str, bool], Rules] = {}
        self._budget = budget or HostBudget(home().path / "hosts")
        self._breaker = HostBreaker(self._budget.folder)
        self._robots_on_the_way: list[FetchResult] = []

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        for session in (*self._sessions.values(), self._behind_proxy):
            if session is not None:
                session.close()
        self._sessions.clear()
        self._behind_proxy = None

    def fetch(
        self, url: str, source: Source, etag: str | None = None, last_modified: str | None = None
    ) -> FetchResult:
        """The last attempt at an address."""
        return self.fetch_all_attempts(url, source, etag, last_modified)[-1]

    def fetch_all_attempts(
        self, url: str, source: Source, etag: str | None = None, last_modified: str | None = None
    ) -> list[FetchResult]:
        """Every attempt, the last one final. Where the host's robots.txt had to be read first, the
        attempts at it stand before. Validators make the request conditional: 304 is NOT_MODIFIED. With the
        source's method post, the address's query is sent as a form, never conditional."""
        agent = user_agent(source)
        url = urldefrag(url).url
        refused = _refuse_scheme(url)
        if refused is not None:
            return [refused]
        rest = self._breaker.seconds_to_rest(_host(url))
        if rest > 0:
            return [_resting(url, rest)]
        attempts, rules = self._robots(url, source, agent)
        if not rules.allows(url):
            return [*attempts, _forbidden(url, rules)]
        self._robots_on_the_way.clear()
        headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
        if source.method == "post":
            headers["Content-Type"] = FORM
            etag = last_modified = None
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        results = self._attempts(url, source, headers, rules)
        self._breaker.record(_host(url), results[-1].outcome)
        return [*attempts, *self._robots_on_the_way, *results]

    def _delay(self, source: Source, rules: Rules | None) -> float:
        """Seconds between two requests to a host: the longer of the source's and the host's wish."""
        asked = min(rules.crawl_delay_seconds, self.policy.crawl_delay_cap) if rules else 0.0
        return max(source.crawl_delay_seconds, asked)

    def _robots(self, url: str, source: Source, agent: str) -> tuple[list[FetchResult], Rules]:
        parts = urlsplit(url)
        key = (f"{parts.scheme}://{parts.netloc}", source.allow_private)
        if key in self._rules:
            return [], self._rules[key]
        attempts = self._attempts(f"{key[0]}/robots.txt", source, {"User-Agent": agent}, None)
        self._rules[key] = rules_of(attempts[-1])
        return attempts, self._rules[key]

    def _attempts(
        self, url: str, source: Source, headers: dict[str, str], rules: Rules | None
    ) -> list[FetchResult]:
        results: list[FetchResult] = []
        for attempt in range(1, source.max_attempts + 1):
            result = self._once(url, source, headers, rules, attempt)
            if attempt == source.max_attempts or not is_transient(result.outcome, result.http_status):
                results.append(result)
                break
            wait = backoff_seconds(attempt, self.policy.backoff_base, self.policy.backoff_cap)
            asked = _asked_to_wait(result)
            if asked > self.policy.retry_after_cap:
                results.append(
                    replace(result, message=f"{result.message}; asks to wait {asked:.0f} s: given up")
                )
                break
            if asked > 0:
                self._budget.hold(_host(result.final_url or url), asked)
            wait = max(wait, asked)
            results.append(replace(result, message=f"{result.message}; asked again after {wait:.1f} s"))
            self._sleep(wait)
        return results

    def _once(
        self,
        url: str,
        source: Source,
        headers: dict[str, str],
        rules: Rules | None,
        attempt: int,
    ) -> FetchResult:
        """One attempt, redirects followed by hand: each hop's scheme, rules and address are checked."""
        self._keep_distance(url, self._delay(source, rules))
        deadline = time.monotonic() + source.max_seconds
        requested_at, began = datetime.now(UTC), time.monotonic()
        current = url
        result = FetchResult(url, requested_at, attempt, FetchOutcome.TOO_MANY_REDIRECTS)

        def ended(outcome: FetchOutcome, message: str = "", **columns: object) -> FetchResult:
            elapsed = round((time.monotonic() - began) * 1000)
            return replace(
                result,
                outcome=outcome,
                message=message,
                final_url=current,
                elapsed_ms=elapsed,
                **columns,  # type: ignore[arg-type]
            )

        for _ in range(self.policy.max_redirects + 1):
            try:
                answer = self._open(current, source, headers, deadline)
            except FetchFailure as failure:
                return ended(failure.outcome, str(failure))
            with answer:
                location = answer.headers.get("Location")
                if answer.status_code in _REDIRECTS and location and headers.get("Content-Type") == FORM:
                    return ended(FetchOutcome.BAD_RESPONSE, f"a form was redirected to {location[:80]!r}")
                if answer.status_code in _REDIRECTS and location:
                    try:
                        target = urldefrag(urljoin(current, location)).url
                        refused = _refuse_scheme(target)
                    except ValueError:
                        return ended(FetchOutcome.BAD_RESPONSE, f"redirected to {location[:80]!r}")
                    if refused is not None:
                        return ended(refused.outcome, f"redirected to {target[:120]}: {refused.message}")
                    target_rules = self._rules_on_the_way(target, source, headers, rules)
                    if target_rules is not None and not target_rules.allows(target):
                        forbidden = _forbidden(target, target_rules)
                        return ended(forbidden.outcome, f"redirected to {target[:120]}: {forbidden.message}")
                    current = target
                    deadline += self._keep_distance(current, self._delay(source, target_rules))
                    continue
                is_conditional = not headers.keys().isdisjoint(_VALIDATORS)
                return self._read(answer, source, deadline, is_conditional, ended)
        return ended(FetchOutcome.TOO_MANY_REDIRECTS, f"more than {self.policy.max_redirects} redirects")

    def _rules_on_the_way(
        self, target: str, source: Source, headers: dict[str, str], rules: Rules | None
    ) -> Rules | None:
        """The rules for a redirect's target; None while a robots.txt itself is read."""
        if rules is None:
            return None
        attempts, found = self._robots(target, source, headers["User-Agent"])
        self._robots_on_the_way += attempts
        return found

    def _open(self, url: str, source: Source, headers: dict[str, str], deadline: float) -> requests.Response:
        left = deadline - time.monotonic()
        if left <= 0:
            raise FetchFailure(FetchOutcome.TIMED_OUT, f"took more than {source.max_seconds:g} s")
        timeout = (min(self.policy.connect_timeout, left), min(self.policy.read_timeout, left))
        with watch(left) as watched:
            try:
                session = self._session(url, source.allow_private)
                method, form = "GET", None
                if headers.get("Content-Type") == FORM:
                    parts = urlsplit(url)
                    method, form, url = "POST", parts.query, parts._replace(query="").geturl()
                headers = headers | {"Accept-Encoding": ACCEPT_ENCODING}
                return session.request(
                    method,
                    url,
                    data=form,
                    headers=headers,
                    timeout=timeout,
                    stream=True,
                    allow_redirects=False,
                )
            except AddressRefusedError as error:
                raise FetchFailure(
                    FetchOutcome.ADDRESS_REFUSED,
                    f"{error}; allow_private in the source's file would permit it",
                ) from error
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                raise failure_of(error, watched, source) from error

    def _read(
        self,
        answer: requests.Response,
        source: Source,
        deadline: float,
        is_conditional: bool,
        ended: Callable[..., FetchResult],
    ) -> FetchResult:
        columns: dict[str, object] = {
            "http_status": answer.status_code,
            "content_type": answer.headers.get("Content-Type"),
            "etag": answer.headers.get("ETag"),
            "last_modified": answer.headers.get("Last-Modified"),
            "headers": {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers},
        }
        outcome, message = outcome_of(answer.status_code)
        if outcome is FetchOutcome.NOT_MODIFIED and not is_conditional:
            return ended(FetchOutcome.BAD_RESPONSE, "not modified, though nothing was known", **columns)
        if outcome is not FetchOutcome.OK:
            return ended(outcome, message, **columns)
        declared = answer.headers.get("Content-Length", "")
        if declared.isdigit() and int(declared) > source.max_bytes:
            return ended(
                FetchOutcome.TOO_LARGE, f"declares {declared} bytes, the cap is {source.max_bytes}", **columns
            )
        try:
            content = read_body(answer, source.max_bytes, deadline, source.max_seconds)
        except FetchFailure as failure:
            return ended(failure.outcome, str(failure), **columns)
        return ended(FetchOutcome.OK, "", content=content, **columns)

    def _session(self, url: str, allow_private: bool) -> requests.Session:
        """Direct connections check their address. Behind a proxy of the environment the proxy connects:
        then the name is checked beforehand, where this machine can resolve it."""
        if allow_private not in self._sessions:
            session = requests.Session()
            session.trust_env = False
            session.verify = _authorities()
            session.cookies.set_policy(_NO_COOKIES)
            for prefix in ("http://", "https://"):
                session.mount(prefix, WatchedAdapter() if allow_private else PublicOnlyAdapter())
            self._sessions[allow_private] = session
        session = self._sessions[allow_private]
        if allow_private:
            return session
        proxies = requests.utils.get_environ_proxies(url, no_proxy=None)
        if proxies.get(urlsplit(url).scheme) or proxies.get("all"):
            return self._proxied(url, proxies)
        return session

    def _proxied(self, url: str, proxies: dict[str, str]) -> requests.Session:
        host = urlsplit(url).hostname or ""
        with contextlib.suppress(OSError):  # Where only the proxy can resolve it.
            check_host(host)
        if self._behind_proxy is None:
            self._behind_proxy = requests.Session()
            self._behind_proxy.trust_env = False
            self._behind_proxy.verify = _authorities()
            self._behind_proxy.cookies.set_policy(_NO_COOKIES)
        self._behind_proxy.proxies = dict(proxies)
        return self._behind_proxy

    def _keep_distance(self, url: str, delay: float) -> float:
        """Waits for the next moment at which the host may be asked; returns the seconds waited."""
        wait = self._budget.seconds_to_wait(_host(url), delay)
        if wait > 0:
            self._sleep(wait)
        return wait


def user_agent(source: Source) -> str:
    """`newsledger/<version> (+contact)`. A host on the internet is told whom to ask."""
    contact = source.user_agent_contact or os.environ.get("NEWSLEDGER_CONTACT")
    if not contact and not source.allow_private:
        raise TerminalError(
            "no contact for the User-Agent",
            stage="fetch",
            source=source.source_id,
            do="Set user_agent_contact or NEWSLEDGER_CONTACT to a page or a mail address.",
        )
    return f"{AGENT_TOKEN}/{__version__} (+{contact or 'loopback'})"


def _authorities() -> str | bool:
    """The certificates that the machine trusts: of the environment, else those that requests brings."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True


class _NoCookies(requests.cookies.cookielib.DefaultCookiePolicy):  # type: ignore[name-defined,misc]
    def set_ok(self, cookie: object, request: object) -> bool:
        return False


_NO_COOKIES = _NoCookies()


def _refuse_scheme(url: str) -> FetchResult | None:
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_fine = False
    if is_fine:
        return None
    message = "only http and https addresses are read"
    return FetchResult(url, datetime.now(UTC), 1, FetchOutcome.SCHEME_REFUSED, url, message=message)


def _resting(url: str, seconds: float) -> FetchResult:
    message = f"not asked: the host refused again and again and rests for {seconds / 60:.0f} min more"
    return FetchResult(url, datetime.now(UTC), 1, FetchOutcome.RATE_LIMITED, url, message=message)


def _forbidden(url: str, rules: Rules) -> FetchResult:
    if rules.is_address_refused:
        outcome, message = FetchOutcome.ADDRESS_REFUSED, "its address may not be read"
    elif rules.is_reachable:
        outcome, message = FetchOutcome.FORBIDDEN_BY_ROBOTS, "robots.txt forbids this path"
    else:
        outcome, message = FetchOutcome.ROBOTS_UNREACHABLE, "robots.txt could not be read, which forbids all"
    return FetchResult(url, datetime.now(UTC), 1, outcome, url, message=message)


def _asked_to_wait(result: FetchResult) -> float:
    """Seconds that a host asks to be left alone, all of it and not this address only; 0 if it does not."""
    if not is_transient(result.outcome, result.http_status):
        return 0.0
    return retry_after_seconds(result.headers.get("Retry-After"), datetime.now(UTC)) or 0.0


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()
