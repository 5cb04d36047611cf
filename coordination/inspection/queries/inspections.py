"""Which file a person may look into today."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from workflows.calendars import local_date
from workflows.enums import DeskFunction
from workflows.models import DeskHolder, User
from workflows.queries.acting.seen import SeenOne
from workflows.refusals import Invisible

from ...city.rules import MAYOR
from ...decisions.models import AttachmentVersion
from ...measures.models import Measure
from ..enums import InspectionState
from ..models import Inspection

SHOWN = 100


def members(*, at: datetime) -> QuerySet[User]:
    """Who may be let in: whoever holds a desk of the council that day."""
    held = DeskHolder.objects.in_force(on=local_date(at)).filter(
        desk__function=DeskFunction.OBSERVER,
        desk__unit__function="council",
        desk__closed_on=None,
        person__deactivated_at=None,
    )
    return User.objects.filter(pk__in=held.values("person")).order_by("sort_key", "pk")


def open_for(person: User, pk: int, *, at: datetime) -> Inspection:
    """An inspection that this very person holds today; raises Invisible (404) before and after.

    Nobody stands in: it was granted to a person. Who has left the council has none.
    """
    rows = Inspection.objects.select_related("matter", "person").filter(
        pk=pk, person=person, until__gte=local_date(at), case__state=InspectionState.GRANTED
    )
    found = rows.first()
    if found is None or not members(at=at).filter(pk=person.pk).exists():
        raise Invisible
    return found


def held_by_person(person: User, *, at: datetime) -> list[Inspection]:
    """What this person may look into today."""
    rows = Inspection.objects.filter(
        person=person, until__gte=local_date(at), case__state=InspectionState.GRANTED
    )
    return list(rows.select_related("matter").order_by("until", "pk"))


def granted_to_others(viewer: User, *, at: datetime) -> list[Inspection]:
    """The last inspections whose cases this person sees: council office and mayor."""
    seen = Inspection.objects.visible_to(viewer, at=at)
    rows = seen.select_related("case", "matter", "person")
    return list(rows.order_by("-pk")[:SHOWN])


_SEEN = SeenOne(
    lambda viewer, at: Inspection.objects.visible_to(viewer, at=at).select_related(
        "case", "matter", "person"
    )
)


def seen_by(viewer: User, case: int, *, at: datetime) -> Inspection:
    """The inspection of a case; raises Invisible (404) if this person does not see it."""
    return _SEEN.of(viewer, case, at=at)


def matter_named(text: str, viewer: User, *, at: datetime) -> Measure | None:
    """The measure of that number that this person sees and that is no draft any more.

    The mayor leads the administration and may name each of its matters (GO NRW § 62 Abs. 1).
    """
    desks = DeskHolder.objects.in_force(on=local_date(at)).filter(person=viewer)
    is_mayor = desks.filter(desk__function__in=MAYOR.functions, desk__closed_on=None).exists()
    every = Measure.objects.all() if is_mayor else Measure.objects.visible_to(viewer, at=at)
    seen = every.select_related("case")
    found = seen.filter(reference__iexact=text.strip())
    return found.exclude(case__state__in=("draft", "discarded")).first()


def version_in_file(inspection: Inspection, attachment: int, number: int) -> AttachmentVersion:
    """One stored file of the matter; raises Invisible (404) if there is none."""
    rows = AttachmentVersion.objects.select_related("attachment").filter(
        attachment=attachment, number=number, attachment__case=inspection.matter_id,
        attachment__removed_at=None,
    )  # fmt: skip
    found = rows.first()
    if found is None:
        raise Invisible
    return found
