"""Sessions are planned, moved, cancelled, held together; chains follow them afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.lasting import LastingLook, LastingWork
from workflows.calendars import BERLIN, local_date
from workflows.machine import act
from workflows.machine.entry import Entry
from workflows.machine.reasons import reason_given, says_something
from workflows.refusals import Unmet

from ..models import Consultation, Meeting, Organization
from ..queries.sessions import together_with
from ..rules.sessions import closing_day

MOST = 400
"""Sessions that are entered at once."""


def moment_of(entry: Entry, name: str) -> datetime | None:
    """A local moment such as 2027-01-13T15:00, kept under its name."""
    try:
        found = datetime.fromisoformat(str(entry.given(name)))
    except ValueError:
        entry.note("invalid", _("Please enter day and time, such as DD.MM.YYYY HH:MM."), name)
        return None
    moment = found if found.tzinfo else found.replace(tzinfo=BERLIN)
    entry.make(name, moment)
    return moment


def can_plan(look: LastingLook) -> Iterable[Unmet]:
    """Sessions of bodies that exist on their day, each moment once; past ones with a reason."""
    entry = look.entry
    rows = entry.table("sessions")
    if not rows:
        entry.note("missing", _("Please enter at least one session."), "sessions")
    elif len(rows) > MOST:
        text = _("Please enter %(most)s sessions at most.") % {"most": MOST}
        entry.note("too_many", text, "sessions")
        return entry.unmet
    bodies = {body.pk: body for body in Organization.objects.all()}
    taken = set(_taken(rows))
    for index, values in enumerate(rows):
        part = Entry(values)
        _read_session(look, part, bodies, taken)
        entry.take(part, f"sessions.{index}.")
    return entry.unmet


def _taken(rows: Sequence[object]) -> Iterable[tuple[int, datetime]]:
    """What stands in the calendar already on the days in question."""
    bodies = {row.get("body") for row in rows if isinstance(row, dict)}
    numbers = [body for body in bodies if isinstance(body, int)]
    found = Meeting.objects.filter(organization__in=numbers)
    return found.values_list("organization", "starts_at")


def _read_session(
    look: LastingLook,
    part: Entry,
    bodies: dict[int, Organization],
    taken: set[tuple[int, datetime]],
) -> None:
    given = part.given("body")
    body = bodies.get(given) if isinstance(given, int) else None
    if body is None:
        part.note("unknown", _("There is no such body."), "body")
    begins = moment_of(part, "starts_at")
    part.text("location", longest=200, needed=False)
    closes, leaves = part.day("closes_on", needed=False), part.day("dispatch_on", needed=False)
    if body is None or begins is None:
        return
    words = {"body": body.name, "day": f"{begins:%d.%m.%Y %H:%M}"}
    if not body.exists_on(local_date(begins)):
        part.note("no_body", _("“%(body)s” does not exist on %(day)s.") % words, "starts_at")
    if (body.pk, begins) in taken:
        part.note("twice", _("“%(body)s” has a session on %(day)s already.") % words, "starts_at")
    taken.add((body.pk, begins))
    if begins <= look.call.at and not says_something(look.call.text):
        text = _("%(day)s is over. A past session needs a reason (at least 10 characters).")
        part.note("past", text % words, "text")
    _check_days(part, local_date(begins), closes, leaves)


def _check_days(entry: Entry, held_on: date, closes: date | None, leaves: date | None) -> None:
    if closes and closes > held_on:
        text = _("The editorial deadline lies after the session.")
        entry.note("order", text, "closes_on")
    if leaves and leaves > held_on:
        entry.note("order", _("The dispatch lies after the session."), "dispatch_on")


@act(gettext_lazy("plan sessions"), guards=[can_plan])
def plan_sessions(work: LastingWork) -> None:
    """Sessions with their editorial deadlines, by the rules of their days unless given."""
    bodies = {body.pk: body for body in Organization.objects.all()}
    made = []
    for values in work.look.entry["sessions"]:
        part = Entry(values)
        body, begins = bodies[values["body"]], moment_of(part, "starts_at")
        assert begins is not None, "guarded by can_plan"
        closes = part.day("closes_on", needed=False)
        held_on = local_date(begins)
        made.append(
            Meeting(
                organization=body,
                starts_at=begins,
                location=part.text("location", longest=200, needed=False),
                closes_on=closes or closing_day(work.calendar, body, held_on),
                closes_by_hand=closes is not None,
                dispatch_on=part.day("dispatch_on", needed=False),
            )
        )
    work.store_new(made)
    work.note(sessions=[[one.organization.short_name, one.starts_at.isoformat()] for one in made])


def _read_meeting(look: LastingLook) -> Meeting | None:
    """A session that takes place and has no result yet."""
    entry = look.entry
    found = Meeting.objects.select_related("organization")
    row = entry.row("session", found)
    if row is None:
        return None
    look.check_seen(row)
    if row.is_cancelled:
        entry.note("cancelled", _("This session is cancelled already."), "session")
    elif Consultation.objects.filter(meeting=row).exclude(result="").exists():
        text = _("Results of this session are recorded. It took place.")
        entry.note("held", text, "session")
    return row


def can_cancel(look: LastingLook) -> Iterable[Unmet]:
    """A session without results, with a reason."""
    _read_meeting(look)
    return [*look.entry.unmet, *reason_given(look)]


@act(gettext_lazy("cancel a session"), guards=[can_cancel])
def cancel_session(work: LastingWork) -> None:
    """It does not take place; what stood on its agenda goes to the body's next one."""
    row = work.look.entry["session"]
    _part(work, row)
    row.is_cancelled, row.held_with = True, None
    row.unsettled_by = work.case.seq + 1
    work.store(row, "is_cancelled", "held_with", "unsettled_by")
    _note(work, [row])


def _part(work: LastingWork, row: Meeting) -> None:
    """Those that were held with it go on without it: the next of them takes its place."""
    others = [one for one in together_with(row) if one.pk != row.pk]
    if row.held_with_id is not None or not others:
        return
    first, *rest = others
    for one in (first, *rest):
        one.held_with = None if one is first else first
        work.store(one, "held_with")


def can_move(look: LastingLook) -> Iterable[Unmet]:
    """To another moment in the future at which none of the bodies has a session, with a reason."""
    row = _read_meeting(look)
    entry = look.entry
    begins = moment_of(entry, "starts_at")
    entry.text("location", longest=200, needed=False)
    if row and begins:
        moved = _with_others(row)
        if begins <= look.call.at:
            text = _("A session can only be moved to a day to come.")
            entry.note("past", text, "starts_at")
        for one in moved:
            words = {"body": one.organization.name, "day": f"{begins:%d.%m.%Y %H:%M}"}
            if not one.organization.exists_on(local_date(begins)):
                text = _("“%(body)s” does not exist on %(day)s.")
                entry.note("no_body", text % words, "starts_at")
            same = Meeting.objects.filter(organization=one.organization, starts_at=begins)
            if same.exclude(pk=one.pk).exists():
                text = _("“%(body)s” has a session on %(day)s already.")
                entry.note("twice", text % words, "starts_at")
        if begins == row.starts_at:
            entry.note("same", _("This is when it takes place already."), "starts_at")
    return [*entry.unmet, *reason_given(look)]


def _with_others(row: Meeting) -> list[Meeting]:
    """Whoever leads a joint session takes the others along; whoever joined leaves alone."""
    return [row] if row.held_with_id is not None else together_with(row)


@act(gettext_lazy("move a session"), guards=[can_move])
def move_session(work: LastingWork) -> None:
    """It takes place at another moment; days that the rules say move with it."""
    entry = work.look.entry
    row, begins, place = entry["session"], entry["starts_at"], entry["location"]
    moved = _with_others(row)
    before = row.starts_at
    if row.held_with_id is not None:
        row.held_with = None
        work.store(row, "held_with")
    for one in moved:
        _set(work, one, begins, place or one.location)
    _note(work, moved, before=before.isoformat())


def _set(work: LastingWork, row: Meeting, begins: datetime, place: str) -> None:
    row.starts_at, row.location = begins, place
    # A day set by hand belonged to the day that is given up.
    row.closes_by_hand, row.dispatch_on = False, None
    row.closes_on = closing_day(work.calendar, row.organization, local_date(begins))
    row.unsettled_by = work.case.seq + 1
    names = ("starts_at", "location", "closes_on", "closes_by_hand", "dispatch_on")
    work.store(row, *names, "unsettled_by")


def can_join(look: LastingLook) -> Iterable[Unmet]:
    """Sessions of other bodies, each still to be held and at none of their own moments."""
    row = _read_meeting(look)
    entry = look.entry
    given = entry.given("others")
    numbers = [one for one in given if isinstance(one, int)] if isinstance(given, list) else []
    found = Meeting.objects.filter(pk__in=numbers, is_cancelled=False)
    others = list(found.select_related("organization"))
    if row and row.held_with_id is not None:
        text = _("This session is held together with another one. Please choose that one.")
        entry.note("joined", text, "session")
    if not numbers or len(others) != len(set(numbers)):
        entry.note("missing", _("Please choose the sessions that are held together."), "others")
    for one in others:
        words = {"body": one.organization.name}
        if row and one.organization_id == row.organization_id:
            text = _("“%(body)s” is the body of this session itself.")
            entry.note("same", text % words, "others")
        elif one.consultations.exclude(result="").exists():
            text = _("Results of the session of “%(body)s” are recorded. It took place.")
            entry.note("held", text % words, "others")
        elif row and _is_taken(one, row.starts_at):
            text = _("“%(body)s” has a session of its own at that moment.")
            entry.note("twice", text % words, "others")
    if row and row.starts_at <= look.call.at:
        entry.note("past", _("This session has begun already."), "session")
    entry.make("others", others)
    return [*entry.unmet, *reason_given(look)]


def _is_taken(one: Meeting, begins: datetime) -> bool:
    same = Meeting.objects.filter(organization=one.organization_id, starts_at=begins)
    return same.exclude(pk=one.pk).exists()


@act(gettext_lazy("hold sessions together"), guards=[can_join])
def join_sessions(work: LastingWork) -> None:
    """The others come to the day and place of this one; each body keeps its own agenda."""
    entry = work.look.entry
    row, others = entry["session"], entry["others"]
    for one in others:
        one.held_with = row
        work.store(one, "held_with")
        _set(work, one, row.starts_at, row.location)
    _note(work, [row, *others])


def can_adjust(look: LastingLook) -> Iterable[Unmet]:
    """Place, editorial deadline and dispatch; nothing that moves a chain."""
    row = _read_meeting(look)
    entry = look.entry
    entry.text("location", longest=200, needed=False)
    closes, leaves = entry.day("closes_on", needed=False), entry.day("dispatch_on", needed=False)
    if row:
        _check_days(entry, local_date(row.starts_at), closes, leaves)
    return entry.unmet


@act(gettext_lazy("change place and deadlines of a session"), guards=[can_adjust])
def adjust_session(work: LastingWork) -> None:
    """An empty day is the one that the rules say."""
    entry = work.look.entry
    row, closes = entry["session"], entry["closes_on"]
    ruled = closing_day(work.calendar, row.organization, local_date(row.starts_at))
    names = ["location", "dispatch_on", "closes_on", "closes_by_hand"]
    if row.dispatch_on != entry["dispatch_on"]:
        # Its papers wait for another day of dispatch.
        row.unsettled_by = work.case.seq + 1
        names.append("unsettled_by")
    row.location, row.dispatch_on = entry["location"], entry["dispatch_on"]
    row.closes_on, row.closes_by_hand = closes or ruled, closes is not None and closes != ruled
    work.store(row, *names)
    _note(work, [row], closes=str(row.closes_on))


def _note(work: LastingWork, rows: Sequence[Meeting], **more: object) -> None:
    work.note(
        session=rows[0].pk,
        sessions=[[one.organization.short_name, one.starts_at.isoformat()] for one in rows],
        **more,
    )
