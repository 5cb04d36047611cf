"""What the rules of the work after a resolution look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Protocol, TypeVar

from django.db.models import Model, QuerySet

from workflows.machine import fact
from workflows.models import Event, User
from workflows.refusals import Unmet

from ...decisions.rules.looks import DecisionLook
from ...decisions.rules.subjects import DecisionSubject
from ..models import Milestone, StatusReport

M_co = TypeVar("M_co", bound=Model, covariant=True)


class Rows(Protocol[M_co]):
    """Rows that belong to a domain object."""

    def all(self) -> QuerySet[M_co]: ...

    def filter(self, *args: object, **kwargs: object) -> QuerySet[M_co]: ...  # as Django types it


class Implemented(DecisionSubject, Protocol):
    """What a domain object must have so that its implementation can be followed."""

    funds_confirmed_at: datetime | None
    funds_confirmed_by_id: int | None
    responsible: User | None
    starts_on: date | None
    ends_on: date | None

    @property
    def milestones(self) -> Rows[Milestone]: ...

    @property
    def reports(self) -> Rows[StatusReport]: ...


class ImplementingLook(DecisionLook):
    """A matter that is decided and has milestones, reports and money."""

    def unfinished(self) -> Iterator[Unmet]:
        """What else has to end before the matter is completed; for kinds to say."""
        yield from ()

    @property
    def rests_until(self) -> date:
        """The day until which the matter rests, by the act that let it rest last."""
        paused = Event.objects.filter(case=self.case.pk, action="pause").order_by("-seq")
        return date.fromisoformat(paused.values_list("data__until", flat=True)[0])

    @fact
    def subject(self) -> Implemented:
        """The domain object of the case, together with its lead."""
        raise NotImplementedError
