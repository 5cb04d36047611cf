"""From the impulse to the commission of the agency, its reports and its end (domain 2.5)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...city.rules import INTEGRATION_DEPUTY
from ...council.enums import ConsultationResult
from ...decisions.flows.values import amount, day, fields, key, line
from ..enums import BEFORE_THE_START, PHASES
from ..models import AgencyReport, Commission
from . import guards
from .look import ConceptLook
from .work import AWARD, PHASE, REPORT, START, ConceptWork, await_the_start, next_month

DAYS = ("starts_on", "comments_until")


def days_fit(look: ConceptLook) -> Iterator[Unmet]:
    """The days of the phases follow each other."""
    planned = fields(look.call.data.get("phases"))
    last = None
    for state in PHASES:
        due = day(planned.get(state.value))
        if due is not None and last is not None and due < last:
            text = gettext("The phases follow each other; this day lies before the one before it.")
            yield Unmet("phase_order", text, f"phase_{state.value}")
        last = due or last


@act(_("change the concept"), guards=[days_fit], needs_version=True, changes_text=True)
def edit(work: ConceptWork) -> None:
    """Its prose, its days, the offices that co-sign; a deadline under way follows its phase."""
    data, concept = work.call.data, work.look.subject
    work.apply({name: data[name] for name in ("title", "facts", "proposal") if name in data})
    for name in DAYS:
        if name in data:
            setattr(concept, name, day(data[name]))
    work.store_subject(*DAYS)
    if "partners" in data:
        keys = sorted({key(value) for value in data["partners"]} - {0})
        concept.partners.set(keys)
        work.bind(type(concept), concept.pk, "partners", keys)
    if "starts_on" in data:
        _await_the_start(work)
    for state, value in fields(data.get("phases")).items():
        row = work.phase(state)
        row.due_on = day(value)
        work.store(row)
        if state == work.case.state and row.due_on:
            _move(work, state)
    work.note(fields=sorted(data))


def _await_the_start(work: ConceptWork) -> None:
    """Until the agency is commissioned the day of the start is a deadline of the lead."""
    due_on = work.look.subject.starts_on
    running = [one for one in work.look.deadlines if one.kind == START.key]
    if work.case.state not in BEFORE_THE_START or any(one.due_on == due_on for one in running):
        return
    if due_on is None:
        work.drop(START.key)
    elif running:
        for deadline in running:
            work.extend(deadline, due_on=max(due_on, work.today))
    else:
        await_the_start(work)


def _move(work: ConceptWork, state: str) -> None:
    """The deadline of the phase under way has the day that is planned now."""
    due_on = work.phase(state).due_on
    running = [one for one in work.look.deadlines if one.kind == PHASE.key]
    if due_on is None or any(one.due_on == due_on for one in running):
        return
    if running:
        for deadline in running:
            work.extend(deadline, due_on=max(due_on, work.today))
        return
    # Nobody had planned it: it is asked for anew, with its day.
    work.drop(PHASE.key)
    work.open(Opening(PHASE, subject=thing("phase", state), due_on=max(due_on, work.today)))


@act(_("name the target of the council"), guards=[guards.target_runs])
def set_target(work: ConceptWork) -> None:
    """The concept serves a target that the council has resolved."""
    concept = work.look.subject
    concept.target_id = key(work.call.data["target"])
    work.store_subject("target")


@act(_("begin the award"), guards=[guards.terms_fit])
def begin_award(work: ConceptWork) -> None:
    """Terms, procedure and sum; above the limit the procurement committee has to deal with it."""
    data, concept = work.call.data, work.look.subject
    last = concept.commissions.aggregate(last=Max("number"))["last"] or 0
    total = amount(data["total"])
    assert total is not None, "guarded by terms_fit"
    row = Commission(
        concept=concept, number=last + 1, terms=line(data["terms"], longest=20_000),
        procedure=str(data["procedure"]), total=total,
    )  # fmt: skip
    work.keep_commission(row)
    work.note(total=str(total), procedure=row.procedure)


def ask_for_the_award(work: ConceptWork) -> None:
    """Above the limit a station of the procurement committee comes before the commission."""
    if guards.awarding_bodies(work.look):
        work.ask_for(AWARD)


@act(_("record the award"), guards=[guards.award_fits], needs_version=False)
def record_award(work: ConceptWork) -> None:
    """What the procurement committee has decided in its session."""
    row = work.look.commission
    assert row is not None, "the award has begun"
    row.award_meeting_id = key(work.call.data["meeting"])
    row.is_awarded = work.call.data["result"] == ConsultationResult.ACCEPTED
    work.keep_commission(row)
    work.finish(AWARD.key)
    work.note(meeting=row.award_meeting_id, result=str(work.call.data["result"]))


@act(_("commission the agency"), guards=[guards.commission_fits])
def commission(work: ConceptWork) -> None:
    """The agency works from now on and reports every month."""
    row, data = work.look.commission, work.call.data
    assert row is not None, "guarded by commission_fits"
    for name in guards.COMMISSIONED:
        text = line(data[name], longest=20_000)
        setattr(row, name, text[:200] if name in ("agency", "contact") else text)
    row.signed_on, row.ends_on = day(data["signed_on"]), day(data["ends_on"])
    work.keep_commission(row)
    assert row.signed_on is not None, "guarded by commission_fits"
    work.note(agency=row.agency, total=str(row.total))
    # Asked for when the next state is entered, as in every phase in which the agency works.
    work.plan_report(row.signed_on.replace(day=1))


def report_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A month that is awaited, and what is reported."""
    if awaited(look) is None:
        yield Unmet("month_missing", gettext("No report is awaited for this month."), "month")
    yield from reason_given(look)


def awaited(look: ConceptLook) -> AgencyReport | None:
    """The awaited report of the month that the task or the data name."""
    named = str(look.call.data.get("month") or "")
    if look.call.task is not None and look.call.task.subject.startswith("month:"):
        named = look.about_id("month")
    month = day(named)
    if look.commission is None or month is None:
        return None
    return look.commission.reports.filter(month=month, received_on=None).first()


@act(_("take in the agency's report"), guards=[report_fits], needs_version=False)
def record_report(work: ConceptWork) -> None:
    """The month is reported; the next one is awaited until the commission ends."""
    row, commission = awaited(work.look), work.look.commission
    assert row is not None, "guarded by report_fits"
    assert commission is not None, "guarded by report_fits"
    row.received_on, row.text = work.today, work.call.text
    work.store(row, "received_on", "text")
    work.finish(REPORT.key, thing("month", row.month.isoformat()))
    work.remind_no_more(row)
    work.note(month=row.month, late=row.due_on < work.today)
    work.tell("agency_reported", [INTEGRATION_DEPUTY], month=row.month.isoformat())
    following = next_month(row.month)
    goes_on = commission.ends_on is None or following <= commission.ends_on
    if goes_on and not commission.reports.filter(month=following).exists():
        work.ask_for_the_report(work.plan_report(following))


@act(_("end the commission"), guards=[reason_given])
def terminate_commission(work: ConceptWork) -> None:
    """The agency no longer works; another one can be commissioned."""
    row = work.look.commission
    assert row is not None, "only what is commissioned ends"
    row.terminated_on = work.today
    work.keep_commission(row)
    work.drop(REPORT.key)
    for report in row.reports.filter(received_on=None):
        work.remind_no_more(report, status="lifted")


def invoice_fits(look: ConceptLook) -> Iterator[Unmet]:
    """A day that is not ahead and a sum."""
    invoiced, on = amount(look.call.data.get("invoiced")), day(look.call.data.get("invoice_on"))
    if look.commission is None or look.commission.signed_on is None:
        yield Unmet("not_commissioned", gettext("Nobody is commissioned yet."))
    if invoiced is None or not 0 <= invoiced < 10**12:
        yield Unmet("invoiced_missing", gettext("Please enter the sum."), "invoiced")
    if on is None or on > look.call.today:
        text = gettext("Please enter the day; not in the future.")
        yield Unmet("invoice_on_missing", text, "invoice_on")


@act(_("record the invoice"), guards=[invoice_fits], needs_version=False)
def record_invoice(work: ConceptWork) -> None:
    """The invoice of the agency is there."""
    row = work.look.commission
    assert row is not None, "guarded by invoice_fits"
    row.invoiced, row.invoice_on = (
        amount(work.call.data["invoiced"]),
        day(work.call.data["invoice_on"]),
    )
    work.keep_commission(row)
    work.note(invoiced=str(row.invoiced), invoice_on=row.invoice_on)
