"""Connections for requests: to public addresses only where that is asked for, and cut at a deadline.

A read timeout counts from byte to byte, so that a server which sends a header a second would hold a task
for as long as it likes. A `Watch` shuts the socket when the attempt's time is over.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from newsledger.fetch.addresses import connect_checked

_watched = threading.local()


class Watch:
    """One attempt's deadline. `expired` tells a cut connection from a broken one."""

    def __init__(self) -> None:
        self.expired = False
        self.connection: HTTPConnection | None = None

    def expire(self) -> None:
        """Shut the socket: whoever reads from it gets its end."""
        self.expired = True
        sock = getattr(self.connection, "sock", None)
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def watch(seconds: float) -> Iterator[Watch]:
    """Shuts the connection that this thread's next request uses when `seconds` are over."""
    current = Watch()
    timer = threading.Timer(max(0.0, seconds), current.expire)
    timer.daemon = True
    _watched.current = current
    timer.start()
    try:
        yield current
    finally:
        timer.cancel()
        _watched.current = None


def _register(connection: HTTPConnection) -> None:
    current = getattr(_watched, "current", None)
    if current is not None:
        current.connection = connection


class _Connection(HTTPConnection):
    allow_private = True

    def _new_conn(self) -> socket.socket:
        return _connect(self, self.allow_private)

    def request(self, *arguments: Any, **options: Any) -> None:
        _register(self)
        super().request(*arguments, **options)


class _SecureConnection(HTTPSConnection):
    allow_private = True

    def _new_conn(self) -> socket.socket:
        return _connect(self, self.allow_private)

    def request(self, *arguments: Any, **options: Any) -> None:
        _register(self)
        super().request(*arguments, **options)


def _connect(connection: HTTPConnection, allow_private: bool) -> socket.socket:
    host = connection._dns_host.strip("[]")
    seconds = _seconds(connection.timeout)
    return connect_checked(host, connection.port, seconds, connection, allow_private=allow_private)


def _seconds(timeout: object) -> float | None:
    return float(timeout) if isinstance(timeout, int | float) else None


class _PublicConnection(_Connection):
    allow_private = False


class _PublicSecureConnection(_SecureConnection):
    allow_private = False


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicSecurePool(HTTPSConnectionPool):
    ConnectionCls = _PublicSecureConnection


class WatchedAdapter(HTTPAdapter):
    """Connections that a `Watch` can cut."""

    pools: dict[str, Any] = {"http": _Pool, "https": _SecurePool}  # noqa: RUF012

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = self.pools


class PublicOnlyAdapter(WatchedAdapter):
    """The same, to public addresses only."""

    pools = {"http": _PublicPool, "https": _PublicSecurePool}  # noqa: RUF012
