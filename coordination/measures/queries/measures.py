"""One measure as a person may see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from workflows.calendars import WorkingCalendar, local_date
from workflows.models import Obligation, Question, User
from workflows.queries.people.known import known_to
from workflows.queries.people.routes import working_calendar
from workflows.refusals import Invisible

from ...council.models import ChainWaiver, Consultation
from ...decisions.models import Attachment, DocumentRequest, TextVersion
from ...implementing.models import Milestone, StatusReport
from ...implementing.queries.lights import light_days, with_light
from ...targets.models import Objective
from ..models import Measure, MeasureQuerySet


def measure_seen_by(viewer: User, case: int, *, at: datetime) -> Measure:
    """The measure of a case with case and lead; raises Invisible (404) if this person sees none."""
    seen = Measure.objects.visible_to(viewer, at=at).select_related("case", "lead")
    measure = seen.filter(case=case).first()
    if measure is None:
        raise Invisible
    return measure


def measure_known_to(viewer: User, case: int, *, at: datetime) -> Measure:
    """The same for what only the administration sees; raises Invisible (404) for all others."""
    known = Measure.objects.known_inside_to(viewer, at=at).select_related("case", "lead")
    measure = known.filter(case=case).first()
    if measure is None:
        raise Invisible
    return measure


def document_of(viewer: User, case: int, *, at: datetime) -> Measure:
    """The measure with everything that its page shows of the text itself, and with its `light`.

    Its links come along as names (`partners_names` …), and so does what else there is of it to be
    read (`has_reports` …). Raises Invisible (404) if this person does not see it.
    """
    seen, today = Measure.objects.visible_to(viewer, at=at), local_date(at)
    return _described(seen, case, working_calendar(known_to(viewer, today=today)), today=today)


def file_of(case: int, *, at: datetime) -> Measure:
    """The same for whoever has been let in to read the whole file; the caller has asked that.

    Raises Invisible (404) if the case is no measure.
    """
    return _described(Measure.objects.all(), case, working_calendar(), today=local_date(at))


def _described(
    measures: MeasureQuerySet, case: int, calendar: WorkingCalendar, *, today: date
) -> Measure:
    seen = measures.select_related("case", "lead", "responsible", "funds_confirmed_by")
    stones = Milestone.objects.select_related("predecessor")
    linked = seen.prefetch_related(Prefetch("milestones", stones)).annotate(
        **{f"{name}_names": _names_of(name) for name in LINKED},
        **{f"has_{what}": Exists(rows) for what, rows in BESIDE.items()},
    )
    measure = with_light(linked, light_days(calendar, today)).filter(case=case).first()
    if measure is None:
        raise Invisible
    return measure


LINKED = ("partners", "fields_of_action", "target_groups", "districts", "serves")

BESIDE: dict[str, QuerySet[Any]] = {
    "attachments": Attachment.objects.filter(case=OuterRef("case"), removed_at=None),
    "stations": Consultation.objects.filter(case=OuterRef("case")),
    "waivers": ChainWaiver.objects.filter(case=OuterRef("case")),
    "versions": TextVersion.objects.filter(case=OuterRef("case")),
    "document_requests": DocumentRequest.objects.filter(case=OuterRef("case")),
    "questions": Question.objects.filter(case=OuterRef("case")),
    "obligations": Obligation.objects.filter(case=OuterRef("case")),
    "reports": StatusReport.objects.filter(measure=OuterRef("pk")),
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
