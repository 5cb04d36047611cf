"""A matter that comes again: postponed, taken off, referred, withdrawn in the session (2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.actions.acting.work import Opening
from workflows.definitions import Post, Step
from workflows.machine import act
from workflows.machine.reasons import says_something
from workflows.refusals import Unmet
from workflows.subjects import thing

from ...council.enums import ConsultationResult as R
from ...council.enums import ConsultationRole as Role
from ...council.models import Consultation, Meeting
from ...council.queries import next_meeting, open_consultations, postponements
from ...council.rules.votes import OPEN_ENDED
from ..queries.subjects import in_session
from ..rules import posts
from ..rules.looks import DecisionLook
from .stations import BY_LAW
from .work import DecisionWork

PATIENCE = 3
"""The time a body puts a matter off at which a deputy mayor has to look after it."""


def _deputy_mayors(look: DecisionLook) -> Sequence[Post]:
    """The one of the lead's division and the one for integration."""
    return [*posts.lead_deputy_mayors(look), posts.INTEGRATION_DEPUTY]


DELAY = Step(
    "often_postponed",
    _("Say how it goes on after the third postponement"),
    _deputy_mayors,
    acts=("answer_delay",),
    period="release",
)


def come_again(work: DecisionWork, station: Consultation, result: R) -> None:
    """Plan the body once more, if its result asks for that; nothing else is changed.

    Postponed or taken off the agenda: in its next session. Referred: the other body deliberates
    next, then the one that referred. Withdrawn: when somebody plans a session again. Where the
    calendar has no session the station waits for one.
    """
    if result in OPEN_ENDED:
        _again(work, station, meeting=_after(station, station.meeting))
        _escalate(work, station)
    elif result == R.REFERRED:
        _refer(work, station)
    elif result == R.WITHDRAWN:
        _again(work, station, meeting=None)
        work.tell("withdrawn_in_session", [posts.MAYOR], **in_session(station))
    else:
        return
    assert station.meeting is not None, "only what had its session comes again"
    _push_later(work, station.meeting.starts_at)


def _again(
    work: DecisionWork, station: Consultation, *, meeting: Meeting | None, ahead: int = 0
) -> None:
    """The same station once more, `ahead` places behind its own."""
    later = Consultation(
        case_id=station.case_id,
        paper=station.paper,
        position=station.position + ahead,
        attempt=station.attempt + 1,
        organization=station.organization,
        meeting=meeting,
        role=station.role,
        is_public=station.is_public,
    )
    work.store(later)


def _after(station: Consultation, meeting: Meeting | None) -> Meeting | None:
    """The next session of the station's body after another session, if there is one."""
    return next_meeting(station.organization_id, after=meeting.starts_at) if meeting else None


def _refer(work: DecisionWork, station: Consultation) -> None:
    """The target deliberates next, the body that referred follows it, the others move back."""
    target = station.referred_to
    assert target is not None, "guarded by target_fits"
    assert station.meeting is not None, "only what had its session can be referred"
    # With what was noted beside the chain.
    rows = Consultation.objects.filter(case=work.case.pk, position__gt=station.position)
    behind = list(rows.order_by("position"))
    for row in behind:
        row.position += 2
    work.store_changed(behind, "position")
    meeting = next_meeting(target.pk, after=station.meeting.starts_at)
    work.store(
        Consultation(
            case_id=station.case_id,
            paper=station.paper,
            position=station.position + 1,
            organization=target,
            meeting=meeting,
            role=Role.PRELIMINARY,
            is_public=station.is_public,
        )
    )
    _again(work, station, meeting=_after(station, meeting), ahead=2)
    work.note(target=target.pk)


def _push_later(work: DecisionWork, earliest: datetime) -> None:
    """Stations whose session would now come before an earlier one move to their next session.

    One that waits for its session says nothing of those behind it: its planning will. What follows
    a decision by law has its own session.
    """
    moved = []
    for row in open_consultations(work.case.pk):
        if row.role in BY_LAW:
            continue
        if row.meeting and row.meeting.starts_at < earliest:
            row.meeting = next_meeting(row.organization_id, after=earliest)
            work.store(row, "meeting")
            moved.append(row.pk)
        if row.meeting:
            earliest = row.meeting.starts_at
    if moved:
        work.note(moved=moved)


def _escalate(work: DecisionWork, station: Consultation) -> None:
    """From the third time on the deputy mayors have to say how it goes on (domain 2.4)."""
    times = postponements(station)
    if times < PATIENCE:
        return
    subject = thing("consultation", station.pk)
    work.drop(DELAY.key)
    work.open(Opening(DELAY, subject=subject))
    work.tell_turn("often_postponed", **in_session(station), times=times)


def way_given(look: DecisionLook) -> Iterator[Unmet]:
    """How it goes on, in at least ten characters."""
    if not says_something(look.call.text):
        text = gettext("Please say how it goes on (at least 10 characters).")
        yield Unmet("way_missing", text, "text")


@act(_("say how it goes on"), guards=[way_given], step=DELAY.key, needs_version=False)
def answer_delay(work: DecisionWork) -> None:
    """A deputy mayor says how a matter goes on that a body has put off for the third time."""
    rows = Consultation.objects.select_related("organization", "meeting")
    put_off = rows.filter(pk=int(work.look.about_id("consultation"))).first()
    work.tell_turn("delay_answered", **(in_session(put_off) if put_off else {}))
