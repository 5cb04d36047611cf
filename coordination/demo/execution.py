"""What the lead does once a measure is resolved: funds, milestones, reports, completion."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from workflows.calendars import local_date
from workflows.models import Obligation, Task
from workflows.subjects import key_in

from ..decisions.enums import MeasureState as S
from ..implementing.models import Milestone
from ..implementing.rules import quarter_of, traffic_light
from . import supplement
from .council import sign_minutes
from .journey import Journey, Steps

_REPORT_BEFORE_DUE = 4
_RESTS_FOR = 60
"""Working days, counted from today, for which a resting measure rests."""

_STARTS_WITHIN = 10
"""Working days within which a milestone is reached whose day was over at the start."""

_EARLY_REPORT = 20
"""Working days after the start at which a first report comes early."""

_CENT = Decimal("0.01")


def confirm_funds(journey: Journey) -> Steps:
    """The treasury confirms that the money is there."""
    for task in journey.tasks("confirm_funds")[:1]:
        yield journey.stage.after(2)
        journey.answer(task, "confirm_funds")


def end_in_resolved(journey: Journey) -> Steps:
    """The money is there; after an amendment the plan is still to be adapted."""
    if not journey.tasks("adapt_plan"):
        yield from confirm_funds(journey)


def resolved(journey: Journey) -> Steps:
    """Everything that the start needs, then the start."""
    yield from confirm_funds(journey)
    for task in journey.tasks("adapt_plan")[:1]:
        yield journey.stage.after(1)
        journey.answer(task, "adapt_plan", text=journey.word("adapted"))
    yield journey.stage.after(3)
    sign_minutes(journey)
    responsible = journey.stage.person(journey.clerk).pk
    dates = _dates_ahead(journey)
    journey.do("start_implementation", journey.head, responsible=responsible, dates=dates)


def _dates_ahead(journey: Journey) -> dict[str, str]:
    """New days for the milestones that have passed while the measure was decided."""
    stage = journey.stage
    past = journey.measure.milestones.filter(due_on__lt=stage.today)
    return {
        str(stone.pk): str(stage.calendar.add_working_days(stage.today, _STARTS_WITHIN * number))
        for number, stone in enumerate(past, start=1)
    }


def implementation(journey: Journey) -> Steps:
    """Milestones and reports as they fall due; at the end of some stories the completion."""
    journey.notes["started"] = journey.stage.today.toordinal()
    while journey.state == S.IMPLEMENTATION:
        planned = list(_planned(journey))
        if not planned:
            break
        moment, task = min(planned, key=lambda plan: plan[0])
        if journey.story.rests and moment >= _rests_from(journey):
            yield from _rest(journey)
            return
        yield moment
        if supplement.is_due(journey):
            yield from supplement.write(journey)
            continue
        if task.step.key == "milestone":
            _reach(journey, task)
        else:
            yield from _report(journey, _quarter(task))
    if journey.story.until == S.COMPLETED:
        yield from _complete(journey)


def _rests_from(journey: Journey) -> datetime:
    stage = journey.stage
    ends = local_date(stage.ends)
    day = stage.calendar.add_working_days(ends, -journey.story.rests)
    return _not_before(journey, day)


def _rest(journey: Journey) -> Steps:
    """The head asks for a pause, the deputy mayor for integration lets the measure rest."""
    stage = journey.stage
    yield _rests_from(journey)
    until = str(stage.calendar.add_working_days(local_date(stage.ends), _RESTS_FOR))
    journey.do("ask_pause", journey.head, text=journey.word("pause"), until=until)
    yield stage.after(2)
    (task, *_) = journey.tasks("decide_pause")
    journey.do("pause", task.desk.key, text=journey.word("pause_granted"), until=until)


def _planned(journey: Journey) -> Iterator[tuple[datetime, Task]]:
    stage, story = journey.stage, journey.story
    for task in journey.tasks("milestone"):
        stone = _milestone(task)
        if story.stuck and stone.position >= story.stuck:
            continue
        early = stone.due_on - timedelta(days=stone.pk * 3 % 8)
        yield _not_before(journey, early), task
    is_over = story.until == S.COMPLETED and not journey.tasks("milestone")
    if journey.notes.get("reports", 0) >= story.reports or is_over:
        return
    for task in journey.tasks("status_report"):
        assert task.due_at is not None, "a report is due after its quarter"
        due = local_date(task.due_at - timedelta(seconds=1))
        day = stage.calendar.add_working_days(due, -_REPORT_BEFORE_DUE)
        if story.reports_early and not journey.notes.get("reports"):
            started = date.fromordinal(journey.notes["started"])
            day = stage.calendar.add_working_days(started, _EARLY_REPORT)
        yield _not_before(journey, day), task


def _not_before(journey: Journey, day: date) -> datetime:
    """On that day if it is a working day, else on the one before; at the earliest tomorrow."""
    calendar, today = journey.stage.calendar, journey.stage.today
    wanted = calendar.add_working_days(day + timedelta(days=1), -1)
    return journey.stage.at(max(wanted, calendar.add_working_days(today, 1)))


def _reach(journey: Journey, task: Task) -> None:
    late = _milestone(task).is_late(journey.stage.today)
    journey.answer(
        task,
        "complete_milestone",
        text=journey.word("evidence"),
        late_reason=journey.word("late") if late else "",
    )


def _report(journey: Journey, quarter: date, *, is_final: bool = False) -> Steps:
    stage, measure = journey.stage, journey.measure
    measure.refresh_from_db()
    cost = measure.cost or Decimal(0)
    forecast = (cost * journey.story.forecast / 100).quantize(_CENT)
    stones = list(measure.milestones.all())
    light = traffic_light(
        stones, cost=cost, spent=None, forecast=forecast, today=stage.today,
        calendar=stage.calendar,
    )  # fmt: skip
    done, steps = _texts(journey, stones, is_final=is_final)
    journey.notes["reports"] = journey.notes.get("reports", 0) + 1
    journey.do(
        "draft_report",
        journey.clerk,
        period_start=str(quarter),
        spent=str((forecast if is_final else forecast * _share(journey)).quantize(_CENT)),
        forecast=str(forecast),
        light=light.value,
        is_final=is_final,
        done=done,
        next_steps=steps,
        risks=journey.story.risks or journey.word("risks"),
    )
    yield stage.after(2)
    (task, *_) = journey.tasks("release_report")
    journey.answer(task, "release_report")


def _share(journey: Journey) -> Decimal:
    """How much of the time is over, and so of the money."""
    measure = journey.measure
    assert measure.starts_on is not None
    assert measure.ends_on is not None
    length = (measure.ends_on - measure.starts_on).days
    gone = min(max((journey.stage.today - measure.starts_on).days, 0), length)
    return Decimal(gone) / length


def _texts(journey: Journey, stones: list[Milestone], *, is_final: bool) -> tuple[str, str]:
    """What has been done, and what comes next."""
    reached = [f"„{stone.title}“" for stone in stones if stone.is_over]
    ahead = next((stone for stone in stones if not stone.is_over), None)
    done = journey.word("done", titles=", ".join(reached)) if reached else ""
    if is_final:
        done = f"{done} {journey.word('final')}"
    steps = journey.word("next_nothing")
    if ahead:
        day = f"{ahead.due_on:%d.%m.%Y}"
        steps = journey.word("next", title=f"„{ahead.title}“", date=day)
    return done or journey.word("done_nothing"), steps


def _complete(journey: Journey) -> Steps:
    """The final report, the proposal, the confirmation."""
    stage = journey.stage
    yield stage.after(2)
    for obligation in Obligation.objects.filter(case=journey.case, fulfilled_at=None):
        text = journey.word("obligation")
        journey.do("fulfil_obligation", journey.clerk, text=text, obligation=str(obligation.pk))
    yield from _report(journey, quarter_of(stage.today)[0], is_final=True)
    yield stage.after(1)
    journey.do("propose_completion", journey.head)
    yield stage.after(3)
    (task, *_) = journey.tasks("confirm_completion")
    journey.answer(task, "confirm_completion")


def _milestone(task: Task) -> Milestone:
    return Milestone.objects.get(pk=int(key_in(task.step.subject)))


def _quarter(task: Task) -> date:
    return date.fromisoformat(key_in(task.step.subject))
