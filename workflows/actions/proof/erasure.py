"""Erasing a free text of the trail where the law demands it; the chain stands."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ...calendars import local_date
from ...definitions import Actor, Capacity
from ...enums import DeskFunction
from ...machine import Call
from ...machine.reasons import says_something
from ...models import Case, EventText
from ...queries.acting.looks import look_at
from ...queries.acting.scene import read_scene
from ...refusals import GuardsUnmet, Invisible, NotAllowed, Unmet
from ..acting.work import Work

"""A reason shorter than this says nothing."""


@transaction.atomic
def erase_text(*, case: int, seq: int, reason: str, by: int | None, at: datetime) -> int:
    """Erase the free text of one event for good; returns the number of the event that says so.

    For the organisation office and the system (`by` is None). The digest of the text stays, so
    the trail stays provable (GDPR Art. 17). Copies of the text in other tables are not touched.
    Raises NotAllowed 403, Invisible 404 if there is no such text, GuardsUnmet 422 without a
    reason or if it is erased already.
    """
    locked = Case.objects.select_for_update().filter(pk=case).first()
    if locked is None:
        raise Invisible
    today = local_date(at)
    scene = read_scene(case=case, person=by, command=None, today=today)
    capacity = _capacity(scene.capacities)
    if by is not None and capacity is None:
        raise NotAllowed(str(DeskFunction.ORGANISATION.label))
    _erase(case=case, seq=seq, reason=reason, at=at)
    call = Call("erase_text", Actor(by, scene.capacities), at, today, text=reason)
    work = Work(locked, scene, look_at(locked, scene, call))
    work.note(seq=seq)
    event = work.record(
        action="erase_text",
        source=locked.state,
        actor=by,
        on_behalf_of=capacity.holder if capacity and capacity.is_deputy else None,
        desk=capacity.desk if capacity else None,
        text=reason,
    )
    work.flush()
    return event.seq


def _capacity(capacities: tuple[Capacity, ...]) -> Capacity | None:
    ordered = sorted(capacities, key=lambda capacity: capacity.is_deputy)
    return next((item for item in ordered if item.function == DeskFunction.ORGANISATION), None)


def _erase(*, case: int, seq: int, reason: str, at: datetime) -> None:
    text = EventText.objects.filter(event__case=case, event__seq=seq).first()
    if text is None:
        raise Invisible
    unmet = []
    if not says_something(reason):
        unmet.append(Unmet("reason", _("Please give a reason of at least ten characters."), "text"))
    if text.erased_at is not None:
        unmet.append(Unmet("erased", _("This text has been erased already."), "seq"))
    if unmet:
        raise GuardsUnmet(unmet)
    EventText.objects.filter(pk=text.pk).update(text="", erased_at=at)
