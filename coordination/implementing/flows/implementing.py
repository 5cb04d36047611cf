"""From the resolution to its completion: milestones, obligations, reports (M23, M24, M25, M28)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.definitions import Step
from workflows.machine import CaseFlow, system
from workflows.models import Obligation, User

from ...decisions.enums import MeasureState as S
from ...decisions.flows.base import DecisionBase, reason_given
from ...decisions.flows.values import fields, key
from ...decisions.rules import people, posts
from ..enums import ReportStatus
from ..models import StatusReport
from ..rules import report_due_on
from . import guards

act = CaseFlow.state.act


class Implementing(DecisionBase):
    """The lead does what was decided, and shows it."""

    start_step = Step(
        "start_implementation",
        _("Start the implementation"),
        posts.lead_head,
        acts=("start_implementation",),
        period="implementation_start",
    )
    adapt_step = Step(
        "adapt_plan",
        _("Adapt the plan to the resolution"),
        posts.lead_staff,
        acts=("adapt_plan",),
        period="plan_adaptation",
    )
    funds_step = Step(
        "confirm_funds",
        _("Confirm the funds"),
        lambda _flow: [posts.FINANCE],
        acts=("confirm_funds",),
        period="plan_adaptation",
    )
    milestone_step = Step(
        "milestone",
        _("Reach a milestone"),
        posts.lead_clerks,
        acts=("complete_milestone", "drop_milestone"),
    )
    report_step = Step(
        "status_report",
        _("Report on the state of things"),
        posts.lead_clerks,
        acts=("draft_report",),
    )
    release_report_step = Step(
        "release_report",
        _("Release the status report"),
        posts.lead_head,
        acts=("release_report", "return_report"),
        period="completion",
    )
    obligation_step = Step(
        "fulfil_obligation",
        _("Fulfil an obligation"),
        posts.lead_staff,
        acts=("fulfil_obligation",),
        period="completion",
    )
    proposal_step = Step(
        "propose_completion",
        _("Propose the completion"),
        posts.lead_head,
        acts=("propose_completion",),
        period="completion",
    )
    completion_step = Step(
        "confirm_completion",
        _("Confirm the completion"),
        lambda _flow: [posts.INTEGRATION_DEPUTY],
        acts=("confirm_completion", "decline_completion"),
        period="completion",
    )

    resolved_steps = (start_step,)
    automatic_work = ("ask_completion", "ask_fulfilment")
    implementing_steps = (
        adapt_step,
        funds_step,
        milestone_step,
        report_step,
        release_report_step,
        obligation_step,
        proposal_step,
        completion_step,
    )

    def on_enter(self) -> None:
        """What a resolution and an implementation need beside their steps."""
        super().on_enter()
        if self.case.state == S.RESOLVED:
            if self.subject.total_cost > 0:
                self.work.open(Opening(self.funds_step))
            if guards.was_amended(self):
                self.work.open(Opening(self.adapt_step))
        if self.case.state == S.IMPLEMENTATION and self.call.name != "resume":
            self._open_milestones()
            self._open_report(self.call.today)

    def _open_milestones(self) -> None:
        clerks = posts.lead_clerks(self)
        openings = [
            Opening(
                self.milestone_step,
                subject=f"milestone:{stone.pk}",
                posts=clerks,
                due_on=stone.due_on,
            )
            for stone in self.subject.milestones.all()
            if not stone.is_over
        ]
        if openings:
            self.work.open(*openings)

    def _open_report(self, day: date) -> None:
        """Ask for the report of the period in which a day lies, unless it is asked for already."""
        start, end = guards.period_of_report(self, day)
        if self.scene.tasks_of("status_report", f"quarter:{start.isoformat()}"):
            return
        self.work.open(
            Opening(
                self.report_step,
                subject=f"quarter:{start.isoformat()}",
                due_on=report_due_on(end, self.work.calendar),
            )
        )

    # --- resolved -----------------------------------------------------------------------------

    @act(
        source=S.RESOLVED,
        by=people.at_step("adapt_plan", _("lead office")),
        label=_("adapt the plan"),
        guards=[guards.plan_was_adapted],
        step="adapt_plan",
        changes_text=True,
        needs_version=True,
    )
    def adapt_plan(self) -> None:
        """M13: after an amended resolution the lead brings the plan into line with it."""
        changed = fields(self.call.data.get("fields"))
        if changed:
            self.apply(changed)
        self.freeze("adapted")

    def apply(self, fields: dict[str, object]) -> None:
        """Hook: write changed fields of the text to the subject."""
        raise NotImplementedError

    @act(
        source=S.RESOLVED,
        by=people.at_step("confirm_funds", _("city treasury")),
        label=_("confirm the funds"),
        step="confirm_funds",
    )
    def confirm_funds(self) -> None:
        """The treasury confirms that the money is there."""
        self.subject.funds_confirmed_at = self.call.at
        self.subject.funds_confirmed_by_id = self.call.actor.person
        self.subject.save(update_fields=["funds_confirmed_at", "funds_confirmed_by"])

    @act(
        source=S.RESOLVED,
        target=S.IMPLEMENTATION,
        by=people.lead_head,
        label=_("start the implementation"),
        guards=[guards.responsible_named, guards.may_start],
        legal_basis="GO NRW § 62 Abs. 2",
        needs_version=True,
    )
    def start_implementation(self) -> None:
        """M23: somebody is responsible, a milestone has a date, the money is there."""
        self.subject.responsible = User.objects.get(pk=key(self.call.data["responsible"]))
        self.subject.save(update_fields=["responsible"])
        self.work.note(responsible=self.subject.responsible_id)

    # --- milestones and obligations --------------------------------------------------------------

    @act(
        source=S.IMPLEMENTATION,
        by=people.at_step("milestone", _("clerk of the lead office")),
        label=_("report a milestone as reached"),
        guards=[guards.milestone_can_end],
        step="milestone",
    )
    def complete_milestone(self) -> None:
        """M24: with evidence; a reason if it is late; its predecessor done before."""
        stone = guards.milestone(self)
        assert stone is not None, "guarded by milestone_can_end"
        stone.done_at, stone.done_by_id = self.call.at, self.call.actor.person
        stone.evidence = self.call.text
        stone.late_reason = str(self.call.data.get("late_reason") or "")
        stone.save()
        self.work.note(milestone=stone.pk)

    @act(
        source=S.IMPLEMENTATION,
        by=people.lead_head,
        label=_("drop a milestone"),
        guards=[guards.milestone_is_open, reason_given],
    )
    def drop_milestone(self) -> None:
        """A milestone is no longer needed; the head says why."""
        stone = guards.milestone(self)
        assert stone is not None, "guarded by milestone_is_open"
        stone.dropped_reason = self.call.text
        stone.save(update_fields=["dropped_reason"])
        for task in self.scene.tasks_of("milestone", f"milestone:{stone.pk}")[:1]:
            self.work.void_step(task.step)
        self.work.note(milestone=stone.pk)

    @act(
        source=[S.RESOLVED, S.IMPLEMENTATION],
        by=people.lead_staff,
        label=_("fulfil an obligation"),
        guards=[guards.obligation_can_end],
    )
    def fulfil_obligation(self) -> None:
        """What was promised in the co-signature is done, with evidence."""
        wanted = guards.obligation(self)
        assert wanted is not None, "guarded by obligation_can_end"
        Obligation.objects.filter(pk=wanted.pk).update(
            fulfilled_at=self.call.at, fulfilled_by=self.call.actor.person, evidence=self.call.text
        )
        for task in self.scene.tasks_of("fulfil_obligation", f"obligation:{wanted.pk}")[:1]:
            self.work.complete(task, outcome="fulfil_obligation", person=self.person_id())
        self.work.note(obligation=str(wanted.pk))

    @act(
        source=S.IMPLEMENTATION,
        by=system,
        label=_("ask for the open obligations"),
        when=lambda flow: not flow.scene.tasks and any(guards.obligations_are_over(flow)),
    )
    def ask_fulfilment(self) -> None:
        """Nothing else is left to do: the lead is asked for what it still owes."""
        owed = Obligation.objects.filter(case=self.case.pk, fulfilled_at=None)
        subjects = [f"obligation:{pk}" for pk in owed.values_list("pk", flat=True)]
        self.work.open(*(Opening(self.obligation_step, subject=name) for name in subjects))

    # --- reports ----------------------------------------------------------------------------------

    @act(
        source=S.IMPLEMENTATION,
        by=people.at_step("status_report", _("clerk of the lead office")),
        label=_("write a status report"),
        guards=[guards.report_is_complete],
    )
    def draft_report(self) -> None:
        """M25: done, next, risks, money, traffic light; the head releases it."""
        report = guards.report_of_call(self)
        report.written_by_id, report.written_at = self.person_id(), self.call.at
        report.save()
        subject = f"report:{report.pk}"
        if not self.scene.tasks_of("release_report", subject):
            self.work.open(Opening(self.release_report_step, subject=subject))
        for task in self.scene.tasks_of(
            "status_report", f"quarter:{report.period_start.isoformat()}"
        )[:1]:
            self.work.complete(task, outcome="draft_report", person=self.person_id())
        self.work.note(report=report.pk, light=str(report.light))

    @act(
        source=S.IMPLEMENTATION,
        by=people.at_step("release_report", _("head of the lead office")),
        label=_("release the report"),
        step="release_report",
    )
    def release_report(self) -> None:
        """M25: the head stands by the report; the next quarter's falls due."""
        report = self._report()
        report.status, report.released_at = ReportStatus.RELEASED, self.call.at
        report.released_by_id = self.person_id()
        report.save()
        if not report.is_final:
            self._open_report(guards.first_day_unreported(self, report.period_end))
        self.work.note(report=report.pk)

    @act(
        source=S.IMPLEMENTATION,
        by=people.at_step("release_report", _("head of the lead office")),
        label=_("give the report back"),
        guards=[reason_given],
        step="release_report",
    )
    def return_report(self) -> None:
        """The head wants it better; the clerk gets the report again."""
        report = self._report()
        self._open_report(report.period_start)
        self.work.note(report=report.pk)

    def _report(self) -> StatusReport:
        wanted = self._open_task().subject.removeprefix("report:")
        return StatusReport.objects.get(pk=int(wanted), measure=self.subject.pk)

    # --- completion -------------------------------------------------------------------------------

    @act(
        source=S.IMPLEMENTATION,
        by=system,
        label=_("ask for the completion"),
        when=lambda flow: (
            not flow.scene.tasks_of("propose_completion")
            and not flow.scene.tasks_of("confirm_completion")
            and not any(guards.is_complete(flow))
        ),
    )
    def ask_completion(self) -> None:
        """Nothing is left to do: the head is asked to propose the completion."""
        self.work.open(Opening(self.proposal_step))

    @act(
        source=S.IMPLEMENTATION,
        by=people.lead_head,
        label=_("propose the completion"),
        guards=[guards.is_complete, guards.completion_not_proposed],
    )
    def propose_completion(self) -> None:
        """M28: all milestones over, all obligations fulfilled, the final report released."""
        for task in self.scene.tasks_of("propose_completion")[:1]:
            self.work.complete(task, outcome="propose_completion", person=self.person_id())
        self.work.open(Opening(self.completion_step))

    @act(
        source=S.IMPLEMENTATION,
        target=S.COMPLETED,
        by=people.at_step("confirm_completion", _("deputy mayor for integration")),
        label=_("confirm the completion"),
        guards=[guards.is_complete],
        step="confirm_completion",
        needs_version=True,
    )
    def confirm_completion(self) -> None:
        """M28: the deputy mayor for integration confirms; the follow-up of the resolution ends."""
        self.work.tell("completed", [*posts.lead_staff(self)])

    @act(
        source=S.IMPLEMENTATION,
        by=people.at_step("confirm_completion", _("deputy mayor for integration")),
        label=_("do not confirm the completion"),
        guards=[reason_given],
        step="confirm_completion",
    )
    def decline_completion(self) -> None:
        """Something is still to be done; the lead is told what."""
        self.work.tell("completion_declined", [*posts.lead_staff(self)])
