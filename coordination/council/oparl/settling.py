"""What the council office decides about an import: contradictions, and words that nobody knew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from workflows.models import User
from workflows.refusals import TaskClosed

from ..enums import ConsultationResult
from ..models import CouncilConflict, SourceItem
from ..results.reader import UNKNOWN, read_result

Decision = CouncilConflict.Decision


@transaction.atomic
def settle(conflict: int, decision: str, *, note: str, by: User, at: datetime) -> CouncilConflict:
    """Decide a contradiction. Taken, the source's words replace those of an imported item.

    A station of our own is never changed here: its result is corrected by the act for that. Raises
    the refusal for what somebody else has decided meanwhile.
    """
    row = CouncilConflict.objects.select_for_update().get(pk=conflict)
    if row.decision:
        raise TaskClosed
    row.decision, row.note, row.decided_by, row.decided_at = decision, note, by, at
    row.save(update_fields=["decision", "note", "decided_by", "decided_at"])
    if decision != Decision.TAKEN:
        return row
    items = SourceItem.objects.filter(key=row.item_key)
    if row.kind == CouncilConflict.Kind.GONE:
        items.delete()
    elif row.kind == CouncilConflict.Kind.CONFIRMED:
        kind = read_result(row.theirs).kind if row.theirs else ""
        items.update(result_text=row.theirs, result=kind, confirmed_by=None, confirmed_at=None)
    return row


def confirm(words: str, kind: str, *, by: User, at: datetime) -> int:
    """Say what these words of a source mean, for all its items that have them; how many."""
    known = ConsultationResult(kind)
    return SourceItem.objects.filter(result=UNKNOWN, result_text=words).update(
        result=known, confirmed_by=by, confirmed_at=at
    )
