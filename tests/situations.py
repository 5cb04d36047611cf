"""A measure in every situation of its process, led by an office whose deputy mayor has no mandate.

The lead is the social office of division 4 and the mandate for integration lies in division 3,
so that both deputy mayors release. `LED_BY_CENTRE` is the same with the integration centre as
lead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from coordination.council.models import Consultation, Meeting
from coordination.measures.models import Measure
from tests.town import Town
from workflows.actions.time.clock import take_effects
from workflows.models import Condition, DeskHolder, Substitution, Task, User
from workflows.queries.people.routes import working_calendar

COUNCIL_OFFICE = "council_office-council_secretary"
REASON = "Das ist gut begründet."

DESKS = {
    "clerk": "social-clerk",
    "head": "social-head",
    "author": "health-clerk",
    "ki_clerk": "centre-clerk",
    "ki_head": "centre-head",
    "asked_head": "school-head",
    "asked_delegate": "school-cosigner",
    "asked_clerk": "school-clerk",
    "finance_head": "finance-head",
    "uninvolved_head": "legal-head",
    "uninvolved_clerk": "legal-clerk",
    "bgf": "division_4-deputy_mayor",
    "bgi": "division_3-integration_deputy",
    "bgi_clerk": "division_3-clerk",
    "general_deputy": "division_1-general_deputy",
    "mayor": "mayor-mayor",
    "board_office": "board_office-board_secretary",
    "council_office": COUNCIL_OFFICE,
    "council_head": "council_office-head",
    "organisation": "organisation-organisation",
    "observer": "council-observer",
}
"""The roles of domain.md 2.0 by the desks of the town."""

PEOPLE = ("deputy_of_head", "deputy_of_bgi", "ended_deputy", "former_head", "superuser", "nobody")
"""Further roles: who stands in for somebody, who did so, who has no desk."""

ROLES = (*DESKS, *PEOPLE)


def cast(town: Town) -> dict[str, User]:
    """The person in each role; those without a desk of their own are made here."""
    people = {role: town.person(desk) for role, desk in DESKS.items()}
    for name in PEOPLE:
        people[name] = User.objects.create_user(
            email=f"{name}@town.example",
            given_name="Vera",
            family_name="Probe",
            is_superuser=name == "superuser",
        )
    today = town.now.date()
    stand_in(people["head"], people["deputy_of_head"], town)
    stand_in(people["bgi"], people["deputy_of_bgi"], town)
    ended = stand_in(people["mayor"], people["ended_deputy"], town)
    ended.starts_on, ended.ends_on = today - timedelta(days=9), today - timedelta(days=1)
    ended.save()
    DeskHolder.objects.create(
        desk_id=town.desks["social-head"],
        person=people["former_head"],
        valid_from=today - timedelta(days=900),
        valid_until=today - timedelta(days=1),
    )
    return people


def stand_in(away: User, deputy: User, town: Town) -> Substitution:
    """A substitution that holds as long as the story plays."""
    today = town.now.date()
    return Substitution.objects.create(
        represented=away,
        deputy=deputy,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=700),
        entered_at=town.now,
    )


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

    def do(self, measure: Measure, name: str, by: str, **more: Any) -> None:
        self.town.do(measure, name, by, **more)

    def draft(self, **more: Any) -> Measure:
        """School and treasury are asked for their co-signature, the centre for a contribution."""
        values = {"impact_school": True, "cost": "20000", "cover": "Produkt 060201"}
        lead = {"lead": self.town.units[self.lead]}
        return self.town.propose(self.author, **lead, **values, **self.fields, **more)

    def draft_asked(self) -> Measure:
        measure = self.draft()
        self.do(measure, "ask_agreement", self.clerk)
        return measure

    def check(self, **more: Any) -> Measure:
        measure = self.draft(**more)
        self.do(measure, "submit", self.head)
        return measure

    def asked(self, **more: Any) -> Measure:
        measure = self.check(**more)
        self.do(measure, "pass_check", self.checker)
        return measure

    def cosigning(self) -> Measure:
        """The treasury set two conditions, one is declined; the school has a question."""
        measure = self.asked()
        self._conditions(measure, "Nur ein Jahr.", "Nur mit Bericht.")
        (first, _second) = self._tasks(measure, "answer_condition")
        data = {"accept": False, "text": "Ein Jahr reicht nicht aus."}
        self.do(measure, "answer_condition", self.head, task=first.pk, **data)
        task = Task.objects.get(case=measure.case_id, desk__key="school-head")
        self.do(measure, "ask_question", "school-head", task=task.pk, text="Welche Räume?")
        return measure

    def cosigning_changed(self) -> Measure:
        """Both have answered, an editorial condition is accepted: the head signs again."""
        measure = self.asked()
        self._conditions(measure, "Nur mit Bericht.")
        self.do(measure, "answer_condition", self.head, accept=True, material=False)
        self.do(measure, "vote", "school-head", choice="approved")
        return measure

    def _conditions(self, measure: Measure, *texts: str) -> None:
        self.do(measure, "vote", "finance-head", choice="conditional", conditions=list(texts))
        assert Condition.objects.filter(case=measure.case_id).count() == len(texts)

    def _tasks(self, measure: Measure, step: str) -> list[Task]:
        desk = self.town.desks[self.head]
        found = Task.objects.filter(case=measure.case_id, step__key=step, desk=desk)
        return list(found.order_by("step__subject"))

    def revision(self) -> Measure:
        measure = self.asked()
        self.do(measure, "send_back", self.head, text=REASON)
        return measure

    def clarification(self) -> Measure:
        measure = self.asked()
        self.do(measure, "vote", "finance-head", choice="refused", text=REASON)
        self.do(measure, "vote", "school-head", choice="approved")
        return measure

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

    def veto_period(self) -> Measure:
        """A committee has decided, on the station that the council office planned for it."""
        measure = self.final_signature(decision_path="committee")
        meeting = Meeting.objects.filter(organization__key="social_committee")[0]
        body = meeting.organization_id
        chain = [{"organization": body, "role": "decision", "meeting": meeting.pk}]
        self.do(measure, "plan_consultations", COUNCIL_OFFICE, chain=chain)
        self.do(measure, "sign", "mayor-mayor")
        self.town.decide(measure)
        return measure

    def resolved(self) -> Measure:
        """With amendments, so that the plan must be adapted; the funds are not confirmed yet."""
        measure = self.deliberation()
        self.town.decide(measure, "amended", resolution_text="Nur nachmittags.")
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


SITUATIONS: Mapping[str, Callable[[Stage], Measure]] = {
    "draft": Stage.draft,
    "draft:asked": Stage.draft_asked,
    "check": Stage.check,
    "cosigning": Stage.cosigning,
    "cosigning:changed": Stage.cosigning_changed,
    "revision": Stage.revision,
    "clarification": Stage.clarification,
    "release": Stage.release,
    "release:second": Stage.release_second,
    "release:finding": Stage.release_finding,
    "executive_board": Stage.executive_board,
    "executive_board:dissent": Stage.executive_board_dissent,
    "final_signature": Stage.final_signature,
    "final_signature:unplanned": Stage.final_signature_unplanned,
    "deliberation": Stage.deliberation,
    "deliberation:unplanned": Stage.deliberation_unplanned,
    "veto_period": Stage.veto_period,
    "resolved": Stage.resolved,
    "resolved:unfunded": Stage.resolved_unfunded,
    "implementation": Stage.implementation,
    "implementation:proposed": Stage.implementation_proposed,
    "implementation:rest_asked": Stage.implementation_rest_asked,
    "paused": Stage.paused,
    "completed": Stage.completed,
    "rejected": Stage.rejected,
    "withdrawn": Stage.withdrawn,
    "discarded": Stage.discarded,
}
"""`state` or `state:variant`; the state after each is the part before the colon."""
