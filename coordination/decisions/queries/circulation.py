"""What a circulation has told an office."""

from __future__ import annotations

from ..models import CirculationEntry


def word_to(case: int, *, round_: int, unit: int) -> str:
    """The word to an office in a round; empty where there is none."""
    sent = CirculationEntry.objects.filter(case=case, round=round_, unit=unit)
    return sent.exclude(sent_at=None).values_list("words", flat=True).first() or ""
