"""Keeping what somebody has typed and not yet sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from ...models import KeptForm, User
from ...refusals import GuardsUnmet, Unmet

LARGEST = 300_000
"""Characters of one kept form; an act takes 50,000 in each text."""

MOST = 100
"""Kept forms of one person."""


def keep_form(
    *, form: str, subject: str, values: Mapping[str, Sequence[str]], by: User, at: datetime
) -> KeptForm:
    """Keep the raw values of a form for its author; an earlier draft of it is replaced.

    Raises GuardsUnmet for more than LARGEST characters, and for more than MOST drafts.
    """
    mine = KeptForm.objects.filter(person=by)
    if sum(len(text) for given in values.values() for text in given) > LARGEST:
        text = _("This is too much to be kept. Please shorten it, or add a part as an attachment.")
        raise GuardsUnmet([Unmet("too_long", text)])
    if not mine.filter(form=form, subject=subject).exists() and mine.count() >= MOST:
        text = _("You have kept %(most)s forms already. Please send or discard some of them first.")
        raise GuardsUnmet([Unmet("too_many", text % {"most": MOST})])
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
