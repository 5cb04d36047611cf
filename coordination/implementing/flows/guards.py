"""What starting, reporting and completing need (M23, M24, M25, M28)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Value
from django.utils.translation import gettext as _

from workflows.models import Obligation
from workflows.refusals import Unmet

from ...council.enums import ConsultationResult
from ...council.models import Consultation
from ...decisions.flows.approving import open_approval
from ...decisions.flows.handing_over import provisional_resolution
from ...decisions.flows.values import amount, day, fields, key
from ...decisions.rules.route_words import HALF_YEARLY
from ..enums import ReportStatus, TrafficLight
from ..models import Milestone, StatusReport
from ..queries.people import may_be_responsible
from ..rules import quarter_of, report_period, traffic_light
from .look import ImplementingLook

LARGEST_SUM = Decimal(10) ** 12
"""Sums are kept with twelve digits before the comma."""


def was_amended(look: ImplementingLook) -> bool:
    """Whether the deciding body changed the text."""
    return Consultation.objects.filter(
        case=look.case.pk, role__in=("decision", "objection"), result=ConsultationResult.AMENDED
    ).exists()


def plan_was_adapted(look: ImplementingLook) -> Iterator[Unmet]:
    """Either the fields were changed, or the lead says why nothing has to be."""
    if not look.call.data.get("fields") and not look.call.text.strip():
        yield Unmet("nothing_adapted", _("Change the plan, or say why it fits as it is."), "text")


def responsible_named(look: ImplementingLook) -> Iterator[Unmet]:
    """M23: a person of the lead office, of the next office above where that has nobody."""
    named = key(look.call.data.get("responsible"))
    lead, today = look.subject.lead, look.call.today
    if not named or not may_be_responsible(lead, on=today).filter(person=named).exists():
        yield Unmet(
            "responsible_missing",
            _("Choose a person of the lead office who is responsible."),
            "responsible",
        )


def may_start(look: ImplementingLook) -> Iterator[Unmet]:
    """M23: a milestone, the money, and after an amendment the adapted plan."""
    measure = look.subject
    if not measure.milestones.all():
        yield Unmet(
            "milestone_missing", _("At least one milestone with a date is needed."), "milestones"
        )
    if measure.total_cost > 0 and measure.funds_confirmed_at is None:
        yield Unmet("funds_missing", _("The city treasury has not confirmed the funds yet."))
    if provisional_resolution(look.case.pk) is not None:
        text = _("The excerpt of the minutes is not back yet. The mayor may let the work begin.")
        yield Unmet("result_provisional", text)
    if look.scene.tasks_of("adapt_plan"):
        yield Unmet(
            "plan_not_adapted", _("The plan must first be adapted to the amended resolution.")
        )


def milestones_ahead(look: ImplementingLook) -> Iterator[Unmet]:
    """M23: every open milestone lies ahead; the act brings new days for those that do not."""
    given = fields(look.call.data.get("dates"))
    for stone in look.subject.milestones.all():
        new = given.get(str(stone.pk))
        planned = stone.due_on if new in (None, "") else day(new)
        if not stone.is_over and (planned is None or planned < look.call.today):
            text = _("“%(name)s” was planned until %(day)s. Please choose a day to come.")
            words = {"name": stone.title, "day": f"{stone.due_on:%d.%m.%Y}"}
            yield Unmet("milestone_past", text % words, "dates")


def end_ahead(look: ImplementingLook) -> Iterator[Unmet]:
    """M23: what begins has not ended yet; the act brings a new end where the planned one passed."""
    measure, given = look.subject, look.call.data.get("ends_on")
    planned = measure.ends_on if given in (None, "") else day(given)
    if given not in (None, "") and planned is None:
        yield Unmet("invalid", _("This value cannot be read. Please check it."), "ends_on")
    elif planned and planned < look.call.today:
        text = _("The measure was to end on %(day)s. Please choose a day to come.")
        yield Unmet("end_past", text % {"day": f"{planned:%d.%m.%Y}"}, "ends_on")
    elif planned and measure.starts_on and planned < measure.starts_on:
        yield Unmet("end_before_start", _("The end lies before the begin."), "ends_on")


def milestone(look: ImplementingLook) -> Milestone | None:
    """The milestone that the act is about: of its task, or named; none if they differ."""
    task, name = look.call.task, look.call.data.get("milestone")
    wanted = key(name)
    if task is not None and task.subject.startswith("milestone:"):
        of_task = key(task.subject.removeprefix("milestone:"))
        if name is not None and wanted != of_task:
            return None
        wanted = of_task
    if not wanted:
        return None
    return (
        Milestone.objects.filter(pk=wanted, measure=look.subject.pk)
        .select_related("predecessor")
        .first()
    )


def milestone_is_open(look: ImplementingLook) -> Iterator[Unmet]:
    """It exists and is neither done nor dropped."""
    stone = milestone(look)
    if stone is None or stone.is_over:
        yield Unmet("milestone_closed", _("This milestone is not open."), "milestone")


def milestone_can_end(look: ImplementingLook) -> Iterator[Unmet]:
    """M24: evidence, the predecessor, and a reason where it is late."""
    stone = milestone(look)
    if stone is None or stone.is_over:
        yield from milestone_is_open(look)
        return
    if not look.call.text.strip():
        yield Unmet("evidence_missing", _("Please say what shows that it was reached."), "text")
    if stone.predecessor and not stone.predecessor.is_over:
        text = _("“%(name)s” must be done before.") % {"name": stone.predecessor.title}
        yield Unmet("predecessor_open", text, "milestone")
    late = stone.is_late(look.call.today)
    if late and not str(look.call.data.get("late_reason") or "").strip():
        yield Unmet("late_reason_missing", _("It is late: please give the reason."), "late_reason")


def obligation(look: ImplementingLook) -> Obligation | None:
    """The obligation that the act is about."""
    try:
        wanted = UUID(str(look.call.data.get("obligation")))
    except ValueError:
        return None
    return Obligation.objects.filter(pk=wanted, case=look.case.pk).first()


def obligation_can_end(look: ImplementingLook) -> Iterator[Unmet]:
    """It is open, and there is evidence."""
    wanted = obligation(look)
    if wanted is None or wanted.fulfilled_at is not None:
        yield Unmet("obligation_closed", _("This obligation is not open."), "obligation")
    if not look.call.text.strip():
        yield Unmet("evidence_missing", _("Please say what shows that it was fulfilled."), "text")


def period_of_report(look: ImplementingLook, day: date) -> tuple[date, date]:
    """The quarter or half-year that the report in which a day lies has to cover."""
    released = look.subject.reports.filter(is_final=False, status=ReportStatus.RELEASED)
    return report_period(
        day,
        last=released.filter(period_end__lt=day).order_by("-period_end").first(),
        cost=look.subject.total_cost,
        limit=look.limits.get(HALF_YEARLY),
    )


def report_of_call(look: ImplementingLook) -> StatusReport:
    """The report of the act's quarter: the draft that exists, or a new one; not saved."""
    data = look.call.data
    start = day(data.get("period_start"))
    spent, forecast = amount(data.get("spent")), amount(data.get("forecast"))
    assert start is not None, "guarded by report_is_complete"
    assert spent is not None, "guarded by report_is_complete"
    assert forecast is not None, "guarded by report_is_complete"
    final = bool(data.get("is_final"))
    report = StatusReport.objects.filter(
        measure=look.subject.pk, period_start=start, is_final=final
    ).first() or StatusReport(measure_id=look.subject.pk, period_start=start, is_final=final)
    report.period_end = (quarter_of(start) if final else period_of_report(look, start))[1]
    for name in ("done", "next_steps", "risks", "light", "light_reason"):
        setattr(report, name, str(data.get(name) or "").strip())
    report.spent, report.forecast = spent, forecast
    return report


def report_is_complete(look: ImplementingLook) -> Iterator[Unmet]:
    """M25: every part is there, the figures fit together, the quarter is not reported yet.

    A light that differs from the computed one has a reason, for else it would count for nothing.
    """
    data = look.call.data
    for name in ("done", "next_steps", "risks"):
        if not str(data.get(name) or "").strip():
            yield Unmet(f"{name}_missing", _("Please fill in this field."), name)
    problems = [*_sum_problems(look), *_quarter_problems(look)]
    yield from problems
    if not problems:
        yield from _light_problems(look)


def _sum_problems(look: ImplementingLook) -> Iterator[Unmet]:
    for name in ("spent", "forecast"):
        given = amount(look.call.data.get(name))
        if given is None or given < 0 or given >= LARGEST_SUM:
            yield Unmet(f"{name}_invalid", _("Please enter a sum of 0 or more."), name)
    spent, forecast = amount(look.call.data.get("spent")), amount(look.call.data.get("forecast"))
    if spent is not None and forecast is not None and forecast < spent:
        text = _("More is spent than you forecast. The forecast is what it costs in the end.")
        yield Unmet("forecast_below_spent", text, "forecast")


def _quarter_problems(look: ImplementingLook) -> Iterator[Unmet]:
    start = day(look.call.data.get("period_start"))
    if start is None:
        yield Unmet("quarter_missing", _("Please choose the quarter."), "period_start")
        return
    if start != quarter_of(start)[0] or start > look.call.today:
        yield Unmet("quarter_invalid", _("Please choose a quarter that has begun."), "period_start")
    known = StatusReport.objects.filter(
        measure=look.subject.pk,
        period_start__lte=start,
        period_end__gte=start,
        is_final=bool(look.call.data.get("is_final")),
        status=ReportStatus.RELEASED,
    )
    if known.exists():
        yield Unmet(
            "quarter_reported", _("This quarter has already been reported."), "period_start"
        )


def _light_problems(look: ImplementingLook) -> Iterator[Unmet]:
    data = look.call.data
    light = str(data.get("light"))
    if light not in set(TrafficLight) - {TrafficLight.GREY}:
        yield Unmet("light_missing", _("Please choose the traffic light."), "light")
        return
    computed = traffic_light(
        look.subject.milestones.all(),
        cost=look.subject.cost,
        spent=amount(data.get("spent")),
        forecast=amount(data.get("forecast")),
        today=look.call.today,
        calendar=look.calendar,
    )
    if light != computed and not str(data.get("light_reason") or "").strip():
        text = _("Computed, the light is %(light)s. Another one needs a reason.")
        yield Unmet("light_reason_missing", text % {"light": computed.label}, "light_reason")


def obligations_are_over(look: ImplementingLook) -> Iterator[Unmet]:
    """Whatever was promised in the co-signature is fulfilled."""
    if Obligation.objects.filter(case=look.case.pk, fulfilled_at=None).exists():
        yield Unmet("obligations_open", _("Not all obligations are fulfilled."))


def is_complete(look: ImplementingLook) -> Iterator[Unmet]:
    """M28: nothing is left to do, and the final report says what came of it."""
    if any(not stone.is_over for stone in look.subject.milestones.all()):
        yield Unmet("milestones_open", _("Not all milestones are reached or dropped."))
    released = look.subject.reports.filter(is_final=True, status=ReportStatus.RELEASED)
    owed = Obligation.objects.filter(case=look.case.pk, fulfilled_at=None)
    reports, debts = (
        rows.values_list(Value(name), flat=True)
        for name, rows in (("released", released), ("owed", owed))
    )
    found = {*reports.union(debts)}
    if "owed" in found:
        yield Unmet("obligations_open", _("Not all obligations are fulfilled."))
    if "released" not in found:
        yield Unmet("final_report_missing", _("The final report is not released yet."))
    if open_approval(look.case.pk) is not None:
        yield Unmet("approval_open", _("The urgent decision is not approved yet."))
    yield from look.unfinished()


def completion_not_proposed(look: ImplementingLook) -> Iterator[Unmet]:
    """One proposal at a time."""
    if look.scene.tasks_of("confirm_completion"):
        yield Unmet("already_proposed", _("The completion has already been proposed."))


def day_of_first_report(look: ImplementingLook) -> date:
    """A day of the period that is reported first where the work begins, or begins anew after the
    body has decided once more: what was released is not asked for again.
    """
    today = look.call.today
    released = look.subject.reports.filter(is_final=False, status=ReportStatus.RELEASED)
    here = released.filter(period_start__lte=today, period_end__gte=today)
    end = here.values_list("period_end", flat=True).first()
    return first_day_unreported(look, end) if end else today


def first_day_unreported(look: ImplementingLook, end: date) -> date:
    """The first day after the end of a period for whose own period there is no report yet."""
    reports = look.subject.reports.filter(is_final=False)
    known = dict(reports.values_list("period_start", "period_end"))
    start = end + timedelta(days=1)
    while start in known:
        start = known[start] + timedelta(days=1)
    return start
