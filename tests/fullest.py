"""A measure at work that has everything its page can show, for what is counted of pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from coordination.council.models import Consultation, Meeting
from coordination.decisions.models import Attachment
from coordination.measures.actions.measures import perform
from coordination.measures.actions.supplements import propose_supplement
from coordination.measures.models import Measure
from coordination.targets.models import Objective
from tests.coordination.demands.demands import bring_on, link, recorded
from tests.coordination.targets.targets import target
from tests.situations import COUNCIL_OFFICE, REASON, Stage
from workflows.models import Condition, Deadline, Obligation, Task

FILE = {"sha256": "0" * 64, "name": "plan.txt", "size": 4, "media_type": "text/plain"}


def fullest(stage: Stage) -> Measure:
    """Two rounds with a question, conditions and a promise, a chain that was put into another
    order and amended, a plan adapted and changed since, milestones, reports, deadlines that were
    moved, an objective, a demand and a supplement under way; led by the social office.
    """
    stage.fields = {"ends_on": "2027-06-30"}
    measure = stage.draft()
    measure.serves.add(Objective.objects.filter(target=target(stage.town)).earliest("pk"))
    _attach(stage, measure)
    stage.do(measure, "submit", stage.head)
    _move(stage, measure, "extend_deadline", "mayor-mayor", amount=5, unit="working_days")
    stage.do(measure, "pass_check", stage.checker)
    _agree(stage, measure)
    _resolve(stage, measure)
    _work(stage, measure)
    demand = recorded(stage.town)
    bring_on(stage.town, demand, "examining")
    link(stage.town, demand, measure)
    propose_supplement(
        measure, by=stage.town.person(stage.clerk), at=stage.town.now, command=uuid4()
    )
    return Measure.objects.select_related("case").get(pk=measure.pk)


def _attach(stage: Stage, measure: Measure) -> None:
    """A file, then a newer version of it."""
    data: dict[str, object] = {**FILE, "title": "Plan"}
    for _time in range(2):
        perform(
            measure.case_id, "add_attachment", by=stage.town.person(stage.head),
            at=stage.town.now, command=uuid4(), version=None, data=data,
        )  # fmt: skip
        data["attachment"] = Attachment.objects.get(case=measure.case_id).pk


def _agree(stage: Stage, measure: Measure) -> None:
    stage._conditions(measure, "Nur ein Jahr.", "Nur mit Bericht.")
    asked = Task.objects.get(case=measure.case_id, desk__key="school-head", status="open")
    stage.do(measure, "ask_question", "school-head", task=asked.pk, text="Welche Räume?")
    stage.do(measure, "answer_question", stage.head, text="Drei.")
    material: dict[str, Any] = {"material": True, "fields": {"facts": "Anders als zuvor."}}
    for condition, more in zip(
        Condition.objects.filter(case=measure.case_id).order_by("pk"),
        (material, {"material": False}), strict=True,
    ):  # fmt: skip
        task = _task(stage, f"condition:{condition.pk}", stage.head)
        stage.do(measure, "answer_condition", stage.head, task=task.pk, accept=True, **more)
    stage.do(measure, "vote", "school-head", choice="approved")
    stage.do(measure, "resign", stage.head)
    stage.do(measure, "vote", "centre-head", choice="noted", text="Wir unterstützen das.")
    stage.do(measure, "vote", "finance-head", choice="approved")


def _resolve(stage: Stage, measure: Measure) -> None:
    stage.do(measure, "release", "division_4-deputy_mayor")
    stage.do(measure, "release", "division_3-integration_deputy")
    decision = Consultation.objects.get(case=measure.case_id, role="decision")
    committee = Meeting.objects.filter(
        organization__key="social_committee", starts_at__lt=decision.meeting.starts_at
    ).latest("starts_at")
    chain = [
        {"organization": one.organization_id, "role": role, "meeting": one.pk}
        for one, role in ((committee, "preliminary"), (decision.meeting, "decision"))
    ]
    stage.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=REASON)
    stage.do(measure, "sign", "mayor-mayor")
    stage.town.decide(measure, "amended", resolution_text="Nur nachmittags.")


def _work(stage: Stage, measure: Measure) -> None:
    stage.do(measure, "adapt_plan", stage.clerk, text=REASON, fields={"proposal": "Neu."})
    stage.do(measure, "confirm_funds", "finance-head")
    person = stage.town.person(stage.clerk).pk
    stage.do(measure, "start_implementation", stage.head, responsible=person)
    stone = measure.milestones.earliest("due_on")
    task = _task(stage, f"milestone:{stone.pk}", stage.clerk)
    stage.do(measure, "complete_milestone", stage.clerk, task=task.pk, text="Vertrag liegt vor.")
    stage.do(measure, "change_plan", stage.head, cost="21000", text=REASON)
    stage._report(measure, is_final=False)
    task = Task.objects.get(case=measure.case_id, step__key="release_report", status="open")
    stage.do(measure, "release_report", stage.head, task=task.pk)
    stage.town.now += timedelta(hours=1)
    owed = Obligation.objects.filter(case=measure.case_id).earliest("pk")
    stage.do(measure, "fulfil_obligation", stage.head, obligation=str(owed.pk), text=REASON)
    _move(stage, measure, "remind", "centre-clerk")


def _move(stage: Stage, measure: Measure, name: str, by: str, **data: Any) -> None:
    """An act on the running deadline that ends first."""
    running = Deadline.objects.filter(case=measure.case_id, status="running")
    first = running.earliest("due_at")
    stage.do(measure, name, by, text=REASON, deadline=str(first.pk), **data)


def _task(stage: Stage, subject: str, desk: str) -> Task:
    open_ones = Task.objects.filter(status="open", desk=stage.town.desks[desk])
    return open_ones.get(step__subject=subject)
