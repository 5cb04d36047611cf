"""The internal days of a matter, counted back from the first body that deliberates (domain 2.9).

Committees deliberate on the signed paper; so everything in the house comes before the first of
them. Counted back a day moves earlier, never later: BGB § 193 is for the end of a period.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from workflows.calendars import Period, PeriodUnit, WorkingCalendar

STEPS = ("check", "cosigning", "release", "board", "signature", "closing")
"""What has to begin by its day, in the order of the work; the last is the editorial deadline."""


_SUBMISSION = Period(10, PeriodUnit.WORKING_DAYS)
_INVITATION = Period(7, PeriodUnit.DAYS)


@dataclass(frozen=True, slots=True)
class Lead:
    """How many working days each step takes, and how long before a session papers close.

    `late` is a paper that comes after the editorial deadline but leaves with the invitation
    (Nachtrag, GO NRW § 48 Abs. 1): it is signed on the day of the dispatch at the latest.
    """

    check: int = 5
    cosigning: int = 10
    release: int = 5
    board: int = 3
    signature: int = 2
    submission: Period = _SUBMISSION
    invitation: Period = _INVITATION
    late: bool = False

    def shortened(self, cosigning: int) -> Lead:
        """The same with a shorter co-signature."""
        return replace(self, cosigning=min(cosigning, self.cosigning))

    def as_late_paper(self) -> Lead:
        """The same for a paper that comes after the editorial deadline."""
        return replace(self, late=True)


@dataclass(frozen=True, slots=True)
class PlanDates:
    """The last days on which the steps may begin; `cosigning_until` is when the offices are done.

    `dispatch` is the last day on which the invitation leaves in time.
    """

    check: date
    cosigning_from: date
    cosigning_until: date
    release: date
    board: date
    signature: date
    closing: date
    dispatch: date

    def begin_of(self, step: str) -> date:
        """The last day on which a step of STEPS may begin."""
        day: date = getattr(self, "cosigning_from" if step == "cosigning" else step)
        return day


def counted_back(
    calendar: WorkingCalendar, held_on: date, lead: Lead, *, closes_on: date | None = None
) -> PlanDates:
    """The days before a first session; an earlier editorial deadline of its own moves them all."""
    dispatch = calendar.backward(held_on, lead.invitation, clear=True).due_on
    closing = calendar.backward(held_on, lead.submission).due_on
    if lead.late:
        closing = signature = max(dispatch, closing)
    else:
        if closes_on is not None and closes_on < closing:
            closing = closes_on
        signature = calendar.add_working_days(closing, -lead.signature)
    board = calendar.add_working_days(signature, -lead.board)
    release = calendar.add_working_days(board, -lead.release)
    cosigning = calendar.add_working_days(release, -lead.cosigning)
    return PlanDates(
        check=calendar.add_working_days(cosigning, -lead.check),
        cosigning_from=cosigning,
        cosigning_until=release,
        release=release,
        board=board,
        signature=signature,
        closing=closing,
        dispatch=dispatch,
    )
