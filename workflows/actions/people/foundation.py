"""The one case of the organisation, and the one way to act on it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from ...models import Case
from ...queries.people.case import KIND, organisation_case
from ..acting.acts import Outcome, Request, act
from ..acting.cases import open_case


def found_organisation(*, at: datetime) -> int:
    """Open the organisation's case if there is none yet; returns its id. By the system."""
    found = Case.objects.filter(kind=KIND).values_list("pk", flat=True).first()
    if found is not None:
        return found
    try:
        return open_case(kind=KIND, title=_("Organisation"), by=None, at=at).case
    except IntegrityError:
        # Somebody else was quicker; the database allows one.
        return organisation_case()


def change(
    name: str,
    /,
    *,
    by: int | None,
    at: datetime,
    command: UUID | None,
    text: str,
    **data: object,
) -> Outcome:
    """One act on the organisation's case, its data as JSON values."""
    values = {key: str(value) if isinstance(value, date) else value for key, value in data.items()}
    request = Request(
        case=organisation_case(), name=name, by=by, at=at, command=command, data=values, text=text
    )
    return act(request, system=by is None)
