"""One run of one process, and which desks see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from ..calendars import local_date
from ..enums import Access, DeskFunction
from .organisation import Desk, DeskHolder
from .presence import holder_rows
from .route import RouteVersion
from .sought import Parts

if TYPE_CHECKING:
    from .user import User


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, as seen by somebody."""

    def visible_to(self, user: User, *, at: datetime) -> CaseQuerySet:
        """The cases whose audience holds a desk of `user` or of whom `user` represents."""
        return self.filter(audience_contains(user, at=at, case=OuterRef("pk")))

    def known_inside_to(self, user: User, *, at: datetime) -> CaseQuerySet:
        """Those of them that the person sees with what happens inside the administration.

        Whoever only observes, a member of the council, sees what the administration hands out.
        """
        return self.filter(audience_contains(user, at=at, case=OuterRef("pk"), inside=True))


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class SubjectQuerySet(models.QuerySet[Row_co]):
    """What cases are about, as seen by somebody: the policy of the case, over its column `case`."""

    def visible_to(self, user: User, *, at: datetime) -> Self:
        """Those whose case this person sees."""
        return self.filter(audience_contains(user, at=at, case=OuterRef("case_id")))

    def known_inside_to(self, user: User, *, at: datetime) -> Self:
        """Those of them that this person sees from inside the administration."""
        return self.filter(audience_contains(user, at=at, case=OuterRef("case_id"), inside=True))

    def seen_from(self, desks: Iterable[int]) -> Self:
        """Those whose case these desks see: those of a person for whom they were read."""
        return self.filter(audience_holds(desks, case=OuterRef("case_id")))


def audience_contains(user: User, *, at: datetime, case: OuterRef, inside: bool = False) -> Exists:
    """One EXISTS: is a desk of this person, own or represented, in the audience of the case?

    `inside`: desks that only observe do not count.
    """
    held = desks_held(user, at=at)
    if inside:
        held = held.exclude(desk__function=DeskFunction.OBSERVER)
    return audience_holds(held.values("desk"), case=case)


def audience_holds(
    # A query of keys: the stubs have no name for its rows.
    desks: models.QuerySet[DeskHolder, Any] | Iterable[int],
    *,
    case: OuterRef,
) -> Exists:
    """One EXISTS: is one of these desks in the audience of the case?"""
    return Exists(CaseAudience.objects.filter(case=case, desk__in=desks))


def desks_held(user: User, *, at: datetime) -> models.QuerySet[DeskHolder]:
    """Who sits at which desk: this person, and those for whom they may act that day."""
    sql, values = holder_rows(person=user.pk, today=local_date(at))
    return DeskHolder.objects.filter(pk__in=RawSQL(sql, values))  # noqa: S611 - our own constant


class Case(models.Model):
    """One run of a process. The domain object points here, never the other way.

    `version` rises with the state or the text, never with a vote. `seq` and `head` are the
    end of the case's trail; they lie here so that one locking statement reads them all.
    """

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=0)
    access = models.CharField(max_length=12, choices=Access.choices, default=Access.NORMAL)
    route = models.ForeignKey(
        RouteVersion, models.PROTECT, null=True, related_name="cases", db_index=False
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(_("opened"))
    state_since = models.DateTimeField(_("in this state since"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=bytes(32))

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment] # the stubs know no typed manager

    class Meta:
        indexes = [
            models.Index(fields=["kind", "state", "id"], name="workflows_case_state"),
            models.Index(fields=["kind", "state_since", "id"], name="workflows_case_moved"),
            # They are few: whoever asks for all others leaves these out.
            models.Index(
                fields=["id"], condition=~Q(access="normal"), name="workflows_case_restricted"
            ),
            # A case is written with each change of its state, so what is new waits in a short list.
            GinIndex(
                Parts("title"),
                fastupdate=True,
                gin_pending_list_limit=1024,
                name="workflows_case_title_parts",
            ),
        ]
        constraints = [
            # The organisation is one case that never ends.
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="organisation"), name="workflows_one_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class CaseAudience(models.Model):
    """A desk that sees a case; kept by `act()`, read by one EXISTS."""

    # The unique constraint and the index below begin with one of them each.
    case = models.ForeignKey(Case, models.PROTECT, related_name="audience", db_index=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "desk"], name="workflows_audience_once")
        ]
        indexes = [models.Index(fields=["desk", "case"], name="workflows_audience_desk")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.desk_id}"
