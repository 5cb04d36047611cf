"""From the resolution to the end of the work: milestones, obligations, reports (M23 to M25)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.definitions import Capacity, Post, Step
from workflows.machine import DeadlineView, act
from workflows.machine.reasons import reason_given
from workflows.models import Obligation, User
from workflows.subjects import key_in, thing

from ...decisions.enums import MeasureState as S
from ...decisions.flows.values import day, fields, key
from ...decisions.flows.work import DecisionWork
from ...decisions.rules import posts
from ...decisions.rules.looks import DecisionLook
from ..enums import ReportStatus
from ..models import Milestone, StatusReport
from ..rules import report_due_on
from . import guards
from .look import ImplementingLook


class ImplementingWork(DecisionWork):
    """The unit of work on what was decided."""

    look: ImplementingLook
    # Whether the council has to hear of the rest that begins with the act under way.
    informs = False
    # When the work ended, where that was before the matter was taken over.
    ended_on: date | None = None

    def returns_to(self, held_in: str) -> str:
        """The same; whose rest has ended meanwhile goes on with the work."""
        if held_in == S.PAUSED and self.look.rests_until <= self.today:
            return S.IMPLEMENTATION
        return super().returns_to(held_in)

    def follow(self, days: Iterable[tuple[DeadlineView, date | None]]) -> None:
        """A milestone has the day of its deadline; while that is paused it cannot be late."""
        moved = {
            int(key_in(deadline.subject)): due_on
            for deadline, due_on in days
            if deadline.kind == MILESTONE.key
        }
        stones = list(Milestone.objects.filter(pk__in=moved)) if moved else []
        for stone in stones:
            due_on = moved[stone.pk]
            stone.is_paused = due_on is None
            stone.due_on = due_on or stone.due_on
        self.store_changed(stones, "due_on", "is_paused")


def _responsible(look: ImplementingLook) -> int | None:
    """M23: who is named has the work in hand."""
    named = look.subject.responsible
    return named.pk if named else None


def _starter(look: ImplementingLook) -> Sequence[Post]:
    return posts.lead_head(look) if look.is_carried_out else []


START = Step(
    "start_implementation",
    _("Start the implementation"),
    _starter,
    acts=("start_implementation",),
    period="implementation_start",
)
ADAPT = Step(
    "adapt_plan",
    _("Adapt the plan to the resolution"),
    posts.lead_staff,
    acts=("adapt_plan",),
    period="plan_adaptation",
)
FUNDS = Step(
    "confirm_funds",
    _("Confirm the funds"),
    posts.always(posts.FINANCE),
    acts=("confirm_funds", "decline_funds"),
    period="plan_adaptation",
)
UNFUNDED = Step(
    "clear_funds",
    _("Clear the funds and ask the treasury again"),
    posts.lead_staff,
    acts=("ask_funds_again",),
    period="plan_adaptation",
)
MILESTONE = Step(
    "milestone",
    _("Reach a milestone"),
    posts.lead_clerks,
    acts=("complete_milestone", "drop_milestone"),
    taker=_responsible,
)
REPORT = Step(
    "status_report",
    _("Report on the state of things"),
    posts.lead_clerks,
    acts=("draft_report",),
    taker=_responsible,
)
RELEASE_REPORT = Step(
    "release_report",
    _("Release the status report"),
    posts.lead_head,
    acts=("release_report", "return_report"),
    period="completion",
)
OBLIGATION = Step(
    "fulfil_obligation",
    _("Fulfil an obligation"),
    posts.lead_staff,
    acts=("fulfil_obligation",),
    period="completion",
    taker=_responsible,
)


def prepare_the_start(work: ImplementingWork) -> None:
    """What a resolution needs beside the start: the money, and the plan that fits it."""
    if work.goes_on:
        # Its tasks have waited; only a resolution that was changed meanwhile brings a new one.
        if work.call.data.get("result") == "amended" and not work.scene.tasks_of(ADAPT.key):
            work.ask_for(ADAPT)
        return
    subject = work.look.subject
    if subject.total_cost > 0 and subject.funds_confirmed_at is None:
        work.ask_for(FUNDS)
    if guards.was_amended(work.look):
        work.ask_for(ADAPT)


def begin_the_work(work: ImplementingWork) -> None:
    """Milestones and the first report; after a rest the work goes on where it was."""
    if not work.goes_on:
        _open_milestones(work)
        _open_report(work, guards.day_of_first_report(work.look))


def _open_milestones(work: ImplementingWork) -> None:
    clerks = posts.lead_clerks(work.look)
    openings = [
        Opening(
            MILESTONE,
            subject=thing("milestone", stone.pk),
            posts=clerks,
            due_on=stone.due_on,
        )
        for stone in work.look.subject.milestones.all()
        if not stone.is_over
    ]
    if openings:
        work.open(*openings)


def _open_report(work: ImplementingWork, day: date) -> None:
    """Ask for the report of the period in which a day lies, unless it is asked for already."""
    start, end = guards.period_of_report(work.look, day)
    if work.scene.tasks_of("status_report", thing("quarter", start.isoformat())):
        return
    work.open(
        Opening(
            REPORT,
            subject=thing("quarter", start.isoformat()),
            due_on=report_due_on(end, work.calendar),
        )
    )


def changes_another(look: DecisionLook, _capacity: Capacity) -> str:
    """Why a supplement is not begun: what it changes is."""
    if look.is_carried_out or look.case.state != S.RESOLVED:
        return ""
    return gettext("A supplement is not carried out itself: it changes the measure.")


# --- resolved -----------------------------------------------------------------------------


@act(
    _("adapt the plan"),
    guards=[guards.plan_was_adapted],
    step="adapt_plan",
    changes_text=True,
    needs_version=True,
)
def adapt_plan(work: ImplementingWork) -> None:
    """M13: after an amended resolution the lead brings the plan into line with it."""
    changed = fields(work.call.data.get("fields"))
    if changed:
        work.apply(changed)
        _show_to_partners(work)
    if "cost" in changed:
        _confirm_anew(work)
    work.freeze("adapted")


def _show_to_partners(work: ImplementingWork) -> None:
    """Whoever takes part in the work, or whose district it is, sees the matter."""
    subject = work.look.subject
    units = {*subject.partner_ids(), *subject.district_units()}
    for unit in sorted(units):
        work.show_to(*posts.cosigners(unit), reason="named")


def _confirm_anew(work: ImplementingWork) -> None:
    """Another sum needs the word of the treasury anew (M23)."""
    subject = work.look.subject
    subject.funds_confirmed_at = subject.funds_confirmed_by_id = None
    work.store_subject("funds_confirmed_at", "funds_confirmed_by")
    for step in (FUNDS, UNFUNDED):
        work.drop(step.key)
    if subject.total_cost > 0:
        work.ask_for(FUNDS)


@act(_("confirm the funds"), step="confirm_funds")
def confirm_funds(work: ImplementingWork) -> None:
    """The treasury confirms that the money is there."""
    subject = work.look.subject
    subject.funds_confirmed_at, subject.funds_confirmed_by_id = work.at, work.call.person
    work.store_subject("funds_confirmed_at", "funds_confirmed_by")


@act(_("do not confirm the funds"), guards=[reason_given], step="confirm_funds")
def decline_funds(work: ImplementingWork) -> None:
    """The treasury says why the money is not there; the lead clears it and asks again."""
    work.ask_for(UNFUNDED)
    work.tell_turn("funds_declined")


@act(_("ask the treasury again"), guards=[reason_given], step="clear_funds")
def ask_funds_again(work: ImplementingWork) -> None:
    """The lead says how it is paid now; without the treasury nothing begins (M23)."""
    work.ask_for(FUNDS)


@act(
    _("start the implementation"),
    guards=[guards.responsible_named, guards.may_start, guards.milestones_ahead, guards.end_ahead],
    legal_basis="GO NRW § 62 Abs. 2",
    needs_version=True,
)
def start_implementation(work: ImplementingWork) -> None:
    """M23: somebody is responsible, the milestones lie ahead, the money is there."""
    subject = work.look.subject
    _set_dates(work)
    subject.responsible = User.objects.get(pk=key(work.call.data["responsible"]))
    work.store_subject("responsible")
    work.note(responsible=subject.responsible.pk)
    work.tell_turn("moved", state=S.IMPLEMENTATION.value)


def _set_dates(work: ImplementingWork) -> None:
    """New days for milestones whose day passed while the measure was decided, and for the end of
    the measure; the old ones stay in the earlier versions of the text.
    """
    given, moved = fields(work.call.data.get("dates")), {}
    subject, end = work.look.subject, day(work.call.data.get("ends_on"))
    if end and end != subject.ends_on:
        moved["ends_on"] = [str(subject.ends_on), str(end)]
        subject.ends_on = end
        work.store_subject("ends_on")
    for stone in work.look.subject.milestones.all():
        new = day(given.get(str(stone.pk)))
        if new and new != stone.due_on and not stone.is_over:
            moved[str(stone.pk)] = [str(stone.due_on), str(new)]
            stone.due_on = new
            work.store(stone, "due_on")
    if moved:
        work.look = work.look.knowing(work.look.subject)
        work.freeze("started")
        work.note(dates=moved)


# --- milestones and obligations --------------------------------------------------------------


@act(_("report a milestone as reached"), guards=[guards.milestone_can_end], step="milestone")
def complete_milestone(work: ImplementingWork) -> None:
    """M24: with evidence; a reason if it is late; its predecessor done before."""
    stone = guards.milestone(work.look)
    assert stone is not None, "guarded by milestone_can_end"
    stone.done_at, stone.done_by_id = work.at, work.call.person
    stone.evidence = work.call.text
    stone.late_reason = str(work.call.data.get("late_reason") or "")
    work.store(stone)
    work.note(milestone=stone.pk)


@act(_("drop a milestone"), guards=[guards.milestone_is_open, reason_given])
def drop_milestone(work: ImplementingWork) -> None:
    """A milestone is no longer needed; the head says why."""
    stone = guards.milestone(work.look)
    assert stone is not None, "guarded by milestone_is_open"
    stone.dropped_reason = work.call.text
    work.store(stone, "dropped_reason")
    work.drop("milestone", thing("milestone", stone.pk))
    work.note(milestone=stone.pk)


@act(_("fulfil an obligation"), guards=[guards.obligation_can_end])
def fulfil_obligation(work: ImplementingWork) -> None:
    """What was promised in the co-signature is done, with evidence."""
    wanted = guards.obligation(work.look)
    assert wanted is not None, "guarded by obligation_can_end"
    work.ballots.fulfil(wanted, evidence=work.call.text)
    work.finish("fulfil_obligation", thing("obligation", wanted.pk))


def _only_owes(look: ImplementingLook) -> bool:
    return not look.scene.tasks and any(guards.obligations_are_over(look))


@act(_("ask for the open obligations"), when=_only_owes)
def ask_fulfilment(work: ImplementingWork) -> None:
    """Nothing else is left to do: the lead is asked for what it still owes."""
    owed = Obligation.objects.filter(case=work.case.pk, fulfilled_at=None)
    subjects = [thing("obligation", pk) for pk in owed.values_list("pk", flat=True)]
    work.open(*(Opening(OBLIGATION, subject=name) for name in subjects))


# --- reports ----------------------------------------------------------------------------------


@act(_("write a status report"), guards=[guards.report_is_complete])
def draft_report(work: ImplementingWork) -> None:
    """M25: done, next, risks, money, traffic light; the head releases it."""
    report = guards.report_of_call(work.look)
    report.written_by_id, report.written_at = work.call.person, work.at
    work.store(report)
    subject = thing("report", report.pk)
    if not work.scene.tasks_of("release_report", subject):
        work.ask_for(RELEASE_REPORT, subject)
    work.finish("status_report", thing("quarter", report.period_start.isoformat()))
    work.note(report=report.pk, light=str(report.light))


@act(_("release the report"), step="release_report")
def release_report(work: ImplementingWork) -> None:
    """M25: the head stands by the report; the next quarter's falls due."""
    report = _report(work)
    report.status, report.released_at = ReportStatus.RELEASED, work.at
    report.released_by_id = work.call.person
    work.store(report)
    if not report.is_final:
        _open_report(work, guards.first_day_unreported(work.look, report.period_end))
    work.note(report=report.pk)


@act(_("give the report back"), guards=[reason_given], step="release_report")
def return_report(work: ImplementingWork) -> None:
    """The head wants it better; the clerk gets the report again."""
    report = _report(work)
    _open_report(work, report.period_start)
    work.note(report=report.pk)


def _report(work: ImplementingWork) -> StatusReport:
    wanted = work.look.task.subject.removeprefix("report:")
    return StatusReport.objects.get(pk=int(wanted), measure=work.look.subject.pk)
