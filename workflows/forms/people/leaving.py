"""The form by which somebody leaves the city: who takes over each desk, and the rest."""

from __future__ import annotations

from typing import Unpack

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...queries.people.leaving import Hanging
from ..options import Data, FormOptions
from .base import DeedForm
from .choices import PersonField


class LeaveForm(DeedForm):
    """A successor for each desk that the person holds, and one for what was theirs alone."""

    heir = PersonField(
        label=_("Successor for everything else"),
        required=False,
        help_text=_("Name or e-mail address. Keeps what is listed above, and is told."),
    )

    def __init__(
        self, data: Data = None, *, hanging: Hanging, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.hanging = hanging
        self.fields["heir"].required = hanging.needs_heir
        for held in hanging.desks:
            place = {"unit": held.desk.unit.short_name, "desk": held.desk.name}
            hint = gettext("Name or e-mail address.") if held.needs_somebody else held.fate
            empty = gettext("Left empty: %(fate)s") % {"fate": held.fate}
            self.fields[f"successor_{held.desk.pk}"] = PersonField(
                label=gettext("Who takes over %(unit)s: %(desk)s") % place,
                required=held.needs_somebody,
                help_text=hint if held.needs_somebody else empty,
            )
        named = [f"successor_{held.desk.pk}" for held in hanging.desks]
        self.order_fields([*named, "heir", "reason"])

    def arguments(self) -> dict[str, object]:
        """The successors by desk, and the heir."""
        given, heir = self.cleaned_data, self.cleaned_data.get("heir")
        named = {
            held.desk.pk: given.get(f"successor_{held.desk.pk}") for held in self.hanging.desks
        }
        return {
            "successors": {desk: person.pk if person else None for desk, person in named.items()},
            "heir": heir.pk if heir else None,
            **self.what_was_seen(),
        }

    def answers(self) -> list[tuple[str, str]]:
        """Where each desk goes, and the rest: also what was left empty has an answer."""
        given, lines = self.cleaned_data, []
        for held in self.hanging.desks:
            person = given.get(f"successor_{held.desk.pk}")
            words = gettext("%(name)s, from today on") % {"name": person} if person else held.fate
            lines.append((f"{held.desk.unit.short_name}: {held.desk.name}", words))
        label = str(self.fields["heir"].label)
        lines.append((label, str(given.get("heir") or gettext("Nobody: what is listed ends."))))
        if given.get("reason"):
            lines.append((str(self.fields["reason"].label), given["reason"]))
        return lines
