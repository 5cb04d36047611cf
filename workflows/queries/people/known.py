"""What a page knows of the organisation before it asks: its version is read with the person."""

from __future__ import annotations

from datetime import date

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from ...models import User
from ...wire.known import VERSION, Known

ORGANISATION = "version_of_organisation"
"""The name under which a person carries the version as it stood when they were read."""


def version_read() -> RawSQL:
    """The version, as an annotation of that name."""
    return RawSQL(VERSION, (), output_field=TextField())  # noqa: S611 - a constant


def known_to(person: User, *, today: date) -> Known:
    """What is known since this person was read; nothing where nobody read the version with them."""
    return Known(getattr(person, ORGANISATION, None) or "", today)
