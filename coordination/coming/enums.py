"""How far a matter is, as everybody is told."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from ..decisions.enums import MeasureState as S


class Progress(TextChoices):
    """In a word; what happens inside the administration stays there."""

    PREPARED = "prepared", pgettext_lazy("coming matter", "in preparation")
    DELIBERATED = "deliberated", pgettext_lazy("coming matter", "in deliberation")
    DECIDED = "decided", pgettext_lazy("coming matter", "decided")
    REJECTED = "rejected", pgettext_lazy("coming matter", "rejected")
    DROPPED = "dropped", pgettext_lazy("coming matter", "not pursued any more")


_BY_STATE: Mapping[str, Progress] = {
    S.DELIBERATION: Progress.DELIBERATED,
    S.REJECTED: Progress.REJECTED,
    **dict.fromkeys((S.WITHDRAWN, S.DISCARDED, S.REVOKED, S.DISCONTINUED), Progress.DROPPED),
    **dict.fromkeys(
        (S.DRAFT, S.REVISION, S.CHECK, S.COSIGNING, S.CLARIFICATION, S.RELEASE,
         S.EXECUTIVE_BOARD, S.FINAL_SIGNATURE),
        Progress.PREPARED,
    ),
}  # fmt: skip


def progress_of(state: str) -> Progress:
    """How far a matter in this state is."""
    return _BY_STATE.get(state, Progress.DECIDED)
