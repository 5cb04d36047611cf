"""Texts that people can read and the database can keep: one spelling, no NUL, no library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..refusals import Unmet
from ..spelling import tidied

LONGEST = 50_000
"""Characters of one text, about 25 pages. The index of the words of a measure's texts holds at
most 1 MiB (`tsvector`), and one of its texts can need four bytes for each character."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def tidied_values(value: Any) -> Any:
    """A value with every text in it tidied; what is no text stays as it is."""
    if isinstance(value, str):
        return tidied(value)
    if isinstance(value, Mapping):
        return {tidied_values(key): tidied_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [tidied_values(item) for item in value]
    return value


def unstorable(data: Mapping[str, object], text: str) -> Iterator[Unmet]:
    """The fields with characters that no database and no page can show, and with endless texts."""
    for name, value in (*data.items(), ("text", text)):
        field = str(name).encode(errors="replace").decode()
        texts = list(_texts(value))
        if any("\x00" in item or _SURROGATE.search(item) for item in texts):
            message = _("This text contains characters that cannot be stored. Please remove them.")
            yield Unmet("invalid", message, field)
        elif (longest := max(map(len, texts), default=0)) > LONGEST:
            message = _(
                "This text has %(length)s characters, %(most)s are possible. Please shorten it and"
                " add the rest as an attachment."
            )
            numbers = {"length": _grouped(longest), "most": _grouped(LONGEST)}
            yield Unmet("too_long", message % numbers, field)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _texts(item)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
