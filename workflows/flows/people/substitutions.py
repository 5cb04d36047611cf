"""Substitutions (Vertretung): deputies in order for a time; they end by themselves, no chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions.acting.lasting import LastingLook
from ...enums import DeskFunction
from ...machine import act
from ...machine.entry import Entry
from ...models import DeskHolder, Substitution, User
from ...queries.people.accounts import works_outside
from ...queries.people.substitutions import (
    Left,
    is_away_throughout,
    kinds_of_task,
    left_without,
    superiors_of,
)
from ...refusals import Unmet
from .base import OrganisationWork

MOST_DEPUTIES = 5
"""More deputies than that for one absence are a mistake."""


@dataclass(frozen=True, slots=True)
class _Deputy:
    """One deputy as entered; `prefix` is the place of their values in the data."""

    rank: int
    prefix: str
    person: User | None
    steps: frozenset[str]

    def overlaps(self, steps: Iterable[str]) -> bool:
        """Whether both stand in for the same kind of task."""
        theirs = set(steps)
        return not self.steps or not theirs or bool(self.steps & theirs)


def can_add(look: LastingLook) -> Iterable[Unmet]:
    """Somebody with a desk; active deputies of the house who are there, each rank once a day."""
    entry, today = look.entry, look.call.today
    active = User.objects.filter(deactivated_at=None, is_superuser=False)
    away = entry.row("represented", active)
    first, last = _check_days(look)
    if away and not DeskHolder.objects.not_over(on=today).filter(person=away).exists():
        text = _("This person holds no desk, so there is nothing to stand in for.")
        entry.note("no_desk", text, "represented")
    deputies = _deputies(entry)
    entry.values["deputies"] = deputies
    _check_among_themselves(entry, deputies)
    for deputy in deputies:
        if away and deputy.person:
            _check_deputy(entry, away, deputy, today)
    if away and first and last and first <= last:
        _check_others(entry, away, first, last)
    return entry.unmet


@act(gettext_lazy("enter substitution"), guards=[can_add])
def add_substitution(work: OrganisationWork) -> None:
    """A row for each deputy, in their order; all concerned are told."""
    entry = work.look.entry
    rows = [
        Substitution(
            represented=entry["represented"],
            deputy=deputy.person,
            starts_on=entry["starts_on"],
            ends_on=entry["ends_on"],
            rank=deputy.rank,
            steps=sorted(deputy.steps),
            entered_by_id=work.call.actor.person,
            entered_at=work.call.at,
        )
        for deputy in entry["deputies"]
    ]
    for row in rows:
        work.store(row)
    row = rows[0]
    work.note(
        substitution=row.pk,
        represented=row.represented_id,
        deputy=row.deputy_id,
        first_day=str(row.starts_on),
        last_day=str(row.ends_on),
    )
    if row.steps:
        work.note(steps=row.steps)
    if len(rows) > 1:
        work.note(further=[[more.pk, more.deputy_id, more.steps] for more in rows[1:]])
    tell_of_substitution(work, "substitution_entered", row, [row.represented_id, row.deputy_id])
    for more in rows[1:]:
        tell_of_substitution(work, "substitution_entered", more, [more.deputy_id])
    tell_who_is_left(work, row.represented_id, first=row.starts_on, last=row.ends_on)


def can_revoke(look: LastingLook) -> Iterable[Unmet]:
    """Still running or still to come."""
    look.entry.row("substitution", Substitution.objects.not_over(on=look.call.today))
    return look.entry.unmet


@act(gettext_lazy("revoke substitution"), guards=[can_revoke])
def revoke_substitution(work: OrganisationWork) -> None:
    row = work.look.entry["substitution"]
    row.revoked_at = work.call.at
    work.store(row)
    work.note(substitution=row.pk, represented=row.represented_id, deputy=row.deputy_id)
    tell_of_substitution(work, "substitution_revoked", row, [row.represented_id, row.deputy_id])


def _check_days(look: LastingLook) -> tuple[date | None, date | None]:
    entry, today = look.entry, look.call.today
    first, last = entry.day("starts_on"), entry.day("ends_on")
    if first and first < today and not _may_enter_later(look):
        text = _("The first day lies in the past. Please choose today or a later day.")
        entry.note("past", text, "starts_on")
    if last and last < today:
        text = _("The last day lies in the past. Please choose a later one.")
        entry.note("past", text, "ends_on")
    elif first and last and last < first:
        text = _("The last day must not lie before the first one.")
        entry.note("ends_before_start", text, "ends_on")
    return first, last


def _may_enter_later(look: LastingLook) -> bool:
    """The organisation office enters what a person fallen ill could not."""
    capacity = look.call.capacity
    return capacity is None or capacity.function == DeskFunction.ORGANISATION


def _deputies(entry: Entry) -> list[_Deputy]:
    """The deputies in the order in which they were named; the first is needed."""
    further = entry.table("further")
    if len(further) >= MOST_DEPUTIES:
        text = _("Please name at most %(count)s deputies.") % {"count": MOST_DEPUTIES}
        entry.note("too_many", text, "further")
    found = [_deputy(entry, entry.given("deputy"), entry.given("steps"), rank=1, prefix="")]
    for index, row in enumerate(further[: MOST_DEPUTIES - 1]):
        values = row.get("deputy"), row.get("steps")
        found.append(_deputy(entry, *values, rank=index + 2, prefix=f"further.{index}."))
    return found


def _deputy(entry: Entry, person: object, steps: object, *, rank: int, prefix: str) -> _Deputy:
    part = Entry({"deputy": person})
    found = part.row("deputy", User.objects.filter(deactivated_at=None, is_superuser=False))
    wanted = steps if isinstance(steps, list) else []
    if set(map(str, wanted)) - kinds_of_task().keys():
        part.note("unknown", _("There is no such kind of task."), "steps")
    entry.take(part, prefix)
    return _Deputy(rank, prefix, found, frozenset(map(str, wanted)))


def _check_among_themselves(entry: Entry, deputies: Sequence[_Deputy]) -> None:
    for number, one in enumerate(deputies):
        before = [other for other in deputies[:number] if other.person == one.person]
        if one.person and any(one.overlaps(other.steps) for other in before):
            text = _("This deputy is named twice for the same tasks. Please choose somebody else.")
            entry.note("twice", text, f"{one.prefix}deputy")


def _check_deputy(entry: Entry, away: User, deputy: _Deputy, today: date) -> None:
    person, field = deputy.person, f"{deputy.prefix}deputy"
    assert person is not None, "asked for named deputies only"
    if away.pk == person.pk:
        entry.note("oneself", _("Nobody can be their own deputy."), field)
    # What belongs to the administration is not shown to a partner.
    if works_outside(person.pk, on=today) and not works_outside(away.pk, on=today):
        text = _("This person is not of the administration. Please choose a colleague.")
        entry.note("outside", text, field)


def _check_others(entry: Entry, away: User, first: date, last: date) -> None:
    """No contradiction with what is entered already; a deputy away for a part gives way then."""
    at_that_time = Substitution.objects.filter(
        revoked_at=None, starts_on__lte=last, ends_on__gte=first
    )
    known = list(at_that_time.filter(represented=away).order_by("starts_on", "pk"))
    text = _("There is already a deputy from %(first)s to %(last)s. Please revoke this first.")
    for deputy in entry["deputies"]:
        taken = (
            row
            for row in known
            if (row.rank == deputy.rank or row.deputy == deputy.person)
            and deputy.overlaps(row.steps)
        )
        found = next(taken, None)
        if found is not None:
            entry.note("overlap", text % _days(found.starts_on, found.ends_on), "starts_on")
            break
    text = _("This person is away from %(first)s to %(last)s. Please choose another deputy.")
    for deputy in entry["deputies"]:
        absences = at_that_time.filter(represented=deputy.person)
        if is_away_throughout(absences, first=first, last=last):
            entry.note("deputy_away", text % _days(first, last), f"{deputy.prefix}deputy")


def _days(first: date, last: date) -> dict[str, str]:
    return {"first": f"{first:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}"}


def tell_who_is_left(work: OrganisationWork, deputy: int, *, first: date, last: date) -> None:
    """For whom nobody stands in while a deputy is away: they and their superiors hear it."""
    told: dict[int, list[Left]] = defaultdict(list)
    for left in left_without(deputy, first=first, last=last):
        for person in {left.person.pk, *superiors_of(left.person.pk, on=work.today)} - {deputy}:
            told[person].append(left)
    for person, mine in told.items():
        work.tell_concerned(
            "deputy_away",
            [person],
            represented=mine[0].person.pk,
            deputy=deputy,
            first_day=str(min(left.first for left in mine)),
            last_day=str(max(left.last for left in mine)),
            others=", ".join(str(left.person) for left in mine[1:]),
        )


def tell_of_substitution(
    work: OrganisationWork, template: str, row: Substitution, people: list[int]
) -> None:
    """Tell people of a substitution: who, for whom, from when, until when."""
    work.tell_concerned(
        template,
        people,
        represented=row.represented_id,
        deputy=row.deputy_id,
        first_day=str(row.starts_on),
        last_day=str(row.ends_on),
    )
