"""The judge of reminders, in the manner of Jepsen: each due rung owns exactly one effect.

It knows nothing of how reminders are made: it gets what was due and what was seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that was seen: for which rung, when, and what tells it from any other."""

    rung: Hashable
    at: datetime
    identity: Hashable


def judge(
    due: Mapping[Hashable, datetime], seen: Iterable[Effect], *, within: timedelta
) -> list[str]:
    """What is wrong: rungs without an effect or with several, effects of none, early or late.

    The same effect seen again (same identity) is one effect.
    """
    found: dict[Hashable, dict[Hashable, datetime]] = defaultdict(dict)
    owners: dict[Hashable, set[Hashable]] = defaultdict(set)
    for effect in seen:
        first = found[effect.rung].setdefault(effect.identity, effect.at)
        found[effect.rung][effect.identity] = min(first, effect.at)
        owners[effect.identity].add(effect.rung)
    wrong = [f"{rung}: an effect that nobody is due" for rung in found if rung not in due]
    for rung, moment in due.items():
        effects = found.get(rung, {})
        if len(effects) != 1:
            wrong.append(f"{rung}: {len(effects)} effects")
            continue
        (at,) = effects.values()
        if not moment <= at <= moment + within:
            wrong.append(f"{rung}: due {moment}, seen {at}")
    return wrong
