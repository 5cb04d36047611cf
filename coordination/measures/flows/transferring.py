"""Another office takes the lead with all its tasks; not a word of the text changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.definitions import Post
from workflows.enums import StepMode
from workflows.machine import TaskView, act, flow_for
from workflows.machine.reasons import reason_given
from workflows.models import Desk, Unit
from workflows.refusals import Unmet

from ...decisions.flows.values import key
from ...decisions.rules import posts
from ...implementing.flows.naming import ask_who_is_responsible
from .look import MeasureLook
from .work import MeasureWork


def new_lead(look: MeasureLook) -> Unit | None:
    """The office that the call names; none if it cannot lead."""
    named = key(look.call.data.get("lead"))
    if not named:
        return None
    inside = Unit.objects.in_force(on=look.call.today).exclude(kind__in=posts.OUTSIDE)
    return inside.filter(pk=named).first()


def can_take_over(look: MeasureLook) -> Iterator[Unmet]:
    """Another office of the house, in force, with a desk from which it is led."""
    unit = new_lead(look)
    if unit is None:
        text = gettext("Please choose the office that has the lead.")
        yield Unmet("lead_missing", text, "lead")
    elif unit.pk == look.subject.lead_id:
        text = gettext("This office has the lead already. Please choose another one.")
        yield Unmet("lead_same", text, "lead")
    elif not Desk.objects.filter(unit=unit, function__in=posts.LEADERS, closed_on=None).exists():
        text = gettext("Nobody leads this office. Please choose an office with a head.")
        yield Unmet("lead_without_head", text, "lead")


def person_says_why(look: MeasureLook) -> Iterator[Unmet]:
    """A person gives a reason; the organisation's own act has said it for all its matters."""
    if look.call.actor.person is not None:
        yield from reason_given(look)


@act(_("transfer the lead"), guards=[can_take_over, person_says_why])
def transfer_lead(work: MeasureWork) -> None:
    """The new lead gets what the old one had to do, with the deadlines as they run.

    Whoever wrote the text, signed it or agreed to it stays the same; only a draft's agreement
    must be given by the new head. The old lead sees the matter still.
    """
    unit = new_lead(work.look)
    assert unit is not None, "guarded by can_take_over"
    subject, before = work.look.subject, work.look.subject.lead
    old = _posts(work)
    subject.lead, subject.head_agreed_version = unit, None
    work.store(subject, "lead", "head_agreed_version")
    work.look = work.look.knowing(subject)
    work.admit(posts.lead_desks(work.look), "lead")
    work.ballots.spare(unit.pk)
    new = _posts(work)
    for run, tasks in _runs(work).items():
        wanted = new[tasks[0].key]
        if wanted == old[tasks[0].key]:
            continue
        if tasks[0].mode == StepMode.ORDERED:
            # Whoever has released for another division has not for this one.
            work.void_step(run)
            _reopen(work, tasks[0])
        else:
            work.readdress(tasks, wanted)
    ask_who_is_responsible(work)
    work.note(lead=unit.pk, lead_before=before.pk)
    work.tell_turn("lead_transferred", before=before.name, after=unit.name)


def _runs(work: MeasureWork) -> Mapping[UUID, Sequence[TaskView]]:
    """The live tasks by their steps, each in its order."""
    found: dict[UUID, list[TaskView]] = defaultdict(list)
    for task in sorted(work.scene.tasks, key=lambda task: task.position):
        found[task.step].append(task)
    return found


def _posts(work: MeasureWork) -> Mapping[str, Sequence[Post]]:
    """Whom the steps with live tasks address now."""
    flow = flow_for(work.case.kind)
    steps = {task.key: flow.step(task.key) for task in work.scene.tasks}
    return {name: work.look.posts_of(step) if step else () for name, step in steps.items()}


def _reopen(work: MeasureWork, task: TaskView) -> None:
    step = flow_for(work.case.kind).step(task.key)
    assert step is not None, "its posts were asked"
    work.ask_for(step, task.subject)
