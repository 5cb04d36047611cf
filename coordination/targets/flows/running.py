"""A target runs: values are measured, the clock judges, the council alone changes it (2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.calendars import local_date
from workflows.definitions import Capacity, Post
from workflows.enums import DeskFunction as F
from workflows.machine import Rule, act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...council.models import Paper
from ...decisions.flows.values import amount, day, key
from ...decisions.rules import posts
from ..enums import ObjectiveStatus, TargetState
from ..models import Objective, Reading
from ..rules import judged, outcome
from .drafting import keep_resolution, resolution_problems
from .look import TargetLook
from .work import MEASURE, NOTE, OBJECTIVE, TargetWork, await_the_day

_LARGEST = 10**12


def _measures(look: TargetLook, capacity: Capacity) -> bool:
    """The responsible office of any objective, the lead, the secretariat."""
    units = {row.office_id for row in look.objectives} | {look.subject.lead_id}
    wanted = [Post((*posts.LEADERS, F.CLERK), unit=unit) for unit in units if unit is not None]
    return any(capacity.fits(post) for post in (*wanted, posts.SECRETARIAT))


measurer: Rule[TargetLook] = Rule(
    _("responsible office, lead office, integration centre"), _measures
)


def at_once(_look: TargetLook) -> bool:
    """What is resolved waits for nothing."""
    return True


@act(_("begin the time frame"), when=at_once)
def begin(work: TargetWork) -> None:
    """What is resolved runs; the paper of the resolution is the one by which it holds."""
    if work.look.subject.resolved_on is not None:
        return
    resolution = work.look.resolution
    paper = Paper.objects.filter(case=work.case.pk).order_by("-pk").first()
    target = work.look.subject
    if resolution is not None and resolution.meeting is not None:
        target.resolved_on = local_date(resolution.meeting.starts_at)
        target.resolved_by = resolution.organization.name[:120]
    target.paper = str(paper)[:40] if paper else ""
    work.store_subject("resolved_on", "resolved_by", "paper")


# --- measuring ----------------------------------------------------------------------------


def reading_fits(look: TargetLook) -> Iterator[Unmet]:
    """A value of a day that is not ahead, once a day, for an objective that still runs."""
    row, data = look.objective(), look.call.data
    if row is None or row.status != ObjectiveStatus.OPEN:
        text = gettext("This objective is not measured any more.")
        yield Unmet("objective_over", text, "objective")
        return
    value, measured = amount(data.get("value")), day(data.get("measured_on"))
    if value is None or abs(value) >= _LARGEST:
        yield Unmet("value_missing", gettext("Please enter the value that was measured."), "value")
    if measured is None:
        yield Unmet("day_missing", gettext("Please say when it was measured."), "measured_on")
    elif measured > look.call.today:
        text = gettext("This day lies ahead. Please enter what was measured.")
        yield Unmet("day_ahead", text, "measured_on")
    elif Reading.objects.filter(objective=row.pk, measured_on=measured).exists():
        text = gettext("There is a value of this day already.")
        yield Unmet("day_taken", text, "measured_on")


@act(_("record the measured value"), guards=[reading_fits], needs_version=False)
def record_reading(work: TargetWork) -> None:
    """One more point of the curve; the office is asked again for the next period."""
    row, data = work.look.objective(), work.call.data
    measured, value = day(data.get("measured_on")), amount(data.get("value"))
    assert row is not None, "guarded by reading_fits"
    assert measured is not None, "guarded by reading_fits"
    assert value is not None, "guarded by reading_fits"
    reading = Reading(
        objective=row, measured_on=measured, value=value, note=work.call.text,
        recorded_by_id=work.call.person, recorded_at=work.at,
    )  # fmt: skip
    work.store(reading)
    work.note(objective=row.pk, measured_on=reading.measured_on, value=str(reading.value))
    work.finish(MEASURE.key, thing("objective", row.pk))
    if row.due_on is not None and reading.measured_on < row.due_on:
        _ask_for_the_next(work, row)


def _ask_for_the_next(work: TargetWork, row: Objective) -> None:
    if not work.scene.tasks_of(MEASURE.key, thing("objective", row.pk)):
        work.await_readings([row], after_this_period=True)


# --- the clock ----------------------------------------------------------------------------


@act(_("the day of an objective is over"))
def judge_objective(work: TargetWork) -> None:
    """Reached by the last value until its day, else missed; the council takes note of that."""
    named = key(str(work.call.data["subject"]).removeprefix("objective:"))
    row = next(one for one in work.look.objectives if one.pk == named)
    row.status = judged(row, list(row.readings.all())).value
    work.store_objective(row, "status")
    work.note(objective=row.pk, status=row.status)
    work.drop(MEASURE.key, thing("objective", row.pk))
    if row.status == ObjectiveStatus.MISSED:
        work.ask_for(NOTE, thing("objective", row.pk))
        concerned = [*posts.lead_staff(work.look), posts.INTEGRATION_DEPUTY, posts.SECRETARIAT]
        work.tell("objective_missed", concerned, objective=row.text)


def is_missed(look: TargetLook) -> Iterator[Unmet]:
    """A missed objective of which the council has not taken note, and the day of the session."""
    row, noted = look.objective(), day(look.call.data.get("noted_on"))
    if row is None or row.status != ObjectiveStatus.MISSED or row.noted_on is not None:
        yield Unmet("not_missed", gettext("This objective was not missed."), "objective")
    if noted is None or noted > look.call.today:
        text = gettext("Please say on which day the council took note; not in the future.")
        yield Unmet("noted_on_missing", text, "noted_on")


@act(
    _("record that the council took note"),
    guards=[is_missed],
    step=NOTE.key,
    needs_version=False,
    legal_basis="GO NRW § 55 Abs. 3",
)
def note_missed(work: TargetWork) -> None:
    """Only this closes a missed objective (domain 2.6)."""
    row = work.look.objective()
    assert row is not None, "guarded by is_missed"
    row.noted_on = day(work.call.data["noted_on"])
    work.store_objective(row, "noted_on")
    work.note(objective=row.pk, noted_on=row.noted_on)


def all_over(look: TargetLook) -> bool:
    """Whether nothing of the target is left to be reached or to be noted."""
    return bool(look.objectives) and all(row.is_over for row in look.objectives)


@act(_("the target has ended"), when=all_over)
def conclude(work: TargetWork) -> TargetState:
    """Reached, partly reached or missed, by its objectives."""
    return outcome(work.look.objectives)


# --- by resolution ------------------------------------------------------------------------


def change_fits(look: TargetLook) -> Iterator[Unmet]:
    """Another value or day for an objective that is not reached, the day ahead."""
    row, data = look.objective(), look.call.data
    if row is None or row.is_over:
        text = gettext("Please choose an objective that still runs.")
        yield Unmet("objective_over", text, "objective")
        return
    goal, due_on = amount(data.get("goal")), day(data.get("due_on"))
    if goal is None and due_on is None:
        yield Unmet("nothing_changes", gettext("Please enter a new value or a new day."), "goal")
    if goal is not None and (abs(goal) >= _LARGEST or goal == row.baseline):
        text = gettext("Please enter a value that differs from the one at the beginning.")
        yield Unmet("goal_same", text, "goal")
    if due_on is not None and due_on <= look.call.today:
        yield Unmet("day_past", gettext("The new day must lie ahead."), "due_on")
    if row.status == ObjectiveStatus.MISSED and due_on is None:
        text = gettext("The day of this objective is over. Please enter a new one.")
        yield Unmet("day_past", text, "due_on")


@act(
    _("change by resolution"),
    guards=[resolution_problems, change_fits],
    needs_version=True,
    changes_text=True,
    legal_basis="GO NRW § 41 Abs. 1",
)
def change_by_resolution(work: TargetWork) -> None:
    """The council has resolved another value or day; what was missed runs again."""
    row, data = work.look.objective(), work.call.data
    assert row is not None, "guarded by change_fits"
    before = {"goal": str(row.goal), "due_on": str(row.due_on)}
    row.goal = row.goal if amount(data.get("goal")) is None else amount(data["goal"])
    row.due_on = day(data.get("due_on")) or row.due_on
    row.status = ObjectiveStatus.OPEN.value
    work.end_deadline(kind=OBJECTIVE, subject=thing("objective", row.pk), status="lifted")
    for step in (MEASURE, NOTE):
        work.drop(step.key, thing("objective", row.pk))
    work.store_objective(row, "goal", "due_on", "status")
    await_the_day(work, row)
    work.await_readings([row])
    keep_resolution(work)
    work.note(objective=row.pk, before=before, goal=str(row.goal), due_on=row.due_on)
    work.freeze("changed")


@act(_("repeal"), guards=[resolution_problems, reason_given], legal_basis="GO NRW § 41 Abs. 1")
def repeal_target(work: TargetWork) -> None:
    """The council gives the target up."""
    keep_resolution(work)


@act(
    _("replace by another target"),
    guards=[resolution_problems, reason_given],
    legal_basis="GO NRW § 41 Abs. 1",
)
def replace_target(work: TargetWork) -> None:
    """The council has resolved another target in its place."""
    keep_resolution(work)
