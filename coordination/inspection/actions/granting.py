"""Granting a look into a file, and recording each look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Outcome
from workflows.actions.acting.cases import open_case
from workflows.actions.acting.work import Work
from workflows.calendars import local_date
from workflows.machine.reasons import says_something
from workflows.models import Case, User
from workflows.refusals import GuardsUnmet, Unmet

from ...city.rules import COUNCIL_OFFICE, MAYOR
from ...measures.models import Measure
from ..flows.flow import until_problems
from ..models import Inspection, InspectionLook
from ..queries.inspections import members


def grant(
    *,
    matter: Measure | None,
    person: User | None,
    until: date | None,
    reason: str,
    by: User,
    at: datetime,
    command: UUID | None = None,
) -> Outcome:
    """Let a member of the council read the file of a matter up to a day, with a reason.

    Raises GuardsUnmet (422) with everything that is missing, NotAllowed (403) for whoever is
    neither the council office nor the mayor.
    """
    unmet = [*_problems(matter, person, until, reason, at=at)]
    if unmet or matter is None or person is None or until is None:
        raise GuardsUnmet(unmet)

    def attach(case: Case, work: Work) -> Inspection:
        row = Inspection(
            case=case, matter_id=matter.case_id, person=person, until=until, reason=reason.strip()
        )
        work.store(row)
        work.admit([COUNCIL_OFFICE, MAYOR], "council_office")
        return row

    return open_case(
        kind="inspection", title=f"{matter.reference} {matter.title}"[:300], by=by.pk, at=at,
        attach=attach, command=command,
        data={"matter": matter.case_id, "person": person.pk, "until": str(until)},
        text=reason.strip(),
    )  # fmt: skip


def _problems(
    matter: Measure | None, person: User | None, until: date | None, reason: str, *, at: datetime
) -> Iterator[Unmet]:
    yield from until_problems(until, today=local_date(at))
    if matter is None:
        text = _("There is no measure of this number that you see and that is no draft any more.")
        yield Unmet("matter_missing", text, "matter")
    if person is None or not members(at=at).filter(pk=person.pk).exists():
        yield Unmet("person_missing", _("Please choose a member of the council."), "person")
    if not says_something(reason):
        text = _("Please give a reason (at least 10 characters).")
        yield Unmet("reason_missing", text, "reason")


def note_look(inspection: Inspection, *, at: datetime, what: str = "") -> None:
    """Record a look; whoever granted it can read when and at what."""
    InspectionLook.objects.create(inspection=inspection, at=at, what=what[:200])
