"""Sessions of council systems beside our calendar: what is new there, what was moved or cancelled.

Only sessions to come count, and only of bodies that the council office has linked; what is over is
history and stays where it was imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date

from ..models import Meeting, Organization, SourceMeeting, SourceObject, SourceOrganization
from .linking import suggested_links

_PLACE = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A session to come that the calendar does not have for all of its linked bodies.

    `bodies` are those that lack it, the leading one first; `same` is by body the one session of
    that day which has no counterpart yet: taking over links it and leaves its time as it is.
    """

    key: str
    starts_at: datetime
    place: str
    bodies: Sequence[Organization]
    same: Mapping[int, Meeting]


class Change(TextChoices):
    """What a council system says otherwise about a session of our calendar."""

    MOVED = "moved", _("moved there")
    CANCELLED = "cancelled", _("cancelled there")
    GONE = "gone", _("no longer there")


@dataclass(frozen=True, slots=True)
class Difference:
    """A session of ours and what its council system says of it now; `starts_at` where moved."""

    meeting: Meeting
    change: Change
    starts_at: datetime | None = None
    place: str = ""


def linked_bodies() -> dict[str, int]:
    """Our bodies by the id of the organisation that the council office has linked with them."""
    found = SourceOrganization.objects.exclude(body=None)
    return dict(found.values_list("of__key", "body_id"))


def offers(*, after: datetime, keys: Iterable[str] | None = None) -> list[Offer]:
    """Sessions after a moment that can be taken over, in order; of these ids or all.

    A source may name two sessions of a body at one moment: the first one counts.
    """
    links = linked_bodies()
    if not links:
        return []
    found = SourceMeeting.objects.filter(starts_at__gt=after, is_cancelled=False)
    if keys is not None:
        found = found.filter(of__key__in=list(keys))
    bodies = Organization.objects.in_bulk(set(links.values()))
    shelf = _Shelf(Meeting.objects.filter(organization__in=bodies, starts_at__gt=after))
    made = []
    for one in found.select_related("of").order_by("starts_at", "of__key"):
        own = [links[key] for key in one.organization_keys if key in links]
        offer = shelf.offer(one, [bodies[body] for body in dict.fromkeys(own)])
        if offer is not None:
            made.append(offer)
    return made


class _Shelf:
    """What stands in the calendar: by source, by moment, by day."""

    def __init__(self, meetings: Iterable[Meeting]) -> None:
        self._known: set[tuple[str, int]] = set()
        self._moments: set[tuple[int, datetime]] = set()
        self._free: dict[tuple[int, object], list[Meeting]] = {}
        for one in meetings:
            if one.source_key:
                self._known.add((one.source_key, one.organization_id))
                self._moments.add((one.organization_id, one.starts_at))
            else:
                day = local_date(one.starts_at)
                self._free.setdefault((one.organization_id, day), []).append(one)

    def offer(self, told: SourceMeeting, bodies: Sequence[Organization]) -> Offer | None:
        """The session for those of its bodies that lack it; None where none does."""
        assert told.starts_at, "others have no moment to come"
        day, key = local_date(told.starts_at), told.of.key
        missing, same = [], {}
        for body in bodies:
            moment = (body.pk, told.starts_at)
            if (key, body.pk) in self._known or moment in self._moments or not body.exists_on(day):
                continue
            there = self._free.pop((body.pk, day), [])
            exact = [one for one in there if one.starts_at == told.starts_at]
            if len(chosen := exact or there) == 1:
                same[body.pk] = chosen[0]
            missing.append(body)
            self._moments.add(moment)
        if not missing:
            return None
        return Offer(key, told.starts_at, place_of(told.of.raw), missing, same)


def differences(*, after: datetime, meeting: Meeting | None = None) -> list[Difference]:
    """Sessions to come that their council system has moved, cancelled or dropped; all or one."""
    ours = Meeting.objects.filter(starts_at__gt=after, is_cancelled=False).exclude(source_key="")
    if meeting is not None:
        ours = ours.filter(pk=meeting.pk)
    rows = list(ours.select_related("organization", "held_with").order_by("starts_at", "pk"))
    if not rows:
        return []
    told = SourceObject.objects.filter(key__in={one.source_key for one in rows})
    by_key = {one.key: one for one in told.select_related("meeting")}
    found = (_difference(one, by_key.get(one.source_key)) for one in rows if _leads(one))
    return [one for one in found if one is not None]


def _leads(meeting: Meeting) -> bool:
    """Whoever joins a session of the same source goes along with it."""
    lead = meeting.held_with
    return lead is None or lead.source_key != meeting.source_key


def _difference(ours: Meeting, told: SourceObject | None) -> Difference | None:
    there: SourceMeeting | None = getattr(told, "meeting", None)
    if told is None or told.deleted_at is not None or there is None:
        return Difference(ours, Change.GONE)
    if there.is_cancelled:
        return Difference(ours, Change.CANCELLED)
    if there.starts_at is not None and there.starts_at != ours.starts_at:
        return Difference(ours, Change.MOVED, there.starts_at, place_of(told.raw))
    return None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of a council system waits for the council office."""

    offers: int
    changes: int
    links: int

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.offers or self.changes or self.links)


def waiting_there(*, after: datetime) -> Waiting:
    """What is new, what was moved or cancelled, which bodies could be linked."""
    return Waiting(len(offers(after=after)), len(differences(after=after)), suggested_links())


def place_of(raw: object) -> str:
    """The place of a session as its council system gives it; empty if it gives none."""
    told = raw.get("location") if isinstance(raw, dict) else None
    if not isinstance(told, dict):
        return ""
    parts = [told.get(name) for name in ("description", "room", "streetAddress")]
    words = [" ".join(part.split()) for part in parts if isinstance(part, str)]
    return ", ".join(dict.fromkeys(filter(None, words)))[:_PLACE]
