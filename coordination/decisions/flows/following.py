"""Chains follow the calendar: a session was cancelled, moved or joined with another."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from workflows.machine import At, Stage, act, system
from workflows.subjects import thing

from ...council.models import Consultation
from ...council.queries import last_session_dealt_with, open_consultations
from ...council.rules.following import Sessions, follow
from ..enums import MeasureState as S
from ..queries.following import closing_from, sessions_for
from . import approving
from .dispatching import plan_dispatch
from .settling import ask_again
from .signing import see_to_the_chain
from .stations import ask_next
from .work import DecisionWork


def _move(work: DecisionWork, stations: Sequence[Consultation]) -> list[list[str | None]]:
    """Let them follow; body, moment before and moment now of each that has moved."""
    steps = follow(
        stations,
        Sessions(sessions_for(stations, at=work.at)),
        at=work.at,
        dealt=last_session_dealt_with(work.case.pk),
        closing_from=closing_from(stations, work.today),
    )
    moved = []
    for step in (step for step in steps if step.is_changed):
        step.station.meeting = step.after
        work.store(step.station, "meeting")
        before = step.before.starts_at.isoformat() if step.before else None
        after = step.after.starts_at.isoformat() if step.after else None
        moved.append([step.station.organization.short_name, before, after])
    return moved


@act(_("follow the calendar"), needs_version=False, legal_basis="GO NRW § 48")
def follow_sessions(work: DecisionWork) -> None:
    """Every open station whose session is given up goes to the next one of its body, in order.

    Dispatch and the day on which the result is due follow. The reason is that of the calendar.
    """
    stations = open_consultations(work.case.pk)
    if not stations:
        return
    moved = _move(work, stations)
    work.note(calendar=work.call.data.get("calendar"), moved=moved)
    if moved:
        # Who planned by what they saw before looks again.
        work.case.version += 1
    if work.case.state == S.EXECUTION_BARRED:
        # The bodies that decide on the objection and approve; for anything else it is no time now.
        ask_again(work)
        approving.ask_again(work)
        return
    if work.case.state == S.FINAL_SIGNATURE:
        see_to_the_chain(work)
    approving.ask_again(work)
    if stations[0].paper_id is not None:
        work.drop("record_result")
        for station in stations:
            # Whose session lies ahead again has no excerpt to come back.
            work.drop("excerpt", thing("consultation", station.pk))
        plan_dispatch(work, stations[0])
        ask_next(work)
    if moved:
        work.tell_turn("sessions_changed", body=moved[0][0])


WITH_STATIONS = (
    S.CHECK, S.REVISION, S.COSIGNING, S.CLARIFICATION, S.RELEASE, S.EXECUTIVE_BOARD,
    S.FINAL_SIGNATURE, S.DELIBERATION, S.VETO_PERIOD, S.EXECUTION_BARRED, S.RESOLVED,
    S.IMPLEMENTATION, S.PAUSED,
)  # fmt: skip
"""Where a chain may be planned, and where stations may follow the decision."""

FOLLOWING = Stage({state: At(acts=(follow_sessions.by(system),)) for state in WITH_STATIONS})
