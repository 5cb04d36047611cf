"""Drafts of answers: as somebody may see them, and what follows from them for who signs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.actions.ballots import OPEN_ITEMS
from workflows.definitions import Post
from workflows.models import Case, CosignatureItem, Desk, DeskHolder, Task, User
from workflows.refusals import Invisible

from ...city.rules import cosigners
from ..enums import DraftState
from ..models import AnswerDraft
from .practice import practices


class Matter(Protocol):
    """What offices answer about."""

    case: Case


SEEN = "_drafts_seen"
"""Under this name a matter keeps what was read for its one reader."""

OPEN_ITEM = Q(item__status__in=OPEN_ITEMS, item__step__closed_at=None)
"""The office has still to answer."""


def draft_seen_by(viewer: User, case: int, *, at: datetime) -> AnswerDraft:
    """The draft of a case; raises Invisible (404) for everybody outside the office."""
    found = _read().filter(pk__in=AnswerDraft.objects.visible_to(viewer, at=at), case=case).first()
    if found is None:
        raise Invisible
    return found


def seen_of(matter: Matter, viewer: User, *, at: datetime) -> list[AnswerDraft]:
    """What was drafted in a matter, as far as this person sees it, the latest first.

    Asked once for each matter that was read, and not at all where it is known to have none.
    """
    known = vars(matter)
    if not known.get("has_drafts", True):
        return []
    if SEEN not in known:
        seen = AnswerDraft.objects.visible_to(viewer, at=at)
        rows = _read().filter(pk__in=seen, item__case=matter.case.pk)
        known[SEEN] = list(rows.order_by("-pk"))
    found: list[AnswerDraft] = known[SEEN]
    return found


def _read() -> QuerySet[AnswerDraft]:
    return AnswerDraft.objects.select_related(
        "case", "item__case", "item__step", "unit", "desk__unit", "drafter", "names_unit"
    )


def signing_posts(item: CosignatureItem) -> list[Post]:
    """The desks that have the question of this item now; once it is answered, those of its office.

    A vacant desk has passed it to its superior, and one where all are barred to who stands above.
    """
    tasks = Task.objects.filter(step=item.step_id, status="open")
    desks = Desk.objects.filter(pk__in=tasks.values("desk")).order_by("pk")
    found = [Post((desk.function,), unit=desk.unit_id, desk=desk.pk) for desk in desks]
    return found or cosigners(item.unit_id)


def drafters(unit: int, *, on: date) -> QuerySet[Desk]:
    """The desks of an office and of its sub-units that somebody holds on that day, by name."""
    inside = Q(unit=unit) | Q(unit__ancestors__contains=[unit])
    held = DeskHolder.objects.in_force(on=on).filter(desk=OuterRef("pk"))
    desks = Desk.objects.filter(inside, Exists(held), closed_on=None).select_related("unit")
    return desks.filter(Q(unit__valid_until=None) | Q(unit__valid_until__gte=on)).order_by(
        "unit__sort_key", "name", "pk"
    )


def drafts_of(case: int | OuterRef) -> QuerySet[AnswerDraft]:
    """What was ever drafted for the offices that were asked in a matter."""
    return AnswerDraft.objects.filter(item__case=case)


def barred_drafters(case: int, *, on: date) -> Mapping[UUID, frozenset[int]]:
    """Who has drafted answers of offices in which whoever drafts does not sign, by item.

    A second statement only where something was drafted.
    """
    rows = list(
        drafts_of(case).exclude(drafter=None).values_list("item", "unit", "drafter", "drafter_for")
    )
    if not rows:
        return {}
    known = practices({unit for _, unit, *_ in rows}, on=on)
    found: dict[UUID, frozenset[int]] = {}
    for item, unit, *people in rows:
        if unit in known and known[unit].four_eyes:
            wrote = frozenset(person for person in people if person is not None)
            found[item] = found.get(item, frozenset()) | wrote
    return found


def waiting_on_drafters(day: date) -> list[int]:
    """Matters in which an office with four eyes inside has drafted: who is left to sign?"""
    rows = AnswerDraft.objects.filter(OPEN_ITEM, is_live=True).exclude(drafter=None)
    asked = list(rows.values_list("unit", "item__case"))
    known = practices({unit for unit, _ in asked}, on=day) if asked else {}
    return sorted({case for unit, case in asked if unit in known and known[unit].four_eyes})


def over() -> QuerySet[AnswerDraft]:
    """Drafts that wait for nothing more: the office has answered, kept silent, or is not asked."""
    return AnswerDraft.objects.filter(is_live=True).exclude(OPEN_ITEM).order_by("pk")


def is_current(draft: int, version: int, *, item: UUID, locks: bool = False) -> bool:
    """Whether a draft lies before whoever signs in this very version; `locks` it until the end."""
    rows = AnswerDraft.objects.filter(pk=draft, item=item, is_live=True)
    if locks and not rows.select_for_update().exists():
        return False
    # Read after the lock was granted: so it sees what whoever wrote before us has committed.
    return rows.filter(case__version=version, case__state=DraftState.SUBMITTED).exists()
