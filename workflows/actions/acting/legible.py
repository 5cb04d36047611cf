"""Texts that the database can keep: no NUL, no half of a surrogate pair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ...refusals import Unmet

_SURROGATE = re.compile("[\ud800-\udfff]")


def unstorable(data: Mapping[str, Any], text: str) -> Iterator[Unmet]:
    """The fields with characters that no database and no page can show."""
    for name, value in (*data.items(), ("text", text)):
        if not _is_legible(value):
            message = _("This text contains characters that cannot be stored. Please remove them.")
            yield Unmet("invalid", message, str(name).encode(errors="replace").decode())


def _is_legible(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not _SURROGATE.search(value)
    if isinstance(value, Mapping):
        return all(_is_legible(key) and _is_legible(item) for key, item in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return all(_is_legible(item) for item in value)
    return True
