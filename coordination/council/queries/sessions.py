"""Sessions by the day: what judged them, what they touch, how far they lie apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Max, Q, QuerySet

from workflows.calendars import Period, WorkingCalendar, end_of_day, local_date
from workflows.enums import DeskFunction, UnitKind
from workflows.models import DeskHolder, User

from ..models import Consultation, Meeting, Membership, Organization, OrganizationSize


def sessions_between(
    first: date, last: date, *, bodies: Iterable[int] | None = None
) -> QuerySet[Meeting]:
    """The sessions of these days, cancelled ones too, in order; of these bodies or of all."""
    found = Meeting.objects.filter(
        starts_at__gte=end_of_day(first - timedelta(days=1)), starts_at__lt=end_of_day(last)
    )
    if bodies is not None:
        found = found.filter(organization__in=list(bodies))
    return found.select_related("organization").order_by("starts_at", "organization__name")


def last_session_judged(
    body: Organization | None,
    kind: str,
    *,
    before: datetime | None = None,
    until: date | None = None,
) -> date | None:
    """The day of the last session of a body, a kind of body or of all; None without any."""
    found = Meeting.objects.all()
    if body is not None:
        found = found.filter(organization=body)
    if kind:
        found = found.filter(organization__type=kind)
    if before is not None:
        found = found.filter(starts_at__lte=before)
    if until is not None:
        found = found.filter(starts_at__lt=end_of_day(until))
    last: datetime | None = found.aggregate(last=Max("starts_at"))["last"]
    return local_date(last) if last else None


def open_stations_of(body: Organization) -> QuerySet[Consultation]:
    """Stations without a result that wait for this body."""
    return body.consultations.filter(result="", case__closed_at=None)


def together_with(meeting: Meeting) -> list[Meeting]:
    """The session and all that are held with it, its own first."""
    lead = meeting.held_with_id or meeting.pk
    found = Meeting.objects.filter(Q(pk=lead) | Q(held_with=lead)).select_related("organization")
    return sorted(found, key=lambda one: (one.pk != meeting.pk, one.organization.name))


def legal_members(body: Organization, *, on: date) -> int | None:
    """The legal number of members on a day; of a body without dated numbers the one it has."""
    sizes = OrganizationSize.objects.filter(organization=body, start_date__lte=on)
    found = sizes.order_by("start_date").values_list("members", flat=True).last()
    return found if found is not None else body.member_count


def seats_on(body: Organization, *, on: date) -> QuerySet[Membership]:
    """The seats of a body on a day."""
    return Membership.objects.in_force(on=on).filter(organization=body).select_related("person")


def is_member(person: int, body: Organization, *, on: date, voting: bool = False) -> bool:
    """Whether a person sits in a body on a day; with a vote if that is asked."""
    found = seats_on(body, on=on).filter(person=person)
    return (found.filter(voting_right=True) if voting else found).exists()


def gaps_of(
    sessions: Sequence[Meeting], longest: Mapping[int, Period], calendar: WorkingCalendar
) -> list[tuple[Meeting, Meeting]]:
    """Two sessions of a body in a row that lie further apart than its rule allows (GO NRW § 47).

    `longest` holds the longest time by body; a body without one may meet as it likes.
    """
    by_body: dict[int, list[Meeting]] = defaultdict(list)
    for one in sessions:
        if not one.is_cancelled and one.organization_id in longest:
            by_body[one.organization_id].append(one)
    found = []
    for body, held in by_body.items():
        for earlier, later in pairwise(held):
            limit = calendar.forward(local_date(earlier.starts_at), longest[body]).due_on
            if local_date(later.starts_at) > limit:
                found.append((earlier, later))
    return found


def next_sessions(bodies: Iterable[int], *, after: datetime) -> dict[int, Meeting]:
    """The next session of each of these bodies that takes place; one statement."""
    found = Meeting.objects.filter(
        organization__in=list(bodies), starts_at__gt=after, is_cancelled=False
    )
    first = found.select_related("organization").order_by("organization", "starts_at")
    first = first.distinct("organization")
    return {one.organization_id: one for one in first}


MOST_AHEAD = 5


def next_sessions_of(person: User, *, at: datetime) -> list[Meeting]:
    """The next session of each body in which a person sits, of every body for who sits in none;
    the nearest first, MOST_AHEAD at most.
    """
    on = local_date(at)
    seats = Membership.objects.in_force(on=on).filter(person=person)
    bodies = list(seats.values_list("organization", flat=True))
    bodies = bodies or list(Organization.objects.in_force(on=on).values_list("pk", flat=True))
    ahead = sorted(next_sessions(bodies, after=at).values(), key=lambda one: one.starts_at)
    return ahead[:MOST_AHEAD]


def desks_of_members(bodies: Iterable[int], *, on: date) -> list[int]:
    """The council's desks whose every holder of a day sits in one of these bodies; two statements.

    A desk that somebody without such a seat holds as well is none of them: it would show more
    than the seat allows.
    """
    seats = Membership.objects.in_force(on=on).filter(organization__in=list(bodies))
    members = set(seats.exclude(person=None).values_list("person", flat=True))
    return sorted(desk for desk, people in _council_desks(on).items() if people <= members)


def desks_of_each_body(*, on: date) -> dict[int, list[int]]:
    """The same for each body in which somebody sits, by itself; two statements."""
    members: dict[int, set[int]] = defaultdict(set)
    seats = Membership.objects.in_force(on=on).exclude(person=None)
    for body, person in seats.values_list("organization", "person"):
        members[body].add(person)
    desks = _council_desks(on)
    return {
        body: sorted(desk for desk, people in desks.items() if people <= there)
        for body, there in members.items()
    }


def _council_desks(on: date) -> dict[int, set[int]]:
    """The desks of the council and of other elected bodies, with who holds them on a day."""
    held = DeskHolder.objects.in_force(on=on).filter(
        desk__function=DeskFunction.OBSERVER, desk__unit__kind=UnitKind.COUNCIL,
        desk__closed_on=None,
    )  # fmt: skip
    holders: dict[int, set[int]] = defaultdict(set)
    for desk, person in held.values_list("desk", "person"):
        holders[desk].add(person)
    return holders
