"""Notes to a case: written, changed for a while, told to whom they mention."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from ... import wire
from ...calendars import local_date
from ...definitions import Actor
from ...machine import Call
from ...machine.reasons import says_something
from ...models import Case, Note, User
from ...queries.acting.looks import look_at
from ...queries.acting.scene import lock_and_read
from ...queries.inbox.notes import desks_that_read, writing_at
from ...queries.people.desks import workers_at
from ...refusals import GuardsUnmet, Invisible, NotAllowed, Unmet
from ...spelling import tidied
from ..acting.acts import Outcome, Request, announce, remember
from ..acting.waiting import place_in_line
from ..acting.work import Work
from ..wire.retry import retried

NOTE = "note"
LONGEST = 10_000
"""Characters of a note."""
CHANGEABLE = timedelta(minutes=10)
MOST_MENTIONED = 20


@retried
def add_note(
    case: int,
    *,
    text: str,
    desk: int,
    for_office: bool,
    mentions: Sequence[int] = (),
    by: User,
    at: datetime,
    command: UUID,
) -> Sequence[int]:
    """Write a note to a case as somebody of a desk, for its office or for all inside who see it.

    The trail gets its digest, never its words. Mentioned desks hear of it; those that may not read
    it are not told and returned. The same command once more does nothing. Raises Invisible 404,
    GuardsUnmet 422 for no text or more than LONGEST characters.
    """
    text = _checked(text)
    writing = writing_at(case, person=by, at=at)
    mine = next((one for one in writing.desks if one.id == desk), None) if writing else None
    if mine is None:
        raise Invisible
    unit = mine.unit_id if for_office else None
    request = Request(case, NOTE, by.pk, at, command, data={"unit": unit or 0}, text=text)
    readers = desks_that_read(case, unit=unit)
    with wire.whole():
        work = _begin(request)
        if work is None:
            return ()
        note = Note(
            case_id=case, author=by, desk_id=desk, unit_id=unit, salt=secrets.token_hex(16),
            text=text, created_at=at,
        )  # fmt: skip
        work.insert(note)
        told = set(mentions[:MOST_MENTIONED]) & readers
        _record(work, note, behalf=mine.represented[:1] if not mine.is_own else ())
        _tell(work, told, besides={by.pk}, at=at)
        _end(work, request)
    return [one for one in mentions if one not in readers]


@retried
def change_note(note: Note, *, text: str, by: User, at: datetime, command: UUID) -> None:
    """Other words for one's own note, for ten minutes; the trail gets the new digest.

    Raises NotAllowed 403 for somebody else's note, GuardsUnmet 422 afterwards.
    """
    text = _checked(text)
    if note.author_id != by.pk:
        raise NotAllowed(_("who wrote the note"))
    if at > note.created_at + CHANGEABLE:
        said = _("A note can be changed for ten minutes. Please write a new one.")
        raise GuardsUnmet([Unmet("late", said)])
    request = Request(
        note.case_id, NOTE, by.pk, at, command, data={"note": str(note.pk)}, text=text
    )
    with wire.whole():
        work = _begin(request)
        if work is None:
            return
        _check_is_there(note)
        note.text, note.changed_at = text, at
        work.store(note, "text", "changed_at")
        _record(work, note)
        _end(work, request)


@retried
def erase_note(
    note: Note, *, by: User | None, at: datetime, command: UUID, reason: str = ""
) -> None:
    """Erase the words of a note for good: one's own for ten minutes, or with a reason by the
    system (`by` is None) where the law demands it (GDPR Art. 17).

    Their digests stay in the trail, which stays provable; the salt goes, so that nobody guesses
    the words by them. Raises NotAllowed 403 for somebody else's note, GuardsUnmet 422 afterwards,
    without a reason, or if it is erased already.
    """
    if by is not None and note.author_id != by.pk:
        raise NotAllowed(_("who wrote the note"))
    if by is not None and at > note.created_at + CHANGEABLE:
        said = _("A note can be erased for ten minutes. Later only data protection is a reason.")
        raise GuardsUnmet([Unmet("late", said)])
    if by is None and not says_something(reason):
        said = _("Please give a reason of at least ten characters.")
        raise GuardsUnmet([Unmet("reason", said)])
    person = by.pk if by else None
    request = Request(
        note.case_id, NOTE, person, at, command, data={"erased": str(note.pk)}, text=reason
    )
    with wire.whole():
        work = _begin(request)
        if work is None:
            return
        _check_is_there(note)
        note.salt, note.text, note.changed_at = secrets.token_hex(16), "", at
        work.store(note, "salt", "text", "changed_at")
        work.note(erased=str(note.pk))
        work.record(
            action=NOTE, source=work.case.state, actor=person, text=reason,
            desk=note.desk_id if by else None,
        )  # fmt: skip
        _end(work, request)


def is_changeable(note: Note, *, by: User, at: datetime) -> bool:
    """Whether its author may still change or erase it."""
    return bool(note.text) and note.author_id == by.pk and at <= note.created_at + CHANGEABLE


def _check_is_there(note: Note) -> None:
    """Asked under the lock of the case: somebody may have erased it meanwhile."""
    if not Note.objects.filter(pk=note.pk).exclude(text="").exists():
        raise GuardsUnmet([Unmet("erased", _("This note has been erased already."))])


def _checked(text: str) -> str:
    text = tidied(text).strip()
    said = ""
    if not text:
        said = _("Please write something.")
    elif len(text) > LONGEST:
        said = _("A note has %(most)s characters at most; this one has %(count)s.")
        said %= {
            "most": f"{LONGEST:,}".replace(",", "."),
            "count": f"{len(text):,}".replace(",", "."),
        }
    if said:
        raise GuardsUnmet([Unmet("text", said, "text")])
    return text


def _begin(request: Request) -> Work | None:
    """The locked case at work; None if the command was done before."""
    today = local_date(request.at)
    try:
        with place_in_line(request.case):
            case, scene = lock_and_read(
                case=request.case, person=request.by, command=request.command, today=today
            )
    except Case.DoesNotExist:
        raise Invisible from None
    if scene.command is not None:
        return None
    actor = Actor(request.by, scene.capacities)
    return Work(case, scene, look_at(case, scene, Call(NOTE, actor, request.at, today)))


def _record(work: Work, note: Note, *, behalf: Collection[int] = ()) -> None:
    """The event of the note: by whom, as which desk, and the digest of its row."""
    work.record(
        action=NOTE, source=work.case.state, actor=note.author_id, desk=note.desk_id,
        on_behalf_of=next(iter(behalf), None),
    )  # fmt: skip


def _tell(work: Work, desks: Collection[int], *, besides: Collection[int], at: datetime) -> None:
    people: Mapping[int, int] = {
        person: desk
        for desk in sorted(desks)
        for person in workers_at(desk, step="", on=local_date(at))
        if person not in besides
    }
    work.tell_people("note_mentioned", people)


def _end(work: Work, request: Request) -> None:
    case = work.case
    remember(work, request, Outcome(case.pk, case.seq, case.state, case.version))
    work.flush()
    announce(work, NOTE)
