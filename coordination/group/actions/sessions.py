"""Planning a session of the group, and orders that follow from its decisions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from workflows.actions.acting.acts import Outcome
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.calendars import local_date
from workflows.machine.entry import Entry
from workflows.models import Case, User
from workflows.refusals import GuardsUnmet

from ..flows.session import read_day, title_of
from ..models import GroupSession


def plan_session(
    *, held_on: date | None, place: str, by: User, at: datetime, command: UUID | None = None
) -> Outcome:
    """Plan a session; open orders stand on its agenda by themselves.

    Raises GuardsUnmet (422) for a day that does not do, NotAllowed (403) for whoever does not keep
    the business of the group.
    """
    said = {"held_on": held_on.isoformat() if held_on else "", "place": place}
    entry = Entry(said)
    read_day(entry, today=local_date(at))
    if entry.unmet:
        raise GuardsUnmet(entry.unmet)

    def attach(case: Case, work: Work) -> GroupSession:
        row = GroupSession(case=case, held_on=entry["held_on"], place=entry["place"])
        work.store(row)
        return row

    return open_case(
        kind="group_session", title=title_of(entry["held_on"]), by=by.pk,
        at=at, attach=attach, command=command, data=said,
    )  # fmt: skip
