"""A plan in words and as data: for the terminal, for other programs and for the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import ConsultationRole
from .cutting import URGENT_COSIGNING, Cut, Shortcut
from .days import PlanDates
from .reaching import Way

_DAYS = ("check", "cosigning_from", "cosigning_until", "release", "board", "signature", "closing")


def name_of_day(key: str) -> str:
    """What has to be done by a day of PlanDates."""
    return {
        "check": _("The check begins"),
        "cosigning_from": _("The co-signature begins"),
        "cosigning_until": _("The offices have answered"),
        "release": _("The release begins"),
        "board": _("The executive board decides"),
        "signature": _("Final signature"),
        "closing": _("Editorial deadline"),
        "dispatch": _("The invitation leaves"),
    }[key]


def name_of_step(step: str) -> str:
    """A step of STEPS; the last lasts from the editorial deadline to the first session."""
    return {
        "check": _("preliminary check"),
        "cosigning": _("co-signature"),
        "release": _("release"),
        "board": _("executive board"),
        "signature": _("final signature"),
        "closing": _("printing and dispatch"),
    }[step]


def in_words(cut: Cut) -> str:
    """What a cut means, with its source and what it saves."""
    words = {
        "cosigning": _("Co-signature in %(days)d working days, as an urgent matter")
        % {"days": URGENT_COSIGNING},
        "integration_council": _(
            "Without the integration council before the decision; the reason is recorded"
        ),
        "supplement": _(
            "As a late paper (supplement to the agenda): signed by the day of the invitation"
        ),
        "committees": _("Without the advice of the committees"),
    }[cut.code]
    if not cut.saves:
        return f"{words} ({norm_of(cut)})"
    saved = ngettext("saves %(count)d working day", "saves %(count)d working days", cut.saves)
    return f"{words} ({norm_of(cut)}; {saved % {'count': cut.saves}})"


def norm_of(cut: Cut) -> str:
    """The source in law or in the city's rules that a cut has to be measured by."""
    return {
        "cosigning": _("rules of the administration"),
        "integration_council": "GO NRW § 27",
        "supplement": "GO NRW § 48 Abs. 1",
        "committees": "GO NRW § 41",
    }[cut.code]


def as_data(way: Way | None, *, reachable: bool, shortcut: Shortcut | None) -> dict[str, object]:
    """A plan for other programs: days as YYYY-MM-DD, None and empty where there is no way."""
    return {
        "reachable": reachable,
        "body": way.decides.body.key if way else None,
        "session": _iso(way.decides.held_on) if way else None,
        "stations": [
            {
                "body": one.body.key,
                "role": str(one.role),
                "session": _iso(one.session.held_on),
            }
            for one in (way.stations if way else ())
        ],
        "dates": {key: _iso(getattr(way.dates, key)) for key in _DAYS} if way else {},
        "cuts": [
            {"code": cut.code, "text": in_words(cut), "norm": norm_of(cut), "saves": cut.saves}
            for cut in (shortcut.cuts if shortcut else ())
        ],
    }


def in_lines(way: Way) -> Iterator[str]:
    """The stations and the days before the first of them, one line each."""
    for number, one in enumerate(way.stations, start=1):
        role = ConsultationRole(one.role).label
        yield f"  {number}. {_day(one.session.held_on)}  {one.body.name} ({role})"
    yield _("In the house, at the latest:")
    for key, day in days_of(way.dates).items():
        yield f"  {_day(day)}  {name_of_day(key)}"


def days_of(dates: PlanDates) -> Mapping[str, date]:
    """The days of a plan in their order."""
    return {key: getattr(dates, key) for key in _DAYS}


def _iso(day: date) -> str:
    return day.isoformat()


def _day(day: date) -> str:
    return date_format(day, "D d.m.Y")
