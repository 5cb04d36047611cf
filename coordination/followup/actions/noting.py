"""A body takes note of its report: recorded once, then item by item through `act()`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from workflows.actions.acting.acts import Request, act
from workflows.calendars import local_date
from workflows.models import User
from workflows.refusals import GuardsUnmet, Refusal, Unmet

from ...council.models import Meeting, Organization
from ..enums import FollowUpState as S
from ..models import FollowUpNote
from ..queries.reporting import Period, still_to_note

AT_ONCE = 100
"""So many items are noted before the page answers; a worker goes on with the rest."""


def note_report(
    *,
    body: Organization,
    period: Period,
    meeting: Meeting | None,
    noted_on: date | None,
    by: User,
    at: datetime,
    command: UUID,
) -> FollowUpNote:
    """Record that a body has taken note of its report; returns the note, the same for the same
    command. Raises GuardsUnmet (422) without a session that has begun or a day that is not ahead.
    Whoever may not note an item is refused item by item, as by hand.
    """
    on = local_date(meeting.starts_at) if meeting else noted_on
    if meeting and (meeting.organization_id != body.pk or meeting.is_cancelled):
        text = _("Please choose a session of this body that has taken place.")
        raise GuardsUnmet([Unmet("meeting_unknown", text, "meeting")])
    if on is None:
        text = _("Please choose the session, or enter the day.")
        raise GuardsUnmet([Unmet("noted_on_missing", text, "noted_on")])
    if on > local_date(at) or (meeting and meeting.starts_at > at):
        raise GuardsUnmet([Unmet("noted_on_future", _("The day lies in the future."), "noted_on")])
    note, _is_new = FollowUpNote.objects.get_or_create(
        command=command,
        defaults={
            "body": body, "period_start": period.start, "period_end": period.end,
            "meeting": meeting, "noted_on": on, "recorded_by": by, "recorded_at": at,
        },
    )  # fmt: skip
    return note


def work_on_note(note_id: int, *, at: datetime, goes_on: Callable[[int], bool]) -> bool:
    """Note the items of a note one by one, as long as `goes_on` (asked with how many are done);
    true if nothing is left. Interrupted anywhere it goes on there; twice does nothing twice.
    """
    note = FollowUpNote.objects.select_related("recorded_by").get(pk=note_id)
    if note.finished_at is not None:
        return True
    for done, (pk, case) in enumerate(list(still_to_note(note).values_list("pk", "case"))):
        if not goes_on(done):
            return False
        _note_one(note, pk, case, at=at)
    FollowUpNote.objects.filter(pk=note.pk).update(finished_at=at)
    return True


def _note_one(note: FollowUpNote, pk: int, case: int, *, at: datetime) -> None:
    data = {"noted_on": str(note.noted_on), "meeting": note.meeting_id, "report": note.pk}
    request = Request(
        case, "take_note", note.recorded_by_id, at, data=data,
        # The same item of the same note has one id, whatever breaks in between.
        command=uuid5(note.command, str(pk)),
    )  # fmt: skip
    try:
        outcome = act(request)
    except Refusal:
        counted = {"refused": F("refused") + 1}
    else:
        closed = int(outcome.state == S.CLOSED)
        counted = {"noted": F("noted") + 1, "closed": F("closed") + closed}
    with transaction.atomic():
        FollowUpNote.objects.filter(pk=note.pk, up_to__lt=pk).update(up_to=pk, **counted)
