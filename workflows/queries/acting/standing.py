"""Where a case stands now, for somebody whose request came too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ...models import Case, Command, Event, User
from ...models.trail import UNTOLD
from ..inbox.rows import act_label, state_label


def was_done(command: str, *, by: User) -> bool:
    """Whether this person's command was carried out, whatever has become of its case since."""
    try:
        return Command.objects.filter(pk=UUID(command), by=by).exists()
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Standing:
    """State, version and the last thing that a person did to a case.

    Who only observes learns neither what was done last nor by whom: `act` and `by` are empty.
    """

    title: str
    state: str
    version: int
    act: str
    at: datetime | None
    by: str


def standing(case_id: int, *, user: User, at: datetime) -> Standing | None:
    """The standing of a case that this person sees; None if they do not."""
    case = Case.objects.visible_to(user, at=at).filter(pk=case_id).first()
    if case is None:
        return None
    is_inside = Case.objects.known_inside_to(user, at=at).filter(pk=case_id).exists()
    event = _last_of(case_id) if is_inside else None
    return Standing(
        title=case.title,
        state=state_label(case.kind, case.state),
        version=case.version,
        act=act_label(case.kind, event.action, event.source) if event else "",
        at=event.at if event else None,
        by=str(event.actor) if event else "",
    )


def _last_of(case_id: int) -> Event | None:
    people = Event.objects.filter(case=case_id, actor__isnull=False).exclude(action__in=UNTOLD)
    people = people.select_related("actor")
    return people.order_by("-seq").first()
