"""Who leads integration on a day, and what is known of those who did."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Greatest

from workflows.enums import DeskFunction, TaskStatus
from workflows.models import DeskHolder, Event, Task, User
from workflows.queries.proof.bound import Bound

from .enums import Standing
from .models import Mandate, MandateTransition

KIND = "mandates"
"""The kind of the one case whose trail is the register's."""

TABLES = (
    Bound(
        Mandate,
        "case_id",
        {
            "": (
                "case_id", "person_id", "desk_id", "basis", "reference", "basis_on", "matters",
                "fields_of_action", "valid_from", "valid_until", "recorded_by_id", "recorded_at",
            ),
            "end": ("last_day",),
        },
    ),
)  # fmt: skip
"""The rows that events bind."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The mandate of a day; without one, since when the city may go on without (else None)."""

    mandate: Mandate | None = None
    unrecorded_since: date | None = None

    def standing(self, *, person: int, fields: Collection[int]) -> Standing:
        """How somebody stands to a matter with these fields of action (domain 2.0).

        A mandate for some fields covers what touches one of them.
        """
        mandate = self.mandate
        if mandate is None:
            return Standing.NOBODY if self.unrecorded_since is None else Standing.UNRECORDED
        if mandate.person_id != person:
            return Standing.ANOTHER
        if mandate.fields_of_action and not {*mandate.fields_of_action} & {*fields}:
            return Standing.UNCOVERED
        return Standing.LEADS


def lead_on(day: date) -> Lead:
    """Who leads integration on that day; a second statement only where nobody ever did."""
    begun = Mandate.objects.select_related("person", "desk").filter(valid_from__lte=day)
    latest = begun.order_by("-valid_from", "-pk").first()
    if latest is not None:
        return Lead(latest if latest.last_day >= day else None)
    return Lead(None, MandateTransition.objects.values_list("since", flat=True).first())


def mandates() -> list[Mandate]:
    """All that were ever recorded, the latest first."""
    return list(Mandate.objects.select_related("person", "desk", "recorded_by"))


def ended(keys: Collection[int], *, on: date) -> frozenset[int]:
    """Those of these mandates that are over on a day."""
    over = Mandate.objects.filter(pk__in=keys, last_day__lt=on)
    return frozenset(over.values_list("pk", flat=True))


def mandates_used(case: int) -> QuerySet[Mandate]:
    """The mandates under which something was done in a case."""
    done = Event.objects.filter(case=case, data__has_key="mandate")
    keys = done.annotate(mandate=Cast(KeyTextTransform("mandate", "data"), BigIntegerField()))
    return Mandate.objects.filter(pk__in=keys.values("mandate"))


def may_be_given(*, on: date) -> QuerySet[User]:
    """Who can lead: whoever holds the desk of the deputy mayor for integration that day."""
    held = DeskHolder.objects.in_force(on=on).filter(
        desk__function=DeskFunction.INTEGRATION_DEPUTY,
        desk__closed_on=None,
        person__deactivated_at=None,
    )
    return User.objects.filter(pk__in=held.values("person")).order_by("sort_key", "pk")


def desk_of(person: int, *, on: date) -> int:
    """The desk as which somebody leads integration who may be given the mandate that day."""
    held = DeskHolder.objects.in_force(on=on).filter(
        person=person, desk__function=DeskFunction.INTEGRATION_DEPUTY, desk__closed_on=None
    )
    return held.order_by("pk").values_list("desk", flat=True)[0]


def forsaken(*, on: date) -> QuerySet[Mandate]:
    """Mandates whose person holds no desk for integration: not now, or not on their first day.

    Who leads has an office; without it there is nothing that the mandate could add to
    (GO NRW § 73). Absence is no such case: the desk is still theirs.
    """
    day = Greatest(OuterRef("valid_from"), Value(on, DateField()))
    held = DeskHolder.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day),
        person=OuterRef("person"),
        valid_from__lte=day,
        desk__function=DeskFunction.INTEGRATION_DEPUTY,
        desk__closed_on=None,
        person__deactivated_at=None,
    )
    return Mandate.objects.not_over(on=on).filter(~Exists(held)).order_by("pk")


def is_followed(mandate: Mandate) -> bool:
    """Whether another one begins when it ends."""
    later = Mandate.objects.filter(valid_from__gt=mandate.valid_from)
    return later.filter(last_day__gt=mandate.last_day).exists()


led_steps = ["release"]
"""The steps in which whoever leads integration decides; another room adds its own."""


def waiting_without_lead(day: date) -> Iterable[int]:
    """Cases that wait for a decision at the desk of the deputy mayor for integration, where not
    everybody there leads: others may have to be asked.
    """
    lead = lead_on(day)
    if lead.mandate is None and lead.unrecorded_since is not None:
        return []
    waiting = Task.objects.filter(
        status=TaskStatus.OPEN,
        step__key__in=led_steps,
        desk__function=DeskFunction.INTEGRATION_DEPUTY,
    )
    if lead.mandate is not None and not lead.mandate.fields_of_action:
        held = DeskHolder.objects.in_force(on=day).filter(person=lead.mandate.person_id)
        waiting = waiting.exclude(desk__in=held.values("desk"))
    return waiting.order_by("case").values_list("case", flat=True).distinct()
