"""Bodies are linked with those of a council system; its sessions are taken into the calendar."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.actions.acting.lasting import LastingLook, LastingWork
from workflows.calendars import local_date
from workflows.machine import act
from workflows.machine.entry import Entry, named
from workflows.refusals import Unmet

from ..models import Meeting, Organization, SourceOrganization
from ..queries.adopting import Offer, offers
from ..rules.sessions import closing_day
from .meeting import MOST


def can_link(look: LastingLook) -> Iterable[Unmet]:
    """Organisations that were imported, each with a body of ours or with none."""
    entry, read = look.entry, []
    for index, values in enumerate(entry.table("links")):
        part = Entry(values)
        part.row("there", SourceOrganization.objects.select_related("of", "body"))
        part.row("body", Organization.objects.all(), needed=False)
        entry.take(part, f"links.{index}.")
        read.append(part)
    changed = [
        (part["there"], part["body"])
        for part in read
        if part["there"] is not None and part["there"].body != part["body"]
    ]
    if not changed and not entry.unmet:
        entry.note("same", _("Nothing was changed."), "links")
    entry.make("changed", changed)
    return entry.unmet


@act(gettext_lazy("link bodies with the council system"), guards=[can_link])
def link_bodies(work: LastingWork) -> None:
    """From now on their sessions are offered, and what is said of them there is compared."""
    told = []
    for row, body in work.look.entry["changed"]:
        told.append([row.name, row.of.key, body.pk if body else None, body.name if body else ""])
        row.body = body
        work.store(row, "body")
    work.note(links=told)


def can_adopt(look: LastingLook) -> Iterable[Unmet]:
    """Sessions to come of linked bodies that the calendar does not have yet."""
    entry = look.entry
    given = entry.given("sessions")
    keys = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    found = offers(after=look.call.at, keys=keys) if 0 < len(keys) <= MOST else []
    entry.make("offers", found)
    if not keys:
        entry.note("missing", _("Please choose at least one session."), "sessions")
    elif len(keys) > MOST:
        text = _("Please enter %(most)s sessions at most.") % {"most": MOST}
        entry.note("too_many", text, "sessions")
    elif gone := set(keys) - {one.key for one in found}:
        text = _("These sessions are no longer offered. Please look at the list again.")
        entry.note("unknown", f"{text} ({named(sorted(gone), most=3)})", "sessions")
    return entry.unmet


@act(gettext_lazy("take sessions over from the council system"), guards=[can_adopt])
def adopt_sessions(work: LastingWork) -> None:
    """Each body gets its session, with the days that the rules of that day say.

    A session of ours on the same day becomes the counterpart and keeps its time. Where several
    bodies meet together, all but the first are held with it.
    """
    adopted: list[Offer] = work.look.entry["offers"]
    for offer in adopted:
        for row in offer.same.values():
            row.source_key = offer.key
            work.store(row, "source_key")
    leads, others = [], []
    for offer in adopted:
        there, lacking = _there(offer), _lacking(offer, work)
        if there is None and lacking:
            there, *lacking = lacking
            leads.append(there)
        for row in lacking:
            row.held_with = there
            others.append(row)
    work.store_new(leads)
    work.store_new(others)
    work.note(
        sessions=[
            [body.short_name, one.starts_at.isoformat(), one.key]
            for one in adopted
            for body in one.bodies
        ]
    )


def _there(offer: Offer) -> Meeting | None:
    """The session that is there already and that the others join, if there is one."""
    found = Meeting.objects.filter(
        source_key=offer.key, starts_at=offer.starts_at, is_cancelled=False, held_with=None
    )
    return found.first()


def _lacking(offer: Offer, work: LastingWork) -> list[Meeting]:
    """A session for each body that has none that day."""
    return [
        Meeting(
            organization=body,
            starts_at=offer.starts_at,
            location=offer.place,
            closes_on=closing_day(work.calendar, body, local_date(offer.starts_at)),
            source_key=offer.key,
        )
        for body in offer.bodies
        if body.pk not in offer.same
    ]
