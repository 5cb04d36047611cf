"""Minutes and corrections: a result is provisional, then certain, then only corrected (§ 52).

Before the minutes are signed the council office corrects what it has recorded; the trail keeps
the result and the votes of before. Later a correction (Berichtigung) is a row of its own beside
the first. Neither moves the case: what follows, a person says (domain 2.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.calendars import local_date
from workflows.definitions import Step
from workflows.machine import act
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.models import Consultation
from ...council.queries import recorded_station, unsettled_corrections
from ...council.rules.votes import COMES_AGAIN
from ..enums import MeasureState as S
from ..queries.subjects import in_session
from ..rules import posts
from ..rules.looks import DecisionLook
from . import values
from .recording import VOTES, entries_fit, keep_result
from .work import DecisionWork

STAYS, REJECTED = "stays", "rejected"

KEPT = (*VOTES, "result", "majority_rule", "lacks_quorum")
"""What the trail keeps of what stood there before a correction."""


CORRECTION = Step(
    "settle_correction",
    _("Say what follows from a corrected result"),
    posts.always(posts.MAYOR),
    acts=("settle_correction",),
    period="release",
)


def _station(look: DecisionLook) -> Consultation | None:
    """The recorded station that the call names, as it stands now."""
    return recorded_station(look.case.pk, values.key(look.call.data.get("consultation")))


def _missing() -> Unmet:
    text = gettext("Please choose a station whose result is recorded.")
    return Unmet("station_missing", text, "consultation")


def minutes_are_plausible(look: DecisionLook) -> Iterator[Unmet]:
    """The minutes were signed on a day between the session and today."""
    station = _station(look)
    if station is None or station.meeting is None:
        yield _missing()
        return
    signed = values.day(look.call.data.get("signed_on"))
    if signed is None:
        text = gettext("Please enter the day on which the minutes were signed.")
        yield Unmet("minutes_missing", text, "signed_on")
    elif signed > look.call.today:
        yield Unmet("minutes_future", gettext("The day lies in the future."), "signed_on")
    elif signed < local_date(station.meeting.starts_at):
        text = gettext("The session had not taken place yet on that day.")
        yield Unmet("minutes_before_session", text, "signed_on")
    if station.meeting.minutes_on is not None:
        text = gettext("The minutes of this session are recorded already.")
        yield Unmet("minutes_known", text)


@act(_("record the minutes"), guards=[minutes_are_plausible], legal_basis="GO NRW § 52")
def record_minutes(work: DecisionWork) -> None:
    """The minutes are signed: the results of that session are no longer provisional."""
    station = _station(work.look)
    signed = values.day(work.call.data["signed_on"])
    assert station is not None, "guarded by minutes_are_plausible"
    assert station.meeting is not None, "guarded by minutes_are_plausible"
    station.meeting.minutes_on = signed
    station.meeting.save(update_fields=["minutes_on"])
    work.note(consultation=station.pk, date=str(signed))


def correction_is_whole(look: DecisionLook) -> Iterator[Unmet]:
    """Something of a recorded result is corrected to what the station can have, for a reason."""
    station = _station(look)
    if station is None:
        yield _missing()
        return
    yield from entries_fit(look, station)
    if not _differs(look, station):
        yield Unmet("nothing_corrected", gettext("Nothing is corrected."), "result")


def _differs(look: DecisionLook, station: Consultation) -> bool:
    data = look.call.data
    try:
        votes = any(values.count(data.get(key)) != getattr(station, key) for key in VOTES)
    except ValueError:
        return True
    return votes or any(
        str(data.get(name) or "").strip() != str(getattr(station, name) or "").strip()
        for name in ("result", "result_text", "resolution_text")
    )


@act(
    _("correct the result"),
    guards=[correction_is_whole, reason_given],
    legal_basis="GO NRW § 52",
    needs_version=False,
    decides=True,
)
def correct_result(work: DecisionWork) -> None:
    """Correct a recorded result, with a reason; the case stays where it is.

    Before the minutes are signed in the row itself, afterwards in a new one.
    """
    station = _station(work.look)
    assert station is not None, "guarded by correction_is_whole"
    before = {name: getattr(station, name) for name in KEPT}
    effect = _effect(station)
    if not station.is_provisional:
        station.is_unsettled = False
        work.store(station, "is_unsettled")
        station = copy(station)
        station.pk, station.correction = None, station.correction + 1
        station._state.adding = True  # noqa: SLF001 - a new row like the old one
    station.correction_reason = work.call.text.strip()
    result = R(work.call.data["result"])
    station.result = result
    station.is_unsettled = station.is_unsettled or _effect(station) != effect
    keep_result(work, station, result)
    work.note(consultation=station.pk, result=result.value, before=before)
    if station.is_unsettled:
        ask_about_corrections(work)
    work.tell_turn("result_corrected", **in_session(station), result=result.value)


def _effect(station: Consultation) -> str:
    """Where a result leads a case; two results that lead to the same have the same effect."""
    if station.role == Role.DECISION or station.result in COMES_AGAIN:
        return station.result
    return "goes_on"


def ask_about_corrections(work: DecisionWork) -> None:
    """The mayor is asked what follows from corrections, wherever the matter is by now."""
    for row in unsettled_corrections(work.case.pk):
        subject = thing("consultation", row.pk)
        if not work.scene.tasks_of(CORRECTION.key, subject):
            work.open(Opening(CORRECTION, subject=subject))


def _asked(look: DecisionLook) -> Consultation | None:
    """The correction of the answered task."""
    if look.call.task is None:
        return None
    wanted = values.key(look.about_id("consultation"))
    return Consultation.objects.filter(case=look.case.pk, pk=wanted).first()


def outcome_is_possible(look: DecisionLook) -> Iterator[Unmet]:
    """Nothing follows, or the matter ends because its decision was a rejection."""
    outcome, row = str(look.call.data.get("outcome")), _asked(look)
    if outcome not in (STAYS, REJECTED):
        yield Unmet("outcome_missing", gettext("Please say what follows."), "outcome")
    elif outcome == REJECTED and not can_end(look.case.state, row):
        text = gettext("Only a decision that was a rejection ends the matter, before the work.")
        yield Unmet("outcome_impossible", text, "outcome")


def can_end(state: str, row: Consultation | None) -> bool:
    """Whether a correction may end a matter as rejected."""
    is_no = row is not None and row.role == Role.DECISION and row.result == R.REJECTED
    return is_no and state in (S.VETO_PERIOD, S.RESOLVED)


@act(
    _("say what follows from the correction"),
    guards=[outcome_is_possible, reason_given],
    step=CORRECTION.key,
    legal_basis="GO NRW § 62 Abs. 2",
)
def settle_correction(work: DecisionWork) -> str:
    """The mayor says what follows from a corrected result, with the reason."""
    row = _asked(work.look)
    if row is not None:
        row.is_unsettled = False
        work.store(row, "is_unsettled")
    outcome = str(work.call.data["outcome"])
    work.note(outcome=outcome)
    work.tell_turn("correction_settled", **(in_session(row) if row else {}))
    return S.REJECTED if outcome == REJECTED else work.case.state
