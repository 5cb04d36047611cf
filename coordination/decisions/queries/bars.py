"""A plan as a picture: bars and marks on a line of days, in percent of its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...council.enums import ConsultationRole
from ...council.planning import STEPS, Way
from ...council.planning.words import name_of_step


@dataclass(frozen=True, slots=True)
class Bar:
    """A step in the house or a session: a bar between two days, a session as a mark.

    `left` and `width` are percent of the line. `until` is the last day of the step.
    """

    name: str
    note: str
    since: date
    until: date
    left: float
    width: float
    is_session: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """The bars from the top to the bottom, and the days at the ends of their line."""

    bars: Sequence[Bar]
    since: date
    until: date


def picture_of(way: Way, *, step: str, today: date) -> Picture:
    """The steps that are still to come, then the sessions; the line begins today."""
    start, end = min(today, way.dates.begin_of(step)), way.decides.held_on
    length = max((end - start).days, 1)

    def bar(
        name: str, since: date, until: date, note: str = "", *, is_session: bool = False
    ) -> Bar:
        left = 100 * max((since - start).days, 0) / length
        width = 100 * (until - since).days / length
        return Bar(name, note, since, until, round(left, 1), round(width, 1), is_session)

    steps = STEPS[STEPS.index(step) :]
    days = [way.dates.begin_of(one) for one in steps] + [way.first.held_on]
    bars = [bar(name_of_step(name), days[n], days[n + 1]) for n, name in enumerate(steps)]
    for station in way.stations:
        held_on, role = station.session.held_on, ConsultationRole(station.role).label
        bars.append(bar(station.body.name, held_on, held_on, str(role), is_session=True))
    return Picture(bars, start, end)
