"""Keeping what somebody has typed and not yet sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from workflows.models import User

from ..models import Draft


def keep_draft(
    *, form: str, subject: str, values: Mapping[str, Sequence[str]], by: User, at: datetime
) -> Draft:
    """Keep the raw values of a form for its author; an earlier draft of it is replaced."""
    draft, _created = Draft.objects.update_or_create(
        person=by,
        form=form,
        subject=subject,
        defaults={"values": {name: list(given) for name, given in values.items()}, "saved_at": at},
    )
    return draft


def drop_draft(*, form: str, subject: str, by: User) -> None:
    """Forget the draft of a form, if there is one: it was sent or is no longer wanted."""
    Draft.objects.filter(person=by, form=form, subject=subject).delete()
