"""The kinds of damage to a trail, and how one is told from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...models import Event
from .digests import FORMS, digest_after, digest_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Damage(TextChoices):
    """What somebody did to a trail by hand."""

    EDITED = "edited", _("the event was edited")
    DELETED = "deleted", _("the event was deleted")
    INSERTED = "inserted", _("the event was inserted")
    REORDERED = "reordered", _("the events were reordered")
    END_MISSING = "end_missing", _("the last events are missing from here on")
    REWRITTEN = "rewritten", _("the trail was rewritten up to here after it had been sealed")
    HEAD_ALTERED = "head_altered", _("the case does not point at its last event")
    STATE_ALTERED = "state_altered", _("the state of the case is not that of its trail")
    TEXT_ALTERED = "text_altered", _("the text of the event was altered")
    TEXT_ERASED = "text_erased", _("the text was erased and no event says so")
    ROW_ALTERED = "row_altered", _("what the event wrote was altered")
    ROW_MISSING = "row_missing", _("what the event wrote is missing")
    ROW_INSERTED = "row_inserted", _("there is a row that no event wrote")
    CASE_MISSING = "case_missing", _("the case itself is missing")
    SEAL_ALTERED = "seal_altered", _("the seal was altered")
    SEAL_MISSING = "seal_missing", _("the seal is missing")
    SEAL_FORGED = "seal_forged", _("the seal's signature is wrong or its key unknown")


@dataclass(frozen=True, slots=True)
class Finding:
    """The first wrong event of one case, a row that its trail knows otherwise, or a wrong seal."""

    damage: Damage
    case: int | None = None
    seq: int | None = None
    seal: int | None = None
    row: str = ""

    def __str__(self) -> str:
        text = self._in_words()
        return f"{text} ({self.row})" if self.row else text

    def _in_words(self) -> str:
        if self.case is None:
            return _("Seal %(seal)s: %(damage)s.") % {
                "seal": self.seal,
                "damage": self.damage.label,
            }
        if self.seal is not None:
            text = _("Case %(case)s, event %(seq)s: %(damage)s (seal %(seal)s).")
        else:
            text = _("Case %(case)s, event %(seq)s: %(damage)s.")
        names = {"case": self.case, "seq": self.seq, "seal": self.seal}
        return text % {**names, "damage": self.damage.label}


@dataclass(frozen=True, slots=True)
class Link:
    """The end of the sound part of a chain."""

    seq: int = 0
    previous: bytes = bytes(32)
    digest: bytes = bytes(32)


def is_intact(event: Event) -> bool:
    """Whether an event's digest covers what the row says."""
    return event.form in FORMS and digest_of(event) == bytes(event.digest)


def fault_of(event: Event, last: Link) -> tuple[Damage, int] | None:
    """What is wrong with the event that follows `last`, and the number of the first wrong event.

    Reads the rest of the case's trail only where something is wrong.
    """
    linked = event.seq == last.seq + 1 and bytes(event.previous) == last.digest
    if linked and is_intact(event):
        return None
    others = Event.objects.filter(case=event.case_id).exclude(pk=event.pk)
    has_rival = others.filter(previous=last.digest).exists()
    if linked:
        return (Damage.INSERTED if has_rival else Damage.EDITED), event.seq
    if has_rival:
        return _displaced(event, others), last.seq + 1
    return _cut(event, last)


def _displaced(event: Event, others: QuerySet[Event]) -> Damage:
    """The rightful successor stands elsewhere: the event is a stranger, or they changed places."""
    is_own = others.filter(digest=event.previous).exists()
    return Damage.REORDERED if is_own else Damage.INSERTED


def _cut(event: Event, last: Link) -> tuple[Damage, int]:
    """No event follows the last one: that one is no true link, or its successor is gone."""
    if last.seq and bytes(event.previous) == last.previous:
        return Damage.INSERTED, last.seq
    if digest_after(last.digest, event) == bytes(event.digest):
        return Damage.EDITED, event.seq
    if last.seq and event.seq == last.seq + 1 and is_intact(event):
        # A sound event that knows another predecessor: the one before it was written anew.
        return Damage.EDITED, last.seq
    return Damage.DELETED, last.seq + 1
