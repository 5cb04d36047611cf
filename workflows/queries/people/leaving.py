"""What hangs on somebody who leaves the city: their desks, their deputies, what is theirs alone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...definitions import Tie
from ...machine import registered_flows
from ...models import Desk, DeskHolder, Substitution, User
from .accounts import OUTSIDE
from .staff import StaffDay, staff


@dataclass(frozen=True, slots=True)
class HeldDesk:
    """A desk that the person holds, or will, and where its work is once they have left."""

    desk: Desk
    since: date
    # Who else holds it and stays.
    others: Sequence[User]
    # The first desk above at which somebody is.
    above: Desk | None
    open: int = 0
    claimed: int = 0

    @property
    def needs_somebody(self) -> bool:
        """Whether its work would lie where nobody is."""
        is_inside = self.desk.unit.kind not in OUTSIDE
        return is_inside and not self.others and self.above is None

    @property
    def fate(self) -> str:
        """Where its work goes without a successor, in words."""
        if self.others:
            names = ", ".join(map(str, self.others))
            return _("Stays at the desk with %(names)s.") % {"names": names}
        if self.above is None and not self.needs_somebody:
            return _("Stays vacant.")
        if self.above is None:
            return _("Nobody is there for it: somebody has to take over the desk.")
        place = f"{self.above.unit.short_name}: {self.above.name}"
        return _("Goes up to %(desk)s; the organisation office is told.") % {"desk": place}


@dataclass(frozen=True, slots=True)
class Personal:
    """How much a person keeps that is theirs alone."""

    shared_views: int
    private_views: int
    subscriptions: int
    resubmissions: int
    watches: int
    drafts: int
    feeds: int
    runs: int


@dataclass(frozen=True, slots=True)
class Hanging:
    """All of it."""

    desks: Sequence[HeldDesk]
    # In which others stand in for the person, and in which the person does.
    own: Sequence[Substitution]
    for_others: Sequence[Substitution]
    personal: Personal
    ties: Sequence[Tie] = ()

    @property
    def seen(self) -> str:
        """A mark that differs as soon as somebody has been given a desk or a deputy since."""
        keys = [f"d{held.desk.pk}" for held in self.desks]
        keys += [f"s{row.pk}" for row in (*self.own, *self.for_others)]
        return hashlib.sha256(" ".join(sorted(keys)).encode()).hexdigest()[:16]

    @property
    def needs_heir(self) -> bool:
        """Whether something is shared with others, so that it has to belong to somebody."""
        return self.personal.shared_views > 0

    def lines(self) -> list[Tie]:
        """What is no desk: what it is, how much, and where it goes."""
        return [line for line in (*_deputies(self), *_kept(self.personal)) if line.count] + [
            tie for tie in self.ties if tie.count
        ]


def hanging_on(person: int, *, on: date) -> Hanging:
    """What hangs on a person on a day; a fixed number of statements."""
    rows = Substitution.objects.not_over(on=on).select_related("represented", "deputy")
    both = list(
        rows.filter(Q(represented=person) | Q(deputy=person)).order_by("starts_on", "rank", "pk")
    )
    return Hanging(
        desks=held_desks(person, on=on),
        own=[row for row in both if row.represented_id == person],
        for_others=[row for row in both if row.deputy_id == person],
        personal=_personal(person),
        ties=[tie for flow in registered_flows() for tie in flow.hangs_on(person, on=on)],
    )


def held_desks(person: int, *, on: date) -> list[HeldDesk]:
    """The desks that a person holds on a day or will hold later, each once."""
    held = DeskHolder.objects.not_over(on=on).filter(person=person)
    since: dict[int, date] = {}
    desks: dict[int, Desk] = {}
    for row in held.select_related("desk__unit").order_by("valid_from", "desk__name", "pk"):
        since.setdefault(row.desk_id, row.valid_from)
        desks[row.desk_id] = row.desk
    if not desks:
        return []
    others = DeskHolder.objects.in_force(on=on).filter(desk__in=desks, person__deactivated_at=None)
    staying: dict[int, list[User]] = defaultdict(list)
    for row in others.exclude(person=person).select_related("person").order_by("person__sort_key"):
        staying[row.desk_id].append(row.person)
    day, work = staff(on=on), _work(list(desks), person)
    above = {desk: _above(day, desk, person) for desk in desks}
    places = Desk.objects.select_related("unit").in_bulk([one for one in above.values() if one])
    return [
        HeldDesk(
            desk, since[key], staying[key], places.get(above[key] or 0), *work.get(key, (0, 0))
        )
        for key, desk in desks.items()
    ]


def _above(day: StaffDay, desk: int, leaver: int) -> int | None:
    """The first desk above another at which somebody but the leaver is."""
    seen, row = {desk}, day.desks.get(desk)
    while row is not None and row.superior is not None and row.superior not in seen:
        seen.add(row.superior)
        if set(day.holders.get(row.superior, ())) - {leaver}:
            return row.superior
        row = day.desks.get(row.superior)
    return None


_WORK = """
SELECT desk_id, count(*), count(*) FILTER (WHERE claimed_by_id = %(person)s)
  FROM workflows_task
 WHERE desk_id = ANY(%(desks)s::bigint[]) AND status IN ('open', 'waiting')
 GROUP BY desk_id
"""


def _work(desks: list[int], person: int) -> Mapping[int, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_WORK, {"desks": desks, "person": person})
        return {desk: (count, claimed) for desk, count, claimed in cursor.fetchall()}


_PERSONAL = """
SELECT (SELECT count(*) FROM workflows_savedview
         WHERE owner_id = %(person)s AND desk_id IS NOT NULL),
       (SELECT count(*) FROM workflows_savedview
         WHERE owner_id = %(person)s AND desk_id IS NULL),
       (SELECT count(*) FROM workflows_viewuse
         WHERE person_id = %(person)s AND subscribed_at IS NOT NULL),
       (SELECT count(*) FROM workflows_resubmission
         WHERE person_id = %(person)s AND done_at IS NULL),
       (SELECT count(*) FROM workflows_watch WHERE person_id = %(person)s),
       (SELECT count(*) FROM workflows_keptform WHERE person_id = %(person)s),
       (SELECT count(*) FROM workflows_feedtoken
         WHERE person_id = %(person)s AND revoked_at IS NULL),
       (SELECT count(*) FROM workflows_bulkrun
         WHERE person_id = %(person)s AND status IN ('checking', 'checked', 'waiting', 'running'))
"""


def _personal(person: int) -> Personal:
    with connection.cursor() as cursor:
        cursor.execute(_PERSONAL, {"person": person})
        return Personal(*cursor.fetchone())


def _deputies(hanging: Hanging) -> Iterable[Tie]:
    yield Tie(
        _("Substitutions for the person"),
        len(hanging.own),
        _("Are revoked: there is nothing left to stand in for."),
        [str(row.deputy) for row in hanging.own],
    )
    yield Tie(
        _("Substitutions in which the person stands in"),
        len(hanging.for_others),
        _("The successor stands in from now on; without one they are revoked and all are told."),
        [str(row.represented) for row in hanging.for_others],
    )


def _kept(kept: Personal) -> Iterable[Tie]:
    to_successor = _("Go to the successor; without one they end.")
    yield Tie(_("Views shared with a desk"), kept.shared_views, _("Belong to the successor."))
    yield Tie(_("Private views"), kept.private_views, _("Are deleted."))
    text = _("Those of shared views go to the successor, all others end.")
    yield Tie(_("Subscriptions to views"), kept.subscriptions, text)
    text = _("Go to the successor without their notes, where they see the matter; else they end.")
    yield Tie(_("Resubmissions"), kept.resubmissions, text)
    yield Tie(_("Watched matters"), kept.watches, to_successor)
    days = settings.RETENTION_DAYS["drafts"]
    text = ngettext(
        "Go to the successor; without one they stay with the account for %(count)s day.",
        "Go to the successor; without one they stay with the account for %(count)s days.",
        days,
    )
    yield Tie(_("Texts kept and not sent"), kept.drafts, text % {"count": days})
    yield Tie(_("Subscribed calendars"), kept.feeds, _("End at once."))
    yield Tie(_("Acts on many items under way"), kept.runs, _("Are stopped where they are."))
