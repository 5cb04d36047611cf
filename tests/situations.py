"""A measure in every situation of its process, led by an office whose deputy mayor has no mandate.

The lead is the social office of division 4 and the mandate for integration lies in division 3,
so that both deputy mayors release.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from coordination.council.models import Consultation, Meeting
from coordination.measures.actions.supplements import propose_supplement, settle_supplements
from coordination.measures.models import Measure
from tests.mandates import end_mandate
from tests.rows import all_remembered_after
from tests.town import Town, bring_to, found, told
from workflows.actions.people import return_left_work
from workflows.actions.time.clock import take_effects
from workflows.models import Condition, Task
from workflows.queries.people.routes import working_calendar

COUNCIL_OFFICE = "council_office-council_secretary"
REASON = "Das ist gut begründet."


def _told(stage: Stage) -> tuple[object, ...]:
    return stage.lead, stage.checker, stage.author, dict(stage.fields), told(stage.town)


@all_remembered_after(found, _told, lambda stage, other: bring_to(stage.town, other.town))
@dataclass
class Stage:
    """Brings a measure into a situation, by the acts that lead there."""

    town: Town
    lead: str = "social"
    checker: str = "centre-clerk"
    author: str = "health-clerk"
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def head(self) -> str:
        return f"{self.lead}-head"

    @property
    def clerk(self) -> str:
        return f"{self.lead}-clerk"

    def bring(self, situation: str) -> Measure:
        """A measure in one of the SITUATIONS."""
        measure = SITUATIONS[situation](self)
        assert self.town.state(measure) == situation.partition(":")[0]
        return measure

    def do(self, measure: Measure, name: str, by: str, **more: Any) -> Measure:
        self.town.do(measure, name, by, **more)
        return measure

    def draft(self, **more: Any) -> Measure:
        """School and treasury are asked for their co-signature, the centre for a contribution."""
        values = {"impact_school": True, "cost": "20000", "cover": "Produkt 060201"}
        lead = {"lead": self.town.units[self.lead]}
        return self.town.propose(self.author, **lead, **values, **self.fields, **more)

    def draft_asked(self) -> Measure:
        measure = self.draft()
        return self.do(measure, "ask_agreement", self.clerk)

    def draft_agreed(self) -> Measure:
        """The head has agreed to this version."""
        measure = self.draft()
        return self.do(measure, "agree", self.head)

    def check(self, **more: Any) -> Measure:
        measure = self.draft(**more)
        return self.do(measure, "submit", self.head)

    def check_urgency(self) -> Measure:
        """The lead has asked for urgency of the co-signature."""
        measure = self.check()
        return self.do(measure, "request_urgency", self.clerk, text=REASON)

    def asked(self, **more: Any) -> Measure:
        measure = self.check(**more)
        return self.do(measure, "pass_check", self.checker)

    def cosigning(self) -> Measure:
        """The treasury set two conditions, one is declined; the school has a question."""
        measure = self.asked()
        self._conditions(measure, "Nur ein Jahr.", "Nur mit Bericht.")
        (first, _second) = self._tasks(measure, "answer_condition")
        data = {"accept": False, "text": "Ein Jahr reicht nicht aus."}
        self.do(measure, "answer_condition", self.head, task=first.pk, **data)
        task = Task.objects.get(case=measure.case_id, desk__key="school-head")
        return self.do(measure, "ask_question", "school-head", task=task.pk, text="Welche Räume?")

    def cosigning_changed(self) -> Measure:
        """Both have answered, an editorial condition is accepted: the head signs again."""
        measure = self.asked()
        self._conditions(measure, "Nur mit Bericht.")
        self.do(measure, "answer_condition", self.head, accept=True, material=False)
        return self.do(measure, "vote", "school-head", choice="approved")

    def _conditions(self, measure: Measure, *texts: str) -> None:
        self.do(measure, "vote", "finance-head", choice="conditional", conditions=list(texts))
        assert Condition.objects.filter(case=measure.case_id).count() == len(texts)

    def _tasks(self, measure: Measure, step: str) -> list[Task]:
        desk = self.town.desks[self.head]
        found = Task.objects.filter(case=measure.case_id, step__key=step, desk=desk)
        return list(found.order_by("step__subject"))

    def revision(self) -> Measure:
        measure = self.asked()
        return self.do(measure, "send_back", self.head, text=REASON)

    def clarification(self) -> Measure:
        measure = self.asked()
        self.do(measure, "vote", "finance-head", choice="refused", text=REASON)
        return self.do(measure, "vote", "school-head", choice="approved")

    def release(self, **more: Any) -> Measure:
        measure = self.asked(**more)
        self.do(measure, "vote", "finance-head", choice="approved")
        self.do(measure, "vote", "school-head", choice="approved")
        return measure

    def release_second(self, **more: Any) -> Measure:
        measure = self.release(**more)
        if self.lead == "social":
            self.do(measure, "release", "division_4-deputy_mayor")
        return measure

    def release_leaderless(self) -> Measure:
        """Integration is next, and its mandate has ended: others were asked."""
        measure = self.release_second()
        end_mandate(self.town)
        assert return_left_work(at=self.town.now) == 1
        return measure

    def release_finding(self) -> Measure:
        return self.release(decision_path="current_administration")

    def final_signature(self, **more: Any) -> Measure:
        measure = self.release_second(**more)
        self.do(measure, "release", "division_3-integration_deputy")
        return measure

    def executive_board(self) -> Measure:
        return self.final_signature(impact_fundamental=True)

    def executive_board_dissent(self) -> Measure:
        measure = self.executive_board()
        session = {"date": self.town.now.date().isoformat(), "protocol": "VV 9"}
        by = "board_office-board_secretary"
        self.do(measure, "board_dissents", by, text=REASON, **session)
        return measure

    def final_signature_unplanned(self) -> Measure:
        """No session is left for the deciding body."""
        Meeting.objects.filter(organization__key="council").update(is_cancelled=True)
        return self.final_signature()

    def deliberation(self, **more: Any) -> Measure:
        """The paper was sent, the first session has taken place."""
        measure = self.final_signature(**more)
        self.do(measure, "sign", "mayor-mayor")
        station = Consultation.objects.filter(case=measure.case_id).order_by("position")[0]
        assert station.meeting is not None
        self.town.now = station.meeting.starts_at + timedelta(hours=2)
        take_effects(at=self.town.now)
        return measure

    def deliberation_unplanned(self) -> Measure:
        """The first body has postponed it and has no later session in the calendar."""
        measure = self.deliberation()
        later = Meeting.objects.filter(starts_at__gt=self.town.now)
        later.filter(organization__key="integration").update(is_cancelled=True)
        self.do(measure, "record_result", COUNCIL_OFFICE, result="postponed")
        return measure

    def deliberation_urgent(self) -> Measure:
        """The mayor has signed an urgent decision; a member is still to sign."""
        measure = self.deliberation()
        words = ("why_not_organ", "why_not_committee", "harm")
        self.do(measure, "decide_urgently", "mayor-mayor", **dict.fromkeys(words, REASON))
        return measure

    def resolved_urgent(self) -> Measure:
        """A member has signed too; the session of the council that approves has begun."""
        measure = self.deliberation_urgent()
        self.do(measure, "countersign", "council-observer")
        return self.after_session(measure)

    def veto_period(self) -> Measure:
        """A committee has decided, on the station that the council office planned for it."""
        measure = self.final_signature(decision_path="committee")
        meeting = Meeting.objects.filter(organization__key="social_committee")[0]
        body = meeting.organization_id
        chain = [{"organization": body, "role": "decision", "meeting": meeting.pk}]
        self.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain, text=REASON)
        self.do(measure, "sign", "mayor-mayor")
        self.town.decide(measure)
        return measure

    def execution_barred(self) -> Measure:
        """The mayor has objected to a committee's decision; the council has met since."""
        measure = self.veto_period()
        self.do(measure, "veto", "mayor-mayor", text=REASON)
        return self.after_session(measure)

    def after_session(self, measure: Measure) -> Measure:
        """The session of the next open station has begun."""
        station = Consultation.objects.filter(case=measure.case_id, result="")[0]
        assert station.meeting is not None
        self.town.now = station.meeting.starts_at + timedelta(hours=2)
        take_effects(at=self.town.now)
        return measure

    def execution_barred_unplanned(self) -> Measure:
        """The mayor has objected to the council's resolution; it meets only in a month."""
        measure = self.resolved()
        self.do(measure, "object_to_resolution", "mayor-mayor", text=REASON)
        return measure

    def execution_barred_supervision(self) -> Measure:
        """The council keeps what the mayor calls unlawful."""
        measure = self.resolved()
        self.do(measure, "object_as_unlawful", "mayor-mayor", text=REASON)
        self.after_session(measure)
        self.do(measure, "decide_objection", COUNCIL_OFFICE, result="accepted")
        return measure

    def revoked(self) -> Measure:
        """The council gives up its resolution after the mayor's objection."""
        measure = self.execution_barred()
        self.do(measure, "decide_objection", COUNCIL_OFFICE, result="rejected")
        return measure

    def resolved(self) -> Measure:
        """With amendments, so that the plan must be adapted; the funds are not confirmed yet."""
        measure = self.deliberation()
        self.town.decide(measure, "amended", resolution_text="Nur nachmittags.")
        return measure

    def resolved_objected(self) -> Measure:
        """The council keeps its resolution after the mayor's objection."""
        measure = self.resolved()
        self.do(measure, "object_to_resolution", "mayor-mayor", text=REASON)
        day = self.town.now.date() + timedelta(days=7)
        meeting = Meeting.objects.filter(organization__key="council").order_by("starts_at")[0]
        starts_at = self.town.now + timedelta(days=7)
        again = Meeting.objects.create(
            organization=meeting.organization, starts_at=starts_at, closes_on=day
        )
        self.do(measure, "plan_objection", COUNCIL_OFFICE, meeting=again.pk)
        self.after_session(measure)
        self.do(measure, "decide_objection", COUNCIL_OFFICE, result="accepted")
        return measure

    def resolved_unfunded(self) -> Measure:
        """The treasury has not confirmed the funds; the lead clears it."""
        measure = self.resolved()
        self.do(measure, "decline_funds", "finance-head", text=REASON)
        return measure

    def implementation(self) -> Measure:
        """A report lies with the head; no milestone is reached."""
        measure = self.resolved()
        self.do(measure, "adapt_plan", self.clerk, text=REASON)
        self.do(measure, "confirm_funds", "finance-head")
        person = self.town.person(self.clerk).pk
        self.do(measure, "start_implementation", self.head, responsible=person)
        self._report(measure, is_final=False)
        return measure

    def implementation_proposed(self) -> Measure:
        """All is done; the deputy mayor for integration is asked to confirm."""
        measure = self.implementation()
        for stone in measure.milestones.all():
            self.do(measure, "drop_milestone", self.head, milestone=stone.pk, text=REASON)
        self._report(measure, is_final=True)
        for task in self._tasks(measure, "release_report"):
            self.do(measure, "release_report", self.head, task=task.pk)
        self.do(measure, "propose_completion", self.head)
        return measure

    def _report(self, measure: Measure, *, is_final: bool) -> None:
        now = self.town.now
        values = {
            "period_start": f"{now.year}-{(now.month - 1) // 3 * 3 + 1:02d}-01",
            "done": "Träger gefunden.",
            "next_steps": "Kurse beginnen.",
            "risks": "Keine.",
            "spent": "100",
            "forecast": "20000",
            "light": "green",
            "is_final": is_final,
        }
        self.do(measure, "draft_report", self.clerk, **values)

    def implementation_rest_asked(self) -> Measure:
        """The head has asked for a pause."""
        measure = self.implementation()
        until = working_calendar().add_working_days(self.town.now.date(), 40).isoformat()
        self.do(measure, "ask_pause", self.head, text=REASON, until=until)
        return measure

    def paused(self) -> Measure:
        """It rests; what was begun waits."""
        measure = self.implementation()
        until = working_calendar().add_working_days(self.town.now.date(), 40).isoformat()
        self.do(measure, "pause", "division_3-integration_deputy", text=REASON, until=until)
        return measure

    def completed(self) -> Measure:
        measure = self.implementation_proposed()
        self.do(measure, "confirm_completion", "division_3-integration_deputy")
        return measure

    def completed_drafted(self) -> Measure:
        """The integration centre has written the evaluation."""
        measure = self.completed()
        rows = [{"name": "Plätze", "target": "40", "actual": "38"}]
        self.do(measure, "draft_evaluation", "centre-clerk", indicators=rows, text=REASON)
        return measure

    def evaluated(self) -> Measure:
        measure = self.completed_drafted()
        self.do(measure, "release_evaluation", "division_3-integration_deputy")
        return measure

    def incorporated(self) -> Measure:
        """A supplement to a measure under way is resolved and has changed it."""
        measure = self.implementation()
        supplement = propose_supplement(
            measure, by=self.town.person(self.clerk), at=self.town.now, command=uuid4()
        )
        self.do(supplement, "edit", self.clerk, cost="50000")
        self.do(supplement, "submit", self.head)
        self.do(supplement, "pass_check", self.checker)
        self.town.vote_all(supplement)
        if self.lead == "social":
            self.do(supplement, "release", "division_4-deputy_mayor")
        self.do(supplement, "release", "division_3-integration_deputy")
        self.do(supplement, "sign", "mayor-mayor")
        self.town.decide(supplement)
        self.do(supplement, "confirm_funds", "finance-head")
        self.town.now += timedelta(days=7)
        take_effects(at=self.town.now)
        settle_supplements(at=self.town.now)
        return supplement

    def discontinued(self) -> Measure:
        """The council gives up what it has decided, while the work goes on."""
        measure = self.implementation()
        meeting = Meeting.objects.filter(
            organization__key="council", starts_at__gt=self.town.now
        ).order_by("starts_at")[0]
        self.town.now = meeting.starts_at + timedelta(hours=2)
        ended = {"meeting": meeting.pk, "reference": "26-0099"}
        self.do(measure, "discontinue", COUNCIL_OFFICE, **ended)
        return measure

    def rejected(self) -> Measure:
        measure = self.release()
        self.do(measure, "reject", "division_3-integration_deputy", text=REASON)
        return measure

    def withdrawn(self) -> Measure:
        measure = self.asked()
        self.do(measure, "withdraw", self.head, text=REASON)
        return measure

    def discarded(self) -> Measure:
        measure = self.draft()
        self.do(measure, "discard", self.author)
        return measure


_NAMES = """
    draft draft:asked draft:agreed check check:urgency cosigning cosigning:changed revision
    clarification release release:second release:leaderless release:finding executive_board
    executive_board:dissent final_signature final_signature:unplanned deliberation
    deliberation:unplanned deliberation:urgent veto_period execution_barred
    execution_barred:unplanned execution_barred:supervision resolved resolved:objected
    resolved:unfunded resolved:urgent implementation implementation:proposed
    implementation:rest_asked paused completed completed:drafted evaluated discontinued rejected
    revoked incorporated withdrawn discarded
"""

SITUATIONS: Mapping[str, Callable[[Stage], Measure]] = {
    name: getattr(Stage, name.replace(":", "_")) for name in _NAMES.split()
}
"""`state` or `state:variant`; the state after each is the part before the colon."""
