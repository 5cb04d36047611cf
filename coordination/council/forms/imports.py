"""What the council office says about an import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.forms.fields import LineField
from workflows.forms.options import Data, FormOptions

from ..enums import ConsultationResult
from ..models import CouncilConflict, Organization
from ..queries.adopting import Offer
from ..queries.linking import Candidate
from .base import CalendarForm


class SettleForm(forms.Form):
    """Who is right, and what is to be remembered about it."""

    decision = forms.ChoiceField(
        label=_("Who is right?"), choices=CouncilConflict.Decision.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = LineField(label=_("Note"), required=False, max_length=300)


class MeaningForm(forms.Form):
    """What words of a council system mean."""

    words = forms.CharField(max_length=300, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Meaning"), choices=ConsultationResult.choices)


class LinkForm(CalendarForm):
    """For each organisation of a council system the body of ours that it is, or none."""

    act_name = "link_bodies"

    def __init__(
        self,
        data: Data = None,
        *,
        candidates: Sequence[Candidate],
        bodies: Sequence[Organization],
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        self.names = {f"body_{one.row.pk}": one for one in candidates}
        choices = [("", _("none of ours")), *((one.pk, one.name) for one in bodies)]
        for name, one in self.names.items():
            self.fields[name] = forms.TypedChoiceField(
                label=one.row.name, coerce=int, empty_value=None, required=False, choices=choices,
                initial=one.row.body_id or one.suggested, help_text=_about(one),
            )  # fmt: skip
        self.order_fields([*self.names, self.text_field])

    def act_data(self) -> dict[str, object]:
        chosen = ((self.names[name].row.pk, self.cleaned_data.get(name)) for name in self.names)
        return {"links": [{"there": there, "body": body} for there, body in chosen]}


def _about(one: Candidate) -> str:
    """What the council system calls it, and whether it is linked."""
    if one.row.body_id:
        state = gettext("linked")
    else:
        state = gettext("suggested: same name") if one.suggested else gettext("not linked")
    return ", ".join(filter(None, (one.row.classification or one.row.type, state)))


class AdoptForm(CalendarForm):
    """Which sessions of the council system come into the calendar."""

    act_name = "adopt_sessions"

    sessions = forms.MultipleChoiceField(
        label=_("Sessions of the council system"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one session.")},
    )  # fmt: skip

    def __init__(
        self, data: Data = None, *, offered: Sequence[Offer], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        field = self.fields["sessions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.key, _in_words(one)) for one in offered]
        field.initial = [one.key for one in offered]

    def act_data(self) -> dict[str, object]:
        return {"sessions": self.cleaned_data["sessions"]}


def _in_words(one: Offer) -> str:
    moment = date_format(localtime(one.starts_at), "D, d.m.Y H:i")
    words = [moment, " + ".join(body.name for body in one.bodies), one.place]
    if one.same:
        words.append(gettext("stands in the calendar already and is only linked"))
    return ", ".join(filter(None, words))
