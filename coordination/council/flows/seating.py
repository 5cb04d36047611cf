"""Bodies are formed, changed and dissolved; their legal size; who sits in them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.lasting import LastingLook, LastingWork
from workflows.machine import act
from workflows.machine.entry import Entry, differences
from workflows.models import User
from workflows.refusals import Unmet

from ...city.enums import OrganizationType
from ...city.models import District
from ..models import Membership, Organization, OrganizationSize
from ..queries.sessions import open_stations_of

RIGHTS = ("may_decide", "is_heard", "advises")
LARGEST = 500


def _read_body(entry: Entry) -> None:
    entry.text("name", longest=200)
    entry.text("short_name", longest=40)
    kind = entry.choice("type", OrganizationType)
    district = entry.row("district", District.objects.all(), needed=False)
    if kind == OrganizationType.DISTRICT_COUNCIL and district is None:
        text = _("Please say for which district the district council is.")
        entry.note("missing", text, "district")
    for right in RIGHTS:
        entry.flag(right)


def _read_members(entry: Entry) -> None:
    count = entry.given("members")
    if not isinstance(count, int) or not 1 <= count <= LARGEST:
        text = _("Please enter a number of members from 1 to %(most)s.") % {"most": LARGEST}
        entry.note("invalid", text, "members")
    else:
        entry.make("members", count)


def can_form(look: LastingLook) -> Iterable[Unmet]:
    """A body with a key of its own, a name, a kind, a day and its legal number of members."""
    entry = look.entry
    key = entry.slug("key", longest=60)
    if key and Organization.objects.filter(key=key).exists():
        entry.note("twice", _("There is a body with this key already."), "key")
    _read_body(entry)
    _read_members(entry)
    entry.day("start_date")
    return entry.unmet


@act(gettext_lazy("form a body"), guards=[can_form])
def form_body(work: LastingWork) -> None:
    """It can be planned into chains and have sessions from its first day on."""
    entry = work.look.entry
    names = ("key", "name", "short_name", "type", "district", "start_date", *RIGHTS)
    row = Organization(**{name: entry[name] for name in names}, member_count=entry["members"])
    work.store(row)
    size = OrganizationSize(
        organization=row, members=entry["members"], start_date=entry["start_date"]
    )
    work.store(size)
    work.note(body=row.pk, name=row.name, members=size.members, day=str(row.start_date))


def can_change(look: LastingLook) -> Iterable[Unmet]:
    """Names, kind, district and rights; the key stays."""
    entry = look.entry
    row = entry.row("body", Organization.objects.all())
    _read_body(entry)
    if row:
        look.check_seen(row)
        if entry.values.get("type") != row.type and open_stations_of(row).exists():
            text = _("Papers are on their way to this body. Its kind can be changed afterwards.")
            entry.note("in_use", text, "type")
    return entry.unmet


@act(gettext_lazy("change a body"), guards=[can_change])
def change_body(work: LastingWork) -> None:
    """What it is called and what it may do from now on."""
    entry = work.look.entry
    row = entry["body"]
    names = ("name", "short_name", "type", *RIGHTS)
    changes = differences(row, {name: entry[name] for name in names})
    if row.district != entry["district"]:
        changes["district"] = [str(row.district or ""), str(entry["district"] or "")]
    for name in (*names, "district"):
        setattr(row, name, entry[name])
    work.store(row, *names, "district")
    work.note(body=row.pk, name=row.name, changes=changes)


def can_dissolve(look: LastingLook) -> Iterable[Unmet]:
    """No session after its last day, no paper that waits for it."""
    entry = look.entry
    row = entry.row("body", Organization.objects.filter(end_date=None))
    last = entry.day("end_date")
    if row and last:
        if row.start_date and last < row.start_date:
            entry.note("order", _("The body was only formed after this day."), "end_date")
        later = row.meetings.filter(starts_at__date__gt=last, is_cancelled=False)
        if later.exists():
            text = _("It has sessions after this day. Please cancel them first.")
            entry.note("sessions", text, "end_date")
        waiting = open_stations_of(row).count()
        if waiting:
            text = _("%(number)s papers wait for this body. Please plan them anew first.")
            entry.note("in_use", text % {"number": waiting}, "end_date")
    return entry.unmet


@act(gettext_lazy("dissolve a body"), guards=[can_dissolve])
def dissolve_body(work: LastingWork) -> None:
    """It ends with its last day, and its seats with it; what it decided stays."""
    entry = work.look.entry
    row, last = entry["body"], entry["end_date"]
    row.end_date = last
    work.store(row, "end_date")
    ended = 0
    for seat in row.memberships.in_force(on=last).filter(end_date=None):
        seat.end_date = last
        work.store(seat, "end_date")
        ended += 1
    work.note(body=row.pk, name=row.name, day=str(last), seats=ended)


def can_resize(look: LastingLook) -> Iterable[Unmet]:
    """Another legal number from a day on, each day once."""
    entry = look.entry
    row = entry.row("body", Organization.objects.all())
    _read_members(entry)
    begins = entry.day("start_date")
    entry.text("basis", longest=200, needed=False)
    if row and begins and row.sizes.filter(start_date=begins).exists():
        entry.note("twice", _("A number from this day on is entered already."), "start_date")
    return entry.unmet


@act(gettext_lazy("set the legal number of members"), guards=[can_resize])
def set_members(work: LastingWork) -> None:
    """Votes of sessions from that day on are held to it (GO NRW §§ 49, 50)."""
    entry = work.look.entry
    row = entry["body"]
    names = ("members", "start_date", "basis")
    work.store(OrganizationSize(organization=row, **{name: entry[name] for name in names}))
    today = row.sizes.filter(start_date__lte=work.today).order_by("start_date").last()
    if today:
        row.member_count = today.members
        work.store(row, "member_count")
    work.note(body=row.pk, name=row.name, members=entry["members"], day=str(entry["start_date"]))


def can_seat(look: LastingLook) -> Iterable[Unmet]:
    """A function in a body from a day on; a person has one seat in it at a time."""
    entry = look.entry
    row = entry.row("body", Organization.objects.all())
    person = entry.row("person", User.objects.filter(deactivated_at=None), needed=False)
    entry.text("role", longest=120)
    entry.flag("voting_right")
    entry.text("on_behalf_of", longest=120, needed=False)
    begins, ends = entry.day("start_date"), entry.day("end_date", needed=False)
    if begins and ends and ends < begins:
        entry.note("order", _("The end lies before the beginning."), "end_date")
    if row and person and begins:
        held = row.memberships.filter(person=person).exclude(end_date__lt=begins)
        if (held.filter(start_date__lte=ends) if ends else held).exists():
            text = _("This person has a seat in the body at that time already.")
            entry.note("twice", text, "person")
    return entry.unmet


@act(gettext_lazy("enter a seat"), guards=[can_seat])
def add_seat(work: LastingWork) -> None:
    """Somebody sits in a body from a day on, with a vote or to advise."""
    entry = work.look.entry
    names = ("person", "role", "voting_right", "on_behalf_of", "start_date", "end_date")
    row = Membership(organization=entry["body"], **{name: entry[name] for name in names})
    work.store(row)
    work.note(body=row.organization_id, name=row.organization.name, seat=row.pk, role=row.role)


def can_vacate(look: LastingLook) -> Iterable[Unmet]:
    """A seat that is held; its last day is not before its first."""
    entry = look.entry
    row = entry.row("seat", Membership.objects.select_related("organization"))
    last = entry.day("end_date")
    if row and last and last < row.start_date:
        entry.note("order", _("The end lies before the beginning."), "end_date")
    return entry.unmet


@act(gettext_lazy("end a seat"), guards=[can_vacate])
def end_seat(work: LastingWork) -> None:
    """The seat ends with a day; whoever held it no longer reads what only members read."""
    row = work.look.entry["seat"]
    row.end_date = work.look.entry["end_date"]
    work.store(row, "end_date")
    work.note(
        body=row.organization_id, name=row.organization.name, seat=row.pk, role=row.role,
        day=str(row.end_date),
    )  # fmt: skip
