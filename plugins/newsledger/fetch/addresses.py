"""Which addresses may be connected to, checked on the very address that the socket connects to.

A name is resolved once, by the connection itself, and every address it resolves to must be public: there
is no second resolution that could differ (DNS rebinding), and a redirect opens a connection of its own.
"""

from __future__ import annotations

import ipaddress
import socket

from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError


class AddressRefusedError(Exception):
    """The name resolves to an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, reserved."""
    try:
        parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        for embedded in (parsed.ipv4_mapped, parsed.sixtofour, parsed.teredo[1] if parsed.teredo else None):
            if embedded is not None:
                return is_public(str(embedded))
        if parsed in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_link_local(address: str) -> bool:
    """Whether it is a link-local address, where clouds answer with a machine's own secrets."""
    try:
        parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_link_local


def check_host(host: str) -> None:
    """Raises AddressRefusedError where the name resolves to anything but public addresses."""
    for *_, address in socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM):
        if not is_public(str(address[0])):
            raise AddressRefusedError(f"{host} is at {address[0]}, which is not public")


def connect_checked(
    host: str, port: int, timeout: float | None, connection: HTTPConnection, *, allow_private: bool = False
) -> socket.socket:
    """A socket to a name all of whose addresses are public; with `allow_private`, at least not link-local."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise NameResolutionError(host, connection, error) from error  # type: ignore[arg-type]
    for *_, address in found:
        if allow_private and is_link_local(str(address[0])):
            raise AddressRefusedError(f"{host} is at {address[0]}, which is link-local: never read")
        if not allow_private and not is_public(str(address[0])):
            raise AddressRefusedError(f"{host} is at {address[0]}, which is not public")
    last: OSError | None = None
    for family, kind, protocol, _, address in found:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(timeout)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(address)
            return sock
        except TimeoutError as error:
            sock.close()
            raise ConnectTimeoutError(connection, f"connecting to {host} timed out") from error
        except OSError as error:
            sock.close()
            last = error
    raise NewConnectionError(connection, f"no connection to {host}: {last}")
