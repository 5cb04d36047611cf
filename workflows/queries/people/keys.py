"""Keys that the machine makes, and the functions by which rules find units."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...machine import registered_flows
from ...models import Desk, Unit, din5007_key

_NO_KEY = re.compile(r"[^a-z0-9-]+")


def free_key(model: type[Unit | Desk], words: str, *, longest: int) -> str:
    """A key out of words that no row has yet: small letters, digits, hyphens, underscores."""
    spelt = " ".join(din5007_key(word, names=True) for word in words.split())
    stem = _NO_KEY.sub("_", spelt.casefold()).strip("_-")[: longest - 4] or model.__name__.lower()
    taken = set(model.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)


def unit_functions() -> Mapping[str, str]:
    """The functions that a unit can have, in German order; those in use that no flow names last."""
    words: dict[str, str] = {}
    for flow in registered_flows():
        words |= {key: str(label) for key, label in flow.route_words.functions.items()}
    named = dict(sorted(words.items(), key=lambda pair: din5007_key(pair[1])))
    used = Unit.objects.exclude(function="").order_by("function").values_list("function", flat=True)
    return named | {key: key for key in used if key not in named}
