"""OParl's ids are addresses; the same object is known under one key however it is written."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

MOST = 500
"""The longest id that is taken."""

_USUAL = {"http": 80, "https": 443}
_CODED = re.compile(r"%[0-9a-fA-F]{2}")
_PLAIN = re.compile(r"[A-Za-z0-9._~-]")


_SIGNS = r"A-Za-z0-9._~/:@!$&'()*+,;=-"
SIMPLE = re.compile(
    r"https?://([a-z0-9.-]+)(?::([1-9][0-9]{0,3}))?"
    rf"((?:/[{_SIGNS}]*)?(?:\?[?{_SIGNS}]+)?)"
)
"""An id with nothing to bring into its normal form but scheme and port: nearly every one."""


def key_of(address: str) -> str:
    """The normal form of an id: https, host in small letters, no usual port, no fragment.

    Empty for what is no address. Needless percent codes are written out, so that `%7E` is `~`.
    """
    # An import asks for hundreds of thousands; half of its work was to take them apart.
    simple = SIMPLE.fullmatch(address)
    if simple is None:
        return taken_apart(address)
    host, port, rest = simple.groups()
    place = host if port is None or int(port) in _USUAL.values() else f"{host}:{port}"
    key = f"https://{place}{rest}"
    return key if len(key) <= MOST else ""


def taken_apart(address: str) -> str:
    """The same for any address, part by part."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _USUAL or not parts.hostname:
        return ""
    usual = port is None or port in _USUAL.values()
    host = parts.hostname.lower() + ("" if usual else f":{port}")
    if ":" in parts.hostname:
        host = f"[{parts.hostname.lower()}]" + ("" if usual else f":{port}")
    try:
        path = _CODED.sub(_plain, quote(parts.path, safe="/%:@!$&'()*+,;=~"))
        query = _CODED.sub(_plain, quote(parts.query, safe="/%:@!$&'()*+,;=~?"))
        key = f"https://{host}{path}" + (f"?{query}" if query else "")
        key.encode()
    except UnicodeEncodeError:
        return ""
    return key if len(key) <= MOST else ""


def _plain(code: re.Match[str]) -> str:
    sign = unquote(code[0])
    return sign if _PLAIN.fullmatch(sign) else code[0].upper()


def host_of(address: str) -> str:
    """Host and port by which an address is allowed or not; empty for what is no address.

    The usual ports of both schemes are the same place.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    usual = port is None or port in _USUAL.values()
    return (parts.hostname or "").lower() + ("" if usual else f":{port}")
