"""What somebody has typed and not yet sent."""

from __future__ import annotations

from workflows.models import User

from ..models import Draft


def draft_of(person: User, *, form: str, subject: str) -> Draft | None:
    """The draft that a person kept of this form."""
    return Draft.objects.filter(person=person, form=form, subject=subject).first()
