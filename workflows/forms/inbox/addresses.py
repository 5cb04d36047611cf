"""Addresses of the many things of a page: each pattern is looked up once, not once per row."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

Key = int | UUID

# No address has one of these in it by itself.
_NUMBER = 987_654_321_987_654_321
_ID = UUID(int=_NUMBER)


def address_of(name: str, key: Key) -> str:
    """As `reverse(name, args=[key])`, in a tenth of the time."""
    where = get_urlconf() or settings.ROOT_URLCONF
    before, after = _around(name, isinstance(key, UUID), where, get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache(maxsize=256)
def _around(name: str, is_id: bool, urlconf: str, _prefix: str) -> tuple[str, str]:  # noqa: FBT001 - a key of the cache
    """What stands before and after the key."""
    sample = _ID if is_id else _NUMBER
    before, _sample, after = reverse(name, urlconf=urlconf, args=[sample]).partition(str(sample))
    return before, after
