"""What somebody has typed and not yet sent."""

from __future__ import annotations

from ...models import KeptForm, User


def kept_form(person: User, *, form: str, subject: str) -> KeptForm | None:
    """The draft that a person kept of this form."""
    return KeptForm.objects.filter(person=person, form=form, subject=subject).first()
