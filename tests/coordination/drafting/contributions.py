"""Contributions in a small town: the school office asks the health office, which asks social."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from coordination.drafting.actions.asking import ask_for_contribution, usual_day
from coordination.drafting.models import Contribution
from coordination.measures.models import Measure
from tests.coordination.drafting.drafts import item_of
from tests.town import Town
from workflows.actions.acting.acts import Outcome, Request, act
from workflows.calendars import local_date
from workflows.models import Unit

ASKER, ASKED, FURTHER = "school-head", "health-head", "social-head"
QUESTION = "Wie viele Räume? Kanarienvogel Girlitz"
TEXT = "Zwölf Räume. Kanarienvogel Girlitz"
REASON = "Die Antwort hängt davon nicht ab."


def requested(
    town: Town,
    measure: Measure,
    *,
    unit: str | None = "health",
    by: str = ASKER,
    asking: str = "school",
    parent: Contribution | None = None,
    wanted_on: date | None = None,
    question: str = QUESTION,
    command: UUID | None = None,
) -> Contribution:
    """An office is asked for a contribution, by default the health office by the school."""
    item = item_of(town, measure, asking)
    outcome = ask_for_contribution(
        item=item, parent=parent, question=question, by=town.person(by), at=town.now,
        unit=Unit.objects.get(pk=town.units[unit]) if unit else None, command=command or uuid4(),
        wanted_on=wanted_on or usual_day(item, parent, today=local_date(town.now)),
    )  # fmt: skip
    return fresh(Contribution.objects.get(case=outcome.case))


def fresh(row: Contribution) -> Contribution:
    """As it stands now."""
    return Contribution.objects.select_related("case", "item", "parent__case").get(pk=row.pk)


def do(
    town: Town, row: Contribution, name: str, by: str, *, text: str = "", **data: Any
) -> Outcome:
    """An act on the present version, by the holder of a desk."""
    return act(
        Request(
            row.case_id, name, town.person(by).pk, town.now, command=uuid4(),
            version=fresh(row).case.version, data=data, text=text,
        )
    )  # fmt: skip


def contributed(town: Town, measure: Measure) -> Contribution:
    """The health office has contributed."""
    row = requested(town, measure)
    do(town, row, "give_contribution", ASKED, text=TEXT)
    return fresh(row)
