"""The lead of integration of the demo city: recorded by the mayor before the story begins."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.calendars import local_date
from workflows.models import DeskHolder

from ..mandates.actions import change
from .queries import INTEGRATION, MAYOR

_MATTERS = (
    "Leitung aller Arbeitszusammenhänge der Integration, in Abstimmung mit dem Verwaltungsvorstand"
    " und im direkten Auftrag der Oberbürgermeisterin oder des Oberbürgermeisters. Die Geschäfte"
    " führt das Kommunale Integrationszentrum."
)
_GIVEN = timedelta(days=30)
_LASTS = timedelta(days=4 * 365)


def give_the_mandate(*, at: datetime) -> None:
    """By an organisational order that was signed a month before."""
    first = local_date(at)
    signed = first - _GIVEN
    change(
        "record_mandate", by=_holder(MAYOR), at=at, person=_holder(INTEGRATION), basis="order",
        reference=f"OB 7/{signed.year}", basis_on=signed, valid_from=first,
        valid_until=first + _LASTS, matters=_MATTERS,
    )  # fmt: skip


def _holder(desk: str) -> int:
    return DeskHolder.objects.values_list("person", flat=True).get(desk__key=desk)
