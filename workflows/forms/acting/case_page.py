"""What the pages of all kinds of cases show: the task at hand, what is awaited, what is offered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from ...models import User
from ...queries.acting.offers import Situation, situation
from ...queries.acting.waiting import waiting_for
from ..inbox.places import place_in, task_in
from .choices import PanelMaker
from .panels import Matter


def seen_by(person: User, matter: Matter, *, at: datetime) -> Situation:
    """The case of a matter as a person meets it, of whom the caller knows that they see it."""
    return situation(matter.case, person=person.pk, at=at, subject=matter)


def case_context(
    request: HttpRequest, matter: Matter, seen: Situation, *, person: User, at: datetime
) -> dict[str, Any]:  # names of a template; some are used on the way
    """What `workflows/cases/_decision.html` needs; a kind adds its text and its history.

    `topics` may be added: what tasks are about, by their subjects.
    """
    maker = PanelMaker(matter, person, at, seen, place_in(request), task_in(request))
    return {
        "case": matter.case,
        "situation": seen,
        "waiting": waiting_for(matter.case),
        "decision": maker.make(),
        "offered": {offer.name for offer in seen.offers if not offer.objection},
        "now": at,
    }
