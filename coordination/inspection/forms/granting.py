"""Who may read which file until when, and the end before that day."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.forms.acting.acts import ActForm
from workflows.forms.acting.context import ReasonForm, reason_field
from workflows.forms.acting.panels import ActPanel
from workflows.forms.fields import GermanDateField, LineField
from workflows.forms.options import Data, FormOptions
from workflows.models import User

from ..queries.inspections import members


class GrantForm(ActForm):
    """A matter, a member, a last day, a reason."""

    matter = LineField(
        label=_("Number of the measure"), max_length=40, help_text=_("For example M-2026-0042.")
    )
    person = forms.ModelChoiceField(
        label=_("Member of the council"), queryset=User.objects.none(),
        empty_label=_("– please choose –"),
    )  # fmt: skip
    until = GermanDateField(label=_("Last day"))
    reason = reason_field(hint=_("At least 10 characters. It is kept with the matter for good."))

    def __init__(self, data: Data = None, *, at: datetime, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = members(at=at)


class EndForm(ReasonForm):
    """Why it ends before its day."""

    act_name = "end_inspection"


PANELS = (
    ActPanel(
        EndForm, "beenden", _("End the inspection"), _("End it now"),
        _("The inspection has ended."),
        variant="danger", shows_text=False,
    ),
)  # fmt: skip
