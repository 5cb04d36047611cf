"""The body in whose place was decided approves or repeals (GO NRW § 60 Abs. 1 S. 3; M21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import local_date
from workflows.definitions import Step
from workflows.machine import act
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.enums import ObjectionOutcome
from ...council.models import Consultation, UrgentDecision
from ...council.queries import open_consultations, open_objection
from ...council.rules.votes import OPEN_ENDED
from ..enums import MeasureState as S
from ..queries.subjects import in_session
from ..rules import posts
from ..rules.looks import DecisionLook
from .deliberating import OBJECTION
from .recording import decision_fits, keep_result
from .returning import come_again
from .settling import settle_objection
from .stations import give_session, named_session, session_fits
from .work import DecisionWork

APPROVAL = Step(
    "record_approval",
    _("Put the urgent decision to the body for approval"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("record_approval", "plan_approval"),
)
SESSION = Step(
    "plan_approval",
    _("Plan the session that approves the urgent decision"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("plan_approval",),
    period="final_signature",
)


def open_approval(case: int) -> Consultation | None:
    """The station that still has to approve an urgent decision."""
    return next((row for row in open_consultations(case) if row.role == Role.APPROVAL), None)


def ask_for_approval(work: DecisionWork) -> None:
    """It is put to the next session of the body; due on its day, so that a session without the
    item does not pass unnoticed.
    """
    station = open_approval(work.case.pk)
    if station is None or work.scene.tasks_of(APPROVAL.key) or work.scene.tasks_of(SESSION.key):
        return
    subject = thing("consultation", station.pk)
    if station.has_session:
        assert station.meeting is not None, "has_session"
        due_on = local_date(station.meeting.starts_at)
        work.open(Opening(APPROVAL, subject=subject, due_on=max(due_on, work.today)))
    else:
        work.open(Opening(SESSION, subject=subject))


def ask_again(work: DecisionWork) -> None:
    """The approval has another session, or the matter another state."""
    drop(work)
    ask_for_approval(work)


def drop(work: DecisionWork) -> None:
    """Where the work rests, the approval does not: it is asked for anew there."""
    for step in (APPROVAL, SESSION):
        work.drop(step.key)


def approval_session_fits(look: DecisionLook) -> Iterator[Unmet]:
    """A session of the body that takes place; one that was already held needs a reason."""
    station = open_approval(look.case.pk)
    if station is None:
        text = gettext("No urgent decision waits for approval here.")
        yield Unmet("station_missing", text)
        return
    meeting = named_session(look, station)
    if meeting is not None:
        yield from _since_the_decision(station, local_date(meeting.starts_at))
    yield from session_fits(look, station, meeting)


def _since_the_decision(station: Consultation, day: date) -> Iterator[Unmet]:
    decided = UrgentDecision.objects.filter(approval=station).values_list("decided_on", flat=True)
    decided_on = decided.first()
    if decided_on is not None and day < decided_on:
        text = gettext("This session was held before the urgent decision of %(day)s.")
        yield Unmet("session_early", text % {"day": f"{decided_on:%d.%m.%Y}"}, "meeting")


@act(
    _("plan the session that approves"),
    guards=[approval_session_fits],
    legal_basis="GO NRW § 60",
    needs_version=True,
)
def plan_approval(work: DecisionWork) -> None:
    """M20: in which session the body approves; the next one is planned by itself."""
    station = open_approval(work.case.pk)
    assert station is not None, "guarded by approval_session_fits"
    give_session(work, station)
    ask_again(work)


def approval_is_recordable(look: DecisionLook) -> Iterator[Unmet]:
    """The session has begun, the figures agree; a repeal names the rights of others."""
    yield from decision_fits(look, Role.APPROVAL, _rights_named)


def _rights_named(look: DecisionLook, result: str) -> Iterator[Unmet]:
    if result == R.REJECTED and not str(look.call.data.get("rights") or "").strip():
        text = gettext("Please say which rights of others had arisen, or that there were none.")
        yield Unmet("rights_missing", text, "rights")


@act(
    _("record the approval"),
    guards=[approval_is_recordable],
    legal_basis="GO NRW § 60",
    step="record_approval",
    decides=True,
)
def record_approval(work: DecisionWork) -> str:
    """M21: approved, or repealed unless rights of others had arisen; else it comes again."""
    station = work.look.station
    assert station is not None, "guarded by approval_is_recordable"
    result = R(work.call.data["result"])
    keep_result(work, station, result)
    work.note(consultation=station.pk, result=result.value)
    row = UrgentDecision.objects.get(case=work.case.pk, approval=station.pk)
    if result in OPEN_ENDED:
        come_again(work, station, result)
        again = open_approval(work.case.pk)
        assert again is not None, "a postponed approval comes again"
        row.approval = again
        work.store(row, "approval")
        work.case.version += 1
        ask_again(work)
        return work.source
    if result == R.REJECTED:
        row.rights_of_others = str(work.call.data["rights"])
        work.store(row, "rights_of_others")
        work.end_deadline(kind=OBJECTION)
        objection = open_objection(work.case.pk)
        if objection is not None:
            settle_objection(work, objection, ObjectionOutcome.REVOKED)
        return S.REVOKED
    work.tell_turn("station_over", **in_session(station), result=result.value)
    return work.source
