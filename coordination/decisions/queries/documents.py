"""What offices have asked for beside their answers."""

from __future__ import annotations

from django.db.models import QuerySet

from workflows.models import Event

from ..models import DocumentRequest


def request_rows(case: int) -> QuerySet[DocumentRequest]:
    """All requests in a matter, the latest first."""
    rows = DocumentRequest.objects.filter(case=case)
    return rows.select_related("unit", "asked_by", "ended_by").order_by("-asked_at", "-pk")


def asked_in(case: int, round_: int) -> list[DocumentRequest]:
    """The requests of one round, in their order."""
    return list(DocumentRequest.objects.filter(case=case, round=round_).order_by("pk"))


def allowed_more(case: int, *, unit: int, round_: int) -> int:
    """How many more requests of an office the deputy mayor has allowed in a round."""
    events = Event.objects.filter(case=case, action="allow_request")
    return events.filter(data__unit=unit, data__round=round_).count()
