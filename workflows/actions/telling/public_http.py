"""Calling addresses outside: never a machine inside, never anywhere else than was checked.

The host is resolved once, every address that it has must be public, and the connection goes to
exactly that address, with the right name for the certificate. So neither a name that changes its
address in between, nor any way of writing 127.0.0.1, nor a redirect leads inside.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

TIMEOUT = 5.0
"""Seconds for each step of a conversation; the whole may take twice as long."""

# Set aside for documentation, protocols and tunnels; older tables of Python call them global.
_SET_ASIDE = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16", "100:0:0:1::/64")
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class CallError(Exception):
    """An address may not be called, or did not take what it was given; says why."""


def checked(url: str) -> SplitResult:
    """The parts of an address that may be called; CallError for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise CallError("not an address") from error
    allowed = {"https", "http"} if settings.WEBHOOKS_STAY_INSIDE else {"https"}
    if parts.scheme not in allowed:
        raise CallError("only https is called")
    if not parts.hostname or parts.username is not None or port == 0:
        raise CallError("not an address")
    if not settings.WEBHOOKS_STAY_INSIDE and (port or 443) not in settings.WEBHOOK_PORTS:
        raise CallError("not a port that is called")
    if any(ord(sign) <= ord(" ") or ord(sign) > ord("~") for sign in url) or "\\" in url:
        raise CallError("not an address")
    return parts


def resolved(host: str, port: int) -> str:
    """The one address to connect to; CallError if any address of the host is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CallError("the host is not known") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not settings.WEBHOOKS_STAY_INSIDE and not is_public(address):
            raise CallError("the host has an address that is not public")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet: also what is wrapped in it must."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    wrapped = _wrapped(found)
    if wrapped is not None:
        return is_public(str(wrapped))
    refused = found.is_multicast or found.is_reserved or found.is_unspecified
    refused = refused or any(found in network for network in _SET_ASIDE)
    if isinstance(found, ipaddress.IPv6Address):
        refused = refused or found.is_site_local
    return found.is_global and not refused and not found.is_link_local


def _wrapped(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside of an IPv6 one (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send a body; done with any 2xx. CallError otherwise: redirects are not followed."""
    parts = checked(url)
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    host = str(parts.hostname)
    connection = _Connection(host, port, resolved(host, port), is_secure=is_secure)
    # Whoever answers drop by drop is cut off, too.
    guard = threading.Timer(2 * TIMEOUT, connection.cut)
    guard.daemon = True
    guard.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=dict(headers))
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        raise CallError(f"{type(error).__name__}: {error}") from error
    finally:
        guard.cancel()
        connection.close()
    if not 200 <= status < 300:  # noqa: PLR2004 - the codes of HTTP
        raise CallError(f"HTTP {status}")


class _Connection(HTTPConnection):
    """A conversation with a host under the address that was checked."""

    def __init__(self, host: str, port: int, address: str, *, is_secure: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._address, self._is_secure = address, is_secure
        # So that the header names no port where none is usual.
        self.default_port = 443 if is_secure else 80

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), TIMEOUT)
        self.sock = plain
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread, whatever it is waiting for."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
