"""Whom a matter concerns beside the offices that work on it."""

from __future__ import annotations

from datetime import datetime

from workflows.models import Case


def proposer_of(case: Case, *, at: datetime) -> set[int]:
    """Who opened the case, if they still see it; one statement."""
    proposer = case.opened_by
    seen = proposer is not None and Case.objects.visible_to(proposer, at=at).filter(pk=case.pk)
    return {proposer.pk} if proposer is not None and seen and seen.exists() else set()
