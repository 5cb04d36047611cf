"""The city decides about its public endpoint: each decision is kept, the last one is in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from workflows.models import User

from ...council.models import Consultation, Paper, SourceObject
from ..models import OparlRelease
from .publishing import refresh, refresh_session

AT_ONCE = 2000
"""So many papers are made anew while somebody waits; more are left to the next tick."""


def decide(fields: Mapping[str, object], *, by: User, at: datetime) -> OparlRelease:
    """Record the decision. It holds at once; what is shown is made anew now, in a city with many
    papers by the next tick. Who closes the endpoint waits for nothing.
    """
    with transaction.atomic():
        release = OparlRelease.objects.create(**fields, decided_by=by, decided_at=at)
        if Paper.objects.count() <= AT_ONCE and SourceObject.objects.count() <= AT_ONCE:
            refresh(at=at)
    return release


def give_reason(station: int, reason: str, *, at: datetime) -> bool:
    """Record why an item is not public; whether there was such an item. Shown at once."""
    with transaction.atomic():
        rows = Consultation.objects.filter(pk=station, paper__isnull=False)
        found = rows.values_list("meeting", flat=True).first()
        if not rows.update(secrecy_reason=reason):
            return False
        if found is not None:
            refresh_session(found, at=at)
    return True
