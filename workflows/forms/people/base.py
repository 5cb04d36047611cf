"""What all forms of the organisation share: values for the deed, a reason for the trail."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ..acting.lasting import LastingForm


class DeedForm(LastingForm):
    """A form whose visible fields are the arguments of one deed; rows are named by their keys."""

    reason_hint = _("It stands in the trail of the organisation.")

    def arguments(self) -> dict[str, object]:
        """The arguments of the deed."""
        values = {
            field.name: _argument(self.cleaned_data.get(field.name))
            for field in self.visible_fields()
            if field.name != self.text_field
        }
        return {**values, **self.what_was_seen()}


class ConfirmForm(DeedForm):
    """Nothing to enter but a reason: the page says what will happen."""


def _argument(value: object) -> object:
    return value.pk if isinstance(value, Model) else value
