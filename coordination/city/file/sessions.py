"""The part of a city file that says when bodies meet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import OrganizationType
from . import schema
from .tables import Table


def read_body(entry: Table) -> schema.Body:
    """A body of the council with its sessions."""
    sessions = None
    if entry.has("sessions"):
        sessions = _sessions(entry.table("sessions", _("Sessions of the body")))
    body = schema.Body(
        key=entry.key("key"),
        name=entry.text("name"),
        short_name=entry.text("short_name", longest=40),
        kind=entry.choice("kind", OrganizationType, instead=OrganizationType.COMMITTEE),
        members=entry.integer("members", low=1, high=500),
        sessions=sessions,
        executes_at_once=_immediate(entry),
        place=entry.text("place", default=""),
        seats=tuple(_seats(one) for one in entry.tables("seats", _("Seats of the body"))),
    )
    entry.finish()
    return body


def _seats(entry: Table) -> schema.Seats:
    seats = schema.Seats(
        role=entry.text("role", longest=120),
        group=entry.text("group", longest=120, default=""),
        person=entry.text("person", default=""),
        voting=not entry.yes("advises"),
        count=entry.integer("count", low=1, high=500, default=1),
    )
    if seats.person and seats.count > 1:
        entry.note(_("A seat with an account is one seat: leave out “count”."))
    entry.finish()
    return seats


def _immediate(entry: Table) -> schema.ImmediateRule | None:
    if not entry.has("executes_at_once"):
        return None
    rule = entry.table("executes_at_once", _("Rule of the body"))
    found = schema.ImmediateRule(
        valid_from=rule.date("valid_from"),
        valid_until=rule.date("valid_until") if rule.has("valid_until") else None,
        basis=rule.text("basis"),
    )
    if found.valid_until and found.valid_until < found.valid_from:
        rule.note(_("“valid_until” lies before “valid_from”."))
    rule.finish()
    return found


def read_weekly(entry: Table) -> schema.WeeklySessions:
    """The executive board's day."""
    weekly = schema.WeeklySessions(_weekday(entry), entry.time("time"))
    entry.finish()
    return weekly


def _sessions(entry: Table) -> schema.FixedSessions | schema.DependentSessions:
    found: schema.FixedSessions | schema.DependentSessions
    if entry.has("before"):
        found = schema.DependentSessions(
            before=entry.text("before"),
            from_days=entry.integer("from_days", low=1, high=120),
            to_days=entry.integer("to_days", low=1, high=120),
            weekday=_weekday(entry),
            time=entry.time("time"),
        )
    else:
        found = schema.FixedSessions(
            weekday=_weekday(entry),
            time=entry.time("time"),
            dates=tuple(_date(one) for one in entry.tables("dates", _("Date"))),
        )
    entry.finish()
    return found


def _weekday(entry: Table) -> schema.Weekday:
    return entry.choice("weekday", schema.Weekday, instead=schema.Weekday.MONDAY)


def _date(entry: Table) -> schema.YearlyDate:
    week = entry.integer("week", low=-1, high=4)
    if week == 0:
        entry.note(_("“week” counts from 1; -1 means the last one of the month."))
    found = schema.YearlyDate(
        month=entry.integer("month", low=1, high=12),
        week=week,
        shift=entry.choice("shift", schema.Shift, instead=schema.Shift.LATER),
    )
    entry.finish()
    return found
