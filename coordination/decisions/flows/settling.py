"""What becomes of an objection: the session, the decision, the supervisory authority (M17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.ledger_work import paused
from workflows.actions.acting.work import Opening
from workflows.calendars import Period, PeriodUnit, WorkingCalendar, end_of_day, local_date
from workflows.definitions import Step
from workflows.machine import act
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...city.enums import OrganizationType
from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.enums import ObjectionKind, ObjectionOutcome
from ...council.models import Consultation, Meeting, Objection, Organization
from ...council.queries import next_meeting, open_consultations, open_objection
from ...council.rules.objection import new_session
from ...council.rules.votes import OPEN_ENDED
from ..enums import MeasureState as S
from ..rules import posts
from ..rules.looks import DecisionLook
from . import values
from .deliberating import OBJECTION
from .recording import decision_fits, keep_result, wording_given
from .returning import come_again
from .stations import RECORDING, give_session, named_session, session_fits
from .work import DecisionWork

RULING = Period(3, PeriodUnit.MONTHS)
"""When the council office looks what has become of a matter at the supervisory authority."""

ANNULLED, UNOBJECTED = "annulled", "unobjected"
RULINGS = (ANNULLED, UNOBJECTED)
"""What the supervisory authority may come to."""


SESSION = Step(
    "plan_objection",
    _("Plan the session that decides on the objection"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("plan_objection",),
    period="final_signature",
)
DECISION = Step(
    "decide_objection",
    _("Record the decision on the objection"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("decide_objection",),
)
SUPERVISION = Step(
    "record_ruling",
    _("Record what the supervisory authority says"),
    posts.always(posts.COUNCIL_OFFICE),
    acts=("record_ruling",),
)


# --- the session ------------------------------------------------------------------------------


def ask_for_the_decision(work: DecisionWork) -> None:
    """The body that decides on the objection gets a station (M14: council; M16: its own body)."""
    row = _open(work)
    body: Organization | None = row.resolution.organization
    if row.kind == ObjectionKind.VETO:
        body = Organization.objects.filter(type=OrganizationType.COUNCIL).order_by("key").first()
    assert body is not None, "a city has a council"
    _add_station(work, row, body)


def _add_station(work: DecisionWork, row: Objection, body: Organization) -> None:
    rows = Consultation.objects.filter(case=work.case.pk)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    station = Consultation(
        case_id=work.case.pk,
        paper=row.resolution.paper,
        position=last + 1,
        organization=body,
        meeting=_first_meeting(work, row, body),
        role=Role.OBJECTION,
        is_public=row.resolution.is_public,
    )
    work.store(station)
    _ask(work, row, station)


def _first_meeting(work: DecisionWork, row: Objection, body: Organization) -> Meeting | None:
    """The next session, within the days that the law leaves; None: the office plans one."""
    days = days_of_session(row, body, work.calendar)
    if days is None:
        return next_meeting(body.pk, after=work.at)
    first, last = days
    found = next_meeting(body.pk, after=max(work.at, end_of_day(first - timedelta(days=1))))
    return found if found and local_date(found.starts_at) <= last else None


def days_of_session(
    row: Objection, body: Organization, calendar: WorkingCalendar
) -> tuple[date, date] | None:
    """Between which days the body has to meet again.

    Only after an objection for the welfare of the city, and only the body that has decided.
    """
    is_same_body = body.pk == row.resolution.organization_id
    if row.kind != ObjectionKind.OBJECTION or not is_same_body:
        return None
    session = new_session(body, on=row.filed_on)
    return session.window(row.filed_on, calendar) if session else None


def _ask(work: DecisionWork, row: Objection, station: Consultation) -> None:
    """Ask the council office for the decision after its session, else for a session."""
    subject = thing("consultation", station.pk)
    if station.has_session:
        assert station.meeting is not None, "has_session"
        period = work.periods.get("record_result", RECORDING)
        due = work.calendar.forward(local_date(station.meeting.starts_at), period).due_on
        work.open(Opening(DECISION, subject=subject, due_on=due))
        return
    days = days_of_session(row, station.organization, work.calendar)
    work.open(Opening(SESSION, subject=subject, due_on=days[1] if days else None))


def _open(work: DecisionWork) -> Objection:
    row = open_objection(work.case.pk)
    assert row is not None, "an objection holds the matter up"
    return row


def _station(look: DecisionLook) -> Consultation | None:
    found = (row for row in open_consultations(look.case.pk) if row.role == Role.OBJECTION)
    return next(found, None)


def objection_session_fits(look: DecisionLook) -> Iterator[Unmet]:
    """A session of the body that takes place, within the days that the law leaves.

    Once they are over the body has to meet all the same. One that was already held is entered
    with a reason.
    """
    station, row = _station(look), open_objection(look.case.pk)
    if station is None or row is None:
        text = gettext("The body has decided already; no session is planned for it any more.")
        yield Unmet("station_missing", text)
        return
    meeting = named_session(look, station)
    if meeting is not None:
        yield from _within_the_days(look, station, row, local_date(meeting.starts_at))
    yield from session_fits(look, station, meeting)


def _within_the_days(
    look: DecisionLook, station: Consultation, row: Objection, day: date
) -> Iterator[Unmet]:
    first, last = days_of_session(row, station.organization, look.calendar) or (row.filed_on, None)
    if day < first:
        text = gettext("The new session is on %(day)s at the earliest.")
        yield Unmet("session_early", text % {"day": f"{first:%d.%m.%Y}"}, "meeting")
    elif last and day > last >= look.call.today:
        text = gettext("The new session is on %(day)s at the latest.")
        yield Unmet("session_late", text % {"day": f"{last:%d.%m.%Y}"}, "meeting")


@act(_("plan the session on the objection"), guards=[objection_session_fits], needs_version=True)
def plan_objection(work: DecisionWork) -> None:
    """The session in which the body decides on the objection; its result is asked for then."""
    station = _station(work.look)
    assert station is not None, "guarded by objection_session_fits"
    give_session(work, station)
    ask_again(work)


def ask_again(work: DecisionWork) -> None:
    """The station has another session: its decision is asked for then."""
    row, station = open_objection(work.case.pk), _station(work.look)
    if row and station:
        for step in (SESSION, DECISION):
            work.drop(step.key)
        _ask(work, row, station)


# --- the decision -----------------------------------------------------------------------------


def decision_is_recordable(look: DecisionLook) -> Iterator[Unmet]:
    """The session has begun, the result is one of this station, its figures fit."""
    yield from decision_fits(look, Role.OBJECTION, wording_given)


@act(
    _("record the decision on the objection"),
    guards=[decision_is_recordable],
    step="decide_objection",
    decides=True,
)
def decide_objection(work: DecisionWork) -> str:
    """M17: the resolution stands, is changed or repealed; who keeps it goes one step further.

    A committee or district council that keeps it leaves the decision to the council (GO NRW § 54
    Abs. 3); the council that keeps what was called unlawful, to the supervisory authority (Abs. 2).
    """
    station, row = work.look.station, _open(work)
    assert station is not None, "guarded by decision_is_recordable"
    result = R(work.call.data["result"])
    keep_result(work, station, result)
    work.note(consultation=station.pk, result=result.value)
    is_council = station.organization.type == OrganizationType.COUNCIL
    if result in OPEN_ENDED:
        return _put_off(work, row, station)
    if result == R.REJECTED:
        return _repeal(work, row)
    if result == R.AMENDED:
        return _go_on(work, row, ObjectionOutcome.AMENDED)
    if not is_council:
        council = Organization.objects.filter(type=OrganizationType.COUNCIL).order_by("key")[0]
        work.case.version += 1
        _add_station(work, row, council)
        return S.EXECUTION_BARRED
    if row.kind == ObjectionKind.LEGAL:
        return _refer(work, row)
    return _go_on(work, row, ObjectionOutcome.UPHELD)


def _put_off(work: DecisionWork, row: Objection, station: Consultation) -> str:
    come_again(work, station, R(station.result))
    again = _station(work.look)
    assert again is not None, "a postponed station comes again"
    work.case.version += 1
    _ask(work, row, again)
    return S.EXECUTION_BARRED


def _refer(work: DecisionWork, row: Objection) -> str:
    row.referred_on = work.today
    work.store(row, "referred_on")
    work.case.version += 1
    work.open(Opening(SUPERVISION, period=work.periods.get("record_ruling", RULING)))
    work.tell_turn("referred_to_supervision")
    return S.EXECUTION_BARRED


def _repeal(work: DecisionWork, row: Objection) -> str:
    settle_objection(work, row, ObjectionOutcome.REVOKED)
    work.end_deadline(kind=OBJECTION)
    return S.REVOKED


def _go_on(work: DecisionWork, row: Objection, outcome: ObjectionOutcome) -> str:
    """The work goes on with the days that were left; a changed resolution needs its plan first."""
    settle_objection(work, row, outcome)
    state = work.returns_to(row.held_in)
    if outcome == ObjectionOutcome.AMENDED:
        state = S.RESOLVED
    if state == S.PAUSED:
        return state
    work.wake()
    work.resume(paused(work.look.deadlines))
    return state


def settle_objection(work: DecisionWork, row: Objection, outcome: ObjectionOutcome) -> None:
    """What became of it."""
    row.outcome, row.settled_on = outcome.value, work.today
    work.store(row)
    work.note(outcome=outcome.value)


# --- the supervisory authority ------------------------------------------------------------------


def ruling_is_complete(look: DecisionLook) -> Iterator[Unmet]:
    """What the authority came to, and under which reference."""
    if look.call.data.get("ruling") not in RULINGS:
        text = gettext("Please choose what the supervisory authority has decided.")
        yield Unmet("ruling_missing", text, "ruling")
    if not values.line(look.call.data.get("reference")):
        text = gettext("Please enter the reference of the ruling.")
        yield Unmet("reference_missing", text, "reference")


@act(
    _("record the ruling of the supervisory authority"),
    guards=[ruling_is_complete],
    legal_basis="GO NRW § 54 Abs. 2",
    step="record_ruling",
    decides=True,
)
def record_ruling(work: DecisionWork) -> str:
    """M17: it annuls the resolution, or does not and the resolution is carried out."""
    row = _open(work)
    row.ruling = values.line(work.call.data["reference"])
    work.note(ruling=work.call.data["ruling"], reference=row.ruling)
    if work.call.data["ruling"] == ANNULLED:
        return _repeal(work, row)
    return _go_on(work, row, ObjectionOutcome.UPHELD)
