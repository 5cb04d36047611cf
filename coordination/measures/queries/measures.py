"""One measure as a person may see it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.calendars import local_date
from workflows.models import Case, Event, Obligation, Question, User
from workflows.queries.acting.seen import SeenOne
from workflows.queries.people.known import known_to
from workflows.queries.people.routes import working_calendar
from workflows.queries.together import Together, keep_with
from workflows.refusals import Invisible
from workflows.wire.known import Known

from ...council.models import ChainWaiver, Consultation
from ...decisions.models import Attachment, DocumentRequest, TextVersion, UrgencyRequest
from ...implementing.models import Milestone, StatusReport
from ...implementing.queries.earlier import TAKES_OVER
from ...implementing.queries.lights import LightDays, light_days, with_light
from ...targets.models import Objective
from ..models import Measure, MeasureQuerySet, TemplateUse

_SEEN = SeenOne(
    lambda viewer, at: Measure.objects.visible_to(viewer, at=at).select_related("case", "lead")
)


def measure_seen_by(viewer: User, case: int, *, at: datetime) -> Measure:
    """The measure of a case with case and lead; raises Invisible (404) if this person sees none."""
    return _SEEN.of(viewer, case, at=at)


_KNOWN = SeenOne(
    lambda viewer, at: Measure.objects.known_inside_to(viewer, at=at).select_related("case", "lead")
)


def measure_known_to(viewer: User, case: int, *, at: datetime) -> Measure:
    """The same for what only the administration sees; raises Invisible (404) for all others."""
    return _KNOWN.of(viewer, case, at=at)


def document_of(viewer: User, case: int, *, at: datetime) -> Measure:
    """The measure with everything that its page shows of the text itself, and with its `light`.

    Its links come along as names (`partners_names` …), and so does what else there is of it to be
    read (`has_reports` …). Raises Invisible (404) if this person does not see it.
    """
    if not Case.objects.visible_to(viewer, at=at).filter(pk=case).exists():
        raise Invisible
    return file_of(case, at=at, known=known_to(viewer, today=local_date(at)))


def file_of(case: int, *, at: datetime, known: Known | None = None) -> Measure:
    """The same for whoever may read it; the caller has asked that. One statement.

    Raises Invisible (404) if the case is no measure.
    """
    days = light_days(working_calendar(known), local_date(at))
    found = _documents(days).read(case, ("measures", "milestones"))
    if not found["measures"]:
        raise Invisible
    measure: Measure = found["measures"][0]
    keep_with(measure, "milestones", found["milestones"])
    return measure


@lru_cache(maxsize=8)
def _documents(days: LightDays) -> Together:
    """A statement for each day's lights: half of the time of a page would go into making it."""

    def described(case: int) -> MeasureQuerySet:
        rows = Measure.objects.filter(case=case)
        read = rows.select_related("case", "lead", "responsible", "funds_confirmed_by")
        linked = read.annotate(
            **{f"{name}_names": _names_of(name) for name in LINKED},
            **{f"has_{what}": Exists(rows) for what, rows in BESIDE.items()},
        )
        return with_light(linked, days)

    return Together(measures=described, milestones=_milestones)


def _milestones(case: int) -> QuerySet[Milestone]:
    return Milestone.objects.filter(measure__case=case).select_related("predecessor")


LINKED = ("partners", "fields_of_action", "target_groups", "districts", "serves")

BESIDE: dict[str, QuerySet[Any]] = {
    "attachments": Attachment.objects.filter(case=OuterRef("case"), removed_at=None),
    "stations": Consultation.objects.filter(case=OuterRef("case")),
    "waivers": ChainWaiver.objects.filter(case=OuterRef("case")),
    "versions": TextVersion.objects.filter(case=OuterRef("case")),
    "document_requests": DocumentRequest.objects.filter(case=OuterRef("case")),
    "urgency": UrgencyRequest.objects.filter(case=OuterRef("case")),
    "questions": Question.objects.filter(case=OuterRef("case")),
    "obligations": Obligation.objects.filter(case=OuterRef("case")),
    "reports": StatusReport.objects.filter(measure=OuterRef("pk")),
    "taken_over": Event.objects.filter(case=OuterRef("case"), action=TAKES_OVER),
    "begun_from": TemplateUse.objects.filter(measure=OuterRef("pk")),
    "successors": Measure.objects.filter(
        Q(predecessor=OuterRef("pk")) | Q(supplements=OuterRef("pk"))
    ),
}
"""What most measures have none of; other rooms add what they keep beside a measure."""


def _names_of(link: str) -> ArraySubquery:
    linked: Any = Measure._meta.get_field(link)  # noqa: SLF001 - Django documents it as public
    model: Any = linked.related_model
    of_measure = {linked.remote_field.name: OuterRef("pk")}
    order = model._meta.ordering or ["sort_key"]  # noqa: SLF001 - as above
    named = "text" if model is Objective else "name"
    return ArraySubquery(model.objects.filter(**of_measure).order_by(*order).values(named))


def relatives_of(measure: Measure, *, viewer: User, at: datetime) -> list[Measure]:
    """What this measure took up again or supplements, and what did so to it; as far as seen."""
    kin = Q(predecessor=measure.pk) | Q(supplements=measure.pk)
    kin |= Q(pk__in=[measure.predecessor_id, measure.supplements_id])
    return list(
        Measure.objects.visible_to(viewer, at=at).filter(kin).select_related("case").order_by("pk")
    )
