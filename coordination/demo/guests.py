"""The guests of the demo city: two associations and the institute, invited by the centre."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.calendars import local_date
from workflows.models import DeskHolder, User

from ..guests.actions.inviting import invite

CENTRE = "integration_centre-clerk"
GUESTS = ("awo-observer", "caritas-observer", "agency-observer")
_LASTS = timedelta(days=366)
_PURPOSE = "Beteiligung am Integrationskonzept und Stand der eigenen Forderungen."


def let_guests_in(*, at: datetime) -> None:
    """Whoever the city file names at these desks."""
    today = local_date(at)
    by = User.objects.filter(desks_held__desk__key=CENTRE).order_by("pk").first()
    assert by is not None, "the city file names the integration centre"
    held = DeskHolder.objects.in_force(on=today).filter(desk__key__in=GUESTS)
    rows = list(held.select_related("person", "desk__unit").order_by("desk__key"))
    assert {row.desk.key for row in rows} == {*GUESTS}, "the city file fills these desks"
    for row in rows:
        invite(
            unit=row.desk.unit, email=row.person.email, given_name=row.person.given_name,
            family_name=row.person.family_name, until=today + _LASTS, purpose=_PURPOSE, by=by,
            at=at,
        )  # fmt: skip
