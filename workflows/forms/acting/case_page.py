"""What the pages of all kinds of cases show: the task at hand, what is awaited, what is offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from ...models import Task, User
from ...queries.acting.offers import Situation, situation
from ...queries.acting.waiting import waiting_for, waiting_in
from ..inbox.places import place_in, task_in
from .choices import PanelMaker
from .panels import Matter


def seen_by(person: User, matter: Matter, *, at: datetime) -> Situation:
    """The case of a matter as a person meets it, of whom the caller knows that they see it."""
    return situation(matter.case, person=person.pk, at=at, subject=matter)


def case_context(
    request: HttpRequest,
    matter: Matter,
    seen: Situation,
    *,
    person: User,
    at: datetime,
    tasks: Iterable[Task] | None = None,
) -> dict[str, Any]:  # names of a template; some are used on the way
    """What `workflows/cases/_decision.html` needs; a kind adds its text and its history.

    `topics` may be added: what tasks are about, by their subjects. `tasks`: the open ones of the
    case, if they are read already.
    """
    case = matter.case
    maker = PanelMaker(matter, person, at, seen, place_in(request), task_in(request))
    return {
        "case": case,
        "situation": seen,
        "waiting": waiting_for(case) if tasks is None else waiting_in(tasks, case),
        "decision": maker.make(),
        "offered": {offer.name for offer in seen.offers if not offer.objection},
        "own_units": {capacity.unit for capacity in seen.scene.capacities},
        "now": at,
    }
