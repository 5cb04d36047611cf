"""Asking the lead for what is missing: the clock stands still meanwhile, but not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from workflows.actions.acting.ledger_work import paused, running
from workflows.actions.acting.work import Opening
from workflows.actions.ballots import OPEN_ITEMS
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Capacity, Step
from workflows.machine import At, DeadlineView, Stage, act, at_step, system
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet
from workflows.subjects import key_in, thing

from ..enums import MeasureState as S
from ..models import DocumentRequest, RequestEnd
from ..queries.documents import allowed_more
from ..rules import posts
from ..rules.looks import DecisionLook
from ..rules.people import cosigner, deputy_mayor_of_lead, mayor, secretariat
from .cosign_guards import text_given
from .document_work import LIMIT, STEP
from .values import key
from .work import DecisionWork

USUAL = Period(5, PeriodUnit.WORKING_DAYS)
LONGEST = Period(15, PeriodUnit.WORKING_DAYS)
"""Where the route says nothing: for the lead's answer, and for the longest that clocks stand."""

PROVIDE = Step(
    STEP,
    gettext_lazy("Provide missing documents"),
    posts.lead_staff,
    acts=("provide_documents",),
    period="document_request",
)


def _stops_all(look: DecisionLook, capacity: Capacity | None = None) -> bool:
    """Whether whoever acts is the secretariat: its request stops the clocks of all offices."""
    capacity = capacity or look.call.capacity
    return capacity is not None and any(capacity.fits(post) for post in posts.checkers(look))


def _open(look: DecisionLook) -> list[DocumentRequest]:
    return [row for row in look.document_requests if not row.end]


def may_request(look: DecisionLook) -> Iterator[Unmet]:
    """An office that has still to answer, or the secretariat while some have; once per round."""
    item, whole = look.item, _stops_all(look)
    is_open = item is not None and item.status in OPEN_ITEMS
    if whole:
        is_open = any(one.status in OPEN_ITEMS for one in look.scene.items)
    if not is_open:
        answered = (
            _("All offices have answered.") if whole else _("Your office has already answered.")
        )
        yield Unmet("item_closed", answered, "item")
        return
    unit = _unit(look)
    mine = [row for row in look.document_requests if row.unit_id == unit]
    if any(not row.end for row in mine):
        text = _("Your office has asked for documents already, and the lead has not answered yet.")
        yield Unmet("requested", text, "item")
    elif mine and len(mine) > allowed_more(look.case.pk, unit=unit, round_=look.case.round):
        text = _(
            "An office can ask once per round. The deputy mayor of the lead can allow one more."
        )
        yield Unmet("once", text, "item")


def _unit(look: DecisionLook) -> int:
    item, capacity = look.item, look.call.capacity
    assert capacity is not None, "only persons ask"
    return item.unit if item is not None and not _stops_all(look) else capacity.unit


@act(gettext_lazy("ask for missing documents"), guards=[may_request, reason_given])
def request_documents(work: DecisionWork) -> None:
    """The lead is asked; the clock of the office stands still, of the secretariat's request all."""
    look, call = work.look, work.call
    item = None if _stops_all(look) else look.item
    capacity = call.capacity
    assert capacity is not None, "only persons ask"
    longest = work.periods.get(LIMIT, LONGEST)
    row = DocumentRequest(
        id=uuid7(),
        case_id=work.case.pk,
        item_id=item.id if item else None,
        round=work.case.round,
        unit_id=_unit(look),
        desk_id=capacity.desk,
        asked_by_id=call.person,
        asked_at=work.at,
        text=call.text.strip(),
        limit_on=work.calendar.forward(work.today, longest).due_on,
    )
    work.insert(row)
    subject = thing("documents", row.pk)
    period = work.periods.get("document_request", USUAL)
    work.open(Opening(PROVIDE, subject=subject, period=period))
    work.set_deadline(LIMIT, subject=subject, effect="end_request", due_on=row.limit_on)
    work.pause(running(stopped_by(look, row)))
    work.note(documents=str(row.pk), unit=row.unit_id)


def stopped_by(look: DecisionLook, row: DocumentRequest) -> list[DeadlineView]:
    """The deadlines of the offices whose clocks this request stops."""
    steps = {
        item.step
        for item in look.scene.items
        if item.status in OPEN_ITEMS and (row.stops_all or item.id == row.item_id)
    }
    return [line for line in look.deadlines if line.step in steps and line.step is not None]


@act(gettext_lazy("provide missing documents"), guards=[text_given], step=STEP)
def provide_documents(work: DecisionWork) -> None:
    """The lead answers, with an attachment or without; the clock goes on."""
    _end(work, UUID(work.look.about_id("documents")), RequestEnd.ANSWERED)


def is_own_open_request(look: DecisionLook) -> Iterator[Unmet]:
    """A request of one's own office that is open."""
    row = _named(look)
    unit = _unit(look) if row is not None else None
    if row is None or row.unit_id != unit:
        yield Unmet("no_request", _("Your office has no open request here."), "documents")


def _named(look: DecisionLook) -> DocumentRequest | None:
    wanted = str(look.call.data.get("documents"))
    return next((row for row in _open(look) if str(row.pk) == wanted), None)


@act(gettext_lazy("withdraw the request for documents"), guards=[is_own_open_request])
def withdraw_request(work: DecisionWork) -> None:
    """The office needs nothing more; the clock goes on."""
    _end(work, UUID(str(work.call.data["documents"])), RequestEnd.WITHDRAWN)


def can_be_allowed_more(look: DecisionLook) -> Iterator[Unmet]:
    """An office that has asked in this round."""
    unit = key(look.call.data.get("unit"))
    if unit not in {row.unit_id for row in look.document_requests}:
        text = _("Please choose an office that has asked in this round.")
        yield Unmet("unit_missing", text, "unit")


@act(gettext_lazy("allow one more request for documents"), guards=[can_be_allowed_more])
def allow_request(work: DecisionWork) -> None:
    """The deputy mayor of the lead lets an office ask once more in this round."""
    work.note(unit=key(work.call.data["unit"]), round=work.case.round)


@act(gettext_lazy("longest time of a request for documents over"))
def end_request(work: DecisionWork) -> None:
    """Answered or not: nothing stands still for ever. The lead is still asked for nothing then."""
    _end(work, UUID(key_in(str(work.call.data["subject"]))), RequestEnd.OVER)


def _end(work: DecisionWork, pk: UUID, end: RequestEnd) -> None:
    row = DocumentRequest.objects.filter(pk=pk, case=work.case.pk, end="").first()
    if row is None:
        return
    work.close_request(row, end)
    work.resume(paused(goes_on_without(work.look, row)))
    if work.call.actor.person != row.asked_by_id:
        work.tell_people("documents_ended", [row.asked_by_id], end=end.value)


def goes_on_without(look: DecisionLook, row: DocumentRequest) -> list[DeadlineView]:
    """The deadlines that no other open request stops once this one is over."""
    others = [other for other in _open(look) if other.pk != row.pk]
    still = {line.id for other in others for line in stopped_by(look, other)}
    return [line for line in stopped_by(look, row) if line.id not in still]


DOCUMENTS = Stage(
    {
        S.COSIGNING: At(
            acts=(
                request_documents.by(cosigner | secretariat),
                provide_documents.by(at_step(STEP, gettext_lazy("lead office"))),
                withdraw_request.by(cosigner | secretariat),
                allow_request.by(deputy_mayor_of_lead | mayor),
                end_request.by(system),
            ),
        ),
    },
    steps=(PROVIDE,),
)  # fmt: skip
"""A plain question stops nothing; a request for what is missing stops the clock (2.3)."""
