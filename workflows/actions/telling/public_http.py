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
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
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


class TooLargeError(CallError):
    """The answer is larger than is taken; nothing of it is kept."""


class InsideError(CallError):
    """The address leads to a machine of the own network."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far calls go: with `inside` to machines of the own network too; ports None: any."""

    inside: bool
    schemes: frozenset[str]
    ports: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; the names of `headers` are in lower case, `body` is unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _of_webhooks() -> Reach:
    inside = settings.WEBHOOKS_STAY_INSIDE
    schemes = frozenset({"https", "http"} if inside else {"https"})
    return Reach(inside, schemes, None if inside else settings.WEBHOOK_PORTS)


def checked(url: str, reach: Reach | None = None) -> SplitResult:
    """The parts of an address that may be called; CallError for any other."""
    reach = reach or _of_webhooks()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise CallError("not an address") from error
    if parts.scheme not in reach.schemes:
        raise CallError("only https is called")
    if not parts.hostname or parts.username is not None or port == 0:
        raise CallError("not an address")
    if reach.ports is not None and (port or 443) not in reach.ports:
        raise CallError("not a port that is called")
    if any(ord(sign) <= ord(" ") or ord(sign) > ord("~") for sign in url) or "\\" in url:
        raise CallError("not an address")
    return parts


def resolved(host: str, port: int, reach: Reach | None = None) -> str:
    """The one address to connect to; CallError if any address of the host is not public."""
    reach = reach or _of_webhooks()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CallError("the host is not known") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not reach.inside and not is_public(address):
            raise InsideError("the host has an address that is not public")
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
    # Whoever answers drop by drop is cut off, too.
    with _called(url, _of_webhooks(), seconds=2 * TIMEOUT) as (connection, path):
        connection.request("POST", path, body=body, headers=dict(headers))
        status = connection.getresponse().status
    if not 200 <= status < 300:  # noqa: PLR2004 - the codes of HTTP
        raise CallError(f"HTTP {status}")


def get(url: str, headers: Mapping[str, str], *, most: int, seconds: float, reach: Reach) -> Answer:
    """What an address answers, whatever its status: redirects are the caller's to check.

    At most `most` bytes are read and as many unpacked (TooLargeError); `seconds` is for the whole.
    """
    with _called(url, reach, seconds=seconds, silent=seconds) as (connection, path):
        connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        try:
            body = b"".join(_unpacked(response, told, most))
        except zlib.error as error:
            raise CallError("the answer cannot be unpacked") from error
        return Answer(response.status, told, body)


_PIECE = 65_536
_GZIP = zlib.MAX_WBITS | 16


def _unpacked(response: HTTPResponse, told: Mapping[str, str], most: int) -> Iterator[bytes]:
    """The body in pieces; what unpacks to more than `most` is given up on the way."""
    length = told.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise TooLargeError(f"larger than {most} bytes")
    packing = told.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "", "gzip", "x-gzip"}:
        raise CallError(f"an unknown packing: {packing[:40]}")
    unpacker = zlib.decompressobj(_GZIP) if "gzip" in packing else None
    read = unpacked = 0
    while piece := response.read1(_PIECE):
        read += len(piece)
        if unpacker is not None:
            piece = unpacker.decompress(piece, most + 1 - unpacked)
        unpacked += len(piece)
        if max(read, unpacked) > most or (unpacker is not None and unpacker.unconsumed_tail):
            raise TooLargeError(f"larger than {most} bytes")
        yield piece
    if (length.isdecimal() and read < int(length)) or (unpacker and not unpacker.eof):
        raise CallError("the answer broke off")


@contextmanager
def _called(
    url: str, reach: Reach, *, seconds: float, silent: float | None = None
) -> Iterator[tuple[_Connection, str]]:
    """A conversation with exactly the host that was checked; whatever fails is a CallError."""
    parts = checked(url, reach)
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    host = str(parts.hostname)
    began = time.monotonic()
    connection = _Connection(
        host, port, resolved(host, port, reach), is_secure=is_secure, silent=silent or TIMEOUT
    )
    guard = threading.Timer(seconds, connection.cut)
    guard.daemon = True
    guard.start()
    try:
        yield connection, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    except (OSError, HTTPException, ValueError) as error:
        raise CallError(f"{type(error).__name__}: {error}") from error
    finally:
        guard.cancel()
        connection.close()
    if time.monotonic() - began > seconds:
        raise CallError("it took too long")


class _Connection(HTTPConnection):
    """A conversation with a host under the address that was checked."""

    def __init__(
        self, host: str, port: int, address: str, *, is_secure: bool, silent: float
    ) -> None:
        super().__init__(host, port, timeout=silent)
        self._address, self._is_secure = address, is_secure
        self._line: socket.socket | None = None
        # So that the header names no port where none is usual.
        self.default_port = 443 if is_secure else 80

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), TIMEOUT)
        plain.settimeout(self.timeout)
        self.sock = self._line = plain
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = self._line = context.wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread, whatever it is waiting for."""
        # An answer without a length takes the socket over, so that it is no longer ours to name.
        if self._line is not None:
            try:
                self._line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
