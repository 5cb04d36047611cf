"""Keeping what somebody has typed and not yet sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ...models import KeptForm, User


def keep_form(
    *, form: str, subject: str, values: Mapping[str, Sequence[str]], by: User, at: datetime
) -> KeptForm:
    """Keep the raw values of a form for its author; an earlier draft of it is replaced."""
    draft, _created = KeptForm.objects.update_or_create(
        person=by,
        form=form,
        subject=subject,
        defaults={"values": {name: list(given) for name, given in values.items()}, "saved_at": at},
    )
    return draft


def forget_form(*, form: str, subject: str, by: User) -> None:
    """Forget the draft of a form, if there is one: it was sent or is no longer wanted."""
    KeptForm.objects.filter(person=by, form=form, subject=subject).delete()
