"""Urgency of the co-signature: the lead asks, the deputy mayor of the lead decides (2.3, 2.9).

Only what was accepted shortens periods. It is no urgent decision (GO NRW § 60): that is decided in
`urgent`, and late papers of urgent sessions in `signing` and `waiving`.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from workflows.actions.acting.work import Opening
from workflows.actions.ballots import OPEN_ITEMS
from workflows.calendars import Period, PeriodUnit
from workflows.definitions import Capacity, Step
from workflows.machine import At, Look, Stage, act, at_step, system
from workflows.machine.reasons import reason_given
from workflows.refusals import Unmet
from workflows.subjects import key_in, thing

from ..enums import MeasureState as S
from ..models import UrgencyEnd, UrgencyRequest
from ..queries.urgency import round_meant, withdrawable
from ..rules import posts
from ..rules.circulation import SHORT, shorter_days
from ..rules.looks import DecisionLook, decision_of
from ..rules.people import four_eyes, lead_staff
from .urgency_work import STEP
from .work import DecisionWork

Unmets = Iterator[Unmet]

USUAL = Period(2, PeriodUnit.WORKING_DAYS)
"""Where the route says nothing: for the decision about urgency."""

URGENCY = Step(
    STEP,
    gettext_lazy("Decide whether the co-signature is urgent"),
    posts.deputy_mayor_or_mayor,
    acts=("decide_urgency",),
    period=STEP,
    effect="lapse_urgency",
    instead=posts.mayor_or_deputies,
    lasts=frozenset({S.REVISION, S.CHECK, S.COSIGNING}),
)


def _open(look: DecisionLook) -> UrgencyRequest | None:
    return next((row for row in look.urgency if row.is_open), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def can_be_hurried(look: DecisionLook) -> Unmets:
    """There is a shorter period, offices that have to answer yet, and no other request."""
    round_ = round_meant(look.case.state, look.case.round)
    if SHORT not in look.periods:
        text = _("The route of this matter knows no shorter period for urgent co-signatures.")
        yield Unmet("no_short_period", text)
    elif _open(look) is not None:
        text = _("Urgency is asked for already. Nobody has decided on it yet.")
        yield Unmet("urgency_open", text)
    elif look.hurries(round_):
        yield Unmet("urgency_accepted", _("The urgency of this co-signature is accepted already."))
    elif look.case.state == S.COSIGNING and not _someone_is_asked(look):
        yield Unmet("all_answered", _("All offices have answered."))
    refused = [row for row in look.urgency if row.end == UrgencyEnd.REFUSED]
    if any(row.round == round_ and _plain(row.reason) == _plain(look.call.text) for row in refused):
        text = _("Urgency was refused for this very reason. Please say what speaks for it besides.")
        yield Unmet("same_reason", text, "text")


def _someone_is_asked(look: DecisionLook) -> bool:
    return any(item.status in OPEN_ITEMS for item in look.scene.items)


@act(gettext_lazy("ask for urgency"), guards=[can_be_hurried, reason_given])
def request_urgency(work: DecisionWork) -> None:
    """Whoever decides is asked at once; about a draft, which they do not see, once submitted."""
    look, call, case = work.look, work.call, work.case
    capacity = call.capacity
    assert capacity is not None, "only persons ask"
    row = UrgencyRequest(
        id=uuid7(),
        case_id=case.pk,
        round=round_meant(case.state, case.round),
        desk_id=capacity.desk,
        asked_by_id=call.person,
        in_name_of_id=capacity.holder,
        asked_at=work.at,
        reason=call.text.strip(),
    )
    if case.state != S.DRAFT:
        _put(work, row)
    work.store_new([row])
    # What follows in this act asks for it too: whether somebody is free to decide.
    look.urgency.insert(0, row)
    work.note(urgency=str(row.pk), round=row.round)


def _put(work: DecisionWork, row: UrgencyRequest) -> None:
    period = work.periods.get(STEP, USUAL)
    row.decide_by = work.calendar.forward(work.today, period).due_on
    work.open(Opening(URGENCY, subject=thing("urgency", row.pk), period=period))


def put_urgency(work: DecisionWork) -> None:
    """What the lead has asked for while it wrote the draft comes to whoever decides."""
    row = _open(work.look)
    if row is not None and row.decide_by is None:
        _put(work, row)
        work.store(row, "decide_by")


def is_decided(look: DecisionLook) -> Unmets:
    """Yes, or no with a reason."""
    accepts = look.call.data.get("accept")
    if not isinstance(accepts, bool):
        yield Unmet("choice_missing", _("Please choose yes or no."), "accept")
    elif not accepts:
        yield from reason_given(look)


@act(gettext_lazy("decide on urgency"), guards=[is_decided], step=STEP, decides=True)
def decide_urgency(work: DecisionWork) -> None:
    """Accepted, it shortens the periods of the round to come, or those that run from today on."""
    row, accepts = _asked(work.look, work.look.about_id("urgency")), work.call.data["accept"]
    assert row is not None, "its task is open"
    work.end_urgency(row, UrgencyEnd.ACCEPTED if accepts else UrgencyEnd.REFUSED)
    if accepts and work.case.state == S.COSIGNING:
        _shorten(work)
    work.tell_turn("urgency_decided", end=row.end)


def _asked(look: DecisionLook, key: str) -> UrgencyRequest | None:
    return next((row for row in look.urgency if row.is_open and row.pk == UUID(key)), None)


def _shorten(work: DecisionWork) -> None:
    """Whoever has not answered has the shorter period from today on, and is told so."""
    for unit, line, day in shorter_days(work.look):
        work.shorten(line, due_on=day)
        until = "" if line.paused_at else str(day)
        work.tell("period_shortened", posts.cosigners(unit), until=until)


def is_withdrawable(look: DecisionLook) -> Unmets:
    """Nobody has decided, or no office has been asked in the shorter period yet."""
    if withdrawable(look.case.round, look.urgency) is None:
        text = _(
            "There is nothing to withdraw: no request waits, and no shorter period is to come."
        )
        yield Unmet("no_urgency", text, "urgency")


@act(gettext_lazy("withdraw the urgency"), guards=[is_withdrawable])
def withdraw_urgency(work: DecisionWork) -> None:
    """The usual periods are enough; what has begun to run shorter stays so."""
    row = withdrawable(work.case.round, work.look.urgency)
    assert row is not None, "guarded by is_withdrawable"
    work.end_urgency(row, UrgencyEnd.WITHDRAWN)


@act(gettext_lazy("urgency not decided in time"))
def lapse_urgency(work: DecisionWork) -> None:
    """Silence is no acceptance: the usual periods hold, and nothing waits any longer."""
    subject = str(work.call.data["subject"])
    row = _asked(work.look, key_in(subject))
    if row is None:
        return
    work.end_urgency(row, UrgencyEnd.OVER)
    for task in work.scene.tasks_of(STEP, subject)[:1]:
        work.expire_step(task.step)
    work.tell_turn("urgency_decided", end=row.end)


def _asks_for_it(look: Look, capacity: Capacity) -> str:
    row = _open(decision_of(look))
    own = {row.asked_by_id, row.in_name_of_id} if row is not None else set()
    if own & {look.call.actor.person, capacity.holder}:
        return _("Whoever asks for urgency does not decide on it.")
    return ""


decider = four_eyes(at_step(STEP, gettext_lazy("responsible deputy mayor"))).unless(_asks_for_it)

REQUEST, WITHDRAW_IT = request_urgency.by(lead_staff), withdraw_urgency.by(lead_staff)
_ACTS = (REQUEST, WITHDRAW_IT, decide_urgency.by(decider), lapse_urgency.by(system))

HURRYING = Stage(
    {
        S.CHECK: At(enters=(put_urgency,), acts=_ACTS),
        S.REVISION: At(acts=_ACTS),
        S.COSIGNING: At(acts=_ACTS),
    },
    steps=(URGENCY,),
)
"""Only accepted urgency shortens periods; the law's own minimum holds even then (LGG NRW § 18)."""
